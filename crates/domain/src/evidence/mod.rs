//! Evidence: recorded checks behind a decision, and the proofs that only they can make (I3).

mod alike;
#[cfg(test)]
mod finger_tests;
mod head_turns;
#[cfg(test)]
mod head_turns_tests;
mod machine;
mod second_look;
#[cfg(test)]
mod tests;

pub use alike::{
    AlikeReason, AlikeState, Distinct, FaceSearch, MOST_ALIKE, NotDistinct, Resemblance,
    SearchOutcome, Settled, Settlement, nearest_others,
};
pub use head_turns::{HeadTurns, TurnsException, TurnsJudged};
pub use machine::{
    Band, Beside, FingerMatch, MachineEngine, MachineMatch, MatchOutcome, Modality, Whose,
};
pub use second_look::{Doubt, SecondLook};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::ids::{CaptureId, EvidenceId, StaffId};
use crate::person::Difference;

/// What an officer saw when he compared two portraits by eye.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// The same person.
    Same,
    /// Not sure.
    Unsure,
    /// Another person.
    Different,
}

impl Verdict {
    /// Reads the word of a form.
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "same" => Some(Self::Same),
            "unsure" => Some(Self::Unsure),
            "different" => Some(Self::Different),
            _ => None,
        }
    }

    /// Stable word (`verdict-<word>`).
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Unsure => "unsure",
            Self::Different => "different",
        }
    }
}

/// Which portraits stood beside the live one on the officer's screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shown {
    /// The portrait of the population register.
    pub register: bool,
    /// The portrait of the citizen-id card.
    pub card: bool,
    /// The portrait of the chip of the card that was read.
    #[serde(default)]
    pub chip: bool,
}

impl Shown {
    /// D59-12.2: whether a register had a portrait to compare with. The chip's stands beside them and replaces none.
    pub const fn any(self) -> bool {
        self.register || self.card
    }
}

/// D59-12.2, D59-14.2.a2: an officer's comparison of the person before him with the registers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfficerComparison {
    /// Identifier of this evidence.
    pub id: EvidenceId,
    /// The officer, named.
    pub officer: StaffId,
    /// When.
    pub at: Timestamp,
    /// The live portrait.
    pub portrait: Option<CaptureId>,
    /// The fingerprints taken.
    pub fingers: Vec<CaptureId>,
    /// Portraits that were shown.
    pub shown: Shown,
    /// The portrait of the chip that was shown.
    #[serde(default)]
    pub chip_portrait: Option<CaptureId>,
    /// The flaw of the card that was read last, where it looks forged (`chip-flaw-<word>`).
    #[serde(default)]
    pub suspect_card: Option<String>,
    /// What the officer saw.
    pub verdict: Verdict,
    /// Fields that differ between statement and register.
    pub differences: Vec<Difference>,
    /// The officer's explanation of the differences.
    pub explanation: Option<String>,
    /// Why fingerprints are missing (worn prints, injury), where they are.
    pub exception: Option<String>,
    /// What a machine said of the live portrait, once a portrait beside it, and of the prints; nothing where no engine
    /// is at hand.
    #[serde(default)]
    pub machine: Vec<MachineMatch>,
    /// What came of the turns of the head with which the portrait was filmed, or why there were none.
    #[serde(default)]
    pub turns: HeadTurns,
}

/// Why a comparison proves nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ComparisonError {
    /// D59-14.2.a2: no live portrait was taken.
    #[error("no live portrait")]
    NoPortrait,
    /// D59-14.2.a2: no fingerprint was taken and no exception is on record.
    #[error("no fingerprints and no exception")]
    NoFingers,
    /// No register or card portrait was there to compare with.
    #[error("nothing to compare with")]
    NothingToCompare,
    /// The officer did not see the same person.
    #[error("not the same person")]
    NotSame,
    /// Fields differ and nobody explained why.
    #[error("differences are not explained")]
    Unexplained,
    /// The machine does not agree, or prints are missing: another officer has not looked yet.
    #[error("a second officer must look")]
    SecondOfficer,
    /// The second officer did not see the same person.
    #[error("the second officer does not see the same person")]
    SecondDisagrees,
}

impl ComparisonError {
    /// Stable code for messages.
    pub const fn code(self) -> &'static str {
        match self {
            Self::NoPortrait => "comparison-no-portrait",
            Self::NoFingers => "comparison-no-fingers",
            Self::NothingToCompare => "comparison-nothing-to-compare",
            Self::NotSame => "comparison-not-same",
            Self::Unexplained => "comparison-unexplained",
            Self::SecondOfficer => "comparison-second-officer",
            Self::SecondDisagrees => "comparison-second-disagrees",
        }
    }
}

fn told(text: Option<&str>) -> bool {
    text.is_some_and(|t| !t.trim().is_empty())
}

/// Proof that a live person was matched with a register. Only a check can make one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Matched {
    evidence: EvidenceId,
    officer: StaffId,
    at: Timestamp,
    second: Option<EvidenceId>,
}

impl Matched {
    /// The evidence it rests on.
    pub const fn evidence(&self) -> EvidenceId {
        self.evidence
    }

    /// The second look it rests on too, where one was needed.
    pub const fn second(&self) -> Option<EvidenceId> {
        self.second
    }

    /// Who made the comparison.
    pub const fn officer(&self) -> StaffId {
        self.officer
    }

    /// When it was made.
    pub const fn at(&self) -> Timestamp {
        self.at
    }
}

impl OfficerComparison {
    /// D59-12.2, D59-14.2.a2: a match, if the comparison is complete and positive, and another officer sees the same
    /// where one must look. What one officer and the machine say against each other, one officer never approves.
    pub fn conclude(&self, second: Option<&SecondLook>) -> Result<Matched, ComparisonError> {
        self.complete()?;
        let second = second.filter(|look| look.is_of(self));
        match second {
            None if self.doubt().is_some() => Err(ComparisonError::SecondOfficer),
            Some(look) if look.verdict != Verdict::Same => Err(ComparisonError::SecondDisagrees),
            None | Some(_) => Ok(Matched {
                evidence: self.id,
                officer: self.officer,
                at: self.at,
                second: second.map(|look| look.id),
            }),
        }
    }

    /// The first officer's part: complete and positive.
    fn complete(&self) -> Result<(), ComparisonError> {
        if self.portrait.is_none() {
            return Err(ComparisonError::NoPortrait);
        }
        if self.fingers.is_empty() && !told(self.exception.as_deref()) {
            return Err(ComparisonError::NoFingers);
        }
        if !self.shown.any() {
            return Err(ComparisonError::NothingToCompare);
        }
        if self.verdict != Verdict::Same {
            return Err(ComparisonError::NotSame);
        }
        if !self.differences.is_empty() && !told(self.explanation.as_deref()) {
            return Err(ComparisonError::Unexplained);
        }
        Ok(())
    }
}

/// The text the holder agreed to, and when. Made by [`Consent::record`] only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consent {
    version: String,
    at: Timestamp,
    witness: Option<StaffId>,
}

/// The holder did not agree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the holder has not agreed")]
pub struct NotAgreed;

impl Consent {
    /// D59-14.2.a2, D59-3.7: records agreement to a version of the text; at a counter the officer
    /// who heard it is the witness.
    pub fn record(
        agreed: bool,
        version: &str,
        at: Timestamp,
        witness: Option<StaffId>,
    ) -> Result<Self, NotAgreed> {
        agreed
            .then(|| Self {
                version: version.to_owned(),
                at,
                witness,
            })
            .ok_or(NotAgreed)
    }

    /// Which text.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// When.
    pub const fn at(&self) -> Timestamp {
        self.at
    }

    /// Who heard it.
    pub const fn witness(&self) -> Option<StaffId> {
        self.witness
    }
}
