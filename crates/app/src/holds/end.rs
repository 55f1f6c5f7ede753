//! Ending a hold: one ground, never the others (D59-19.4.a, I2).

use domain::account::AccountError;
use domain::event::Event;
use domain::hold::{Channel, Ground, Hold};
use domain::ids::HoldId;
use domain::time::viet_nam_date_time;
use jiff::Timestamp;
use store::account::Holder;
use store::{Entry, Tx, hold, unlock};

use super::place::dead;
use crate::ending::{self, Reach};
use crate::relying_parties::event;
use crate::{App, Cx, Result, documents, entry_with, notify};

/// A hold ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ended {
    /// The hold that ended.
    pub hold: Hold,
    /// Grounds that still keep the account locked.
    pub left: Vec<Ground>,
}

/// D59-19.4.a: ends one ground at once when it is gone.
pub(crate) async fn end(
    tx: &mut Tx,
    app: &App,
    cx: &Cx,
    stored: &mut dyn Holder,
    gone: (Ground, Channel, &str),
) -> Result<(Ended, Vec<Entry>)> {
    let (ground, channel, source) = gone;
    let found = stored.account().holds.iter().find(|h| h.ground == ground);
    let id = found.ok_or(AccountError::GroundNotInForce)?.id;
    end_hold(tx, app, cx, stored, (id, channel, source)).await
}

/// D59-19.4.a, D59-19.4.b: ends one hold. The account opens with the last one; a session that slipped
/// in beside the lock must not wake up then, so all end.
pub(crate) async fn end_hold(
    tx: &mut Tx,
    app: &App,
    cx: &Cx,
    stored: &mut dyn Holder,
    gone: (HoldId, Channel, &str),
) -> Result<(Ended, Vec<Entry>)> {
    let (id, channel, source) = gone;
    let hold = stored.account_mut().end_hold(id, channel)?;
    ended(tx, app, cx, stored, (hold, channel, source)).await
}

/// Writes the end of a hold that the rules let go.
pub(super) async fn ended(
    tx: &mut Tx,
    app: &App,
    cx: &Cx,
    stored: &dyn Holder,
    (hold, channel, source): (Hold, Channel, &str),
) -> Result<(Ended, Vec<Entry>)> {
    let subject = stored.account().subject;
    let ground = hold.ground;
    hold::end(tx, subject, hold.id, cx.now, channel, source).await?;
    if ground == Ground::OwnRequest {
        unlock::settle(tx, subject, cx.now).await?;
    }
    let left: Vec<Ground> = stored.account().holds.iter().map(|h| h.ground).collect();
    if left.is_empty() {
        ending::end(tx, app, cx, subject, (Reach::Sessions, "unlocked")).await?;
        event::enabled(tx, app, cx, subject).await?;
        documents::wake(tx, app, cx, Some(subject)).await?;
    }
    tell(tx, app, cx, stored, ground).await?;
    let detail = serde_json::json!({
        "hold": hold.id,
        "ground": ground,
        "channel": channel,
        "source": source,
        "left": left,
    });
    let entry = entry_with(app, cx, Event::HoldEnded, subject, detail);
    Ok((Ended { hold, left }, vec![entry]))
}

/// Tells what ended and what still holds.
async fn tell(tx: &mut Tx, app: &App, cx: &Cx, stored: &dyn Holder, ended: Ground) -> Result<()> {
    if dead(stored) {
        return Ok(());
    }
    let mut args = vec![
        ("ground", ended.as_str().to_owned()),
        ("time", clock(cx.now)),
    ];
    let kind = match stored.account().holds.as_slice() {
        [] => "account-unlocked",
        [one] => {
            args.push(("rest", one.ground.as_str().to_owned()));
            "hold-ended"
        }
        [_, _, ..] => {
            args.push(("rest", "several".to_owned()));
            "hold-ended"
        }
    };
    notify::tell(tx, app, cx, stored, kind, &args).await
}

/// `HH:MM dd/mm/yyyy` in Viet Nam, as both languages read it.
pub(crate) fn clock(at: Timestamp) -> String {
    let t = viet_nam_date_time(at);
    format!(
        "{:02}:{:02} {:02}/{:02}/{:04}",
        t.hour(),
        t.minute(),
        t.day(),
        t.month(),
        t.year()
    )
}
