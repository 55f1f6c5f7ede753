//! Revocation lists of country-signing authorities (ICAO Doc 9303-12, 7.1.4; RFC 5280, 5).

use std::collections::BTreeSet;

use der::Decode;
use jiff::{SignedDuration, Timestamp};
use thiserror::Error;
use x509_cert::ext::pkix::AuthorityKeyIdentifier;

use crate::certificate::{Certificate, CertificateFlaw, instant, read_list};

/// Why a revocation list is not taken in.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ListFlaw {
    /// The list as such: coding, algorithms, extensions.
    #[error(transparent)]
    List(#[from] CertificateFlaw),
    /// Another authority issued it.
    #[error("another authority issued it")]
    Issuer,
    /// The authority may not sign lists, or did not sign this one.
    #[error("the authority did not sign it")]
    WrongSignature,
    /// It does not say until when it holds.
    #[error("it does not say until when it holds")]
    NoEnd,
    /// We have a newer one.
    #[error("there is a newer one")]
    Older,
}

/// A revocation list whose signature is its authority's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RevocationList {
    issued: Timestamp,
    next: Timestamp,
    serials: BTreeSet<Vec<u8>>,
}

impl RevocationList {
    /// Reads a list in DER and verifies that this authority signed it.
    pub(super) fn read(der: &[u8], authority: &Certificate) -> Result<Self, ListFlaw> {
        let (list, tbs, scheme) = read_list(der)?;
        let body = &list.tbs_cert_list;
        if &body.issuer != authority.parsed().tbs_certificate().subject() {
            return Err(ListFlaw::Issuer);
        }
        let extensions = body.crl_extensions.iter().flatten();
        let mut keys = extensions.filter(|e| e.extn_id.to_string() == "2.5.29.35");
        if let Some(extension) = keys.next() {
            let key = AuthorityKeyIdentifier::from_der(extension.extn_value.as_bytes())
                .map_err(|_| CertificateFlaw::Der)?;
            if key.key_identifier != authority.subject_key() {
                return Err(ListFlaw::Issuer);
            }
        }
        let signature = list.signature.as_bytes().unwrap_or_default();
        let right = authority.key().verifies(scheme, &tbs, signature);
        if !authority.signs_lists() || !right {
            return Err(ListFlaw::WrongSignature);
        }
        let revoked = body.revoked_certificates.iter().flatten();
        Ok(Self {
            issued: instant(body.this_update),
            next: instant(body.next_update.ok_or(ListFlaw::NoEnd)?),
            serials: revoked
                .map(|r| r.serial_number.as_bytes().to_vec())
                .collect(),
        })
    }

    /// When it was issued.
    pub const fn issued(&self) -> Timestamp {
        self.issued
    }

    /// When the next one is due.
    pub const fn next(&self) -> Timestamp {
        self.next
    }

    /// How many certificates it revokes.
    pub fn len(&self) -> usize {
        self.serials.len()
    }

    /// Whether it revokes none.
    pub fn is_empty(&self) -> bool {
        self.serials.is_empty()
    }

    /// Whether it can be relied on at this instant: issued before, and the next one not overdue by
    /// more than the grace.
    pub(crate) fn fresh(&self, now: Timestamp, grace: SignedDuration) -> bool {
        let end = self.next.checked_add(grace).unwrap_or(Timestamp::MAX);
        self.issued <= now && now <= end
    }

    pub(crate) fn revokes(&self, certificate: &Certificate) -> bool {
        let serial = certificate.parsed().tbs_certificate().serial_number();
        self.serials.contains(serial.as_bytes())
    }
}
