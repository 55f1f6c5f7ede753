//! Signing: the trait that a key of any home fits, and the key that lives in this process.

use std::fmt;

use aws_lc_rs::encoding::AsDer;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair, RSA_PKCS1_SHA256,
    RSA_PSS_SHA256, RsaKeyPair, RsaSignatureEncoding,
};

use super::{Alg, JoseError, Jwk};

/// A key that signs, wherever it lives: in this process, or in a PKCS#11 module that never gives it away.
pub trait Signer: Send + Sync {
    /// Its algorithm.
    fn alg(&self) -> Alg;
    /// Its name in our key set.
    fn kid(&self) -> &str;
    /// The public half, with `kid`, `alg` and `use`.
    fn public(&self) -> &Jwk;
    /// Signs; for ES256 the raw `r || s` of RFC 7518 §3.4.
    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, JoseError>;
}

/// A private key in this process.
pub struct LocalKey {
    alg: Alg,
    kid: String,
    public: Jwk,
    pair: Pair,
}

enum Pair {
    P256(EcdsaKeyPair),
    Ed25519(Ed25519KeyPair),
    Rsa(Box<RsaKeyPair>),
}

const REFUSED: JoseError = JoseError::Key("not a private key of this algorithm");

impl LocalKey {
    /// Makes a key, and gives the PKCS#8 bytes to be kept sealed. RSA keys have 2048 bits.
    ///
    /// The one place here that uses the system's random generator: a key must not depend on any randomness that a caller
    /// could choose or record, and the library offers no other way.
    pub fn generate(alg: Alg) -> Result<(Self, Vec<u8>), JoseError> {
        let pkcs8 = match alg {
            Alg::Es256 => EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING)
                .and_then(|pair| pair.to_pkcs8v1())
                .map(|document| document.as_ref().to_vec()),
            Alg::EdDsa => Ed25519KeyPair::generate()
                .and_then(|pair| pair.to_pkcs8())
                .map(|document| document.as_ref().to_vec()),
            Alg::Ps256 | Alg::Rs256 => RsaKeyPair::generate(KeySize::Rsa2048)
                .and_then(|pair| pair.as_der())
                .map(|document: aws_lc_rs::encoding::Pkcs8V1Der<'_>| document.as_ref().to_vec()),
        };
        let pkcs8 = pkcs8.map_err(|_| JoseError::Key("cannot be made"))?;
        Ok((Self::from_pkcs8(alg, &pkcs8)?, pkcs8))
    }

    /// Opens a key; its `kid` is the thumbprint (RFC 7638), so the same key always has the same name.
    pub fn from_pkcs8(alg: Alg, pkcs8: &[u8]) -> Result<Self, JoseError> {
        let (pair, public) = match alg {
            Alg::Es256 => {
                let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, pkcs8)
                    .map_err(|_| REFUSED)?;
                let public = Jwk::from_p256_point(pair.public_key().as_ref())?;
                (Pair::P256(pair), public)
            }
            Alg::EdDsa => {
                let pair = Ed25519KeyPair::from_pkcs8(pkcs8).map_err(|_| REFUSED)?;
                let public = Jwk::from_ed25519(pair.public_key().as_ref())?;
                (Pair::Ed25519(pair), public)
            }
            Alg::Ps256 | Alg::Rs256 => {
                let pair = RsaKeyPair::from_pkcs8(pkcs8).map_err(|_| REFUSED)?;
                let (n, e) = modulus_and_exponent(pair.public_key().as_ref()).ok_or(REFUSED)?;
                let public = Jwk::from_rsa(n, e)?;
                (Pair::Rsa(Box::new(pair)), public)
            }
        };
        let kid = public.thumbprint();
        Ok(Self {
            alg,
            public: public.published(&kid, alg),
            kid,
            pair,
        })
    }
}

impl Signer for LocalKey {
    fn alg(&self) -> Alg {
        self.alg
    }

    fn kid(&self) -> &str {
        &self.kid
    }

    fn public(&self) -> &Jwk {
        &self.public
    }

    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, JoseError> {
        match &self.pair {
            Pair::P256(pair) => pair
                .sign(&SystemRandom::new(), message)
                .map(|signature| signature.as_ref().to_vec())
                .map_err(|_| JoseError::Signing),
            Pair::Ed25519(pair) => pair
                .try_sign(message)
                .map(|signature| signature.as_ref().to_vec())
                .map_err(|_| JoseError::Signing),
            Pair::Rsa(pair) => {
                let padding: &'static RsaSignatureEncoding = match self.alg {
                    Alg::Ps256 => &RSA_PSS_SHA256,
                    Alg::Rs256 | Alg::Es256 | Alg::EdDsa => &RSA_PKCS1_SHA256,
                };
                let mut signature = vec![0; pair.public_modulus_len()];
                pair.sign(padding, &SystemRandom::new(), message, &mut signature)
                    .map_err(|_| JoseError::Signing)?;
                Ok(signature)
            }
        }
    }
}

impl fmt::Debug for LocalKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LocalKey")
            .field("alg", &self.alg)
            .field("kid", &self.kid)
            .finish_non_exhaustive()
    }
}

/// The two numbers of an `RSAPublicKey` (RFC 8017 A.1.1), a DER sequence of two positive integers.
fn modulus_and_exponent(der: &[u8]) -> Option<(&[u8], &[u8])> {
    let (sequence, rest) = element(0x30, der)?;
    let (n, after) = element(0x02, sequence)?;
    let (e, end) = element(0x02, after)?;
    (rest.is_empty() && end.is_empty()).then_some((unsigned(n), unsigned(e)))
}

/// A DER integer without the zero that only says it is positive.
fn unsigned(number: &[u8]) -> &[u8] {
    number.strip_prefix(&[0]).unwrap_or(number)
}

/// One DER element of this tag, and what follows it.
fn element(tag: u8, der: &[u8]) -> Option<(&[u8], &[u8])> {
    let (own, rest) = der.split_first()?;
    let (length, rest) = rest.split_first()?;
    let (length, rest) = match length {
        0x81 | 0x82 => {
            let (bytes, rest) = rest.split_at_checked(usize::from(length & 0x7f))?;
            let length = bytes
                .iter()
                .fold(0, |sum, byte| sum * 256 + usize::from(*byte));
            (length, rest)
        }
        short if *short < 0x80 => (usize::from(*short), rest),
        _ => return None,
    };
    (*own == tag).then(|| rest.split_at_checked(length))?
}
