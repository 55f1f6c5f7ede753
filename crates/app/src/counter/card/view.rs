//! The reading as the officer sees it: asked, waited for, judged.

use domain::chip_reading::ChipReading;
use domain::person::Difference;
use store::agent::{self, Agent};
use store::card_job::{self, Job, Kind, Part};
use store::evidence;
use store::registration::Stored;

use super::Outcome;
use super::judge::against;
use crate::counter::access::{self, Register, is_open, purpose, read_entry};
use crate::counter::jobs::{AGENTS, waits};
use crate::registration::check::Told;
use crate::{App, Cx, Result};

/// What the officer sees.
#[derive(Debug, Clone)]
pub struct Reading {
    /// The registration.
    pub stored: Stored,
    /// Whether something can still be read for it.
    pub open: bool,
    /// The unit's agents with a reader.
    pub agents: Vec<Agent>,
    /// The latest reading.
    pub job: Option<Job>,
    /// Whether it is still waited for.
    pub waiting: bool,
    /// What came of it; nothing where nobody brought anything in time.
    pub outcome: Option<Outcome>,
    /// The accepted card of the dossier.
    pub chip: Option<ChipReading>,
    /// What the registers say of the person.
    pub register: Register,
    /// Fields in which the chip differs from the registers now; nothing where they do not answer.
    pub differences: Option<Vec<Difference>>,
}

/// Opens the page; the reading of the record is on record (D59-4.4).
pub async fn view(app: &App, cx: &Cx, reference: &str) -> Result<Reading> {
    let mut source = app.db.read().await?;
    let stored = access::proofing(&mut source, cx, reference).await?;
    let agents = agent::of_unit(&mut source, &stored.unit, AGENTS).await?;
    let job = card_job::latest(&mut source, stored.subject, stored.id, Kind::Card).await?;
    let outcome = match &job {
        Some(job) => card_job::part(&mut source, job, Part::Outcome).await?,
        None => None,
    };
    let chip: Option<ChipReading> = match stored.dossier.chip_reading {
        Some(id) => evidence::body(&mut source, stored.subject, id).await?,
        None => None,
    };
    drop(source);
    let register = access::compare(app, &stored).await?.register;
    let differences = match (&chip, &register) {
        (Some(chip), Register::Known(person, card)) => {
            let told = Told {
                person: Some((**person).clone()),
                card: card.clone(),
            };
            against(&chip.holder, &told)
        }
        (Some(_) | None, _) => None,
    };
    let tx = app.db.begin().await?;
    tx.commit(read_entry(app, cx, &stored, "card", purpose(&stored)))
        .await?;
    Ok(Reading {
        open: is_open(&stored) && !stored.joint(),
        agents: agents.into_iter().filter(|a| a.abilities.reader).collect(),
        waiting: job.as_ref().is_some_and(|job| waits(job, cx)),
        job,
        outcome,
        chip,
        register,
        differences,
        stored,
    })
}

/// Whether the latest reading is still waited for: what a page asks while it waits. It tells nothing of
/// the person, and goes on no record.
pub async fn waiting(app: &App, cx: &Cx, reference: &str) -> Result<bool> {
    let mut source = app.db.read().await?;
    let stored = access::proofing(&mut source, cx, reference).await?;
    let job = card_job::latest(&mut source, stored.subject, stored.id, Kind::Card).await?;
    Ok(job.is_some_and(|job| waits(&job, cx)))
}
