//! A holder proves by himself that his card is in his hand and that he is the one on it (D59-24.3): the chip that his
//! phone reads, judged as at the counter ([`crate::chip_check`]), and his living face, whose head turns as asked.
//! Signed in, it raises the session; without the old phone, it asks for another one ([`crate::lost_phone`]).
//!
//! Each step is taken once. Chip and pictures are forgotten with the verdict; what stood behind it is on record.

mod ask;
mod bring;
mod door;
mod ended;
mod show;

pub use crate::head_turns::Turns;
pub use ask::{Asked, ask};
pub use biometrics::face::MOST_FRAMES;
pub use bring::{Next, bring, prove};
pub use door::{Done, Door};
pub use show::{may, possible, show};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use domain::chip_reading::{ChipHolder, ChipVouching};
use domain::ids::SelfProofId;
use domain::person::Identity;
use domain::self_proof::NotProven;
use jiff::SignedDuration;
use serde::{Deserialize, Serialize};
use store::attempt::{self, Attempt};
use store::{Source, Tx};

use crate::chip_check::{Brought, Question, Refusal};
use crate::ports::Wrong;
use crate::{App, Cx, Error, Result};

/// Kind of the journey.
pub(crate) const KIND: &str = "self-proof";
/// The chip is to be read.
const CHIP: &str = "chip";
/// The chip is to prove that it is no copy.
const PROVE: &str = "prove";
/// The face is to be shown.
const FACE: &str = "face";

/// To put the card to the phone and read it.
const LIFE: SignedDuration = SignedDuration::from_mins(5);
/// To turn the head, within 20 seconds by the frames' own times, and to send the pictures.
const ANSWER: SignedDuration = SignedDuration::from_mins(2);

/// Why a step proves nothing.
#[derive(Debug, thiserror::Error)]
pub enum SelfProofError {
    /// The card is not accepted.
    #[error("the card: {}", .0.code)]
    Card(Refusal),
    /// The pictures cannot be used: with the remedy, and another challenge, it may go well.
    #[error("the pictures: {}", .0.code)]
    Face(Wrong),
    /// Chip or face are good, and not enough.
    #[error(transparent)]
    NotProven(#[from] NotProven),
    /// Others are being judged, and the proof waits as it is (503).
    #[error("others are being judged")]
    Busy,
    /// Anything else.
    #[error(transparent)]
    App(#[from] Error),
}

impl From<store::Error> for SelfProofError {
    fn from(error: store::Error) -> Self {
        Self::App(error.into())
    }
}

impl From<domain::fault::Fault> for SelfProofError {
    fn from(fault: domain::fault::Fault) -> Self {
        Self::App(fault.into())
    }
}

/// Result of a step.
pub type Outcome<T> = std::result::Result<T, SelfProofError>;

/// What a proof under way keeps, sealed; it goes with the journey.
#[derive(Serialize, Deserialize)]
struct Body {
    /// Which session or journey asked: no other goes on with it.
    door: String,
    /// What the chip is asked.
    question: Question,
    /// What was read, while the chip proves that it is no copy.
    brought: Option<Brought>,
    /// The accepted chip.
    chip: Option<Chip>,
}

/// What an accepted chip leaves until the face is judged.
#[derive(Serialize, Deserialize)]
struct Chip {
    holder: ChipHolder,
    /// The portrait, a JPEG in base64.
    portrait: String,
    /// The random byte that the turns are drawn from.
    turns: u8,
    /// What stands behind it, on record.
    evidence: ChipVouching,
}

domain::redacted_debug!(Chip);

impl Chip {
    fn portrait(&self) -> Result<Vec<u8>> {
        let decoded = STANDARD.decode(&self.portrait);
        decoded.map_err(|e| Error::Internal(e.to_string()))
    }
}

/// A proof that is going on.
struct Open {
    attempt: Attempt,
    body: Body,
    identity: Identity,
}

const OVER: Error = Error::Refused("self-proof-over");

fn digest(app: &App, id: SelfProofId) -> Vec<u8> {
    app.db.keys().digest(KIND, &id.to_string())
}

fn write(body: &Body) -> Result<serde_json::Value> {
    serde_json::to_value(body).map_err(|e| Error::Internal(e.to_string()))
}

/// What somebody is about to send.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// A reading of the chip.
    Reading,
    /// Pictures of the face.
    Frames,
}

/// Whether this is waited for, of a proof that is going on: asked before a large body is read, so that nobody sends
/// one who has not come so far.
pub async fn awaits(
    app: &App,
    cx: &Cx,
    door: &Door<'_>,
    (id, step): (SelfProofId, Step),
) -> Result<()> {
    let stage = match step {
        Step::Reading => CHIP,
        Step::Frames => FACE,
    };
    let mut source = app.db.read().await?;
    open(&mut source, (app, cx), door, (id, stage)).await?;
    Ok(())
}

/// In the transaction that takes a verdict: the proof is where it was when judging began. A request that was sent
/// twice is judged twice, and counts once.
async fn unmoved(tx: &mut Tx, cx: &Cx, attempt: &Attempt) -> Result<()> {
    let now = attempt::find(tx, attempt.subject, &attempt.digest, cx.now).await?;
    match now {
        Some(now) if now.revision == attempt.revision => Ok(()),
        Some(_) | None => Err(OVER),
    }
}

/// The proof, at this stage, by whom it was asked; one that is over, another's or never was is one and the same.
async fn open(
    source: &mut impl Source,
    (app, cx): (&App, &Cx),
    door: &Door<'_>,
    (id, stage): (SelfProofId, &str),
) -> Result<Open> {
    let subject = door.subject();
    let found = attempt::find(source, subject, &digest(app, id), cx.now).await?;
    let attempt = found.filter(|a| a.kind == KIND && a.stage == stage);
    let attempt = attempt.ok_or(OVER)?;
    let body: Body =
        serde_json::from_value(attempt.body.clone()).map_err(|e| Error::Internal(e.to_string()))?;
    if body.door != door.mark() {
        return Err(OVER);
    }
    let stored = store::account::load(source, subject, cx.now).await?;
    let identity = stored.ok_or(OVER)?.profile.identity;
    Ok(Open {
        attempt,
        body,
        identity,
    })
}
