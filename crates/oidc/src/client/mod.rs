//! What a client registered (OpenID Connect Registration §2, RFC 7591 §2): plain data, and the rules about it.

mod check;
#[cfg(test)]
mod tests;

pub use check::{Fault, UriFault, check_uri};

use serde::{Deserialize, Serialize};

use crate::certificate::CertificateName;
use crate::jose::{Alg, JwkSet};
use crate::uri::Uri;

/// Under which rules a client lives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Class {
    /// OpenID Connect Core's code flow.
    Web,
    /// FAPI 2.0 Security Profile: PAR, PKCE, `private_key_jwt` or mutual TLS, and sender-constrained tokens, always.
    High,
}

/// How a client proves itself at the token endpoint (OpenID Connect Core §9). The serde names are the registered ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ClientAuth {
    /// A public client: it proves nothing and must use PKCE.
    #[serde(rename = "none")]
    None,
    /// Secret by HTTP Basic.
    #[serde(rename = "client_secret_basic")]
    SecretBasic,
    /// Secret in the body.
    #[serde(rename = "client_secret_post")]
    SecretPost,
    /// A signed assertion (RFC 7523).
    #[serde(rename = "private_key_jwt")]
    PrivateKeyJwt,
    /// A certificate that an authority vouches for, by its name (RFC 8705 §2.1).
    #[serde(rename = "tls_client_auth")]
    Tls,
    /// A certificate with a registered key (RFC 8705 §2.2).
    #[serde(rename = "self_signed_tls_client_auth")]
    SelfSignedTls,
}

impl ClientAuth {
    /// The name registered for `token_endpoint_auth_method`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::SecretBasic => "client_secret_basic",
            Self::SecretPost => "client_secret_post",
            Self::PrivateKeyJwt => "private_key_jwt",
            Self::Tls => "tls_client_auth",
            Self::SelfSignedTls => "self_signed_tls_client_auth",
        }
    }

    /// Whether the connection proves it.
    pub const fn by_certificate(self) -> bool {
        match self {
            Self::Tls | Self::SelfSignedTls => true,
            Self::None | Self::SecretBasic | Self::SecretPost | Self::PrivateKeyJwt => false,
        }
    }

    /// Whether its registered keys prove it.
    pub const fn by_registered_key(self) -> bool {
        match self {
            Self::PrivateKeyJwt | Self::SelfSignedTls => true,
            Self::None | Self::SecretBasic | Self::SecretPost | Self::Tls => false,
        }
    }
}

/// What a client may ask the token endpoint for. The serde names are the `grant_type` values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum GrantType {
    /// RFC 6749 §4.1.
    #[serde(rename = "authorization_code")]
    AuthorizationCode,
    /// RFC 6749 §6.
    #[serde(rename = "refresh_token")]
    RefreshToken,
    /// RFC 6749 §4.4.
    #[serde(rename = "client_credentials")]
    ClientCredentials,
    /// RFC 8628 §3.4.
    #[serde(rename = "urn:ietf:params:oauth:grant-type:device_code")]
    DeviceCode,
    /// CIBA §10.1.
    #[serde(rename = "urn:openid:params:grant-type:ciba")]
    Ciba,
}

impl GrantType {
    /// All.
    pub const ALL: [Self; 5] = [
        Self::AuthorizationCode,
        Self::RefreshToken,
        Self::ClientCredentials,
        Self::DeviceCode,
        Self::Ciba,
    ];

    /// The value of `grant_type`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::AuthorizationCode => "authorization_code",
            Self::RefreshToken => "refresh_token",
            Self::ClientCredentials => "client_credentials",
            Self::DeviceCode => "urn:ietf:params:oauth:grant-type:device_code",
            Self::Ciba => "urn:openid:params:grant-type:ciba",
        }
    }

    /// The grant of that name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|grant| grant.as_str() == name)
    }
}

/// A registered client.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a member of its own in the registration metadata"
)]
pub struct Client {
    /// `client_id`.
    pub id: String,
    /// Its rules.
    pub class: Class,
    /// How it proves itself.
    pub auth: ClientAuth,
    /// Where codes may go.
    pub redirect_uris: Vec<String>,
    /// Where the browser may go after logout.
    #[serde(default)]
    pub post_logout_redirect_uris: Vec<String>,
    /// The scopes it may ask.
    pub scopes: Vec<String>,
    /// The claims it may get, by whatever way they are asked.
    #[serde(default)]
    pub claims: Vec<String>,
    /// The grants it may use.
    pub grant_types: Vec<GrantType>,
    /// Tokens only with a `DPoP` proof (RFC 9449 §5.2, `dpop_bound_access_tokens`).
    #[serde(default)]
    pub dpop_bound: bool,
    /// Tokens bound to the certificate of the connection (RFC 8705 §3.4,
    /// `tls_client_certificate_bound_access_tokens`).
    #[serde(default)]
    pub certificate_bound: bool,
    /// The name in its certificate, with `tls_client_auth` (RFC 8705 §2.1.2).
    #[serde(default)]
    pub certificate_name: Option<CertificateName>,
    /// PKCE also where the class does not demand it.
    #[serde(default)]
    pub require_pkce: bool,
    /// RFC 9126 §6, `require_pushed_authorization_requests`.
    #[serde(default)]
    pub require_par: bool,
    /// `id_token_signed_response_alg`.
    pub id_token_alg: Alg,
    /// `userinfo_signed_response_alg`; without it `UserInfo` answers plain JSON.
    #[serde(default)]
    pub userinfo_alg: Option<Alg>,
    /// Whether access tokens about people are JWTs that a resource server can read (RFC 9068); else opaque.
    #[serde(default)]
    pub access_token_jwt: bool,
    /// The resources that its access tokens may be for, besides our own (RFC 8707).
    #[serde(default)]
    pub resources: Vec<String>,
    /// Its public keys; of one with `jwks_uri` those that were fetched.
    #[serde(default)]
    pub jwks: Option<JwkSet>,
    /// Where its public keys stand (Registration §2, `jwks_uri`).
    #[serde(default)]
    pub jwks_uri: Option<String>,
    /// The sector of pairwise subjects (Core §8.1).
    pub sector: String,
    /// Where logout tokens go.
    #[serde(default)]
    pub backchannel_logout_uri: Option<String>,
    /// Whether logout tokens must carry `sid`.
    #[serde(default)]
    pub backchannel_logout_session_required: bool,
    /// Where a client in ping mode is told that an answer waits (CIBA §4,
    /// `backchannel_client_notification_endpoint`); without it the client polls.
    #[serde(default)]
    pub backchannel_client_notification_endpoint: Option<String>,
    /// Registration §2, `default_acr_values`: the levels of authentication that will do; no request goes below them,
    /// and no token reads by less.
    #[serde(default)]
    pub default_acr_values: Vec<String>,
    /// Registration §2, `default_max_age`.
    #[serde(default)]
    pub default_max_age: Option<u64>,
}

impl Client {
    /// Whether a code may go there: exact comparison of strings (RFC 9700 §2.1). One exception, for `Web` only: on
    /// `http` with a loopback address the port is free (RFC 8252 §7.3), as a native program listens where it can.
    pub fn redirect_allowed(&self, uri: &str) -> bool {
        let exact = self.redirect_uris.iter().any(|own| own == uri);
        exact || (self.class == Class::Web && self.loopback_allowed(uri))
    }

    fn loopback_allowed(&self, text: &str) -> bool {
        let without_port = |text| {
            Uri::parse(text)
                .filter(|uri| uri.scheme == "http" && uri.is_loopback() && uri.fragment.is_none())
                .map(|uri| Uri { port: None, ..uri })
        };
        let Some(asked) = without_port(text) else {
            return false;
        };
        let mut own = self.redirect_uris.iter();
        own.any(|own| without_port(own) == Some(asked))
    }

    /// Whether the browser may go there after logout: exact comparison (RP-Initiated Logout §3).
    pub fn post_logout_allowed(&self, uri: &str) -> bool {
        self.post_logout_redirect_uris.iter().any(|own| own == uri)
    }

    /// Whether the client registered this grant.
    pub fn may(&self, grant: GrantType) -> bool {
        self.grant_types.contains(&grant)
    }

    /// Whether an authorization request must carry a PKCE challenge: FAPI 2.0 §5.3.2.2, RFC 9700 §2.1.1.
    pub fn needs_pkce(&self) -> bool {
        self.class == Class::High || self.auth == ClientAuth::None || self.require_pkce
    }

    /// Whether authorization requests must be pushed: FAPI 2.0 §5.3.2.2, RFC 9126 §6.
    pub fn needs_par(&self) -> bool {
        self.class == Class::High || self.require_par
    }

    /// Whether its tokens must be bound to a `DPoP` key: FAPI 2.0 §5.3.2.1 wants them bound to that or to a
    /// certificate.
    pub fn needs_dpop(&self) -> bool {
        self.dpop_bound || (self.class == Class::High && !self.certificate_bound)
    }

    /// The algorithms its signatures may use: FAPI 2.0 §5.4.1 leaves RS256 to `Web`.
    pub fn algs(&self) -> &'static [Alg] {
        match self.class {
            Class::High => &Alg::FAPI,
            Class::Web => &Alg::ALL,
        }
    }
}
