//! Which months, which unit, which officer: what an address asks for, or the named fault in it.

use domain::authority::{Operation, require};
use domain::fault::{Fault, Faults};
use domain::ids::StaffId;
use domain::month::Month;

use crate::{Cx, Error, Result};

/// What an address says; empty where it says nothing.
#[derive(Debug, Clone, Copy, Default)]
pub struct Asked<'a> {
    /// First month, `2026-01`.
    pub from: &'a str,
    /// Last month.
    pub to: &'a str,
    /// Code of a unit.
    pub unit: &'a str,
    /// Identifier of an officer of that unit.
    pub officer: &'a str,
    /// Page of the list, from 1.
    pub page: &'a str,
}

/// What is wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// First and last month.
    pub span: (Month, Month),
    /// One unit, else the whole country.
    pub unit: Option<String>,
    /// One of its officers, else all.
    pub officer: Option<StaffId>,
    /// Page of the list, from 1.
    pub page: u32,
}

/// Months of the longest span, and how far back one may look.
pub const LONGEST: i32 = 36;
/// Months where nothing else is asked for.
const USUAL: i32 = 12;
/// Characters of a unit's code.
const LONGEST_UNIT: usize = 40;

impl Wanted {
    /// The last twelve months of the country.
    pub fn usual(cx: &Cx) -> Self {
        let now = Month::of(cx.now);
        Self {
            span: (now.back(USUAL - 1), now),
            unit: None,
            officer: None,
            page: 1,
        }
    }

    /// What an address asks for, of who may ask. One that was typed wrong is told; a page or an officer that nothing links to is not
    /// there.
    pub fn of(cx: &Cx, asked: &Asked<'_>) -> Result<Self> {
        require(&cx.actor, Operation::ReadOverview)?;
        let usual = Self::usual(cx);
        let now = usual.span.1;
        let mut faults = Faults::default();
        let month = |field, text: &str, usual| match text.trim() {
            "" => Ok(usual),
            text => Month::parse(text)
                .filter(|month| *month <= now && *month > now.back(LONGEST))
                .ok_or_else(|| Fault::new(field, "drift-month").with("months", LONGEST)),
        };
        let to = faults.take(month("to", asked.to, now));
        let first = to.unwrap_or(now).back(USUAL - 1).max(now.back(LONGEST - 1));
        let from = faults.take(month("from", asked.from, first));
        let unit = faults.take(unit(asked.unit));
        let (Some(from), Some(to), Some(unit)) = (from, to, unit) else {
            return Err(faults.into());
        };
        if from > to {
            return Err(Fault::new("from", "drift-order").into());
        }
        let officer = match asked.officer {
            "" => None,
            text if unit.is_some() => Some(text.parse().map_err(|_| Error::NotFound)?),
            _ => return Err(Error::NotFound),
        };
        let page = match asked.page {
            "" => 1,
            text => text
                .parse()
                .ok()
                .filter(|page| *page > 0)
                .ok_or(Error::NotFound)?,
        };
        Ok(Self {
            span: (from, to),
            unit,
            officer,
            page,
        })
    }
}

fn unit(text: &str) -> std::result::Result<Option<String>, Fault> {
    let text = text.trim();
    if text.chars().count() > LONGEST_UNIT || text.chars().any(char::is_control) {
        return Err(Fault::new("unit", "drift-unit"));
    }
    Ok((!text.is_empty()).then(|| text.to_owned()))
}
