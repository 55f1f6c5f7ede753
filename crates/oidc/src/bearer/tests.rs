//! Tokens that come well and badly.

use proptest::prelude::*;

use super::{Presented, Scheme, StepUp, challenge, read};
use crate::{ErrorCode, OAuthError, Params};

fn body(pairs: &[(&str, &str)]) -> Params {
    Params::from_pairs(pairs.iter().copied()).unwrap()
}

/// oidcc-userinfo-get, -post-header, -post-body; access-token-type-header-case-sensitivity
#[test]
fn accepted() {
    let token = |scheme| {
        Ok(Some(Presented {
            scheme,
            token: "a.B-9~_+/=".to_owned(),
        }))
    };
    for header in [
        "Bearer a.B-9~_+/=",
        "bearer a.B-9~_+/=",
        "BEARER  a.B-9~_+/=",
    ] {
        assert_eq!(read(Some(header), None), token(Scheme::Bearer), "{header}");
    }
    for header in ["DPoP a.B-9~_+/=", "dpop a.B-9~_+/=", "DPOP a.B-9~_+/="] {
        assert_eq!(
            read(Some(header), Some(&body(&[]))),
            token(Scheme::Dpop),
            "{header}"
        );
    }
    let form = body(&[("access_token", "a.B-9~_+/=")]);
    assert_eq!(read(None, Some(&form)), token(Scheme::Bearer));
    assert_eq!(read(None, Some(&body(&[]))), Ok(None));
    assert_eq!(read(None, None), Ok(None));
}

#[test]
fn refused() {
    use ErrorCode::{InvalidRequest, InvalidToken};
    for (header, code) in [
        ("Basic c2hvcDp4", InvalidRequest),
        ("", InvalidRequest),
        ("Bearer", InvalidToken),
        ("Bearer ", InvalidToken),
        ("Bearer a b", InvalidToken),
        ("Bearer a,b", InvalidToken),
        ("Bearer đ", InvalidToken),
    ] {
        assert_eq!(read(Some(header), None).unwrap_err().code, code, "{header}");
    }
    let twice = read(Some("Bearer a"), Some(&body(&[("access_token", "a")])));
    assert_eq!(twice.unwrap_err().code, InvalidRequest);
    let shown = format!("{:?}", read(Some("Bearer s3cret"), None).unwrap());
    assert!(!shown.contains("s3cret"));
}

#[test]
fn challenges() {
    let nothing = StepUp::default();
    assert_eq!(challenge(Scheme::Bearer, None, &nothing), "Bearer");
    assert_eq!(
        challenge(Scheme::Dpop, None, &nothing),
        r#"DPoP algs="ES256 EdDSA PS256""#
    );
    let error = OAuthError::new(ErrorCode::InvalidToken, "the token has expired");
    assert_eq!(
        challenge(Scheme::Bearer, Some(&error), &nothing),
        r#"Bearer error="invalid_token", error_description="the token has expired""#
    );
    let error = OAuthError::new(
        ErrorCode::InsufficientUserAuthentication,
        "a higher level is needed",
    );
    let step_up = StepUp {
        acr_values: &["urn:2", "urn:3"],
        max_age: Some(60),
    };
    assert_eq!(
        challenge(Scheme::Bearer, Some(&error), &step_up),
        r#"Bearer error="insufficient_user_authentication", error_description="a higher level is needed", acr_values="urn:2 urn:3", max_age="60""#
    );
}

proptest! {
    #[test]
    fn any_text(header in ".*", token in ".*") {
        let _ = read(Some(&header), None);
        let _ = read(None, Some(&body(&[("access_token", &token)])));
    }
}
