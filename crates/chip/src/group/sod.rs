//! The signed object of EF.SOD (ICAO Doc 9303-10, 4.6.2): the digest of every group.

use std::collections::BTreeMap;

use der::asn1::{ObjectIdentifier, OctetString, PrintableString};
use der::{Decode, Sequence};
use x509_cert::spki::AlgorithmIdentifierOwned;

use super::{Flaw, Group};
use crate::key::{Algorithm, Digest};

/// id-icao-mrtd-security-ldsSecurityObject.
pub(crate) const LDS: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.23.136.1.1.1");

#[derive(Clone, Sequence)]
struct LdsSecurityObject {
    version: u8,
    digest: AlgorithmIdentifierOwned,
    groups: Vec<GroupDigest>,
    #[asn1(optional = "true")]
    lds: Option<LdsVersion>,
}

#[derive(Clone, Sequence)]
struct GroupDigest {
    number: u8,
    digest: OctetString,
}

#[derive(Clone, Sequence)]
struct LdsVersion {
    lds: PrintableString,
    unicode: PrintableString,
}

/// The digests that the issuer signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Lds {
    /// With what the groups were digested: weak ones are refused by the caller by name.
    pub(crate) digest: Algorithm<Digest>,
    /// Digest of each group.
    pub(crate) groups: BTreeMap<Group, Vec<u8>>,
}

/// Reads the signed object. A group that is listed twice could be shown with either digest: refused.
pub(crate) fn read_lds(bytes: &[u8]) -> Result<Lds, Flaw> {
    let object = LdsSecurityObject::from_der(bytes).map_err(|_| Flaw::Der)?;
    let versions = (object.version, object.lds.is_some());
    if !matches!(versions, (0, false) | (1, true)) || object.groups.len() > 16 {
        return Err(Flaw::Version);
    }
    let mut groups = BTreeMap::new();
    for entry in object.groups {
        let group = Group::new(entry.number).ok_or(Flaw::Der)?;
        if groups
            .insert(group, entry.digest.as_bytes().to_vec())
            .is_some()
        {
            return Err(Flaw::Der);
        }
    }
    Ok(Lds {
        digest: Digest::of(&object.digest),
        groups,
    })
}
