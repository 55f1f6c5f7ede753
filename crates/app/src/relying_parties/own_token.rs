//! A client's token for itself (RFC 6749 4.4): it speaks for nobody, so nothing of it is kept but the record.
//! Lean: one signature, one commit shared with whoever asks at the same time.

use domain::event::Event;
use domain::relying_party::{PACKAGE_SCOPE, Phase};
use domain::subscriber::SUBSCRIBER_SCOPE;
use domain::throttle::Throttle;
use domain::time::viet_nam_date;
use jiff::SignedDuration;
use oidc::ErrorCode;
use oidc::token::{Confirmation, JwtAccessToken};
use store::audit::NOBODY;
use store::relying_party::usage::Use;
use store::throttle::Rule;
use store::{Audit, Line};

use super::authorize::handle;
use super::client::{Caller, Party};
use super::exchange::{Issued, outdated};
use super::{Outcome, issue, issuer, keys, refuse};
use crate::throttle::{self, Counted};
use crate::{App, Cx, entry_with};

/// Nobody can take it back, so it is short.
const LIFE: SignedDuration = SignedDuration::from_mins(5);
/// So many a trial gets in a minute: each is an entry of the audit log, and nobody has checked who asks.
const A_MINUTE: Throttle = Throttle::new(60, SignedDuration::from_mins(1));

/// Makes one; the client is proven and registered for it.
pub(super) async fn own_token(
    app: &App,
    cx: &Cx,
    caller: &Caller<'_>,
    party: &Party,
    bound: Option<&Confirmation>,
) -> Outcome<Issued> {
    let scope = scope(caller, party)?;
    let asked = oidc::resource::read(caller.params)?;
    oidc::resource::check(&asked, &party.rules, issuer(app))?;
    let aud = if asked.is_empty() {
        vec![issuer(app).to_owned()]
    } else {
        asked
    };
    let limit = limit(party);
    if limit.is_some() {
        throttle::check(app, cx, limit.as_slice()).await?;
    }
    let now = cx.now.as_second();
    let token = JwtAccessToken {
        iss: issuer(app).to_owned(),
        exp: now + LIFE.as_secs(),
        aud,
        sub: party.rules.id.clone(),
        client_id: party.rules.id.clone(),
        iat: now,
        jti: handle(app),
        scope: (!scope.is_empty()).then(|| scope.clone()),
        cnf: bound.cloned(),
        ..JwtAccessToken::default()
    };
    let access_token = issue::sign(&*keys::published(app, cx).await?, cx, &token)?;
    let detail = serde_json::json!({ "jti": token.jti, "aud": token.aud, "scope": scope });
    let cx = Cx {
        actor: domain::actor::Actor::Party(party.stored.id),
        ..cx.clone()
    };
    let entry = entry_with(app, &cx, Event::PartyOwnToken, NOBODY, detail);
    if let Some(limit) = &limit {
        let mut tx = app.db.begin().await?;
        throttle::reserve_in(&mut tx, app, &cx, limit).await?;
        tx.commit(Audit::Bookkeeping("trial counted")).await?;
    }
    let [chance] = app.random();
    let line = Line {
        client: party.stored.id,
        revision: party.stored.revision,
        of: Use::Exchange,
        day: viet_nam_date(cx.now),
        chance,
        entry,
    };
    if !app.db.record(line).await? {
        return Err(outdated());
    }
    Ok(Issued {
        access_token,
        token_type: Confirmation::token_type(bound),
        expires_in: LIFE.as_secs(),
        scope,
        refresh_token: None,
        id_token: None,
        identity_package_challenge: None,
    })
}

/// What a trial is counted by; none in production, where nothing is added to the way.
fn limit(party: &Party) -> Option<Counted<'_>> {
    (party.stored.phase != Phase::Production).then(|| Counted {
        kind: "party-own-token",
        value: &party.rules.id,
        rule: Rule::Rate(A_MINUTE),
    })
}

/// Whether a scope stands for a person's facts or session: a client has neither.
pub(super) fn about_people(scope: &str) -> bool {
    let mut facts = domain::relying_party::SCOPES.iter();
    let ours = ["openid", "offline_access", PACKAGE_SCOPE, SUBSCRIBER_SCOPE];
    ours.contains(&scope) || facts.any(|(name, _)| *name == scope)
}

/// RFC 6749 3.3: what the client registered, people's facts aside; nothing where nothing is asked.
fn scope(caller: &Caller<'_>, party: &Party) -> Outcome<String> {
    let text = caller.params.get("scope").unwrap_or_default();
    let asked: Vec<&str> = text.split(' ').filter(|scope| !scope.is_empty()).collect();
    let registered = |scope: &str| party.rules.scopes.iter().any(|own| own == scope);
    let may = |scope: &&str| !about_people(scope) && registered(scope);
    if asked.iter().all(may) {
        Ok(asked.join(" "))
    } else {
        Err(refuse(
            ErrorCode::InvalidScope,
            "scope asks what the client is not registered for, or facts about people",
        ))
    }
}
