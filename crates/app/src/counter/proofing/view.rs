//! The proofing as the officer sees it.

use domain::authority::{Operation, require};
use domain::evidence::{Doubt, OfficerComparison, Verdict};
use domain::regime::Form;
use domain::registers::PortraitSource;
use domain::registration::{CardWait, State, Together};
use domain::time::viet_nam_date;
use store::registration::{self, Stored};
use store::{Source, evidence, holiday};

use super::task::{Task, next_task, tasks};
use super::turns::{Turned, turned};
use crate::counter::access::{self, Compared, Register, purpose, read_entry, unit};
use crate::counter::queue::{form, has_portrait};
use crate::counter::{alike, second_looks};
use crate::registration::clock::{Left, left};
use crate::{App, Cx, Result};

/// How far the second look at a doubtful comparison is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Second {
    /// It waits for another officer.
    Waits(Doubt),
    /// He sees the same person.
    Agrees,
    /// He does not.
    Disagrees,
}

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
    /// The comparison that was made and still holds.
    pub made: Option<OfficerComparison>,
    /// The second look at it, where it needs one.
    pub second: Option<Second>,
    /// D59-3.1: warnings that the person may have an account already.
    pub alike: alike::Standing,
    /// What came of turns of the head, and whether they can be asked for.
    pub turns: Turned,
    /// Whether the population register has a portrait.
    pub register_portrait: bool,
    /// Whether the card register has one.
    pub card_portrait: bool,
    /// D59-14.2.b: why account and card cannot be issued together yet, where they were applied for together.
    pub card_wait: Option<CardWait>,
    /// D59-TK: its form, where the decree that judges it has one.
    pub form: Option<Form>,
}

/// Opens the proofing's page; the reading is on record (D59-4.4).
pub async fn view(app: &App, cx: &Cx, reference: &str) -> Result<Proofing> {
    let mut source = app.db.read().await?;
    let stored = access::proofing(&mut source, cx, reference).await?;
    let calendar = holiday::calendar(&mut source).await?;
    let to_forward = super::forward::pending(&mut source, &stored).await?;
    let (made, second) = comparison(&mut source, &stored).await?;
    let alike = alike::standing(&mut source, &stored).await?;
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
        card_wait: card_wait(cx, &stored, &compared),
        turns: turned(app, cx, &stored),
        stored,
        compared,
        left,
        to_forward,
        made,
        second,
        alike,
    })
}

/// A register that is silent has no card to show.
fn card_wait(cx: &Cx, stored: &Stored, compared: &Compared) -> Option<CardWait> {
    let card = match &compared.register {
        Register::Known(_, card) => card.as_ref(),
        Register::Unknown | Register::Silent(_) => None,
    };
    let card = card.map(|card| card.facts(viet_nam_date(cx.now)));
    let applied = stored.dossier.card_application.as_ref();
    Together::of(stored.joint(), applied, card).err()
}

/// The comparison that holds, and how far its second look is.
async fn comparison(
    source: &mut impl Source,
    stored: &Stored,
) -> Result<(Option<OfficerComparison>, Option<Second>)> {
    let Some(id) = stored.dossier.comparison else {
        return Ok((None, None));
    };
    let made: Option<OfficerComparison> = evidence::body(source, stored.subject, id).await?;
    let Some(doubt) = made
        .as_ref()
        .filter(|m| m.asks_second())
        .and_then(OfficerComparison::doubt)
    else {
        return Ok((made, None));
    };
    let second = match second_looks::answered(source, stored.subject, id).await? {
        None => Second::Waits(doubt),
        Some(look) if look.verdict == Verdict::Same => Second::Agrees,
        Some(_) => Second::Disagrees,
    };
    Ok((made, Some(second)))
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
