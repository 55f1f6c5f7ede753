//! The proofing as the officer sees it.

use domain::authority::{Operation, require};
use domain::regime::Form;
use domain::registers::PortraitSource;
use domain::registration::State;
use store::holiday;
use store::registration::{self, Stored};

use super::task::{Task, next_task, tasks};
use crate::counter::access::{self, Compared, purpose, read_entry, unit};
use crate::counter::queue::{form, has_portrait};
use crate::registration::clock::{Left, left};
use crate::{App, Cx, Result};

/// What the officer sees.
#[derive(Debug, Clone)]
pub struct Proofing {
    /// The registration.
    pub stored: Stored,
    /// Every task: done, and can be begun.
    pub tasks: Vec<(Task, bool, bool)>,
    /// What should be done next.
    pub next: Task,
    /// Statement beside registers.
    pub compared: Compared,
    /// Office time left while the clock runs.
    pub left: Option<Left>,
    /// D59-15.2: whether the identification agency must still get it.
    pub to_forward: bool,
    /// Whether the population register has a portrait.
    pub register_portrait: bool,
    /// Whether the card register has one.
    pub card_portrait: bool,
    /// D59-TK: its form, where the decree that judges it has one.
    pub form: Option<Form>,
}

/// Opens the proofing's page; the reading is on record (D59-4.4).
pub async fn view(app: &App, cx: &Cx, reference: &str) -> Result<Proofing> {
    let mut source = app.db.read().await?;
    let stored = access::proofing(&mut source, cx, reference).await?;
    let calendar = holiday::calendar(&mut source).await?;
    let to_forward = super::forward::pending(&mut source, &stored).await?;
    drop(source);
    let compared = access::compare(app, &stored).await?;
    let left = match stored.state {
        State::Received { due, .. } => Some(left(&calendar, cx.now, due)),
        State::Draft
        | State::Incomplete { .. }
        | State::Approved { .. }
        | State::Refused { .. } => None,
    };
    let tx = app.db.begin().await?;
    tx.commit(read_entry(app, cx, &stored, "proofing", purpose(&stored)))
        .await?;
    Ok(Proofing {
        tasks: tasks(&stored),
        next: next_task(&stored),
        register_portrait: has_portrait(app, &stored, PortraitSource::Population).await,
        card_portrait: has_portrait(app, &stored, PortraitSource::Card).await,
        form: form(cx, &stored),
        stored,
        compared,
        left,
        to_forward,
    })
}

const LONGEST: i64 = 50;

/// References of what the officer's unit has begun and not handed on, with whether each was sent
/// back; no personal data.
pub async fn begun(app: &App, cx: &Cx) -> Result<Vec<(String, State)>> {
    require(&cx.actor, Operation::ProveLevelTwo)?;
    let mut source = app.db.read().await?;
    let open = registration::begun_at(&mut source, &unit(cx)?, LONGEST).await?;
    Ok(open.into_iter().map(|s| (s.reference, s.state)).collect())
}
