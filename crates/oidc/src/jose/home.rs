//! Where signing keys live.

use super::{Alg, JoseError, LocalKey, Signer};

/// A home of keys: it makes them, and opens them again by what is kept of them.
///
/// Its work may take long (a 2048-bit RSA key, a module over the network) and must not run where requests are served.
pub trait KeyHome: Send + Sync {
    /// Word kept beside each key, so that a later change of home does not orphan it.
    fn name(&self) -> &'static str;
    /// Whether it can make and use keys of an algorithm.
    fn supports(&self, alg: Alg) -> bool;
    /// Makes a key under a random identifier; gives what opens it again, to be kept sealed.
    fn make(&self, alg: Alg, id: [u8; 16]) -> Result<(Box<dyn Signer>, Vec<u8>), JoseError>;
    /// Opens a key.
    fn open(&self, alg: Alg, kept: &[u8]) -> Result<Box<dyn Signer>, JoseError>;
    /// Destroys a key that nothing needs any more.
    fn forget(&self, kept: &[u8]) -> Result<(), JoseError>;
}

/// Keys that are kept as sealed PKCS#8 and work in this process.
#[derive(Debug, Clone, Copy, Default)]
pub struct Sealed;

impl KeyHome for Sealed {
    fn name(&self) -> &'static str {
        "sealed"
    }

    fn supports(&self, _alg: Alg) -> bool {
        true
    }

    fn make(&self, alg: Alg, _id: [u8; 16]) -> Result<(Box<dyn Signer>, Vec<u8>), JoseError> {
        let (key, pkcs8) = LocalKey::generate(alg)?;
        Ok((Box::new(key), pkcs8))
    }

    fn open(&self, alg: Alg, kept: &[u8]) -> Result<Box<dyn Signer>, JoseError> {
        Ok(Box::new(LocalKey::from_pkcs8(alg, kept)?))
    }

    fn forget(&self, _kept: &[u8]) -> Result<(), JoseError> {
        // Its row was all of it.
        Ok(())
    }
}
