//! The agent's key: made once, kept in a file that only its owner reads.

use std::io::Write;
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::Path;

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// Why there is no key.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// The file.
    #[error("{0}")]
    File(#[from] std::io::Error),
    /// Others can read it: somebody else may have it too.
    #[error("others can read the key: remove the file, and pair this computer again")]
    Open,
    /// No key, or none of P-256.
    #[error("the file holds no key")]
    None,
}

/// A key that signs requests (ES256).
pub struct Key(EcdsaKeyPair);

impl Key {
    /// A fresh one, as PKCS #8.
    fn fresh() -> Result<Vec<u8>, KeyError> {
        let random = SystemRandom::new();
        let made = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random);
        Ok(made.map_err(|_| KeyError::None)?.as_ref().to_vec())
    }

    fn of(pkcs8: &[u8]) -> Result<Self, KeyError> {
        let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, pkcs8);
        pair.map(Self).map_err(|_| KeyError::None)
    }

    /// One that nobody keeps, for tests.
    pub fn passing() -> Result<Self, KeyError> {
        Self::of(&Self::fresh()?)
    }

    /// The one in this file, which is made where there is none.
    pub fn load_or_make(file: &Path) -> Result<Self, KeyError> {
        match std::fs::metadata(file) {
            Ok(found) if found.permissions().mode() & 0o077 != 0 => Err(KeyError::Open),
            Ok(_) => Self::of(&std::fs::read(file)?),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                if let Some(folder) = file.parent() {
                    std::fs::create_dir_all(folder)?;
                }
                let pkcs8 = Self::fresh()?;
                let mut options = std::fs::OpenOptions::new();
                let mut out = options
                    .write(true)
                    .create_new(true)
                    .mode(0o600)
                    .open(file)?;
                out.write_all(&pkcs8)?;
                out.sync_all()?;
                Self::of(&pkcs8)
            }
            Err(error) => Err(error.into()),
        }
    }

    /// The public half: an uncompressed point, base64url.
    pub fn public(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.0.public_key().as_ref())
    }

    /// Signs, base64url.
    pub fn sign(&self, text: &str) -> Option<String> {
        Some(URL_SAFE_NO_PAD.encode(self.sign_bytes(text.as_bytes())?))
    }

    /// Signs.
    pub(super) fn sign_bytes(&self, bytes: &[u8]) -> Option<Vec<u8>> {
        let signed = self.0.sign(&SystemRandom::new(), bytes).ok()?;
        Some(signed.as_ref().to_vec())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_made_once_and_for_its_owner_alone() {
        let folder = std::env::temp_dir().join(format!("dinhdanh-agent-{}", std::process::id()));
        let file = folder.join("agent.key");
        let first = Key::load_or_make(&file).unwrap().public();
        let mode = std::fs::metadata(&file).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        assert_eq!(Key::load_or_make(&file).unwrap().public(), first);
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o644)).unwrap();
        assert!(matches!(Key::load_or_make(&file), Err(KeyError::Open)));
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o600)).unwrap();
        std::fs::write(&file, b"something else").unwrap();
        assert!(matches!(Key::load_or_make(&file), Err(KeyError::None)));
        std::fs::remove_dir_all(folder).unwrap();
    }
}
