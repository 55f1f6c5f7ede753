//! What came of reading a card, in stable words for the officer's page.

use chip::{Advice, Failure, Step};
use domain::ids::EvidenceId;
use serde::{Deserialize, Serialize};

use super::Failed;

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "result", rename_all = "kebab-case")]
pub enum Outcome {
    /// The card is genuine, no copy, and this person's.
    Accepted {
        /// Where it is on record.
        evidence: EvidenceId,
    },
    /// It is not accepted.
    Refused {
        /// The step that failed: a word of [`STEPS`].
        step: String,
        /// Why: a word of [`FLAWS`].
        code: String,
        /// The file or status that it is about.
        about: Option<String>,
        /// What to do next (`chip-advice-<word>`).
        advice: String,
    },
}

/// Whether the card is that of the person of the registration; after all steps of the chip.
const HOLDER: &str = "holder";

/// Every step in its order (`chip-step-<word>`).
pub const STEPS: [&str; 13] = [
    Step::Access.as_str(),
    Step::Read.as_str(),
    Step::Structure.as_str(),
    Step::Anchor.as_str(),
    Step::Signer.as_str(),
    Step::Expiry.as_str(),
    Step::Revocation.as_str(),
    Step::Signature.as_str(),
    Step::Digest.as_str(),
    Step::Document.as_str(),
    Step::Mrz.as_str(),
    Step::Clone.as_str(),
    HOLDER,
];

/// Flaws of the chip (`chip-flaw-<word>`).
pub const CHIP_FLAWS: [&str; 53] = chip::CODES;

/// Flaws that are not the chip's (`chip-flaw-<word>`), besides [`CHIP_FLAWS`].
pub const FLAWS: [&str; 5] = [
    "no-anchors",
    "other-person",
    "repeated",
    "no-card",
    "no-reader",
];

/// The longest name of a file or a curve.
const ABOUT: usize = 16;

impl Outcome {
    fn refused(step: &str, code: &str, about: Option<String>, advice: Advice) -> Self {
        Self::Refused {
            step: step.to_owned(),
            code: code.to_owned(),
            about,
            advice: advice.as_str().to_owned(),
        }
    }

    /// The verdict on a card.
    pub(super) fn of(failure: &Failure) -> Self {
        let (step, code) = (failure.step().as_str(), failure.code());
        Self::refused(step, code, failure.about(), failure.advice())
    }

    /// Nobody has taken an authority in: no card can be judged.
    pub(super) fn no_anchors() -> Self {
        Self::refused(
            Step::Anchor.as_str(),
            "no-anchors",
            None,
            Advice::TellCentre,
        )
    }

    /// The card is genuine, and another person's.
    pub(super) fn other_person() -> Self {
        Self::refused(HOLDER, "other-person", None, Advice::OtherDocument)
    }

    /// D59-24.4: a proof came a second time.
    pub(super) fn repeated() -> Self {
        Self::refused(Step::Clone.as_str(), "repeated", None, Advice::Suspect)
    }

    /// What the agent says that it could not do. It is no verdict on the card: that it may say.
    pub(super) fn told(failed: &Failed) -> Option<Self> {
        let (step, advice) = match failed.code.as_str() {
            "no-card"
            | "no-reader"
            | "read-refused"
            | "read-number"
            | "read-number-left"
            | "read-number-blocked" => (Step::Access, Advice::ReadAgain),
            "read-unspoken" => (Step::Access, Advice::TellCentre),
            "read-lost" | "read-status" => (Step::Read, Advice::ReadAgain),
            "read-too-large" => (Step::Read, Advice::TellCentre),
            "structure" => (Step::Structure, Advice::ReadAgain),
            "clone-refused" => (Step::Clone, Advice::Suspect),
            _ => return None,
        };
        let shown = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-');
        let about = failed.about.as_deref();
        let about = about.map(|a| a.chars().filter(shown).take(ABOUT).collect());
        Some(Self::refused(step.as_str(), &failed.code, about, advice))
    }

    /// Whether the card was accepted.
    pub const fn accepted(&self) -> bool {
        matches!(self, Self::Accepted { .. })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_agent_tells_what_it_could_not_do_and_nothing_else() {
        let told = |code: &str| {
            Outcome::told(&Failed {
                code: code.to_owned(),
                about: Some("<6A82>".to_owned()),
            })
        };
        assert_eq!(
            told("read-status"),
            Some(Outcome::refused(
                "read",
                "read-status",
                Some("6A82".to_owned()),
                Advice::ReadAgain
            ))
        );
        for code in ["", "accepted", "anchor", "other-person"] {
            assert_eq!(told(code), None, "{code}");
        }
    }
}
