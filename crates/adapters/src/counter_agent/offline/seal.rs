//! Sealing a packet to the server's key and signing it with the agent's. The private half of the server's key is not here:
//! whoever steals the computer reads nothing of those who were taken.

use app::counter::packets::format::{Head, cipher, signed};
use aws_lc_rs::aead::Aad;
use aws_lc_rs::agreement::{ECDH_P256, PrivateKey, UnparsedPublicKey, agree};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;

use super::Pass;
use crate::counter_agent::Key;

/// A packet; nothing where the pass names no key. The key of the packet is made for it and forgotten.
pub fn seal(pass: &Pass, key: &Key, taken: Timestamp, plain: Vec<u8>) -> Option<Vec<u8>> {
    let server = URL_SAFE_NO_PAD.decode(&pass.server).ok()?;
    let own = PrivateKey::generate(&ECDH_P256).ok()?;
    let head = Head {
        key: pass.key,
        pass: pass.id,
        taken,
        ephemeral: own.compute_public_key().ok()?.as_ref().try_into().ok()?,
    };
    let head = head.bytes();
    let theirs = UnparsedPublicKey::new(&ECDH_P256, &server);
    let made = agree(&own, theirs, (), |secret| {
        cipher(secret, &head, &server).ok_or(())
    });
    let (cipher, nonce) = made.ok()?;
    let mut body = plain;
    let sealed = cipher.seal_in_place_append_tag(nonce, Aad::from(&head), &mut body);
    sealed.ok()?;
    let unsigned = [head, body].concat();
    let signature = key.sign_bytes(&signed(&unsigned))?;
    Some([unsigned, signature].concat())
}
