//! AES with CMAC, and the derivation of its keys (ICAO Doc 9303-11, 9.7.1 and 9.8.6).

use aws_lc_rs::cipher::{
    AES_128, AES_192, AES_256, DecryptingKey, DecryptionContext, EncryptingKey, EncryptionContext,
    UnboundCipherKey,
};
use aws_lc_rs::iv::FixedLength;
use aws_lc_rs::{cmac, digest};
use zeroize::Zeroizing;

use super::MAC;
use crate::group::Cipher;

/// Bytes of a block.
pub(super) const BLOCK: usize = 16;

/// What a derived key is for (9303-11, 9.7.1).
#[derive(Debug, Clone, Copy)]
pub(crate) enum Purpose {
    /// Encryption within a session.
    Encryption = 1,
    /// Checksums within a session.
    Mac = 2,
    /// The nonce of PACE.
    Nonce = 3,
}

/// A key as long as the cipher's. That of 128 bits is derived by SHA-1 in the standard; nothing rests on
/// its collisions.
pub(crate) fn derive(
    cipher: Cipher,
    secret: &[u8],
    purpose: Purpose,
) -> Option<Zeroizing<Vec<u8>>> {
    let (algorithm, length) = match cipher {
        Cipher::Aes128 => (&digest::SHA1_FOR_LEGACY_USE_ONLY, 16),
        Cipher::Aes192 => (&digest::SHA256, 24),
        Cipher::Aes256 => (&digest::SHA256, 32),
    };
    let seed = Zeroizing::new([secret, &[0, 0, 0, purpose as u8]].concat());
    let digest = digest::digest(algorithm, &seed);
    let key = digest.as_ref().get(..length)?;
    Some(Zeroizing::new(key.to_vec()))
}

fn key(cipher: Cipher, bytes: &[u8]) -> Option<UnboundCipherKey> {
    let algorithm = match cipher {
        Cipher::Aes128 => &AES_128,
        Cipher::Aes192 => &AES_192,
        Cipher::Aes256 => &AES_256,
    };
    UnboundCipherKey::new(algorithm, bytes).ok()
}

/// CBC of whole blocks.
pub(crate) fn open(
    cipher: Cipher,
    bytes: &[u8],
    vector: [u8; BLOCK],
    mut data: Vec<u8>,
) -> Option<Vec<u8>> {
    let key = DecryptingKey::cbc(key(cipher, bytes)?).ok()?;
    let context = DecryptionContext::Iv128(FixedLength::from(vector));
    key.decrypt(&mut data, context).ok()?;
    Some(data)
}

/// The keys of a session.
#[derive(Clone)]
pub(crate) struct Aes {
    cipher: Cipher,
    encryption: Zeroizing<Vec<u8>>,
    mac: Zeroizing<Vec<u8>>,
}

impl Aes {
    /// The keys that a shared secret gives.
    pub(crate) fn of(cipher: Cipher, secret: &[u8]) -> Option<Self> {
        Some(Self {
            cipher,
            encryption: derive(cipher, secret, Purpose::Encryption)?,
            mac: derive(cipher, secret, Purpose::Mac)?,
        })
    }

    /// The vector of a message: its counter, encrypted.
    fn vector(&self, counter: &[u8]) -> Option<[u8; BLOCK]> {
        let key = EncryptingKey::ecb(key(self.cipher, &self.encryption)?).ok()?;
        let mut block = <[u8; BLOCK]>::try_from(counter).ok()?;
        key.encrypt(&mut block).ok()?;
        Some(block)
    }

    /// CBC of whole blocks.
    pub(super) fn encrypt(&self, counter: &[u8], mut data: Vec<u8>) -> Option<Vec<u8>> {
        let vector = FixedLength::from(self.vector(counter)?);
        let key = EncryptingKey::cbc(key(self.cipher, &self.encryption)?).ok()?;
        let context = EncryptionContext::Iv128(vector);
        key.less_safe_encrypt(&mut data, context).ok()?;
        Some(data)
    }

    /// The same back.
    pub(super) fn decrypt(&self, counter: &[u8], data: Vec<u8>) -> Option<Vec<u8>> {
        open(self.cipher, &self.encryption, self.vector(counter)?, data)
    }

    /// The first eight bytes of CMAC.
    pub(crate) fn mac(&self, data: &[u8]) -> Option<Vec<u8>> {
        let algorithm = match self.cipher {
            Cipher::Aes128 => cmac::AES_128,
            Cipher::Aes192 => cmac::AES_192,
            Cipher::Aes256 => cmac::AES_256,
        };
        let key = cmac::Key::new(algorithm, &self.mac).ok()?;
        let tag = cmac::sign(&key, data).ok()?;
        tag.as_ref().get(..MAC).map(<[u8]>::to_vec)
    }
}
