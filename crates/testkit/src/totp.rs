//! An authenticator app of sorts (RFC 6238), written apart from the platform's own arithmetic.

use aws_lc_rs::hmac::{HMAC_SHA1_FOR_LEGACY_USE_ONLY, Key, sign};
use jiff::Timestamp;

/// What an app with this key (base32) shows at an instant.
pub fn app_code(key: &str, at: Timestamp) -> String {
    let bits: Vec<u8> = key
        .bytes()
        .map(|c| if c < b'A' { c - b'2' + 26 } else { c - b'A' })
        .flat_map(|five| (0..5).rev().map(move |place| five >> place & 1))
        .collect();
    let secret: Vec<u8> = bits
        .chunks_exact(8)
        .map(|eight| eight.iter().fold(0, |byte, bit| byte << 1 | bit))
        .collect();
    let step = at.as_second() / 30;
    let key = Key::new(HMAC_SHA1_FOR_LEGACY_USE_ONLY, &secret);
    let tag = sign(&key, &step.to_be_bytes());
    let at = usize::from(tag.as_ref().last().expect("a tag") & 15);
    let four = tag.as_ref().iter().skip(at).take(4);
    let number = four.fold(0_u32, |sum, byte| sum << 8 | u32::from(*byte));
    format!("{:06}", (number & 0x7fff_ffff) % 1_000_000)
}
