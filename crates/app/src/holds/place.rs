//! Placing a hold: the one place where an account becomes locked, whatever the door.

use domain::account::Placed;
use domain::event::Event;
use domain::hold::{Channel, Ground, Hold, LockReason};
use domain::ids::{HoldId, SubjectId};
use domain::regime::Regime;
use jiff::Timestamp;
use store::account::Holder;
use store::hold::Took;
use store::{Entry, Tx, attempt, hold, unlock};

use super::basis::regime;
use crate::ending::{self, Reach};
use crate::{App, Cx, Error, Result, entry_with, lost_phone, notify};

/// A hold to be placed.
#[derive(Debug)]
pub(crate) struct NewHold {
    /// Why.
    pub(crate) ground: Ground,
    /// The holder's reason, where he asks himself.
    pub(crate) reason: Option<LockReason>,
    /// How it comes.
    pub(crate) channel: Channel,
    /// The session, call, register event or case it comes by.
    pub(crate) source: String,
    /// The decree it is judged by, where that is not today's (I10).
    pub(crate) regime: Option<Regime>,
    /// Until when, where it ends by itself.
    pub(crate) until: Option<Timestamp>,
}

impl NewHold {
    /// A ground without anything special: judged by today's decree, without an end.
    pub(crate) fn of(ground: Ground, channel: Channel, source: impl Into<String>) -> Self {
        Self {
            ground,
            reason: None,
            channel,
            source: source.into(),
            regime: None,
            until: None,
        }
    }
}

/// The account is locked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Locked {
    /// The hold in force.
    pub hold: Hold,
    /// False when the same ground was in force already: nothing changed, or it lost its end.
    pub new: bool,
    /// What ended with it.
    pub took: Took,
}

impl Locked {
    fn already(hold: Hold) -> Self {
        Self {
            hold,
            new: false,
            took: Took::default(),
        }
    }
}

/// D59-19.1.a.v: places a ground with its source and time. I5: in the same transaction every
/// session and journey ends and every code becomes worthless. The same ground twice is calm, also
/// when two ask at once; a request without an end confirms a short lock (UX-12). Entries are given where
/// there is something to commit.
pub(crate) async fn place(
    tx: &mut Tx,
    app: &App,
    cx: &Cx,
    stored: &mut dyn Holder,
    new: NewHold,
) -> Result<(Locked, Vec<Entry>)> {
    let subject = stored.account().subject;
    // Weak proof closes no request to be unlocked.
    let weak = new.until.is_some();
    let by = (new.channel, new.source.clone());
    let wanted = Hold {
        id: app.id(HoldId::from_bytes),
        ground: new.ground,
        holder: stored.account().kind,
        reason: new.reason,
        since: cx.now,
        until: new.until,
        channel: new.channel,
        source: new.source,
        regime: new.regime.unwrap_or_else(|| regime(cx.now)),
    };
    let hold = match stored.account_mut().place(wanted)? {
        Placed::New(hold) => hold,
        Placed::AlreadyInForce(hold) if weak => return Ok((Locked::already(hold), Vec::new())),
        Placed::AlreadyInForce(hold) => {
            let entries = newer_wish(tx, app, cx, (subject, &hold)).await?;
            return Ok((Locked::already(hold), entries));
        }
        Placed::Confirmed(hold) => {
            let entries = confirmed(tx, app, cx, stored, (&hold, by)).await?;
            return Ok((Locked::already(hold), entries));
        }
    };
    let mut entries = expired(tx, app, cx, (subject, &hold)).await?;
    let (begun, took) = begin(tx, app, cx, subject, &hold).await?;
    if !hold::insert(tx, subject, &hold, took).await? {
        let first = in_force(tx, cx, subject, &hold).await?;
        return Ok((Locked::already(first), Vec::new()));
    }
    if hold.short() {
        super::expire::watch(tx, app, subject, &hold).await?;
    }
    tell(tx, app, cx, stored, &hold).await?;
    entries.extend(begun);
    Ok((
        Locked {
            hold,
            new: true,
            took,
        },
        entries,
    ))
}

/// I5: a hold begins to bite: every session and journey ends, and a request for another phone (UX-1). Gives the
/// entries and what ended.
pub(super) async fn begin(
    tx: &mut Tx,
    app: &App,
    cx: &Cx,
    subject: SubjectId,
    hold: &Hold,
) -> Result<(Vec<Entry>, Took)> {
    let took = end_everything(tx, app, cx, (subject, hold)).await?;
    let mut entries = vec![entry_with(
        app,
        cx,
        Event::AccountLocked,
        subject,
        detail(hold, took),
    )];
    entries.extend(lost_phone::locked(tx, app, cx, subject).await?);
    Ok((entries, took))
}

/// UX-12: the short lock has no end any more; what holds the account is the same hold.
async fn confirmed(
    tx: &mut Tx,
    app: &App,
    cx: &Cx,
    stored: &dyn Holder,
    (hold, (channel, source)): (&Hold, (Channel, String)),
) -> Result<Vec<Entry>> {
    let subject = stored.account().subject;
    hold::confirm(tx, subject, hold, cx.now).await?;
    let mut entries = newer_wish(tx, app, cx, (subject, hold)).await?;
    if !dead(stored) {
        let args = [("time", super::end::clock(cx.now))];
        notify::tell(tx, app, cx, stored, "lock-confirmed", &args).await?;
    }
    let detail = serde_json::json!({ "hold": hold.id, "channel": channel, "reason": hold.reason, "source": source });
    entries.push(entry_with(app, cx, Event::LockConfirmed, subject, detail));
    Ok(entries)
}

/// A hold whose date passed bites nobody, but its row waits for the sweep and would bar a new one of the
/// same ground: it is ended here.
async fn expired(
    tx: &mut Tx,
    app: &App,
    cx: &Cx,
    (subject, wanted): (SubjectId, &Hold),
) -> Result<Vec<Entry>> {
    let mut entries = Vec::new();
    for kept in hold::all(tx, subject).await? {
        let over = kept.hold.until.filter(|until| *until <= cx.now);
        if let Some(until) = over
            && kept.ended.is_none()
            && kept.hold.same(wanted)
        {
            hold::end(tx, subject, kept.hold.id, until, Channel::Date, "").await?;
            entries.push(super::expire::entry(app, cx, subject, &kept.hold));
        }
    }
    Ok(entries)
}

/// The holder asks for the lock that he has: a request to be unlocked that still waits is an older wish,
/// and is closed.
async fn newer_wish(
    tx: &mut Tx,
    app: &App,
    cx: &Cx,
    asked: (SubjectId, &Hold),
) -> Result<Vec<Entry>> {
    let (subject, hold) = asked;
    if hold.ground != Ground::OwnRequest || !unlock::settle(tx, subject, cx.now).await? {
        return Ok(Vec::new());
    }
    let detail = serde_json::json!({ "hold": hold.id });
    Ok(vec![entry_with(
        app,
        cx,
        Event::UnlockSettled,
        subject,
        detail,
    )])
}

async fn end_everything(
    tx: &mut Tx,
    app: &App,
    cx: &Cx,
    (subject, hold): (SubjectId, &Hold),
) -> Result<Took> {
    // Not only barred by the hold: what was let in before a lock is not let in again after it.
    let reach = (Reach::Hold(hold.id), "locked");
    let took = ending::end(tx, app, cx, subject, reach).await?;
    attempt::delete_all(tx, subject).await?;
    attempt::void_codes(tx, subject, cx.now).await?;
    Ok(took)
}

async fn in_force(tx: &mut Tx, cx: &Cx, subject: SubjectId, wanted: &Hold) -> Result<Hold> {
    let holds = hold::in_force(tx, subject, cx.now).await?;
    holds
        .into_iter()
        .find(|h| h.same(wanted))
        .ok_or(Error::Stale)
}

/// LCC-34: the holder is told at once, except of a death.
pub(crate) async fn tell(
    tx: &mut Tx,
    app: &App,
    cx: &Cx,
    stored: &dyn Holder,
    hold: &Hold,
) -> Result<()> {
    if dead(stored) {
        return Ok(());
    }
    let mut args = vec![
        ("ground", hold.ground.as_str().to_owned()),
        ("channel", hold.channel.as_str().to_owned()),
        ("time", super::end::clock(cx.now)),
    ];
    if let Some(until) = hold.until.filter(|_| hold.short()) {
        args.push(("until", super::end::clock(until)));
    }
    notify::tell(tx, app, cx, stored, message(hold), &args).await
}

/// Kind of the message that tells of a hold.
pub(super) fn message(hold: &Hold) -> &'static str {
    if hold.short() {
        "account-locked-short"
    } else {
        "account-locked"
    }
}

/// Whether the register says that nobody is there to be told.
pub(crate) fn dead(stored: &dyn Holder) -> bool {
    stored
        .account()
        .holds
        .iter()
        .any(|h| h.ground == Ground::Death)
}

fn detail(hold: &Hold, took: Took) -> serde_json::Value {
    serde_json::json!({
        "hold": hold.id,
        "ground": hold.ground,
        "reason": hold.reason,
        "channel": hold.channel,
        "source": hold.source,
        "regime": hold.regime,
        "until": hold.until,
        "sessions-ended": took.sessions,
        "grants-ended": took.grants,
    })
}
