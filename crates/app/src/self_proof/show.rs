//! The living face, compared with the chip and the registers.

use std::sync::Arc;
use std::time::Duration;

use biometrics::face::Challenge;
use domain::account::{Level, SubjectKind};
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
use store::account::Stored;
use store::{Audit, attempt};
use tokio::sync::{Semaphore, SemaphorePermit};

use super::ended::{Ending, ended};
use super::{Chip, Done, Door, FACE, OVER, Open, Outcome, SelfProofError, open};
use crate::ports::{Compared, Faces, Living, Shot, Wrong};
use crate::registration::check;
use crate::{App, Cx, Error, Result, entry_with};

/// Officers do not wait for those who prove themselves at home.
static AT_ONCE: Semaphore = Semaphore::const_new(1);
/// So long pictures wait in memory for their turn. The challenge waits longer: they may come again.
const TURN: Duration = Duration::from_secs(15);

/// A turn with the engine, or a word to come again.
async fn turn(at_once: &'static Semaphore, most: Duration) -> Outcome<SemaphorePermit<'static>> {
    let turn = tokio::time::timeout(most, at_once.acquire()).await;
    turn.ok()
        .and_then(std::result::Result::ok)
        .ok_or(SelfProofError::Busy)
}

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

/// D59-24.3: whether this account's holder can: a citizen, of level 2. Level 2 is proven by somebody who saw the
/// person: a phone alone never makes it (D59-12.2).
pub fn may(stored: &Stored) -> Result<()> {
    if stored.account.kind != SubjectKind::Citizen {
        return Err(Error::Refused("self-proof-of-citizens"));
    }
    if stored.account.level < Level::Two {
        return Err(Error::Refused("self-proof-level-two"));
    }
    Ok(())
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
    let turn = turn(&AT_ONCE, TURN).await?;
    taken(app, &at).await?;
    let compared = judged(faces, (chip.turns, turn), shots, references).await;
    let found = match (compared, held) {
        (_, Err(reason)) => Err(reason.into()),
        (Err(wrong), Ok(_)) => Err(SelfProofError::Face(wrong)),
        (Ok(compared), Ok(held)) => face(&compared)
            .map(|shown| (compared, means(&held, &shown)))
            .map_err(SelfProofError::from),
    };
    let mut tx = app.db.begin().await?;
    let holder = &door.holder(&mut tx, cx).await?;
    let (compared, means) = match found {
        Ok(found) => found,
        Err(why) => {
            let attempt = None;
            let of = Ending {
                door,
                holder,
                attempt,
            };
            return Err(ended(tx, (app, cx), of, why).await);
        }
    };
    let (done, mut entries) = door.open(&mut tx, (app, cx), holder, means).await?;
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
    (turns, turn): (u8, SemaphorePermit<'static>),
    shots: Vec<Shot>,
    references: Vec<Vec<u8>>,
) -> std::result::Result<Compared, Wrong> {
    const FAILED: Wrong = Wrong {
        code: "face-engine-failed",
        remedy: "call-support",
    };
    let work = move || {
        let living = faces.living().ok_or(FAILED)?;
        let found = living.judge(Challenge::draw(turns), &shots, &references);
        // Held by the work itself, which goes on where nobody waits for it any more.
        drop(turn);
        found
    };
    tokio::task::spawn_blocking(work)
        .await
        .unwrap_or_else(|cause| {
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
