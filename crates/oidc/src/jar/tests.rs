//! Request objects, by the modules of the FAPI 2.0 Message Signing plan.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::verify;
use crate::client::Client;
use crate::jose::Alg;
use crate::testing::{
    ISSUER, NOW, forge, forge_text, header, high, key, stranger, web, with, with_all_keys,
};
use crate::{ErrorCode, OAuthError, Params};

fn claims() -> Value {
    json!({
        "iss": "tax", "aud": ISSUER, "exp": NOW + 300, "nbf": NOW, "iat": NOW, "jti": "j",
        "client_id": "tax", "response_type": "code", "redirect_uri": "https://tax.example/cb",
        "scope": "openid", "state": "s", "max_age": 60, "claims": {"userinfo": {"name": null}},
        "resource": ["https://a", "https://b"],
    })
}

fn check(client: &Client, claims: &Value) -> Result<Params, OAuthError> {
    let ours = key(Alg::Es256);
    verify(&forge(ours, &header(ours), claims), client, ISSUER, NOW)
}

#[track_caller]
fn refused(result: Result<Params, OAuthError>) {
    assert_eq!(result.unwrap_err().code, ErrorCode::InvalidRequestObject);
}

#[test]
fn its_members_are_the_parameters() {
    let params = check(&high(), &claims()).unwrap();
    let expected = [
        ("client_id", "tax"),
        ("response_type", "code"),
        ("redirect_uri", "https://tax.example/cb"),
        ("scope", "openid"),
        ("state", "s"),
        ("max_age", "60"),
        ("claims", r#"{"userinfo":{"name":null}}"#),
    ];
    for (name, value) in expected {
        assert_eq!(params.get(name), Some(value));
    }
    assert_eq!(params.get_all("resource").count(), 2);
    for own in ["iss", "aud", "exp", "nbf", "iat", "jti"] {
        assert!(!params.has(own), "{own}");
    }
}

#[test]
fn accepted() {
    let cases = [
        // ensure-request-object-with-multiple-aud-succeeds
        ("aud", json!(["https://other.example", ISSUER])),
        // ensure-request-object-with-nbf-8-seconds-in-the-future-is-accepted
        ("nbf", json!(NOW + 8)),
        ("nbf", json!(NOW - 3_000)),
        ("exp", json!(NOW + 3_600)),
        ("jti", Value::Null),
        ("iat", Value::Null),
        ("unknown", json!("x")),
    ];
    for (name, value) in cases {
        assert!(
            check(&high(), &with(&claims(), name, value.clone())).is_ok(),
            "{name} {value}"
        );
    }
    for typ in [
        "oauth-authz-req+jwt",
        "JWT",
        "application/oauth-authz-req+jwt",
    ] {
        let ours = key(Alg::Ps256);
        let text = forge(ours, &with(&header(ours), "typ", json!(typ)), &claims());
        let client = with_all_keys(high());
        assert!(verify(&text, &client, ISSUER, NOW).is_ok(), "{typ}");
    }
}

#[test]
fn refused_claims() {
    let cases = [
        ("exp", Value::Null),
        ("nbf", Value::Null),
        ("exp", json!(NOW)),
        ("exp", json!(NOW - 300)),
        ("exp", json!(NOW + 3_601)),
        ("nbf", json!(NOW - 3_601)),
        ("nbf", json!(NOW + 61)),
        ("exp", json!("tomorrow")),
        ("aud", Value::Null),
        ("aud", json!("https://other.example")),
        ("aud", json!([])),
        ("aud", json!(format!("{ISSUER}/"))),
        ("iss", Value::Null),
        ("iss", json!("shop")),
        ("client_id", Value::Null),
        ("client_id", json!("shop")),
        ("request", json!("e30.e30.")),
        ("request_uri", json!("urn:ietf:params:oauth:request_uri:x")),
        ("resource", json!([1])),
    ];
    for (name, value) in cases {
        let result = check(&high(), &with(&claims(), name, value.clone()));
        assert!(result.is_err(), "{name} {value}");
        refused(result);
    }
}

#[test]
fn refused_signatures() {
    let ours = key(Alg::Es256);
    let check = |text: &str| verify(text, &high(), ISSUER, NOW);
    let good = forge(ours, &header(ours), &claims());
    let signed = good.rsplit_once('.').unwrap().0;
    refused(check(&format!("{signed}.")));
    refused(check(&forge(ours, &json!({"alg": "none"}), &claims())));
    let rsa = key(Alg::Rs256);
    let text = forge(rsa, &header(rsa), &claims());
    refused(verify(&text, &with_all_keys(high()), ISSUER, NOW));
    refused(check(&forge(&stranger(), &header(ours), &claims())));
    refused(check(&forge(&stranger(), &header(&stranger()), &claims())));
    refused(check(&forge(
        ours,
        &with(&header(ours), "typ", json!("dpop+jwt")),
        &claims(),
    )));
    refused(check(&forge_text(ours, &header(ours).to_string(), "[]")));
    refused(check("request"));
    let keyless = Client {
        jwks: None,
        ..high()
    };
    refused(verify(&good, &keyless, ISSUER, NOW));
}

/// oidcc-unsigned-request-object-supported-correctly-or-rejected-as-unsupported
#[test]
fn an_unsigned_object_of_the_web_class() {
    let text = forge(key(Alg::Es256), &json!({"alg": "none"}), &claims());
    let error = verify(&text, &web(), ISSUER, NOW).unwrap_err();
    assert_eq!(error.code, ErrorCode::RequestNotSupported);
}

/// A `Web` client's object may leave out what OpenID Connect Core §6.1 leaves out, but what it says must be right.
#[test]
fn a_plain_object_of_the_web_class() {
    let claims = json!({"client_id": "shop", "scope": "openid"});
    assert!(check(&web(), &claims).is_ok());
    for (name, value) in [
        ("exp", json!(NOW)),
        ("nbf", json!(NOW + 61)),
        ("iss", json!("tax")),
        ("aud", json!("https://other.example")),
        ("request_uri", json!("https://shop.example/r")),
    ] {
        refused(check(&web(), &with(&claims, name, value)));
    }
}

proptest! {
    #[test]
    fn any_text(text in ".*") {
        prop_assert!(verify(&text, &web(), ISSUER, NOW).is_err());
    }

    #[test]
    fn any_member(name in "[a-z_]{1,12}", text in ".{0,20}", number in any::<f64>()) {
        let ours = key(Alg::Es256);
        for value in [json!(text), json!(number), json!([text]), json!({"a": number})] {
            let _ = verify(&forge(ours, &header(ours), &with(&claims(), &name, value)), &high(), ISSUER, NOW);
        }
    }
}

/// RFC 9101 §10.8, RFC 8725 §3.11: an assertion of the client is no request of it.
#[test]
fn a_client_assertion_is_no_request_object() {
    refused(check(&high(), &with(&claims(), "sub", json!("tax"))));
    assert!(check(&high(), &with(&claims(), "sub", json!("person"))).is_ok());
}
