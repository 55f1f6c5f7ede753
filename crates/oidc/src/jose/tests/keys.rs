//! Which keys are taken, and what a key of ours can do.

use serde_json::{Value, json};

use crate::jose::{Alg, Compact, JoseError, Jwk, JwkSet, LocalKey, Signer, base64url_encode, sign};
use crate::testing::{key, with};

fn point() -> Value {
    json!({
        "kty": "EC", "crv": "P-256",
        "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
        "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
    })
}

fn edwards() -> Value {
    json!({"kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"})
}

fn rsa(bits: usize) -> Value {
    let mut n = vec![0xff; bits / 8];
    n[0] = 0x80;
    json!({"kty": "RSA", "e": "AQAB", "n": base64url_encode(n)})
}

#[test]
fn refused_keys() {
    let short = base64url_encode([1; 31]);
    let padded = base64url_encode([&[0][..], &[1; 32]].concat());
    let cases = [
        ("no object", json!("key")),
        ("no kty", with(&point(), "kty", Value::Null)),
        ("symmetric", json!({"kty": "oct", "k": "AAAA"})),
        ("unknown kty", with(&point(), "kty", json!("XX"))),
        ("other curve", with(&point(), "crv", json!("P-384"))),
        ("other kty's curve", with(&point(), "crv", json!("Ed25519"))),
        ("no y", with(&point(), "y", Value::Null)),
        ("short x", with(&point(), "x", json!(short))),
        ("long x", with(&point(), "x", json!(padded))),
        (
            "padding",
            with(
                &point(),
                "x",
                json!("f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU="),
            ),
        ),
        ("off the curve", with(&point(), "y", point()["x"].clone())),
        ("x is a number", with(&point(), "x", json!(1))),
        ("for encryption", with(&point(), "use", json!("enc"))),
        ("to sign only", with(&point(), "key_ops", json!(["sign"]))),
        ("alg of another type", with(&point(), "alg", json!("EdDSA"))),
        ("unknown alg", with(&point(), "alg", json!("ES384"))),
        ("alg none", with(&point(), "alg", json!("none"))),
        ("long kid", with(&point(), "kid", json!("k".repeat(257)))),
        ("short Ed25519", with(&edwards(), "x", json!(short))),
        ("X25519", with(&edwards(), "crv", json!("X25519"))),
    ];
    for (case, value) in cases {
        assert!(Jwk::parse(&value).is_err(), "{case}: {value}");
    }
}

#[test]
fn refused_rsa_keys() {
    let cases = [
        ("RSA of 1024 bits", rsa(1024)),
        ("RSA of 2040 bits", rsa(2040)),
        ("RSA of 8192 bits", rsa(8192)),
        (
            "even modulus",
            with(&rsa(2048), "n", json!(base64url_encode([0x80; 256]))),
        ),
        (
            "leading zero",
            with(
                &rsa(2048),
                "n",
                json!(base64url_encode([&[0][..], &[0xff; 256]].concat())),
            ),
        ),
        ("exponent 1", with(&rsa(2048), "e", json!("AQ"))),
        ("even exponent", with(&rsa(2048), "e", json!("Ag"))),
        (
            "long exponent",
            with(&rsa(2048), "e", json!(base64url_encode([1; 5]))),
        ),
    ];
    for (case, value) in cases {
        assert!(Jwk::parse(&value).is_err(), "{case}: {value}");
    }
}

#[test]
fn private_members_are_told_apart() {
    for private in ["d", "p", "q", "dp", "dq", "qi", "oth", "k"] {
        for public in [point(), edwards(), rsa(2048)] {
            let value = with(&public, private, json!("AAAA"));
            assert_eq!(
                Jwk::parse(&value),
                Err(JoseError::Key("private members")),
                "{private}"
            );
        }
    }
}

#[test]
fn taken_keys_give_back_what_they_are() {
    for value in [
        point(),
        edwards(),
        rsa(2048),
        rsa(4096),
        with(&with(&point(), "kid", json!("k")), "alg", json!("ES256")),
        with(&point(), "use", json!("sig")),
    ] {
        let key = Jwk::parse(&value).unwrap();
        assert_eq!(key.to_json(), value);
        let again: Jwk = serde_json::from_value(serde_json::to_value(&key).unwrap()).unwrap();
        assert_eq!(again, key);
    }
    // Members that say nothing about the key itself are dropped.
    let known = Jwk::parse(&with(&point(), "x5u", json!("https://evil.example"))).unwrap();
    assert_eq!(known.to_json(), point());
}

#[test]
fn a_set_skips_what_it_cannot_use_and_tells_of_leaks() {
    let set = json!({"keys": [
        {"kty": "XX"}, with(&point(), "crv", json!("P-521")), with(&point(), "use", json!("enc")),
        with(&point(), "kid", json!("a")), with(&edwards(), "kid", json!("b")), rsa(1024),
    ]});
    let set = JwkSet::parse(&set.to_string()).unwrap();
    let kids: Vec<_> = set.0.iter().map(Jwk::kid).collect();
    assert_eq!(kids, [Some("a"), Some("b")]);
    assert_eq!(set.find(Some("a"), Alg::Es256).count(), 1);
    assert_eq!(set.find(Some("a"), Alg::EdDsa).count(), 0);
    assert_eq!(set.find(None, Alg::EdDsa).count(), 1);
    assert_eq!(set.find(Some("c"), Alg::Es256).count(), 0);

    let leaked = json!({"keys": [with(&point(), "d", json!("AAAA"))]}).to_string();
    assert_eq!(
        JwkSet::parse(&leaked),
        Err(JoseError::Key("private members"))
    );
    let many = json!({"keys": vec![point(); 51]}).to_string();
    assert_eq!(JwkSet::parse(&many), Err(JoseError::TooLong));
    let long = format!("{{\"keys\": [{}]}}", " ".repeat(65 * 1024));
    assert_eq!(JwkSet::parse(&long), Err(JoseError::TooLong));
    for text in [
        "",
        "[]",
        "{}",
        "{\"keys\": {}}",
        "{\"keys\": [], \"keys\": []}",
    ] {
        assert!(JwkSet::parse(text).is_err(), "{text}");
    }
}

#[test]
fn our_keys_sign_what_their_public_half_verifies() {
    for alg in Alg::ALL {
        let key = key(alg);
        let jws = sign(key, Some("JWT"), &json!({"sub": "a"})).unwrap();
        let jws = Compact::parse(&jws, 4_096).unwrap();
        assert_eq!(jws.verify(key.public(), &[alg]), Ok(()), "{alg:?}");
        assert_eq!(jws.header().kid.as_deref(), Some(key.kid()));
        assert_eq!(jws.header().typ.as_deref(), Some("JWT"));
        assert_eq!(key.kid(), key.public().thumbprint());
        assert_eq!(key.public().alg(), Some(alg));
        for other in Alg::ALL.into_iter().filter(|other| *other != alg) {
            assert_eq!(
                jws.verify(key.public(), &[other]),
                Err(JoseError::Algorithm)
            );
        }
    }
}

#[test]
fn a_key_is_the_same_after_it_was_kept() {
    for alg in [Alg::Es256, Alg::EdDsa, Alg::Rs256] {
        let (made, pkcs8) = LocalKey::generate(alg).unwrap();
        let opened = LocalKey::from_pkcs8(alg, &pkcs8).unwrap();
        assert_eq!(made.public(), opened.public());
        let shown = format!("{opened:?}");
        assert!(shown.contains(opened.kid()) && shown.len() < 120, "{shown}");
        let other = if alg == Alg::Es256 {
            Alg::EdDsa
        } else {
            Alg::Es256
        };
        assert!(LocalKey::from_pkcs8(other, &pkcs8).is_err());
        assert!(LocalKey::from_pkcs8(alg, &pkcs8[1..]).is_err());
    }
}
