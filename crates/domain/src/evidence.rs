//! Evidence: recorded checks behind a decision, and the proofs that only they can make (I3).

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
    /// What the officer saw.
    pub verdict: Verdict,
    /// Fields that differ between statement and register.
    pub differences: Vec<Difference>,
    /// The officer's explanation of the differences.
    pub explanation: Option<String>,
    /// Why fingerprints are missing (worn prints, injury), where they are.
    pub exception: Option<String>,
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
}

impl Matched {
    /// The evidence it rests on.
    pub const fn evidence(&self) -> EvidenceId {
        self.evidence
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
    /// D59-12.2: a match, if the comparison is complete and positive.
    pub fn conclude(&self) -> Result<Matched, ComparisonError> {
        if self.portrait.is_none() {
            return Err(ComparisonError::NoPortrait);
        }
        if self.fingers.is_empty() && !told(self.exception.as_deref()) {
            return Err(ComparisonError::NoFingers);
        }
        if !self.shown.register && !self.shown.card {
            return Err(ComparisonError::NothingToCompare);
        }
        if self.verdict != Verdict::Same {
            return Err(ComparisonError::NotSame);
        }
        if !self.differences.is_empty() && !told(self.explanation.as_deref()) {
            return Err(ComparisonError::Unexplained);
        }
        Ok(Matched {
            evidence: self.id,
            officer: self.officer,
            at: self.at,
        })
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

#[cfg(test)]
mod tests {
    use super::*;

    fn comparison() -> OfficerComparison {
        OfficerComparison {
            id: EvidenceId::from_bytes([1; 16]),
            officer: StaffId::from_bytes([2; 16]),
            at: Timestamp::UNIX_EPOCH,
            portrait: Some(CaptureId::from_bytes([3; 16])),
            fingers: vec![CaptureId::from_bytes([4; 16])],
            shown: Shown {
                register: true,
                card: false,
            },
            verdict: Verdict::Same,
            differences: vec![],
            explanation: None,
            exception: None,
        }
    }

    // law: D59-12.2, D59-14.2.a2
    #[test]
    fn only_a_complete_positive_comparison_is_a_match() {
        type Change = fn(&mut OfficerComparison);
        let table: [(Change, Option<ComparisonError>); 9] = [
            (|_| {}, None),
            (|c| c.portrait = None, Some(ComparisonError::NoPortrait)),
            (|c| c.fingers.clear(), Some(ComparisonError::NoFingers)),
            (
                |c| {
                    c.fingers.clear();
                    c.exception = Some(" ".into());
                },
                Some(ComparisonError::NoFingers),
            ),
            (
                |c| {
                    c.fingers.clear();
                    c.exception = Some("worn prints".into());
                },
                None,
            ),
            (
                |c| c.shown.register = false,
                Some(ComparisonError::NothingToCompare),
            ),
            (
                |c| c.verdict = Verdict::Unsure,
                Some(ComparisonError::NotSame),
            ),
            (
                |c| c.differences.push(Difference::Name),
                Some(ComparisonError::Unexplained),
            ),
            (
                |c| {
                    c.differences.push(Difference::Name);
                    c.explanation = Some("typing slip".into());
                },
                None,
            ),
        ];
        for (index, (change, want)) in table.into_iter().enumerate() {
            let mut c = comparison();
            change(&mut c);
            assert_eq!(c.conclude().err(), want, "row {index}");
        }
    }

    // law: D59-14.2.a2
    #[test]
    fn consent_exists_only_where_somebody_agreed() {
        assert_eq!(
            Consent::record(false, "1", Timestamp::UNIX_EPOCH, None),
            Err(NotAgreed)
        );
        assert!(Consent::record(true, "1", Timestamp::UNIX_EPOCH, None).is_ok());
    }
}
