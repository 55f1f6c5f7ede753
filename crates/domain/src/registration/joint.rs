//! D59-14.2.b: a citizen without a chip card applies for the card and for level 2 in one application, and gets both
//! together.

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan as _};
use serde::{Deserialize, Serialize};

use super::CardFacts;
use crate::evidence::{Consent, Distinct, Matched};
use crate::fault::Fault;
use crate::ids::{EvidenceId, StaffId};

/// What the citizen applies for at the card office.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CardApplicationKind {
    /// The first card.
    FirstIssue,
    /// A card in place of the old paper with nine digits, or of a card without a chip.
    FromOldPaper,
    /// A card in place of one that is lost, expired or withdrawn.
    Replacement,
}

impl CardApplicationKind {
    /// All kinds, in the order shown.
    pub const ALL: [Self; 3] = [Self::FirstIssue, Self::FromOldPaper, Self::Replacement];

    /// Stable word (`card-kind-<word>`).
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::FirstIssue => "first-issue",
            Self::FromOldPaper => "from-old-paper",
            Self::Replacement => "replacement",
        }
    }

    /// Reads the word of a form.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }
}

/// The card office's own name of an application.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CardReference(String);

impl CardReference {
    /// Shortest and longest, in characters.
    pub const LENGTH: std::ops::RangeInclusive<usize> = 6..=40;

    /// Capital letters, digits and `. - /` between them, at least one digit; spaces are left out and small letters
    /// made capital. Offices number their files differently, so nothing more is asked of it.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        let bad = |code| Fault::new("card-reference", code);
        // Bounded before it is walked through.
        if text.len() > 4 * Self::LENGTH.end() {
            return Err(bad("card-reference-format"));
        }
        let bare: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        if bare.is_empty() {
            return Err(bad("card-reference-empty"));
        }
        let bare = bare.to_ascii_uppercase();
        let known = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'/');
        let edge = |b: Option<&u8>| b.is_some_and(u8::is_ascii_alphanumeric);
        let bytes = bare.as_bytes();
        let fits = Self::LENGTH.contains(&bytes.len())
            && bytes.iter().all(|b| known(*b))
            && bytes.iter().any(u8::is_ascii_digit)
            && edge(bytes.first())
            && edge(bytes.last());
        if fits {
            Ok(Self(bare))
        } else {
            Err(bad("card-reference-format"))
        }
    }

    /// As it is shown.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Days after which an application is another one: the law gives seven working days for both (D59-17.1.c), so an older
/// one was decided, or is a slip of the pen.
pub const OLDEST_APPLICATION: i32 = 90;

/// The day of an application: not in the future, not older than [`OLDEST_APPLICATION`] days.
pub fn applied_on(day: Option<Date>, today: Date) -> Result<Date, Fault> {
    let bad = |code| Fault::new("card-applied", code);
    let day = day.ok_or_else(|| bad("card-applied-not-a-date"))?;
    if day > today {
        return Err(bad("card-applied-future"));
    }
    if today.saturating_sub(OLDEST_APPLICATION.days()) > day {
        return Err(bad("card-applied-old").with("days", OLDEST_APPLICATION));
    }
    Ok(day)
}

/// The application for the card that goes with the account.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardApplication {
    /// Its name at the card office.
    pub reference: CardReference,
    /// Its day.
    pub applied_on: Date,
    /// What for.
    pub kind: CardApplicationKind,
}

crate::redacted_debug!(CardReference, CardApplication);

/// Why a joint application waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CardWait {
    /// The dossier does not say which card was applied for.
    #[error("no card application in the dossier")]
    NoApplication,
    /// A valid chip card is on record, issued before the application: it is not the one applied for.
    #[error("the card on record is older than the application")]
    Older,
    /// No valid chip card is on record.
    #[error("the card is not issued yet")]
    NotIssued,
}

impl CardWait {
    /// Stable code for messages.
    pub const fn code(self) -> &'static str {
        match self {
            Self::NoApplication => "card-application-missing",
            Self::Older => "card-older",
            Self::NotIssued => "awaits-card",
        }
    }
}

/// Proof that no card is still to come: it was there before, or it was issued since. Made by [`Together::of`] only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Together(());

impl Together {
    /// D59-14.2.b: `joint` says whether account and card were applied for together; then the card register must have a
    /// valid chip card that was issued on the day of the application or later.
    pub fn of(
        joint: bool,
        application: Option<&CardApplication>,
        card: Option<CardFacts>,
    ) -> Result<Self, CardWait> {
        if !joint {
            return Ok(Self(()));
        }
        let application = application.ok_or(CardWait::NoApplication)?;
        match card.filter(|card| card.fit && card.valid) {
            None => Err(CardWait::NotIssued),
            Some(card) if card.issued_on < application.applied_on => Err(CardWait::Older),
            Some(_) => Ok(Self(())),
        }
    }
}

/// An officer has decided: the account is issued with the card, if everything holds then too.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AwaitsCard {
    officer: StaffId,
    at: Timestamp,
    evidence: EvidenceId,
}

impl AwaitsCard {
    /// I3: a decision rests on the same proofs as an approval.
    pub const fn decided(
        officer: StaffId,
        at: Timestamp,
        (matched, _consent, _distinct): (&Matched, &Consent, &Distinct),
    ) -> Self {
        Self {
            officer,
            at,
            evidence: matched.evidence(),
        }
    }

    /// Who decided.
    pub const fn officer(&self) -> StaffId {
        self.officer
    }

    /// When.
    pub const fn at(&self) -> Timestamp {
        self.at
    }

    /// The comparison that was decided on.
    pub const fn evidence(&self) -> EvidenceId {
        self.evidence
    }
}

#[cfg(test)]
mod tests;
