//! Questions between bodies that run registers (docs/register-exchange.md): what can be asked, how a question may end,
//! and how a source that fails or is asked too often is spared. D59-10: the registers are others'; we ask them.

mod breaker;
mod pace;

pub use breaker::{Admission, Breaker, Position};
pub use pace::Pace;

use jiff::{SignedDuration, Timestamp};

use crate::registers::Register;

/// A question to a register. What concerns the files of foreigners is asked of nobody else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Question {
    /// A citizen of the population register.
    Person,
    /// Citizens by the beginning of a name and a year of birth.
    Search,
    /// The portrait of the population register.
    PopulationPortrait,
    /// A citizen's card.
    Card,
    /// The portrait printed on it.
    CardPortrait,
    /// The fingerprints taken for it.
    Prints,
    /// A driver's licence.
    Licence,
    /// A health-insurance card.
    Health,
    /// A passport.
    Passport,
    /// An organisation.
    Business,
}

impl Question {
    /// All of them.
    pub const ALL: [Self; 10] = [
        Self::Person,
        Self::Search,
        Self::PopulationPortrait,
        Self::Card,
        Self::CardPortrait,
        Self::Prints,
        Self::Licence,
        Self::Health,
        Self::Passport,
        Self::Business,
    ];

    /// The register that knows.
    pub const fn register(self) -> Register {
        match self {
            Self::Person | Self::Search | Self::PopulationPortrait => Register::Population,
            Self::Card | Self::CardPortrait | Self::Prints => Register::Cards,
            Self::Licence => Register::Licences,
            Self::Health => Register::Health,
            Self::Passport => Register::Passports,
            Self::Business => Register::Business,
        }
    }

    /// Its word within the register.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Search => "search",
            Self::PopulationPortrait | Self::CardPortrait => "portrait",
            Self::Card => "card",
            Self::Prints => "prints",
            Self::Licence => "licence",
            Self::Health => "insurance",
            Self::Passport => "passport",
            Self::Business => "organisation",
        }
    }

    /// Reads both words.
    pub fn parse(register: &str, question: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|one| one.register().as_str() == register && one.as_str() == question)
    }

    /// Whether a register can be asked at all.
    pub fn any(register: Register) -> bool {
        Self::ALL.iter().any(|one| one.register() == register)
    }
}

/// How a question ended. I6: only the first two are answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// There is such a record.
    Found,
    /// There is none.
    None,
    /// The register there is silent.
    Silent,
    /// The body may not ask this.
    Refused,
    /// No answer that could be believed.
    Failed,
    /// Nothing came yet.
    Open,
}

impl Outcome {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Found,
        Self::None,
        Self::Silent,
        Self::Refused,
        Self::Failed,
        Self::Open,
    ];

    /// Word in rows and statements.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Found => "found",
            Self::None => "none",
            Self::Silent => "silent",
            Self::Refused => "refused",
            Self::Failed => "failed",
            Self::Open => "open",
        }
    }

    /// Reads the word.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.as_str() == text)
    }
}

/// How far the clocks of two bodies may lie apart.
pub const CLOCKS: SignedDuration = SignedDuration::from_mins(5);

/// Whether a statement of this time can be one of now: an older one may be somebody's copy.
pub fn fresh(said: Timestamp, now: Timestamp) -> bool {
    said.duration_since(now).abs() <= CLOCKS
}

/// Name of a body: what statements and the log call it.
pub fn body_name(text: &str) -> Option<&str> {
    let fine = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '_');
    ((1..=64).contains(&text.len()) && text.chars().all(fine)).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_question_is_found_by_its_two_words_alone() {
        for question in Question::ALL {
            let register = question.register().as_str();
            assert_eq!(Question::parse(register, question.as_str()), Some(question));
            assert_eq!(Question::parse("units", question.as_str()), None);
            assert!(Question::any(question.register()));
        }
        assert_eq!(Question::parse("cards", "person"), None);
        assert!(!Question::any(Register::Foreigners), "stays at home");
        for outcome in Outcome::ALL {
            assert_eq!(Outcome::parse(outcome.as_str()), Some(outcome));
        }
    }

    #[test]
    fn a_statement_is_of_now_or_somebodys_copy() {
        let now: Timestamp = "2026-03-02T08:00:00Z".parse().unwrap();
        for (seconds, right) in [
            (0, true),
            (300, true),
            (-300, true),
            (301, false),
            (-301, false),
        ] {
            let said = now + SignedDuration::from_secs(seconds);
            assert_eq!(fresh(said, now), right, "{seconds}");
        }
        assert!(!fresh(Timestamp::MIN, now) && !fresh(Timestamp::MAX, now));
    }

    #[test]
    fn names_of_bodies_are_plain() {
        for name in ["a06", "bao-hiem_xa-hoi"] {
            assert_eq!(body_name(name), Some(name));
        }
        let long = "a".repeat(65);
        for name in ["", "A06", "a b", "a/b", "bộ", "a\n", long.as_str()] {
            assert_eq!(body_name(name), None, "{name}");
        }
    }
}
