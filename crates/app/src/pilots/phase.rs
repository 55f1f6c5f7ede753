//! R50-1: a pilot is started, paused, taken up again, ended; its history tells who did it and why.

use domain::actor::Actor;
use domain::authority::{Operation, require};
use domain::event::Event;
use domain::fault::{Fault, Faults};
use domain::ids::PilotId;
use domain::pilot::Phase;
use domain::time::viet_nam_date;
use store::audit::NOBODY;
use store::pilot::{self, Step, Stored};

use crate::{App, Cx, Error, Result, entry_with};

/// What the form holds.
#[derive(Debug, Clone)]
pub struct Move<'a> {
    /// Which pilot.
    pub id: PilotId,
    /// The revision that was seen.
    pub revision: i64,
    /// Stable word of the next phase.
    pub phase: &'a str,
    /// Why; needed where it closes.
    pub reason: &'a str,
}

/// A reason has at most so many characters.
pub const LONGEST_REASON: usize = 500;

fn reason(text: &str, phase: Phase) -> std::result::Result<String, Fault> {
    let text: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match text.chars().count() {
        0 if phase.needs_reason() => Err(Fault::new("reason", "pilot-reason-empty")),
        0..=LONGEST_REASON if !text.chars().any(char::is_control) => Ok(text),
        _ => Err(Fault::new("reason", "pilot-reason-long").with("limit", LONGEST_REASON)),
    }
}

/// The step that a pilot's present phase is.
pub(super) fn step(cx: &Cx, stored: &Stored, reason: String) -> Step {
    let staff = if let Actor::Staff { id, .. } = &cx.actor {
        Some(*id)
    } else {
        None
    };
    Step {
        revision: stored.revision,
        at: cx.now,
        phase: stored.pilot.phase,
        reason,
        staff,
    }
}

/// Moves a pilot to its next phase; refuses with [`Error::Stale`] when somebody changed it since it was seen.
pub async fn move_on(app: &App, cx: &Cx, command: &Move<'_>) -> Result<()> {
    require(&cx.actor, Operation::ChangePilot)?;
    let mut faults = Faults::default();
    let phase =
        Phase::parse(command.phase).ok_or_else(|| Fault::new("phase", "pilot-phase-unknown"));
    let phase = faults.take(phase);
    let why = phase.and_then(|phase| faults.take(reason(command.reason, phase)));
    let (Some(phase), Some(why)) = (phase, why) else {
        return Err(faults.into());
    };
    let mut tx = app.db.begin().await?;
    let before = pilot::load(&mut tx, command.id)
        .await?
        .ok_or(Error::NotFound)?;
    // Before the rule: whoever looked at another phase reads that it changed.
    if before.revision != command.revision {
        return Err(Error::Stale);
    }
    let moved = before.pilot.clone().moved(phase, viet_nam_date(cx.now))?;
    let next = Stored {
        pilot: moved,
        ..before.clone()
    };
    pilot::save(&mut tx, &next).await?;
    let noted = Stored {
        revision: before.revision + 1,
        ..next.clone()
    };
    let detail = serde_json::json!({ "before": before.pilot, "after": next.pilot, "reason": why });
    pilot::note(&mut tx, command.id, &step(cx, &noted, why)).await?;
    tx.commit(entry_with(app, cx, Event::PilotChanged, NOBODY, detail))
        .await?;
    Ok(())
}
