//! DG14 (ICAO Doc 9303-11, 9.2; BSI TR-03110-3, A.1): the options of the chip's security, of which
//! we use the keys of chip authentication.

use der::asn1::ObjectIdentifier;
use der::{Any, Decode, Sequence};
use x509_cert::spki::SubjectPublicKeyInfoOwned;

use super::{Flaw, Group, content};
use crate::key::{Algorithm, Digest, PublicKey};
use crate::tlv::{self, Fields};

/// `SecurityInfo` (ICAO Doc 9303-11, 9.2).
#[derive(Clone, Sequence)]
struct SecurityInfo {
    protocol: ObjectIdentifier,
    required: Any,
    #[asn1(optional = "true")]
    optional: Option<Any>,
}

/// id-PK-ECDH: a key of chip authentication on a curve.
const PK_ECDH: ObjectIdentifier = ObjectIdentifier::new_unwrap("0.4.0.127.0.7.2.2.1.2");
/// id-CA-ECDH: the arc of the protocols of chip authentication on a curve.
const CA_ECDH: ObjectIdentifier = ObjectIdentifier::new_unwrap("0.4.0.127.0.7.2.2.3.2");
/// id-icao-mrtd-security-aaProtocolObject: how the chip signs in active authentication.
const ACTIVE: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.23.136.1.1.5");
/// Options on one card, with room: the longest list of TR-03110 has 14.
const MOST: usize = 32;

/// The cipher of the session that chip authentication opens (TR-03110-3, A.4.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Agreement {
    /// id-CA-ECDH-3DES-CBC-CBC.
    Des3,
    /// id-CA-ECDH-AES-CBC-CMAC-128.
    Aes128,
    /// id-CA-ECDH-AES-CBC-CMAC-192.
    Aes192,
    /// id-CA-ECDH-AES-CBC-CMAC-256.
    Aes256,
}

impl Agreement {
    fn of(protocol: ObjectIdentifier) -> Option<Self> {
        let last = protocol.arcs().last()?;
        let arc = protocol.parent()?;
        match last {
            _ if arc != CA_ECDH => None,
            1 => Some(Self::Des3),
            2 => Some(Self::Aes128),
            3 => Some(Self::Aes192),
            4 => Some(Self::Aes256),
            _ => None,
        }
    }

    /// The protocol's object identifier, as `MSE:Set AT` names it.
    pub fn oid(self) -> Vec<u8> {
        let last = match self {
            Self::Des3 => 1,
            Self::Aes128 => 2,
            Self::Aes192 => 3,
            Self::Aes256 => 4,
        };
        let mut bytes = CA_ECDH.as_bytes().to_vec();
        bytes.push(last);
        bytes
    }
}

/// A key of chip authentication with the cipher that goes with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgreementKey {
    /// The chip's public key.
    pub key: PublicKey,
    /// The session's cipher.
    pub agreement: Agreement,
    /// Which key, where the chip has several.
    pub id: Option<u64>,
}

/// The options of a card's DG14.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecurityInfos {
    agreements: Vec<AgreementKey>,
    active: Option<Algorithm<Digest>>,
    protocols: Vec<ObjectIdentifier>,
}

impl SecurityInfos {
    /// Reads DG14. Options that are not understood are listed by their identifiers only.
    pub fn read(file: &[u8]) -> Result<Self, Flaw> {
        let set = tlv::only(content(Group::DG14, file)?, 0x31)?;
        let mut infos = Vec::new();
        let mut fields = Fields::of(set);
        while let Some(field) = fields.next()? {
            if infos.len() == MOST {
                return Err(Flaw::TooLarge);
            }
            let der = tlv::write(field.tag, field.value);
            infos.push(SecurityInfo::from_der(&der).map_err(|_| Flaw::Der)?);
        }
        Ok(Self {
            agreements: agreements(&infos)?,
            active: active(&infos)?,
            protocols: infos.iter().map(|i| i.protocol).collect(),
        })
    }

    /// The keys of chip authentication, the strongest cipher first.
    pub fn agreements(&self) -> &[AgreementKey] {
        &self.agreements
    }

    /// The digest with which the chip signs on its curve in active authentication, where it says so.
    pub const fn active(&self) -> Option<&Algorithm<Digest>> {
        self.active.as_ref()
    }

    /// Every protocol that the card names.
    pub fn protocols(&self) -> impl Iterator<Item = String> {
        self.protocols.iter().map(ToString::to_string)
    }
}

/// Joins each key to the protocol with the same key identifier. A card with a key and no protocol is
/// one of EAC 1.10, which means triple DES (TR-03110-3, A.1.1.2).
fn agreements(infos: &[SecurityInfo]) -> Result<Vec<AgreementKey>, Flaw> {
    let mut ciphers = Vec::new();
    for info in infos {
        if let Some(agreement) = Agreement::of(info.protocol) {
            ciphers.push((agreement, id(info.optional.as_ref())?));
        }
    }
    let mut found = Vec::new();
    for info in infos.iter().filter(|i| i.protocol == PK_ECDH) {
        let key = SubjectPublicKeyInfoOwned::from_der(&der_of(&info.required)?)
            .map_err(|_| Flaw::Der)
            .and_then(|k| PublicKey::read(&k).map_err(|_| Flaw::Key))?;
        let id = id(info.optional.as_ref())?;
        let fitting = ciphers.iter().filter(|(_, of)| *of == id).map(|(c, _)| *c);
        let mut fitting: Vec<Agreement> = fitting.collect();
        if fitting.is_empty() {
            fitting.push(Agreement::Des3);
        }
        let with = |agreement| AgreementKey {
            key: key.clone(),
            agreement,
            id,
        };
        found.extend(fitting.into_iter().map(with));
    }
    found.sort_by_key(|k| match k.agreement {
        Agreement::Aes256 => 0,
        Agreement::Aes192 => 1,
        Agreement::Aes128 => 2,
        Agreement::Des3 => 3,
    });
    Ok(found)
}

/// `ActiveAuthenticationInfo` (ICAO Doc 9303-11, 9.2.4): ecdsa-plain with a digest (BSI TR-03111, 5.2.1.1).
fn active(infos: &[SecurityInfo]) -> Result<Option<Algorithm<Digest>>, Flaw> {
    let Some(info) = infos.iter().find(|i| i.protocol == ACTIVE) else {
        return Ok(None);
    };
    let algorithm = info.optional.as_ref().ok_or(Flaw::Der)?;
    let oid: ObjectIdentifier = algorithm.decode_as().map_err(|_| Flaw::Der)?;
    let oid = oid.to_string();
    Ok(Some(match oid.as_str() {
        "0.4.0.127.0.7.1.1.4.1.3" => Algorithm::Allowed(Digest::Sha256),
        "0.4.0.127.0.7.1.1.4.1.4" => Algorithm::Allowed(Digest::Sha384),
        "0.4.0.127.0.7.1.1.4.1.5" => Algorithm::Allowed(Digest::Sha512),
        _ => Algorithm::Refused(oid),
    }))
}

fn der_of(any: &Any) -> Result<Vec<u8>, Flaw> {
    der::Encode::to_der(any).map_err(|_| Flaw::Der)
}

fn id(field: Option<&Any>) -> Result<Option<u64>, Flaw> {
    field
        .map(|f| f.decode_as::<u64>().map_err(|_| Flaw::Der))
        .transpose()
}
