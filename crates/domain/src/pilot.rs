//! Pilots: a kind of document opened in some provinces for some time, for some people, for so many (R50-1, R50-4).

pub mod conditions;
pub mod disclosure;
pub mod eligibility;
pub mod figures;
pub mod period;
pub mod phase;

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

pub use conditions::{Conditions, People};
pub use eligibility::{Eligibility, Holder, NotYet, Places, Unmet, eligibility};
pub use phase::Phase;

use crate::document::DocumentKind;
use crate::ids::PilotId;
use crate::province::ProvinceCode;

/// Places of a pilot are at most so many: it counts them at each request, and what is larger tries nothing.
pub const MOST_PLACES: u64 = 100_000;

/// One pilot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pilot {
    /// Its identifier.
    pub id: PilotId,
    /// What is tried.
    pub kind: DocumentKind,
    /// Where.
    pub provinces: BTreeSet<ProvinceCode>,
    /// First day.
    pub from: Date,
    /// Last day, if set.
    pub to: Option<Date>,
    /// Where it stands.
    pub phase: Phase,
    /// So many holders at most, over all its provinces; a request that waits or was verified takes its holder's place,
    /// one that was refused or taken back gives it back.
    pub quota: Option<u64>,
    /// For whom.
    pub conditions: Conditions,
}

#[cfg(test)]
pub(super) mod tests {
    use jiff::civil::date;

    use super::*;

    pub(crate) fn code(text: &str) -> ProvinceCode {
        ProvinceCode::parse(text).unwrap()
    }

    pub(crate) fn pilot(n: u8, provinces: &[&str]) -> Pilot {
        Pilot {
            id: PilotId::from_bytes([n; 16]),
            kind: DocumentKind::DrivingLicence,
            provinces: provinces.iter().map(|text| code(text)).collect(),
            from: date(2023, 4, 8),
            to: Some(date(2023, 12, 31)),
            phase: Phase::Running,
            quota: None,
            conditions: Conditions::default(),
        }
    }
}
