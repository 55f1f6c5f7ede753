//! Basic access control, the chip's side (ICAO Doc 9303-11, 4.3).

use aws_lc_rs::digest::{SHA1_FOR_LEGACY_USE_ONLY, digest};

use super::keys::Keys;
use super::{Answer, Applet, bare};

const NONCE: [u8; 8] = *b"\x46\x08\xF9\x19\x88\x70\x22\x12";
const HALF: [u8; 16] = [0x0B; 16];

impl Applet {
    pub(super) fn challenge_of_bac(&mut self) -> Answer {
        self.nonce = Some(NONCE);
        (NONCE.to_vec(), 0x9000)
    }

    /// Mutual authentication: the terminal has to know the printed data and this nonce.
    pub(super) fn authenticate(&mut self, data: &[u8]) -> Answer {
        let seed = digest(&SHA1_FOR_LEGACY_USE_ONLY, self.card.seed.as_bytes());
        let access = Keys::triple_des(&seed.as_ref()[..16], 0);
        let (Some(nonce), Some((sealed, mac))) = (self.nonce.take(), data.split_at_checked(32))
        else {
            return bare(0x6985);
        };
        let opened = access.decrypt(&[], sealed).unwrap_or_default();
        if access.checksum(sealed) != mac || opened[8..16] != nonce {
            return bare(0x6300);
        }
        let answer = access.encrypt(&[], &[&nonce, &opened[..8], &HALF].concat());
        let counter = [&nonce[4..], &opened[4..8]].concat();
        let counter = u64::from_be_bytes(counter.try_into().expect("eight bytes"));
        let seed: Vec<u8> = opened[16..].iter().zip(HALF).map(|(a, b)| a ^ b).collect();
        self.session = Some(Keys::triple_des(&seed, counter));
        let mac = access.checksum(&answer);
        ([answer, mac].concat(), 0x9000)
    }
}
