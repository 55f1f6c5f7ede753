//! Stopping a request: by the holder on any device of his, for a caller or visitor, by a lock, by another way.

use domain::actor::Purpose;
use domain::authority::Operation;
use domain::event::Event;
use domain::ids::SubjectId;
use domain::journey::Outcome;
use domain::lost_phone::{State, Stop, Way};
use store::lost_phone::{self, Stored, code};
use store::{Entry, Tx, account};

use super::tell;
use crate::assistance::{CallRef, Proof, proven};
use crate::{App, Cx, Error, Result, entry_with, experience, holder};

/// UX-1: the holder did not ask, or has his phone again. The code that was shown may not be the only one that
/// somebody found: all of them end.
pub async fn stop(app: &App, cx: &Cx) -> Result<()> {
    let cx = &cx.with_purpose(Purpose::OwnUse);
    let mut tx = app.db.begin().await?;
    let stored = holder::account_to_change(&mut tx, cx).await?;
    holder::require_open(&stored, cx)?;
    let entry = end_and_tell(&mut tx, app, cx, &stored, Stop::Holder).await?;
    Ok(tx.commit(entry).await?)
}

/// UX-1: the same for a caller or visitor. It does no harm, so the proof that locks suffices.
pub async fn stop_in_call(app: &App, cx: &Cx, case: CallRef) -> Result<()> {
    let cx = &cx.with_purpose(Purpose::Assistance);
    let mut tx = app.db.begin().await?;
    account::hold_row(&mut tx, case.subject).await?;
    let need = (Operation::Lock, Proof::Weak);
    let (case, stored) = proven(&mut tx, cx, case, need).await?;
    let mut entry = end_and_tell(&mut tx, app, cx, &stored, Stop::Staff).await?;
    if let Some(fields) = entry.detail.as_object_mut() {
        fields.insert("assistance".to_owned(), case.id.to_string().into());
    }
    Ok(tx.commit(entry).await?)
}

async fn end_and_tell(
    tx: &mut Tx,
    app: &App,
    cx: &Cx,
    holder: &account::Stored,
    by: Stop,
) -> Result<Entry> {
    let subject = holder.account.subject;
    let open = lost_phone::open(tx, subject).await?;
    let open = open.ok_or(Error::Refused("lost-phone-over"))?;
    let entry = end(tx, app, cx, subject, by).await?;
    let entry = entry.ok_or(Error::Refused("lost-phone-over"))?;
    if open.request.way == Way::RecoveryCode {
        code::end_all(tx, subject).await?;
    }
    tell(tx, app, cx, (holder, &open), "lost-phone-stopped").await?;
    Ok(entry)
}

/// Ends the open request of an account, where there is one. The account's row is held.
pub(super) async fn end(
    tx: &mut Tx,
    app: &App,
    cx: &Cx,
    subject: SubjectId,
    by: Stop,
) -> Result<Option<Entry>> {
    let Some(mut open) = lost_phone::open(tx, subject).await? else {
        return Ok(None);
    };
    // One whose time ran out, though nobody has written that down, is written off.
    let Ok(stopped) = open.request.stop(cx.now, by) else {
        return written_off(tx, app, cx, open).await.map(Some);
    };
    open.request = stopped;
    lost_phone::save(tx, &open).await?;
    let outcome = match by {
        Stop::Lock => Outcome::Refused,
        Stop::Holder | Stop::Staff | Stop::OtherWay | Stop::AskedAgain => Outcome::GivenUp,
    };
    experience::end(tx, cx, &open.id, outcome).await?;
    Ok(Some(entry_of(app, cx, &open, by)))
}

fn entry_of(app: &App, cx: &Cx, stored: &Stored, by: Stop) -> Entry {
    let mut about = super::detail(stored, stored.request);
    if let Some(fields) = about.as_object_mut() {
        fields.insert("by".to_owned(), by.as_str().into());
    }
    entry_with(app, cx, Event::LostPhoneStopped, stored.subject, about)
}

/// Writes down that a request ran out.
pub(super) async fn written_off(
    tx: &mut Tx,
    app: &App,
    cx: &Cx,
    mut stored: Stored,
) -> Result<Entry> {
    stored.request = stored.request.at(cx.now);
    if !matches!(stored.request.state, State::Expired { .. }) {
        return Err(Error::Stale);
    }
    lost_phone::save(tx, &stored).await?;
    experience::end(tx, cx, &stored.id, Outcome::GivenUp).await?;
    let about = super::detail(&stored, stored.request);
    let event = Event::LostPhoneExpired;
    Ok(entry_with(app, cx, event, stored.subject, about))
}

/// D59-19.ui: a lock stops it; whoever asked must ask again when the account is open.
pub(crate) async fn locked(
    tx: &mut Tx,
    app: &App,
    cx: &Cx,
    subject: SubjectId,
) -> Result<Option<Entry>> {
    end(tx, app, cx, subject, Stop::Lock).await
}

/// The account came to another phone by another way: nothing is left to ask for.
pub(crate) async fn overtaken(
    tx: &mut Tx,
    app: &App,
    cx: &Cx,
    subject: SubjectId,
) -> Result<Option<Entry>> {
    end(tx, app, cx, subject, Stop::OtherWay).await
}
