//! PACE (ICAO Doc 9303-11, 4.4; BSI TR-03110-3, B.1 and D.1), the terminal's side, with generic mapping
//! on an elliptic curve: two who know the same short password agree on strong keys, and whoever listens
//! or guesses offline learns nothing.
//!
//! Pure: each step takes what the chip answered and gives what the chip is sent next. A step is taken
//! once, and what is secret is wiped when it is dropped.

use zeroize::Zeroizing;

use crate::group::{PACE_ECDH_GM, Way};
use crate::messaging::{self, Aes, Purpose, Session, derive, same};
use crate::tlv::{self, Fields};

#[cfg(test)]
mod tests;

/// Bytes of entropy for one run: two scalars.
pub(crate) const ENTROPY: usize = 160;

/// What both know (9303-11, 9.7.3).
#[derive(Clone, Copy)]
pub(crate) enum Password<'a> {
    /// Number, birth and expiry with their check digits.
    Zone(&'a str),
    /// The card access number.
    Number(&'a str),
}

impl Password<'_> {
    /// How `MSE:Set AT` names it.
    const fn reference(self) -> u8 {
        match self {
            Self::Zone(_) => 1,
            Self::Number(_) => 2,
        }
    }

    fn secret(self) -> Zeroizing<Vec<u8>> {
        match self {
            Self::Zone(zone) => messaging::sha1(zone.as_bytes()),
            Self::Number(number) => Zeroizing::new(number.as_bytes().to_vec()),
        }
    }
}

/// A run that has begun.
pub(crate) struct Begun {
    way: Way,
    reference: u8,
    key: Zeroizing<Vec<u8>>,
    /// For the mapping, and for the agreement.
    secrets: [Zeroizing<Vec<u8>>; 2],
    /// The terminal's half of the mapping.
    offered: Vec<u8>,
}

/// A run in which the nonce is known.
pub(crate) struct Mapping {
    begun: Begun,
    nonce: Zeroizing<Vec<u8>>,
}

/// A run with a generator of its own.
pub(crate) struct Agreeing {
    begun: Begun,
    offered: Vec<u8>,
}

/// A run that has keys, which nobody has proven to have yet.
pub(crate) struct Proving {
    keys: Aes,
    token: Vec<u8>,
    expected: Vec<u8>,
}

/// Begins. Nothing where the entropy is no secret of the curve: draw again.
pub(crate) fn begin(way: Way, password: Password<'_>, entropy: &[u8; ENTROPY]) -> Option<Begun> {
    let (first, second) = entropy.split_first_chunk::<80>()?;
    let secrets = [
        way.curve.scalar(first),
        way.curve.scalar(second.first_chunk::<80>()?),
    ];
    let [mapping, _] = &secrets;
    Some(Begun {
        offered: way.curve.public(mapping)?,
        key: derive(way.cipher, &password.secret(), Purpose::Nonce)?,
        reference: password.reference(),
        way,
        secrets,
    })
}

/// What a step sends, in its object.
pub(crate) fn offer(tag: u32, value: &[u8]) -> Vec<u8> {
    tlv::write(0x7C, &tlv::write(tag, value))
}

/// What a step was answered.
pub(crate) fn answered(answer: &[u8], tag: u32) -> Option<&[u8]> {
    let fields = Fields::of(tlv::only(answer, 0x7C).ok()?);
    fields.find(tag).ok()
}

impl Begun {
    /// The data of `MSE:Set AT`.
    pub(crate) fn choice(&self) -> Vec<u8> {
        let mut data = tlv::write(0x80, &self.way.cipher.protocol(PACE_ECDH_GM));
        data.extend(tlv::write(0x83, &[self.reference]));
        if let Some(parameter) = self.way.named {
            data.extend(tlv::write(0x84, &[parameter]));
        }
        data
    }

    /// Takes the encrypted nonce: one or two blocks.
    pub(crate) fn map(self, sealed: &[u8]) -> Option<Mapping> {
        if !matches!(sealed.len(), 16 | 32) {
            return None;
        }
        let nonce = messaging::open(self.way.cipher, &self.key, [0; 16], sealed.to_vec())?;
        Some(Mapping {
            begun: self,
            nonce: Zeroizing::new(nonce),
        })
    }
}

impl Mapping {
    /// The terminal's half of the mapping.
    pub(crate) fn offered(&self) -> &[u8] {
        &self.begun.offered
    }

    /// Takes the chip's half.
    pub(crate) fn agree(self, theirs: &[u8]) -> Option<Agreeing> {
        let Self { begun, nonce } = self;
        let [first, second] = &begun.secrets;
        if theirs == begun.offered {
            return None;
        }
        let curve = begun.way.curve;
        let generator = curve.map(&nonce, first, theirs)?;
        Some(Agreeing {
            offered: curve.multiply(second, &generator)?,
            begun,
        })
    }
}

impl Agreeing {
    /// The terminal's half of the agreement.
    pub(crate) fn offered(&self) -> &[u8] {
        &self.offered
    }

    /// Takes the chip's half, which has to be another (4.4.1, 3d).
    pub(crate) fn prove(self, theirs: &[u8]) -> Option<Proving> {
        let [_, secret] = &self.begun.secrets;
        if theirs == self.offered {
            return None;
        }
        let way = self.begun.way;
        let shared = Zeroizing::new(way.curve.agree(secret, theirs)?);
        let keys = Aes::of(way.cipher, &shared)?;
        Some(Proving {
            token: token(way, &keys, theirs)?,
            expected: token(way, &keys, &self.offered)?,
            keys,
        })
    }
}

/// The checksum of the other side's half (4.4.3.4; TR-03110-3, D.2 and D.3.4).
fn token(way: Way, keys: &Aes, point: &[u8]) -> Option<Vec<u8>> {
    let protocol = tlv::write(0x06, &way.cipher.protocol(PACE_ECDH_GM));
    keys.mac(&tlv::write(
        0x7F49,
        &[protocol, tlv::write(0x86, point)].concat(),
    ))
}

impl Proving {
    /// Shows the chip that the terminal has the keys.
    pub(crate) fn token(&self) -> &[u8] {
        &self.token
    }

    /// Takes the chip's token. Nothing where the chip does not have the keys: it does not know the
    /// password.
    pub(crate) fn finish(self, token: &[u8]) -> Option<Session> {
        same(&self.expected, token).then(|| Session::aes(self.keys))
    }
}
