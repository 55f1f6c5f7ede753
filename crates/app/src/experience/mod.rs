//! How people fare (R50-6): how far they get, where they stop, how long it takes, and how easy it was by their own word.
//! Numbers only: nothing here leads to a person.

mod asked;
mod file;
mod report;
mod survey;

pub use asked::{Asked, LONGEST, Wanted};
pub use file::{MEASURES, csv};
pub use report::{Report, Side, report};
pub use survey::{Question, answer, question};

use std::fmt::Display;

use domain::journey::{Journey, Outcome};
use store::Tx;
use store::journey::{self, New, Part};

use crate::{Cx, Result};

/// A journey begins with what the transaction writes, in the language of its tag; `of` is the random identifier of what it is about.
pub(crate) async fn begin(
    tx: &mut Tx,
    cx: &Cx,
    (journey, language): (Journey, &str),
    of: &(impl Display + Sync),
) -> Result<()> {
    let new = New {
        journey,
        door: cx.door(),
        language,
        at: cx.now,
    };
    Ok(journey::begin(tx, of, &new).await?)
}

/// It ends with what the transaction writes.
pub(crate) async fn end(
    tx: &mut Tx,
    cx: &Cx,
    of: &(impl Display + Sync),
    outcome: Outcome,
) -> Result<()> {
    Ok(journey::end(tx, of, (outcome, cx.now), Part::Shared).await?)
}
