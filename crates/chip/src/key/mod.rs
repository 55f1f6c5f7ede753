//! Keys, digests and signatures that we allow (ICAO Doc 9303-12, 4.1.6): SHA-256 and longer, RSA of
//! 2048 bits and longer, the curves of [`Curve`]. What is weaker is refused by name.

use aws_lc_rs::digest;
use aws_lc_rs::signature::{
    RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_2048_8192_SHA384, RSA_PKCS1_2048_8192_SHA512,
    RSA_PSS_2048_8192_SHA256, RSA_PSS_2048_8192_SHA384, RSA_PSS_2048_8192_SHA512, RsaParameters,
    UnparsedPublicKey,
};
use der::asn1::{ObjectIdentifier, UintRef};
use der::{Decode, Sequence};
use thiserror::Error;
use x509_cert::spki::{AlgorithmIdentifierOwned, SubjectPublicKeyInfoOwned};

use crate::curve::Curve;

mod pss;

/// An algorithm as a certificate or a signed object names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Algorithm<T> {
    /// One that we allow.
    Allowed(T),
    /// One that we know and refuse, or one that we do not know: its name or object identifier.
    Refused(String),
}

impl<T> Algorithm<T> {
    /// The algorithm, if we allow it.
    pub fn allowed(self) -> Result<T, WeakOrUnknown> {
        match self {
            Self::Allowed(algorithm) => Ok(algorithm),
            Self::Refused(name) => Err(WeakOrUnknown(name)),
        }
    }
}

/// An algorithm, key or curve that is not on the list of those allowed.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{0} is not allowed")]
pub struct WeakOrUnknown(pub String);

/// A digest that we allow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Digest {
    /// SHA-256.
    Sha256,
    /// SHA-384.
    Sha384,
    /// SHA-512.
    Sha512,
}

const SHA256: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.1");
const SHA384: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.2");
const SHA512: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.3");

/// Object identifiers that we refuse, by the names that people know.
const REFUSED: [(&str, &str); 8] = [
    ("1.3.14.3.2.26", "SHA-1"),
    ("2.16.840.1.101.3.4.2.4", "SHA-224"),
    ("1.2.840.113549.2.5", "MD5"),
    ("1.2.840.113549.1.1.4", "RSA with MD5"),
    ("1.2.840.113549.1.1.5", "RSA with SHA-1"),
    ("1.2.840.113549.1.1.14", "RSA with SHA-224"),
    ("1.2.840.10045.4.1", "ECDSA with SHA-1"),
    ("1.2.840.10045.4.3.1", "ECDSA with SHA-224"),
];

fn refused<T>(oid: ObjectIdentifier) -> Algorithm<T> {
    let oid = oid.to_string();
    let known = REFUSED.iter().find(|(number, _)| *number == oid);
    Algorithm::Refused(known.map_or(oid, |(_, name)| (*name).to_owned()))
}

impl Digest {
    /// The digest of an algorithm identifier.
    pub(crate) fn of(algorithm: &AlgorithmIdentifierOwned) -> Algorithm<Self> {
        match algorithm.oid {
            SHA256 => Algorithm::Allowed(Self::Sha256),
            SHA384 => Algorithm::Allowed(Self::Sha384),
            SHA512 => Algorithm::Allowed(Self::Sha512),
            other => refused(other),
        }
    }

    const fn algorithm(self) -> &'static digest::Algorithm {
        match self {
            Self::Sha256 => &digest::SHA256,
            Self::Sha384 => &digest::SHA384,
            Self::Sha512 => &digest::SHA512,
        }
    }

    /// The digest of some bytes.
    pub(crate) fn of_bytes(self, bytes: &[u8]) -> Vec<u8> {
        digest::digest(self.algorithm(), bytes).as_ref().to_vec()
    }
}

/// How something was signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scheme {
    /// RSASSA-PKCS1-v1_5 (RFC 8017, 8.2).
    Pkcs1(Digest),
    /// RSASSA-PSS with a salt as long as the digest (RFC 8017, 8.1; RFC 4055, 3.1).
    Pss(Digest),
    /// ECDSA (RFC 5758, 3.2).
    Ecdsa(Digest),
}

impl Scheme {
    /// The scheme of an algorithm identifier. CMS may name the key's algorithm alone and the digest
    /// elsewhere (RFC 5754, 3.2).
    pub(crate) fn of(
        algorithm: &AlgorithmIdentifierOwned,
        beside: Option<Digest>,
    ) -> Algorithm<Self> {
        let oid = algorithm.oid.to_string();
        let scheme = match (oid.as_str(), beside) {
            ("1.2.840.113549.1.1.11", _) => Self::Pkcs1(Digest::Sha256),
            ("1.2.840.113549.1.1.12", _) => Self::Pkcs1(Digest::Sha384),
            ("1.2.840.113549.1.1.13", _) => Self::Pkcs1(Digest::Sha512),
            ("1.2.840.10045.4.3.2", _) => Self::Ecdsa(Digest::Sha256),
            ("1.2.840.10045.4.3.3", _) => Self::Ecdsa(Digest::Sha384),
            ("1.2.840.10045.4.3.4", _) => Self::Ecdsa(Digest::Sha512),
            ("1.2.840.113549.1.1.1", Some(digest)) => Self::Pkcs1(digest),
            ("1.2.840.113549.1.1.10", _) => return pss::scheme(algorithm),
            _ => return refused(algorithm.oid),
        };
        Algorithm::Allowed(scheme)
    }

    /// The digest that is signed.
    pub(crate) const fn digest(self) -> Digest {
        match self {
            Self::Pkcs1(digest) | Self::Pss(digest) | Self::Ecdsa(digest) => digest,
        }
    }
}

/// A public key that we allow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PublicKey {
    /// RSA of 2048 to 8192 bits.
    Rsa {
        /// `RSAPublicKey` (RFC 8017, A.1.1).
        der: Vec<u8>,
        /// The modulus.
        modulus: Vec<u8>,
        /// The exponent.
        exponent: Vec<u8>,
    },
    /// A point of an allowed curve.
    Ec {
        /// The curve.
        curve: Curve,
        /// The point (SEC 1, 2.3.3).
        point: Vec<u8>,
    },
}

const RSA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.1");
const EC: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.2.1");

#[derive(Sequence)]
struct RsaKey<'a> {
    modulus: UintRef<'a>,
    exponent: UintRef<'a>,
}

impl PublicKey {
    /// Reads a key. The parameters of a curve stand in full or by name.
    pub(crate) fn read(info: &SubjectPublicKeyInfoOwned) -> Result<Self, WeakOrUnknown> {
        let not_read = |what: &str| WeakOrUnknown(what.to_owned());
        let bytes = info.subject_public_key.as_bytes();
        let bytes = bytes.ok_or_else(|| not_read("a broken key"))?;
        match info.algorithm.oid {
            RSA => {
                let key = RsaKey::from_der(bytes).map_err(|_| not_read("a broken RSA key"))?;
                let (modulus, exponent) = (key.modulus.as_bytes(), key.exponent.as_bytes());
                if !(256..=1024).contains(&modulus.len()) || exponent.len() > 4 {
                    let bits = modulus.len() * 8;
                    return Err(WeakOrUnknown(format!("RSA with {bits} bits")));
                }
                Ok(Self::Rsa {
                    der: bytes.to_vec(),
                    modulus: modulus.to_vec(),
                    exponent: exponent.to_vec(),
                })
            }
            EC => {
                let curve = Curve::of(&info.algorithm).ok_or_else(|| not_read("the curve"))?;
                if !curve.has(bytes) {
                    return Err(not_read("a point beside its curve"));
                }
                Ok(Self::Ec {
                    curve,
                    point: bytes.to_vec(),
                })
            }
            other => Err(WeakOrUnknown(other.to_string())),
        }
    }

    /// Whether this key made the signature of these bytes in this way.
    pub(crate) fn verifies(&self, scheme: Scheme, bytes: &[u8], signature: &[u8]) -> bool {
        match (self, scheme) {
            (Self::Rsa { der, .. }, Scheme::Pkcs1(_) | Scheme::Pss(_)) => {
                let key = UnparsedPublicKey::new(rsa_parameters(scheme), der);
                key.verify(bytes, signature).is_ok()
            }
            (Self::Ec { curve, point }, Scheme::Ecdsa(digest)) => plain(*curve, signature)
                .is_some_and(|s| curve.verifies(point, &digest.of_bytes(bytes), &s)),
            (Self::Rsa { .. }, Scheme::Ecdsa(_))
            | (Self::Ec { .. }, Scheme::Pkcs1(_) | Scheme::Pss(_)) => false,
        }
    }
}

const fn rsa_parameters(scheme: Scheme) -> &'static RsaParameters {
    match scheme {
        Scheme::Pkcs1(Digest::Sha256) => &RSA_PKCS1_2048_8192_SHA256,
        Scheme::Pkcs1(Digest::Sha384) => &RSA_PKCS1_2048_8192_SHA384,
        Scheme::Pkcs1(Digest::Sha512) => &RSA_PKCS1_2048_8192_SHA512,
        Scheme::Pss(Digest::Sha256) | Scheme::Ecdsa(Digest::Sha256) => &RSA_PSS_2048_8192_SHA256,
        Scheme::Pss(Digest::Sha384) | Scheme::Ecdsa(Digest::Sha384) => &RSA_PSS_2048_8192_SHA384,
        Scheme::Pss(Digest::Sha512) | Scheme::Ecdsa(Digest::Sha512) => &RSA_PSS_2048_8192_SHA512,
    }
}

#[derive(Sequence)]
struct Pair<'a> {
    r: UintRef<'a>,
    s: UintRef<'a>,
}

/// `ECDSA-Sig-Value` (RFC 3279, 2.2.3) as two numbers of full length.
pub(crate) fn plain(curve: Curve, der: &[u8]) -> Option<Vec<u8>> {
    let pair = Pair::from_der(der).ok()?;
    let mut bytes = Vec::with_capacity(2 * curve.size());
    for number in [pair.r.as_bytes(), pair.s.as_bytes()] {
        let zeros = curve.size().checked_sub(number.len())?;
        bytes.extend(std::iter::repeat_n(0, zeros));
        bytes.extend_from_slice(number);
    }
    Some(bytes)
}
