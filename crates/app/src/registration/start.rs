//! First step: a fresh draft and its cookie.

use domain::account::Level;
use domain::ids::{JobId, RegistrationId, SubjectId};
use domain::journey::{Journey, Outcome};
use domain::registration::State;
use domain::throttle::Throttle;
use jiff::SignedDuration;
use store::job::Job;
use store::registration::{self, Channel, Dossier, Stored};
use store::throttle::Rule;
use store::{Audit, attempt};

use super::card::CHIP_KIND;
use super::draft::LIFE;
use super::text::reference;
use crate::throttle::{self, Counted};
use crate::token::Token;
use crate::{App, Cx, Result, experience, jobs};

const DRAFTS: Throttle = Throttle::new(60, SignedDuration::from_hours(1));

/// A registration that has just been begun.
pub(crate) fn fresh(app: &App, cx: &Cx, subject: SubjectId, level: Level) -> Stored {
    Stored {
        id: app.id(RegistrationId::from_bytes),
        subject,
        level,
        channel: match level {
            Level::One => Channel::App,
            Level::Two => Channel::Counter,
        },
        state: State::Draft,
        reference: reference(app),
        token: None,
        dossier: Dossier {
            language: cx.lang.as_str().to_owned(),
            ..Dossier::default()
        },
        unit: String::new(),
        officer: None,
        created: cx.now,
        received: None,
        due: None,
        revision: 1,
    }
}

/// D59-14.1.b: begins a registration; the token is the only way back to it.
pub async fn start(app: &App, cx: &Cx) -> Result<Token> {
    let address = throttle::address(cx);
    let limits = [Counted {
        kind: "registration-start",
        value: &address,
        rule: Rule::Rate(DRAFTS),
    }];
    throttle::reserve(app, cx, &limits).await?;
    let token = Token::fresh(app, app.id(SubjectId::from_bytes));
    let mut stored = fresh(app, cx, token.subject, Level::One);
    stored.token = Some(token.digest());
    let forget = Job::new(
        (app.id(JobId::from_bytes), stored.subject),
        "registration-draft",
        cx.now + LIFE,
        serde_json::json!({ "registration": stored.id }),
    );
    let mut tx = app.db.begin().await?;
    registration::insert(&mut tx, &stored).await?;
    let journey = (Journey::Registration, cx.lang.as_str());
    experience::begin(&mut tx, cx, journey, &stored.id).await?;
    jobs::enqueue(&mut tx, app, &forget).await?;
    tx.commit(Audit::Bookkeeping("registration begun")).await?;
    Ok(token)
}

/// Job `registration-draft`: removes a draft nobody handed in, with its images.
pub(crate) async fn forget(app: &App, cx: &Cx, job: &Job) -> Result<jobs::Finished> {
    let id: RegistrationId = jobs::payload(job, "registration")?;
    let mut tx = app.db.begin().await?;
    attempt::delete_kind(&mut tx, job.subject, CHIP_KIND).await?;
    if registration::delete_draft(&mut tx, job.subject, id).await? {
        store::capture::delete_all(&mut tx, job.subject, id).await?;
        experience::end(&mut tx, cx, &id, Outcome::GivenUp).await?;
    }
    store::job::done(&mut tx, job).await?;
    tx.commit(Audit::Bookkeeping("draft forgotten")).await?;
    Ok(jobs::Finished::Done)
}
