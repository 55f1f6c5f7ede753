//! Clients that prove themselves by the certificate of their connection (RFC 8705), and tokens bound to one.

use std::sync::Arc;

use oidc::certificate::{self, Chain, Roots};
use oidc::client::ClientAuth;
use oidc::client_auth::UNPROVEN;
use oidc::token::Confirmation;
use oidc::{ErrorCode, OAuthError};

use super::client::{Caller, Party};
use super::{Outcome, keysets, refuse};
use crate::{App, Cx};

/// Where clients show certificates, and who may vouch for them.
#[derive(Debug, Clone)]
pub struct Mtls {
    /// The origin under which the endpoints take certificates; may be the public one (RFC 8705 5).
    pub origin: String,
    /// RFC 8705 2.1; none: only registered keys are taken.
    pub roots: Roots,
}

impl Mtls {
    /// Whether a client may register to prove itself so here.
    pub fn takes(&self, auth: ClientAuth) -> bool {
        match auth {
            ClientAuth::Tls => !self.roots.is_empty(),
            ClientAuth::SelfSignedTls => true,
            ClientAuth::None
            | ClientAuth::SecretBasic
            | ClientAuth::SecretPost
            | ClientAuth::PrivateKeyJwt => false,
        }
    }
}

/// RFC 8705 2.1, 2.2: whether the certificate of the connection proves the client.
pub(super) async fn proves(
    app: &App,
    cx: &Cx,
    caller: &Caller<'_>,
    party: Arc<Party>,
) -> Outcome<Arc<Party>> {
    let (Some(chain), Some(mtls)) = (caller.certificate, &app.config.mtls) else {
        return Err(UNPROVEN.into());
    };
    if party.rules.auth == ClientAuth::SelfSignedTls {
        let party = keysets::for_certificate(app, cx, party, chain).await?;
        let keys = party.rules.jwks.as_ref().ok_or(UNPROVEN)?;
        certificate::registered(chain, keys)?;
        return Ok(party);
    }
    let name = party.rules.certificate_name.as_ref().ok_or(UNPROVEN)?;
    certificate::vouched(chain, &mtls.roots, name, cx.now.as_second())?;
    Ok(party)
}

/// What new tokens are bound to: the key of a proof where one was sent, else the certificate where the client
/// registered so. FAPI 2.0 5.3.2.1: one of the two for high security.
pub(super) fn binding(
    caller: &Caller<'_>,
    party: &Party,
    key: Option<&str>,
) -> Outcome<Option<Confirmation>> {
    if let Some(key) = key {
        return Ok(Some(Confirmation::Key(key.to_owned())));
    }
    if party.rules.needs_dpop() {
        return Err(refuse(
            ErrorCode::InvalidDpopProof,
            "this client's tokens are bound to a key: send a DPoP proof",
        ));
    }
    if !party.rules.certificate_bound {
        return Ok(None);
    }
    // RFC 8705 3.4 leaves open whether a token without a certificate is an error; FAPI 2.0 does not.
    let chain = caller.certificate.ok_or(refuse(
        ErrorCode::InvalidRequest,
        "this client's tokens are bound to a certificate: use the endpoint of mtls_endpoint_aliases",
    ))?;
    Ok(Some(Confirmation::Certificate(chain.thumbprint())))
}

const OTHER: OAuthError = OAuthError {
    code: ErrorCode::InvalidToken,
    description: "the token is bound to a certificate that this connection did not show",
};

/// RFC 8705 3: the certificate that a token is bound to is the one of this connection.
pub(super) fn same(shown: Option<&Chain>, bound: &str) -> Outcome<()> {
    match shown {
        Some(chain) if chain.thumbprint() == bound => Ok(()),
        Some(_) | None => Err(OTHER.into()),
    }
}
