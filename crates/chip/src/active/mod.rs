//! Active authentication (ICAO Doc 9303-11, 6.1): the chip signs our challenge with a key that never
//! leaves it, whose public half is in DG15.

mod recovery;

use thiserror::Error;

use crate::curve::Curve;
use crate::key::{Algorithm, Digest, PublicKey, plain};

/// The name of a challenge or of a chip authentication: SHA-256 of what only it has (the challenge;
/// the ephemeral key). No proof can be copied or shown twice within a process; whoever keeps it between
/// two requests also keeps this name as used, in the transaction that takes the verdict, and refuses a
/// name that is there already.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ProofId(Vec<u8>);

impl ProofId {
    pub(crate) fn of(bytes: &[u8]) -> Self {
        Self(Digest::Sha256.of_bytes(bytes))
    }

    /// Its 32 bytes.
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }
}

/// Eight bytes that nobody could foresee, made by the server and not by the counter: a counter that
/// chose them itself could have let the real card sign them yesterday. There is no copy of it, so that
/// it goes into one reading.
#[derive(Debug, PartialEq, Eq)]
pub struct Challenge([u8; 8]);

impl Challenge {
    /// A challenge of fresh entropy. Keep it with the reading it is for, and use it once.
    pub const fn new(entropy: [u8; 8]) -> Self {
        Self(entropy)
    }

    /// Its bytes, for `INTERNAL AUTHENTICATE`.
    pub const fn bytes(&self) -> &[u8; 8] {
        &self.0
    }

    /// The name under which it is kept as used.
    pub fn id(&self) -> ProofId {
        ProofId::of(&self.0)
    }
}

/// What the chip answered to our challenge.
#[derive(Debug, PartialEq, Eq)]
pub struct Answer {
    /// The challenge that we made and kept; never one that came back from the counter.
    pub challenge: Challenge,
    /// The chip's signature.
    pub signature: Vec<u8>,
}

/// Why an answer shows nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum ActiveFlaw {
    /// The signature is not of the card's key over our challenge.
    #[error("the chip's answer is not of the card's key over our challenge")]
    WrongSignature,
    /// The card's own key signs, but with a digest that is not allowed.
    #[error("the chip signs with a digest that is not allowed")]
    Weak,
}

/// D59-24.4: the chip has the private key of DG15. `named` is the digest that DG14 names for a key on a
/// curve; a signature of RSA names its own.
pub(crate) fn verify(
    key: &PublicKey,
    named: Option<&Algorithm<Digest>>,
    answer: &Answer,
) -> Result<(), ActiveFlaw> {
    let challenge = answer.challenge.bytes();
    match key {
        PublicKey::Rsa {
            modulus, exponent, ..
        } => recovery::verify((modulus, exponent), challenge, &answer.signature),
        PublicKey::Ec { curve, point } => {
            let digest = match named {
                Some(Algorithm::Allowed(digest)) => *digest,
                Some(Algorithm::Refused(_)) => return Err(ActiveFlaw::Weak),
                None => usual(*curve),
            };
            let digest = digest.of_bytes(challenge);
            // 9303-11, 6.1.2.3 wants the plain form; some chips answer in DER.
            let signature = match answer.signature.len() {
                length if length == 2 * curve.size() => Some(answer.signature.clone()),
                _ => plain(*curve, &answer.signature),
            };
            let right = signature.is_some_and(|s| curve.verifies(point, &digest, &s));
            if right {
                Ok(())
            } else {
                Err(ActiveFlaw::WrongSignature)
            }
        }
    }
}

/// The digest that goes with a curve where DG14 does not say (BSI TR-03111, 4.1.2).
const fn usual(curve: Curve) -> Digest {
    match curve {
        Curve::P256 | Curve::Bp256 => Digest::Sha256,
        Curve::P384 | Curve::Bp384 => Digest::Sha384,
        Curve::P521 | Curve::Bp512 => Digest::Sha512,
    }
}
