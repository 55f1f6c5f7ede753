//! Warnings for who inspects: how many, and of which registrations.

use domain::authority::{Operation, require};
use domain::evidence::AlikeState;
use jiff::SignedDuration;
use store::face_warning::{self, Listed};

use crate::{App, Cx, Result};

/// What there is to inspect.
#[derive(Debug, Clone)]
pub struct Inspected {
    /// How many are open, and how many of the last ninety days are in each other state.
    pub counts: Vec<(AlikeState, i64)>,
    /// The open ones, then those of the last ninety days, the newest first.
    pub warnings: Vec<Listed>,
}

const QUARTER: SignedDuration = SignedDuration::from_hours(24 * 90);
const LONGEST: i64 = 200;

/// D59-3.1, D59-3.2: for managers and auditors; nothing about citizens but references.
pub async fn inspect(app: &App, cx: &Cx) -> Result<Inspected> {
    require(&cx.actor, Operation::ReadOverview)?;
    let mut source = app.db.scan().await?;
    let since = cx.now - QUARTER;
    let told = face_warning::counts(&mut source, since).await?;
    let count = |state: &AlikeState| {
        let found = told.iter().find(|(of, _)| of == state);
        (*state, found.map_or(0, |(_, count)| *count))
    };
    Ok(Inspected {
        counts: AlikeState::ALL.iter().map(count).collect(),
        warnings: face_warning::listed(&mut source, since, LONGEST).await?,
    })
}
