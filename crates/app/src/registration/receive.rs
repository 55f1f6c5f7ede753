//! A complete dossier is received and its clock starts (D59-17.s).

use domain::event::Event;
use domain::ids::JobId;
use domain::regime::{ClockKind, Regime};
use domain::registration::TransitionError;
use domain::time::viet_nam_date;
use jiff::SignedDuration;
use store::job::Job;
use store::registration::Stored;
use store::{Entry, Tx, holiday};

use super::contact::require_phone;
use crate::{App, Cx, Error, Result, entry_with, jobs};

/// A transition that does not exist any more: somebody decided before.
#[expect(clippy::needless_pass_by_value, reason = "stands in map_err")]
pub(crate) fn moved(error: TransitionError) -> Error {
    tracing::debug!(%error, "registration moved on");
    Error::Refused("registration-decided")
}

/// The decree in force now.
pub(crate) fn regime(cx: &Cx) -> Result<Regime> {
    Regime::on(viet_nam_date(cx.now)).ok_or(Error::Refused("no-regime"))
}

/// D59-17.1, WD-8: sets state and due date, and the job that watches the due date.
pub(crate) async fn receive(
    tx: &mut Tx,
    app: &App,
    cx: &Cx,
    stored: &mut Stored,
    clock: ClockKind,
) -> Result<Entry> {
    let regime = regime(cx)?;
    // D69-10.1: a dossier begun under the decree before may have an e-mail address alone.
    require_phone(cx, stored.dossier.phone.is_some())?;
    let calendar = holiday::calendar(tx).await?;
    let term = regime.term(clock);
    let due = calendar.due_instant(term.limit.due(&calendar, viet_nam_date(cx.now)));
    stored.state = stored
        .state
        .clone()
        .receive(cx.now, due, regime)
        .map_err(moved)?;
    stored.received = Some(cx.now);
    stored.due = Some(due);
    stored.dossier.missing = None;
    stored.dossier.queued = None;
    stored.dossier.differences.clear();
    let watch = Job::new(
        (app.id(JobId::from_bytes), stored.subject),
        "registration-due",
        due + SignedDuration::from_millis(1),
        serde_json::json!({ "registration": stored.id, "due": due.as_millisecond() }),
    );
    jobs::enqueue(tx, app, &watch).await?;
    let detail = serde_json::json!({
        "registration": stored.id,
        "level": stored.level.get(),
        "clock": clock.as_str(),
        "rule": term.basis.rule,
        "due": due.as_millisecond(),
    });
    Ok(entry_with(
        app,
        cx,
        Event::RegistrationReceived,
        stored.subject,
        detail,
    ))
}
