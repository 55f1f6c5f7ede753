//! R50-1: a pilot is data; the programme manager changes it.

use std::collections::BTreeSet;

use domain::authority::{Operation, require};
use domain::document::DocumentKind;
use domain::event::Event;
use domain::fault::{Fault, Faults};
use domain::ids::PilotId;
use domain::pilot::Pilot;
use domain::province::ProvinceCode;
use jiff::civil::Date;
use store::audit::NOBODY;
use store::pilot::{self, Stored};

use crate::{App, Cx, Error, Result, entry_with};

/// What the form holds.
#[derive(Debug, Clone, Default)]
pub struct Save<'a> {
    /// The pilot that was opened and its revision; none for a new one.
    pub known: Option<(PilotId, i64)>,
    /// Name for the console.
    pub name: &'a str,
    /// Stable word of the kind.
    pub kind: &'a str,
    /// Codes of provinces.
    pub provinces: &'a [String],
    /// First day, ISO.
    pub from: &'a str,
    /// Last day, ISO; empty without end.
    pub to: &'a str,
    /// Off while paused.
    pub running: bool,
}

const LONGEST_NAME: usize = 80;

fn name(text: &str) -> std::result::Result<String, Fault> {
    let name: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match name.chars().count() {
        0 => Err(Fault::new("name", "pilot-name-empty")),
        1..=LONGEST_NAME if !name.chars().any(char::is_control) => Ok(name),
        _ => Err(Fault::new("name", "pilot-name-long").with("limit", LONGEST_NAME)),
    }
}

fn provinces(codes: &[String]) -> std::result::Result<BTreeSet<ProvinceCode>, Fault> {
    let parsed: std::result::Result<BTreeSet<_>, _> =
        codes.iter().map(|code| ProvinceCode::parse(code)).collect();
    match parsed {
        Ok(set) if set.is_empty() => Err(Fault::new("provinces", "pilot-provinces-empty")),
        Ok(set) => Ok(set),
        Err(unknown) => Err(Fault::new("provinces", unknown.code())),
    }
}

fn day(field: &'static str, text: &str) -> std::result::Result<Date, Fault> {
    let wrong = if text.trim().is_empty() {
        "date-empty"
    } else {
        "date-not-a-date"
    };
    Date::strptime("%Y-%m-%d", text.trim()).map_err(|_| Fault::new(field, wrong))
}

fn parse(command: &Save<'_>, id: PilotId) -> Result<Stored> {
    let mut faults = Faults::default();
    let name = faults.take(name(command.name));
    let kind = faults.take(
        DocumentKind::parse(command.kind).ok_or_else(|| Fault::new("kind", "pilot-kind-unknown")),
    );
    let provinces = faults.take(provinces(command.provinces));
    let from = faults.take(day("from", command.from));
    let to = match command.to.trim() {
        "" => None,
        text => faults.take(day("to", text)),
    };
    if from.zip(to).is_some_and(|(from, to)| to < from) {
        faults.push(Fault::new("to", "pilot-to-before-from"));
    }
    match (name, kind, provinces, from) {
        (Some(name), Some(kind), Some(provinces), Some(from)) if faults.is_empty() => {
            let revision = command.known.map_or(1, |(_, revision)| revision);
            Ok(Stored {
                pilot: Pilot {
                    id,
                    kind,
                    provinces,
                    from,
                    to,
                    running: command.running,
                },
                name,
                revision,
            })
        }
        _ => Err(faults.into()),
    }
}

/// Writes a pilot; refuses with [`Error::Stale`] when somebody changed it since it was opened.
pub async fn save(app: &App, cx: &Cx, command: &Save<'_>) -> Result<PilotId> {
    require(&cx.actor, Operation::ChangePilot)?;
    let id = command
        .known
        .map_or_else(|| app.id(PilotId::from_bytes), |(id, _)| id);
    let next = parse(command, id)?;
    let mut tx = app.db.begin().await?;
    let before = pilot::load(&mut tx, id).await?;
    match (&before, command.known) {
        (_, None) => pilot::insert(&mut tx, &next).await?,
        (Some(_), Some(_)) => pilot::save(&mut tx, &next).await?,
        (None, Some(_)) => return Err(Error::NotFound),
    }
    let detail = serde_json::json!({ "before": before.map(|b| b.pilot), "after": next.pilot });
    tx.commit(entry_with(app, cx, Event::PilotChanged, NOBODY, detail))
        .await?;
    Ok(id)
}
