//! A verified document in the wallet and what became of it since (QR-8).

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::matching::{Facts, Matched};
use super::record::{Authority, SourceState};

/// A document in the wallet.
#[derive(Debug, Clone)]
pub struct Document {
    /// What is shown.
    pub facts: Facts,
    /// When the source last confirmed it.
    pub verified_at: Timestamp,
    /// Where it stands.
    pub state: State,
}

/// What became of a document. Its end by date is not stored but derived: [`Document::shown`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "state")]
pub enum State {
    /// In force at its source.
    Current,
    /// Held electronically.
    Held(Authority),
    /// Withdrawn.
    Revoked(Authority),
    /// The holder took it out of the wallet.
    Removed {
        /// When.
        at: Timestamp,
    },
}

/// How a document is shown on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    /// Good.
    Current,
    /// Held by an authority.
    Held,
    /// Withdrawn by an authority.
    Revoked,
    /// Its term is over.
    Expired,
    /// Not shown any more.
    Removed,
}

/// Why a document cannot change so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DocumentError {
    /// The holder removed it.
    #[error("the document is removed")]
    Removed,
    /// The facts are of another kind of document.
    #[error("facts of another kind")]
    OtherKind,
}

impl DocumentError {
    /// Stable code for messages.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Removed => "document-removed",
            Self::OtherKind => "document-other-kind",
        }
    }
}

impl Shown {
    /// Stable word (`document-state-<word>`).
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Current => "current",
            Self::Held => "held",
            Self::Revoked => "revoked",
            Self::Expired => "expired",
            Self::Removed => "removed",
        }
    }
}

impl Document {
    /// DOC-r1: enters the wallet on the proof of a match, and in no other way.
    pub fn verified(matched: Matched, at: Timestamp) -> Self {
        Self {
            facts: matched.into_facts(),
            verified_at: at,
            state: State::Current,
        }
    }

    /// How it is shown on a Vietnamese day. What an authority did outweighs the calendar.
    pub fn shown(&self, today: Date) -> Shown {
        match self.state {
            State::Removed { .. } => Shown::Removed,
            State::Revoked(_) => Shown::Revoked,
            State::Held(_) => Shown::Held,
            State::Current if self.facts.expires_on().is_some_and(|last| today > last) => {
                Shown::Expired
            }
            State::Current => Shown::Current,
        }
    }

    /// QR-8: follows what the source says now: held, withdrawn, or free again after a fine is
    /// paid. Calm when nothing changed.
    pub fn follow(mut self, source: &SourceState, at: Timestamp) -> Result<Self, DocumentError> {
        if matches!(self.state, State::Removed { .. }) {
            return Err(DocumentError::Removed);
        }
        self.state = match source {
            SourceState::InForce => State::Current,
            SourceState::Held(by) => State::Held(by.clone()),
            SourceState::Revoked(by) => State::Revoked(by.clone()),
        };
        self.verified_at = self.verified_at.max(at);
        Ok(self)
    }

    /// Takes over what the source prints now, for example fewer points or a longer term.
    pub fn update(mut self, facts: Facts, at: Timestamp) -> Result<Self, DocumentError> {
        if matches!(self.state, State::Removed { .. }) {
            return Err(DocumentError::Removed);
        }
        if facts.kind() != self.facts.kind() || facts.number() != self.facts.number() {
            return Err(DocumentError::OtherKind);
        }
        self.facts = facts;
        self.verified_at = self.verified_at.max(at);
        Ok(self)
    }

    /// The holder takes it out of the wallet.
    pub fn remove(mut self, at: Timestamp) -> Result<Self, DocumentError> {
        if matches!(self.state, State::Removed { .. }) {
            return Err(DocumentError::Removed);
        }
        self.state = State::Removed { at };
        Ok(self)
    }
}

#[cfg(test)]
mod tests {
    use jiff::ToSpan;
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;
    use crate::document::{PassportFacts, PassportNumber};

    fn at(hours: i64) -> Timestamp {
        Timestamp::UNIX_EPOCH + (500_000 + hours).hours()
    }

    fn facts(number: &str) -> Facts {
        Facts::Passport(PassportFacts {
            number: PassportNumber::parse(number).unwrap(),
            issued_on: date(2020, 1, 1),
            expires_on: date(2030, 1, 1),
            issued_by: String::new(),
        })
    }

    fn document() -> Document {
        Document {
            facts: facts("B1234567"),
            verified_at: at(0),
            state: State::Current,
        }
    }

    fn police() -> Authority {
        Authority {
            name: "Cảnh sát giao thông".to_owned(),
            since: date(2026, 1, 1),
        }
    }

    // law: QR-8
    #[test]
    fn a_held_document_is_free_again_when_its_source_says_so() {
        let held = document()
            .follow(&SourceState::Held(police()), at(1))
            .unwrap();
        assert_eq!(held.shown(date(2026, 1, 2)), Shown::Held);
        assert_eq!(
            held.shown(date(2040, 1, 1)),
            Shown::Held,
            "outweighs the calendar"
        );
        let free = held.follow(&SourceState::InForce, at(2)).unwrap();
        assert_eq!(
            (free.shown(date(2026, 1, 2)), free.verified_at),
            (Shown::Current, at(2))
        );
    }

    // law: DOC-r1
    #[test]
    fn the_last_day_is_still_good() {
        assert_eq!(document().shown(date(2030, 1, 1)), Shown::Current);
        assert_eq!(document().shown(date(2030, 1, 2)), Shown::Expired);
        assert_eq!(
            document().update(facts("B7654321"), at(1)).unwrap_err(),
            DocumentError::OtherKind
        );
    }

    proptest! {
        #[test]
        fn removed_is_final_and_the_source_is_followed(steps in prop::collection::vec(0..4_u8, 0..20)) {
            let mut doc = document();
            let mut removed = false;
            for (n, step) in (0..).zip(steps) {
                let (next, want) = match step {
                    0 => (doc.clone().follow(&SourceState::InForce, at(n)), Shown::Current),
                    1 => (doc.clone().follow(&SourceState::Held(police()), at(n)), Shown::Held),
                    2 => (doc.clone().follow(&SourceState::Revoked(police()), at(n)), Shown::Revoked),
                    _ => (doc.clone().remove(at(n)), Shown::Removed),
                };
                prop_assert_eq!(next.is_err(), removed);
                if let Ok(next) = next {
                    prop_assert_eq!(next.shown(date(2026, 1, 2)), want);
                    prop_assert!(next.verified_at >= doc.verified_at);
                    removed = want == Shown::Removed;
                    doc = next;
                }
            }
        }
    }
}
