//! An identity package: who somebody is, for a certificate that binds his signature to it (R50-3).

use serde_json::{Value, json};

use crate::jose::{self, JoseError, Signer};

/// The claim that says whether what a package tells still holds: `good` in the package itself. A security event tells
/// that it changed (CAEP 3.2).
pub const PACKAGE_STATUS: &str = "identity_package_status";

/// A signed package for one certification authority, bound to the key that it is to certify.
#[derive(Clone, PartialEq)]
pub struct IdentityPackage {
    /// The issuer.
    pub iss: String,
    /// The authority: its client identifier.
    pub aud: String,
    /// The holder, as the authority knows him.
    pub sub: String,
    /// Reference number: by it the authority reports and asks.
    pub jti: String,
    /// When, in seconds since 1970.
    pub iat: i64,
    /// Until when it may be acted on.
    pub exp: i64,
    /// What the sign-in proved.
    pub acr: String,
    /// When the holder signed in.
    pub auth_time: i64,
    /// What is told, with how it was checked (OpenID Connect for Identity Assurance 1.0).
    pub verified_claims: Value,
    /// The key whose possession was proven.
    pub jwk: Value,
    /// Its thumbprint (RFC 7638).
    pub thumbprint: String,
}

crate::redact::redacted!(IdentityPackage: aud);

impl IdentityPackage {
    /// Signs it, under a type of its own so that it can be taken for no other token (RFC 8725 §3.11). `cnf` is that of
    /// RFC 7800 §3.2 with the thumbprint of RFC 9449 §6.1 beside it.
    pub fn sign(&self, signer: &dyn Signer) -> Result<String, JoseError> {
        let claims = json!({
            "iss": self.iss,
            "aud": self.aud,
            "sub": self.sub,
            "jti": self.jti,
            "iat": self.iat,
            "exp": self.exp,
            "acr": self.acr,
            "auth_time": self.auth_time,
            "verified_claims": self.verified_claims,
            "cnf": { "jwk": self.jwk, "jkt": self.thumbprint },
            PACKAGE_STATUS: "good",
        });
        jose::sign(signer, Some("identity-package+jwt"), &claims)
    }
}
