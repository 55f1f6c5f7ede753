//! Certificates of the document-signing infrastructure (ICAO Doc 9303-12, 7.1): what we read of them
//! and the profile they must have.

use der::asn1::{ObjectIdentifier, OctetString};
use der::{Decode, Reader as _, SliceReader};
use jiff::Timestamp;
use thiserror::Error;
use x509_cert::Certificate as Parsed;
use x509_cert::crl::CertificateList;
use x509_cert::ext::pkix::{
    AuthorityKeyIdentifier, BasicConstraints, ExtendedKeyUsage, KeyUsage, PrivateKeyUsagePeriod,
    SubjectKeyIdentifier,
};
use x509_cert::name::Name;
use x509_cert::time::Time;

use crate::key::{Digest, PublicKey, Scheme, WeakOrUnknown};

/// What is wrong with a certificate or a revocation list as such.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum CertificateFlaw {
    /// No valid DER of its type, or an extension that is none.
    #[error("it is no valid DER of its type")]
    Der,
    /// A key, curve or digest that is not allowed.
    #[error(transparent)]
    Weak(#[from] WeakOrUnknown),
    /// A critical extension that we do not know: it may forbid just what we are about to do.
    #[error("the critical extension {0} is not known")]
    Critical(String),
    /// No country in the subject or the issuer.
    #[error("it names no country")]
    Country,
}

/// A certificate, read and of allowed algorithms; nothing about it is verified yet.
#[derive(Clone, PartialEq, Eq)]
pub struct Certificate {
    der: Vec<u8>,
    tbs: Vec<u8>,
    parsed: Parsed,
    key: PublicKey,
    scheme: Scheme,
    country: String,
}

impl std::fmt::Debug for Certificate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Certificate({}, {})", self.subject(), self.serial())
    }
}

/// Extensions that we look into; another one that is critical is refused (RFC 5280, 4.2).
const KNOWN: [&str; 9] = [
    "2.5.29.14",        // subject key identifier
    "2.5.29.15",        // key usage
    "2.5.29.16",        // private key usage period
    "2.5.29.19",        // basic constraints
    "2.5.29.20",        // number of a revocation list
    "2.5.29.31",        // where the revocation list is
    "2.5.29.35",        // authority key identifier
    "2.5.29.37",        // extended key usage
    "2.23.136.1.1.6.2", // kinds of documents
];

impl Certificate {
    /// Reads a certificate in DER.
    pub fn read(der: &[u8]) -> Result<Self, CertificateFlaw> {
        let parsed = Parsed::from_der(der).map_err(|_| CertificateFlaw::Der)?;
        let tbs = signed_part(der).ok_or(CertificateFlaw::Der)?;
        let body = parsed.tbs_certificate();
        if body.signature() != parsed.signature_algorithm() {
            return Err(CertificateFlaw::Der);
        }
        for extension in body.extensions().into_iter().flatten() {
            known(extension)?;
        }
        Ok(Self {
            key: PublicKey::read(body.subject_public_key_info())?,
            scheme: Scheme::of(parsed.signature_algorithm(), None).allowed()?,
            country: country(body.subject()).ok_or(CertificateFlaw::Country)?,
            der: der.to_vec(),
            tbs,
            parsed,
        })
    }

    /// Its bytes.
    pub fn der(&self) -> &[u8] {
        &self.der
    }

    /// SHA-256 of its bytes: the name under which it stands in records.
    pub fn fingerprint(&self) -> Vec<u8> {
        Digest::Sha256.of_bytes(&self.der)
    }

    /// Its key.
    pub const fn key(&self) -> &PublicKey {
        &self.key
    }

    /// Country of the subject: two letters, upper case.
    pub fn country(&self) -> &str {
        &self.country
    }

    /// The subject's name for people (RFC 4514).
    pub fn subject(&self) -> String {
        self.parsed.tbs_certificate().subject().to_string()
    }

    /// Serial number in hexadecimal digits.
    pub fn serial(&self) -> String {
        let number = self.parsed.tbs_certificate().serial_number();
        number
            .as_bytes()
            .iter()
            .map(|b| format!("{b:02X}"))
            .collect()
    }

    /// First and last instant of its validity.
    pub fn validity(&self) -> (Timestamp, Timestamp) {
        let validity = self.parsed.tbs_certificate().validity();
        (instant(validity.not_before), instant(validity.not_after))
    }

    pub(crate) const fn parsed(&self) -> &Parsed {
        &self.parsed
    }

    /// Whether its issuer is its subject.
    pub(crate) fn self_issued(&self) -> bool {
        let body = self.parsed.tbs_certificate();
        body.issuer() == body.subject()
    }

    /// Whether the authority's key made its signature.
    pub(crate) fn signed_by(&self, authority: &PublicKey) -> bool {
        let signature = self.parsed.signature().as_bytes();
        signature.is_some_and(|s| authority.verifies(self.scheme, &self.tbs, s))
    }

    /// Whether it names the authority as its issuer: by name and by key, which the profile demands.
    pub(crate) fn names(&self, authority: &Self) -> bool {
        let (ours, theirs) = (
            self.parsed.tbs_certificate(),
            authority.parsed.tbs_certificate(),
        );
        let key = self.authority_key();
        ours.issuer() == theirs.subject() && key.is_some() && key == authority.subject_key()
    }

    pub(crate) fn authority_key(&self) -> Option<OctetString> {
        self.extension::<AuthorityKeyIdentifier>()?.key_identifier
    }

    pub(crate) fn subject_key(&self) -> Option<OctetString> {
        Some(self.extension::<SubjectKeyIdentifier>()?.0)
    }

    /// Whether it may act as an authority.
    pub(crate) fn is_authority(&self) -> bool {
        let ca = self.extension::<BasicConstraints>().is_some_and(|b| b.ca);
        let signs = self
            .extension::<KeyUsage>()
            .is_some_and(|u| u.key_cert_sign());
        ca && signs
    }

    /// Whether it may sign documents and nothing that an authority signs.
    pub(crate) fn is_signer(&self) -> bool {
        let ca = self.extension::<BasicConstraints>().is_some_and(|b| b.ca);
        let usage = self.extension::<KeyUsage>();
        !ca && usage.is_some_and(|u| u.digital_signature() && !u.key_cert_sign())
    }

    /// Whether it is for one purpose only: master lists, seals, lists of deviations. Such a key is no
    /// key of documents, although the same authority vouches for it.
    pub(crate) fn has_purpose(&self) -> bool {
        self.extension::<ExtendedKeyUsage>().is_some()
    }

    pub(crate) fn signs_lists(&self) -> bool {
        self.extension::<KeyUsage>().is_some_and(|u| u.crl_sign())
    }

    /// First and last instant at which the private key may be used, where it says so.
    pub(crate) fn key_period(&self) -> (Option<Timestamp>, Option<Timestamp>) {
        let period = self.extension::<PrivateKeyUsagePeriod>();
        period.map_or((None, None), |p| {
            let of = |t: der::asn1::GeneralizedTime| instant(Time::GeneralTime(t));
            (p.not_before.map(of), p.not_after.map(of))
        })
    }

    fn extension<T: for<'a> Decode<'a> + der::oid::AssociatedOid>(&self) -> Option<T> {
        let found = self.parsed.tbs_certificate().get_extension::<T>();
        found.ok().flatten().map(|(_, extension)| extension)
    }
}

/// The bytes that are signed: the first field of the outer sequence, as they came.
pub(crate) fn signed_part(der: &[u8]) -> Option<Vec<u8>> {
    let mut outer = SliceReader::new(der).ok()?;
    let content = der::asn1::AnyRef::decode(&mut outer).ok()?;
    let mut inner = SliceReader::new(content.value()).ok()?;
    inner.tlv_bytes().ok().map(<[u8]>::to_vec)
}

pub(crate) fn known(extension: &x509_cert::ext::Extension) -> Result<(), CertificateFlaw> {
    let oid = extension.extn_id.to_string();
    if extension.critical && !KNOWN.contains(&oid.as_str()) {
        return Err(CertificateFlaw::Critical(oid));
    }
    Ok(())
}

/// The country of a name, in upper case. Two of them are none.
fn country(name: &Name) -> Option<String> {
    const COUNTRY: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.6");
    let mut found = name.iter().filter(|a| a.oid == COUNTRY);
    let (first, second) = (found.next()?, found.next());
    let text = std::str::from_utf8(first.value.value()).ok()?;
    let fits = text.len() == 2 && text.bytes().all(|b| b.is_ascii_alphabetic());
    (fits && second.is_none()).then(|| text.to_ascii_uppercase())
}

/// A time of a certificate as an instant.
pub(crate) fn instant(time: Time) -> Timestamp {
    let seconds = i64::try_from(time.to_unix_duration().as_secs());
    let read = seconds.ok().and_then(|s| Timestamp::from_second(s).ok());
    read.unwrap_or(Timestamp::MAX)
}

/// Reads a revocation list, whose algorithms and extensions must be known.
pub(crate) fn read_list(der: &[u8]) -> Result<(CertificateList, Vec<u8>, Scheme), CertificateFlaw> {
    let list = CertificateList::from_der(der).map_err(|_| CertificateFlaw::Der)?;
    let tbs = signed_part(der).ok_or(CertificateFlaw::Der)?;
    if list.tbs_cert_list.signature != list.signature_algorithm {
        return Err(CertificateFlaw::Der);
    }
    for extension in list.tbs_cert_list.crl_extensions.iter().flatten() {
        known(extension)?;
    }
    for entry in list.tbs_cert_list.revoked_certificates.iter().flatten() {
        for extension in entry.crl_entry_extensions.iter().flatten() {
            known(extension)?;
        }
    }
    let scheme = Scheme::of(&list.signature_algorithm, None).allowed()?;
    Ok((list, tbs, scheme))
}
