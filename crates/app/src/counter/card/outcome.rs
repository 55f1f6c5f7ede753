//! What came of reading a card, in stable words for the officer's page.

use chip::{Advice, Step};
use domain::ids::EvidenceId;
use serde::{Deserialize, Serialize};

use super::Failed;
use crate::chip_check::Refusal;

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
        /// The step that failed: a word of [`super::STEPS`].
        step: String,
        /// Why: a word of [`super::FLAWS`].
        code: String,
        /// The file or status that it is about.
        about: Option<String>,
        /// What to do next (`chip-advice-<word>`).
        advice: String,
    },
}

/// The longest name of a file or a curve.
const ABOUT: usize = 16;

impl From<Refusal> for Outcome {
    fn from(refusal: Refusal) -> Self {
        let Refusal {
            step,
            code,
            about,
            advice,
        } = refusal;
        Self::Refused {
            step,
            code,
            about,
            advice,
        }
    }
}

impl Outcome {
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
        Some(Refusal::new(step, &failed.code, about, advice).into())
    }

    /// The flaw of a card that looks forged.
    pub(super) fn suspicion(&self) -> Option<&str> {
        match self {
            Self::Refused { code, advice, .. } if advice == Advice::Suspect.as_str() => Some(code),
            Self::Refused { .. } | Self::Accepted { .. } => None,
        }
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
            Some(
                Refusal::new(
                    Step::Read,
                    "read-status",
                    Some("6A82".to_owned()),
                    Advice::ReadAgain
                )
                .into()
            )
        );
        for code in ["", "accepted", "anchor", "other-person"] {
            assert_eq!(told(code), None, "{code}");
        }
    }
}
