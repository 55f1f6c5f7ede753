//! The scan as the officer sees it: asked, waited for, what came.

use domain::finger::Finger;
use jiff::SignedDuration;
use store::agent::{self, Agent};
use store::card_job::{self, Kind, Part};

use super::{Asked, Outcome};
use crate::counter::access;
use crate::counter::jobs::{AGENTS, waits};
use crate::{App, Cx, Result};

/// So long after it was asked for the page says what came of it.
const SAID: SignedDuration = SignedDuration::from_mins(3);

/// What came of the latest scan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Came {
    /// The agent did not answer in time, or its scanner was asked for another finger.
    Silence,
    /// This.
    Outcome(Outcome),
}

/// What the officer sees.
#[derive(Debug, Clone, Default)]
pub struct Scanning {
    /// The unit's agents with a scanner.
    pub scanners: Vec<Agent>,
    /// The finger that is waited for.
    pub waits: Option<Finger>,
    /// What came of the latest scan, while that is news.
    pub came: Option<Came>,
}

/// The scanners of the unit and the latest scan of a registration, beside its page: the opening of that is on record.
pub async fn view(app: &App, cx: &Cx, reference: &str) -> Result<Scanning> {
    let mut source = app.db.read().await?;
    let stored = access::proofing(&mut source, cx, reference).await?;
    let agents = agent::of_unit(&mut source, &stored.unit, AGENTS).await?;
    let mut scanning = Scanning {
        scanners: agents.into_iter().filter(|a| a.abilities.scanner).collect(),
        ..Scanning::default()
    };
    let job = card_job::latest(&mut source, stored.subject, stored.id, Kind::Finger).await?;
    let Some(job) = job.filter(|job| cx.now.duration_since(job.asked) <= SAID) else {
        return Ok(scanning);
    };
    if waits(&job, cx) {
        let asked: Option<Asked> = card_job::part(&mut source, &job, Part::Asked).await?;
        scanning.waits = asked.map(|a| a.finger);
        return Ok(scanning);
    }
    let taken = |finger: Finger| {
        let mut fingers = stored.dossier.fingers.iter();
        fingers.any(|f| f.finger == finger.as_str())
    };
    let outcome: Option<Outcome> = card_job::part(&mut source, &job, Part::Outcome).await?;
    scanning.came = match outcome {
        None => Some(Came::Silence),
        // What was wrong is news until the finger is there, and that it is there while it is.
        Some(outcome) => {
            let kept = matches!(outcome, Outcome::Kept { .. });
            (taken(outcome.finger()) == kept).then_some(Came::Outcome(outcome))
        }
    };
    Ok(scanning)
}

/// The finger that is still waited for: what a page asks while it waits. It tells nothing of the person, and goes on no
/// record.
pub async fn waiting(app: &App, cx: &Cx, reference: &str) -> Result<Option<Finger>> {
    let mut source = app.db.read().await?;
    let stored = access::proofing(&mut source, cx, reference).await?;
    let job = card_job::latest(&mut source, stored.subject, stored.id, Kind::Finger).await?;
    let Some(job) = job.filter(|job| waits(job, cx)) else {
        return Ok(None);
    };
    let asked: Option<Asked> = card_job::part(&mut source, &job, Part::Asked).await?;
    Ok(asked.map(|a| a.finger))
}
