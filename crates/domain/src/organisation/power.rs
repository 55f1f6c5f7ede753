//! D59-13.7: who acts for an organisation: its legal representative, or somebody he empowers.

use jiff::Timestamp;
use jiff::civil::Date;

use crate::ids::{DelegationId, SubjectId};
use crate::time::viet_nam_date;

/// What somebody may do for an organisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Power {
    /// The legal representative or head: everything.
    Legal,
    /// Everything but empowering others and unlocking.
    Represent,
    /// The organisation's documents.
    Documents,
    /// Signing in to services in its name.
    SignIn,
}

impl Power {
    /// What a representative can give.
    pub const GIVEN: [Self; 3] = [Self::Represent, Self::Documents, Self::SignIn];

    /// Stable word (`power-<word>`), as stored.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Legal => "legal",
            Self::Represent => "represent",
            Self::Documents => "documents",
            Self::SignIn => "sign-in",
        }
    }

    /// Reads the stored word.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Legal, Self::Represent, Self::Documents, Self::SignIn]
            .into_iter()
            .find(|one| one.as_str() == text)
    }

    /// Reads the word of a form: the legal representative's own power is not given to others.
    pub fn given(text: &str) -> Option<Self> {
        Self::GIVEN.into_iter().find(|one| one.as_str() == text)
    }

    /// D59-13.7: whether this power covers an act.
    pub const fn covers(self, act: Act) -> bool {
        match act {
            Act::Enter => true,
            Act::ReadActivity | Act::Lock => matches!(self, Self::Legal | Self::Represent),
            Act::Documents => matches!(self, Self::Legal | Self::Represent | Self::Documents),
            Act::SignIn => matches!(self, Self::Legal | Self::Represent | Self::SignIn),
            Act::Delegate | Act::Withdraw | Act::Activate | Act::AskUnlock => {
                matches!(self, Self::Legal)
            }
        }
    }
}

/// What is done for an organisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// See its identity, level and status.
    Enter,
    /// See what was done with its account.
    ReadActivity,
    /// D59-18.1: take possession of its account.
    Activate,
    /// Give powers.
    Delegate,
    /// See and withdraw them.
    Withdraw,
    /// D59-19.3.a: lock it.
    Lock,
    /// D59-19.5.a: ask that it is unlocked.
    AskUnlock,
    /// D59-3.7: handle its documents.
    Documents,
    /// Sign in to a service.
    SignIn,
}

impl Act {
    /// All acts.
    pub const ALL: [Self; 9] = [
        Self::Enter,
        Self::ReadActivity,
        Self::Activate,
        Self::Delegate,
        Self::Withdraw,
        Self::Lock,
        Self::AskUnlock,
        Self::Documents,
        Self::SignIn,
    ];

    /// Whether a lock stops it. What goes on: seeing the status and asking to be unlocked
    /// (D59-19.ui), and what makes the account safer still.
    pub const fn stopped_by_lock(self) -> bool {
        !matches!(
            self,
            Self::Enter | Self::AskUnlock | Self::Lock | Self::Withdraw | Self::ReadActivity
        )
    }

    /// Whether the account must have been taken possession of (D59-18).
    pub const fn needs_possession(self) -> bool {
        matches!(self, Self::Delegate | Self::Documents | Self::SignIn)
    }
}

/// Why a power ended before its day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// The giver withdrew it.
    Withdrawn,
    /// The delegate did not want it, or gave it back.
    Declined,
    /// The register names another representative: his own right and all that he gave.
    RepresentativeChanged,
}

impl End {
    /// Stable word (`power-end-<word>`), as stored.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Withdrawn => "withdrawn",
            Self::Declined => "declined",
            Self::RepresentativeChanged => "representative-changed",
        }
    }

    /// Reads the stored word.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Withdrawn, Self::Declined, Self::RepresentativeChanged]
            .into_iter()
            .find(|one| one.as_str() == text)
    }
}

/// A power that somebody has, or is offered, over an organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delegation {
    /// Identifier.
    pub id: DelegationId,
    /// Who may act.
    pub person: SubjectId,
    /// Who gave it; the representative himself has his from the law.
    pub giver: SubjectId,
    /// What he may do.
    pub power: Power,
    /// When it was offered.
    pub offered: Timestamp,
    /// When he accepted.
    pub accepted: Option<Timestamp>,
    /// Until when; the legal representative's has no end.
    pub until: Option<Timestamp>,
    /// When and why it ended before.
    pub ended: Option<(Timestamp, End)>,
}

impl Delegation {
    /// Whether he may act with it at an instant.
    pub fn in_force(&self, now: Timestamp) -> bool {
        self.accepted.is_some_and(|at| at <= now) && self.open(now)
    }

    /// Whether it waits for the delegate's word.
    pub fn offered_at(&self, now: Timestamp) -> bool {
        self.accepted.is_none() && self.open(now)
    }

    fn open(&self, now: Timestamp) -> bool {
        self.ended.is_none() && self.until.is_none_or(|until| now < until)
    }
}

/// Longest term of a power, in years.
const YEARS: i16 = 5;

/// Why a last day is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum EndDateError {
    /// It is not a day.
    #[error("not a day")]
    Format,
    /// It lies before today.
    #[error("in the past")]
    Past,
    /// More than five years from today.
    #[error("too far")]
    TooFar,
}

impl EndDateError {
    /// Stable code for messages.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Format => "delegation-date-format",
            Self::Past => "delegation-date-past",
            Self::TooFar => "delegation-date-far",
        }
    }
}

/// Reads the last day of a power (ISO text): today or later, at most five years from now.
pub fn until(text: &str, now: Timestamp) -> Result<Date, EndDateError> {
    let today = viet_nam_date(now);
    let day: Date = text.parse().map_err(|_| EndDateError::Format)?;
    let longest = today.saturating_add(jiff::Span::new().years(YEARS));
    if day < today {
        Err(EndDateError::Past)
    } else if day > longest {
        Err(EndDateError::TooFar)
    } else {
        Ok(day)
    }
}

/// The instant at which a day in Viet Nam is over.
pub fn end_of(day: Date) -> Timestamp {
    crate::time::start_of_day(day.saturating_add(jiff::Span::new().days(1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    // law: D59-13.7
    #[test]
    fn what_each_power_covers() {
        let table = [
            (Power::Legal, [true; 9]),
            (
                Power::Represent,
                [true, true, false, false, false, true, false, true, true],
            ),
            (
                Power::Documents,
                [true, false, false, false, false, false, false, true, false],
            ),
            (
                Power::SignIn,
                [true, false, false, false, false, false, false, false, true],
            ),
        ];
        for (power, want) in table {
            assert_eq!(Act::ALL.map(|act| power.covers(act)), want, "{power:?}");
        }
        assert_eq!(Power::given("legal"), None);
        assert_eq!(Power::given("documents"), Some(Power::Documents));
    }

    // law: D59-13.7
    #[test]
    fn a_power_has_a_last_day() {
        let now: Timestamp = "2024-03-04T02:00:00Z".parse().unwrap();
        for (text, want) in [
            ("2024-03-04", Ok(())),
            ("2029-03-04", Ok(())),
            ("2024-03-03", Err(EndDateError::Past)),
            ("2029-03-05", Err(EndDateError::TooFar)),
            ("", Err(EndDateError::Format)),
            ("2024-02-30", Err(EndDateError::Format)),
        ] {
            assert_eq!(until(text, now).map(|_| ()), want, "{text}");
        }
        let last = end_of(until("2024-03-04", now).unwrap());
        assert_eq!(last, "2024-03-04T17:00:00Z".parse().unwrap());
    }

    // law: D59-13.7
    #[test]
    fn a_power_counts_from_its_acceptance_to_its_end() {
        let at = |hour: i64| Timestamp::from_second(hour * 3600).unwrap();
        let offered = Delegation {
            id: DelegationId::from_bytes([1; 16]),
            person: SubjectId::from_bytes([2; 16]),
            giver: SubjectId::from_bytes([3; 16]),
            power: Power::Documents,
            offered: at(1),
            accepted: None,
            until: Some(at(10)),
            ended: None,
        };
        assert!(!offered.in_force(at(2)) && offered.offered_at(at(2)));
        assert!(!offered.offered_at(at(10)));
        let accepted = Delegation {
            accepted: Some(at(3)),
            ..offered
        };
        for (hour, want) in [(2, false), (3, true), (9, true), (10, false)] {
            assert_eq!(accepted.in_force(at(hour)), want, "{hour}");
        }
        let withdrawn = Delegation {
            ended: Some((at(5), End::Withdrawn)),
            ..accepted
        };
        assert!(!withdrawn.in_force(at(5)));
    }
}
