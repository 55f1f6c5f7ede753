//! The extensions of certificates and revocation lists (RFC 5280, 4.2, 5.2; ICAO Doc 9303-12, 7.1).
//! They are read once, whole, when the certificate is: one that is not understood, or stands there
//! twice, refuses the certificate and is never taken for one that is absent.

use std::collections::BTreeSet;

use der::Decode;
use der::asn1::{ObjectIdentifier, OctetString};
use der::oid::AssociatedOid;
use jiff::Timestamp;
use x509_cert::ext::Extension;
use x509_cert::ext::pkix::{
    AuthorityKeyIdentifier, BasicConstraints, CrlDistributionPoints, ExtendedKeyUsage, KeyUsage,
    PrivateKeyUsagePeriod, SubjectKeyIdentifier,
};
use x509_cert::time::Time;

use super::{CertificateFlaw, instant};
use crate::tlv::{self, Fields};

/// Extensions that we look into; another one that is critical is refused (RFC 5280, 4.2).
const KNOWN: [&str; 9] = [
    "2.5.29.14", // subject key identifier
    "2.5.29.15", // key usage
    "2.5.29.16", // private key usage period
    "2.5.29.19", // basic constraints
    "2.5.29.20", // number of a revocation list
    "2.5.29.31", // where the revocation list is
    "2.5.29.35", // authority key identifier
    "2.5.29.37", // extended key usage
    KINDS,
];

/// id-icao-mrtd-security-extensions-documentTypeList.
const KINDS: &str = "2.23.136.1.1.6.2";

/// The most extensions of a certificate or a list: ICAO Doc 9303-12, 7.1 names about twenty in all.
pub(crate) const MOST_EXTENSIONS: usize = 32;

/// What the extensions of a certificate say.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Extensions {
    pub(super) authority_key: Option<OctetString>,
    pub(super) subject_key: Option<OctetString>,
    pub(super) usage: Option<KeyUsage>,
    pub(super) constraints: Option<BasicConstraints>,
    pub(super) purposes: Option<Vec<ObjectIdentifier>>,
    pub(super) period: (Option<Timestamp>, Option<Timestamp>),
    pub(super) kinds: Option<Vec<String>>,
}

impl Extensions {
    pub(super) fn read(given: &[Extension]) -> Result<Self, CertificateFlaw> {
        checked(given)?;
        // Where the list is we do not ask, since lists are taken in; but it has to be what it says.
        one::<CrlDistributionPoints>(given)?;
        let authority: Option<AuthorityKeyIdentifier> = one(given)?;
        Ok(Self {
            authority_key: authority.and_then(|k| k.key_identifier),
            subject_key: one::<SubjectKeyIdentifier>(given)?.map(|k| k.0),
            usage: one(given)?,
            constraints: one(given)?,
            purposes: one::<ExtendedKeyUsage>(given)?.map(|p| p.0),
            period: period(given)?,
            kinds: kinds(given)?,
        })
    }
}

/// No more of them than there can be, none twice (RFC 5280, 4.2), none that is critical and not known.
pub(crate) fn checked(given: &[Extension]) -> Result<(), CertificateFlaw> {
    if given.len() > MOST_EXTENSIONS {
        return Err(CertificateFlaw::TooLarge);
    }
    let mut seen = BTreeSet::new();
    for extension in given {
        let oid = extension.extn_id.to_string();
        if extension.critical && !KNOWN.contains(&oid.as_str()) {
            return Err(CertificateFlaw::Critical(oid));
        }
        if !seen.insert(extension.extn_id) {
            return Err(CertificateFlaw::Repeated(oid));
        }
    }
    Ok(())
}

/// The extension of this type, of those that [`checked`] has let pass.
pub(crate) fn one<T: for<'a> Decode<'a> + AssociatedOid>(
    given: &[Extension],
) -> Result<Option<T>, CertificateFlaw> {
    let Some(extension) = given.iter().find(|e| e.extn_id == T::OID) else {
        return Ok(None);
    };
    let read = T::from_der(extension.extn_value.as_bytes());
    read.map(Some)
        .map_err(|_| CertificateFlaw::Extension(T::OID.to_string()))
}

/// RFC 3280, 4.2.1.4: at least one end.
fn period(given: &[Extension]) -> Result<(Option<Timestamp>, Option<Timestamp>), CertificateFlaw> {
    let Some(period) = one::<PrivateKeyUsagePeriod>(given)? else {
        return Ok((None, None));
    };
    let of = |t: der::asn1::GeneralizedTime| instant(Time::GeneralTime(t));
    match (period.not_before.map(of), period.not_after.map(of)) {
        (None, None) => {
            let oid = PrivateKeyUsagePeriod::OID.to_string();
            Err(CertificateFlaw::Extension(oid))
        }
        ends => Ok(ends),
    }
}

/// `DocumentTypeListSyntax ::= SEQUENCE { version INTEGER, docTypeList SET OF PrintableString }`.
fn kinds(given: &[Extension]) -> Result<Option<Vec<String>>, CertificateFlaw> {
    let Some(extension) = given.iter().find(|e| e.extn_id.to_string() == KINDS) else {
        return Ok(None);
    };
    let read = document_types(extension.extn_value.as_bytes());
    read.map(Some)
        .ok_or_else(|| CertificateFlaw::Extension(KINDS.to_owned()))
}

/// Version 0, and at least one kind: one or two letters, as a zone begins with them. The order of
/// the set is not looked at: it decides nothing.
fn document_types(bytes: &[u8]) -> Option<Vec<String>> {
    let mut outer = Fields::of(tlv::only(bytes, 0x30).ok()?);
    let version = outer.expect(0x02).ok()?;
    let mut set = Fields::of(outer.expect(0x31).ok()?);
    outer.end().ok()?;
    let mut found = Vec::new();
    while let Some(field) = set.next().ok()? {
        let text = std::str::from_utf8(field.value).ok()?;
        let code = text.bytes().all(|b| b.is_ascii_uppercase());
        if field.tag != 0x13 || !code || !matches!(text.len(), 1 | 2) {
            return None;
        }
        found.push(text.to_owned());
    }
    (version == [0] && !found.is_empty()).then_some(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::hex;

    fn extension(oid: &str, critical: bool, value: &str) -> Extension {
        Extension {
            extn_id: ObjectIdentifier::new_unwrap(oid),
            critical,
            extn_value: OctetString::new(hex(value)).expect("short"),
        }
    }

    fn flaw(given: &[Extension]) -> CertificateFlaw {
        let Err(flaw) = Extensions::read(given) else {
            panic!("read")
        };
        flaw
    }

    #[test]
    fn what_is_not_understood_is_not_taken_for_absent() {
        for oid in KNOWN.into_iter().filter(|o| *o != "2.5.29.20") {
            let not_understood = CertificateFlaw::Extension(oid.to_owned());
            for value in ["", "0500", "3005", "0402AABBCC"] {
                let given = [extension(oid, false, value)];
                assert_eq!(flaw(&given), not_understood, "{oid} {value}");
            }
        }
        // A period without an end, and bytes behind an extension that is understood.
        for (oid, value) in [("2.5.29.16", "3000"), ("2.5.29.15", "0302078000")] {
            let given = [extension(oid, false, value)];
            assert_eq!(flaw(&given), CertificateFlaw::Extension(oid.to_owned()));
        }
    }

    #[test]
    fn an_extension_stands_there_once_whether_known_or_not() {
        for (oid, value) in [("2.5.29.15", "03020780"), ("1.3.6.1.4.1.99999.1", "0500")] {
            let one = extension(oid, false, value);
            Extensions::read(std::slice::from_ref(&one)).expect("once");
            let repeated = CertificateFlaw::Repeated(oid.to_owned());
            assert_eq!(flaw(&[one.clone(), one]), repeated);
        }
    }

    #[test]
    fn what_is_critical_is_known_and_what_there_is_has_an_end() {
        let oid = "1.3.6.1.4.1.99999.1";
        let critical = CertificateFlaw::Critical(oid.to_owned());
        assert_eq!(flaw(&[extension(oid, true, "0500")]), critical);
        let many = |count: usize| -> Vec<Extension> {
            let oid = |n| format!("1.3.6.1.4.1.99999.{n}");
            (0..count)
                .map(|n| extension(&oid(n), false, "0500"))
                .collect()
        };
        Extensions::read(&many(MOST_EXTENSIONS)).expect("as many as there can be");
        assert_eq!(flaw(&many(MOST_EXTENSIONS + 1)), CertificateFlaw::TooLarge);
    }

    #[test]
    fn kinds_of_documents_are_one_or_two_letters() {
        let read = |value| document_types(&hex(value));
        let of = |codes: &[&str]| Some(codes.iter().map(|c| (*c).to_owned()).collect::<Vec<_>>());
        assert_eq!(read("300902010031041302 4944"), of(&["ID"]));
        assert_eq!(read("300B02010031061301 50 1301 49"), of(&["P", "I"]));
        for wrong in [
            "",
            "3005 020100 3100",           // none
            "3009 020101 3104 1302 4944", // another version
            "3009 020100 3104 0C02 4944", // another kind of text
            "300A 020100 3105 1303 494431",
            "3007 020100 3102 1300",
            "3009 020100 3104 1302 6964", // lower case
            "3008 020100 3103 1302 49",
            "300B 020100 3104 1302 4944 0500",
        ] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
