//! Second step: the code; from here on it may be said what stands in the way.

use domain::account::Standing;
use store::{Audit, account, attempt};

use super::steps::next;
use crate::code::{self, Purpose};
use crate::signin::{journey, resend_code};
use crate::token::Token;
use crate::{App, Cx, Error, Result};

/// Checks the code. D59-18.2: a lapsed activation is told so here.
pub async fn confirm(app: &App, cx: &Cx, token: &Token, entered: &str) -> Result<()> {
    let subject = token.subject;
    let mut source = app.db.read().await?;
    journey(&mut source, cx, token, super::KIND, &["code"]).await?;
    drop(source);
    let code = code::check(app, cx, subject, Purpose::Activation, entered).await?;
    let mut tx = app.db.begin().await?;
    let mut attempt = journey(&mut tx, cx, token, super::KIND, &["code"]).await?;
    code::consume(&mut tx, cx, subject, code).await?;
    let stored = account::load_to_change(&mut tx, subject, cx.now)
        .await?
        .ok_or(Error::Refused("journey-over"))?;
    match stored.account.standing(cx.now) {
        Standing::AwaitingActivation { .. } => {}
        Standing::Open => return Err(Error::Refused("already-activated")),
        Standing::ActivationLapsed { .. } => return Err(Error::Refused("activation-lapsed")),
        Standing::Locked => return Err(Error::Refused("account-locked")),
    }
    let step = next(&mut tx, subject).await?;
    step.as_str().clone_into(&mut attempt.stage);
    attempt::save(&mut tx, &attempt).await?;
    Ok(tx
        .commit(Audit::Bookkeeping("activation code confirmed"))
        .await?)
}

/// Sends the code once more, to the contact that was entered; silent where the journey is a decoy.
pub async fn resend(app: &App, cx: &Cx, token: &Token) -> Result<()> {
    resend_code(app, cx, token, (super::KIND, Purpose::Activation)).await
}
