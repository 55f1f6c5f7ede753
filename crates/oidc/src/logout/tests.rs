//! The modules of the RP-Initiated Logout profile, prefix `oidcc-rp-initiated-logout`.

use super::{Decision, Request, read};
use crate::client::Client;
use crate::hint::Hint;
use crate::testing::{high, web};
use crate::{ErrorCode, Params};

const BYE: &str = "https://shop.example/bye";

type Pairs<'a> = &'a [(&'a str, &'a str)];

fn hint() -> Hint {
    Hint {
        sub: "person".to_owned(),
        aud: vec!["shop".to_owned()],
        sid: None,
        iat: 1,
        exp: 2,
    }
}

fn request(pairs: &[(&str, &str)]) -> Request {
    read(&Params::from_pairs(pairs.iter().copied()).unwrap()).unwrap()
}

fn to(redirect: Option<&str>) -> Decision {
    Decision {
        client_id: Some("shop".to_owned()),
        redirect: redirect.map(str::to_owned),
        confirm: false,
    }
}

const PAGE: Decision = Decision {
    client_id: None,
    redirect: None,
    confirm: true,
};

// conformance: oidcc-rp-initiated-logout-no-state
// conformance: oidcc-rp-initiated-logout-no-post-logout-redirect-uri
#[test]
fn with_a_hint() {
    let uri = ("post_logout_redirect_uri", BYE);
    let cases: [(Pairs, Option<&str>); 5] = [
        (
            &[uri, ("state", "a b")],
            Some("https://shop.example/bye?state=a+b"),
        ),
        // -no-state, -no-post-logout-redirect-uri, -only-state
        (&[uri], Some(BYE)),
        (&[], None),
        (&[("state", "s")], None),
        (&[uri, ("client_id", "shop")], Some(BYE)),
    ];
    for (pairs, redirect) in cases {
        let decision = request(pairs).decide(Some(&hint()), Some(&web()));
        assert_eq!(decision, Ok(to(redirect)), "{pairs:?}");
    }
    assert_eq!(request(&[]).client(Some(&hint())), Some("shop"));
}

/// -no-id-token-hint, -no-params, -only-state, -bad-id-token-hint: a page, never a redirect.
// conformance: oidcc-rp-initiated-logout-no-id-token-hint
// conformance: oidcc-rp-initiated-logout-no-params, oidcc-rp-initiated-logout-only-state
#[test]
fn without_a_hint() {
    let cases: [Pairs; 4] = [
        &[],
        &[("state", "s")],
        &[("post_logout_redirect_uri", BYE)],
        &[("post_logout_redirect_uri", BYE), ("client_id", "shop")],
    ];
    for pairs in cases {
        let request = request(pairs);
        assert_eq!(request.decide(None, None), Ok(PAGE));
        assert_eq!(request.decide(None, Some(&web())), Ok(PAGE));
    }
}

/// -bad-post-logout-redirect-uri, -query-added-to-post-logout-redirect-uri
// conformance: oidcc-rp-initiated-logout-bad-post-logout-redirect-uri
// conformance: oidcc-rp-initiated-logout-query-added-to-post-logout-redirect-uri
#[test]
fn bad_places() {
    for uri in [
        "https://evil.example/bye",
        "https://shop.example/bye?x=1",
        "https://shop.example/bye/",
        "https://shop.example/cb",
        "https://shop.example/",
        "javascript:alert(1)",
    ] {
        let refused =
            request(&[("post_logout_redirect_uri", uri)]).decide(Some(&hint()), Some(&web()));
        assert_eq!(
            refused.unwrap_err().code,
            ErrorCode::InvalidRequest,
            "{uri}"
        );
    }
}

#[test]
fn a_hint_of_another_client() {
    let named = request(&[("client_id", "tax"), ("post_logout_redirect_uri", BYE)]);
    assert_eq!(named.client(Some(&hint())), Some("tax"));
    let gone: Option<&Client> = None;
    for client in [Some(&high()), Some(&web()), gone] {
        assert!(named.decide(Some(&hint()), client).is_err());
    }
}

#[test]
fn parameters() {
    let request = request(&[
        ("ui_locales", "vi en"),
        ("logout_hint", "x"),
        ("id_token_hint", "h"),
    ]);
    assert_eq!(request.ui_locales, ["vi", "en"]);
    assert_eq!(request.id_token_hint.as_deref(), Some("h"));
    let long = "s".repeat(2_049);
    assert!(read(&Params::from_pairs([("state", long)]).unwrap()).is_err());
}
