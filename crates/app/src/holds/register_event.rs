//! A register tells a change (D59-10.1): it places a hold, or its correction ends exactly that one.

use domain::actor::Purpose;
use domain::authority::{Operation, require};
use domain::event::Event;
use domain::fault::{Fault, Faults};
use domain::hold::Channel;
use domain::person::PersonNumber;
use domain::register_event::{
    Change, Direction, Holder, Known, Moment, Outcome, Teller, event_id, judge,
};
use domain::time::{start_of_day, viet_nam_date};
use store::account::Holder as Anybody;
use store::register_event::Last;
use store::{Entry, Tx, account, organisation, register_event};

use super::{Ended, Locked, NewHold, end, place};
use crate::events::identify;
use crate::{App, Cx, Error, Result, entry_with};

/// An event as it arrives.
#[derive(Debug)]
pub struct TellEvent<'a> {
    /// The register's own identifier of the event.
    pub event: &'a str,
    /// Whom it concerns.
    pub number: &'a str,
    /// What changed.
    pub change: Change,
}

/// What an event led to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Told {
    /// The account is locked.
    Locked(Locked),
    /// That ground ended.
    Ended(Ended),
    /// This event was carried out before.
    Repeated,
}

/// D59-19.1.a.iii, D59-19.1.a.iv, D59-10.1: carries an event out, once however often it is told.
pub async fn tell_event(app: &App, cx: &Cx, command: &TellEvent<'_>) -> Result<Told> {
    require(&cx.actor, Operation::TellRegisterEvent)?;
    let cx = &cx.with_purpose(Purpose::RegisterUpdate);
    let mut faults = Faults::default();
    let event = faults.take(identifier(command.event));
    let (change, teller) = (command.change, command.change.teller());
    let subject = identify(teller, command.number);
    let subject = subject.map_err(|why| match PersonNumber::parse(command.number) {
        Err(exact) if teller != Teller::Business => Fault::new("number", exact.code()),
        Err(_) | Ok(_) => Fault::new("number", why.code()),
    });
    let subject = faults.take(subject);
    let (Some(event), Some((kind, value))) = (event, subject) else {
        return Err(faults.into());
    };
    let content = register_event::content(app.db.keys(), change, &value);
    let mut tx = app.db.begin().await?;
    let unknown = || Error::Refused("person-unknown");
    let subject = account::subject_of(&mut tx, kind, &value).await?;
    let subject = subject.ok_or_else(unknown)?;
    let found = organisation::anybody_to_change(&mut tx, subject, cx.now).await?;
    let mut found = found.ok_or_else(unknown)?;
    let stored = found.holder_mut();
    let moment = Moment {
        // Told by hand, it counts as of the day: what the register itself tells of that day comes after.
        at: start_of_day(viet_nam_date(cx.now)),
        sequence: 0,
    };
    let last = register_event::last(&mut tx, stored.account().subject, teller).await?;
    let known = Known {
        earlier: register_event::find(&mut tx, teller, event, &content).await?,
        holder: Some(Holder {
            kind: stored.account().kind,
            holds: &stored.account().holds,
            last: last.map(|last| last.moment),
        }),
        listed: true,
    };
    if !carried_out(judge(change, moment, &known, cx.now))?
        || !register_event::note(&mut tx, teller, event, &content, cx.now).await?
    {
        return Ok(Told::Repeated);
    }
    let told = (event, change, moment);
    let (told, entries) = apply(&mut tx, app, cx, stored, told).await?;
    tx.commit(entries).await?;
    Ok(told)
}

/// Whether an event told by hand is carried out now; `false` when it was before.
fn carried_out(outcome: Outcome) -> Result<bool> {
    match outcome {
        Outcome::Locks | Outcome::Adds | Outcome::Opens | Outcome::Ends | Outcome::InForce => {
            Ok(true)
        }
        Outcome::Repeated => Ok(false),
        Outcome::NotInForce => Err(Error::Refused("ground-not-in-force")),
        Outcome::NoAccount | Outcome::PersonUnknown => Err(Error::Refused("person-unknown")),
        Outcome::Stale => Err(Error::Refused("event-stale")),
        Outcome::Future => Err(Error::Refused("event-future")),
        Outcome::OtherContent => Err(Error::Refused("event-other-content")),
        Outcome::GroundOfOthers => Err(Error::Refused("ground-of-others")),
    }
}

async fn apply(
    tx: &mut Tx,
    app: &App,
    cx: &Cx,
    stored: &mut dyn Anybody,
    (event, change, moment): (&str, Change, Moment),
) -> Result<(Told, Vec<Entry>)> {
    let (subject, teller) = (stored.account().subject, change.teller());
    let source = format!("{}/{event}", teller.as_str());
    let (told, mut entries) = match change.direction() {
        Direction::Locks => {
            let new = NewHold::of(change.ground(), Channel::Register, source);
            let (locked, entries) = place(tx, app, cx, stored, new).await?;
            (Told::Locked(locked), entries)
        }
        Direction::Ends => {
            let gone = (change.ground(), Channel::Register, source.as_str());
            let (ended, entries) = end(tx, app, cx, stored, gone).await?;
            (Told::Ended(ended), entries)
        }
    };
    let last = Last {
        moment,
        event: event.to_owned(),
    };
    register_event::remember(tx, subject, teller, &last).await?;
    let detail = serde_json::json!({ "register": teller.as_str(), "event": event, "change": change.as_str() });
    entries.push(entry_with(
        app,
        cx,
        Event::RegisterEventTold,
        subject,
        detail,
    ));
    Ok((told, entries))
}

fn identifier(text: &str) -> std::result::Result<&str, Fault> {
    event_id(text).ok_or(Fault::new("event", "event-id"))
}
