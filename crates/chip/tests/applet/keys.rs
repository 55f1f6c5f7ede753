//! The keys of a session, the chip's side (ICAO Doc 9303-11, 9.7 and 9.8).

use aws_lc_rs::cipher::{
    AES_128, AES_192, AES_256, DecryptingKey, DecryptionContext, EncryptingKey, UnboundCipherKey,
};
use aws_lc_rs::digest::{SHA1_FOR_LEGACY_USE_ONLY, SHA256, digest};
use aws_lc_rs::{cmac, iv::FixedLength};
use des::cipher::{Array, BlockCipherDecrypt, BlockCipherEncrypt, KeyInit};
use des::{Des, TdesEde2};

use super::command::Command;
use super::{field, tlv};

/// A key as long as the cipher's, for this purpose.
pub(super) fn derive(cipher: u8, secret: &[u8], purpose: u8) -> Vec<u8> {
    let seed = [secret, &[0, 0, 0, purpose]].concat();
    let (hash, size) = match cipher {
        3 => (digest(&SHA256, &seed), 24),
        4 => (digest(&SHA256, &seed), 32),
        _ => (digest(&SHA1_FOR_LEGACY_USE_ONLY, &seed), 16),
    };
    hash.as_ref()[..size].to_vec()
}

fn aes(key: &[u8]) -> UnboundCipherKey {
    let algorithm = match key.len() {
        16 => &AES_128,
        24 => &AES_192,
        _ => &AES_256,
    };
    UnboundCipherKey::new(algorithm, key).expect("a key")
}

/// One block after another, each mixed with the one before.
pub(super) fn chain(key: &[u8], vector: &[u8], data: &[u8]) -> Vec<u8> {
    let key = EncryptingKey::ecb(aes(key)).expect("a key");
    let (mut last, mut out) = (vector.to_vec(), Vec::new());
    for block in data.chunks(16) {
        let mut mixed: Vec<u8> = block.iter().zip(&last).map(|(a, b)| a ^ b).collect();
        key.encrypt(&mut mixed).expect("whole blocks");
        last = mixed;
        out.extend(&last);
    }
    out
}

fn unchain(key: &[u8], vector: &[u8; 16], data: &[u8]) -> Option<Vec<u8>> {
    let mut data = data.to_vec();
    let key = DecryptingKey::cbc(aes(key)).expect("a key");
    let context = DecryptionContext::Iv128(FixedLength::from(*vector));
    key.decrypt(&mut data, context).ok()?;
    Some(data)
}

pub(super) fn cmac(key: &[u8], data: &[u8]) -> Vec<u8> {
    let algorithm = match key.len() {
        16 => cmac::AES_128,
        24 => cmac::AES_192,
        _ => cmac::AES_256,
    };
    let key = cmac::Key::new(algorithm, key).expect("a key");
    let tag = cmac::sign(&key, data).expect("a tag");
    tag.as_ref()[..8].to_vec()
}

pub(super) fn padded(data: &[u8], block: usize) -> Vec<u8> {
    let mut bytes = [data, &[0x80]].concat();
    bytes.resize(bytes.len().next_multiple_of(block), 0);
    bytes
}

/// Keys with the counter of their session.
#[derive(Clone)]
pub(super) struct Keys {
    encryption: Vec<u8>,
    mac: Vec<u8>,
    counter: u128,
    /// 8 for triple DES, 16 for AES.
    block: usize,
}

impl Keys {
    /// Those of PACE and chip authentication.
    pub(super) fn aes(cipher: u8, secret: &[u8]) -> Self {
        Self {
            encryption: derive(cipher, secret, 1),
            mac: derive(cipher, secret, 2),
            counter: 0,
            block: 16,
        }
    }

    /// Those of basic access control.
    pub(super) fn triple_des(seed: &[u8], counter: u64) -> Self {
        Self {
            block: 8,
            counter: u128::from(counter),
            ..Self::aes(2, seed)
        }
    }

    /// The key that seals and its checksum's, for the tokens of PACE.
    pub(super) fn mac_key(&self) -> &[u8] {
        &self.mac
    }

    fn next(&mut self) -> Vec<u8> {
        self.counter += 1;
        self.counter.to_be_bytes()[16 - self.block..].to_vec()
    }

    fn des(&self) -> TdesEde2 {
        TdesEde2::new(&Array::try_from(&self.encryption[..]).expect("a key"))
    }

    pub(super) fn encrypt(&self, counter: &[u8], data: &[u8]) -> Vec<u8> {
        if self.block == 16 {
            let vector = chain(&self.encryption, &[0; 16], counter);
            return chain(&self.encryption, &vector, data);
        }
        let (key, mut last, mut out) = (self.des(), vec![0; 8], Vec::new());
        for block in data.chunks(8) {
            let mixed: Vec<u8> = block.iter().zip(&last).map(|(a, b)| a ^ b).collect();
            let mut block = Array::try_from(&mixed[..]).expect("a block");
            key.encrypt_block(&mut block);
            last = block.to_vec();
            out.extend(&last);
        }
        out
    }

    pub(super) fn decrypt(&self, counter: &[u8], data: &[u8]) -> Option<Vec<u8>> {
        if self.block == 16 {
            let vector = chain(&self.encryption, &[0; 16], counter);
            return unchain(&self.encryption, &vector.try_into().expect("a block"), data);
        }
        let (key, mut last, mut out) = (self.des(), vec![0; 8], Vec::new());
        for sealed in data.chunks(8) {
            let mut block = Array::try_from(sealed).ok()?;
            key.decrypt_block(&mut block);
            out.extend(block.iter().zip(&last).map(|(a, b)| a ^ b));
            last = sealed.to_vec();
        }
        Some(out)
    }

    /// MAC algorithm 3 of ISO/IEC 9797-1, or the first half of CMAC; both over padded data.
    pub(super) fn checksum(&self, data: &[u8]) -> Vec<u8> {
        if self.block == 16 {
            return cmac(&self.mac, &padded(data, 16));
        }
        let half = |key: &[u8]| Des::new(&Array::try_from(key).expect("a key"));
        let (first, second) = (half(&self.mac[..8]), half(&self.mac[8..]));
        let mut state = Array::from([0; 8]);
        for block in padded(data, 8).chunks(8) {
            let mixed: Vec<u8> = block.iter().zip(state.iter()).map(|(a, b)| a ^ b).collect();
            state = Array::try_from(&mixed[..]).expect("a block");
            first.encrypt_block(&mut state);
        }
        second.decrypt_block(&mut state);
        first.encrypt_block(&mut state);
        state.to_vec()
    }

    /// What a protected command asks; nothing where its checksum is wrong.
    pub(super) fn open(&mut self, command: &Command) -> Option<Command> {
        let body = &command.data;
        let checksum = body.len().checked_sub(10)?;
        let (covered, mac) = body.split_at(checksum);
        let counter = self.next();
        let header = padded(&command.header, self.block);
        let own = self.checksum(&[&counter[..], &header, covered].concat());
        if field(mac, 0x8E)? != own {
            return None;
        }
        let odd = command.header[1] & 1 == 1;
        let sealed = match (field(covered, 0x85), field(covered, 0x87)) {
            (Some(sealed), None) if odd => sealed,
            (None, Some([1, sealed @ ..])) if !odd => sealed,
            (None, None) => &[],
            _ => return None,
        };
        let mut data = self.decrypt(&counter, sealed)?;
        data.truncate(data.iter().rposition(|b| *b == 0x80).unwrap_or(0));
        let expected = match field(covered, 0x97) {
            Some([0]) => 256,
            Some([0, 0]) => 65_536,
            Some(length) => length.iter().fold(0, |n, b| n << 8 | usize::from(*b)),
            None => 0,
        };
        Some(Command {
            header: command.header,
            data,
            expected,
            long: command.long,
        })
    }

    /// The answer to it, protected.
    pub(super) fn seal(&mut self, command: &Command, data: &[u8], status: u16) -> Vec<u8> {
        let counter = self.next();
        let mut out = Vec::new();
        if !data.is_empty() {
            let sealed = self.encrypt(&counter, &padded(data, self.block));
            out = if command.header[1] & 1 == 1 {
                tlv(0x85, &sealed)
            } else {
                tlv(0x87, &[&[1], &sealed[..]].concat())
            };
        }
        out.extend(tlv(0x99, &status.to_be_bytes()));
        let mac = self.checksum(&[&counter[..], &out].concat());
        out.extend(tlv(0x8E, &mac));
        out
    }
}
