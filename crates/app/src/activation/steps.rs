//! The secrets, in the order of D59-18.app; the last one activates.

use domain::event::Event;
use domain::ids::SubjectId;
use domain::secret::Password;
use store::account::Stored;
use store::attempt::Attempt;
use store::credential::{self, Kind};
use store::{Audit, Source, Tx, account, attempt};

use crate::credentials;
use crate::signin::journey;
use crate::token::Token;
use crate::{App, Cx, Error, Result, entry, notify};

/// D59-18.app: the steps after the code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Choose a password.
    Password,
    /// Choose a passcode.
    Passcode,
    /// Choose two questions.
    Questions,
}

impl Step {
    /// Stage of the journey while it is the next (R50-6).
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Password => "password",
            Self::Passcode => "passcode",
            Self::Questions => "questions",
        }
    }
}

/// Stages after the code. "secrets" stands in journeys that were begun when they were one.
const STAGES: [&str; 4] = ["password", "passcode", "questions", "secrets"];

/// Where a person stands.
#[derive(Debug)]
pub struct Progress {
    /// The next step.
    pub next: Step,
    /// The account, for its policy and its term.
    pub stored: Stored,
}

pub(super) async fn next(source: &mut impl Source, subject: SubjectId) -> Result<Step> {
    if credential::load(source, subject, Kind::Password)
        .await?
        .is_none()
    {
        return Ok(Step::Password);
    }
    if credential::load(source, subject, Kind::Passcode)
        .await?
        .is_none()
    {
        return Ok(Step::Passcode);
    }
    Ok(Step::Questions)
}

/// The one answer to "where should this person be".
pub async fn progress(app: &App, cx: &Cx, token: &Token) -> Result<Progress> {
    let mut source = app.db.read().await?;
    journey(&mut source, cx, token, super::KIND, &STAGES).await?;
    let stored = account::load(&mut source, token.subject, cx.now)
        .await?
        .ok_or(Error::Refused("journey-over"))?;
    Ok(Progress {
        next: next(&mut source, token.subject).await?,
        stored,
    })
}

/// A step out of order leads back to the right one.
async fn at(app: &App, cx: &Cx, token: &Token, step: Step) -> Result<Stored> {
    let progress = progress(app, cx, token).await?;
    if progress.next == step {
        Ok(progress.stored)
    } else {
        Err(Error::Refused("step-out-of-order"))
    }
}

/// The account inside the transaction, still to be activated.
async fn still_open(tx: &mut Tx, cx: &Cx, token: &Token) -> Result<(Stored, Attempt)> {
    // The account first: whoever sends a step twice waits here, and finds the journey as it is then.
    let stored = account::load_to_change(tx, token.subject, cx.now)
        .await?
        .ok_or(Error::Refused("journey-over"))?;
    let attempt = journey(tx, cx, token, super::KIND, &STAGES).await?;
    // Refuses with the reason where the term ended or a hold came meanwhile.
    stored.account.clone().activate(cx.now)?;
    Ok((stored, attempt))
}

async fn keep(app: &App, cx: &Cx, token: &Token, kind: Kind, secret: &str) -> Result<()> {
    let hash = app.hasher.hash(secret, app.random()).await?;
    let mut tx = app.db.begin().await?;
    let (_, mut attempt) = still_open(&mut tx, cx, token).await?;
    credential::set(&mut tx, token.subject, kind, &hash, "", cx.now).await?;
    let step = next(&mut tx, token.subject).await?;
    step.as_str().clone_into(&mut attempt.stage);
    attempt::save(&mut tx, &attempt).await?;
    Ok(tx.commit(Audit::Bookkeeping("activation step")).await?)
}

/// Sets the password.
pub async fn set_password(app: &App, cx: &Cx, token: &Token, text: &str) -> Result<()> {
    let stored = at(app, cx, token, Step::Password).await?;
    let password: Password = credentials::password(app, &stored.profile, text)?;
    keep(app, cx, token, Kind::Password, password.expose()).await
}

/// Sets the passcode.
pub async fn set_passcode(app: &App, cx: &Cx, token: &Token, text: &str) -> Result<()> {
    let stored = at(app, cx, token, Step::Passcode).await?;
    let passcode = credentials::new_passcode(&stored.profile.identity.birth, text)?;
    keep(app, cx, token, Kind::Passcode, passcode.expose()).await
}

/// D59-18.1: the last step; the account is the holder's from here on, and he signs in.
pub async fn set_answers(
    app: &App,
    cx: &Cx,
    token: &Token,
    first: (&str, &str),
    second: (&str, &str),
) -> Result<()> {
    at(app, cx, token, Step::Questions).await?;
    let answers = credentials::answers(first, second)?;
    let mut hashed = Vec::new();
    for ((question, answer), kind) in answers
        .pairs()
        .iter()
        .zip([Kind::QuestionOne, Kind::QuestionTwo])
    {
        hashed.push((
            kind,
            question.key(),
            app.hasher.hash(answer.expose(), app.random()).await?,
        ));
    }
    let mut tx = app.db.begin().await?;
    let (mut stored, _) = still_open(&mut tx, cx, token).await?;
    for (kind, question, hash) in hashed {
        credential::set(&mut tx, token.subject, kind, &hash, question, cx.now).await?;
    }
    stored.account = stored.account.activate(cx.now)?;
    account::save(&mut tx, &stored).await?;
    attempt::finish(&mut tx, token.subject, &token.digest(), cx.now).await?;
    attempt::delete_all(&mut tx, token.subject).await?;
    notify::tell(&mut tx, app, cx, &stored, "account-activated", &[]).await?;
    Ok(tx
        .commit(entry(app, cx, Event::AccountActivated, token.subject))
        .await?)
}
