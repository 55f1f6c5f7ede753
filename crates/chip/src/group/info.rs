//! The options of a chip's security (ICAO Doc 9303-11, 9.2; BSI TR-03110-3, A.1), as DG14 and
//! EF.CardAccess list them.

use der::asn1::ObjectIdentifier;
use der::{Any, Decode, Sequence};

use super::Flaw;
use crate::tlv::{self, Fields};

/// Options on one card, with room: the longest list of TR-03110 has 14.
pub(super) const MOST: usize = 32;

/// `SecurityInfo` (ICAO Doc 9303-11, 9.2).
#[derive(Clone, Sequence)]
pub(super) struct SecurityInfo {
    pub(super) protocol: ObjectIdentifier,
    pub(super) required: Any,
    #[asn1(optional = "true")]
    pub(super) optional: Option<Any>,
}

/// An option with the bytes that it came in.
pub(super) type Coded = (Vec<u8>, SecurityInfo);

/// The options of a set. What is none is as if it were not there: it offers us nothing.
pub(super) fn options(set: &[u8]) -> Result<Vec<Coded>, Flaw> {
    let mut infos = Vec::new();
    let mut fields = Fields::of(set);
    let mut count = 0;
    while let Some(field) = fields.next()? {
        if count == MOST {
            return Err(Flaw::TooLarge);
        }
        count += 1;
        let bytes = tlv::write(field.tag, field.value);
        infos.extend(
            SecurityInfo::from_der(&bytes)
                .ok()
                .map(|info| (bytes, info)),
        );
    }
    Ok(infos)
}

/// The cipher of a session (TR-03110-3, A.4.3). Triple DES is none of those that we agree on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Cipher {
    /// AES-CBC-CMAC-128.
    Aes128,
    /// AES-CBC-CMAC-192.
    Aes192,
    /// AES-CBC-CMAC-256.
    Aes256,
}

impl Cipher {
    /// The cipher of a protocol of this arc.
    pub(super) fn of(protocol: ObjectIdentifier, arc: ObjectIdentifier) -> Option<Self> {
        if protocol.parent()? != arc {
            return None;
        }
        match protocol.arcs().last()? {
            2 => Some(Self::Aes128),
            3 => Some(Self::Aes192),
            4 => Some(Self::Aes256),
            _ => None,
        }
    }

    /// The object identifier of the protocol of this arc with this cipher, as `MSE:Set AT` names it.
    pub(crate) fn protocol(self, arc: ObjectIdentifier) -> Vec<u8> {
        let last = match self {
            Self::Aes128 => 2,
            Self::Aes192 => 3,
            Self::Aes256 => 4,
        };
        let mut bytes = arc.as_bytes().to_vec();
        bytes.push(last);
        bytes
    }

    /// Its name.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Aes128 => "AES-128",
            Self::Aes192 => "AES-192",
            Self::Aes256 => "AES-256",
        }
    }
}
