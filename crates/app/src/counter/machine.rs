//! The live portrait compared by machine with those on record (D59-12.2, D59-14.2.a2). Where no engine is at hand
//! the officer's comparison stands alone.

use domain::evidence::{Beside, MachineMatch, MatchOutcome, Modality, Whose};
use tokio::sync::Semaphore;

use crate::App;
use crate::registration::image;

/// What a machine says before the officer does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Machine {
    /// No engine is at hand.
    Absent,
    /// Of each portrait beside the live one, or of the prints together.
    Says(Vec<MachineMatch>),
}

/// What machines say of one person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Machines {
    /// Of the portraits.
    pub faces: Machine,
    /// Of the prints.
    pub fingers: Machine,
}

impl Machines {
    /// As the evidence keeps it.
    pub(crate) fn into_matches(self) -> Vec<MachineMatch> {
        let made = |machine| match machine {
            Machine::Absent => Vec::new(),
            Machine::Says(made) => made,
        };
        [made(self.faces), made(self.fingers)].concat()
    }
}

/// Officers wait for one another here, and no citizen who sends a picture waits for them.
pub(crate) static AT_ONCE: Semaphore = Semaphore::const_new(2);

/// An engine that breaks down on a picture says nothing about a person.
const FAILED: &str = "face-engine-failed";

fn failed() -> MatchOutcome {
    MatchOutcome::NotCompared {
        whose: Whose::Live,
        why: FAILED.to_owned(),
    }
}

/// Compares the live portrait with each of the others.
pub(crate) async fn compare(
    app: &App,
    live: Option<Vec<u8>>,
    others: Vec<(Beside, Vec<u8>)>,
) -> Machine {
    let (Some(faces), Some(live)) = (app.faces.clone(), live) else {
        return Machine::Absent;
    };
    let (sources, references): (Vec<_>, Vec<_>) = others.into_iter().unzip();
    let engine = faces.engine();
    let outcomes = image::run_in(&AT_ONCE, move || faces.compare(&live, &references)).await;
    let outcomes = outcomes.unwrap_or_else(|cause| {
        tracing::error!(error = %cause, "the face engine broke down");
        Vec::new()
    });
    let mut outcomes = outcomes.into_iter();
    let says = sources.into_iter().map(|source| MachineMatch {
        modality: Modality::Face,
        source,
        outcome: outcomes.next().unwrap_or_else(failed),
        engine: engine.clone(),
    });
    Machine::Says(says.collect())
}
