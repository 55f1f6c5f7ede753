//! Which journey, which month: what an address asks for, or the named fault in it.

use domain::authority::{Operation, require};
use domain::fault::{Fault, Faults};
use domain::journey::Journey;
use domain::month::Month;

use crate::{Cx, Result};

/// What an address says; empty where it says nothing.
#[derive(Debug, Clone, Copy, Default)]
pub struct Asked<'a> {
    /// Word of the journey.
    pub journey: &'a str,
    /// The month, `2026-01`.
    pub month: &'a str,
}

/// What is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wanted {
    /// Which journey.
    pub journey: Journey,
    /// Begun in which month.
    pub month: Month,
}

/// So many months back one may look.
pub const LONGEST: i32 = 36;

impl Wanted {
    /// What an address asks for, of who may ask; the usual is the registration of this month.
    pub fn of(cx: &Cx, asked: &Asked<'_>) -> Result<Self> {
        require(&cx.actor, Operation::ReadOverview)?;
        let now = Month::of(cx.now);
        let mut faults = Faults::default();
        let journey = match asked.journey.trim() {
            "" => Ok(Journey::Registration),
            word => Journey::parse(word).ok_or_else(|| Fault::new("journey", "experience-journey")),
        };
        let journey = faults.take(journey);
        let month = match asked.month.trim() {
            "" => Ok(now),
            text => Month::parse(text)
                .filter(|month| *month <= now && *month > now.back(LONGEST))
                .ok_or_else(|| Fault::new("month", "experience-month").with("months", LONGEST)),
        };
        let month = faults.take(month);
        match (journey, month) {
            (Some(journey), Some(month)) => Ok(Self { journey, month }),
            _ => Err(faults.into()),
        }
    }
}
