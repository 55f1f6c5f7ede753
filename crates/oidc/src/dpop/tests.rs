//! The example of RFC 9449, and the negative cases of the conformance suite's `dpop-negative-tests`.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::{Expect, FUTURE, PAST, Proof, verify};
use crate::jose::{Alg, LocalKey, Signer, base64url_encode};
use crate::testing::{NOW, forge, forge_text, key, stranger, with};
use crate::{ErrorCode, OAuthError};

const URL: &str = "https://id.example.vn/oidc/userinfo";
const TOKEN: &str = "Kz~8mXK1EalYznwH-LC-1fBAo.4Ljp~zsPE_NeO.gxU";
const ATH: &str = "fUHyO2r2Z3DZ53EsNrWBb0xWXoaNy59IiKCAqksmQEo";

fn expect() -> Expect<'static> {
    Expect {
        method: "GET",
        urls: &[URL],
        access_token: Some(TOKEN),
        now: NOW,
        past: PAST,
        future: FUTURE,
    }
}

fn head(key: &LocalKey) -> Value {
    let jwk = with(&key.public().to_json(), "kid", Value::Null);
    json!({"typ": "dpop+jwt", "alg": key.alg().as_str(), "jwk": jwk})
}

fn claims() -> Value {
    json!({"jti": "e1j3V_bKic8-LAEB", "htm": "GET", "htu": URL, "iat": NOW, "ath": ATH})
}

fn check(proof: &str) -> Result<Proof, OAuthError> {
    verify(&[proof], &expect())
}

fn with_claim(name: &str, value: Value) -> Result<Proof, OAuthError> {
    let ours = key(Alg::Es256);
    check(&forge(ours, &head(ours), &with(&claims(), name, value)))
}

fn with_header(name: &str, value: Value) -> Result<Proof, OAuthError> {
    let ours = key(Alg::Es256);
    check(&forge(ours, &with(&head(ours), name, value), &claims()))
}

#[track_caller]
fn refused(result: Result<Proof, OAuthError>) {
    assert_eq!(result.unwrap_err().code, ErrorCode::InvalidDpopProof);
}

/// RFC 9449 §4.1 and §7.1, with the thumbprint of §6.1.
#[test]
fn examples_of_the_rfc() {
    const HEAD: &str = "eyJ0eXAiOiJkcG9wK2p3dCIsImFsZyI6IkVTMjU2IiwiandrIjp7Imt0eSI6IkVDIiwieCI6Imw4dEZyaHgtMzR0VjNoUklDUkRZOXpDa0RscEJoRjQyVVFVZldWQVdCRnMiLCJ5IjoiOVZFNGpmX09rX282NHpiVFRsY3VOSmFqSG10NnY5VERWclUwQ2R2R1JEQSIsImNydiI6IlAtMjU2In19";
    let token = format!(
        "{HEAD}.eyJqdGkiOiItQndDM0VTYzZhY2MybFRjIiwiaHRtIjoiUE9TVCIsImh0dSI6Imh0dHBzOi8vc2VydmVyLmV4YW1wbGUuY29tL3Rva2VuIiwiaWF0IjoxNTYyMjYyNjE2fQ.2-GxA6T8lP4vfrg8v-FdWP0A0zdrj8igiMLvqRMUvwnQg4PtFLbdLXiOSsX0x7NVY-FNyJK70nfbV37xRZT3Lg"
    );
    let at_token = Expect {
        method: "POST",
        urls: &["https://server.example.com/token"],
        access_token: None,
        now: 1_562_262_616,
        ..expect()
    };
    let proof = verify(&[&token], &at_token).unwrap();
    assert_eq!(proof.jkt, "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I");
    assert_eq!(
        (proof.jti.as_str(), proof.iat),
        ("-BwC3ESc6acc2lTc", 1_562_262_616)
    );

    let resource = format!(
        "{HEAD}.eyJqdGkiOiJlMWozVl9iS2ljOC1MQUVCIiwiaHRtIjoiR0VUIiwiaHR1IjoiaHR0cHM6Ly9yZXNvdXJjZS5leGFtcGxlLm9yZy9wcm90ZWN0ZWRyZXNvdXJjZSIsImlhdCI6MTU2MjI2MjYxOCwiYXRoIjoiZlVIeU8ycjJaM0RaNTNFc05yV0JiMHhXWG9hTnk1OUlpS0NBcWtzbVFFbyJ9.2oW9RP35yRqzhrtNP86L-Ey71EOptxRimPPToA1plemAgR6pxHF8y6-yqyVnmcw6Fy1dqd-jfxSYoMxhAJpLjA"
    );
    let at_resource = Expect {
        urls: &["https://resource.example.org/protectedresource"],
        now: 1_562_262_618,
        ..expect()
    };
    assert!(verify(&[&resource], &at_resource).is_ok());
    assert!(verify(&[&resource], &at_token).is_err());
}

/// What must work.
// conformance: fapi2-security-profile-final-ensure-dpopproof-with-iat-10seconds-before-succeeds
// conformance: fapi2-security-profile-final-ensure-dpopproof-with-iat-10seconds-after-succeeds
// conformance: fapi2-security-profile-final-check-dpop-proof-nbf-exp
#[test]
fn accepted() {
    for alg in Alg::FAPI {
        let ours = key(alg);
        let proof = check(&forge(ours, &head(ours), &claims())).unwrap();
        assert_eq!(proof.jkt, ours.kid());
    }
    let claims = [
        ("iat", json!(NOW - PAST)),
        ("iat", json!(NOW + FUTURE)),
        ("htu", json!(format!("{URL}?a=1"))),
        ("htu", json!(format!("{URL}#part"))),
        ("htu", json!("HTTPS://ID.example.VN:443/oidc/userinfo")),
        ("htu", json!("https://id.example.vn/oidc/%75serinfo")),
        ("extra", json!({"anything": [1, 2]})),
        ("nbf", json!(NOW)),
        ("exp", json!(NOW + 300)),
        ("jti", json!("j".repeat(256))),
    ];
    for (name, value) in claims {
        assert!(with_claim(name, value.clone()).is_ok(), "{name} {value}");
    }
    let nonce = with_claim("nonce", json!("server-nonce")).unwrap().nonce;
    assert_eq!(nonce.as_deref(), Some("server-nonce"));
    assert!(with_header("typ", json!("application/DPoP+jwt")).is_ok());
}

// conformance: fapi2-security-profile-final-dpop-negative-tests
#[test]
fn refused_headers() {
    let ours = key(Alg::Es256);
    for name in ["typ", "alg", "jwk"] {
        refused(with_header(name, Value::Null));
    }
    let private = with(&head(ours)["jwk"], "d", json!(base64url_encode([1; 32])));
    let cases = [
        ("typ", json!("JWT")),
        ("typ", json!("dpop")),
        ("alg", json!("none")),
        ("alg", json!("HS256")),
        ("alg", json!("RS256")),
        ("alg", json!("PS256")),
        ("jwk", private),
        ("jwk", json!("key")),
        ("jwk", json!({"kty": "oct", "k": "AAAA"})),
        ("jwk", stranger().public().to_json()),
        ("jwk", key(Alg::EdDsa).public().to_json()),
        ("crit", json!(["exp"])),
    ];
    for (name, value) in cases {
        refused(with_header(name, value));
    }
    // RS256 with a key and a signature that are good by themselves.
    let rsa = key(Alg::Rs256);
    refused(check(&forge(rsa, &head(rsa), &claims())));
}

// conformance: fapi2-security-profile-final-dpop-negative-tests
// conformance: fapi2-security-profile-final-check-dpop-proof-nbf-exp
#[test]
fn refused_claims() {
    for name in ["jti", "htm", "htu", "iat", "ath"] {
        refused(with_claim(name, Value::Null));
    }
    let cases = [
        ("htm", json!("POST")),
        ("htm", json!("get")),
        ("htm", json!(["GET"])),
        ("htu", json!("https://id.example.vn/oidc/other")),
        ("htu", json!("https://id.example.vn/oidc/userinfo/")),
        ("htu", json!("https://evil.example/oidc/userinfo")),
        ("htu", json!("http://id.example.vn/oidc/userinfo")),
        ("htu", json!("https://id.example.vn:8443/oidc/userinfo")),
        ("htu", json!("/oidc/userinfo")),
        ("htu", json!("")),
        ("iat", json!(NOW - 3_600)),
        ("iat", json!(NOW + 3_600)),
        ("iat", json!(NOW - PAST - 1)),
        ("iat", json!(NOW + FUTURE + 1)),
        ("iat", json!(NOW.to_string())),
        ("iat", json!(i64::MIN)),
        ("iat", json!(1e300)),
        ("nbf", json!(NOW + 60)),
        ("exp", json!(NOW)),
        ("exp", json!("soon")),
        ("jti", json!("")),
        ("jti", json!("j".repeat(257))),
        ("jti", json!(1)),
        ("ath", json!("")),
        ("ath", json!(base64url_encode([0; 32]))),
    ];
    for (name, value) in cases {
        let result = with_claim(name, value.clone());
        assert!(result.is_err(), "{name} {value}");
        refused(result);
    }
}

// conformance: fapi2-security-profile-final-dpop-negative-tests
#[test]
fn refused_texts() {
    let ours = key(Alg::Es256);
    let good = forge(ours, &head(ours), &claims());
    refused(verify(&[], &expect()));
    refused(verify(&[&good, &good], &expect()));
    refused(check(""));
    refused(check("not a jwt"));
    refused(check(&format!("{good}, {good}")));
    refused(check(&good.replacen('.', "..", 1)));
    let signed = good.rsplit_once('.').unwrap().0;
    refused(check(&format!("{signed}.")));
    refused(check(&format!("{signed}.{}", base64url_encode([7; 64]))));
    refused(check(&forge(&stranger(), &head(ours), &claims())));
    refused(check(&forge_text(ours, &head(ours).to_string(), "[]")));
    let doubled = claims().to_string().replacen('{', r#"{"jti":"other","#, 1);
    refused(check(&forge_text(ours, &head(ours).to_string(), &doubled)));
    let long = with(&claims(), "extra", json!("x".repeat(9_000)));
    refused(check(&forge(ours, &head(ours), &long)));
}

proptest! {
    #[test]
    fn any_text(text in ".*") {
        prop_assert!(check(&text).is_err());
    }

    #[test]
    fn any_address(url in "[ -~]{0,40}") {
        prop_assume!(url != URL);
        let proof = with_claim("htu", json!(format!("x{url}")));
        prop_assert!(proof.is_err());
    }
}
