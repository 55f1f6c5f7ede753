//! Master lists (ICAO Doc 9303-12, 8): one state's signed collection of the authorities of many.

use der::asn1::ObjectIdentifier;
use jiff::{SignedDuration, Timestamp};
use thiserror::Error;

use super::{Anchors, Authority, AuthorityFlaw, RevocationFlaw, valid};
use crate::signed::{Message, MessageFlaw, WrongSignature};
use crate::tlv::{self, Fields, TlvError};

/// id-icao-mrtd-security-cscaMasterList.
const CONTENT: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.23.136.1.1.2");
/// id-icao-mrtd-security-cscaMasterListSigningKey.
const PURPOSE: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.23.136.1.1.3");
/// The published lists have about 600 certificates in 1 MB; these are eight and seven times as much.
const LARGEST: usize = 8 * 1024 * 1024;
const MOST: usize = 4096;

/// Why a master list is not taken in.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum MasterListFlaw {
    /// Larger than any list.
    #[error("it is too large")]
    TooLarge,
    /// The signed message.
    #[error(transparent)]
    Message(#[from] MessageFlaw),
    /// Its content.
    #[error("the list inside: {0}")]
    Coding(#[from] TlvError),
    /// No authority that we trust issued the certificate of its signer.
    #[error("no trusted authority issued the certificate of its signer")]
    NotTrusted,
    /// The signer's certificate is not for master lists, or not valid at this instant.
    #[error("the signer's certificate is not for this, or not valid now")]
    Signer,
    /// The signer's certificate is revoked, or no list says that it is not.
    #[error(transparent)]
    Revocation(#[from] RevocationFlaw),
    /// The signature.
    #[error(transparent)]
    Signature(#[from] WrongSignature),
}

/// The authorities of a master list whose signer a trusted authority vouches for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MasterList {
    /// Country that signed the list.
    pub country: String,
    /// The authorities in it; an officer of the centre still chooses which to trust.
    pub authorities: Vec<Authority>,
    /// Certificates in it that are no anchors, by their place in the list.
    pub skipped: Vec<(usize, AuthorityFlaw)>,
}

impl MasterList {
    /// Reads a master list in DER. The authority behind its signer has to be among the trusted ones
    /// already, with a revocation list that is fresh: a list cannot vouch for itself.
    pub fn read(
        der: &[u8],
        trusted: &Anchors,
        (now, grace): (Timestamp, SignedDuration),
    ) -> Result<Self, MasterListFlaw> {
        if der.len() > LARGEST {
            return Err(MasterListFlaw::TooLarge);
        }
        let message = Message::read(der, CONTENT)?;
        let signer = &message.signer;
        let issuer = trusted.issuer(signer).ok_or(MasterListFlaw::NotTrusted)?;
        let meant = signer.purposes().is_some_and(|p| p.contains(&PURPOSE));
        let valid = valid(now, signer) && valid(now, issuer.certificate());
        let at_home = signer.country() == issuer.certificate().country();
        if !meant || !signer.is_signer() || !valid || !at_home {
            return Err(MasterListFlaw::Signer);
        }
        trusted.standing(signer, issuer, (now, grace))?;
        message.verify()?;
        let (authorities, skipped) = certificates(&message.content)?;
        Ok(Self {
            country: signer.country().to_owned(),
            authorities,
            skipped,
        })
    }
}

type Certificates = (Vec<Authority>, Vec<(usize, AuthorityFlaw)>);

/// `CscaMasterList ::= SEQUENCE { version INTEGER, certList SET OF Certificate }`.
fn certificates(content: &[u8]) -> Result<Certificates, MasterListFlaw> {
    let mut outer = Fields::of(tlv::only(content, 0x30)?);
    outer.expect(0x02)?;
    let mut fields = Fields::of(outer.expect(0x31)?);
    let (mut authorities, mut skipped) = (Vec::new(), Vec::new());
    let mut at = 0;
    while let Some(field) = fields.next()? {
        if at == MOST {
            return Err(MasterListFlaw::TooLarge);
        }
        match Authority::take_in(&tlv::write(field.tag, field.value)) {
            Ok(authority) => authorities.push(authority),
            Err(flaw) => skipped.push((at, flaw)),
        }
        at += 1;
    }
    Ok((authorities, skipped))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_master_list_has_an_end() {
        let of = |count: usize| {
            let certificates = tlv::write(0x30, &[]).repeat(count);
            let fields = [tlv::write(0x02, &[0]), tlv::write(0x31, &certificates)].concat();
            tlv::write(0x30, &fields)
        };
        let (authorities, skipped) = certificates(&of(MOST)).expect("as many as there can be");
        assert_eq!((authorities.len(), skipped.len()), (0, MOST));
        assert_eq!(certificates(&of(MOST + 1)), Err(MasterListFlaw::TooLarge));
        let read = MasterList::read(
            &vec![0; LARGEST + 1],
            &Anchors::default(),
            (Timestamp::UNIX_EPOCH, SignedDuration::ZERO),
        );
        assert_eq!(read, Err(MasterListFlaw::TooLarge));
    }
}
