//! The list: references, reasons and clocks, no personal data.

use domain::account::Level;
use domain::authority::{Operation, require};
use domain::ids::StaffId;
use jiff::Timestamp;
use store::holiday;
use store::registration::{self, QueueReason, Stored};

use crate::counter::access::unit;
use crate::registration::clock::{Left, Urgency, left};
use crate::{App, Cx, Result};

/// Which part of the queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tab {
    /// Everything that waits for a decision.
    All,
    /// Opened by this officer, or at his unit.
    Mine,
    /// Past the due date.
    Overdue,
    /// D59-14.2.b: decided at his unit, and waiting for the card.
    Card,
}

impl Tab {
    /// Every tab, in the order shown.
    pub const ALL: [Self; 4] = [Self::All, Self::Mine, Self::Overdue, Self::Card];

    /// Word in the address.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Mine => "mine",
            Self::Overdue => "overdue",
            Self::Card => "card",
        }
    }

    /// Reads the word of an address.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|t| t.as_str() == text)
    }
}

/// One row.
#[derive(Debug, Clone)]
pub struct Row {
    /// `DK-XXXXX-XXXXX`.
    pub reference: String,
    /// Level asked for.
    pub level: Level,
    /// Why an officer must look; `None` while a register is silent, or at level 2.
    pub reason: Option<QueueReason>,
    /// D59-14.2.b: decided; the account waits for the card.
    pub awaits_card: bool,
    /// When it was received.
    pub received: Option<Timestamp>,
    /// Until when it must be decided.
    pub due: Timestamp,
    /// Office time left.
    pub left: Left,
    /// The officer who handles it.
    pub officer: Option<StaffId>,
}

/// What waits, and how much in all.
#[derive(Debug, Clone)]
pub struct Waiting {
    /// The rows of the tab, the most urgent first.
    pub rows: Vec<Row>,
    /// Everything that waits for this officer's decision.
    pub all: usize,
    /// What is past its due date.
    pub overdue: usize,
    /// What was decided at the unit and waits for its card.
    pub card: usize,
}

const LONGEST: i64 = 200;

/// D59-17.s: what waits for a decision. Level-2 registrations are seen by their own unit only
/// (D59-20.4).
pub async fn list(app: &App, cx: &Cx, tab: Tab) -> Result<Waiting> {
    require(&cx.actor, Operation::DecideRegistration)?;
    let unit = unit(cx)?;
    let mut source = app.db.scan().await?;
    let calendar = holiday::calendar(&mut source).await?;
    let waiting = registration::queue(&mut source, &unit, LONGEST).await?;
    let card = registration::awaiting_card(&mut source, &unit, LONGEST).await?;
    drop(source);
    let me = cx.staff()?;
    let rows = |stored: Vec<Stored>| -> Vec<Row> {
        let rows = stored.into_iter();
        rows.filter_map(|s| row(s, |due| left(&calendar, cx.now, due)))
            .collect()
    };
    let (rows, card) = (rows(waiting), rows(card));
    let all = rows.len();
    let over = |r: &Row| r.left.urgency == Urgency::Over;
    let overdue = rows.iter().chain(&card).filter(|r| over(r)).count();
    let waiting = card.len();
    let rows = rows.into_iter();
    let rows = match tab {
        Tab::All => rows.collect(),
        Tab::Mine => rows.filter(|r| r.officer == Some(me)).collect(),
        // The term runs on while the card is waited for.
        Tab::Overdue => {
            let mut rows: Vec<Row> = rows.chain(card).filter(over).collect();
            rows.sort_by_key(|r| r.due);
            rows
        }
        Tab::Card => card,
    };
    Ok(Waiting {
        rows,
        all,
        overdue,
        card: waiting,
    })
}

fn row(stored: Stored, left: impl Fn(Timestamp) -> Left) -> Option<Row> {
    let due = stored.due?;
    Some(Row {
        left: left(due),
        awaits_card: stored.awaits_card().is_some(),
        reference: stored.reference,
        level: stored.level,
        reason: stored.dossier.queued,
        received: stored.received,
        due,
        officer: stored.officer,
    })
}
