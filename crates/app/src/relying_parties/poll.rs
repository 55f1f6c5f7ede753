//! The client asks whether the person decided (RFC 8628 3.4, 3.5; CIBA 10.1, 11).

use oidc::ErrorCode;
use oidc::client::GrantType;
use oidc::polling::{self, Verdict};
use oidc::token::Confirmation;
use store::Audit;
use store::relying_party::polled::{self, Kind as PolledKind, Stage};
use store::relying_party::token::Kind;

use super::authorize::Pending;
use super::bearer::Bearer;
use super::client::{Caller, Party};
use super::exchange::{Issued, found, invalid_grant, redeem, same_key};
use super::{CodeBody, Outcome, backchannel, device_authorization, keys, refuse};
use crate::{App, Cx, Error};

/// Tokens for a device code or an `auth_req_id`, once. What the person's decision left is a code like that
/// of a browser, so whatever ended meanwhile – session, grant, account – leaves nothing of it (I5).
pub(super) async fn poll(
    app: &App,
    cx: &Cx,
    caller: &Caller<'_>,
    party: &Party,
    (grant, bound): (GrantType, Option<&Confirmation>),
) -> Outcome<Issued> {
    let missing = |what| refuse(ErrorCode::InvalidRequest, what);
    let (kind, digest) = if grant == GrantType::Ciba {
        let text = caller.params.get("auth_req_id");
        let text = text.ok_or(missing("auth_req_id is missing"))?;
        (PolledKind::Ciba, backchannel::digest(app, text))
    } else {
        let text = caller.params.get("device_code");
        let text = text.ok_or(missing("device_code is missing"))?;
        (PolledKind::Device, device_authorization::digest(app, text))
    };
    let ring = keys::published(app, cx).await?;
    let mut tx = app.db.begin().await?;
    let asked = polled::find::<Pending>(&mut tx, &digest, kind)
        .await?
        .filter(|asked| asked.client == party.stored.id)
        .ok_or_else(invalid_grant)?;
    if let Verdict::Refuse(error, pause) = polling::judge(&seen(&asked), cx.now.as_second()) {
        polled::asked(&mut tx, &digest, cx.now, pause).await?;
        tx.commit(Audit::Bookkeeping("client asked again")).await?;
        return Err(error.into());
    }
    let bearer = asked.code.and_then(|code| Bearer::parse(app, &code));
    let bearer = bearer.ok_or_else(|| Error::Internal("no code was left".into()))?;
    let live = found(&mut tx, app, cx, &bearer, (Kind::Code, party)).await?;
    same_key(&CodeBody::of(&live)?, bound)?;
    redeem(tx, app, cx, (caller, party, bound, &ring), (bearer, live)).await
}

fn seen<T>(asked: &polled::Polled<T>) -> polling::Polled {
    polling::Polled {
        stage: match asked.stage {
            Stage::Waiting => polling::Stage::Waiting,
            Stage::Allowed => polling::Stage::Allowed,
            Stage::Denied => polling::Stage::Denied,
        },
        expires: asked.expires.as_second(),
        interval: asked.pause,
        last: asked.last.map(jiff::Timestamp::as_second),
    }
}
