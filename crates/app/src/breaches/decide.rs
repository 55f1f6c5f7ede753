//! Four eyes: another officer decides on what one recorded or proposed (D59-19.1.a.ii, D59-19.2.a,
//! D59-19.3.a, D59-19.4.a). The holder is told of each step that touches his lock.

use domain::actor::Purpose;
use domain::authority::{Operation, require};
use domain::breach::{BreachError, Remedy, State, Step};
use domain::event::Event;
use domain::hold::{Channel, Ground};
use store::account::Holder;
use store::breach::{self, Stored};
use store::organisation::{self, Anybody};
use store::{Entry, Tx};

use super::{BreachRef, seen};
use crate::holds::{NewHold, clock, dead, end, place as place_hold};
use crate::training::may_decide;
use crate::words::words;
use crate::{App, Cx, Error, Result, entry_with, notify};

/// A step with its words, on the page that was seen.
#[derive(Debug, Clone, Copy)]
pub struct Decide<'a> {
    /// Which breach.
    pub place: BreachRef,
    /// Its revision on the page.
    pub revision: i64,
    /// Words; a confirmation may do without.
    pub words: &'a str,
}

impl From<BreachError> for Error {
    fn from(error: BreachError) -> Self {
        Self::Refused(error.code())
    }
}

fn said(text: &str) -> Result<String> {
    Ok(words(("words", "breach-words"), text, 2000)?)
}

/// Breach and account for a change, as the page showed them.
async fn load(tx: &mut Tx, cx: &Cx, command: &Decide<'_>) -> Result<(Anybody, Stored, Step)> {
    let place = command.place;
    let holder = organisation::anybody_to_change(tx, place.subject, cx.now).await?;
    let holder = holder.ok_or(Error::NotFound)?;
    let stored = seen(tx, cx, place).await?;
    let by = Step {
        at: cx.now,
        by: cx.staff()?,
    };
    Ok((holder, stored, by))
}

/// A form of an older page has not seen what it decides on. Asked after the rules, so that a form sent
/// twice hears that the step is over.
fn unchanged(stored: &Stored, command: &Decide<'_>) -> Result<()> {
    if stored.revision == command.revision {
        Ok(())
    } else {
        Err(Error::Stale)
    }
}

fn event(app: &App, cx: &Cx, event: Event, stored: &Stored) -> Entry {
    let rule = stored.breach.rule.as_str();
    let detail = serde_json::json!({ "breach": stored.id, "rule": rule, "ground": "breach" });
    entry_with(app, cx, event, stored.subject, detail)
}

/// D59-19.1.a.ii: confirms a recorded breach, which locks the account at once, or rejects it with words.
pub async fn decide(app: &App, cx: &Cx, command: &Decide<'_>, confirmed: bool) -> Result<()> {
    require(&cx.actor, Operation::DecideBreach)?;
    may_decide(app, cx).await?;
    let cx = &cx.with_purpose(Purpose::Case);
    let words = match (confirmed, command.words.trim()) {
        (true, "") => String::new(),
        (true | false, text) => said(text)?,
    };
    let mut tx = app.db.begin().await?;
    let (mut holder, mut stored, by) = load(&mut tx, cx, command).await?;
    stored.breach.decide(confirmed, by)?;
    unchanged(&stored, command)?;
    stored.body.decision = words;
    let mut entries = Vec::new();
    if confirmed {
        entries = lock(&mut tx, app, cx, holder.holder_mut(), &stored).await?;
        entries.push(event(app, cx, Event::BreachConfirmed, &stored));
    } else {
        entries.push(event(app, cx, Event::BreachRejected, &stored));
    }
    breach::save(&mut tx, &stored).await?;
    Ok(tx.commit(entries).await?)
}

/// D59-19.4.a: proposes to end the hold: mended, or never was.
pub async fn propose_end(
    app: &App,
    cx: &Cx,
    command: &Decide<'_>,
    remedy: Option<Remedy>,
) -> Result<()> {
    require(&cx.actor, Operation::RecordBreach)?;
    let cx = &cx.with_purpose(Purpose::Case);
    let remedy = remedy.ok_or_else(|| domain::fault::Fault::new("remedy", "breach-remedy"))?;
    let words = said(command.words)?;
    let mut tx = app.db.begin().await?;
    let (_, mut stored, by) = load(&mut tx, cx, command).await?;
    stored.breach.propose_end(remedy, by)?;
    unchanged(&stored, command)?;
    stored.body.proposal = words;
    breach::save(&mut tx, &stored).await?;
    let entry = event(app, cx, Event::BreachEndProposed, &stored);
    Ok(tx.commit(entry).await?)
}

/// D59-19.4.a: another head ends the hold, or leaves it with words to the holder. While another breach of
/// his is confirmed, its ground is not gone and the hold stays.
pub async fn decide_end(app: &App, cx: &Cx, command: &Decide<'_>, ends: bool) -> Result<()> {
    require(&cx.actor, Operation::DecideBreach)?;
    may_decide(app, cx).await?;
    let cx = &cx.with_purpose(Purpose::Case);
    let words = match (ends, command.words.trim()) {
        (true, "") => String::new(),
        (true | false, text) => said(text)?,
    };
    let mut tx = app.db.begin().await?;
    let (mut holder, mut stored, by) = load(&mut tx, cx, command).await?;
    stored.breach.decide_end(ends, by)?;
    unchanged(&stored, command)?;
    stored.body.end = words;
    let mut entries = if ends {
        lift(&mut tx, app, cx, holder.holder_mut(), &stored).await?
    } else {
        let told = (holder.holder(), "breach-stays");
        tell(&mut tx, app, cx, told, &stored).await?;
        Vec::new()
    };
    let what = if ends {
        Event::BreachEnded
    } else {
        Event::BreachEndRejected
    };
    entries.push(event(app, cx, what, &stored));
    breach::save(&mut tx, &stored).await?;
    Ok(tx.commit(entries).await?)
}

/// Places the hold. Where an earlier breach holds the account already, placing tells nobody: the holder
/// hears of this one by itself.
async fn lock(
    tx: &mut Tx,
    app: &App,
    cx: &Cx,
    holder: &mut dyn Holder,
    stored: &Stored,
) -> Result<Vec<Entry>> {
    let new = NewHold::of(Ground::Breach, Channel::Breach, stored.reference.clone());
    let (placed, entries) = place_hold(tx, app, cx, holder, new).await?;
    if !placed.new {
        tell(tx, app, cx, (holder, "breach-added"), stored).await?;
    }
    Ok(entries)
}

/// Ends the hold, which tells the holder; where another breach keeps it he is told that this one ended.
async fn lift(
    tx: &mut Tx,
    app: &App,
    cx: &Cx,
    holder: &mut dyn Holder,
    stored: &Stored,
) -> Result<Vec<Entry>> {
    let all = breach::of_subject(tx, stored.subject).await?;
    let others = all.iter().any(|b| {
        b.id != stored.id && matches!(b.breach.state, State::Confirmed | State::EndProposed)
    });
    if others {
        tell(tx, app, cx, (holder, "breach-ended"), stored).await?;
        return Ok(Vec::new());
    }
    let gone = (Ground::Breach, Channel::Breach, stored.reference.as_str());
    Ok(end(tx, app, cx, holder, gone).await?.1)
}

/// D59-19.ui: what became of one breach while the account stays locked.
async fn tell(
    tx: &mut Tx,
    app: &App,
    cx: &Cx,
    (holder, kind): (&dyn Holder, &str),
    stored: &Stored,
) -> Result<()> {
    if dead(holder) {
        return Ok(());
    }
    let args = [
        ("reference", stored.reference.clone()),
        ("time", clock(cx.now)),
    ];
    notify::tell(tx, app, cx, holder, kind, &args).await
}
