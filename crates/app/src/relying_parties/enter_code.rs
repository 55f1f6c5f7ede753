//! A person types the code that another device shows (RFC 8628 3.3).

use domain::fault::Fault;
use domain::throttle::Throttle;
use jiff::SignedDuration;
use oidc::user_code::UserCode;
use store::relying_party::polled;
use store::throttle::Rule;

use super::Outcome;
use super::authorize::{Pending, keep};
use super::browser::Scene;
use super::client::find;
use super::device_authorization::user_digest;
use crate::throttle::{self, Counted};
use crate::token::Token;
use crate::{App, Cx, Error};

/// RFC 8628 5.1: so many tries by address, right or wrong, since a right one in between would hide wrong
/// ones. With 2.56 × 10¹⁰ codes and a thousand devices waiting, an address hits one in 8 years of tries;
/// and many people may share one.
const TRIES: Throttle = Throttle::new(60, SignedDuration::from_mins(10));

/// Makes of the device's request one under way in this browser; the token is for a cookie. From there on
/// it goes the way of all requests: sign-in, judgement, the person's decision. A code that is over, decided
/// or never was gets one answer.
pub async fn enter_code(app: &App, cx: &Cx, typed: &str) -> Outcome<Token> {
    let wrong = |code| Error::from(Fault::new("user_code", code));
    let code = UserCode::parse(typed).ok_or_else(|| wrong("user-code-format"))?;
    let address = throttle::address(cx);
    let one = Counted {
        kind: "user-code",
        value: &address,
        rule: Rule::Rate(TRIES),
    };
    throttle::reserve(app, cx, &[one]).await?;
    let digest = user_digest(app, &code);
    let mut source = app.db.read().await?;
    let found = polled::by_user_code::<Pending>(&mut source, &digest, cx.now)
        .await?
        .ok_or_else(|| wrong("user-code-unknown"))?;
    drop(source);
    let party = find(app, &found.client.to_string())
        .await?
        .ok_or_else(|| wrong("user-code-unknown"))?;
    let pending = Pending {
        polled: Some(found.digest),
        ..found.body
    };
    keep(app, cx, Scene::new(party, pending, cx.now)).await
}
