//! The computer goes in.

use domain::account::Standing;
use store::account;
use store::phone_sign_in::{self, Stage};

use crate::signin::{Opened, open_approved};
use crate::token::Token;
use crate::{App, Cx, Error, Result};

const OVER: Error = Error::Refused("approval-over");

/// Opens the session that the phone allowed, once. I5: the account is held first; what was locked or ended
/// since the phone said yes lets nobody in.
pub async fn go_in(app: &App, cx: &Cx, token: &Token) -> Result<Opened> {
    let digest = token.digest();
    let mut tx = app.db.begin().await?;
    let found = phone_sign_in::find(&mut tx, &digest, cx.now).await?;
    let asking = found.ok_or(OVER)?;
    let Stage::Allowed(subject, by) = asking.stage else {
        return Err(OVER);
    };
    let stored = account::load_to_change(&mut tx, subject, cx.now)
        .await?
        .ok_or(OVER)?;
    match stored.account.standing(cx.now) {
        Standing::Open => {}
        Standing::Locked
        | Standing::AwaitingActivation { .. }
        | Standing::ActivationLapsed { .. } => return Err(OVER),
    }
    let approver = store::session::approver(&mut tx, subject, by, cx.now)
        .await?
        .ok_or(OVER)?;
    if !phone_sign_in::open(&mut tx, &digest, cx.now).await? {
        return Err(OVER);
    }
    let browser = &asking.body.browser;
    let (opened, entries) = open_approved(&mut tx, app, cx, &stored, (&approver, browser)).await?;
    tx.commit(entries).await?;
    Ok(opened)
}
