//! A telecom says which number the person who signed in is to have. Nothing is sent yet, and nothing is compared: the
//! answer is the same for every number.

use domain::contact::Phone;
use domain::event::Event;
use domain::ids::SubscriberId;
use domain::subscriber::{LIFE, SUBSCRIBER_SCOPE, State, enough};
use domain::throttle::Throttle;
use jiff::SignedDuration;
use oidc::{ErrorCode, OAuthError};
use serde::Serialize;
use store::relying_party::token::Live;
use store::subscriber::{self, Body, Subscriber};
use store::throttle::Rule;
use store::{Tx, account};

use super::super::client::Caller;
use super::super::exchange::acting;
use super::super::step_up::StepUp;
use super::super::userinfo::{INVALID_TOKEN, access, as_it_stands};
use super::super::{ACR, Granted, Outcome, Party, issuer};
use super::granted;
use crate::throttle::{self, Counted};
use crate::{App, Cx, entry_with};

/// What a telecom is answered.
#[derive(Debug, Serialize)]
pub struct SubscriberAsked {
    /// Its reference number.
    pub reference: String,
    /// Where the person enters the code.
    pub confirmation_uri: String,
    /// Seconds within which he may.
    pub expires_in: i64,
}

const SCOPE: OAuthError = OAuthError {
    code: ErrorCode::InsufficientScope,
    description: "the token is not for the scope subscriber_registration",
};

const NUMBER: OAuthError =
    OAuthError::request("phone_number is missing or no mobile number of Viet Nam");

const UNGRANTED: OAuthError = OAuthError {
    code: ErrorCode::UnauthorizedClient,
    description: "the client is not granted subscribers any more",
};

const LOW: OAuthError = OAuthError {
    code: ErrorCode::AccessDenied,
    description: "the account is not of level 2 any more",
};

/// Numbers that one telecom asks one person for: enough for slips.
const EACH: Throttle = Throttle::new(10, SignedDuration::from_hours(1));
/// Numbers that one telecom asks for, so that one cannot keep the database busy for all.
const ALL: Throttle = Throttle::new(3_000, SignedDuration::from_mins(10));

/// Notes the number until the person enters its code.
pub async fn ask(
    app: &App,
    cx: &Cx,
    caller: &Caller<'_>,
    shown: (&str, &str),
) -> Outcome<Result<SubscriberAsked, StepUp>> {
    let (bearer, live, body) = access(app, cx, caller, shown).await?;
    let mut scopes = body.scope(&live).split(' ');
    if !scopes.any(|scope| scope == SUBSCRIBER_SCOPE) {
        return Err(SCOPE.into());
    }
    let phone = mobile(caller.params.get("phone_number").unwrap_or_default()).ok_or(NUMBER)?;
    limit(app, cx, &live).await?;
    let mut tx = app.db.begin().await?;
    let (live, party) = as_it_stands(&mut tx, app, cx, &bearer).await?;
    if let Some(missing) = lacking(&party, &live, cx) {
        return Ok(Err(missing));
    }
    granted(&mut tx, &party).await?.ok_or(UNGRANTED)?;
    let stored = account::load(&mut tx, live.subject, cx.now).await?;
    if !enough(stored.ok_or(INVALID_TOKEN)?.account.level, live.level) {
        return Err(LOW.into());
    }
    let id = app.id(SubscriberId::from_bytes);
    let new = Subscriber {
        subject: live.subject,
        id,
        client: live.client,
        state: State::Asked,
        asked: cx.now,
        registered: None,
        ended: None,
        body: Body {
            phone,
            code: None,
            level: live.level.get(),
            signed_in: live.auth_time,
            legal_basis: String::new(),
        },
        revision: 1,
    };
    keep(tx, app, cx, (&live, &party, &new)).await?;
    Ok(Ok(SubscriberAsked {
        reference: id.to_string(),
        confirmation_uri: format!("{}/personal/numbers/{id}", issuer(app)),
        expires_in: LIFE.as_secs(),
    }))
}

/// A number that brings short messages: nine digits behind the country's, the first of them of mobile networks.
fn mobile(text: &str) -> Option<Phone> {
    let phone = Phone::parse(text).ok()?;
    let network = phone.as_str().as_bytes().get(3).copied();
    network
        .is_some_and(|digit| matches!(digit, b'3' | b'5' | b'7' | b'8' | b'9'))
        .then_some(phone)
}

/// D59-24.2: two factors, whatever the telecom registered; and what it registered (RFC 9470 3).
fn lacking(party: &Party, live: &Live<Granted>, cx: &Cx) -> Option<StepUp> {
    let own = StepUp::of(&party.rules, live, cx.now);
    let [_, two, ..] = ACR;
    let low = live.level < domain::actor::AuthLevel::TWO;
    own.or(low.then_some(StepUp {
        acr: Some(two),
        max_age: None,
    }))
}

async fn limit(app: &App, cx: &Cx, live: &Live<Granted>) -> Outcome<()> {
    let (client, each) = (
        live.client.to_string(),
        format!("{}/{}", live.client, live.subject),
    );
    let limits = [
        ("subscriber-of", &each, EACH),
        ("subscriber-by", &client, ALL),
    ];
    let limits = limits.map(|(kind, value, most)| Counted {
        kind,
        value,
        rule: Rule::Rate(most),
    });
    Ok(throttle::reserve(app, cx, &limits).await?)
}

async fn keep(
    mut tx: Tx,
    app: &App,
    cx: &Cx,
    (live, party, new): (&Live<Granted>, &Party, &Subscriber),
) -> Outcome<()> {
    subscriber::ask(&mut tx, new).await?;
    let detail = serde_json::json!({
        "rule": "R50-2",
        "registration": new.id,
        "client": new.client,
        "party": party.stored.name,
        "phone": new.body.phone.masked(),
    });
    let cx = acting(cx, live);
    let entry = entry_with(app, &cx, Event::SubscriberAsked, new.subject, detail);
    Ok(tx.commit(entry).await?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_mobile_numbers_are_asked_for() {
        for (text, want) in [
            ("0912 345 678", true),
            ("+84 912 345 678", true),
            ("0312345678", true),
            ("0242345678", false),
            ("0612345678", false),
            ("091234567", false),
            ("+1 912 345 678", false),
            ("", false),
        ] {
            assert_eq!(mobile(text).is_some(), want, "{text}");
        }
    }
}
