//! The example of RFC 7636 Appendix B, and refusals.

use proptest::prelude::*;

use super::Challenge;
use crate::ErrorCode;

const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

#[test]
fn appendix_b() {
    let challenge = Challenge::parse(Some("S256"), CHALLENGE).unwrap();
    assert_eq!(challenge.verify(VERIFIER), Ok(()));
    assert_eq!(challenge.as_str(), CHALLENGE);
}

/// par-plain-pkce-rejected
#[test]
fn refused_challenges() {
    let long = format!("{CHALLENGE}A");
    for (method, challenge) in [
        (None, CHALLENGE),
        (Some("plain"), VERIFIER),
        (Some("s256"), CHALLENGE),
        (Some(""), CHALLENGE),
        (Some("S256"), ""),
        (Some("S256"), &CHALLENGE[1..]),
        (Some("S256"), long.as_str()),
        (Some("S256"), "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cN"),
        (Some("S256"), "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw+cM"),
    ] {
        let error = Challenge::parse(method, challenge).unwrap_err();
        assert_eq!(
            error.code,
            ErrorCode::InvalidRequest,
            "{method:?} {challenge}"
        );
    }
}

/// incorrect-pkce-code-verifier-rejected
// conformance: fapi2-security-profile-final-incorrect-pkce-code-verifier-rejected
#[test]
fn refused_verifiers() {
    let challenge = Challenge::parse(Some("S256"), CHALLENGE).unwrap();
    let long = VERIFIER.repeat(3);
    let spaced = VERIFIER.replace('-', " ");
    for verifier in [
        "",
        CHALLENGE,
        &VERIFIER[1..],
        long.as_str(),
        spaced.as_str(),
    ] {
        let error = challenge.verify(verifier).unwrap_err();
        assert_eq!(error.code, ErrorCode::InvalidGrant, "{verifier}");
    }
}

proptest! {
    #[test]
    fn any_text(challenge in ".*", verifier in ".*") {
        let _ = Challenge::parse(Some("S256"), &challenge);
        prop_assert!(Challenge(CHALLENGE.to_owned()).verify(&verifier).is_err());
    }
}
