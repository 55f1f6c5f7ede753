//! A device that has no browser, or no keys to type on, asks for a person (RFC 8628 3.1).

use jiff::SignedDuration;
use oidc::client::{ClientAuth, GrantType};
use oidc::user_code::UserCode;
use oidc::{ErrorCode, authorization, polling};
use serde::Serialize;
use store::Audit;
use store::relying_party::polled::{self, Kind};

use super::authorize::{Pending, counted, handle};
use super::client::{Caller, authenticate, proven_key};
use super::gate::{Door, pass};
use super::{Outcome, issuer, refuse};
use crate::{App, Cx};

/// RFC 8628 3.2, 5.1: as long as a person needs to fetch his phone, and no longer.
pub(super) const LIFE: SignedDuration = SignedDuration::from_mins(10);

/// Where the person types the code: short, since he types the address too (RFC 8628 3.2).
pub const VERIFICATION: &str = "/device";

/// The answer to the device (RFC 8628 3.2).
#[derive(Serialize)]
pub struct DeviceAsked {
    /// What the client asks after it by.
    pub device_code: String,
    /// What the person types.
    pub user_code: String,
    /// Where.
    pub verification_uri: String,
    /// The same with the code in it, for a QR code.
    pub verification_uri_complete: String,
    /// Seconds.
    pub expires_in: i64,
    /// Seconds between two questions.
    pub interval: i64,
}

domain::redacted_debug!(DeviceAsked);

/// 256 random bits, of which a keyed digest is kept.
pub(super) fn digest(app: &App, device_code: &str) -> Vec<u8> {
    app.db.keys().digest("device-code", device_code)
}

pub(super) fn user_digest(app: &App, code: &UserCode) -> Vec<u8> {
    app.db.keys().digest("user-code", code.as_str())
}

/// Takes a request from a client; a public one proves nothing, so its requests are counted by address.
/// A key that is proven here must be proven again for the tokens (RFC 9449 10.1), as in a pushed request.
pub async fn device_authorization(app: &App, cx: &Cx, caller: &Caller<'_>) -> Outcome<DeviceAsked> {
    let party = authenticate(app, cx, caller).await?;
    if !party.rules.may(GrantType::DeviceCode) {
        return Err(refuse(
            ErrorCode::UnauthorizedClient,
            "the client is not registered for this grant type",
        ));
    }
    if party.rules.auth == ClientAuth::None {
        counted(app, cx).await?;
    }
    let key = proven_key(app, cx, caller, None).await?;
    let mut request = authorization::read_direct(caller.params, &party.rules)?;
    pass(app, (&party, Door::Elsewhere), caller.params, &request).await??;
    if key.is_some() && request.dpop_jkt.is_some() && key != request.dpop_jkt {
        return Err(refuse(
            ErrorCode::InvalidDpopProof,
            "dpop_jkt is not the thumbprint of the proof's key",
        ));
    }
    request.dpop_jkt = key.or(request.dpop_jkt);
    let device_code = handle(app);
    let code = UserCode::draw(app.random());
    let body = Pending {
        request,
        pushed: None,
        meant: None,
        polled: None,
        message: None,
        ping: None,
    };
    let new = polled::New {
        digest: &digest(app, &device_code),
        client: party.stored.id,
        kind: Kind::Device,
        subject: None,
        user_code: Some(&user_digest(app, &code)),
        body: &body,
        pause: polling::INTERVAL,
        at: cx.now,
        expires: cx.now + LIFE,
    };
    let mut tx = app.db.begin().await?;
    polled::insert(&mut tx, &new).await?;
    tx.commit(Audit::Bookkeeping("device asked")).await?;
    let uri = format!("{}{VERIFICATION}", issuer(app));
    Ok(DeviceAsked {
        device_code,
        verification_uri_complete: format!("{uri}?user_code={}", code.shown()),
        user_code: code.shown(),
        verification_uri: uri,
        expires_in: LIFE.as_secs(),
        interval: polling::INTERVAL,
    })
}
