//! Password hashing: Argon2id on a bounded pool, so that a storm of sign-ins cannot starve the rest.

use std::sync::Arc;

use argon2::password_hash::{PasswordHash, SaltString};
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use tokio::sync::Semaphore;
use zeroize::Zeroizing;

use crate::{Error, Result};

/// Hashes and verifies secrets with Argon2id (RFC 9106).
pub struct Hasher {
    engine: Argon2<'static>,
    running: Arc<Semaphore>,
    waiting: Arc<Semaphore>,
    /// Verified when there is no account, so that the answer takes the same time.
    nobody: String,
}

impl Hasher {
    /// OWASP's parameters: 19 MiB, two passes, one lane; as many at once as the machine has cores.
    pub fn owasp(cores: usize, salt: [u8; 16]) -> Result<Self> {
        Self::new(19 * 1024, 2, cores, salt)
    }

    /// Given memory in KiB and passes.
    pub fn new(memory: u32, passes: u32, at_once: usize, salt: [u8; 16]) -> Result<Self> {
        let params =
            Params::new(memory, passes, 1, Some(32)).map_err(|e| Error::Internal(e.to_string()))?;
        let engine = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let nobody = hash(&engine, "nobody has this password", salt)?;
        Ok(Self {
            engine,
            running: Arc::new(Semaphore::new(at_once.max(1))),
            waiting: Arc::new(Semaphore::new(at_once.max(1) * 256)),
            nobody,
        })
    }

    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Argon2<'static>) -> T + Send + 'static,
    ) -> Result<T> {
        let overloaded = || Error::Refused("overloaded");
        let _queued = self
            .waiting
            .clone()
            .try_acquire_owned()
            .map_err(|_| overloaded())?;
        let permit = self
            .running
            .clone()
            .acquire_owned()
            .await
            .map_err(|_| overloaded())?;
        let engine = self.engine.clone();
        tokio::task::spawn_blocking(move || {
            let _permit = permit;
            work(&engine)
        })
        .await
        .map_err(|e| Error::Internal(e.to_string()))
    }

    /// Hashes a secret; the PHC string carries salt and parameters.
    pub async fn hash(&self, secret: &str, salt: [u8; 16]) -> Result<String> {
        let secret = Zeroizing::new(secret.to_owned());
        self.run(move |engine| hash(engine, &secret, salt)).await?
    }

    /// Verifies a secret; without a stored hash it takes the same time and says no.
    pub async fn verify(&self, secret: &str, stored: Option<&str>) -> Result<bool> {
        let secret = Zeroizing::new(secret.to_owned());
        let known = stored.is_some();
        let stored = stored.unwrap_or(&self.nobody).to_owned();
        let fits = self
            .run(move |engine| {
                PasswordHash::new(&stored)
                    .is_ok_and(|phc| engine.verify_password(secret.as_bytes(), &phc).is_ok())
            })
            .await?;
        Ok(fits && known)
    }
}

fn hash(engine: &Argon2<'_>, secret: &str, salt: [u8; 16]) -> Result<String> {
    let salt = SaltString::encode_b64(&salt).map_err(|e| Error::Internal(e.to_string()))?;
    let phc = engine
        .hash_password(secret.as_bytes(), &salt)
        .map_err(|e| Error::Internal(e.to_string()))?;
    Ok(phc.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_hash_verifies_its_own_secret_only() {
        let hasher = Hasher::new(8, 1, 1, [1; 16]).unwrap();
        let phc = hasher.hash("mật khẩu dài", [2; 16]).await.unwrap();
        assert!(phc.starts_with("$argon2id$v=19$m=8,t=1,p=1$"), "{phc}");
        assert!(hasher.verify("mật khẩu dài", Some(&phc)).await.unwrap());
        assert!(!hasher.verify("mật khẩu ngắn", Some(&phc)).await.unwrap());
        assert!(
            !hasher
                .verify("nobody has this password", None)
                .await
                .unwrap()
        );
    }
}
