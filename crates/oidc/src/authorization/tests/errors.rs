//! What is refused, and whether the error may be redirected.

use super::{CHALLENGE, base, fapi, high_with, set};
use crate::ErrorCode;
use crate::authorization::{read, target};
use crate::client::{Client, ClientAuth, GrantType};
use crate::testing::{high, web};

/// The person sees these; nothing is redirected.
#[test]
fn errors_before_the_target_is_proven() {
    let long = "s".repeat(2_049);
    for (name, value) in [
        ("client_id", ""),
        ("client_id", "tax"),
        ("redirect_uri", ""),
        ("redirect_uri", "https://evil.example/cb"),
        ("redirect_uri", "https://shop.example/cb/"),
        ("state", long.as_str()),
        ("state", "a\r\nSet-Cookie: x"),
    ] {
        let params = set(&base(), name, value);
        let error = target(&params, &web()).unwrap_err();
        assert_eq!(error.code, ErrorCode::InvalidRequest, "{name}");
        assert_eq!(read(&params, &web(), false), Err(error));
    }
}

// conformance: oidcc-response-type-missing
// conformance: oidcc-unsigned-request-object-supported-correctly-or-rejected-as-unsupported
#[test]
fn errors_of_the_web_class() {
    use ErrorCode::{
        InvalidRequest, InvalidScope, InvalidTarget, RegistrationNotSupported, RequestNotSupported,
        RequestUriNotSupported, UnsupportedResponseType,
    };
    let long = "n".repeat(2_049);
    let list = "a ".repeat(21);
    let cases = [
        ("response_type", "", InvalidRequest),
        ("response_type", "token", UnsupportedResponseType),
        ("response_type", "id_token", UnsupportedResponseType),
        ("response_type", "code id_token", UnsupportedResponseType),
        ("response_type", "Code", UnsupportedResponseType),
        ("response_mode", "fragment", InvalidRequest),
        ("response_mode", "jwt", InvalidRequest),
        ("scope", "", InvalidScope),
        ("scope", "profile", InvalidScope),
        ("scope", "OPENID", InvalidScope),
        ("scope", "openid \"x\"", InvalidScope),
        ("scope", "openid\tprofile", InvalidScope),
        ("code_challenge_method", "S256", InvalidRequest),
        ("code_challenge", CHALLENGE, InvalidRequest),
        ("prompt", "none login", InvalidRequest),
        ("prompt", "create", InvalidRequest),
        ("max_age", "-1", InvalidRequest),
        ("max_age", "+1", InvalidRequest),
        ("max_age", "1.5", InvalidRequest),
        ("max_age", "99999999999999999999", InvalidRequest),
        ("claims", "{", InvalidRequest),
        ("claims", "[]", InvalidRequest),
        ("nonce", long.as_str(), InvalidRequest),
        ("acr_values", list.as_str(), InvalidRequest),
        ("dpop_jkt", "abc", InvalidRequest),
        ("resource", "api", InvalidTarget),
        ("resource", "https://api.example/#x", InvalidTarget),
        ("request", "e30.e30.", RequestNotSupported),
        (
            "request_uri",
            "https://shop.example/r",
            RequestUriNotSupported,
        ),
        ("registration", "{}", RegistrationNotSupported),
    ];
    for (name, value, code) in cases {
        let params = set(&base(), name, value);
        assert!(target(&params, &web()).is_ok(), "{name}: may be redirected");
        assert_eq!(
            read(&params, &web(), false).unwrap_err().code,
            code,
            "{name}={value}"
        );
    }
}

// conformance: fapi2-security-profile-final-par-ensure-pkce-required
// conformance: fapi2-security-profile-final-par-plain-pkce-rejected
// conformance: fapi2-security-profile-final-ensure-response-type-code-idtoken-fails
// conformance: fapi2-security-profile-final-ensure-response-type-token-fails
// conformance: fapi2-security-profile-final-ensure-redirect-uri-in-authorization-request
// conformance: fapi2-security-profile-final-par-authorization-request-containing-request_uri-form-param
// conformance: fapi2-security-profile-final-ensure-unsigned-authorization-request-without-using-par-fails
#[test]
fn errors_of_the_high_class() {
    use ErrorCode::{InvalidRequest, InvalidScope, UnsupportedResponseType};
    let cases = [
        // par-ensure-pkce-required, par-plain-pkce-rejected
        ("code_challenge", "", InvalidRequest),
        ("code_challenge_method", "", InvalidRequest),
        ("code_challenge_method", "plain", InvalidRequest),
        // ensure-response-type-code-idtoken-fails, ensure-response-type-token-fails
        ("response_type", "code id_token", UnsupportedResponseType),
        ("response_type", "token", UnsupportedResponseType),
        // ensure-request-object-without-redirect-uri-fails, ensure-redirect-uri-in-authorization-request
        ("redirect_uri", "", InvalidRequest),
        ("redirect_uri", "https://tax.example/other", InvalidRequest),
        // par-authorization-request-containing-request_uri-form-param
        (
            "request_uri",
            "urn:ietf:params:oauth:request_uri:x",
            InvalidRequest,
        ),
        ("scope", "openid admin", InvalidScope),
    ];
    for (name, value, code) in cases {
        assert_eq!(
            high_with(name, value).unwrap_err().code,
            code,
            "{name}={value}"
        );
    }
    // ensure-unsigned-authorization-request-without-using-par-fails
    let unpushed = read(&set(&fapi(), "x", ""), &high(), false);
    assert_eq!(unpushed.unwrap_err().code, InvalidRequest);
}

#[test]
fn what_a_client_registered_for_itself() {
    let plain = set(&base(), "x", "");
    for client in [
        Client {
            require_pkce: true,
            ..web()
        },
        Client {
            auth: ClientAuth::None,
            ..web()
        },
        Client {
            require_par: true,
            ..web()
        },
    ] {
        assert_eq!(
            read(&plain, &client, false).unwrap_err().code,
            ErrorCode::InvalidRequest
        );
    }
    let client = Client {
        require_par: true,
        ..web()
    };
    assert!(read(&plain, &client, true).is_ok());
    let client = Client {
        grant_types: vec![GrantType::ClientCredentials],
        ..web()
    };
    assert_eq!(
        read(&plain, &client, false).unwrap_err().code,
        ErrorCode::UnauthorizedClient
    );
}
