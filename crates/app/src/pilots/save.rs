//! R50-1: a pilot is data; the programme manager changes it.

use std::collections::BTreeSet;

use domain::authority::{Operation, require};
use domain::document::DocumentKind;
use domain::event::Event;
use domain::fault::{Fault, Faults};
use domain::ids::PilotId;
use domain::pilot::{Conditions, MOST_PLACES, Phase, Pilot};
use domain::province::ProvinceCode;
use jiff::civil::Date;
use store::audit::NOBODY;
use store::pilot::{self, Stored};

use super::phase::step;
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
    /// So many holders at most; empty without a limit.
    pub quota: &'a str,
    /// Stable word of the people it is for; empty for all.
    pub people: &'a str,
    /// Youngest age in full years; empty for any.
    pub age_from: &'a str,
    /// Oldest age in full years; empty for any.
    pub age_to: &'a str,
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

fn quota(text: &str) -> std::result::Result<Option<u64>, Fault> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let places = text.parse().ok();
    places
        .filter(|places| (1..=MOST_PLACES).contains(places))
        .map(Some)
        .ok_or_else(|| Fault::new("quota", "pilot-quota-range").with("most", MOST_PLACES))
}

/// Reads the form; the phase is no part of it.
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
    let quota = faults.take(quota(command.quota)).flatten();
    let conditions = Conditions::read(command.people, command.age_from, command.age_to);
    let conditions = conditions.unwrap_or_else(|more| {
        more.into_vec().into_iter().for_each(|one| faults.push(one));
        Conditions::default()
    });
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
                    phase: Phase::Draft,
                    quota,
                    conditions,
                },
                name,
                revision,
            })
        }
        _ => Err(faults.into()),
    }
}

/// Writes a pilot, a new one as a draft; refuses with [`Error::Stale`] when somebody changed it since it was opened, and
/// where it has ended.
pub async fn save(app: &App, cx: &Cx, command: &Save<'_>) -> Result<PilotId> {
    require(&cx.actor, Operation::ChangePilot)?;
    let id = command
        .known
        .map_or_else(|| app.id(PilotId::from_bytes), |(id, _)| id);
    let mut next = parse(command, id)?;
    let mut tx = app.db.begin().await?;
    let before = pilot::load(&mut tx, id).await?;
    match (&before, command.known) {
        (_, None) => {
            pilot::insert(&mut tx, &next).await?;
            pilot::note(&mut tx, id, &step(cx, &next, String::new())).await?;
        }
        (Some(known), Some(_)) if known.pilot.phase == Phase::Ended => {
            return Err(Error::Refused("pilot-has-ended"));
        }
        (Some(known), Some(_)) if !known.pilot.may_be(next.pilot.kind) => {
            return Err(Fault::new("kind", "pilot-kind-fixed").into());
        }
        (Some(known), Some(_)) => {
            next.pilot.phase = known.pilot.phase;
            pilot::save(&mut tx, &next).await?;
        }
        (None, Some(_)) => return Err(Error::NotFound),
    }
    let detail = serde_json::json!({ "before": before.map(|b| b.pilot), "after": next.pilot });
    tx.commit(entry_with(app, cx, Event::PilotChanged, NOBODY, detail))
        .await?;
    Ok(id)
}
