//! Pairwise subjects (OpenID Connect Core §8.1): each sector knows a person under another name.

#[cfg(test)]
mod tests;

use aws_lc_rs::hmac;

use crate::jose::base64url_encode;

/// The subject of a person for one sector: HMAC-SHA-256 under a secret key, base64url, 43 characters. Without the key
/// nobody can compare two sectors' subjects or try all accounts.
pub fn subject(sector: &str, account: &[u8], key: &[u8]) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA256, key);
    let mut context = hmac::Context::with_key(&key);
    // The length keeps (sector, account) apart from any other split of the same bytes.
    context.update(&(sector.len() as u64).to_be_bytes());
    context.update(sector.as_bytes());
    context.update(account);
    base64url_encode(context.sign())
}
