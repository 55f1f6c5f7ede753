//! A card out of a file, for tests, trials and demonstrations: its files, what opens it, and the key with
//! which it signs.

use std::collections::BTreeMap;

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair};
use chip::ReadFailure;
use chip::group::{File, Group, read_mrz};
use chip::reader::{Access, ChipReader};
use serde::Deserialize;

use super::{Absent, CardReader};

/// The file is none of a card.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no file of a card: {0}")]
pub struct BadCard(String);

/// The file; bytes are hexadecimal digits.
#[derive(Deserialize)]
struct Stored {
    com: String,
    sod: String,
    groups: BTreeMap<u8, String>,
    /// The printed zone, whose number, birth and expiry open the chip.
    zone: String,
    /// The access number, which opens it too.
    #[serde(default)]
    can: Option<String>,
    /// EF.CardAccess, where it has one.
    #[serde(default)]
    access: Option<String>,
    /// PKCS #8: the key of active authentication, on P-256.
    #[serde(default, rename = "active-key")]
    active_key: Option<String>,
    /// The private half of chip authentication's key: P-256, with AES-128.
    #[serde(default, rename = "agreement-key")]
    agreement_key: Option<String>,
    /// Where there is no key: what it answers to any challenge, as a recording would.
    #[serde(default)]
    answer: Option<String>,
    /// The card leaves the reader after so many files.
    #[serde(default, rename = "pulled-after")]
    pulled_after: Option<usize>,
}

/// A reader on which a card out of a file lies.
#[derive(Clone)]
pub struct Simulated {
    com: Vec<u8>,
    sod: Vec<u8>,
    groups: BTreeMap<Group, Vec<u8>>,
    seed: String,
    can: Option<String>,
    access: Option<Vec<u8>>,
    key: Option<Vec<u8>>,
    agreement: Option<Vec<u8>>,
    answer: Option<Vec<u8>>,
    left: Option<usize>,
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let pairs = text.as_bytes().chunks(2);
    let byte = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok();
    pairs.map(byte).collect()
}

impl Simulated {
    /// Reads the file of a card.
    pub fn read(json: &[u8]) -> Result<Self, BadCard> {
        let stored: Stored = serde_json::from_slice(json).map_err(|e| BadCard(e.to_string()))?;
        let bytes = |field: &str, text: &str| {
            unhex(text).ok_or_else(|| BadCard(format!("{field}: hexadecimal digits")))
        };
        let maybe =
            |field: &str, text: Option<&String>| text.map(|text| bytes(field, text)).transpose();
        let mut groups = BTreeMap::new();
        for (number, file) in &stored.groups {
            let group = Group::new(*number).ok_or_else(|| BadCard("groups".to_owned()))?;
            groups.insert(group, bytes("groups", file)?);
        }
        let zone = read_mrz(&stored.zone).map_err(|e| BadCard(e.to_string()))?;
        Ok(Self {
            com: bytes("com", &stored.com)?,
            sod: bytes("sod", &stored.sod)?,
            groups,
            seed: zone.access_seed(),
            access: maybe("access", stored.access.as_ref())?,
            key: maybe("active-key", stored.active_key.as_ref())?,
            agreement: maybe("agreement-key", stored.agreement_key.as_ref())?,
            answer: maybe("answer", stored.answer.as_ref())?,
            left: stored.pulled_after,
            can: stored.can,
        })
    }
}

impl CardReader for Simulated {
    type Chip = Self;

    async fn card(&mut self) -> Result<Self, Absent> {
        Ok(self.clone())
    }
}

impl ChipReader for Simulated {
    fn engine(&self) -> String {
        concat!("simulated ", env!("CARGO_PKG_VERSION")).to_owned()
    }

    fn open(&mut self, access: &Access) -> Result<(), ReadFailure> {
        match access {
            Access::Seed(seed) if *seed == self.seed => Ok(()),
            Access::Seed(_) => Err(ReadFailure::Refused),
            Access::Can(can) if self.can.as_ref() == Some(can) => Ok(()),
            Access::Can(_) => Err(ReadFailure::WrongNumber(None)),
        }
    }

    fn access_file(&self) -> Option<&[u8]> {
        self.access.as_deref()
    }

    fn file(&mut self, file: File) -> Result<Vec<u8>, ReadFailure> {
        if let Some(left) = &mut self.left {
            *left = left.checked_sub(1).ok_or(ReadFailure::Lost)?;
        }
        match file {
            File::Com => Ok(self.com.clone()),
            File::Sod => Ok(self.sod.clone()),
            File::Access => self.access.clone().ok_or(ReadFailure::Status(0x6A82)),
            File::Group(group) => {
                let file = self.groups.get(&group);
                file.cloned().ok_or(ReadFailure::Status(0x6A82))
            }
        }
    }

    fn sign(&mut self, challenge: &[u8; 8]) -> Result<Vec<u8>, ReadFailure> {
        let refused = ReadFailure::Status(0x6982);
        let Some(key) = &self.key else {
            return self.answer.clone().ok_or(refused);
        };
        let key = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, key);
        let signed = key
            .map_err(|_| refused)?
            .sign(&SystemRandom::new(), challenge);
        Ok(signed.map_err(|_| refused)?.as_ref().to_vec())
    }

    fn agree(&mut self, commands: &[Vec<u8>; 2], _: &[u8]) -> Result<Vec<u8>, ReadFailure> {
        let [_, general] = commands;
        if let Some(key) = &self.agreement {
            return super::agreeing::answer(key, general).ok_or(ReadFailure::Status(0x6A80));
        }
        self.answer.clone().ok_or(ReadFailure::Status(0x6D00))
    }
}
