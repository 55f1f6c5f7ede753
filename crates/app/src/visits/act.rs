//! What an officer does with who was called, or was booked: call again, done, gone, cancelled.

use domain::event::Event;
use domain::visit::Canceller;
use store::journey::Part;
use store::visit;

use super::call::desk_of;
use super::own::give_back;
use super::{Seen, counted, of_unit, on_record, serving, unchanged};
use crate::{App, Cx, Result};

/// What is done (`visit-act-<word>`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// Shown once more, at the desk of who calls.
    Again,
    /// He was served.
    Served,
    /// He did not come.
    Left,
    /// Asked by phone or at the desk.
    Cancel,
}

impl Act {
    /// Reads the word.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Again, Self::Served, Self::Left, Self::Cancel]
            .into_iter()
            .find(|act| act.as_str() == text)
    }

    /// Stable word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Again => "again",
            Self::Served => "served",
            Self::Left => "left",
            Self::Cancel => "cancel",
        }
    }
}

/// Does it with a visit of the officer's unit as he saw it.
pub async fn act(app: &App, cx: &Cx, seen: &Seen<'_>, act: Act) -> Result<()> {
    let (cx, unit) = serving(cx)?;
    let mut tx = app.db.begin().await?;
    let mut visit = of_unit(&mut tx, &unit, seen.id).await?;
    unchanged(&visit, seen.revision)?;
    let event = match act {
        Act::Again => {
            let desk = desk_of(&mut tx, &cx, &unit).await?;
            visit.state = visit.state.call_again(desk, cx.now)?;
            Event::VisitCalled
        }
        Act::Served => {
            visit.state = visit.state.serve(cx.now)?;
            Event::VisitServed
        }
        Act::Left => {
            visit.state = visit.state.leave(cx.now)?;
            Event::VisitLeft
        }
        Act::Cancel => {
            let entry = give_back(&mut tx, app, &cx, (visit, Canceller::Officer)).await?;
            return Ok(tx.commit(entry).await?);
        }
    };
    visit::save(&mut tx, &visit).await?;
    counted(&mut tx, &cx, &visit, Part::Shared).await?;
    let entry = on_record(app, &cx, event, &visit);
    Ok(tx.commit(entry).await?)
}
