//! What signing in is measured against: Argon2id alone, with the parameters of the product and its
//! working memory kept. `bare_hash COUNT`; prints the milliseconds of each verification, one a line.

use std::time::Instant;

use argon2_rust::params::Memory;
use argon2_rust::{Algorithm, Argon2, Params, Version};

#[expect(clippy::disallowed_methods, reason = "a benchmark measures")]
fn start() -> Instant {
    Instant::now()
}

#[expect(clippy::print_stdout, reason = "whoever started it reads the times")]
fn main() -> Result<(), Box<dyn std::error::Error>> {
    let count: u32 = std::env::args()
        .nth(1)
        .ok_or("use: bare_hash COUNT")?
        .parse()?;
    let told = |failure: argon2_rust::Error| failure.to_string();
    let params = Params::builder().memory(Memory::kib(19 * 1024)).passes(2);
    let params = params.build().map_err(told)?;
    let mut hasher = Argon2::new(Algorithm::Argon2id, Version::V0x13, params).hasher();
    let stored = hasher
        .hash_password(b"con trau di truoc", &[7; 16])
        .map_err(told)?;
    for _ in 0..count {
        let from = start();
        hasher
            .verify_encoded(&stored, b"con trau di truoc", Algorithm::Argon2id)
            .map_err(told)?;
        println!("{:.3}", from.elapsed().as_secs_f64() * 1000.0);
    }
    Ok(())
}
