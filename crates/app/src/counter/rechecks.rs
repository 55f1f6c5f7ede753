//! Comparisons in figures for who inspects (D59-14.2.a2): drift of officers and units, re-checks that did not agree.

use domain::authority::{Operation, require};
use jiff::SignedDuration;
use store::comparison::{self, Tally};
use store::second_look::{self, Disagreed};

use crate::{App, Cx, Result};

/// One officer of one unit, lately and over a longer time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The last thirty days; `None` where there was nothing.
    pub month: Option<Tally>,
    /// The last ninety days.
    pub quarter: Tally,
}

/// What there is to inspect.
#[derive(Debug, Clone)]
pub struct Rechecks {
    /// Re-checks of the last ninety days that did not agree, the newest first.
    pub disagreed: Vec<Disagreed>,
    /// Figures an officer, those with the most disagreements first.
    pub rows: Vec<Row>,
}

const MONTH: SignedDuration = SignedDuration::from_hours(24 * 30);
const QUARTER: SignedDuration = SignedDuration::from_hours(24 * 90);
const LONGEST: i64 = 200;
/// Enough to hold everybody of the longer list.
const MOST: i64 = 10_000;

/// Figures for managers and auditors; nothing about citizens but the references of what did not agree.
pub async fn rechecks(app: &App, cx: &Cx) -> Result<Rechecks> {
    require(&cx.actor, Operation::ReadOverview)?;
    let mut source = app.db.scan().await?;
    let quarter = comparison::tally(&mut source, cx.now - QUARTER, LONGEST).await?;
    let month = comparison::tally(&mut source, cx.now - MONTH, MOST).await?;
    let disagreed = second_look::disagreed(&mut source, cx.now - QUARTER, LONGEST).await?;
    let lately = |of: &Tally| {
        let same = |one: &&Tally| one.officer == of.officer && one.unit == of.unit;
        month.iter().find(same).cloned()
    };
    let rows = quarter.into_iter().map(|quarter| Row {
        month: lately(&quarter),
        quarter,
    });
    Ok(Rechecks {
        rows: rows.collect(),
        disagreed,
    })
}
