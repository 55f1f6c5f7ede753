//! Requests for certificates (PKCS #10, RFC 2986), read for two things: the key that a certificate is to be made for,
//! and the proof that whoever asks holds it. The proof is the request's own signature over a challenge of ours that it
//! carries as `challengePassword` (RFC 2985 §5.4.1), the place that enrolment over TLS uses for the same purpose
//! (RFC 7030 §3.5). The subject and the wished-for extensions are the authority's affair and are not looked at.

#[cfg(test)]
mod tests;

use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use rustls_pki_types::SignatureVerificationAlgorithm;
use serde_json::{Value, json};
use webpki::aws_lc_rs as algorithms;
use x509_cert::der::asn1::{AnyRef, BitStringRef, ObjectIdentifier};
use x509_cert::der::{self, Decode, Encode, Reader, SliceReader, Tag, Tagged};
use x509_cert::request::CertReqInfo;
use x509_cert::{AlgorithmIdentifier, SubjectPublicKeyInfo};

use crate::OAuthError;
use crate::certificate::key_of;
use crate::jose::base64url_encode;

/// Bytes of a request as text. One with an RSA key of 4096 bits and many extensions has less than 4 KiB.
const MAX: usize = 12 * 1024;

/// Fewer bits give less than the 128 bits of strength that the curves have (NIST SP 800-57 part 1, table 2).
const RSA_BITS: usize = 3072;

/// FIPS 186-5 §5.4 asks for more than 2^16; the next exponent in use is this.
const EXPONENT: u64 = 65_537;

/// The `y` of every point of small order on edwards25519 (RFC 8032 §5.1), little-endian without the sign of `x`: 0, 1,
/// the two of order eight, -1, and what 0 and 1 look like with the modulus added (RFC 7748 §7, RFC 8032 §8).
const SMALL_ORDER: [[u8; 32]; 7] = [
    [0; 32],
    around(0x01, 0x00, 0x00),
    [
        0x26, 0xe8, 0x95, 0x8f, 0xc2, 0xb2, 0x27, 0xb0, 0x45, 0xc3, 0xf4, 0x89, 0xf2, 0xef, 0x98,
        0xf0, 0xd5, 0xdf, 0xac, 0x05, 0xd3, 0xc6, 0x33, 0x39, 0xb1, 0x38, 0x02, 0x88, 0x6d, 0x53,
        0xfc, 0x05,
    ],
    [
        0xc7, 0x17, 0x6a, 0x70, 0x3d, 0x4d, 0xd8, 0x4f, 0xba, 0x3c, 0x0b, 0x76, 0x0d, 0x10, 0x67,
        0x0f, 0x2a, 0x20, 0x53, 0xfa, 0x2c, 0x39, 0xcc, 0xc6, 0x4e, 0xc7, 0xfd, 0x77, 0x92, 0xac,
        0x03, 0x7a,
    ],
    around(0xec, 0xff, 0x7f),
    around(0xed, 0xff, 0x7f),
    around(0xee, 0xff, 0x7f),
];

/// 32 bytes: the first, those between, the last.
const fn around(first: u8, between: u8, last: u8) -> [u8; 32] {
    let b = between;
    [
        first, b, b, b, b, b, b, b, b, b, b, b, b, b, b, b, b, b, b, b, b, b, b, b, b, b, b, b, b,
        b, b, last,
    ]
}

/// RFC 2985 §5.4.1.
const CHALLENGE: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.7");

/// Every pair of a key and a signature that is taken; nothing outside the list is tried.
static ALLOWED: [&dyn SignatureVerificationAlgorithm; 13] = [
    algorithms::ECDSA_P256_SHA256,
    algorithms::ECDSA_P256_SHA384,
    algorithms::ECDSA_P256_SHA512,
    algorithms::ECDSA_P384_SHA256,
    algorithms::ECDSA_P384_SHA384,
    algorithms::ECDSA_P384_SHA512,
    algorithms::ED25519,
    algorithms::RSA_PKCS1_2048_8192_SHA256,
    algorithms::RSA_PKCS1_2048_8192_SHA384,
    algorithms::RSA_PKCS1_2048_8192_SHA512,
    algorithms::RSA_PSS_2048_8192_SHA256_LEGACY_KEY,
    algorithms::RSA_PSS_2048_8192_SHA384_LEGACY_KEY,
    algorithms::RSA_PSS_2048_8192_SHA512_LEGACY_KEY,
];

const LONG: OAuthError = OAuthError::request("certification_request is too long");
const SHAPE: OAuthError =
    OAuthError::request("certification_request is not a PKCS #10 request as DER in base64");
const ALGORITHM: OAuthError = OAuthError::request(
    "certification_request has a key or a signature of a kind that is not taken",
);
const WEAK: OAuthError = OAuthError::request("certification_request has a key that is too weak");
const SIGNATURE: OAuthError =
    OAuthError::request("certification_request is not signed by its own key");
const NO_CHALLENGE: OAuthError =
    OAuthError::request("certification_request has no challengePassword, or more than one");

/// A request whose signature was verified: whoever made it held the key when he knew the challenge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CertificationRequest {
    /// The public key (RFC 7517; RFC 7518 §6.2 for the curves, RFC 8037 for Ed25519).
    pub jwk: Value,
    /// Its thumbprint (RFC 7638).
    pub thumbprint: String,
    /// The challenge that was signed with it. The caller compares it with the one he gave.
    pub challenge: String,
    /// SHA-256 of the request, base64url.
    pub digest: String,
}

impl CertificationRequest {
    /// Reads DER in base64 (RFC 4648 §4). Each refusal is an `invalid_request` that says what is wrong.
    pub fn read(text: &str) -> Result<Self, OAuthError> {
        if text.len() > MAX {
            return Err(LONG);
        }
        let der = STANDARD.decode(text).map_err(|_| SHAPE)?;
        let outer = Outer::read(&der).map_err(|_| SHAPE)?;
        let info = CertReqInfo::from_der(outer.info).map_err(|_| SHAPE)?;
        let algorithm = outer.kind(&info.public_key)?;
        let (jwk, thumbprint) = key(&info.public_key)?;
        outer.verify(algorithm, &info.public_key)?;
        Ok(Self {
            jwk,
            thumbprint,
            challenge: challenge(&info).ok_or(NO_CHALLENGE)?,
            digest: base64url_encode(digest(&SHA256, &der)),
        })
    }
}

/// RFC 2986 §4.2, what was signed as it came: written anew it could differ.
struct Outer<'a> {
    info: &'a [u8],
    algorithm: AlgorithmIdentifier,
    signature: BitStringRef<'a>,
}

impl<'a> Outer<'a> {
    fn read(der: &'a [u8]) -> der::Result<Self> {
        let mut reader = SliceReader::new(der)?;
        let outer = reader.sequence(|inner| {
            Ok::<_, der::Error>(Self {
                info: inner.tlv_bytes()?,
                algorithm: AlgorithmIdentifier::decode(inner)?,
                signature: BitStringRef::decode(inner)?,
            })
        })?;
        reader.finish()?;
        Ok(outer)
    }

    /// The one of the list that key and signature both say they are.
    fn kind(
        &self,
        key: &SubjectPublicKeyInfo,
    ) -> Result<&'static dyn SignatureVerificationAlgorithm, OAuthError> {
        let (of_key, of_signature) = (content(&key.algorithm)?, content(&self.algorithm)?);
        let found = ALLOWED.into_iter().find(|known| {
            known.public_key_alg_id().as_ref() == of_key.as_slice()
                && known.signature_alg_id().as_ref() == of_signature.as_slice()
        });
        found.ok_or(ALGORITHM)
    }

    fn verify(
        &self,
        algorithm: &dyn SignatureVerificationAlgorithm,
        key: &SubjectPublicKeyInfo,
    ) -> Result<(), OAuthError> {
        let public = key.subject_public_key.as_bytes().ok_or(SHAPE)?;
        let signature = self.signature.as_bytes().ok_or(SHAPE)?;
        algorithm
            .verify_signature(public, self.info, signature)
            .map_err(|_| SIGNATURE)
    }
}

/// An algorithm with its parameters, without the header of its sequence.
fn content(algorithm: &AlgorithmIdentifier) -> Result<Vec<u8>, OAuthError> {
    let whole = algorithm.to_der().map_err(|_| SHAPE)?;
    let any = AnyRef::from_der(&whole).map_err(|_| SHAPE)?;
    Ok(any.value().to_vec())
}

/// Whether 32 bytes are a point of small order, under which one signature fits many messages. The sign of `x` is the
/// highest bit of the last byte and counts for nothing here. No key of another kind is 32 bytes long.
fn small_order(bytes: &[u8]) -> bool {
    let Some((last, rest)) = bytes.split_last() else {
        return false;
    };
    SMALL_ORDER.iter().any(|point| {
        let own = point.split_last();
        own.is_some_and(|(end, start)| start == rest && *end == last & 0x7f)
    })
}

/// The key as a JWK, with its thumbprint. Its kind is one of the list by now.
fn key(info: &SubjectPublicKeyInfo) -> Result<(Value, String), OAuthError> {
    let bytes = info.subject_public_key.as_bytes().ok_or(SHAPE)?;
    if let Some(known) = key_of(info) {
        let short = known.modulus_bits().is_some_and(|bits| bits < RSA_BITS);
        let low = known.exponent().is_some_and(|exponent| exponent < EXPONENT);
        if short || low || small_order(bytes) {
            return Err(WEAK);
        }
        return Ok((known.to_json(), known.thumbprint()));
    }
    let (x, y) = bytes
        .strip_prefix(&[4])
        .filter(|both| both.len() == 96)
        .and_then(|both| both.split_at_checked(48))
        .ok_or(WEAK)?;
    let (x, y) = (base64url_encode(x), base64url_encode(y));
    // RFC 7638 §3.2; nothing here needs escaping.
    let canonical = format!(r#"{{"crv":"P-384","kty":"EC","x":"{x}","y":"{y}"}}"#);
    let thumbprint = base64url_encode(digest(&SHA256, canonical.as_bytes()));
    let jwk = json!({ "kty": "EC", "crv": "P-384", "x": x, "y": y });
    Ok((jwk, thumbprint))
}

/// The one challenge; `None` of none or several, or of one that is no text.
fn challenge(info: &CertReqInfo) -> Option<String> {
    let mut all = info.attributes.iter().filter(|one| one.oid == CHALLENGE);
    let (only, None) = (all.next()?, all.next()) else {
        return None;
    };
    let mut values = only.values.iter();
    let (value, None) = (values.next()?, values.next()) else {
        return None;
    };
    let text = matches!(
        value.tag(),
        Tag::Utf8String | Tag::PrintableString | Tag::Ia5String
    );
    let text = text.then(|| std::str::from_utf8(value.value()).ok());
    text.flatten().map(str::to_owned)
}
