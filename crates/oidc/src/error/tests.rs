//! Codes, statuses and what a description may hold.

use super::{ErrorCode, OAuthError};

#[test]
fn statuses() {
    use ErrorCode::*;
    let cases = [
        (InvalidRequest, "invalid_request", 400, 400),
        (InvalidClient, "invalid_client", 401, 401),
        (InvalidGrant, "invalid_grant", 400, 400),
        (AccessDenied, "access_denied", 400, 400),
        (AuthorizationPending, "authorization_pending", 400, 400),
        (SlowDown, "slow_down", 400, 400),
        (InvalidToken, "invalid_token", 401, 401),
        (InsufficientScope, "insufficient_scope", 403, 403),
        (
            InsufficientUserAuthentication,
            "insufficient_user_authentication",
            401,
            401,
        ),
        (InvalidDpopProof, "invalid_dpop_proof", 400, 401),
        (UseDpopNonce, "use_dpop_nonce", 400, 401),
        (ServerError, "server_error", 500, 500),
        (TemporarilyUnavailable, "temporarily_unavailable", 503, 503),
    ];
    for (code, name, status, at_resource) in cases {
        assert_eq!(code.to_string(), name);
        assert_eq!(
            (code.status(), code.status_at_resource()),
            (status, at_resource),
            "{name}"
        );
    }
}

/// RFC 6749 §5.2: `%x20-21 / %x23-5B / %x5D-7E`. All descriptions of this crate are literals after these words.
#[test]
fn descriptions_are_plain_ascii() {
    const SOURCES: [&str; 10] = [
        include_str!("../assertion/mod.rs"),
        include_str!("../authorization/read.rs"),
        include_str!("../authorization/target.rs"),
        include_str!("../claims/request.rs"),
        include_str!("../claims/verified.rs"),
        include_str!("../client_auth/mod.rs"),
        include_str!("../dpop/mod.rs"),
        include_str!("../hint/mod.rs"),
        include_str!("../jar/mod.rs"),
        include_str!("../params/mod.rs"),
    ];
    let allowed = |byte: u8| (0x20..=0x7e).contains(&byte) && byte != b'"' && byte != b'\\';
    let mut count = 0;
    for source in SOURCES {
        let texts = ["invalid(", "request("]
            .iter()
            .flat_map(|head| source.split(head).skip(1));
        for text in texts.filter_map(|rest| rest.trim_start().strip_prefix('"')) {
            let text = text.split('"').next().unwrap();
            assert!(text.bytes().all(allowed), "{text}");
            count += 1;
        }
    }
    assert!(count > 60, "{count}");
    let shown = OAuthError::request("state is missing").to_string();
    assert_eq!(shown, "invalid_request: state is missing");
    let body = OAuthError::request("state is missing").to_json();
    assert_eq!(body["error"], "invalid_request");
    assert_eq!(body["error_description"], "state is missing");
}
