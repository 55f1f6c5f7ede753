//! Requests, good and bad, by the conformance suite's module names.

mod errors;

use proptest::prelude::*;

use super::{Prompt, Request, ResponseMode, read, target};
use crate::client::Client;
use crate::testing::{ISSUER, high, web};
use crate::{ErrorCode, OAuthError, Params};

const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

type Pairs<'a> = Vec<(&'a str, &'a str)>;

fn base() -> Pairs<'static> {
    vec![
        ("client_id", "shop"),
        ("response_type", "code"),
        ("redirect_uri", "https://shop.example/cb"),
        ("scope", "openid profile"),
    ]
}

fn fapi() -> Pairs<'static> {
    vec![
        ("client_id", "tax"),
        ("response_type", "code"),
        ("redirect_uri", "https://tax.example/cb"),
        ("scope", "openid"),
        ("code_challenge", CHALLENGE),
        ("code_challenge_method", "S256"),
    ]
}

/// `pairs` with one changed, or taken away by an empty value.
fn set<'a>(pairs: &Pairs<'a>, name: &'a str, value: &'a str) -> Params {
    let rest = pairs.iter().copied().filter(|(own, _)| *own != name);
    Params::from_pairs(rest.chain([(name, value)])).unwrap()
}

fn web_with(name: &str, value: &str) -> Result<Request, OAuthError> {
    read(&set(&base(), name, value), &web(), false)
}

fn high_with(name: &str, value: &str) -> Result<Request, OAuthError> {
    read(&set(&fapi(), name, value), &high(), true)
}

#[test]
fn the_least_request() {
    // ensure-request-without-nonce-succeeds-for-code-flow, ensure-authorization-request-without-state-success
    let request = web_with("x", "").unwrap();
    assert_eq!(request.client_id, "shop");
    assert_eq!(request.scope, ["openid", "profile"]);
    assert_eq!(request.response_mode, ResponseMode::Query);
    assert_eq!(
        (&request.state, &request.nonce, &request.challenge),
        (&None, &None, &None)
    );
    assert!(request.prompt.is_empty() && request.claims.is_empty() && request.max_age.is_none());
    let stored = serde_json::to_string(&request).unwrap();
    assert_eq!(serde_json::from_str::<Request>(&stored).unwrap(), request);
}

#[test]
fn everything_at_once() {
    let mut pairs = base();
    pairs.extend([
        ("state", "s t"),
        ("nonce", "n"),
        ("response_mode", "form_post"),
        ("prompt", "login consent login"),
        ("max_age", "10000"),
        ("acr_values", "urn:2  urn:1"),
        ("display", "popup"),
        ("ui_locales", "vi en"),
        ("claims_locales", "vi"),
        ("login_hint", "someone"),
        ("id_token_hint", "e.e.e"),
        ("dpop_jkt", CHALLENGE),
        ("code_challenge", CHALLENGE),
        ("code_challenge_method", "S256"),
        ("claims", r#"{"userinfo":{"name":{"essential":true}}}"#),
        ("resource", "https://api.example/"),
        ("resource", "https://api2.example/"),
        ("unknown", "extra"),
    ]);
    let request = read(&Params::from_pairs(pairs).unwrap(), &web(), false).unwrap();
    assert_eq!(request.prompt, [Prompt::Login, Prompt::Consent]);
    assert!(request.prompts(Prompt::Login) && !request.prompts(Prompt::None));
    assert_eq!(request.max_age, Some(10_000));
    assert_eq!(request.acr_values, ["urn:2", "urn:1"]);
    assert_eq!(request.ui_locales, ["vi", "en"]);
    assert_eq!(request.resource.len(), 2);
    assert!(request.claims.userinfo.claims["name"].essential);
    assert_eq!(request.target().response_mode, ResponseMode::FormPost);
    let stored = serde_json::to_string(&request).unwrap();
    assert_eq!(serde_json::from_str::<Request>(&stored).unwrap(), request);
}

#[test]
fn accepted() {
    let long = "n".repeat(1_024);
    for (name, value) in [
        ("scope", "profile openid"),
        ("scope", "openid unknown offline_access"),
        ("prompt", "none"),
        ("max_age", "0"),
        ("max_age", "18446744073709551615"),
        ("display", "hologram"),
        ("state", long.as_str()),
        ("nonce", long.as_str()),
        ("unknown", "x"),
    ] {
        assert!(web_with(name, value).is_ok(), "{name}={value}");
    }
    assert_eq!(
        web_with("scope", "openid openid email admin")
            .unwrap()
            .scope,
        ["openid", "email"]
    );
    assert!(high_with("x", "").is_ok());
    let client = Client {
        default_max_age: Some(60),
        ..web()
    };
    let read = |params: &Params| read(params, &client, false).unwrap().max_age;
    assert_eq!(read(&set(&base(), "x", "")), Some(60));
    assert_eq!(read(&set(&base(), "max_age", "5")), Some(5));
}

#[test]
fn answers() {
    let mut pairs = base();
    pairs.push(("state", "a b&c"));
    let target = target(&Params::from_pairs(pairs).unwrap(), &web()).unwrap();
    let fields = target.success("c0de", ISSUER);
    assert_eq!(
        target.location(&fields),
        "https://shop.example/cb?code=c0de&state=a+b%26c&iss=https%3A%2F%2Fid.example.vn"
    );
    let error = OAuthError::new(ErrorCode::LoginRequired, "nobody is signed in");
    let fields = target.failure(&error, ISSUER);
    let names: Vec<_> = fields.iter().map(|(name, _)| *name).collect();
    assert_eq!(names, ["error", "error_description", "state", "iss"]);
}

proptest! {
    #[test]
    fn any_values(
        name in "state|nonce|scope|prompt|max_age|claims|display|acr_values|dpop_jkt|resource|response_mode|redirect_uri",
        value in ".{1,40}",
    ) {
        let results = [web_with(&name, &value), high_with(&name, &value)];
        for request in results.into_iter().flatten() {
            prop_assert!(request.has_scope("openid"));
            prop_assert!(request.scope.iter().all(|scope| web().scopes.contains(scope)));
        }
    }
}
