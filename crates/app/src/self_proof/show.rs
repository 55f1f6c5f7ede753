//! The living face, compared with the chip and the registers.

use std::sync::Arc;

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
use tokio::sync::Semaphore;

use super::ended::{Ending, ended};
use super::{Chip, Done, Door, FACE, OVER, Open, Outcome, SelfProofError, open};
use crate::ports::{Compared, Faces, Shot};
use crate::registration::check;
use crate::{App, Cx, Error, Result, entry_with, head_turns};

/// Officers do not wait for those who prove themselves at home.
static AT_ONCE: Semaphore = Semaphore::const_new(1);
/// The engine for living faces, or a named refusal.
pub(super) fn engine(app: &App) -> Result<(Arc<dyn Faces>, MachineEngine)> {
    head_turns::engine(app).ok_or(Error::Absent("face-engine-absent"))
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
        if let Some(portrait) = told.map_err(Error::from)? {
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
    let card = card.map_err(Error::from)?.card;
    let known = known(app, number).await?;
    let today = viet_nam_date(cx.now);
    let held = card_held(&chip.holder, &at.identity, card.as_ref(), today);
    let references: Vec<_> = [chip.portrait()?]
        .into_iter()
        .chain(known.portraits)
        .collect();
    let turn = head_turns::turn(&AT_ONCE, head_turns::WAIT).await;
    let turn = turn.ok_or(SelfProofError::Busy)?;
    taken(app, &at).await?;
    let compared = head_turns::judged(faces, (chip.turns, turn), shots, references).await;
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
