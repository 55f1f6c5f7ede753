//! The living face, compared with the chip and the registers.

use std::sync::Arc;

use biometrics::face::Challenge;
use domain::actor::Purpose;
use domain::event::Event;
use domain::evidence::{MachineEngine, MatchOutcome};
use domain::ids::SelfProofId;
use domain::means::Means;
use domain::person::PersonNumber;
use domain::registers::PortraitSource;
use domain::self_proof::{OnRecord, card_held, face_shown, means};
use domain::time::viet_nam_date;
use serde_json::{Value, json};
use store::{Audit, attempt};
use tokio::sync::Semaphore;

use super::ended::ended;
use super::{Chip, Done, Door, FACE, OVER, Open, Outcome, SelfProofError, open};
use crate::ports::{Compared, Faces, Living, Shot, Wrong};
use crate::registration::{check, image};
use crate::{App, Cx, Error, Result, entry_with};

/// Officers do not wait for those who prove themselves at home.
static AT_ONCE: Semaphore = Semaphore::const_new(1);

/// The engine for living faces, or a named refusal.
pub(super) fn engine(app: &App) -> Result<(Arc<dyn Faces>, MachineEngine)> {
    let absent = Error::Absent("face-engine-absent");
    let faces = app.faces.clone().ok_or(absent)?;
    let engine = faces.living().map(Living::engine);
    let engine = engine.ok_or(Error::Absent("face-engine-absent"))?;
    Ok((faces, engine))
}

/// Whether anybody can prove himself here.
pub fn possible(app: &App) -> bool {
    engine(app).is_ok()
}

/// What the registers have, besides the chip.
struct Known {
    sources: Vec<PortraitSource>,
    portraits: Vec<Vec<u8>>,
}

async fn known(app: &App, number: &PersonNumber) -> Result<Known> {
    let mut known = Known {
        sources: Vec::new(),
        portraits: Vec::new(),
    };
    for source in [PortraitSource::Population, PortraitSource::Card] {
        let told = app.registers.portrait(number, source).await;
        if let Some(portrait) = told.map_err(|silent| Error::Silent(silent.register))? {
            known.sources.push(source);
            known.portraits.push(portrait);
        }
    }
    Ok(known)
}

/// D59-24.3: judges the pictures. The challenge is good for one answer, right or wrong.
pub async fn show(
    app: &App,
    cx: &Cx,
    door: &Door<'_>,
    (id, shots): (SelfProofId, Vec<Shot>),
) -> Outcome<Done> {
    let cx = &cx.with_purpose(Purpose::OwnUse);
    let (faces, engine) = engine(app)?;
    let mut source = app.db.read().await?;
    let at = open(&mut source, (app, cx), door, (id, FACE)).await?;
    drop(source);
    let chip = at.body.chip.as_ref().ok_or(OVER)?;
    let number = &at.identity.number;
    let card = check::ask(app, number).await;
    let card = card.map_err(|silent| Error::Silent(silent.register))?.card;
    let known = known(app, number).await?;
    let today = viet_nam_date(cx.now);
    let held = card_held(&chip.holder, &at.identity, card.as_ref(), today);
    let references: Vec<_> = [chip.portrait()?]
        .into_iter()
        .chain(known.portraits)
        .collect();
    taken(app, &at).await?;
    let compared = judged(faces, chip.turns, shots, references).await;
    let found = match (compared, held) {
        (_, Err(reason)) => Err(reason.into()),
        (Err(wrong), Ok(_)) => Err(SelfProofError::Face(wrong)),
        (Ok(compared), Ok(held)) => face(&compared)
            .map(|shown| (compared, means(&held, &shown)))
            .map_err(SelfProofError::from),
    };
    let mut tx = app.db.begin().await?;
    let stored = door.holder(&mut tx, cx).await?;
    let (compared, means) = match found {
        Ok(found) => found,
        Err(why) => return Err(ended(tx, (app, cx), (&stored, &at.attempt), why).await),
    };
    let (done, mut entries) = door.open(&mut tx, (app, cx), &stored, means).await?;
    let behind = behind(chip, (&engine, &known.sources), (&compared, means));
    entries.push(entry_with(
        app,
        cx,
        Event::SelfProofPassed,
        door.subject(),
        behind,
    ));
    tx.commit(entries).await?;
    Ok(done)
}

/// Nobody answers the same challenge twice, also not side by side.
async fn taken(app: &App, at: &Open) -> Result<()> {
    let mut tx = app.db.begin().await?;
    if !attempt::delete(&mut tx, at.attempt.subject, &at.attempt.digest).await? {
        return Err(OVER);
    }
    Ok(tx.commit(Audit::Bookkeeping("self-proof answered")).await?)
}

async fn judged(
    faces: Arc<dyn Faces>,
    turns: u8,
    shots: Vec<Shot>,
    references: Vec<Vec<u8>>,
) -> std::result::Result<Compared, Wrong> {
    const FAILED: Wrong = Wrong {
        code: "face-engine-failed",
        remedy: "call-support",
    };
    let work = move || {
        let living = faces.living().ok_or(FAILED)?;
        living.judge(Challenge::draw(turns), &shots, &references)
    };
    image::run_in(&AT_ONCE, work).await.unwrap_or_else(|cause| {
        tracing::error!(error = %cause, "the face engine broke down");
        Err(FAILED)
    })
}

fn face(
    compared: &Compared,
) -> std::result::Result<domain::self_proof::FaceShown, domain::self_proof::NotProven> {
    match compared.outcomes.as_slice() {
        [chip, registers @ ..] => face_shown(OnRecord { chip, registers }),
        [] => Err(domain::self_proof::NotProven::Unclear),
    }
}

/// What stands behind it, for the record: no picture, no template.
fn behind(
    chip: &Chip,
    (engine, sources): (&MachineEngine, &[PortraitSource]),
    (compared, means): (&Compared, [Means; 2]),
) -> Value {
    let named = ["chip"]
        .into_iter()
        .chain(sources.iter().map(|source| source.as_str()));
    let found: Vec<(&str, &MatchOutcome)> = named.zip(&compared.outcomes).collect();
    json!({
        "means": means,
        "chip": chip.evidence,
        "face": {
            "engine": engine,
            "compared": found,
            "flagged": compared.flagged,
        },
    })
}
