//! Triple DES with two keys, as basic access control has it (ICAO Doc 9303-11, 9.7.1.1 and 9.8.6): a
//! standard of 2004.

use aws_lc_rs::digest::{SHA1_FOR_LEGACY_USE_ONLY, digest};
use des::cipher::{Array, BlockCipherDecrypt, BlockCipherEncrypt, KeyInit};
use des::{Des, TdesEde2};
use zeroize::Zeroizing;

use super::padded;

/// Bytes of a block.
pub(super) const BLOCK: usize = 8;

/// The two keys that a seed gives.
#[derive(Clone)]
pub(crate) struct TripleDes {
    encryption: TdesEde2,
    mac: Zeroizing<[u8; 16]>,
}

/// As many of these bytes as there are places for.
fn first<const N: usize>(bytes: &[u8]) -> [u8; N] {
    let mut out = [0; N];
    for (to, from) in out.iter_mut().zip(bytes) {
        *to = *from;
    }
    out
}

/// 9303-11, 9.7.1: parities do not count.
fn derive(seed: &[u8], counter: u8) -> [u8; 16] {
    let input = Zeroizing::new([seed, &[0, 0, 0, counter]].concat());
    first(digest(&SHA1_FOR_LEGACY_USE_ONLY, &input).as_ref())
}

fn xor(a: &[u8], b: &[u8]) -> [u8; BLOCK] {
    let mut out = first(a);
    for (to, from) in out.iter_mut().zip(b) {
        *to ^= *from;
    }
    out
}

impl TripleDes {
    /// The keys of a seed.
    pub(crate) fn of(seed: &[u8]) -> Self {
        Self {
            encryption: TdesEde2::new(&Array::from(derive(seed, 1))),
            mac: Zeroizing::new(derive(seed, 2)),
        }
    }

    /// CBC from a vector of zeros; whole blocks.
    pub(crate) fn encrypt(&self, data: &[u8]) -> Vec<u8> {
        let (mut last, mut out) = ([0; BLOCK], Vec::with_capacity(data.len()));
        for clear in data.chunks(BLOCK) {
            let mut sealed = Array::from(xor(&last, clear));
            self.encryption.encrypt_block(&mut sealed);
            last = sealed.into();
            out.extend(last);
        }
        out
    }

    /// The same back.
    pub(crate) fn decrypt(&self, data: &[u8]) -> Vec<u8> {
        let (mut last, mut out) = ([0; BLOCK], Vec::with_capacity(data.len()));
        for sealed in data.chunks(BLOCK) {
            let mut clear = Array::from(first::<BLOCK>(sealed));
            self.encryption.decrypt_block(&mut clear);
            out.extend(xor(&last, &clear));
            last = first(sealed);
        }
        out
    }

    /// ISO/IEC 9797-1, MAC algorithm 3, with padding.
    pub(crate) fn mac(&self, data: &[u8]) -> Vec<u8> {
        let (one, two) = self.mac.split_at(BLOCK);
        let one = Des::new(&Array::from(first::<BLOCK>(one)));
        let two = Des::new(&Array::from(first::<BLOCK>(two)));
        let mut state = Array::from([0; BLOCK]);
        for part in padded(data, BLOCK).chunks(BLOCK) {
            state = Array::from(xor(&state, part));
            one.encrypt_block(&mut state);
        }
        two.decrypt_block(&mut state);
        one.encrypt_block(&mut state);
        state.to_vec()
    }
}
