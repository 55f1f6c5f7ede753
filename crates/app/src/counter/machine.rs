//! The live portrait compared by machine with those on record (D59-12.2, D59-14.2.a2). Where no engine is at hand
//! the officer's comparison stands alone.

use std::sync::Arc;

use domain::evidence::{Beside, MachineMatch, MatchOutcome, Modality, Whose};
use domain::fault::Fault;
use store::registration::Finding;
use tokio::sync::Semaphore;

use crate::ports::{Faces, Look, Wrong};
use crate::registration::image;
use crate::{App, Result};

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
pub(super) static AT_ONCE: Semaphore = Semaphore::const_new(2);

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

/// D59-14.2.a2: what is wrong with a portrait that was just taken, for the officer; a picture of nobody or of
/// several people is not kept.
pub(crate) async fn examine(app: &App, picture: &[u8]) -> Result<Vec<Finding>> {
    let Some(faces) = app.faces.clone() else {
        return Ok(Vec::new());
    };
    match look(faces, picture.to_vec()).await {
        Look::NoFace => Err(Fault::new("portrait", "face-no-face").into()),
        Look::SeveralFaces => Err(Fault::new("portrait", "face-several").into()),
        Look::One(wrong) => Ok(wrong.into_iter().map(finding).collect()),
    }
}

fn finding(wrong: Wrong) -> Finding {
    Finding {
        code: wrong.code.to_owned(),
        remedy: wrong.remedy.to_owned(),
    }
}

async fn look(faces: Arc<dyn Faces>, picture: Vec<u8>) -> Look {
    let looked = image::run_in(&AT_ONCE, move || faces.look(&picture)).await;
    looked.unwrap_or_else(|cause| {
        tracing::error!(error = %cause, "the face engine broke down");
        Look::One(vec![Wrong {
            code: FAILED,
            remedy: "call-support",
        }])
    })
}
