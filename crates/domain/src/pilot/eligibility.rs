//! Whether a holder may integrate a kind today, and everything that stands in the way (R50-4).

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::{People, Phase, Pilot};
use crate::account::SubjectKind;
use crate::document::DocumentKind;
use crate::ids::PilotId;
use crate::person::BirthDate;
use crate::province::ProvinceCode;

/// What of a holder the rules ask about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holder {
    /// Province of birth registration, of residence for a foreigner; none where it is none of ours.
    pub province: Option<ProvinceCode>,
    /// Citizen or foreigner.
    pub kind: SubjectKind,
    /// For the age.
    pub birth: BirthDate,
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
    NotYet(Unmet),
}

/// All that stands in the way; never nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unmet {
    first: NotYet,
    more: Vec<NotYet>,
}

impl Unmet {
    fn of(reasons: Vec<NotYet>) -> Option<Self> {
        let mut reasons = reasons.into_iter();
        let first = reasons.next()?;
        let more = reasons.collect();
        Some(Self { first, more })
    }

    /// Every reason.
    pub fn all(&self) -> impl Iterator<Item = &NotYet> {
        std::iter::once(&self.first).chain(&self.more)
    }

    /// Stable code of the first reason, with which a request is refused.
    pub const fn code(&self) -> &'static str {
        self.first.code()
    }

    /// The worst reason first: of two pilots the one with the lesser is nearer.
    fn distance(&self) -> Vec<(u8, i64)> {
        let mut all: Vec<_> = self.all().map(hope).collect();
        all.sort_unstable_by(|one, other| other.cmp(one));
        all
    }
}

/// Why not yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotYet {
    /// Open elsewhere only.
    WrongProvince {
        /// Where it is open or will be.
        provinces: BTreeSet<ProvinceCode>,
    },
    /// Its last day is over.
    Ended(Date),
    /// Paused by its manager.
    Paused,
    /// Begins later.
    NotStarted(Date),
    /// For others only.
    OtherPeople(People),
    /// Not old enough.
    TooYoung {
        /// Full years needed.
        age: i16,
        /// When the holder has them.
        on: Date,
    },
    /// Older than so many full years.
    TooOld(i16),
    /// All places are taken.
    Full,
}

impl NotYet {
    /// Stable code for messages.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::WrongProvince { .. } => "pilot-wrong-province",
            Self::Ended(_) => "pilot-ended",
            Self::Paused => "pilot-paused",
            Self::NotStarted(_) => "pilot-not-started",
            Self::OtherPeople(People::Citizens) => "pilot-citizens-only",
            Self::OtherPeople(People::Foreigners) => "pilot-foreigners-only",
            Self::TooYoung { .. } => "pilot-too-young",
            Self::TooOld(_) => "pilot-too-old",
            Self::Full => "pilot-full",
        }
    }

    /// The day it is about.
    pub const fn day(&self) -> Option<Date> {
        match self {
            Self::Ended(day) | Self::NotStarted(day) | Self::TooYoung { on: day, .. } => Some(*day),
            Self::WrongProvince { .. }
            | Self::Paused
            | Self::OtherPeople(_)
            | Self::TooOld(_)
            | Self::Full => None,
        }
    }

    /// The age it is about, in full years.
    pub const fn age(&self) -> Option<i16> {
        match self {
            Self::TooYoung { age, .. } | Self::TooOld(age) => Some(*age),
            Self::WrongProvince { .. }
            | Self::Ended(_)
            | Self::Paused
            | Self::NotStarted(_)
            | Self::OtherPeople(_)
            | Self::Full => None,
        }
    }

    /// The provinces it is about.
    pub fn provinces(&self) -> impl Iterator<Item = ProvinceCode> {
        let provinces = if let Self::WrongProvince { provinces } = self {
            Some(provinces)
        } else {
            None
        };
        provinces.into_iter().flatten().copied()
    }
}

/// How far a reason is from being met: what may open any day, then by the day, then what ended, then what cannot
/// change, and another province last.
fn hope(reason: &NotYet) -> (u8, i64) {
    let days = |day: &Date| i64::from(day.year()) * 400 + i64::from(day.day_of_year());
    match reason {
        NotYet::Paused | NotYet::Full => (0, 0),
        NotYet::NotStarted(day) | NotYet::TooYoung { on: day, .. } => (1, days(day)),
        NotYet::Ended(last) => (2, -days(last)),
        NotYet::OtherPeople(_) | NotYet::TooOld(_) => (3, 0),
        NotYet::WrongProvince { .. } => (4, 0),
    }
}

impl Pilot {
    /// The last day, where it is over.
    fn over(&self, today: Date) -> Option<Date> {
        let by_date = self.to.filter(|last| today > *last);
        match self.phase {
            Phase::Ended => Some(self.to.unwrap_or(today)),
            Phase::Draft | Phase::Running | Phase::Paused => by_date,
        }
    }

    fn holds(&self, province: Option<ProvinceCode>) -> bool {
        province.is_some_and(|code| self.provinces.contains(&code))
    }

    /// Whether the holder gets in while there is a place: only then places need counting.
    pub fn open_to(&self, holder: &Holder, today: Date) -> bool {
        self.phase != Phase::Draft
            && self.holds(holder.province)
            && self.stands_in_the_way(holder, today).is_empty()
    }

    /// All but province and places.
    fn stands_in_the_way(&self, holder: &Holder, today: Date) -> Vec<NotYet> {
        // Nothing that the holder could do helps any more.
        if let Some(last) = self.over(today) {
            return vec![NotYet::Ended(last)];
        }
        let paused = (self.phase == Phase::Paused).then_some(NotYet::Paused);
        let ahead = (today < self.from).then_some(NotYet::NotStarted(self.from));
        let mut reasons: Vec<NotYet> = paused.into_iter().chain(ahead).collect();
        reasons.extend(self.conditions.unmet(holder, today));
        reasons
    }
}

/// Which pilots a holder has to do with as to places.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Places {
    /// Those that have none left for him.
    pub full: BTreeSet<PilotId>,
    /// Those in which he has one: he takes no other.
    pub own: BTreeSet<PilotId>,
}

/// R50-4: a kind without any pilot but drafts is open to all; otherwise one pilot must be open in the holder's
/// province and for him. Of several that are, the one in which he has a place, then one that takes any number. Of several
/// that are not, the nearest is told, with every reason.
pub fn eligibility(
    pilots: &[Pilot],
    places: &Places,
    kind: DocumentKind,
    holder: &Holder,
    today: Date,
) -> Eligibility {
    let judged: Vec<(&Pilot, Vec<NotYet>)> = pilots
        .iter()
        .filter(|pilot| pilot.kind == kind && pilot.phase != Phase::Draft)
        .map(|pilot| {
            let mut reasons = pilot.stands_in_the_way(holder, today);
            reasons.extend(places.full.contains(&pilot.id).then_some(NotYet::Full));
            (pilot, reasons)
        })
        .collect();
    let open = judged
        .iter()
        .filter(|(pilot, reasons)| reasons.is_empty() && pilot.holds(holder.province))
        .min_by_key(|(pilot, _)| (!places.own.contains(&pilot.id), pilot.quota.is_some()));
    if let Some((pilot, _)) = open {
        let pilot = Some(pilot.id);
        return Eligibility::Allowed { pilot };
    }
    let elsewhere: BTreeSet<ProvinceCode> = judged
        .iter()
        .filter(|(_, reasons)| reasons.is_empty())
        .flat_map(|(pilot, _)| pilot.provinces.iter().copied())
        .collect();
    let nearest = judged
        .iter()
        .filter_map(|(pilot, reasons)| {
            Unmet::of(if pilot.holds(holder.province) {
                reasons.clone()
            } else {
                pilot.away(reasons, &elsewhere, today)
            })
        })
        .min_by_key(Unmet::distance);
    nearest.map_or(Eligibility::Allowed { pilot: None }, Eligibility::NotYet)
}

impl Pilot {
    /// What is told to somebody of another province: where it is open, or where this one is and what else stands in the
    /// way; of one that is over, nothing that was its own.
    fn away(
        &self,
        reasons: &[NotYet],
        elsewhere: &BTreeSet<ProvinceCode>,
        today: Date,
    ) -> Vec<NotYet> {
        let over = self.over(today).is_some();
        let provinces = if over || reasons.is_empty() {
            elsewhere.clone()
        } else {
            self.provinces.clone()
        };
        let mut all = vec![NotYet::WrongProvince { provinces }];
        if !over {
            all.extend_from_slice(reasons);
        }
        all
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::super::Conditions;
    use super::super::tests::{code, pilot};
    use super::*;

    fn holder(province: &str) -> Holder {
        Holder {
            province: ProvinceCode::parse(province).ok(),
            kind: SubjectKind::Citizen,
            birth: BirthDate::Day(date(1990, 6, 15)),
        }
    }

    fn ask(pilots: &[Pilot], province: &str, today: Date) -> Eligibility {
        let kind = DocumentKind::DrivingLicence;
        eligibility(pilots, &Places::default(), kind, &holder(province), today)
    }

    fn allowed(pilot: &Pilot) -> Eligibility {
        let pilot = Some(pilot.id);
        Eligibility::Allowed { pilot }
    }

    fn not<const N: usize>(reasons: [NotYet; N]) -> Eligibility {
        Eligibility::NotYet(Unmet::of(reasons.into()).unwrap())
    }

    // law: R50-1, R50-4
    #[test]
    fn the_binh_duong_pilot() {
        let first = pilot(1, &["074"]);
        let wrong = || NotYet::WrongProvince {
            provinces: [code("074")].into(),
        };
        let ended = NotYet::Ended(date(2023, 12, 31));
        for (province, today, want) in [
            ("074", date(2023, 5, 1), allowed(&first)),
            ("079", date(2023, 5, 1), not([wrong()])),
            ("999", date(2023, 5, 1), not([wrong()])),
            (
                "074",
                date(2023, 4, 7),
                not([NotYet::NotStarted(first.from)]),
            ),
            ("074", date(2023, 12, 31), allowed(&first)),
            ("074", date(2024, 1, 1), not([ended])),
        ] {
            assert_eq!(ask(std::slice::from_ref(&first), province, today), want);
        }
    }

    // law: R50-1
    #[test]
    fn phases_open_and_close() {
        let day = date(2023, 5, 1);
        let of = |phase| Pilot {
            phase,
            ..pilot(1, &["074"])
        };
        let open = Eligibility::Allowed { pilot: None };
        for (phase, here, there) in [
            (Phase::Draft, open.clone(), open),
            (
                Phase::Paused,
                not([NotYet::Paused]),
                not([
                    NotYet::WrongProvince {
                        provinces: [code("074")].into(),
                    },
                    NotYet::Paused,
                ]),
            ),
        ] {
            assert_eq!(ask(&[of(phase)], "074", day), here, "{phase:?}");
            assert_eq!(ask(&[of(phase)], "079", day), there, "{phase:?}");
        }
        // Ended today, it is not open for the rest of the day.
        let ended = pilot(1, &["074"]).moved(Phase::Ended, day).unwrap();
        assert_eq!(ask(&[ended], "074", day), not([NotYet::Ended(day)]));
    }

    // law: R50-1, R50-4
    #[test]
    fn every_unmet_condition_is_told() {
        let day = date(2023, 4, 1);
        let one = Pilot {
            phase: Phase::Paused,
            conditions: Conditions {
                people: Some(People::Foreigners),
                age_from: Some(33),
                age_to: None,
            },
            ..pilot(1, &["074"])
        };
        let young = NotYet::TooYoung {
            age: 33,
            on: date(2023, 6, 15),
        };
        let got = ask(std::slice::from_ref(&one), "074", day);
        let people = NotYet::OtherPeople(People::Foreigners);
        assert_eq!(
            got,
            not([NotYet::Paused, NotYet::NotStarted(one.from), people, young])
        );
        let older = Pilot {
            conditions: Conditions {
                age_to: Some(31),
                ..Conditions::default()
            },
            phase: Phase::Running,
            ..one
        };
        let day = date(2023, 5, 1);
        assert_eq!(
            ask(std::slice::from_ref(&older), "074", day),
            not([NotYet::TooOld(31)])
        );
        let open = Pilot {
            conditions: Conditions {
                people: Some(People::Citizens),
                age_from: Some(32),
                age_to: Some(32),
            },
            ..older
        };
        assert_eq!(ask(std::slice::from_ref(&open), "074", day), allowed(&open));
    }

    // law: R50-1
    #[test]
    fn a_full_pilot_lets_nobody_in_and_another_does() {
        let day = date(2023, 5, 1);
        let pilots = [pilot(1, &["074"]), pilot(2, &["074"])];
        let kind = DocumentKind::DrivingLicence;
        let ask = |full: &[usize]| {
            let full = full.iter().map(|n| pilots[*n].id).collect();
            let places = Places {
                full,
                ..Places::default()
            };
            eligibility(&pilots, &places, kind, &holder("074"), day)
        };
        assert_eq!(ask(&[]), allowed(&pilots[0]));
        assert_eq!(ask(&[0]), allowed(&pilots[1]));
        assert_eq!(ask(&[0, 1]), not([NotYet::Full]));
    }

    // law: R50-1, R50-4
    #[test]
    fn who_has_a_place_takes_no_other_and_limits_are_used_last() {
        let day = date(2023, 5, 1);
        let few = Pilot {
            quota: Some(3),
            ..pilot(1, &["074"])
        };
        let pilots = [few.clone(), pilot(2, &["074"])];
        let kind = DocumentKind::DrivingLicence;
        let ask = |places: &Places| eligibility(&pilots, places, kind, &holder("074"), day);
        assert_eq!(ask(&Places::default()), allowed(&pilots[1]));
        let own = Places {
            own: [few.id].into(),
            ..Places::default()
        };
        assert_eq!(ask(&own), allowed(&few));
    }

    // law: R50-4
    #[test]
    fn elsewhere_is_told_where_it_is_open_and_nothing_of_what_is_over() {
        let day = date(2024, 1, 1);
        let wrong = |codes: &[&str]| NotYet::WrongProvince {
            provinces: codes.iter().map(|text| code(text)).collect(),
        };
        let over = pilot(1, &["074"]);
        let open = |n, places: &[&str]| Pilot {
            to: None,
            ..pilot(n, places)
        };
        let paused = Pilot {
            phase: Phase::Paused,
            ..open(4, &["048"])
        };
        for (pilots, want) in [
            (vec![over.clone()], not([wrong(&[])])),
            (
                vec![
                    over.clone(),
                    open(2, &["001"]),
                    open(3, &["031"]),
                    paused.clone(),
                ],
                not([wrong(&["001", "031"])]),
            ),
            (vec![over, paused], not([wrong(&[])])),
        ] {
            assert_eq!(ask(&pilots, "079", day), want);
        }
    }

    // law: R50-1
    #[test]
    fn a_kind_without_a_pilot_is_open_to_all() {
        let pilots = [pilot(1, &["074"])];
        let open = Eligibility::Allowed { pilot: None };
        let full = Places::default();
        let day = date(2023, 5, 1);
        let got = eligibility(&pilots, &full, DocumentKind::Passport, &holder("999"), day);
        assert_eq!(got, open);
        assert_eq!(ask(&[], "001", day), open);
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
        assert_eq!(ask(&pilots, "074", day), allowed(&second));
        let later = Pilot {
            from: date(2025, 1, 1),
            ..second
        };
        let pilots = [pilot(1, &["074"]), later.clone()];
        let ahead = NotYet::NotStarted(later.from);
        assert_eq!(ask(&pilots, "074", day), not([ahead]));
    }

    proptest! {
        #[test]
        fn allowed_exactly_when_a_pilot_is_open_here(
            flags in prop::collection::vec((any::<bool>(), 0..4_usize, 0..400_i32, 20..50_i16, any::<bool>()), 1..5)
        ) {
            let today = date(2024, 6, 1);
            let years = holder("074").birth.age_on(today);
            let pilots: Vec<Pilot> = (1..).zip(&flags).map(|(n, (here, phase, age, least, _))| Pilot {
                phase: Phase::ALL[*phase],
                from: today.saturating_sub(jiff::Span::new().days(age - 100)),
                to: None,
                conditions: Conditions { age_from: Some(*least), ..Conditions::default() },
                ..pilot(n, if *here { &["074"] } else { &["079"] })
            }).collect();
            let full = pilots.iter().zip(&flags).filter(|(_, flags)| flags.4).map(|(pilot, _)| pilot.id).collect();
            let full = Places { full, ..Places::default() };
            let drafts = pilots.iter().all(|pilot| pilot.phase == Phase::Draft);
            let open = flags.iter().any(|(here, phase, age, least, full)| {
                *here && Phase::ALL[*phase] == Phase::Running && *age >= 100 && years >= *least && !full
            });
            let got = eligibility(&pilots, &full, DocumentKind::DrivingLicence, &holder("074"), today);
            prop_assert_eq!(matches!(got, Eligibility::Allowed { .. }), open || drafts);
        }
    }
}
