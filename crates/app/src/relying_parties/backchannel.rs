//! A service asks for a person who is on the telephone or at its counter (OpenID Connect Client-Initiated
//! Backchannel Authentication 1.0, poll mode); he answers on his own phone.

use domain::account::Standing;
use domain::actor::{Actor, Purpose};
use domain::event::Event;
use domain::person::PersonNumber;
use domain::relying_party::Phase;
use domain::throttle::Throttle;
use jiff::SignedDuration;
use oidc::client::{ClientAuth, GrantType};
use oidc::{ErrorCode, Params, authorization, polling};
use serde::Serialize;
use store::account::{self, Stored};
use store::relying_party::polled::{self, Kind};
use store::throttle::Rule;
use store::{Audit, Tx};

use super::authorize::{Pending, handle};
use super::client::{Caller, Party, authenticate, proven_key};
use super::{Outcome, issuer, pairwise, refuse};
use crate::throttle::{self, Counted};
use crate::{App, Cx, entry_with, notify};

/// CIBA 7.1: as long as somebody waits at a counter, where the service asks for no less.
const LIFE: i64 = 300;
/// The longest that it may ask for.
const LONGEST: i64 = 600;
/// CIBA 7.1, 7.1.2: short enough to be read out and compared.
const MESSAGE: usize = 40;

/// So often one service may ask for one person, whether or not he exists.
const ASKS: Throttle = Throttle::new(5, SignedDuration::from_mins(10));

/// The answer to the service (CIBA 7.3).
#[derive(Serialize)]
pub struct BackchannelAsked {
    /// What it asks after by.
    pub auth_req_id: String,
    /// Seconds.
    pub expires_in: i64,
    /// Seconds between two questions.
    pub interval: i64,
}

domain::redacted_debug!(BackchannelAsked);

pub(super) fn digest(app: &App, auth_req_id: &str) -> Vec<u8> {
    app.db.keys().digest("auth-req-id", auth_req_id)
}

/// What is asked, beside the usual.
struct Call<'a> {
    hint: &'a str,
    message: String,
    life: i64,
}

/// Takes a request from a proven client. CIBA 13 has `unknown_user_id`; here nobody learns by it who has an
/// account: every well-formed request is taken, and one for nobody waits until it is over, like one that
/// nobody answers. So it is too for a trial of somebody else's, which might send messages to anybody.
pub async fn backchannel(app: &App, cx: &Cx, caller: &Caller<'_>) -> Outcome<BackchannelAsked> {
    let party = authenticate(app, cx, caller).await?;
    if !party.rules.may(GrantType::Ciba) || party.rules.auth == ClientAuth::None {
        return Err(refuse(
            ErrorCode::UnauthorizedClient,
            "the client is not registered for this grant type",
        ));
    }
    let key = proven_key(app, cx, caller, None).await?;
    let mut request = authorization::read_direct(caller.params, &party.rules)?;
    oidc::resource::check(&request.resource, &party.rules, issuer(app))?;
    request.dpop_jkt = key.or(request.dpop_jkt);
    // It has said whom it means; that is no part of what is asked about him.
    request.login_hint = None;
    let call = read(caller.params)?;
    counted(app, cx, &party, call.hint).await?;
    let auth_req_id = handle(app);
    let mut tx = app.db.begin().await?;
    let stored = meant(&mut tx, app, cx, &party, call.hint).await?;
    let subject = stored.as_ref().map(|stored| stored.account.subject);
    let body = Pending {
        request,
        pushed: None,
        meant: subject.map(|subject| pairwise(app, &party.rules.sector, subject)),
        polled: None,
        message: Some(call.message),
    };
    let new = polled::New {
        digest: &digest(app, &auth_req_id),
        client: party.stored.id,
        kind: Kind::Ciba,
        subject,
        user_code: None,
        body: &body,
        pause: polling::INTERVAL,
        at: cx.now,
        expires: cx.now + SignedDuration::from_secs(call.life),
    };
    polled::insert(&mut tx, &new).await?;
    tell(tx, app, cx, &party, stored.as_ref()).await?;
    Ok(BackchannelAsked {
        auth_req_id,
        expires_in: call.life,
        interval: polling::INTERVAL,
    })
}

/// CIBA 7.1: exactly one hint. Of the three we take a personal identification number: subjects are
/// pairwise and lead back to nobody (I13).
fn read(params: &Params) -> Outcome<Call<'_>> {
    let invalid = |what| refuse(ErrorCode::InvalidRequest, what);
    if params.has("login_hint_token") || params.has("id_token_hint") {
        return Err(invalid("the person is named by login_hint only"));
    }
    let hint = params.get("login_hint");
    let hint = hint.ok_or(invalid("login_hint is missing"))?;
    let message = params.get("binding_message").unwrap_or_default();
    if message.chars().count() > MESSAGE || message.chars().any(char::is_control) {
        return Err(refuse(
            ErrorCode::InvalidBindingMessage,
            "binding_message is longer than 40 characters or has control characters",
        ));
    }
    let life = match params.get("requested_expiry") {
        None => LIFE,
        Some(text) => text
            .parse::<u32>()
            .ok()
            .filter(|seconds| *seconds > 0)
            .map(|seconds| i64::from(seconds).min(LONGEST))
            .ok_or(invalid("requested_expiry is no number of seconds"))?,
    };
    Ok(Call {
        hint,
        message: message.to_owned(),
        life,
    })
}

async fn counted(app: &App, cx: &Cx, party: &Party, hint: &str) -> Outcome<()> {
    let value = format!("{}\n{hint}", party.rules.id);
    let one = Counted {
        kind: "backchannel",
        value: &value,
        rule: Rule::Rate(ASKS),
    };
    Ok(throttle::reserve(app, cx, &[one]).await?)
}

/// Whoever may be asked now.
async fn meant(
    tx: &mut Tx,
    app: &App,
    cx: &Cx,
    party: &Party,
    hint: &str,
) -> Outcome<Option<Stored>> {
    let Ok(number) = PersonNumber::parse(hint) else {
        return Ok(None);
    };
    let stored = account::by_number(tx, &number, cx.now).await?;
    let open = |stored: &Stored| match stored.account.standing(cx.now) {
        Standing::Open => true,
        Standing::Locked
        | Standing::AwaitingActivation { .. }
        | Standing::ActivationLapsed { .. } => false,
    };
    let own = |stored: &Stored| {
        party.stored.phase == Phase::Production
            || app.config.demo
            || party.stored.owner == Some(stored.account.subject)
    };
    Ok(stored.filter(|stored| open(stored) && own(stored)))
}

/// A notice and a message without a link: he opens the app by himself (UX-11). Who asked for whom stands in
/// the person's own log (D59-4.4).
async fn tell(
    mut tx: Tx,
    app: &App,
    cx: &Cx,
    party: &Party,
    stored: Option<&Stored>,
) -> Outcome<()> {
    let Some(stored) = stored else {
        tx.commit(Audit::Bookkeeping("asked for nobody")).await?;
        return Ok(());
    };
    let cx = Cx {
        actor: Actor::Party(party.stored.id),
        purpose: Purpose::Service,
        ..cx.clone()
    };
    let values = [("name", party.stored.name.clone())];
    notify::tell(&mut tx, app, &cx, stored, "party-asks", &values).await?;
    let detail = serde_json::json!({ "party": party.stored.name, "client": party.stored.id });
    let entry = entry_with(app, &cx, Event::PartyAsked, stored.account.subject, detail);
    Ok(tx.commit(entry).await?)
}
