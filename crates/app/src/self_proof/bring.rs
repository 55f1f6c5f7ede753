//! The phone brings what it read; the turns of the head follow.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chip::{Card, CloneFlaw, Failure, Reading};
use domain::actor::Purpose;
use domain::ids::SelfProofId;
use domain::self_proof::card_held;
use domain::time::viet_nam_date;
use store::Audit;
use store::attempt;

use super::ended::{Ending, ended};
use super::{
    ANSWER, CHIP, Chip, Door, FACE, Open, Outcome, PROVE, SelfProofError, open, unmoved, write,
};
use crate::chip_check::{self, Brought, Refusal, holder, vouching};
use crate::head_turns::Turns;
use crate::registration::{check, image};
use crate::{App, Cx, Error};

/// What the phone does next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Next {
    /// Chip authentication: the two commands within its session, then the probe as it is.
    Prove {
        /// The commands.
        commands: [Vec<u8>; 2],
        /// The probe.
        probe: Vec<u8>,
    },
    /// The face: the head turns so, straight on before, between and after.
    Face(Turns),
}

/// D59-24.3: takes a reading and judges it, or has the chip prove first that it is no copy.
pub async fn bring(
    app: &App,
    cx: &Cx,
    door: &Door<'_>,
    (id, brought): (SelfProofId, &Brought),
) -> Outcome<Next> {
    let cx = &cx.with_purpose(Purpose::OwnUse);
    let mut source = app.db.read().await?;
    let mut at = open(&mut source, (app, cx), door, (id, CHIP)).await?;
    drop(source);
    let reading = brought.reading(at.body.question.challenge)?;
    if let Some(begun) = at.body.question.begun(brought)? {
        at.body.brought = Some(brought.clone());
        PROVE.clone_into(&mut at.attempt.stage);
        at.attempt.body = write(&at.body)?;
        let mut tx = app.db.begin().await?;
        door.holder(&mut tx, cx).await?;
        unmoved(&mut tx, cx, &at.attempt).await?;
        attempt::save(&mut tx, &at.attempt).await?;
        tx.commit(Audit::Bookkeeping("self-proof goes on")).await?;
        return Ok(Next::Prove {
            commands: begun.commands(),
            probe: begun.probe(),
        });
    }
    let turns = judge(app, cx, (door, at), (reading, brought.engine())).await?;
    Ok(Next::Face(turns))
}

/// D59-24.3: judges a reading with the chip's answer to the probe.
pub async fn prove(
    app: &App,
    cx: &Cx,
    door: &Door<'_>,
    (id, answer): (SelfProofId, &[u8]),
) -> Outcome<Turns> {
    let cx = &cx.with_purpose(Purpose::OwnUse);
    let over = || Error::Refused("self-proof-over");
    let mut source = app.db.read().await?;
    let mut at = open(&mut source, (app, cx), door, (id, PROVE)).await?;
    drop(source);
    let brought = at.body.brought.take().ok_or_else(over)?;
    let begun = at.body.question.begun(&brought)?.ok_or_else(over)?;
    let agreed = match begun.finish(answer) {
        Ok(agreed) => agreed,
        Err(flaw) => {
            let failure = Failure::from(CloneFlaw::from(flaw));
            let why = SelfProofError::Card(Refusal::of(&failure));
            let mut tx = app.db.begin().await?;
            let holder = &door.holder(&mut tx, cx).await?;
            let attempt = Some(&at.attempt);
            let of = Ending {
                door,
                holder,
                attempt,
            };
            return Err(ended(tx, (app, cx), of, why).await);
        }
    };
    let mut reading = brought.reading(at.body.question.challenge)?;
    reading.chip = Some(agreed);
    judge(app, cx, (door, at), (reading, brought.engine())).await
}

async fn judge(
    app: &App,
    cx: &Cx,
    (door, mut at): (&Door<'_>, Open),
    (reading, engine): (Reading, String),
) -> Outcome<Turns> {
    let asked = (&at.body.question, &at.identity.number);
    let judged = chip_check::judge(app, cx, asked, reading).await?;
    let found = match &judged.card {
        Ok(card) => accepted(app, cx, &at, (card, engine)).await,
        Err(refusal) => Err(SelfProofError::Card(refusal.clone())),
    };
    // Nobody knows of the card while a register is silent: the same reading may come again (I6).
    if let Err(SelfProofError::App(silent)) = found {
        return Err(silent.into());
    }
    let mut tx = app.db.begin().await?;
    let holder = &door.holder(&mut tx, cx).await?;
    unmoved(&mut tx, cx, &at.attempt).await?;
    let fresh = judged.use_up(&mut tx, cx).await?;
    let found = match found {
        _ if !fresh => Err(SelfProofError::Card(Refusal::repeated())),
        found => found,
    };
    let chip = match found {
        Ok(chip) => chip,
        Err(why) => {
            let attempt = Some(&at.attempt);
            let of = Ending {
                door,
                holder,
                attempt,
            };
            return Err(ended(tx, (app, cx), of, why).await);
        }
    };
    let turns = chip.turns;
    at.body.brought = None;
    at.body.chip = Some(chip);
    FACE.clone_into(&mut at.attempt.stage);
    at.attempt.body = write(&at.body)?;
    at.attempt.expires = cx.now.checked_add(ANSWER).unwrap_or(cx.now);
    attempt::save(&mut tx, &at.attempt).await?;
    tx.commit(Audit::Bookkeeping("self-proof goes on")).await?;
    Ok(Turns::drawn(turns, at.attempt.expires))
}

/// D59-19.1.a.iii: what the registers know of the card, and whether its portrait can be compared with.
async fn accepted(app: &App, cx: &Cx, at: &Open, (card, engine): (&Card, String)) -> Outcome<Chip> {
    let holder = holder(card, &at.identity.number);
    let told = check::ask(app, &at.identity.number).await;
    let told = told.map_err(Error::from)?;
    let today = viet_nam_date(cx.now);
    card_held(&holder, &at.identity, told.card.as_ref(), today)?;
    let portrait = image::portrait_of_chip(card.portrait().bytes().to_vec()).await?;
    let portrait = portrait.ok_or_else(|| SelfProofError::Card(Refusal::unreadable_portrait()))?;
    let [turns] = app.random::<1>();
    Ok(Chip {
        holder,
        portrait: STANDARD.encode(portrait),
        turns,
        evidence: vouching(card, engine),
    })
}
