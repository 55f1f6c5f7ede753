//! R50-6: what the counts of a journey say of a month, beside the month before.

use domain::authority::{Operation, require};
use domain::journey::Journey;
use domain::journey::funnel::Figures;
use domain::month::Month;
use store::Source;
use store::journey::{count, survey};

use super::Wanted;
use crate::{App, Cx, Result};

/// A month of a journey.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Side {
    /// Which month.
    pub month: Month,
    /// Journeys begun in it that ended since.
    pub figures: Figures,
    /// Answers given in it, in the order of [`domain::journey::survey::Answer::ALL`].
    pub answers: Vec<u64>,
}

/// The month asked for, and the one before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// What was asked for.
    pub wanted: Wanted,
    /// The month asked for.
    pub now: Side,
    /// The month before.
    pub before: Side,
    /// The month that runs.
    pub today: Month,
}

/// Reads the counts of a journey; nothing in them is about one person.
pub async fn report(app: &App, cx: &Cx, wanted: Wanted) -> Result<Report> {
    require(&cx.actor, Operation::ReadOverview)?;
    let mut source = app.db.scan().await?;
    Ok(Report {
        now: side(&mut source, wanted.journey, wanted.month).await?,
        before: side(&mut source, wanted.journey, wanted.month.back(1)).await?,
        wanted,
        today: Month::of(cx.now),
    })
}

async fn side(source: &mut impl Source, journey: Journey, month: Month) -> Result<Side> {
    let days = (month.first(), month.back(-1).first());
    let mut figures = Figures::new(journey);
    for line in count::lines(source, journey, days).await? {
        figures.add(&line);
    }
    Ok(Side {
        month,
        figures,
        answers: survey::answers(source, journey, days).await?,
    })
}
