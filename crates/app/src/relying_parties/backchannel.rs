//! A service asks for a person who is on the telephone or at its counter (OpenID Connect Client-Initiated
//! Backchannel Authentication 1.0, poll and ping mode); he answers on his own phone.

use domain::account::Standing;
use domain::actor::{Actor, Purpose};
use domain::event::Event;
use domain::ids::SubjectId;
use domain::person::PersonNumber;
use domain::relying_party::Phase;
use domain::throttle::Throttle;
use jiff::SignedDuration;
use oidc::backchannel::Hint;
use oidc::client::{ClientAuth, GrantType};
use oidc::{ErrorCode, authorization, polling};
use serde::Serialize;
use store::account::{self, Stored};
use store::relying_party::consent;
use store::relying_party::polled::{self, Kind};
use store::throttle::Rule;
use store::{Audit, Tx};

use super::authorize::{Pending, handle};
use super::client::{Caller, Party, authenticate, proven_key};
use super::gate::{Door, pass};
use super::ping::{self, News, Ping};
use super::{Outcome, issuer, keys, pairwise, refuse};
use crate::throttle::{self, Counted};
use crate::{App, Cx, Error, entry_with, notify};

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
    pass(app, (&party, Door::Elsewhere), caller.params, &request).await??;
    request.dpop_jkt = key.or(request.dpop_jkt);
    // It has said whom it means; that is no part of what is asked about him.
    request.login_hint = None;
    request.id_token_hint = None;
    let asked = oidc::backchannel::read(caller.params, &party.rules)?;
    let sent = sent(app, cx, &party, asked.hint).await?;
    counted(app, cx, &party, &sent).await?;
    let named = named(app, cx, &party, &sent).await?;
    let seldom = seldom(app, cx, &party, (named.as_ref(), &sent)).await?;
    let stored = named.filter(|stored| seldom && may_be_asked(app, cx, &party, stored));
    let auth_req_id = handle(app);
    let ping = asked.token.map(|token| Ping {
        auth_req_id: auth_req_id.clone(),
        token: token.to_owned(),
    });
    let subject = stored.as_ref().map(|stored| stored.account.subject);
    let body = Pending {
        request,
        pushed: None,
        meant: subject.map(|subject| pairwise(app, &party.rules.sector, subject)),
        polled: None,
        message: Some(asked.message.to_owned()),
        ping,
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
        expires: cx.now + SignedDuration::from_secs(asked.life),
    };
    keep(app, cx, &party, (&new, stored.as_ref())).await?;
    Ok(BackchannelAsked {
        auth_req_id,
        expires_in: asked.life,
        interval: polling::INTERVAL,
    })
}

/// What a hint says, before anybody is looked for.
enum Sent {
    /// A personal identification number, where it is one.
    Number(Option<PersonNumber>, String),
    /// The pairwise subject of an identity token of ours for this very client.
    Subject(String),
}

impl Sent {
    /// The same for all ways to write the same.
    fn canonical(&self) -> &str {
        match self {
            Self::Number(Some(number), _) => number.as_str(),
            Self::Number(None, text) | Self::Subject(text) => text,
        }
    }
}

/// Reads a hint. Of an identity token its age does not matter (CIBA 7.1), as long as its key is known.
async fn sent(app: &App, cx: &Cx, party: &Party, hint: Hint<'_>) -> Outcome<Sent> {
    match hint {
        Hint::Login(text) => {
            let number = PersonNumber::parse(text).ok();
            Ok(Sent::Number(number, text.to_owned()))
        }
        Hint::IdToken(token) => {
            let ring = keys::published(app, cx).await?;
            let hint = oidc::hint::verify(token, ring.hints(), issuer(app))?;
            if !hint.aud.contains(&party.rules.id) {
                return Err(refuse(
                    ErrorCode::InvalidRequest,
                    "id_token_hint is an ID token of another client",
                ));
            }
            Ok(Sent::Subject(hint.sub))
        }
    }
}

/// Whom a hint names, whether or not he may be asked. By an old identity token nobody is found who took his consent
/// back: he has nothing to do with the service any more.
async fn named(app: &App, cx: &Cx, party: &Party, sent: &Sent) -> Outcome<Option<Stored>> {
    let mut source = app.db.read().await?;
    match sent {
        Sent::Number(None, _) => Ok(None),
        Sent::Number(Some(number), _) => Ok(account::by_number(&mut source, number, cx.now).await?),
        Sent::Subject(sub) => {
            let digest = told_as(app, party, sub);
            let Some(subject) = store::relying_party::pairwise::who(&mut source, &digest).await?
            else {
                return Ok(None);
            };
            let given = consent::in_force(&mut source, subject).await?;
            if !given.iter().any(|one| one.client == party.stored.id) {
                return Ok(None);
            }
            Ok(account::load(&mut source, subject, cx.now).await?)
        }
    }
}

/// What it is kept by whom a client knows as this subject.
fn told_as(app: &App, party: &Party, sub: &str) -> Vec<u8> {
    let text = format!("{}\n{sub}", party.rules.sector);
    app.db.keys().digest("pairwise-subject", &text)
}

/// Notes whom an identity token stands for, so that it can name him again; for clients alone that may ask
/// so.
pub(super) async fn note_subject(
    tx: &mut Tx,
    app: &App,
    cx: &Cx,
    (party, subject): (&Party, SubjectId),
) -> Outcome<()> {
    if party.rules.may(GrantType::Ciba) {
        let sub = pairwise(app, &party.rules.sector, subject);
        let digest = told_as(app, party, &sub);
        store::relying_party::pairwise::seen(tx, &digest, subject, cx.now).await?;
    }
    Ok(())
}

fn asks<'a>(kind: &'static str, value: &'a str) -> Counted<'a> {
    Counted {
        kind,
        value,
        rule: Rule::Rate(ASKS),
    }
}

/// By what was sent, before anybody is looked for: the refusal says nothing about whether there is such a person, nor
/// whether a number and a subject are of the same one (I13).
async fn counted(app: &App, cx: &Cx, party: &Party, sent: &Sent) -> Outcome<()> {
    let value = format!("{}\n{}", party.rules.id, sent.canonical());
    Ok(throttle::reserve(app, cx, &[asks("backchannel", &value)]).await?)
}

/// By the person, whichever hint names him, and in silence: one more is a request that nobody answers.
async fn seldom(
    app: &App,
    cx: &Cx,
    party: &Party,
    (named, sent): (Option<&Stored>, &Sent),
) -> Outcome<bool> {
    let who = match named {
        Some(stored) => stored.account.subject.to_string(),
        None => sent.canonical().to_owned(),
    };
    let value = format!("{}\n{who}", party.rules.id);
    match throttle::reserve(app, cx, &[asks("backchannel-person", &value)]).await {
        Ok(()) => Ok(true),
        Err(Error::Throttled { .. }) => Ok(false),
        Err(other) => Err(other.into()),
    }
}

fn may_be_asked(app: &App, cx: &Cx, party: &Party, stored: &Stored) -> bool {
    let open = match stored.account.standing(cx.now) {
        Standing::Open => true,
        Standing::Locked
        | Standing::AwaitingActivation { .. }
        | Standing::ActivationLapsed { .. } => false,
    };
    let own = party.stored.phase == Phase::Production
        || app.config.demo
        || party.stored.owner == Some(stored.account.subject);
    open && own
}

/// Keeps the request, and tells whom it is for. A client in ping mode hears of its end too, whether or not
/// there is anybody who could decide.
async fn keep(
    app: &App,
    cx: &Cx,
    party: &Party,
    (new, stored): (&polled::New<'_, Pending>, Option<&Stored>),
) -> Outcome<()> {
    let mut tx = app.db.begin().await?;
    polled::insert(&mut tx, new).await?;
    if new.body.ping.is_some() {
        let asked = (new.client, new.digest);
        ping::queue(&mut tx, app, asked, new.subject, (News::Over, new.expires)).await?;
    }
    tell(tx, app, cx, party, stored).await
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
