//! What an `OpenID` provider is bound by: signatures and password hashes of one core.

use std::time::{Duration, Instant};

use app::secret::Hasher;
use oidc::jose::{Alg, LocalKey, Signer};

type Failure = Box<dyn std::error::Error>;

const FOR: Duration = Duration::from_secs(1);

#[expect(clippy::disallowed_methods, reason = "a benchmark measures")]
fn now() -> Instant {
    Instant::now()
}

#[expect(clippy::print_stdout, reason = "whoever started it reads the rates")]
fn rate(what: &str, count: u32, took: Duration) {
    println!("{what:24} {:9.0} /s", f64::from(count) / took.as_secs_f64());
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Failure> {
    let message = [7; 300];
    for alg in [Alg::Es256, Alg::EdDsa, Alg::Rs256] {
        let (key, _) = LocalKey::generate(alg)?;
        let (from, mut count) = (now(), 0);
        while from.elapsed() < FOR {
            key.sign(&message)?;
            count += 1;
        }
        rate(
            &format!("{} signatures", alg.as_str()),
            count,
            from.elapsed(),
        );
    }
    let hasher = Hasher::owasp(1, [7; 16], || ())?;
    let stored = hasher.hash("con trâu đi trước", [7; 16]).await?;
    let (from, mut count) = (now(), 0);
    while from.elapsed() < FOR {
        hasher.verify("con trâu đi trước", Some(&stored)).await?;
        count += 1;
    }
    rate("Argon2id hashes", count, from.elapsed());
    Ok(())
}
