//! Randomness fit for secrets.

use app::ports::Entropy;
use aws_lc_rs::rand::{SecureRandom, SystemRandom};

/// The cryptography library's generator, seeded by the operating system.
#[derive(Default)]
pub struct SystemEntropy(SystemRandom);

impl SystemEntropy {
    /// Ready to use.
    pub fn new() -> Self {
        Self(SystemRandom::new())
    }
}

impl Entropy for SystemEntropy {
    /// Ends the process when the system has no randomness to give: no secret may be made without.
    fn fill(&self, bytes: &mut [u8]) {
        if self.0.fill(bytes).is_err() {
            tracing::error!("the operating system gives no randomness");
            std::process::abort();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_fillings_differ() {
        let (mut a, mut b) = ([0; 32], [0; 32]);
        let entropy = SystemEntropy::new();
        entropy.fill(&mut a);
        entropy.fill(&mut b);
        assert_ne!(a, b);
        assert_ne!(a, [0; 32]);
    }
}
