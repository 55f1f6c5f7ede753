//! Handing in (D59-14.1.b): once, however often the button is pressed.

use domain::account::SubjectKind;
use domain::event::Event;
use domain::evidence::Consent;
use domain::ids::JobId;
use domain::journey::Outcome;
use domain::regime::ClockKind;
use domain::registration::State;
use jiff::{SignedDuration, Timestamp};
use store::job::Job;
use store::registration::{self, Stored};

use super::check;
use super::draft::load;
use super::receive::receive;
use super::step::{Step, is_open, next_step};
use crate::token::Token;
use crate::{App, Cx, Error, Result, entry_with, experience, jobs};

/// What the applicant takes home.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Submitted {
    /// `DK-XXXXX-XXXXX`.
    pub reference: String,
    /// Until when it will be decided.
    pub due: Option<Timestamp>,
}

impl Submitted {
    fn of(stored: &Stored) -> Self {
        Self {
            reference: stored.reference.clone(),
            due: stored.due,
        }
    }
}

/// A register that does not answer at once is asked again by the job.
const CHECK_AFTER: SignedDuration = SignedDuration::from_secs(5);

/// D59-14.1.b, D59-17.1.a, D59-17.2.a: receives the registration, starts its clock and decides it at once where
/// the registers answer.
pub async fn submit(app: &App, cx: &Cx, token: &Token) -> Result<Submitted> {
    let handed_in = match hand_in(app, cx, token).await {
        Err(Error::Stale) => {
            let mut source = app.db.read().await?;
            load(&mut source, cx, token).await?
        }
        other => other?,
    };
    if matches!(handed_in.state, State::Draft) {
        return Err(Error::Stale);
    }
    if matches!(handed_in.state, State::Received { .. })
        && let Err(error) = check::check(app, handed_in.subject, handed_in.id).await
    {
        tracing::warn!(registration = %handed_in.id, %error, "decided later by the job");
    }
    Ok(Submitted::of(&handed_in))
}

async fn hand_in(app: &App, cx: &Cx, token: &Token) -> Result<Stored> {
    let mut tx = app.db.begin().await?;
    let mut stored = load(&mut tx, cx, token).await?;
    if !is_open(&stored) {
        return Ok(stored);
    }
    if next_step(&stored) != Step::Check {
        return Err(Error::Refused("registration-order"));
    }
    let clock = match stored.dossier.kind {
        SubjectKind::Foreigner => ClockKind::Level1Foreigner,
        SubjectKind::Citizen | SubjectKind::Organisation => ClockKind::Level1Citizen,
    };
    let received = receive(&mut tx, app, cx, &mut stored, clock).await?;
    let version = stored.dossier.consent.as_ref().map(Consent::version);
    let agreed = serde_json::json!({ "registration": stored.id, "version": version });
    let agreed = entry_with(app, cx, Event::ConsentRecorded, stored.subject, agreed);
    registration::save(&mut tx, &stored).await?;
    experience::end(&mut tx, cx, &stored.id, Outcome::Done).await?;
    let job = Job::new(
        (app.id(JobId::from_bytes), stored.subject),
        "registration-check",
        cx.now + CHECK_AFTER,
        serde_json::json!({ "registration": stored.id }),
    );
    jobs::enqueue(&mut tx, app, &job).await?;
    tx.commit(vec![received, agreed]).await?;
    Ok(stored)
}
