//! No text makes a parser panic, and nothing altered verifies.

use proptest::prelude::*;
use serde_json::Value;

use crate::jose::{
    Alg, Compact, Jwk, JwkSet, Signer, base64url_decode, base64url_encode, sign, strict_json,
};
use crate::testing::key;

proptest! {
    #[test]
    fn any_text(text in ".*") {
        let _ = Compact::parse(&text, 1_000);
        let _ = JwkSet::parse(&text);
        let _ = strict_json(text.as_bytes());
        let _ = base64url_decode(&text);
    }

    #[test]
    fn any_three_parts(head in any::<Vec<u8>>(), body in any::<Vec<u8>>(), mac in any::<Vec<u8>>()) {
        let text = [head, body, mac].map(base64url_encode).join(".");
        let _ = Compact::parse(&text, 10_000).map(|jws| jws.claims_value());
    }

    #[test]
    fn any_key_member(name in "kty|crv|x|y|n|e|kid|alg|use|key_ops|d", value in "P-256|EC|RSA|OKP|[A-Za-z0-9_-]{0,50}") {
        let mut object = key(Alg::Es256).public().to_json();
        object[name] = Value::String(value);
        let _ = Jwk::parse(&object).map(|key| key.thumbprint());
    }

    #[test]
    fn one_flipped_bit(at in any::<prop::sample::Index>(), bit in 0..7_u8) {
        let ours = key(Alg::Es256);
        let good = sign(ours, Some("JWT"), &serde_json::json!({"sub": "a", "n": 1})).unwrap();
        let mut bytes = good.clone().into_bytes();
        let at = at.index(bytes.len());
        bytes[at] ^= 1 << bit;
        let bad = String::from_utf8(bytes).unwrap();
        let verified = Compact::parse(&bad, 4_096).and_then(|jws| jws.verify(ours.public(), &Alg::ALL));
        prop_assert!(verified.is_err());
    }

    #[test]
    fn base64url_has_one_spelling(text in "[A-Za-z0-9_-]{0,40}") {
        if let Ok(bytes) = base64url_decode(&text) {
            prop_assert_eq!(base64url_encode(bytes), text);
        }
    }
}
