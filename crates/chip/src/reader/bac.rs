//! Basic access control (ICAO Doc 9303-11, 4.3), the terminal's side: each shows the other that it knows
//! the printed data. It is the way into a chip that does not speak PACE.

use zeroize::Zeroizing;

use crate::messaging::{Session, TripleDes, same, sha1};

/// Bytes of a nonce.
const NONCE: usize = 8;
/// Bytes of entropy for one run: a nonce and half of a key.
pub(super) const ENTROPY: usize = 24;

/// A run that waits for the chip's answer.
pub(super) struct Asked {
    access: TripleDes,
    theirs: [u8; NONCE],
    ours: [u8; NONCE],
    half: Zeroizing<[u8; 16]>,
}

/// The data of `EXTERNAL AUTHENTICATE`, after `GET CHALLENGE` was answered with a nonce.
pub(super) fn ask(
    seed: &str,
    theirs: [u8; NONCE],
    entropy: &[u8; ENTROPY],
) -> Option<(Vec<u8>, Asked)> {
    let access = TripleDes::of(sha1(seed.as_bytes()).get(..16)?);
    let (ours, half) = entropy.split_first_chunk::<NONCE>()?;
    let half = Zeroizing::new(<[u8; 16]>::try_from(half).ok()?);
    let clear = Zeroizing::new([&ours[..], &theirs, &half[..]].concat());
    let sealed = access.encrypt(&clear);
    let mac = access.mac(&sealed);
    let asked = Asked {
        access,
        theirs,
        ours: *ours,
        half,
    };
    Some(([sealed, mac].concat(), asked))
}

impl Asked {
    /// The session, where the chip knows the same data and answers this very question.
    pub(super) fn finish(self, answer: &[u8]) -> Option<Session> {
        let (sealed, mac) = answer.split_at_checked(32)?;
        if !same(&self.access.mac(sealed), mac) {
            return None;
        }
        let opened = Zeroizing::new(self.access.decrypt(sealed));
        let (nonces, their_half) = opened.split_at_checked(2 * NONCE)?;
        if !same(nonces, &[self.theirs, self.ours].concat()) {
            return None;
        }
        let halves = self.half.iter().zip(their_half);
        let seed: Zeroizing<Vec<u8>> = Zeroizing::new(halves.map(|(a, b)| a ^ b).collect());
        let counter = [self.theirs, self.ours].map(|nonce| {
            let [.., a, b, c, d] = nonce;
            u64::from(u32::from_be_bytes([a, b, c, d]))
        });
        let [high, low] = counter;
        Some(Session::triple_des(TripleDes::of(&seed), high << 32 | low))
    }
}

#[cfg(test)]
mod tests;
