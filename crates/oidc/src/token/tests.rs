//! Tokens as they are signed.

use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

use super::{
    Confirmation, IdToken, Introspection, JwtAccessToken, LogoutToken, UserInfo, half_hash,
};
use crate::jose::{Alg, Compact, JoseError, JwkSet, Signer};
use crate::testing::{ISSUER, NOW, forge, header, key, stranger, with};

fn open<T: DeserializeOwned>(token: &str, typ: &str) -> T {
    let jws = Compact::parse(token, 8_192).unwrap();
    assert!(jws.header().is_type(typ), "{:?}", jws.header());
    let ours = key(Alg::Es256);
    assert_eq!(jws.header().kid.as_deref(), Some(ours.kid()));
    jws.verify(ours.public(), &[Alg::Es256]).unwrap();
    jws.claims().unwrap()
}

fn object(value: &Value) -> Map<String, Value> {
    value.as_object().unwrap().clone()
}

#[test]
fn id_token() {
    let least = IdToken {
        iss: ISSUER.to_owned(),
        sub: "person".to_owned(),
        aud: "shop".to_owned(),
        exp: NOW + 300,
        iat: NOW,
        ..IdToken::default()
    };
    let claims: Value = open(&least.sign(key(Alg::Es256)).unwrap(), "JWT");
    let expected = json!({
        "iss": ISSUER, "sub": "person", "aud": "shop", "exp": NOW + 300, "iat": NOW,
    });
    assert_eq!(claims, expected);
    let full = IdToken {
        auth_time: Some(NOW - 10),
        nonce: Some("n".to_owned()),
        acr: Some("urn:2".to_owned()),
        amr: vec!["pwd".to_owned(), "otp".to_owned()],
        azp: Some("shop".to_owned()),
        at_hash: Some(half_hash(Alg::Es256, "token")),
        sid: Some("s".to_owned()),
        extra: object(&json!({"name": "Đinh", "sub": "other", "nonce": "other", "cnf": 1})),
        ..least
    };
    let claims: Value = open(&full.sign(key(Alg::Es256)).unwrap(), "JWT");
    for (name, value) in [
        ("sub", json!("person")),
        ("nonce", json!("n")),
        ("auth_time", json!(NOW - 10)),
        ("amr", json!(["pwd", "otp"])),
        ("name", json!("Đinh")),
        ("sid", json!("s")),
    ] {
        assert_eq!(claims[name], value, "{name}");
    }
    // What the token leaves out, nobody puts in.
    let bare = IdToken {
        nonce: None,
        acr: None,
        ..full
    };
    assert!(!bare.claims().contains_key("nonce") && !bare.claims().contains_key("acr"));
}

/// OpenID Connect Core A.3: the example of `at_hash`.
#[test]
fn access_token_hash() {
    let token = "jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y";
    assert_eq!(half_hash(Alg::Rs256, token), "77QmUPtjPfzWtF2AnpK9RQ");
    assert_eq!(half_hash(Alg::Es256, token), half_hash(Alg::Ps256, token));
    assert_eq!(half_hash(Alg::EdDsa, token).len(), 43, "half of SHA-512");
}

/// Back-Channel Logout §2.4.
#[test]
fn logout_token() {
    let token = LogoutToken {
        iss: ISSUER.to_owned(),
        aud: "shop".to_owned(),
        iat: NOW,
        exp: NOW + 120,
        jti: "j".to_owned(),
        sub: Some("person".to_owned()),
        sid: Some("s".to_owned()),
    };
    let claims: Value = open(&token.sign(key(Alg::Es256)).unwrap(), "logout+jwt");
    let event = "http://schemas.openid.net/event/backchannel-logout";
    assert_eq!(claims["events"], json!({event: {}}));
    assert!(claims.get("nonce").is_none());
    for name in ["iss", "aud", "iat", "exp", "jti", "sub", "sid"] {
        assert!(claims.get(name).is_some(), "{name}");
    }
    let nobody = LogoutToken {
        sub: None,
        sid: None,
        ..token
    };
    assert!(matches!(
        nobody.sign(key(Alg::Es256)),
        Err(JoseError::Malformed(_))
    ));
}

/// RFC 9068 §2.2, RFC 9449 §6.1.
#[test]
fn access_token() {
    let token = JwtAccessToken {
        iss: ISSUER.to_owned(),
        aud: vec!["https://api.example".to_owned()],
        sub: "person".to_owned(),
        client_id: "tax".to_owned(),
        exp: NOW + 300,
        iat: NOW,
        jti: "j".to_owned(),
        scope: Some("openid".to_owned()),
        cnf: Some(Confirmation::Key("thumb".to_owned())),
        ..JwtAccessToken::default()
    };
    let claims: Value = open(&token.sign(key(Alg::Es256)).unwrap(), "at+jwt");
    let expected = json!({
        "iss": ISSUER, "aud": ["https://api.example"], "sub": "person", "client_id": "tax",
        "exp": NOW + 300, "iat": NOW, "jti": "j", "scope": "openid", "cnf": {"jkt": "thumb"},
    });
    assert_eq!(claims, expected);
    let shown = JwtAccessToken {
        cnf: Some(Confirmation::Certificate("thumb".to_owned())),
        ..token.clone()
    };
    let claims: Value = open(&shown.sign(key(Alg::Es256)).unwrap(), "at+jwt");
    assert_eq!(claims["cnf"], json!({"x5t#S256": "thumb"}));
    let free = JwtAccessToken { cnf: None, ..token };
    let claims: Value = open(&free.sign(key(Alg::Es256)).unwrap(), "at+jwt");
    assert!(claims.get("cnf").is_none());
}

/// RFC 8705 §3, RFC 9449 §5: kept as text and read again; only a key has a scheme of its own.
#[test]
fn confirmations_are_kept() {
    for (kept, text, kind) in [
        (Confirmation::Key("abc".to_owned()), "abc", "DPoP"),
        (
            Confirmation::Certificate("abc".to_owned()),
            "x5t#S256=abc",
            "Bearer",
        ),
    ] {
        assert_eq!(kept.to_text(), text);
        assert_eq!(Confirmation::from_text(text), kept);
        assert_eq!(Confirmation::token_type(Some(&kept)), kind);
        assert_eq!(kept.key().is_some(), kind == "DPoP");
    }
    assert_eq!(Confirmation::token_type(None), "Bearer");
}

/// RFC 9701 §5.
#[test]
fn introspection() {
    let answer = Introspection {
        iss: ISSUER.to_owned(),
        aud: "api".to_owned(),
        iat: NOW,
        token: object(&json!({"active": true, "sub": "person", "exp": NOW})),
    };
    let claims: Value = open(
        &answer.sign(key(Alg::Es256)).unwrap(),
        "token-introspection+jwt",
    );
    assert_eq!(claims["token_introspection"]["active"], true);
    assert!(claims.get("sub").is_none() && claims.get("exp").is_none());
}

/// OpenID Connect Core §5.3.2.
#[test]
fn userinfo() {
    let answer = UserInfo {
        iss: ISSUER.to_owned(),
        aud: "shop".to_owned(),
        sub: "person".to_owned(),
        claims: object(&json!({"name": "An", "sub": "x", "exp": 1, "nonce": "n", "iss": "x"})),
    };
    let claims: Value = open(&answer.sign(key(Alg::Es256)).unwrap(), "JWT");
    let expected = json!({"iss": ISSUER, "aud": "shop", "sub": "person", "name": "An"});
    assert_eq!(claims, expected);
    assert_eq!(answer.to_json()["sub"], "person");
}

/// RFC 9068 §4: ours, of its own type, in its time.
#[test]
fn an_access_token_is_known_again() {
    let ours = key(Alg::Es256);
    let keys = JwkSet(vec![ours.public().clone()]);
    let token = JwtAccessToken {
        iss: ISSUER.to_owned(),
        sub: "tax".to_owned(),
        client_id: "tax".to_owned(),
        exp: NOW + 60,
        jti: "j".to_owned(),
        ..JwtAccessToken::default()
    };
    let text = token.sign(ours).unwrap();
    let verify =
        |text: &str, issuer: &str, now: i64| JwtAccessToken::verify(text, &keys, issuer, now);
    let known = verify(&text, ISSUER, NOW + 59).unwrap();
    assert_eq!((known.jti.as_str(), known.own), ("j", true));
    let person = JwtAccessToken {
        sub: "person".to_owned(),
        ..token
    };
    let person = person.sign(ours).unwrap();
    assert!(!verify(&person, ISSUER, NOW).unwrap().own);
    assert_eq!(verify(&text, ISSUER, NOW + 60), None, "over");
    assert_eq!(verify(&text, "https://other.example", NOW), None);
    let foreign = stranger();
    let claims =
        json!({"iss": ISSUER, "sub": "tax", "client_id": "tax", "exp": NOW + 60, "jti": "j"});
    for (signer, typ) in [
        (&foreign as &dyn Signer, "at+jwt"),
        (ours, "JWT"),
        (ours, "logout+jwt"),
        (key(Alg::EdDsa), "at+jwt"),
    ] {
        let text = forge(signer, &with(&header(signer), "typ", json!(typ)), &claims);
        assert_eq!(verify(&text, ISSUER, NOW), None, "{typ}");
    }
}
