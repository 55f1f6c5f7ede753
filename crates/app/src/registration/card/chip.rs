//! The card's chip, read by the applicant's own phone. Nobody is known yet: the card says of whom it is, and who holds
//! it is not proven by that.

use std::time::Duration;

use chip::group::{Group, Mrz};
use chip::{Card, CloneFlaw, Failure, Reading};
use domain::fault::Fault;
use domain::ids::SubjectId;
use domain::person::PersonNumber;
use domain::registration::DetailsFrom;
use domain::throttle::Throttle;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use store::attempt::{self, Attempt};
use store::registration::{self, Dossier};
use store::throttle::Rule;
use store::{Audit, Source};
use tokio::sync::{Semaphore, SemaphorePermit};

use super::super::draft::at_step;
use super::super::number::citizens;
use super::super::step::{Step, came_to, journey, next_step};
use crate::chip_check::{self, Brought, GROUPS, Question, Refusal, holder, vouching, zone};
use crate::throttle::{self, Counted};
use crate::token::Token;
use crate::{App, Cx, Error, Result};

/// Kind of the journey within the registration.
pub(crate) const KIND: &str = "registration-chip";
/// The chip is to be read.
const READ: &str = "read";
/// The chip is to prove that it is no copy.
const PROVE: &str = "prove";
/// To put the card to the phone and read it.
const LIFE: SignedDuration = SignedDuration::from_mins(5);
/// Judging a card costs more than typing does.
const A_DRAFT: Throttle = Throttle::new(10, SignedDuration::from_hours(1));
const AN_ADDRESS: Throttle = Throttle::new(100, SignedDuration::from_hours(1));
static AT_ONCE: Semaphore = Semaphore::const_new(1);
const WAIT: Duration = Duration::from_secs(10);
const OVER: Error = Error::Refused("registration-chip-over");

/// Why a chip gives nothing.
#[derive(Debug, thiserror::Error)]
pub enum ChipError {
    /// The card is not accepted.
    #[error("the card: {}", .0.code)]
    Card(Refusal),
    /// Others are being judged, and the question waits as it is (503).
    #[error("others are being judged")]
    Busy,
    /// Anything else.
    #[error(transparent)]
    App(#[from] Error),
}

impl From<store::Error> for ChipError {
    fn from(error: store::Error) -> Self {
        Self::App(error.into())
    }
}

impl From<Fault> for ChipError {
    fn from(fault: Fault) -> Self {
        Self::App(fault.into())
    }
}

type Outcome<T> = std::result::Result<T, ChipError>;

/// What a phone needs to read the chip.
#[derive(Clone, PartialEq, Eq)]
pub struct Asked {
    /// What the chip has to sign.
    pub challenge: [u8; 8],
    /// The groups to read besides those with its keys.
    pub groups: Vec<u8>,
    /// When nobody waits for it any more.
    pub expires: Timestamp,
}

domain::redacted_debug!(Asked);

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
    /// Read; the registration goes on here.
    Step(Step),
}

/// What a reading under way keeps, sealed.
#[derive(Serialize, Deserialize)]
struct Body {
    question: Question,
    brought: Option<Brought>,
}

fn digest(app: &App, subject: SubjectId) -> Vec<u8> {
    app.db.keys().digest(KIND, &subject.to_string())
}

/// Whose card this is, by its printed zone.
fn number(zone: &Mrz) -> std::result::Result<PersonNumber, Fault> {
    let number = PersonNumber::parse(zone.optional());
    let number = number.map_err(|_| Fault::new("zone", "zone-no-number"))?;
    citizens(&number, "zone")?;
    Ok(number)
}

fn write(body: &Body) -> Result<serde_json::Value> {
    serde_json::to_value(body).map_err(|e| Error::Internal(e.to_string()))
}

/// D59-14.1.app: begins a reading. `text`: the machine-readable zone as the phone's camera read it, which opens the
/// chip. What was begun before is over.
pub async fn ask(app: &App, cx: &Cx, token: &Token, text: &str) -> Result<Asked> {
    let zone = zone(text)?;
    number(&zone)?;
    let subject = token.subject;
    let mut tx = app.db.begin().await?;
    at_step(&mut tx, cx, token, Step::Number).await?;
    let value = subject.to_string();
    let address = throttle::address(cx);
    let limits = [
        (KIND, &value, A_DRAFT),
        ("registration-chips", &address, AN_ADDRESS),
    ];
    for (kind, value, most) in limits {
        let often = Counted {
            kind,
            value,
            rule: Rule::Rate(most),
        };
        throttle::reserve_in(&mut tx, app, cx, &often).await?;
    }
    let question = Question::new(app, &zone);
    let challenge = question.challenge;
    let body = Body {
        question,
        brought: None,
    };
    let attempt = Attempt {
        subject,
        digest: digest(app, subject),
        kind: KIND.to_owned(),
        stage: READ.to_owned(),
        genuine: true,
        body: write(&body)?,
        created: cx.now,
        expires: cx.now.checked_add(LIFE).unwrap_or(cx.now),
        revision: 1,
    };
    attempt::delete_kind(&mut tx, subject, KIND).await?;
    attempt::insert(&mut tx, &attempt).await?;
    tx.commit(Audit::Bookkeeping("registration chip asked"))
        .await?;
    Ok(Asked {
        challenge,
        groups: GROUPS.map(Group::number).to_vec(),
        expires: attempt.expires,
    })
}

/// The reading under way at this stage.
async fn open(
    source: &mut impl Source,
    (app, cx): (&App, &Cx),
    token: &Token,
    stage: &str,
) -> Result<(Attempt, Body)> {
    at_step(source, cx, token, Step::Number).await?;
    let found = attempt::find(source, token.subject, &digest(app, token.subject), cx.now).await?;
    let attempt = found.filter(|a| a.stage == stage).ok_or(OVER)?;
    let body = serde_json::from_value(attempt.body.clone());
    Ok((attempt, body.map_err(|e| Error::Internal(e.to_string()))?))
}

/// Whether a reading is waited for: asked before a large body is read.
pub async fn awaits(app: &App, cx: &Cx, token: &Token) -> Result<()> {
    let mut source = app.db.read().await?;
    open(&mut source, (app, cx), token, READ).await?;
    Ok(())
}

/// Judging takes turns, so that strangers keep nobody else's processor; nothing where others take too long.
async fn turn() -> Outcome<SemaphorePermit<'static>> {
    let turn = tokio::time::timeout(WAIT, AT_ONCE.acquire()).await;
    turn.ok()
        .and_then(std::result::Result::ok)
        .ok_or(ChipError::Busy)
}

/// Takes the reading under way before anything is judged: each question is answered once, also side by side.
async fn take(app: &App, cx: &Cx, token: &Token, stage: &str) -> Result<(Attempt, Body)> {
    let mut tx = app.db.begin().await?;
    let (attempt, body) = open(&mut tx, (app, cx), token, stage).await?;
    if !attempt::delete(&mut tx, attempt.subject, &attempt.digest).await? {
        return Err(OVER);
    }
    tx.commit(Audit::Bookkeeping("registration chip answered"))
        .await?;
    Ok((attempt, body))
}

/// D59-14.1.app: takes a reading and judges it, or has the chip prove first that it is no copy.
pub async fn bring(app: &App, cx: &Cx, token: &Token, brought: &Brought) -> Outcome<Next> {
    let _turn = turn().await?;
    let (mut attempt, mut body) = take(app, cx, token, READ).await?;
    let reading = brought.reading(body.question.challenge)?;
    let Some(begun) = body.question.begun(brought)? else {
        let step = judge(app, cx, (token, &body), (reading, brought.engine())).await?;
        return Ok(Next::Step(step));
    };
    body.brought = Some(brought.clone());
    PROVE.clone_into(&mut attempt.stage);
    attempt.body = write(&body)?;
    let mut tx = app.db.begin().await?;
    at_step(&mut tx, cx, token, Step::Number).await?;
    attempt::delete_kind(&mut tx, attempt.subject, KIND).await?;
    attempt::insert(&mut tx, &attempt).await?;
    tx.commit(Audit::Bookkeeping("registration chip goes on"))
        .await?;
    Ok(Next::Prove {
        commands: begun.commands(),
        probe: begun.probe(),
    })
}

/// D59-14.1.app: judges a reading with the chip's answer to the probe.
pub async fn prove(app: &App, cx: &Cx, token: &Token, answer: &[u8]) -> Outcome<Step> {
    let _turn = turn().await?;
    let (_, mut body) = take(app, cx, token, PROVE).await?;
    let brought = body.brought.take().ok_or(OVER)?;
    let begun = body.question.begun(&brought)?.ok_or(OVER)?;
    let agreed = begun.finish(answer).map_err(|flaw| {
        let failure = Failure::from(CloneFlaw::from(flaw));
        ChipError::Card(Refusal::of(&failure))
    })?;
    let mut reading = brought.reading(body.question.challenge)?;
    reading.chip = Some(agreed);
    judge(app, cx, (token, &body), (reading, brought.engine())).await
}

async fn judge(
    app: &App,
    cx: &Cx,
    (token, body): (&Token, &Body),
    (reading, engine): (Reading, String),
) -> Outcome<Step> {
    let number = number(&body.question.zone()?)?;
    let judged = chip_check::judge(app, cx, (&body.question, &number), reading).await?;
    let mut tx = app.db.begin().await?;
    let mut stored = at_step(&mut tx, cx, token, Step::Number).await?;
    let fresh = judged.use_up(&mut tx, cx).await?;
    let refused = match &judged.card {
        Ok(card) if fresh => {
            fill(&mut stored.dossier, card, &number, engine);
            registration::save(&mut tx, &stored).await?;
            store::journey::turn(&mut tx, &stored.id, journey(&stored)).await?;
            came_to(&mut tx, &stored).await?;
            None
        }
        Ok(_) => Some(Refusal::repeated()),
        Err(refusal) => Some(refusal.clone()),
    };
    tx.commit(Audit::Bookkeeping("registration chip judged"))
        .await?;
    match refused {
        None => Ok(next_step(&stored)),
        Some(refusal) => Err(ChipError::Card(refusal)),
    }
}

/// What the chip does not say, or not in a way that we understand, is asked for; what another card said is forgotten.
fn fill(dossier: &mut Dossier, card: &Card, number: &PersonNumber, engine: String) {
    let holder = holder(card, number);
    dossier.become_citizen(holder.number);
    dossier.name = holder.name;
    dossier.birth = holder.birth;
    dossier.sex = holder.sex;
    dossier.card_issued = holder.issued_on;
    dossier.details_from = DetailsFrom::Chip;
    dossier.chip_shown = Some(vouching(card, engine));
}
