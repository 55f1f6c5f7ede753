//! Revocation lists of country-signing authorities (ICAO Doc 9303-12, 7.1.4; RFC 5280, 5).

use std::collections::BTreeSet;

use der::Decode;
use jiff::{SignedDuration, Timestamp};
use thiserror::Error;
use x509_cert::crl::CertificateList;
use x509_cert::ext::Extension;
use x509_cert::ext::pkix::{AuthorityKeyIdentifier, CrlNumber};

use crate::certificate::{Certificate, CertificateFlaw, checked, instant, one, signed_part};
use crate::key::Scheme;

/// The most bytes of a list, and the most certificates that it revokes: an authority has some hundreds
/// of signers in all and revokes signers, never cards.
const LARGEST: usize = 1024 * 1024;
const MOST: usize = 16 * 1024;

/// What a list says of another list than the whole one of its own authority: that it is but the changes
/// since one (RFC 5280, 5.2.4), or that it is for some certificates only or for other authorities'
/// (5.2.5, 5.3.3). They have to be critical; we refuse them also where they are not.
const PARTIAL: [&str; 3] = ["2.5.29.27", "2.5.29.28", "2.5.29.29"];

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
        let extensions = body.crl_extensions.as_deref().unwrap_or_default();
        one::<CrlNumber>(extensions)?;
        let key = one::<AuthorityKeyIdentifier>(extensions)?;
        if key.is_some_and(|k| k.key_identifier.as_ref() != authority.subject_key()) {
            return Err(ListFlaw::Issuer);
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

/// Reads a list whose algorithms and extensions are known, and the bytes that are signed.
fn read_list(der: &[u8]) -> Result<(CertificateList, Vec<u8>, Scheme), CertificateFlaw> {
    if der.len() > LARGEST {
        return Err(CertificateFlaw::TooLarge);
    }
    let list = CertificateList::from_der(der).map_err(|_| CertificateFlaw::Der)?;
    let tbs = signed_part(der).ok_or(CertificateFlaw::Der)?;
    let body = &list.tbs_cert_list;
    if body.signature != list.signature_algorithm {
        return Err(CertificateFlaw::Der);
    }
    let revoked = body.revoked_certificates.as_deref().unwrap_or_default();
    if revoked.len() > MOST {
        return Err(CertificateFlaw::TooLarge);
    }
    whole(body.crl_extensions.as_deref())?;
    for entry in revoked {
        whole(entry.crl_entry_extensions.as_deref())?;
    }
    let scheme = Scheme::of(&list.signature_algorithm, None).allowed()?;
    Ok((list, tbs, scheme))
}

fn whole(extensions: Option<&[Extension]>) -> Result<(), CertificateFlaw> {
    let extensions = extensions.unwrap_or_default();
    checked(extensions)?;
    let mut oids = extensions.iter().map(|e| e.extn_id.to_string());
    match oids.find(|oid| PARTIAL.contains(&oid.as_str())) {
        Some(oid) => Err(CertificateFlaw::Critical(oid)),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{card, hex};
    use crate::tlv::{self, Fields};

    /// The list of a card of the tests with other entries and extensions; its signature is wrong then.
    fn list(entries: &[Vec<u8>], extensions: &[Vec<u8>]) -> Vec<u8> {
        let der = card("good", "list");
        let mut outer = Fields::of(tlv::only(&der, 0x30).expect("a list"));
        let mut body = Fields::of(outer.expect(0x30).expect("what is signed"));
        let mut fields = Vec::new();
        // Version, algorithm, issuer, this one, the next one.
        for _ in 0..5 {
            let field = body.next().expect("coded").expect("a field");
            fields.extend(tlv::write(field.tag, field.value));
        }
        if !entries.is_empty() {
            fields.extend(tlv::write(0x30, &entries.concat()));
        }
        if !extensions.is_empty() {
            let set = tlv::write(0x30, &extensions.concat());
            fields.extend(tlv::write(0xA0, &set));
        }
        let mut list = tlv::write(0x30, &fields);
        while let Some(field) = outer.next().expect("coded") {
            list.extend(tlv::write(field.tag, field.value));
        }
        tlv::write(0x30, &list)
    }

    fn entry(number: u16, extensions: &[Vec<u8>]) -> Vec<u8> {
        let [high, low] = number.to_be_bytes();
        let serial = tlv::write(0x02, &[1, high, low]);
        let date = tlv::write(0x17, b"270401000000Z");
        let mut fields = [serial, date].concat();
        if !extensions.is_empty() {
            fields.extend(tlv::write(0x30, &extensions.concat()));
        }
        tlv::write(0x30, &fields)
    }

    fn extension(oid: &str, value: &str) -> Vec<u8> {
        let fields = [hex(oid), tlv::write(0x04, &hex(value))].concat();
        tlv::write(0x30, &fields)
    }

    fn flaw(der: &[u8]) -> ListFlaw {
        let authority = Certificate::read(&card("good", "csca")).expect("an authority");
        RevocationList::read(der, &authority).expect_err("another list than was signed")
    }

    #[test]
    fn a_list_has_an_end() {
        let entries = |count: usize| -> Vec<Vec<u8>> {
            let numbers = 0..u16::try_from(count).expect("small");
            numbers.map(|n| entry(n, &[])).collect()
        };
        assert_eq!(flaw(&list(&entries(MOST), &[])), ListFlaw::WrongSignature);
        let large = ListFlaw::List(CertificateFlaw::TooLarge);
        assert_eq!(flaw(&list(&entries(MOST + 1), &[])), large);
        assert_eq!(flaw(&vec![0; LARGEST + 1]), large);
    }

    #[test]
    fn extensions_of_a_list_are_understood_whole_and_once() {
        let refused = |extensions: &[Vec<u8>]| flaw(&list(&[], extensions));
        let number = extension("0603551D14", "020107");
        assert_eq!(
            refused(std::slice::from_ref(&number)),
            ListFlaw::WrongSignature
        );
        let twice = CertificateFlaw::Repeated("2.5.29.20".to_owned());
        assert_eq!(refused(&[number.clone(), number]), ListFlaw::List(twice));
        for (oid, name) in [("0603551D14", "2.5.29.20"), ("0603551D23", "2.5.29.35")] {
            let flaw = CertificateFlaw::Extension(name.to_owned());
            assert_eq!(refused(&[extension(oid, "0500")]), ListFlaw::List(flaw));
        }
    }

    #[test]
    fn the_changes_since_a_list_are_no_list_even_where_that_is_not_critical() {
        for (oid, name) in [
            ("0603551D1B", "2.5.29.27"),
            ("0603551D1C", "2.5.29.28"),
            ("0603551D1D", "2.5.29.29"),
        ] {
            let partial = extension(oid, "020101");
            let critical = || ListFlaw::List(CertificateFlaw::Critical(name.to_owned()));
            assert_eq!(flaw(&list(&[], std::slice::from_ref(&partial))), critical());
            assert_eq!(flaw(&list(&[entry(1, &[partial])], &[])), critical());
        }
    }
}
