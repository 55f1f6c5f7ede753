//! Drift for who inspects (D59-14.2.a2): what approvals rested on and what re-checks said of it, by month, for the
//! country, a unit, or an officer of a unit.

mod asked;
mod file;

pub use asked::{Asked, LONGEST, Wanted};
pub use file::csv;

use domain::authority::{Operation, require};
use domain::ids::StaffId;
use domain::month::Month;
use domain::share::Share;
use store::drift::{self, Figures, Line, Place};

use crate::{App, Cx, Result};

/// Lines of one page of units or officers.
const PAGE: u32 = 50;

/// One line beside the country's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Beside<T> {
    /// Of what.
    pub of: T,
    /// Its figures.
    pub own: Figures,
    /// Those of the whole country over the same time.
    pub country: Figures,
}

impl<T> Beside<T> {
    /// Whether re-checks disagreed more often than in the country, whatever the chance of the draw.
    pub fn is_above(&self) -> bool {
        wrong(&self.own).is_above(wrong(&self.country))
    }
}

/// Re-checks that did not agree.
pub fn wrong(of: &Figures) -> Share {
    Share::new(of.disagreed, of.rechecked)
}

/// A unit, or an officer of the unit that was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// The unit.
    pub unit: String,
    /// The officer, where it is one.
    pub officer: Option<StaffId>,
    /// His name; empty where it is not on record any more.
    pub name: String,
}

/// What there is to see.
#[derive(Debug, Clone)]
pub struct Drift {
    /// Each month of the span, also those without an approval.
    pub months: Vec<Beside<Month>>,
    /// Units, or officers of the unit; none where one officer was asked for.
    pub parts: Vec<Beside<Part>>,
    /// Whether there are more of them.
    pub more: bool,
    /// The officer's name, where one was asked for and is on record.
    pub name: String,
}

/// Figures of approvals for managers and auditors; nothing about citizens.
pub async fn drift(app: &App, cx: &Cx, wanted: &Wanted) -> Result<Drift> {
    require(&cx.actor, Operation::ReadOverview)?;
    let mut source = app.db.scan().await?;
    let country = drift::months(&mut source, wanted.span).await?;
    let own = match (&wanted.unit, wanted.officer) {
        (None, _) => country.clone(),
        (Some(unit), None) => drift::months_of_unit(&mut source, wanted.span, unit).await?,
        (Some(unit), Some(officer)) => {
            drift::months_of_officer(&mut source, wanted.span, (unit, officer)).await?
        }
    };
    let place = Place {
        limit: i64::from(PAGE) + 1,
        after: i64::from(wanted.page.saturating_sub(1)) * i64::from(PAGE),
    };
    let mut parts = match (&wanted.unit, wanted.officer) {
        (None, _) => drift::units(&mut source, wanted.span, place).await?,
        (Some(unit), None) => drift::officers(&mut source, wanted.span, unit, place).await?,
        (Some(_), Some(_)) => Vec::new(),
    };
    let page = usize::try_from(PAGE).unwrap_or(usize::MAX);
    let more = parts.len() > page;
    parts.truncate(page);
    let whole = country
        .iter()
        .fold(Figures::default(), |sum, line| plus(sum, line.figures));
    let part = |line: Line| Beside {
        own: line.figures,
        country: whole,
        of: Part {
            unit: wanted.unit.clone().unwrap_or(line.unit),
            officer: line.officer,
            name: line.name,
        },
    };
    let (from, to) = wanted.span;
    let month = |month| Beside {
        of: month,
        own: of(&own, month),
        country: of(&country, month),
    };
    Ok(Drift {
        months: from.through(to).map(month).collect(),
        parts: parts.into_iter().map(part).collect(),
        more,
        name: own
            .into_iter()
            .map(|line| line.name)
            .next_back()
            .unwrap_or_default(),
    })
}

fn of(lines: &[Line], month: Month) -> Figures {
    let found = lines.iter().find(|line| line.month == Some(month));
    found.map_or_else(Figures::default, |line| line.figures)
}

fn plus(sum: Figures, one: Figures) -> Figures {
    Figures {
        approved: sum.approved.saturating_add(one.approved),
        rechecked: sum.rechecked.saturating_add(one.rechecked),
        disagreed: sum.disagreed.saturating_add(one.disagreed),
        matched: sum.matched.saturating_add(one.matched),
        unclear: sum.unclear.saturating_add(one.unclear),
        unmatched: sum.unmatched.saturating_add(one.unmatched),
        doubtful: sum.doubtful.saturating_add(one.doubtful),
    }
}
