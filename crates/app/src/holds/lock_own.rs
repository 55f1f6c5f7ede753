//! The holder locks his own account in the app (D59-19.1.a.i, D59-19.5.a).

use domain::actor::{Actor, Purpose};
use domain::hold::{Channel, Ground, LockReason};
use domain::ids::SessionId;
use store::Tx;
use store::session::{self, New, Scope};

use super::{Locked, NewHold, place};
use crate::token::Token;
use crate::{App, Cx, Error, Result, holder};

/// The account is locked by its holder.
#[derive(Debug)]
pub struct OwnLock {
    /// The hold.
    pub locked: Locked,
    /// D59-19.ui: a session for the status page in place of the one that ended; none when nothing
    /// changed.
    pub status: Option<Token>,
}

/// D59-19.1.a.i: locks at once, without anybody's approval, and ends every session. Twice is calm; the
/// newer wish to stay locked closes a request to be unlocked.
pub async fn lock_own(app: &App, cx: &Cx, reason: LockReason) -> Result<OwnLock> {
    let cx = &cx.with_purpose(Purpose::OwnUse);
    let Actor::Holder { session, .. } = cx.actor else {
        return Err(Error::SignIn);
    };
    let mut tx = app.db.begin().await?;
    let mut stored = holder::account_to_change(&mut tx, cx).await?;
    let new = NewHold {
        reason: Some(reason),
        ..NewHold::of(Ground::OwnRequest, Channel::App, session.to_string())
    };
    let (locked, entries) = place(&mut tx, app, cx, &mut stored, new).await?;
    if !locked.new {
        if !entries.is_empty() {
            tx.commit(entries).await?;
        }
        return Ok(OwnLock {
            locked,
            status: None,
        });
    }
    let status = status_session(&mut tx, app, cx).await?;
    tx.commit(entries).await?;
    Ok(OwnLock {
        locked,
        status: Some(status),
    })
}

/// The holder sees his receipt without signing in again: same proof, but the status page only.
async fn status_session(tx: &mut Tx, app: &App, cx: &Cx) -> Result<Token> {
    let Actor::Holder { subject, level, .. } = cx.actor else {
        return Err(Error::SignIn);
    };
    let token = Token::fresh(app, subject);
    let new = New {
        subject,
        digest: token.digest(),
        id: app.id(SessionId::from_bytes),
        device: None,
        level,
        // It reaches no relying party, so nobody asks.
        means: Vec::new(),
        scope: Scope::Status,
        approved_by: None,
        raised: None,
        at: cx.now,
        expires: cx.now + app.config.session_life,
    };
    session::insert(tx, &new).await?;
    Ok(token)
}
