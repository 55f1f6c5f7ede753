//! What signing in is measured against: Argon2id alone, with the parameters of the product.
//! `bare_hash COUNT`; prints the milliseconds of each verification, one a line.

use std::time::Instant;

use argon2::password_hash::{PasswordHash, SaltString};
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};

type Failure = Box<dyn std::error::Error>;

fn told(error: argon2::password_hash::Error) -> Failure {
    error.to_string().into()
}

#[expect(clippy::disallowed_methods, reason = "a benchmark measures")]
fn start() -> Instant {
    Instant::now()
}

#[expect(clippy::print_stdout, reason = "whoever started it reads the times")]
fn main() -> Result<(), Failure> {
    let count: u32 = std::env::args()
        .nth(1)
        .ok_or("use: bare_hash COUNT")?
        .parse()?;
    let params = Params::new(19 * 1024, 2, 1, Some(32)).map_err(|e| e.to_string())?;
    let engine = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    let salt = SaltString::encode_b64(&[7; 16]).map_err(told)?;
    let text = engine
        .hash_password(b"con trau di truoc", &salt)
        .map_err(told)?
        .to_string();
    let stored = PasswordHash::new(&text).map_err(told)?;
    for _ in 0..count {
        let from = start();
        engine
            .verify_password(b"con trau di truoc", &stored)
            .map_err(told)?;
        println!("{:.3}", from.elapsed().as_secs_f64() * 1000.0);
    }
    Ok(())
}
