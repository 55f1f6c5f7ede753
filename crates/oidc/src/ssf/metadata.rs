//! What the transmitter says of itself (SSF 7.1).

use serde_json::{Value, json};

use super::Method;

/// Where things are.
#[derive(Debug, Clone, Copy)]
pub struct Endpoints<'a> {
    /// The issuer.
    pub issuer: &'a str,
    /// Its keys.
    pub jwks: &'a str,
    /// Streams.
    pub configuration: &'a str,
    /// Their status.
    pub status: &'a str,
    /// Subjects on.
    pub add_subject: &'a str,
    /// Subjects off.
    pub remove_subject: &'a str,
    /// Verification.
    pub verification: &'a str,
}

/// The document under `/.well-known/ssf-configuration`.
pub fn metadata(at: &Endpoints<'_>) -> Value {
    json!({
        "spec_version": "1_0",
        "issuer": at.issuer,
        "jwks_uri": at.jwks,
        "delivery_methods_supported": [Method::Push.uri(), Method::Poll.uri()],
        "configuration_endpoint": at.configuration,
        "status_endpoint": at.status,
        "add_subject_endpoint": at.add_subject,
        "remove_subject_endpoint": at.remove_subject,
        "verification_endpoint": at.verification,
        "authorization_schemes": [{"spec_urn": "urn:ietf:rfc:6749"}],
        "default_subjects": "ALL",
    })
}
