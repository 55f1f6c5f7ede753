//! Certificates of the document-signing infrastructure (ICAO Doc 9303-12, 7.1): what we read of them
//! and the profile they must have.

mod extensions;

use der::asn1::{ObjectIdentifier, OctetString};
use der::{Decode, Reader as _, SliceReader};
use jiff::Timestamp;
use thiserror::Error;
use x509_cert::Certificate as Parsed;
use x509_cert::name::Name;
use x509_cert::time::Time;

use crate::key::{Digest, PublicKey, Scheme, WeakOrUnknown};
use extensions::Extensions;
pub(crate) use extensions::{checked, one};

/// The most bytes of a certificate: key and signature of RSA with 8192 bits take 2 kB, a curve spelled
/// out in full 1 kB, names and extensions 1 to 2 kB; this is three times as much.
pub(crate) const LARGEST_CERTIFICATE: usize = 16 * 1024;

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
    /// An extension that we rely on is not of its type: what it forbids cannot be known.
    #[error("the extension {0} is not understood")]
    Extension(String),
    /// An extension appears twice: one reader would heed the first, another one the last.
    #[error("the extension {0} appears twice")]
    Repeated(String),
    /// Larger, or with more extensions or entries, than any that an authority issues.
    #[error("it is too large")]
    TooLarge,
    /// No country in the subject.
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
    extensions: Extensions,
}

impl std::fmt::Debug for Certificate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Certificate({}, {})", self.subject(), self.serial())
    }
}

impl Certificate {
    /// Reads a certificate in DER.
    pub(crate) fn read(der: &[u8]) -> Result<Self, CertificateFlaw> {
        if der.len() > LARGEST_CERTIFICATE {
            return Err(CertificateFlaw::TooLarge);
        }
        let parsed = Parsed::from_der(der).map_err(|_| CertificateFlaw::Der)?;
        let tbs = signed_part(der).ok_or(CertificateFlaw::Der)?;
        let body = parsed.tbs_certificate();
        if body.signature() != parsed.signature_algorithm() {
            return Err(CertificateFlaw::Der);
        }
        let extensions = body.extensions().map_or(&[][..], Vec::as_slice);
        Ok(Self {
            extensions: Extensions::read(extensions)?,
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
    pub(crate) const fn key(&self) -> &PublicKey {
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

    pub(crate) const fn authority_key(&self) -> Option<&OctetString> {
        self.extensions.authority_key.as_ref()
    }

    pub(crate) const fn subject_key(&self) -> Option<&OctetString> {
        self.extensions.subject_key.as_ref()
    }

    fn is_ca(&self) -> bool {
        self.extensions.constraints.as_ref().is_some_and(|b| b.ca)
    }

    /// Whether it may act as an authority.
    pub(crate) fn is_authority(&self) -> bool {
        self.is_ca() && self.extensions.usage.is_some_and(|u| u.key_cert_sign())
    }

    /// Whether it may sign documents and nothing that an authority signs.
    pub(crate) fn is_signer(&self) -> bool {
        let usage = self.extensions.usage;
        !self.is_ca() && usage.is_some_and(|u| u.digital_signature() && !u.key_cert_sign())
    }

    /// The purposes that it is for alone, where it names any: master lists, seals, lists of
    /// deviations. Such a key is no key of documents, although the same authority vouches for it.
    pub(crate) fn purposes(&self) -> Option<&[ObjectIdentifier]> {
        self.extensions.purposes.as_deref()
    }

    /// The kinds of documents that it may sign, where it names them.
    pub(crate) fn kinds(&self) -> Option<&[String]> {
        self.extensions.kinds.as_deref()
    }

    pub(crate) fn signs_lists(&self) -> bool {
        self.extensions.usage.is_some_and(|u| u.crl_sign())
    }

    /// First and last instant at which the private key may be used, where it says so.
    pub(crate) const fn key_period(&self) -> (Option<Timestamp>, Option<Timestamp>) {
        self.extensions.period
    }
}

/// The bytes that are signed: the first field of the outer sequence, as they came.
pub(crate) fn signed_part(der: &[u8]) -> Option<Vec<u8>> {
    let mut outer = SliceReader::new(der).ok()?;
    let content = der::asn1::AnyRef::decode(&mut outer).ok()?;
    let mut inner = SliceReader::new(content.value()).ok()?;
    inner.tlv_bytes().ok().map(<[u8]>::to_vec)
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
