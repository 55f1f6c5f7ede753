//! The blind second look: another officer sees the portraits and nothing else (D59-14.2.a2).

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Band, HeadTurns, MachineMatch, OfficerComparison, Shown, Verdict, told};
use crate::finger::ASKED;
use crate::ids::{EvidenceId, StaffId};

/// Why one officer's word is not enough.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Doubt {
    /// The machine sees another face.
    NoMatch,
    /// The machine finds other fingers.
    FingersNoMatch,
    /// The card that was shown looks forged.
    Card,
    /// The person was asked to turn his head, and the machine did not see it turn as asked.
    TurnsFailed,
    /// The machine is not sure of the face.
    Unclear,
    /// The machine is not sure of the fingers.
    FingersUnclear,
    /// The machine could use nothing of what is on record: no portrait, and no print.
    NotCompared,
    /// The register has prints of the person, and those taken are of other fingers.
    FingersOther,
    /// Prints are missing by an exception.
    Fingers,
    /// Turns of the head are asked for, and were not made.
    TurnsNotMade,
    /// They were not made by an exception.
    TurnsExcepted,
}

impl Doubt {
    /// All of them, the gravest first.
    pub const ALL: [Self; 11] = [
        Self::NoMatch,
        Self::FingersNoMatch,
        Self::Card,
        Self::TurnsFailed,
        Self::Unclear,
        Self::FingersUnclear,
        Self::NotCompared,
        Self::FingersOther,
        Self::Fingers,
        Self::TurnsNotMade,
        Self::TurnsExcepted,
    ];

    /// Stable word (`second-look-why-<word>`).
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NoMatch => "no-match",
            Self::FingersNoMatch => "fingers-no-match",
            Self::Card => "card",
            Self::TurnsFailed => "turns-failed",
            Self::Unclear => "unclear",
            Self::FingersUnclear => "fingers-unclear",
            Self::NotCompared => "not-compared",
            Self::FingersOther => "fingers-other",
            Self::Fingers => "fingers",
            Self::TurnsNotMade => "turns-not-made",
            Self::TurnsExcepted => "turns-excepted",
        }
    }
}

impl OfficerComparison {
    /// D59-12.2, D59-14.2.a2: the gravest reason for a second officer, if there is one. Portrait and prints count
    /// alike: whatever speaks against it does, and one of the two that could be compared is enough. Nothing is doubtful
    /// about a comparison without an engine, or about a register without prints: the officer's stands alone. Where it
    /// has prints, fingers that it lacks are doubtful: which are taken is the officer's choice. Turns of the head that
    /// were made lift no doubt; those that failed, or are missing where they are asked for, are one.
    pub fn doubt(&self) -> Option<Doubt> {
        let machine = || self.machine.iter();
        let any = |fingers: bool, band| {
            machine().any(|made| made.is_of_fingers() == fingers && made.band() == Some(band))
        };
        let blind = || {
            machine().any(MachineMatch::has_reference)
                && machine().all(|made| made.band().is_none())
        };
        let excepted = self.fingers.len() < usize::from(ASKED) && told(self.exception.as_deref());
        Doubt::ALL.into_iter().find(|doubt| match doubt {
            Doubt::NoMatch => any(false, Band::NoMatch),
            Doubt::FingersNoMatch => any(true, Band::NoMatch),
            Doubt::Card => self.suspect_card.is_some(),
            Doubt::TurnsFailed => matches!(self.turns, HeadTurns::Failed { .. }),
            Doubt::Unclear => any(false, Band::Unclear),
            Doubt::FingersUnclear => any(true, Band::Unclear),
            Doubt::NotCompared => blind(),
            Doubt::FingersOther => machine().any(MachineMatch::is_of_other_fingers),
            Doubt::Fingers => excepted,
            Doubt::TurnsNotMade => self.turns == HeadTurns::NotMade,
            Doubt::TurnsExcepted => matches!(self.turns, HeadTurns::Excepted { .. }),
        })
    }

    /// Whether officer or machine was not sure.
    pub fn unclear(&self) -> bool {
        let unsure = |made: &MachineMatch| made.band() == Some(Band::Unclear);
        self.verdict == Verdict::Unsure || self.machine.iter().any(unsure)
    }

    /// The gravest word that a machine said of portrait or prints; `None` where nothing was compared.
    pub fn machine_word(&self) -> Option<Band> {
        let said = |band: &Band| self.machine.iter().any(|made| made.band() == Some(*band));
        [Band::NoMatch, Band::Unclear, Band::Match]
            .into_iter()
            .find(said)
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
