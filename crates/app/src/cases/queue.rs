//! What waits at a unit: references, clocks, who handles it; no personal data.

use domain::authority::{Operation, require};
use store::case::{self, Stored};
use store::{holiday, staff};

use super::CaseRef;
use crate::counter::access::unit as own_unit;
use crate::registration::clock::{Left, Urgency, left};
use crate::{App, Cx, Result};

/// Which part of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tab {
    /// Everything that waits.
    All,
    /// What this member of staff handles.
    Mine,
    /// Past the due date.
    Overdue,
    /// What was decided last.
    Decided,
}

impl Tab {
    /// Every tab, in the order shown.
    pub const ALL: [Self; 4] = [Self::All, Self::Mine, Self::Overdue, Self::Decided];

    /// Word in the address.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Mine => "mine",
            Self::Overdue => "overdue",
            Self::Decided => "decided",
        }
    }

    /// Reads the word of an address.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|tab| tab.as_str() == text)
    }
}

/// One line of the list.
#[derive(Debug, Clone)]
pub struct Waiting {
    /// How it is named in addresses.
    pub place: CaseRef,
    /// The case.
    pub stored: Stored,
    /// Office time left.
    pub left: Left,
    /// Who handles it.
    pub handler: Option<String>,
    /// It lies elsewhere and was escalated to this unit.
    pub escalated: bool,
}

/// D59-19.1.c1: the unit's cases. `search` finds in reference, body and letter.
pub async fn list(app: &App, cx: &Cx, tab: Tab, search: &str) -> Result<Vec<Waiting>> {
    require(&cx.actor, Operation::HandleCase)?;
    let unit = own_unit(cx)?;
    let me = cx.staff()?;
    let mut source = app.db.scan().await?;
    let calendar = holiday::calendar(&mut source).await?;
    let wanted = search.trim().to_lowercase();
    let named = wanted.to_uppercase();
    let found = match tab {
        // A reference finds its case wherever it stands in the lists, and however old.
        _ if named.starts_with("YC-") => case::by_reference(&mut source, &named)
            .await?
            .into_iter()
            .filter(|s| s.case.unit == unit || s.escalated_to.as_ref() == Some(&unit))
            .collect(),
        Tab::Decided => case::decided(&mut source, &unit).await?,
        Tab::All | Tab::Mine | Tab::Overdue => case::waiting(&mut source, &unit).await?,
    };
    let mut lines = Vec::new();
    for stored in found {
        let left = left(&calendar, cx.now, stored.case.due);
        let kept = match tab {
            _ if named.starts_with("YC-") => true,
            Tab::All | Tab::Decided => true,
            Tab::Mine => stored.handler == Some(me),
            Tab::Overdue => left.urgency == Urgency::Over,
        };
        let texts = [&stored.reference, &stored.body.name, &stored.body.letter];
        if !kept || !texts.iter().any(|t| t.to_lowercase().contains(&wanted)) {
            continue;
        }
        let handler = match stored.handler {
            Some(id) => staff::by_id(&mut source, id).await?.map(|s| s.name),
            None => None,
        };
        lines.push(Waiting {
            place: CaseRef {
                subject: stored.subject,
                id: stored.case.id,
            },
            escalated: stored.case.unit != unit,
            left,
            handler,
            stored,
        });
    }
    Ok(lines)
}
