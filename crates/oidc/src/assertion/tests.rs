//! Client assertions, by the conformance suite's module names.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::{Assertion, verify};
use crate::client::Client;
use crate::jose::{Alg, LocalKey};
use crate::testing::{
    ISSUER, NOW, forge, forge_text, header, high, key, stranger, web, with, with_all_keys,
};
use crate::{ErrorCode, OAuthError};

const TOKEN_ENDPOINT: &str = "https://id.example.vn/oidc/token";
const PAR_ENDPOINT: &str = "https://id.example.vn/oidc/par";

fn claims() -> Value {
    json!({"iss": "tax", "sub": "tax", "aud": ISSUER, "jti": "j-1", "exp": NOW + 60, "iat": NOW})
}

fn by(key: &LocalKey, client: &Client, claims: &Value) -> Result<Assertion, OAuthError> {
    let text = forge(key, &header(key), claims);
    verify(&text, client, ISSUER, &[TOKEN_ENDPOINT], NOW)
}

fn check(claims: &Value) -> Result<Assertion, OAuthError> {
    by(key(Alg::Es256), &high(), claims)
}

#[track_caller]
fn refused(result: Result<Assertion, OAuthError>) {
    assert_eq!(result.unwrap_err().code, ErrorCode::InvalidClient);
}

// conformance: fapi2-security-profile-final-par-ensure-jwt-client-assertions-nbf-8-seconds-in-the-future-is-accepted
#[test]
fn accepted() {
    let expected = Assertion {
        jti: "j-1".to_owned(),
        exp: NOW + 60,
    };
    assert_eq!(check(&claims()), Ok(expected));
    for alg in Alg::FAPI {
        assert!(
            by(key(alg), &with_all_keys(high()), &claims()).is_ok(),
            "{alg:?}"
        );
    }
    let cases = [
        // par-ensure-jwt-client-assertions-nbf-8-seconds-in-the-future-is-accepted
        ("nbf", json!(NOW + 8)),
        ("iat", json!(NOW + 10)),
        ("nbf", json!(NOW - 1_000)),
        ("iat", Value::Null),
        ("exp", json!(NOW + 3_600)),
        ("exp", json!(1_763_800_060.5)),
    ];
    for (name, value) in cases {
        assert!(
            check(&with(&claims(), name, value.clone())).is_ok(),
            "{name} {value}"
        );
    }
}

// conformance: fapi2-security-profile-final-ensure-client-assertion-with-no-sub-fails
// conformance: fapi2-security-profile-final-ensure-client-assertion-with-wrong-aud-fails
// conformance: fapi2-security-profile-final-ensure-client-assertion-with-exp-is-5-minutes-in-past-fails
// conformance: fapi2-security-profile-final-par-test-array-as-audience-fails
// conformance: fapi2-security-profile-final-par-test-par-endpoint-url-as-audience-fails
// conformance: fapi2-security-profile-final-par-test-token-endpoint-url-as-audience-fails
// conformance: fapi2-security-profile-final-par-ensure-jwt-client-assertions-nbf-over-60-seconds-in-the-future-fails
#[test]
fn refused_claims() {
    let cases = [
        // ensure-client-assertion-with-no-sub-fails, -with-wrong-aud-fails, -with-exp-is-5-minutes-in-past-fails
        ("sub", Value::Null),
        ("sub", json!("shop")),
        ("iss", Value::Null),
        ("iss", json!("shop")),
        ("aud", Value::Null),
        ("aud", json!("https://other.example")),
        ("exp", json!(NOW - 300)),
        ("exp", json!(NOW)),
        ("exp", Value::Null),
        ("exp", json!((NOW + 60).to_string())),
        ("exp", json!(NOW + 3_601)),
        ("exp", json!(1e300)),
        // par-test-array-as-audience-fails, -token-endpoint-url-, -par-endpoint-url-as-audience-fails
        ("aud", json!([ISSUER])),
        ("aud", json!(TOKEN_ENDPOINT)),
        ("aud", json!(PAR_ENDPOINT)),
        ("aud", json!(format!("{ISSUER}/"))),
        // …-nbf-over-60-seconds-in-the-future-fails
        ("nbf", json!(NOW + 61)),
        ("iat", json!(NOW + 61)),
        ("nbf", json!("now")),
        ("jti", Value::Null),
        ("jti", json!("")),
        ("jti", json!(1)),
        ("jti", json!("j".repeat(257))),
    ];
    for (name, value) in cases {
        let result = check(&with(&claims(), name, value.clone()));
        assert!(result.is_err(), "{name} {value}");
        refused(result);
    }
}

// conformance: fapi2-security-profile-final-ensure-signed-client-assertion-with-RS256-fails
#[test]
fn refused_signatures() {
    let ours = key(Alg::Es256);
    let check = |text: &str| verify(text, &high(), ISSUER, &[], NOW);
    // ensure-signed-client-assertion-with-RS256-fails
    refused(by(key(Alg::Rs256), &with_all_keys(high()), &claims()));
    refused(by(&stranger(), &high(), &claims()));
    refused(check(&forge(&stranger(), &header(ours), &claims())));
    refused(check(&forge(ours, &json!({"alg": "none"}), &claims())));
    refused(check(&forge(ours, &json!({"alg": "HS256"}), &claims())));
    refused(check(&forge_text(ours, &header(ours).to_string(), "null")));
    refused(check(""));
    refused(by(
        ours,
        &Client {
            jwks: None,
            ..high()
        },
        &claims(),
    ));
    // A key that the client registered for another algorithm.
    let head = with(&header(key(Alg::EdDsa)), "alg", json!("ES256"));
    let text = forge(ours, &head, &claims());
    refused(verify(&text, &with_all_keys(high()), ISSUER, &[], NOW));
}

/// OpenID Connect Core §9.
#[test]
fn the_web_class_may_name_the_token_endpoint() {
    let claims = with(&with(&claims(), "iss", json!("shop")), "sub", json!("shop"));
    for aud in [
        json!(ISSUER),
        json!(TOKEN_ENDPOINT),
        json!(["x", TOKEN_ENDPOINT]),
        json!([ISSUER]),
    ] {
        let claims = with(&claims, "aud", aud);
        assert!(by(key(Alg::Rs256), &with_all_keys(web()), &claims).is_ok());
    }
    for aud in [json!(PAR_ENDPOINT), json!([]), json!([[ISSUER]]), json!("")] {
        let claims = with(&claims, "aud", aud);
        refused(by(key(Alg::Rs256), &with_all_keys(web()), &claims));
    }
}

proptest! {
    #[test]
    fn any_text(text in ".*") {
        prop_assert!(verify(&text, &high(), ISSUER, &[], NOW).is_err());
    }
}

/// RFC 8725 §3.11: what the client signed for another use proves nothing here.
#[test]
fn another_type_is_no_assertion() {
    let ours = key(Alg::Es256);
    for (typ, good) in [
        (Value::Null, true),
        (json!("JWT"), true),
        (json!("client-authentication+jwt"), true),
        (json!("oauth-authz-req+jwt"), false),
        (json!("dpop+jwt"), false),
        (json!("at+jwt"), false),
    ] {
        let text = forge(ours, &with(&header(ours), "typ", typ.clone()), &claims());
        let result = verify(&text, &high(), ISSUER, &[TOKEN_ENDPOINT], NOW);
        assert_eq!(result.is_ok(), good, "{typ}");
    }
}
