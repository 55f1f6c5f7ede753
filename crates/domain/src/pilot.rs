//! Pilots: a kind of document opened in some provinces for some time (R50-1, R50-4).

pub mod disclosure;
pub mod figures;
pub mod period;

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::document::DocumentKind;
use crate::ids::PilotId;
use crate::province::ProvinceCode;

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
    /// Off while the manager has paused it.
    pub running: bool,
}

/// May this holder integrate this kind today?
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Eligibility {
    /// Yes.
    Allowed {
        /// By which pilot; none where the kind is open to all.
        pilot: Option<PilotId>,
    },
    /// Not yet.
    NotYet(NotYet),
}

/// Why not yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotYet {
    /// Open elsewhere only.
    WrongProvince {
        /// Where it is open or will be.
        provinces: BTreeSet<ProvinceCode>,
    },
    /// Begins later.
    NotStarted(Date),
    /// Its last day is over.
    Ended(Date),
    /// Paused by its manager.
    Paused,
}

impl NotYet {
    /// Stable code for messages.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::WrongProvince { .. } => "pilot-wrong-province",
            Self::NotStarted(_) => "pilot-not-started",
            Self::Ended(_) => "pilot-ended",
            Self::Paused => "pilot-paused",
        }
    }
}

impl Pilot {
    /// Why it is closed on a day to somebody of its provinces; none if it is open.
    fn closed(&self, today: Date) -> Option<NotYet> {
        match self.to {
            Some(last) if today > last => Some(NotYet::Ended(last)),
            _ if !self.running => Some(NotYet::Paused),
            _ if today < self.from => Some(NotYet::NotStarted(self.from)),
            _ => None,
        }
    }
}

/// R50-4: a kind without any pilot is open to all; otherwise one pilot must be open in the
/// holder's province.
pub fn eligibility(
    pilots: &[Pilot],
    kind: DocumentKind,
    province: Option<ProvinceCode>,
    today: Date,
) -> Eligibility {
    let of_kind: Vec<&Pilot> = pilots.iter().filter(|pilot| pilot.kind == kind).collect();
    if of_kind.is_empty() {
        return Eligibility::Allowed { pilot: None };
    }
    let (here, elsewhere): (Vec<_>, Vec<_>) = of_kind
        .into_iter()
        .partition(|pilot| province.is_some_and(|code| pilot.provinces.contains(&code)));
    if let Some(open) = here.iter().find(|pilot| pilot.closed(today).is_none()) {
        return Eligibility::Allowed {
            pilot: Some(open.id),
        };
    }
    let reason = here
        .iter()
        .filter_map(|pilot| pilot.closed(today))
        .min_by_key(hope);
    Eligibility::NotYet(reason.unwrap_or_else(|| {
        NotYet::WrongProvince {
            provinces: elsewhere
                .iter()
                .filter(|pilot| pilot.to.is_none_or(|last| today <= last))
                .flat_map(|pilot| pilot.provinces.iter().copied())
                .collect(),
        }
    }))
}

/// Of several reasons the most hopeful is told: paused, then the nearest start, then the latest
/// end.
fn hope(reason: &NotYet) -> (u8, i64) {
    let days = |day: &Date| i64::from(day.year()) * 400 + i64::from(day.day_of_year());
    match reason {
        NotYet::Paused => (0, 0),
        NotYet::NotStarted(first) => (1, days(first)),
        NotYet::Ended(last) => (2, -days(last)),
        NotYet::WrongProvince { .. } => (3, 0),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    fn code(text: &str) -> ProvinceCode {
        ProvinceCode::parse(text).unwrap()
    }

    fn pilot(n: u8, provinces: &[&str]) -> Pilot {
        Pilot {
            id: PilotId::from_bytes([n; 16]),
            kind: DocumentKind::DrivingLicence,
            provinces: provinces.iter().map(|text| code(text)).collect(),
            from: date(2023, 4, 8),
            to: Some(date(2023, 12, 31)),
            running: true,
        }
    }

    fn ask(pilots: &[Pilot], province: &str, today: Date) -> Eligibility {
        let province = ProvinceCode::parse(province).ok();
        eligibility(pilots, DocumentKind::DrivingLicence, province, today)
    }

    // law: R50-1, R50-4
    #[test]
    fn the_binh_duong_pilot() {
        let day = date(2023, 5, 1);
        let first = pilot(1, &["074"]);
        let one = std::slice::from_ref(&first);
        let not = Eligibility::NotYet;
        let wrong = || {
            not(NotYet::WrongProvince {
                provinces: [code("074")].into(),
            })
        };
        assert_eq!(
            ask(one, "074", day),
            Eligibility::Allowed {
                pilot: Some(first.id)
            }
        );
        assert_eq!(ask(one, "079", day), wrong());
        assert_eq!(ask(one, "999", day), wrong());
        assert_eq!(
            ask(one, "074", date(2023, 4, 7)),
            not(NotYet::NotStarted(first.from))
        );
        assert_eq!(
            ask(one, "074", date(2023, 12, 31)),
            Eligibility::Allowed {
                pilot: Some(first.id)
            }
        );
        assert_eq!(
            ask(one, "074", date(2024, 1, 1)),
            not(NotYet::Ended(date(2023, 12, 31)))
        );
        let paused = Pilot {
            running: false,
            ..first
        };
        assert_eq!(ask(&[paused], "074", day), not(NotYet::Paused));
    }

    // law: R50-1
    #[test]
    fn a_kind_without_a_pilot_is_open_to_all() {
        let pilots = [pilot(1, &["074"])];
        let got = eligibility(&pilots, DocumentKind::Passport, None, date(2023, 5, 1));
        assert_eq!(got, Eligibility::Allowed { pilot: None });
        assert_eq!(
            ask(&[], "001", date(2023, 5, 1)),
            Eligibility::Allowed { pilot: None }
        );
    }

    // law: R50-1
    #[test]
    fn one_open_pilot_of_several_is_enough() {
        let day = date(2024, 5, 1);
        let second = Pilot {
            from: date(2024, 1, 1),
            to: None,
            ..pilot(2, &["074", "079"])
        };
        let pilots = [pilot(1, &["074"]), second.clone()];
        assert_eq!(
            ask(&pilots, "074", day),
            Eligibility::Allowed {
                pilot: Some(second.id)
            }
        );
        let later = Pilot {
            from: date(2025, 1, 1),
            ..second
        };
        let pilots = [pilot(1, &["074"]), later.clone()];
        assert_eq!(
            ask(&pilots, "074", day),
            Eligibility::NotYet(NotYet::NotStarted(later.from))
        );
    }

    proptest! {
        #[test]
        fn allowed_exactly_when_a_pilot_is_open_here(
            flags in prop::collection::vec((any::<bool>(), any::<bool>(), 0..400_i32), 1..5)
        ) {
            let today = date(2024, 6, 1);
            let pilots: Vec<Pilot> = (1..).zip(&flags).map(|(n, (here, running, age))| Pilot {
                running: *running,
                from: today.saturating_sub(jiff::Span::new().days(age - 100)),
                to: None,
                ..pilot(n, if *here { &["074"] } else { &["079"] })
            }).collect();
            let open = flags.iter().any(|(here, running, age)| *here && *running && *age >= 100);
            let allowed = matches!(ask(&pilots, "074", today), Eligibility::Allowed { .. });
            prop_assert_eq!(allowed, open);
        }
    }
}
