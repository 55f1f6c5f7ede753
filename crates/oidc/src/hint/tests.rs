//! Hints that are ours, and those that are not.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::verify;
use crate::jose::{Alg, JwkSet, Signer, base64url_encode};
use crate::testing::{ISSUER, NOW, forge, header, key, stranger, with};
use crate::token::{IdToken, LogoutToken};

fn ours() -> JwkSet {
    let keys = [Alg::Es256, Alg::Rs256].map(|alg| key(alg).public().clone());
    JwkSet(keys.to_vec())
}

fn token() -> IdToken {
    IdToken {
        iss: ISSUER.to_owned(),
        sub: "person".to_owned(),
        aud: "shop".to_owned(),
        exp: NOW - 1_000_000,
        iat: NOW - 1_000_300,
        sid: Some("s-1".to_owned()),
        ..IdToken::default()
    }
}

#[test]
fn an_expired_token_of_ours_is_a_hint() {
    for alg in [Alg::Es256, Alg::Rs256] {
        let hint = verify(&token().sign(key(alg)).unwrap(), &ours(), ISSUER).unwrap();
        assert_eq!(
            (hint.sub.as_str(), hint.aud.as_slice()),
            ("person", &["shop".to_owned()][..])
        );
        assert_eq!(
            (hint.sid.as_deref(), hint.exp),
            (Some("s-1"), NOW - 1_000_000)
        );
    }
}

/// oidcc-rp-initiated-logout-modified-id-token-hint, -bad-id-token-hint
// conformance: oidcc-rp-initiated-logout-modified-id-token-hint
// conformance: oidcc-rp-initiated-logout-bad-id-token-hint
#[test]
fn others_are_refused() {
    let good = token().sign(key(Alg::Es256)).unwrap();
    let (signed, mac) = good.rsplit_once('.').unwrap();
    let (head, body) = signed.split_once('.').unwrap();
    let none = base64url_encode(r#"{"alg":"none"}"#);
    let other = base64url_encode(
        json!(with(
            &Value::Object(token().claims()),
            "sub",
            json!("other")
        ))
        .to_string(),
    );
    let logout = LogoutToken {
        iss: ISSUER.to_owned(),
        sub: Some("person".to_owned()),
        ..LogoutToken::default()
    };
    let foreign = IdToken {
        iss: "https://other.example".to_owned(),
        ..token()
    };
    let ours_key = key(Alg::Es256);
    let without_sub = with(&Value::Object(token().claims()), "sub", Value::Null);
    for text in [
        String::new(),
        "hint".to_owned(),
        format!("{none}.{body}."),
        format!("{none}.{body}.{mac}"),
        format!("{signed}."),
        format!("{head}.{other}.{mac}"),
        token().sign(&stranger()).unwrap(),
        forge(
            &stranger(),
            &header(ours_key),
            &Value::Object(token().claims()),
        ),
        foreign.sign(ours_key).unwrap(),
        logout.sign(ours_key).unwrap(),
        forge(ours_key, &header(ours_key), &without_sub),
    ] {
        assert!(verify(&text, &ours(), ISSUER).is_err(), "{text}");
    }
}

proptest! {
    #[test]
    fn any_text(text in ".*") {
        prop_assert!(verify(&text, &JwkSet::default(), ISSUER).is_err());
    }
}
