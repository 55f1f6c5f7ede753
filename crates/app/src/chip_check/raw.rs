//! What a reader brings: base64url of files whose content nobody has looked at.

use std::collections::BTreeMap;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chip::active::Challenge;
use chip::group::{File, Group};
use domain::fault::Fault;
use serde::{Deserialize, Serialize};

/// A reading as it comes; sealed while the chip proves that it is no copy.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Brought {
    /// EF.COM.
    pub com: String,
    /// EF.SOD.
    pub sod: String,
    /// The groups' files by their numbers.
    pub groups: BTreeMap<String, String>,
    /// EF.CardAccess, where the chip has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub access: Option<String>,
    /// The chip's signature of the challenge, where it has a key for that.
    #[serde(default)]
    pub signature: Option<String>,
    /// Name and version of the engine.
    pub engine: String,
}

domain::redacted_debug!(Brought);

/// The longest name of an engine.
const ENGINE: usize = 60;
/// No signature of a chip is longer: RSA of 8192 bits.
const SIGNATURE: usize = 1024;

fn decode(field: &'static str, text: &str, most: usize) -> Result<Vec<u8>, Fault> {
    if text.len() > most.saturating_mul(2) {
        return Err(Fault::new(field, "card-file-large"));
    }
    let bytes = URL_SAFE_NO_PAD
        .decode(text)
        .map_err(|_| Fault::new(field, "card-file"))?;
    if bytes.len() > most {
        return Err(Fault::new(field, "card-file-large"));
    }
    Ok(bytes)
}

impl Brought {
    /// The engine's name as it goes into the record.
    pub(crate) fn engine(&self) -> String {
        let kept = self.engine.chars().filter(|c| !c.is_control());
        kept.take(ENGINE).collect()
    }

    /// One group's file.
    pub(crate) fn group(&self, group: Group) -> Result<Option<Vec<u8>>, Fault> {
        let text = self.groups.get(&group.number().to_string());
        let largest = File::Group(group).largest();
        text.map(|t| decode("groups", t, largest)).transpose()
    }

    /// The reading, with the challenge that we made and kept.
    pub(crate) fn reading(&self, challenge: [u8; 8]) -> Result<chip::Reading, Fault> {
        let mut groups = BTreeMap::new();
        for number in self.groups.keys() {
            let group = number.parse().ok().and_then(Group::new);
            let group = group.ok_or_else(|| Fault::new("groups", "card-file"))?;
            groups.extend(self.group(group)?.map(|file| (group, file)));
        }
        let access = self.access.as_deref();
        let signature = self.signature.as_deref();
        let brought = chip::reader::Brought {
            com: decode("com", &self.com, File::Com.largest())?,
            sod: decode("sod", &self.sod, File::Sod.largest())?,
            groups,
            access: access
                .map(|a| decode("access", a, File::Access.largest()))
                .transpose()?,
            signature: signature
                .map(|s| decode("signature", s, SIGNATURE))
                .transpose()?,
            engine: self.engine(),
        };
        Ok(brought.reading(Challenge::new(challenge)))
    }
}
