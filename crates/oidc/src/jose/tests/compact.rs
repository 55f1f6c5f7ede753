//! Texts that are refused, and algorithms that are confused on purpose (RFC 8725 §2).

use aws_lc_rs::hmac;
use serde_json::json;

use crate::jose::{Alg, Compact, JoseError, JwkSet, Signer, base64url_encode, sign, strict_json};
use crate::testing::{forge, forge_text, header, key, stranger, with};

const MAX: usize = 4_096;

#[test]
fn malformed_texts() {
    let good = sign(key(Alg::Es256), None, &json!({"a": 1})).unwrap();
    let parts: Vec<&str> = good.split('.').collect();
    let (head, body, mac) = (parts[0], parts[1], parts[2]);
    let header = |text: &str| format!("{}.{body}.{mac}", base64url_encode(text));
    let cases = [
        String::new(),
        "..".to_owned(),
        format!("{head}.{body}"),
        format!("{head}.{body}.{mac}.{mac}"),
        format!(" {good}"),
        format!("{good}\n"),
        format!("{head}=.{body}.{mac}"),
        format!("{head}.{body}.{mac}=="),
        format!("{head}.{body}.{}+", &mac[1..]),
        header("[]"),
        header("null"),
        header("{"),
        header("{}"),
        header(r#"{"alg":"ES256"} {}"#),
        header(r#"{"alg":"ES256","alg":"ES256"}"#),
        header(r#"{"alg":"ES256","x":{"a":1,"a":2}}"#),
        header(r#"{"alg":"ES256","crit":["exp"],"exp":1}"#),
        header(r#"{"alg":"ES256","crit":[]}"#),
        header(r#"{"alg":"ES256","b64":false,"crit":["b64"]}"#),
        header(r#"{"alg":"ES256","b64":true}"#),
        header(r#"{"alg":"ES256","typ":1}"#),
        header(r#"{"alg":"ES256","kid":["a"]}"#),
        header(r#"{"alg":1}"#),
        header(r#"{"alg":"ES256","jwk":{"kty":"oct","k":"AAAA"}}"#),
    ];
    for text in cases {
        let refused = Compact::parse(&text, MAX).err();
        assert!(
            matches!(refused, Some(JoseError::Malformed(_) | JoseError::Key(_))),
            "{text}: {refused:?}"
        );
    }
    assert_eq!(
        Compact::parse(&good, good.len() - 1).err(),
        Some(JoseError::TooLong)
    );
    assert!(Compact::parse(&good, good.len()).is_ok());
}

#[test]
fn unknown_algorithms() {
    for alg in [
        "none", "None", "NONE", "", "HS256", "HS512", "es256", "ES384", "ES256K", "RS384", "PS512",
        "Ed448",
    ] {
        let text = forge(key(Alg::Es256), &json!({"alg": alg}), &json!({}));
        assert_eq!(
            Compact::parse(&text, MAX).err(),
            Some(JoseError::Algorithm),
            "{alg}"
        );
        let unsigned = format!("{}.", text.rsplit_once('.').unwrap().0);
        assert_eq!(
            Compact::parse(&unsigned, MAX).err(),
            Some(JoseError::Algorithm)
        );
    }
}

#[test]
fn altered_texts() {
    let ours = key(Alg::Es256);
    let good = sign(ours, None, &json!({"a": 1})).unwrap();
    let (signed, mac) = good.rsplit_once('.').unwrap();
    let (head, _) = signed.split_once('.').unwrap();
    let other = base64url_encode(r#"{"a":2}"#);
    let der = base64url_encode([0x30, 6, 2, 1, 1, 2, 1, 1]);
    for text in [
        format!("{head}.{other}.{mac}"),
        format!(
            "{}.{mac}",
            signed.replacen(head, &base64url_encode(r#"{"alg":"ES256"}"#), 1)
        ),
        format!("{signed}."),
        format!("{signed}.{der}"),
        format!("{signed}.{}", base64url_encode([0; 64])),
        forge(&stranger(), &header(ours), &json!({"a": 1})),
    ] {
        let jws = Compact::parse(&text, MAX).unwrap();
        assert_eq!(
            jws.verify(ours.public(), &Alg::ALL),
            Err(JoseError::Signature),
            "{text}"
        );
    }
}

/// RFC 8725 §2.1: a public key used as the secret of a symmetric algorithm, and keys used for another type.
#[test]
fn confused_algorithms() {
    let rsa = key(Alg::Rs256);
    let secret = hmac::Key::new(
        hmac::HMAC_SHA256,
        rsa.public().to_json().to_string().as_bytes(),
    );
    let signed = format!(
        "{}.{}",
        base64url_encode(r#"{"alg":"HS256"}"#),
        base64url_encode("{}")
    );
    let text = format!(
        "{signed}.{}",
        base64url_encode(hmac::sign(&secret, signed.as_bytes()))
    );
    assert_eq!(Compact::parse(&text, MAX).err(), Some(JoseError::Algorithm));

    for signer in Alg::ALL.map(key) {
        for named in Alg::ALL {
            let text = forge(signer, &json!({"alg": named.as_str()}), &json!({}));
            let jws = Compact::parse(&text, MAX).unwrap();
            let verified = jws.verify(signer.public(), &Alg::ALL);
            assert_eq!(verified.is_ok(), named == signer.alg(), "{named:?}");
        }
    }
    // The same RSA key without `alg` serves both paddings, and each signature only its own.
    let both = with(&rsa.public().to_json(), "alg", json!(null));
    let set = JwkSet::parse(&json!({"keys": [both]}).to_string()).unwrap();
    let text = forge(rsa, &header(rsa), &json!({}));
    let jws = Compact::parse(&text, MAX).unwrap();
    assert_eq!(set.verify(&jws, &[Alg::Rs256]), Ok(()));
    assert_eq!(set.verify(&jws, &Alg::FAPI), Err(JoseError::Algorithm));
    let text = forge(rsa, &with(&header(rsa), "alg", json!("PS256")), &json!({}));
    let jws = Compact::parse(&text, MAX).unwrap();
    assert_eq!(set.verify(&jws, &Alg::ALL), Err(JoseError::Signature));
}

/// RFC 8725 §3.10: a key that comes with the token is never trusted by itself.
#[test]
fn a_key_set_ignores_the_keys_of_the_header() {
    let stranger = stranger();
    let head = json!({
        "alg": "ES256", "jwk": stranger.public().to_json(), "jku": "https://evil.example/jwks",
    });
    let jws = Compact::parse(&forge(&stranger, &head, &json!({})), MAX).unwrap();
    let set = JwkSet(vec![key(Alg::Es256).public().clone()]);
    assert_eq!(set.verify(&jws, &Alg::ALL), Err(JoseError::Signature));
    let named = with(&head, "kid", json!("nobody"));
    let jws = Compact::parse(&forge(&stranger, &named, &json!({})), MAX).unwrap();
    assert_eq!(set.verify(&jws, &Alg::ALL), Err(JoseError::Key("unknown")));
}

#[test]
fn claims_are_one_object_without_doubles() {
    let ours = key(Alg::Es256);
    for claims in [
        "[]",
        "1",
        "",
        "{",
        r#"{"sub":"a","sub":"b"}"#,
        r#"{"a":[{"b":1,"b":2}]}"#,
    ] {
        let text = forge_text(ours, &header(ours).to_string(), claims);
        let jws = Compact::parse(&text, MAX).unwrap();
        assert!(jws.claims_value().is_err(), "{claims}");
        assert!(jws.claims::<serde_json::Value>().is_err(), "{claims}");
    }
    // Doubled under two spellings of one name.
    assert!(strict_json(br#"{"a":1,"\u0061":2}"#).is_err());
    assert!(strict_json("[".repeat(100_000).as_bytes()).is_err());
    assert!(strict_json(br#"{"a":1e999}"#).is_err());
}

/// RFC 7515 §4.1.9.
#[test]
fn types_are_compared_as_media_types() {
    let typed = |typ: &str| {
        let text = forge(
            key(Alg::Es256),
            &json!({"alg": "ES256", "typ": typ}),
            &json!({}),
        );
        Compact::parse(&text, MAX)
            .unwrap()
            .header()
            .is_type("dpop+jwt")
    };
    for typ in [
        "dpop+jwt",
        "DPoP+JWT",
        "application/dpop+jwt",
        "Application/DPOP+jwt",
    ] {
        assert!(typed(typ), "{typ}");
    }
    for typ in [
        "",
        "JWT",
        "dpop",
        "dpop+jwt2",
        "text/dpop+jwt",
        "application/",
        "đpop+jwt",
    ] {
        assert!(!typed(typ), "{typ}");
    }
}
