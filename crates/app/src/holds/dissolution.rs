//! The business register tells that an organisation is no more, or that it never ceased (D59-19.3.a).

use domain::actor::Purpose;
use domain::authority::{Operation, require};
use domain::event::Event;
use domain::fault::{Fault, Faults};
use domain::hold::{Channel, Ground};
use domain::organisation::OrganisationCode;
use store::{organisation, register_event};

use super::register_event::{Told, event_id};
use super::{NewHold, end, place};
use crate::{App, Cx, Error, Result, entry_with};

const REGISTER: &str = "business";

/// What the register tells.
#[derive(Debug)]
pub struct TellDissolution<'a> {
    /// The register's own identifier of the event.
    pub event: &'a str,
    /// Which organisation.
    pub code: &'a str,
    /// The record of the dissolution was wrong: its hold ends.
    pub corrected: bool,
}

/// D59-19.3.a, D59-10.2: locks a dissolved organisation, or ends that ground with its correction; once
/// however often it is told.
pub async fn dissolved(app: &App, cx: &Cx, command: &TellDissolution<'_>) -> Result<Told> {
    require(&cx.actor, Operation::TellRegisterEvent)?;
    let cx = &cx.with_purpose(Purpose::RegisterUpdate);
    let mut faults = Faults::default();
    let event = faults.take(event_id(command.event));
    let code = OrganisationCode::parse(command.code).map_err(|e| Fault::new("code", e.code()));
    let (Some(event), Some(code)) = (event, faults.take(code)) else {
        return Err(faults.into());
    };
    let mut tx = app.db.begin().await?;
    let known = organisation::by_code(&mut tx, &code, cx.now).await?;
    let subject = known
        .ok_or(Error::Refused("organisation-unknown"))?
        .account
        .subject;
    let found = organisation::load_to_change(&mut tx, subject, cx.now).await?;
    let mut stored = found.ok_or(Error::NotFound)?;
    if !register_event::note(&mut tx, REGISTER, event, cx.now).await? {
        return Ok(Told::Repeated);
    }
    let source = format!("{REGISTER}/{event}");
    let (told, mut entries) = if command.corrected {
        let gone = (Ground::Dissolved, Channel::Register, source.as_str());
        let (ended, entries) = end(&mut tx, app, cx, &mut stored, gone).await?;
        (Told::Ended(ended), entries)
    } else {
        let new = NewHold {
            ground: Ground::Dissolved,
            reason: None,
            channel: Channel::Register,
            source,
            regime: None,
        };
        let (locked, entries) = place(&mut tx, app, cx, &mut stored, new).await?;
        (Told::Locked(locked), entries)
    };
    let change = if command.corrected {
        "dissolution-corrected"
    } else {
        "dissolved"
    };
    let detail = serde_json::json!({ "register": REGISTER, "event": event, "change": change });
    let entry = entry_with(app, cx, Event::RegisterEventTold, subject, detail);
    entries.push(entry);
    tx.commit(entries).await?;
    Ok(told)
}
