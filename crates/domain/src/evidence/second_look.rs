//! The blind second look: another officer sees the portraits and nothing else (D59-14.2.a2).

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Band, MachineMatch, OfficerComparison, Shown, Verdict, told};
use crate::ids::{EvidenceId, StaffId};

/// Fingerprints that are asked for (D59-7.2.b).
const FINGERS: usize = 2;

/// Why one officer's word is not enough.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Doubt {
    /// The machine sees another face.
    NoMatch,
    /// The card that was shown looks forged.
    Card,
    /// The machine is not sure.
    Unclear,
    /// The machine could compare with none of the portraits on record.
    NotCompared,
    /// Prints are missing by an exception.
    Fingers,
}

impl Doubt {
    /// All of them, the gravest first.
    pub const ALL: [Self; 5] = [
        Self::NoMatch,
        Self::Card,
        Self::Unclear,
        Self::NotCompared,
        Self::Fingers,
    ];

    /// Stable word (`second-look-why-<word>`).
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NoMatch => "no-match",
            Self::Card => "card",
            Self::Unclear => "unclear",
            Self::NotCompared => "not-compared",
            Self::Fingers => "fingers",
        }
    }
}

impl OfficerComparison {
    /// D59-12.2, D59-14.2.a2: the gravest reason for a second officer, if there is one. Nothing is doubtful about
    /// a comparison without an engine: the officer's stands alone.
    pub fn doubt(&self) -> Option<Doubt> {
        let any = |band| self.machine.iter().any(|made| made.band() == Some(band));
        let none = self.machine.iter().all(|made| made.band().is_none());
        let excepted = self.fingers.len() < FINGERS && told(self.exception.as_deref());
        Doubt::ALL.into_iter().find(|doubt| match doubt {
            Doubt::NoMatch => any(Band::NoMatch),
            Doubt::Card => self.suspect_card.is_some(),
            Doubt::Unclear => any(Band::Unclear),
            Doubt::NotCompared => none && !self.machine.is_empty(),
            Doubt::Fingers => excepted,
        })
    }

    /// Whether officer or machine was not sure.
    pub fn unclear(&self) -> bool {
        let unsure = |made: &MachineMatch| made.band() == Some(Band::Unclear);
        self.verdict == Verdict::Unsure || self.machine.iter().any(unsure)
    }

    /// Whether another officer is to look: the first one is sure, and something speaks against it.
    pub fn asks_second(&self) -> bool {
        self.verdict == Verdict::Same && self.doubt().is_some()
    }
}

/// D59-14.2.a2: what a second officer saw, who knew neither the first one's opinion nor a score.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecondLook {
    /// Identifier of this evidence.
    pub id: EvidenceId,
    /// The comparison whose portraits he saw.
    pub comparison: EvidenceId,
    /// The officer, named.
    pub officer: StaffId,
    /// When.
    pub at: Timestamp,
    /// What stood beside the live portrait.
    pub shown: Shown,
    /// What he saw.
    pub verdict: Verdict,
    /// What he wants to say about it.
    pub note: Option<String>,
}

impl SecondLook {
    /// Whether it is a look at this very comparison, by somebody else who had something to compare. One made anew is
    /// another comparison.
    pub(super) fn is_of(&self, comparison: &OfficerComparison) -> bool {
        self.comparison == comparison.id && self.officer != comparison.officer && self.shown.any()
    }
}
