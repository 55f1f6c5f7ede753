//! The public key of a certificate (RFC 5280 §4.1.2.7) as the key that a client registers (RFC 7517).

use x509_cert::der::asn1::{ObjectIdentifier, UintRef};
use x509_cert::der::{self, Decode, Reader, SliceReader};
use x509_cert::{Certificate, SubjectPublicKeyInfo};

use crate::jose::Jwk;

/// RFC 5480 §2.1.1.
const EC: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.2.1");
/// RFC 5480 §2.1.1.1, secp256r1.
const P256: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.3.1.7");
/// RFC 3279 §2.3.1.
const RSA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.1");
/// RFC 8410 §3.
const ED25519: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.101.112");

/// `None` for a key of another type or curve, or a weak one.
pub(super) fn of(certificate: &Certificate) -> Option<Jwk> {
    of_info(certificate.tbs_certificate().subject_public_key_info())
}

/// The same of a key by itself, as a request for a certificate has it.
pub(crate) fn of_info(info: &SubjectPublicKeyInfo) -> Option<Jwk> {
    let bytes = info.subject_public_key.as_bytes()?;
    match info.algorithm.oid {
        EC => {
            let curve = info.algorithm.parameters.as_ref()?;
            let curve: ObjectIdentifier = curve.decode_as().ok()?;
            (curve == P256)
                .then(|| Jwk::from_p256_point(bytes).ok())
                .flatten()
        }
        RSA => {
            let (n, e) = rsa(bytes).ok()?;
            Jwk::from_rsa(&n, &e).ok()
        }
        ED25519 => Jwk::from_ed25519(bytes).ok(),
        _ => None,
    }
}

/// RFC 8017 §A.1.1: modulus and exponent.
fn rsa(bytes: &[u8]) -> der::Result<(Vec<u8>, Vec<u8>)> {
    let mut reader = SliceReader::new(bytes)?;
    reader.sequence(|inner| {
        let n = UintRef::decode(inner)?;
        let e = UintRef::decode(inner)?;
        Ok((n.as_bytes().to_vec(), e.as_bytes().to_vec()))
    })
}
