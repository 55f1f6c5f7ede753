//! The error codes of OAuth and OpenID Connect, and the one error type that goes over the wire.

#[cfg(test)]
mod tests;

use std::fmt;

/// An error code registered by one of the specifications we follow. One list for all endpoints, so that a code
/// cannot be misspelt; which endpoint may answer which is the caller's business.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ErrorCode {
    /// RFC 6749 §4.1.2.1, §5.2.
    InvalidRequest,
    /// RFC 6749 §4.1.2.1, §5.2.
    UnauthorizedClient,
    /// RFC 6749 §4.1.2.1.
    AccessDenied,
    /// RFC 6749 §4.1.2.1.
    UnsupportedResponseType,
    /// RFC 6749 §4.1.2.1, §5.2.
    InvalidScope,
    /// RFC 6749 §4.1.2.1.
    ServerError,
    /// RFC 6749 §4.1.2.1.
    TemporarilyUnavailable,
    /// RFC 6749 §5.2.
    InvalidClient,
    /// RFC 6749 §5.2.
    InvalidGrant,
    /// RFC 6749 §5.2.
    UnsupportedGrantType,
    /// RFC 7009 §2.2.1.
    UnsupportedTokenType,
    /// OpenID Connect Core §3.1.2.6.
    InteractionRequired,
    /// OpenID Connect Core §3.1.2.6.
    LoginRequired,
    /// OpenID Connect Core §3.1.2.6.
    AccountSelectionRequired,
    /// OpenID Connect Core §3.1.2.6.
    ConsentRequired,
    /// OpenID Connect Core §3.1.2.6, RFC 9101 §7.
    InvalidRequestUri,
    /// OpenID Connect Core §3.1.2.6, RFC 9101 §7.
    InvalidRequestObject,
    /// OpenID Connect Core §3.1.2.6.
    RequestNotSupported,
    /// OpenID Connect Core §3.1.2.6.
    RequestUriNotSupported,
    /// OpenID Connect Core §3.1.2.6.
    RegistrationNotSupported,
    /// OpenID Connect Core Error Code `unmet_authentication_requirements` 1.0.
    UnmetAuthenticationRequirements,
    /// RFC 8707 §2.
    InvalidTarget,
    /// RFC 9449 §5, §7.1.
    InvalidDpopProof,
    /// RFC 9449 §8, §9.
    UseDpopNonce,
    /// RFC 6750 §3.1.
    InvalidToken,
    /// RFC 6750 §3.1.
    InsufficientScope,
    /// RFC 9470 §3.
    InsufficientUserAuthentication,
    /// RFC 8628 §3.5, CIBA §11.
    AuthorizationPending,
    /// RFC 8628 §3.5, CIBA §11.
    SlowDown,
    /// RFC 8628 §3.5, CIBA §11.
    ExpiredToken,
    /// CIBA §13.
    ExpiredLoginHintToken,
    /// CIBA §13.
    UnknownUserId,
    /// CIBA §13.
    MissingUserCode,
    /// CIBA §13.
    InvalidUserCode,
    /// CIBA §13.
    InvalidBindingMessage,
}

impl ErrorCode {
    /// The code as it stands in `error`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::InvalidRequest => "invalid_request",
            Self::UnauthorizedClient => "unauthorized_client",
            Self::AccessDenied => "access_denied",
            Self::UnsupportedResponseType => "unsupported_response_type",
            Self::InvalidScope => "invalid_scope",
            Self::ServerError => "server_error",
            Self::TemporarilyUnavailable => "temporarily_unavailable",
            Self::InvalidClient => "invalid_client",
            Self::InvalidGrant => "invalid_grant",
            Self::UnsupportedGrantType => "unsupported_grant_type",
            Self::UnsupportedTokenType => "unsupported_token_type",
            Self::InteractionRequired => "interaction_required",
            Self::LoginRequired => "login_required",
            Self::AccountSelectionRequired => "account_selection_required",
            Self::ConsentRequired => "consent_required",
            Self::InvalidRequestUri => "invalid_request_uri",
            Self::InvalidRequestObject => "invalid_request_object",
            Self::RequestNotSupported => "request_not_supported",
            Self::RequestUriNotSupported => "request_uri_not_supported",
            Self::RegistrationNotSupported => "registration_not_supported",
            Self::UnmetAuthenticationRequirements => "unmet_authentication_requirements",
            Self::InvalidTarget => "invalid_target",
            Self::InvalidDpopProof => "invalid_dpop_proof",
            Self::UseDpopNonce => "use_dpop_nonce",
            Self::InvalidToken => "invalid_token",
            Self::InsufficientScope => "insufficient_scope",
            Self::InsufficientUserAuthentication => "insufficient_user_authentication",
            Self::AuthorizationPending => "authorization_pending",
            Self::SlowDown => "slow_down",
            Self::ExpiredToken => "expired_token",
            Self::ExpiredLoginHintToken => "expired_login_hint_token",
            Self::UnknownUserId => "unknown_user_id",
            Self::MissingUserCode => "missing_user_code",
            Self::InvalidUserCode => "invalid_user_code",
            Self::InvalidBindingMessage => "invalid_binding_message",
        }
    }

    /// The status of a direct answer of the authorization server: 400 unless a specification says otherwise
    /// (RFC 6749 §5.2, RFC 6750 §3.1, RFC 9470 §3). A pending device code is 400 too (RFC 8628 §3.5).
    ///
    /// A resource server answers a bad proof with 401: [`Self::status_at_resource`].
    pub const fn status(self) -> u16 {
        match self {
            Self::InvalidClient | Self::InvalidToken | Self::InsufficientUserAuthentication => 401,
            Self::InsufficientScope => 403,
            Self::ServerError => 500,
            Self::TemporarilyUnavailable => 503,
            Self::InvalidRequest
            | Self::UnauthorizedClient
            | Self::AccessDenied
            | Self::UnsupportedResponseType
            | Self::InvalidScope
            | Self::InvalidGrant
            | Self::UnsupportedGrantType
            | Self::UnsupportedTokenType
            | Self::InteractionRequired
            | Self::LoginRequired
            | Self::AccountSelectionRequired
            | Self::ConsentRequired
            | Self::InvalidRequestUri
            | Self::InvalidRequestObject
            | Self::RequestNotSupported
            | Self::RequestUriNotSupported
            | Self::RegistrationNotSupported
            | Self::UnmetAuthenticationRequirements
            | Self::InvalidTarget
            | Self::InvalidDpopProof
            | Self::UseDpopNonce
            | Self::AuthorizationPending
            | Self::SlowDown
            | Self::ExpiredToken
            | Self::ExpiredLoginHintToken
            | Self::UnknownUserId
            | Self::MissingUserCode
            | Self::InvalidUserCode
            | Self::InvalidBindingMessage => 400,
        }
    }

    /// The status of a protected resource's answer (`UserInfo`): RFC 9449 §7.1 and §9 ask 401 for a bad proof.
    pub const fn status_at_resource(self) -> u16 {
        if matches!(self, Self::InvalidDpopProof | Self::UseDpopNonce) {
            return 401;
        }
        self.status()
    }
}

impl fmt::Display for ErrorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// An error of the protocol: the code for the client's program, the description for its developer.
///
/// The description is English ASCII of RFC 6749 §5.2 (no quote, no backslash) and never repeats input, so that
/// nothing sent to us can be reflected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{code}: {description}")]
pub struct OAuthError {
    /// The registered code.
    pub code: ErrorCode,
    /// What is wrong, for developers.
    pub description: &'static str,
}

impl OAuthError {
    /// An error of this code.
    pub const fn new(code: ErrorCode, description: &'static str) -> Self {
        Self { code, description }
    }

    /// `invalid_request`, the most common one.
    pub const fn request(description: &'static str) -> Self {
        Self::new(ErrorCode::InvalidRequest, description)
    }

    /// The body of a direct answer (RFC 6749 §5.2).
    pub fn to_json(&self) -> serde_json::Value {
        serde_json::json!({"error": self.code.as_str(), "error_description": self.description})
    }
}
