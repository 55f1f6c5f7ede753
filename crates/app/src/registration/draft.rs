//! The draft behind the applicant's cookie.

use domain::registration::State;
use jiff::SignedDuration;
use store::Source;
use store::registration::{self, Stored};

use super::step::{Step, may_visit, next_step};
use crate::token::Token;
use crate::{App, Cx, Error, Result};

/// How long a draft waits for its applicant; then it is removed with its portrait.
pub(crate) const LIFE: SignedDuration = SignedDuration::from_hours(24);

/// A registration as its applicant sees it.
#[derive(Debug, Clone)]
pub struct Draft {
    /// What is stored.
    pub stored: Stored,
    /// Where the applicant should be.
    pub next: Step,
}

/// The registration of a cookie, whatever its state.
pub(crate) async fn load(source: &mut impl Source, cx: &Cx, token: &Token) -> Result<Stored> {
    let found = registration::by_token(source, token.subject, &token.digest()).await?;
    match found {
        Some(stored) if stored.state != State::Draft || cx.now < stored.created + LIFE => {
            Ok(stored)
        }
        Some(_) | None => Err(Error::Refused("draft-over")),
    }
}

/// The registration of a cookie, for a write at a step.
pub(crate) async fn at_step(
    source: &mut impl Source,
    cx: &Cx,
    token: &Token,
    step: Step,
) -> Result<Stored> {
    let stored = load(source, cx, token).await?;
    if may_visit(&stored, step) {
        Ok(stored)
    } else {
        Err(Error::Refused("registration-order"))
    }
}

/// Opens the draft of a cookie.
pub async fn draft(app: &App, cx: &Cx, token: &Token) -> Result<Draft> {
    let mut source = app.db.read().await?;
    let stored = load(&mut source, cx, token).await?;
    Ok(Draft {
        next: next_step(&stored),
        stored,
    })
}
