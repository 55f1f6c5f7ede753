//! Password hashing: Argon2id on a few threads of its own, so that a storm of sign-ins cannot starve the rest.

use std::panic::AssertUnwindSafe;
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Mutex, PoisonError};

use argon2_rust::params::Memory;
use argon2_rust::{Algorithm, Argon2, Error as Failure, Hasher as Arena, Params, Version};
use tokio::sync::{Semaphore, oneshot};
use zeroize::Zeroizing;

use crate::{Error, Result};

/// Hashes and verifies secrets with Argon2id (RFC 9106).
pub struct Hasher {
    arenas: Arc<Arenas>,
    threads: Sender<Work>,
    waiting: Arc<Semaphore>,
    /// Verified when there is no account, so that the answer takes the same time.
    nobody: String,
}

type Work = Box<dyn FnOnce() + Send>;

/// Takes work until the hasher is gone.
fn work(queue: &Mutex<Receiver<Work>>) {
    let next = || queue.lock().unwrap_or_else(PoisonError::into_inner).recv();
    while let Ok(work) = next() {
        // Whoever waits is told by the end of his channel; the thread serves the next.
        std::panic::catch_unwind(AssertUnwindSafe(work)).ok();
    }
}

/// Working memory for the next hash. Fresh pages would cost a quarter of a hash's time.
struct Arenas {
    engine: Argon2,
    idle: Mutex<Vec<Arena>>,
}

/// What stays allocated when nobody signs in.
const KEPT: usize = 1;

impl Arenas {
    fn with<T>(&self, work: impl FnOnce(&mut Arena) -> T) -> T {
        let idle = || self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        let kept = idle().pop();
        let mut arena = kept.unwrap_or_else(|| self.engine.hasher());
        let done = work(&mut arena);
        let mut idle = idle();
        if idle.len() < KEPT {
            idle.push(arena);
        }
        done
    }
}

fn told(failure: Failure) -> Error {
    Error::Internal(failure.to_string())
}

impl Hasher {
    /// OWASP's parameters: 19 MiB, two passes, one lane; as many at once as the machine has cores. `begin`:
    /// what each thread does first, such as giving way to others.
    pub fn owasp(cores: usize, salt: [u8; 16], begin: fn()) -> Result<Self> {
        Self::start((19 * 1024, 2), cores, salt, begin)
    }

    /// Given memory in KiB and passes.
    pub fn new(memory: u32, passes: u32, at_once: usize, salt: [u8; 16]) -> Result<Self> {
        Self::start((memory, passes), at_once, salt, || {})
    }

    fn start(
        (memory, passes): (u32, u32),
        at_once: usize,
        salt: [u8; 16],
        begin: fn(),
    ) -> Result<Self> {
        let params = Params::builder()
            .memory(Memory::kib(memory.into()))
            .passes(passes);
        let params = params.build().map_err(told)?;
        let engine = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let nobody = engine
            .hash_password(b"nobody has this password", &salt)
            .map_err(told)?;
        let (threads, queue) = mpsc::channel();
        let queue = Arc::new(Mutex::new(queue));
        for _ in 0..at_once.max(1) {
            let queue = queue.clone();
            let thread = std::thread::Builder::new().name("hash".to_owned());
            let started = thread.spawn(move || {
                begin();
                work(&queue);
            });
            started.map_err(|e| Error::Internal(e.to_string()))?;
        }
        Ok(Self {
            arenas: Arc::new(Arenas {
                engine,
                idle: Mutex::default(),
            }),
            threads,
            waiting: Arc::new(Semaphore::new(at_once.max(1) * 256)),
            nobody,
        })
    }

    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Arena) -> T + Send + 'static,
    ) -> Result<T> {
        let overloaded = || Error::Refused("overloaded");
        let place = self.waiting.clone().try_acquire_owned();
        let place = place.map_err(|_| overloaded())?;
        let arenas = self.arenas.clone();
        let (done, answer) = oneshot::channel();
        let work = Box::new(move || {
            // Nobody hashes for somebody who went away.
            if !done.is_closed() {
                done.send(arenas.with(work)).ok();
            }
            drop(place);
        });
        let gone = || Error::Internal("no thread hashes".to_owned());
        self.threads.send(work).map_err(|_| gone())?;
        answer.await.map_err(|_| gone())
    }

    /// Hashes a secret; the PHC string carries salt and parameters.
    pub async fn hash(&self, secret: &str, salt: [u8; 16]) -> Result<String> {
        let secret = Zeroizing::new(secret.to_owned());
        self.run(move |arena| arena.hash_password(secret.as_bytes(), &salt))
            .await?
            .map_err(told)
    }

    /// Verifies a secret; without a stored hash it takes the same time and says no.
    pub async fn verify(&self, secret: &str, stored: Option<&str>) -> Result<bool> {
        let secret = Zeroizing::new(secret.to_owned());
        let known = stored.is_some();
        let stored = stored.unwrap_or(&self.nobody).to_owned();
        let verified = self
            .run(move |arena| arena.verify_encoded(&stored, secret.as_bytes(), Algorithm::Argon2id))
            .await?;
        match verified {
            Ok(()) => Ok(known),
            Err(Failure::VerifyMismatch) => Ok(false),
            Err(other) => Err(told(other)),
        }
    }
}

#[cfg(test)]
mod tests {
    use argon2::password_hash::{PasswordHash, SaltString};
    use argon2::{PasswordHasher, PasswordVerifier};

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

    /// Two implementations by different people agree to the letter, with the arena kept between hashes.
    #[tokio::test]
    async fn another_implementation_makes_the_same_hash() {
        let secrets = [
            "",
            "a",
            "con trâu đi trước",
            "🔐 dài hơn một khối sáu mươi bốn byte của hàm băm Blake2b",
        ];
        for (memory, passes) in [(8, 1), (64, 3), (1024, 2), (19 * 1024, 2)] {
            let ours = Hasher::new(memory, passes, 1, [1; 16]).unwrap();
            let params = argon2::Params::new(memory, passes, 1, Some(32)).unwrap();
            let theirs =
                argon2::Argon2::new(argon2::Algorithm::Argon2id, argon2::Version::V0x13, params);
            for (turn, secret) in (3..).zip(secrets) {
                let phc = ours.hash(secret, [turn; 16]).await.unwrap();
                let salt = SaltString::encode_b64(&[turn; 16]).unwrap();
                let same = theirs.hash_password(secret.as_bytes(), &salt).unwrap();
                assert_eq!(phc, same.to_string());
                let parsed = PasswordHash::new(&phc).unwrap();
                assert!(theirs.verify_password(secret.as_bytes(), &parsed).is_ok());
                assert!(ours.verify(secret, Some(&same.to_string())).await.unwrap());
            }
        }
    }
}
