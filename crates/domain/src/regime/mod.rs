//! Which decree judges a request, and the terms, ages and articles it sets, as dated data (I10).
//!
//! A request is judged by the decree in force on the Vietnamese day on which it was received.

mod ages;
mod forms;
mod levels;

pub use forms::{Field, Filing, Form};
pub use levels::Feature;

use jiff::civil::{Date, date};
use serde::{Deserialize, Serialize};

use crate::account::Level;
use crate::calendar::Calendar;

/// A set of rules with the day it came into force.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Regime {
    /// Decree 59/2022/ND-CP, from 20 October 2022.
    Decree59,
    /// Decree 69/2024/ND-CP, from 1 July 2024.
    Decree69,
}

/// Something the law gives a term to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ClockKind {
    /// Citizen with a chip card, level 1.
    Level1Citizen,
    /// Citizen with a chip card, level 2.
    Level2Citizen,
    /// Citizen without a (valid) chip card.
    CitizenWithoutChip,
    /// Foreigner, level 1.
    Level1Foreigner,
    /// Foreigner, level 2, biometrics already in the entry/exit database.
    Level2ForeignerKnown,
    /// Foreigner, level 2, biometrics not yet there.
    Level2ForeignerNew,
    /// Organisation whose data stand in a database.
    OrganisationKnown,
    /// Organisation whose data must be verified by other means.
    OrganisationNew,
    /// A body's request to lock, from receipt to decision.
    LockCase,
    /// A body's request to unlock, from receipt to decision.
    UnlockCase,
    /// From the notice of the result until self-activation stops.
    Activation,
}

/// How long a term is, and in which days it is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limit {
    /// Working days after the day of receipt.
    WorkingDays(u16),
    /// Calendar days; the last rolls to the next working day (WD-7).
    CalendarDays(u16),
}

/// Where a rule stands in its decree, for texts that name the legal basis.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Basis {
    /// Rule id of docs/law.md.
    pub rule: &'static str,
    /// The decree.
    pub regime: Regime,
    /// Article.
    pub article: u8,
    /// Clause, where the article has clauses.
    pub clause: Option<u8>,
    /// Point, where the clause has points.
    pub point: Option<char>,
}

/// A term with its legal basis.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Term {
    /// How long.
    pub limit: Limit,
    /// By which rule.
    pub basis: Basis,
}

/// The steps inside a lock or unlock case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CaseSteps {
    /// The receiving unit forwards the request, where the regime has that step.
    pub forward: Option<Limit>,
    /// The competent head decides.
    pub decide: Limit,
}

/// Whose age is asked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PersonKind {
    /// A citizen.
    Citizen,
    /// A foreigner.
    Foreigner,
}

/// In whose name a person of some age stands in the system.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Footing {
    /// Own account, acts alone.
    Own,
    /// Own account, a representative registers and confirms (D69-7.1).
    OwnWithRepresentative,
    /// Registered under the account of a parent or guardian, no own sign-in (D59-11.1).
    UnderGuardian,
}

/// What the law gives a person from some age on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AgeBand {
    /// First age of the band, in full years.
    pub from_age: i16,
    /// Whose account.
    pub footing: Footing,
    /// Highest level of an own account; `None` without one.
    pub highest: Option<Level>,
    /// The rule.
    pub rule: &'static str,
}

impl ClockKind {
    /// Every kind, in the order of the decree.
    pub const ALL: [Self; 11] = [
        Self::Level1Citizen,
        Self::Level2Citizen,
        Self::CitizenWithoutChip,
        Self::Level1Foreigner,
        Self::Level2ForeignerKnown,
        Self::Level2ForeignerNew,
        Self::OrganisationKnown,
        Self::OrganisationNew,
        Self::LockCase,
        Self::UnlockCase,
        Self::Activation,
    ];

    /// Stable word (`clock-<word>`).
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Level1Citizen => "level1-citizen",
            Self::Level2Citizen => "level2-citizen",
            Self::CitizenWithoutChip => "citizen-without-chip",
            Self::Level1Foreigner => "level1-foreigner",
            Self::Level2ForeignerKnown => "level2-foreigner-known",
            Self::Level2ForeignerNew => "level2-foreigner-new",
            Self::OrganisationKnown => "organisation-known",
            Self::OrganisationNew => "organisation-new",
            Self::LockCase => "lock-case",
            Self::UnlockCase => "unlock-case",
            Self::Activation => "activation",
        }
    }

    /// Reads the stored word.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }
}

impl Limit {
    /// The last day of the term.
    pub fn due(self, calendar: &Calendar, received: Date) -> Date {
        match self {
            Self::WorkingDays(n) => calendar.add_working_days(received, n),
            Self::CalendarDays(n) => calendar.add_calendar_days_rolled(received, n),
        }
    }

    /// The number of days.
    pub const fn days(self) -> u16 {
        match self {
            Self::WorkingDays(n) | Self::CalendarDays(n) => n,
        }
    }
}

impl Regime {
    /// Every regime, oldest first.
    pub const ALL: [Self; 2] = [Self::Decree59, Self::Decree69];

    /// The regime in force on a Vietnamese day; none before 20 October 2022.
    pub fn on(day: Date) -> Option<Self> {
        Self::ALL
            .into_iter()
            .rev()
            .find(|regime| day >= regime.from())
    }

    /// First day in force.
    pub const fn from(self) -> Date {
        match self {
            Self::Decree59 => date(2022, 10, 20),
            Self::Decree69 => date(2024, 7, 1),
        }
    }

    /// Legal citation: number, year, kind.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Decree59 => "59/2022/NĐ-CP",
            Self::Decree69 => "69/2024/NĐ-CP",
        }
    }

    /// Stable word, as stored.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Decree59 => "decree59",
            Self::Decree69 => "decree69",
        }
    }

    /// Reads the stored word.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|regime| regime.as_str() == text)
    }

    /// The term of a kind, with its basis.
    pub const fn term(self, kind: ClockKind) -> Term {
        match self {
            Self::Decree59 => term_59(kind),
            Self::Decree69 => term_69(kind),
        }
    }

    /// The steps inside a lock or unlock case.
    pub const fn case_steps(self) -> CaseSteps {
        match self {
            Self::Decree59 => CaseSteps {
                forward: None,
                decide: Limit::WorkingDays(2),
            },
            Self::Decree69 => CaseSteps {
                forward: Some(Limit::WorkingDays(1)),
                decide: Limit::WorkingDays(2),
            },
        }
    }

    /// D69-18: until when a party that asks to be connected is checked on site. Decree 59 sets no term, so
    /// its place is empty; our own target is the same.
    pub const fn connection(self) -> (Limit, Option<Basis>) {
        let limit = Limit::CalendarDays(30);
        match self {
            Self::Decree59 => (limit, None),
            Self::Decree69 => (limit, Some(term(limit, "D69-18", self, (18, 0, ' ')).basis)),
        }
    }

    /// What a person of this age may have. A ward is treated as the youngest who may have an
    /// account at all: by his guardian.
    pub fn age_band(self, person: PersonKind, age: i16, ward: bool) -> AgeBand {
        let band = match self.age_bands(person) {
            [first, rest @ ..] => *rest
                .iter()
                .rev()
                .find(|band| age >= band.from_age)
                .unwrap_or(first),
            [] => AgeBand {
                from_age: 0,
                footing: Footing::UnderGuardian,
                highest: None,
                rule: "",
            },
        };
        match (ward, self) {
            (false, _) => band,
            (true, Self::Decree59) => AgeBand {
                footing: Footing::UnderGuardian,
                highest: None,
                ..band
            },
            (true, Self::Decree69) => AgeBand {
                footing: Footing::OwnWithRepresentative,
                ..band
            },
        }
    }

    /// Youngest age at which a person registers and signs in alone.
    pub fn own_account_age(self, person: PersonKind) -> i16 {
        let alone = |band: &&AgeBand| band.footing == Footing::Own;
        self.age_bands(person)
            .iter()
            .find(alone)
            .map_or(i16::MAX, |band| band.from_age)
    }

    /// Age bands, youngest first.
    pub const fn age_bands(self, person: PersonKind) -> &'static [AgeBand] {
        match (self, person) {
            (Self::Decree59, PersonKind::Citizen) => &ages::CITIZEN_59,
            (Self::Decree59, PersonKind::Foreigner) => &ages::FOREIGNER_59,
            (Self::Decree69, PersonKind::Citizen) => &ages::CITIZEN_69,
            (Self::Decree69, PersonKind::Foreigner) => &ages::FOREIGNER_69,
        }
    }
}

const fn term(limit: Limit, rule: &'static str, regime: Regime, place: (u8, u8, char)) -> Term {
    let clause = if place.1 == 0 { None } else { Some(place.1) };
    let point = if place.2 == ' ' { None } else { Some(place.2) };
    Term {
        limit,
        basis: Basis {
            rule,
            regime,
            article: place.0,
            clause,
            point,
        },
    }
}

const fn term_59(kind: ClockKind) -> Term {
    use Limit::{CalendarDays, WorkingDays};
    let (limit, rule, place) = match kind {
        ClockKind::Level1Citizen => (WorkingDays(1), "D59-17.1.a", (17, 1, 'a')),
        ClockKind::Level2Citizen => (WorkingDays(3), "D59-17.1.b", (17, 1, 'b')),
        ClockKind::CitizenWithoutChip => (WorkingDays(7), "D59-17.1.c", (17, 1, 'c')),
        ClockKind::Level1Foreigner => (WorkingDays(1), "D59-17.2.a", (17, 2, 'a')),
        ClockKind::Level2ForeignerKnown => (WorkingDays(3), "D59-17.2.b", (17, 2, 'b')),
        ClockKind::Level2ForeignerNew => (WorkingDays(7), "D59-17.2.c", (17, 2, 'c')),
        ClockKind::OrganisationKnown => (WorkingDays(1), "D59-17.3.a", (17, 3, 'a')),
        ClockKind::OrganisationNew => (WorkingDays(15), "D59-17.3.b", (17, 3, 'b')),
        ClockKind::LockCase => (WorkingDays(2), "D59-19.1.c1", (19, 1, 'c')),
        ClockKind::UnlockCase => (WorkingDays(2), "D59-19.4.c", (19, 4, 'c')),
        ClockKind::Activation => (CalendarDays(7), "D59-18.1", (18, 1, ' ')),
    };
    term(limit, rule, Regime::Decree59, place)
}

const fn term_69(kind: ClockKind) -> Term {
    use Limit::{CalendarDays, WorkingDays};
    let (limit, rule, place) = match kind {
        ClockKind::Level1Citizen | ClockKind::Level1Foreigner => {
            (WorkingDays(1), "D69-13", (13, 0, ' '))
        }
        ClockKind::Level2Citizen
        | ClockKind::Level2ForeignerKnown
        | ClockKind::OrganisationKnown => (WorkingDays(3), "D69-13", (13, 0, ' ')),
        ClockKind::CitizenWithoutChip | ClockKind::Level2ForeignerNew => {
            (WorkingDays(7), "D69-13", (13, 0, ' '))
        }
        ClockKind::OrganisationNew => (CalendarDays(15), "D69-13", (13, 0, ' ')),
        ClockKind::LockCase => (WorkingDays(3), "D69-15.2r", (15, 3, ' ')),
        ClockKind::UnlockCase => (WorkingDays(3), "D69-30", (30, 0, ' ')),
        ClockKind::Activation => (CalendarDays(7), "D69-14.1", (14, 1, ' ')),
    };
    term(limit, rule, Regime::Decree69, place)
}

#[cfg(test)]
mod tests;
