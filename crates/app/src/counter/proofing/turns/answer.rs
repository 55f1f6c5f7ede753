//! The pictures of a head that turned: judged once, by the code that judges where nobody looks on.

use biometrics::face::MOST_FRAMES;
use domain::actor::Purpose;
use domain::event::Event;
use domain::evidence::{HeadTurns, MachineEngine, TurnsJudged};
use domain::fault::Fault;
use store::registration::Stored;
use store::{Entry, attempt};

use super::{OVER, Waited, waited};
use crate::counter::proofing::portrait::{Drawn, drawn, put};
use crate::counter::proofing::{CardNow, Taking, keep, taken};
use crate::counter::{access, machine};
use crate::head_turns::{self, FAILED, WAIT};
use crate::ports::{Shot, Wrong};
use crate::token::Token;
use crate::{App, Cx, Error, Result, entry_with};

/// What came of the pictures.
#[derive(Debug)]
pub enum Answered {
    /// The turns were made as drawn; the first picture is the portrait.
    Passed(Box<Stored>),
    /// They were not: on record, and the officer goes on.
    Failed(Wrong),
}

/// D59-14.2.a2: judges the pictures of turns that are waited for. They are good for one answer, right or wrong. A pass
/// makes its first picture the portrait, which looks straight on and is the one that was judged; a failure keeps no
/// picture.
pub async fn answer_turns(
    app: &App,
    cx: &Cx,
    session: &Token,
    (of, shots): ((&str, &str), Vec<Shot>),
) -> Result<Answered> {
    let cx = &cx.with_purpose(Purpose::Proofing);
    let (reference, _) = of;
    let mut source = app.db.read().await?;
    let found = waited(&mut source, (app, cx), session, of).await?;
    drop(source);
    let first = match shots.first() {
        Some(first) if shots.len() <= MOST_FRAMES => first.picture.clone(),
        Some(_) => return Err(Fault::new("turns", "turns-too-many").into()),
        None => return Err(Fault::new("turns", "turns-none").into()),
    };
    let (faces, engine) = head_turns::engine(app).ok_or(Error::Absent("turns-absent"))?;
    let turn = head_turns::turn(&machine::AT_ONCE, WAIT).await;
    let turn = turn.ok_or(Error::Refused("turns-busy"))?;
    let by = Box::new(TurnsJudged {
        engine,
        at: cx.now,
        officer: cx.staff()?,
    });
    let underway = used_up(app, cx, &found, &by).await?;
    let judged = head_turns::judged(faces, (found.drawn, turn), shots, Vec::new()).await;
    let settle = (cx, reference, underway);
    match judged {
        Ok(_) => match drawn(app, first).await {
            Ok(drawn) => Ok(Answered::Passed(passed(app, settle, (by, drawn)).await?)),
            // No verdict on the person: the first picture is no portrait.
            Err(error) => {
                undone(app, settle).await?;
                Err(error)
            }
        },
        Err(FAILED) => {
            undone(app, settle).await?;
            Err(Error::Refused("turns-broken"))
        }
        Err(wrong) => {
            failed(app, settle, (by, wrong)).await?;
            Ok(Answered::Failed(wrong))
        }
    }
}

/// What stands on record while the pictures are judged, and what stood there before.
struct Underway {
    before: HeadTurns,
    meanwhile: HeadTurns,
}

impl Underway {
    /// What stood there before these turns, or what another answer put there since.
    fn earlier(self, now: &HeadTurns) -> HeadTurns {
        if *now == self.meanwhile {
            self.before
        } else {
            now.clone()
        }
    }
}

/// Officer and registration, and what stands there meanwhile.
type Settle<'a> = (&'a Cx, &'a str, Underway);

/// Nobody answers the same turns twice, also not side by side. Until there is a verdict they count as failed, so that a
/// failure is not lost with the server or the line. A comparison made before knew nothing of it: it is made anew.
async fn used_up(app: &App, cx: &Cx, found: &Waited, by: &TurnsJudged) -> Result<Underway> {
    let mut tx = app.db.begin().await?;
    if !attempt::delete(&mut tx, found.stored.subject, &found.attempt.digest).await? {
        return Err(OVER);
    }
    let mut stored = access::open_proofing(&mut tx, cx, &found.stored.reference).await?;
    let meanwhile = HeadTurns::Failed {
        why: "turns-not-judged".to_owned(),
        remedy: "film-again".to_owned(),
        judged: Box::new(by.clone()),
    };
    let before = std::mem::replace(&mut stored.dossier.head_turns, meanwhile.clone());
    stored.dossier.comparison = None;
    let entries = vec![recorded(app, cx, &stored, Some(&by.engine))];
    keep(tx, app, cx, (stored, CardNow::NotAsked), entries).await?;
    Ok(Underway { before, meanwhile })
}

async fn passed(
    app: &App,
    (cx, reference, underway): Settle<'_>,
    (judged, drawn): (Box<TurnsJudged>, Drawn),
) -> Result<Box<Stored>> {
    let now = CardNow::ask(app, cx, reference).await?;
    let mut tx = app.db.begin().await?;
    let mut stored = access::open_proofing(&mut tx, cx, reference).await?;
    let here = Taking::here(cx)?;
    let portrait = put(&mut tx, app, &mut stored, (drawn, &here.taken)).await?;
    let engine = judged.engine.clone();
    let failed = underway.earlier(&stored.dossier.head_turns).failure();
    stored.dossier.head_turns = HeadTurns::Passed {
        portrait,
        judged,
        failed: failed.map(Box::new),
    };
    let entries = vec![
        taken(app, cx, &stored, ("portrait", Some(&here.taken))),
        recorded(app, cx, &stored, Some(&engine)),
    ];
    let kept = keep(tx, app, cx, (stored, now), entries).await?;
    Ok(Box::new(kept))
}

async fn failed(
    app: &App,
    (cx, reference, _): Settle<'_>,
    (judged, wrong): (Box<TurnsJudged>, Wrong),
) -> Result<()> {
    let mut tx = app.db.begin().await?;
    let mut stored = access::open_proofing(&mut tx, cx, reference).await?;
    stored.dossier.comparison = None;
    let engine = judged.engine.clone();
    stored.dossier.head_turns = HeadTurns::Failed {
        why: wrong.code.to_owned(),
        remedy: wrong.remedy.to_owned(),
        judged,
    };
    let entries = vec![recorded(app, cx, &stored, Some(&engine))];
    keep(tx, app, cx, (stored, CardNow::NotAsked), entries).await?;
    Ok(())
}

/// There was no verdict: what stood there before stands there again.
async fn undone(app: &App, (cx, reference, underway): Settle<'_>) -> Result<()> {
    let mut tx = app.db.begin().await?;
    let mut stored = access::open_proofing(&mut tx, cx, reference).await?;
    stored.dossier.head_turns = underway.earlier(&stored.dossier.head_turns);
    let entries = vec![recorded(app, cx, &stored, None)];
    keep(tx, app, cx, (stored, CardNow::NotAsked), entries).await?;
    Ok(())
}

/// What came of turns, for the audit log: no picture, no template.
pub(super) fn recorded(
    app: &App,
    cx: &Cx,
    stored: &Stored,
    engine: Option<&MachineEngine>,
) -> Entry {
    let turns = &stored.dossier.head_turns;
    let why = match turns {
        HeadTurns::Failed { why, .. } => Some(why.as_str()),
        HeadTurns::Excepted { reason, .. } => Some(reason.as_str()),
        HeadTurns::NotAsked | HeadTurns::NotMade | HeadTurns::Passed { .. } => None,
    };
    let detail = serde_json::json!({
        "registration": stored.id,
        "result": turns.as_str(),
        "why": why,
        "engine": engine,
    });
    entry_with(app, cx, Event::HeadTurnsRecorded, stored.subject, detail)
}
