//! Turns of the head at the counter (D59-14.2.a2): drawn by the server, filmed before the officer, judged as where
//! nobody looks on. What they add is that a living person followed; they approve nobody and refuse nobody. Pictures are
//! in memory only: one of them becomes the portrait.

mod answer;
mod draw;
mod except;

pub use answer::{Answered, answer_turns};
pub use draw::{draw_turns, show_turns};
pub use except::turns_exception;

pub use crate::head_turns::Turns;

use domain::evidence::HeadTurns;
use domain::ids::{RegistrationId, StaffId, TurnsId};
use domain::time::viet_nam_date;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use store::Source;
use store::attempt::{self, Attempt};
use store::registration::Stored;

use crate::chip_check::hex;
use crate::counter::access;
use crate::token::Token;
use crate::{App, CounterChallenge, Cx, Error, Result, head_turns};

/// Kind of the journey.
pub(crate) const KIND: &str = "counter-turns";

/// To tell the person what to do, to film, and to send the pictures.
const LIFE: SignedDuration = SignedDuration::from_mins(3);

/// So often turns are drawn for one registration in a day, answered or not: nobody waits for those of his film.
pub const TURNS_A_DAY: usize = 3;

/// Asked for, answered, out of time, another's, or never there: one and the same.
const OVER: Error = Error::Refused("turns-over");

/// What turns that are waited for are bound to; sealed.
#[derive(Serialize, Deserialize)]
struct Body {
    registration: RegistrationId,
    officer: StaffId,
    unit: String,
    /// Digest of the officer's session.
    session: String,
    /// The random byte that they are drawn from.
    drawn: u8,
}

/// How it stands with turns of the head in one registration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Turned {
    /// What came of them, as it holds of the portrait there is.
    pub result: HeadTurns,
    /// Whether they are asked for or offered here at all.
    pub offered: bool,
    /// Whether an engine is at hand that judges them.
    pub engine: bool,
    /// How often they can be drawn today.
    pub left: usize,
    /// Whether an officer may record why there are none: they are asked for, and nothing was filmed.
    pub excusable: bool,
}

/// D59-14.2.a2: how it stands with turns of the head.
pub fn turned(app: &App, cx: &Cx, stored: &Stored) -> Turned {
    let dossier = &stored.dossier;
    let asked = app.config.counter_challenge == CounterChallenge::Asked;
    let result = dossier.head_turns.of(dossier.portrait, asked);
    Turned {
        excusable: asked && matches!(result, HeadTurns::NotMade | HeadTurns::Excepted { .. }),
        result,
        offered: app.config.counter_challenge != CounterChallenge::Off,
        engine: head_turns::engine(app).is_some(),
        left: TURNS_A_DAY.saturating_sub(today(stored, cx.now).count()),
    }
}

/// When turns were drawn today.
fn today(stored: &Stored, now: Timestamp) -> impl Iterator<Item = Timestamp> {
    let day = viet_nam_date(now);
    let drawn = stored.dossier.turns_drawn.iter().copied();
    drawn.filter(move |at| viet_nam_date(*at) == day)
}

fn digest(app: &App, id: TurnsId) -> Vec<u8> {
    app.db.keys().digest(KIND, &id.to_string())
}

fn mark(session: &Token) -> String {
    hex(&session.digest())
}

/// Turns that are waited for.
struct Waited {
    stored: Stored,
    attempt: Attempt,
    drawn: u8,
}

/// Those that this very officer drew in this session, at his unit, for this registration.
async fn waited(
    source: &mut impl Source,
    (app, cx): (&App, &Cx),
    session: &Token,
    (reference, id): (&str, &str),
) -> Result<Waited> {
    let stored = access::open_proofing(source, cx, reference).await?;
    let id: TurnsId = id.parse().map_err(|_| OVER)?;
    let found = attempt::find(source, stored.subject, &digest(app, id), cx.now).await?;
    let attempt = found.filter(|a| a.kind == KIND).ok_or(OVER)?;
    let body: Body =
        serde_json::from_value(attempt.body.clone()).map_err(|e| Error::Internal(e.to_string()))?;
    let own = body.registration == stored.id
        && body.officer == cx.staff()?
        && body.unit == access::unit(cx)?
        && body.session == mark(session);
    if !own {
        return Err(OVER);
    }
    Ok(Waited {
        stored,
        attempt,
        drawn: body.drawn,
    })
}
