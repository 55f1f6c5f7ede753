//! How clients present themselves.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use proptest::prelude::*;
use serde_json::json;

use super::{JWT_BEARER, Presented, read};
use crate::client::ClientAuth;
use crate::jose::Alg;
use crate::testing::{forge, header, key};
use crate::{ErrorCode, Params};

/// The header, the body, the error.
type Case<'a> = (Option<&'a str>, Pairs<'a>, ErrorCode);
type Pairs<'a> = &'a [(&'a str, &'a str)];

fn params(pairs: &[(&str, &str)]) -> Params {
    Params::from_pairs(pairs.iter().copied()).unwrap()
}

fn basic(text: &str) -> String {
    format!("Basic {}", STANDARD.encode(text))
}

fn jwt(sub: &str) -> String {
    let ours = key(Alg::Es256);
    forge(ours, &header(ours), &json!({"sub": sub}))
}

#[test]
fn each_method() {
    let presented = read(Some(&basic("shop:s3cret")), &params(&[])).unwrap();
    let expected = Presented::Basic {
        id: "shop".to_owned(),
        secret: "s3cret".to_owned(),
    };
    assert_eq!(presented, expected);
    assert_eq!(presented.method(), ClientAuth::SecretBasic);

    let body = params(&[("client_id", "shop"), ("client_secret", "s3cret")]);
    let presented = read(None, &body).unwrap();
    assert_eq!(
        (presented.method(), presented.client_id()),
        (ClientAuth::SecretPost, "shop")
    );

    let token = jwt("tax");
    let body = [
        ("client_assertion_type", JWT_BEARER),
        ("client_assertion", token.as_str()),
    ];
    for body in [
        params(&body),
        params(&[&body[..], &[("client_id", "tax")]].concat()),
    ] {
        let presented = read(None, &body).unwrap();
        let expected = Presented::Assertion {
            client_id: "tax".to_owned(),
            jwt: token.clone(),
        };
        assert_eq!(presented, expected);
    }

    let presented = read(None, &params(&[("client_id", "app")])).unwrap();
    assert_eq!(
        presented,
        Presented::None {
            client_id: "app".to_owned()
        }
    );
}

/// RFC 6749 §2.3.1: both parts are form-urlencoded first.
#[test]
fn basic_is_decoded() {
    let cases = [
        ("shop:a%3Ab%25+c", ("shop", "a:b% c")),
        ("https%3A%2F%2Fshop:%C4%90", ("https://shop", "Đ")),
        ("shop:a:b", ("shop", "a:b")),
        ("shop:", ("shop", "")),
    ];
    for (text, (id, secret)) in cases {
        let expected = Presented::Basic {
            id: id.to_owned(),
            secret: secret.to_owned(),
        };
        assert_eq!(read(Some(&basic(text)), &params(&[])), Ok(expected));
    }
    let lower = basic("shop:x").replacen("Basic", "bASIC", 1);
    assert!(read(Some(&lower), &params(&[("client_id", "shop")])).is_ok());
}

#[test]
fn refusals() {
    use ErrorCode::{InvalidClient, InvalidRequest};
    let token = jwt("tax");
    let typ = ("client_assertion_type", JWT_BEARER);
    let assertion = ("client_assertion", token.as_str());
    let (id, secret) = (("client_id", "shop"), ("client_secret", "x"));
    let good = basic("shop:x");
    let cases: [Case; 14] = [
        (None, &[], InvalidClient),
        (None, &[secret], InvalidClient),
        (Some(&good), &[id, secret], InvalidRequest),
        (Some(&good), &[typ, assertion], InvalidRequest),
        (None, &[id, secret, typ, assertion], InvalidRequest),
        (Some(&good), &[("client_id", "tax")], InvalidClient),
        (None, &[id, typ, assertion], InvalidClient),
        (None, &[assertion], InvalidRequest),
        (None, &[typ], InvalidRequest),
        (
            None,
            &[("client_assertion_type", "urn:saml"), assertion],
            InvalidRequest,
        ),
        (
            None,
            &[typ, ("client_assertion", "not.a.jwt")],
            InvalidClient,
        ),
        (Some("Bearer x"), &[id], InvalidClient),
        (Some("Basic"), &[id], InvalidClient),
        (Some("Basic !!!"), &[id], InvalidClient),
    ];
    for (header, body, code) in cases {
        let error = read(header, &params(body)).unwrap_err();
        assert_eq!(error.code, code, "{header:?} {body:?}");
    }
    for text in ["shop", ":x", "%zz:x", "shop:%", "shop:%FF"] {
        let error = read(Some(&basic(text)), &params(&[])).unwrap_err();
        assert_eq!(error.code, InvalidClient, "{text}");
    }
    let ours = key(Alg::Es256);
    let nobody = forge(ours, &header(ours), &json!({"iss": "tax"}));
    let body = params(&[typ, ("client_assertion", &nobody)]);
    assert_eq!(read(None, &body).unwrap_err().code, InvalidClient);
}

#[test]
fn secrets_are_not_shown() {
    let token = jwt("tax");
    let body = params(&[
        ("client_assertion_type", JWT_BEARER),
        ("client_assertion", &token),
    ]);
    let shown = [
        format!(
            "{:?}",
            read(Some(&basic("shop:s3cret")), &params(&[])).unwrap()
        ),
        format!("{:?}", read(None, &body).unwrap()),
    ];
    assert!(shown[0].contains("shop") && !shown[0].contains("s3cret"));
    assert!(!shown[1].contains(&token[..20]));
}

proptest! {
    #[test]
    fn any_header(text in ".*", inner in any::<Vec<u8>>()) {
        let _ = read(Some(&text), &params(&[]));
        let _ = read(Some(&format!("Basic {}", STANDARD.encode(inner))), &params(&[]));
    }

    #[test]
    fn any_credentials_survive_basic(id in ".{1,20}", secret in ".{0,20}") {
        let encode = |text: &str| form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
        let header = basic(&format!("{}:{}", encode(&id), encode(&secret)));
        prop_assert_eq!(read(Some(&header), &params(&[])), Ok(Presented::Basic { id, secret }));
    }
}
