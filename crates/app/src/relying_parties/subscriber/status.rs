//! How a registration stands, for the telecom that asked it.

use domain::ids::SubscriberId;
use domain::subscriber::{State, waits};
use domain::throttle::Throttle;
use jiff::SignedDuration;
use oidc::ErrorCode;
use serde::Serialize;
use store::subscriber;
use store::throttle::Rule;

use super::super::client::{Caller, authenticate};
use super::super::{Outcome, refuse};
use crate::throttle::{self, Counted};
use crate::{App, Cx, Error};

/// The answer: the state and since when, nothing of the person.
#[derive(Debug, Serialize)]
pub struct SubscriberStatus {
    /// `asked`, `registered`, `passed-on` or `lapsed`.
    pub registration_status: &'static str,
    /// Since when the number is registered or was, in seconds since 1970.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub registered_at: Option<i64>,
}

/// Answers a proven telecom about a registration of its own; another's is not there (D59-5).
pub async fn status(app: &App, cx: &Cx, caller: &Caller<'_>) -> Outcome<SubscriberStatus> {
    let party = authenticate(app, cx, caller).await?;
    let counted = Counted {
        kind: "subscriber-status",
        value: &party.rules.id,
        rule: Rule::Rate(Throttle::new(3_000, SignedDuration::from_mins(10))),
    };
    throttle::reserve(app, cx, &[counted]).await?;
    let reference = caller
        .params
        .get("reference")
        .ok_or(refuse(ErrorCode::InvalidRequest, "reference is missing"))?;
    let id: SubscriberId = reference.parse().map_err(|_| Error::NotFound)?;
    let mut source = app.db.read().await?;
    let found = subscriber::named(&mut source, party.stored.id, id).await?;
    let found = found.ok_or(Error::NotFound)?;
    let lapsed = found.state == State::Asked && waits(found.state, found.asked, cx.now).is_err();
    Ok(SubscriberStatus {
        registration_status: if lapsed {
            "lapsed"
        } else {
            found.state.as_str()
        },
        registered_at: found.registered.map(jiff::Timestamp::as_second),
    })
}
