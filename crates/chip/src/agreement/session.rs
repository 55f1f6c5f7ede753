//! The first command and answer of a session with AES (ICAO Doc 9303-11, 9.8; keys by 9.7.1).

use aws_lc_rs::cipher::{AES_128, AES_192, AES_256, EncryptingKey, UnboundCipherKey};
use aws_lc_rs::{cmac, digest};

use super::command;
use crate::group::Agreement;
use crate::redact::redacted;
use crate::tlv::{self, Fields};

const BLOCK: usize = 16;
const MAC: usize = 8;

/// Keys of a session.
pub(super) struct Session {
    agreement: Agreement,
    encryption: Vec<u8>,
    mac: Vec<u8>,
}

redacted!(Session: agreement);

impl Session {
    /// Derives the keys.
    pub(super) fn derive(agreement: Agreement, shared: &[u8]) -> Option<Self> {
        // The derivation of 128 bits is by SHA-1 in the standard; nothing rests on its collisions.
        let (algorithm, length) = match agreement {
            Agreement::Aes128 => (&digest::SHA1_FOR_LEGACY_USE_ONLY, 16),
            Agreement::Aes192 => (&digest::SHA256, 24),
            Agreement::Aes256 => (&digest::SHA256, 32),
        };
        let key = |counter: u8| {
            let seed = [shared, &[0, 0, 0, counter]].concat();
            let digest = digest::digest(algorithm, &seed);
            digest.as_ref().get(..length).map(<[u8]>::to_vec)
        };
        Some(Self {
            agreement,
            encryption: key(1)?,
            mac: key(2)?,
        })
    }

    /// The session's first command, protected. The data has to fit in one block with its padding.
    pub(super) fn protect(&self, header: [u8; 4], data: &[u8]) -> Vec<u8> {
        let counter = counter(1);
        let sealed = self.seal(counter, data);
        let sealed = tlv::write(0x87, &[&[0x01], &sealed[..]].concat());
        let covered = [&counter[..], &padded(&header), &padded(&sealed)].concat();
        let mac = tlv::write(0x8E, &self.mac(&covered));
        let mut bytes = command(header, &[sealed, mac].concat());
        bytes.push(0x00);
        bytes
    }

    /// Whether this is the answer of the one who has the keys: status 9000, without data.
    pub(super) fn answered(&self, answer: &[u8]) -> bool {
        let read = || {
            let (body, status) = answer.split_at_checked(answer.len().checked_sub(2)?)?;
            let mut fields = Fields::of(body);
            let inner = fields.expect(0x99).ok()?;
            let mac = fields.expect(0x8E).ok()?;
            fields.end().ok()?;
            (inner == [0x90, 0x00] && status == inner && mac.len() == MAC).then_some(mac)
        };
        let Some(given) = read() else { return false };
        let covered = [&counter(2)[..], &padded(&tlv::write(0x99, &[0x90, 0x00]))].concat();
        aws_lc_rs::constant_time::verify_slices_are_equal(&self.mac(&covered), given).is_ok()
    }

    /// AES-CBC of one block, whose initial vector is the encrypted counter.
    fn seal(&self, counter: [u8; BLOCK], data: &[u8]) -> Vec<u8> {
        let vector = self.block(counter.to_vec());
        let mixed = vector
            .iter()
            .zip(padded(data))
            .map(|(v, d)| v ^ d)
            .collect();
        self.block(mixed)
    }

    fn block(&self, mut block: Vec<u8>) -> Vec<u8> {
        let algorithm = match self.agreement {
            Agreement::Aes128 => &AES_128,
            Agreement::Aes192 => &AES_192,
            Agreement::Aes256 => &AES_256,
        };
        let key = UnboundCipherKey::new(algorithm, &self.encryption).and_then(EncryptingKey::ecb);
        // A key of the right length encrypts a block of the right length: nothing else can fail, and
        // an unencrypted block would only fail to be understood by the chip.
        let _ = key.and_then(|k| k.encrypt(&mut block));
        block
    }

    fn mac(&self, covered: &[u8]) -> Vec<u8> {
        let algorithm = match self.agreement {
            Agreement::Aes128 => cmac::AES_128,
            Agreement::Aes192 => cmac::AES_192,
            Agreement::Aes256 => cmac::AES_256,
        };
        let key = cmac::Key::new(algorithm, &self.mac);
        let tag = key.and_then(|k| cmac::sign(&k, covered));
        tag.map_or_else(
            |_| Vec::new(),
            |t| t.as_ref().iter().take(MAC).copied().collect(),
        )
    }
}

/// The send sequence counter, which a new session begins at zero.
const fn counter(value: u8) -> [u8; BLOCK] {
    let mut bytes = [0; BLOCK];
    bytes[BLOCK - 1] = value;
    bytes
}

/// Padding method 2 of ISO/IEC 9797-1.
fn padded(data: &[u8]) -> Vec<u8> {
    let mut bytes = data.to_vec();
    bytes.push(0x80);
    bytes.resize(bytes.len().next_multiple_of(BLOCK), 0);
    bytes
}
