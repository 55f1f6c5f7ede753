//! Why a card is not accepted, in stable words.

use chip::{Advice, Failure, Step};
use serde::{Deserialize, Serialize};

/// Why, and what to do next.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    /// The step that failed: a word of [`STEPS`].
    pub step: String,
    /// Why: a word of [`CHIP_FLAWS`] or [`FLAWS`].
    pub code: String,
    /// The file or status that it is about.
    pub about: Option<String>,
    /// What to do next (`chip-advice-<word>`).
    pub advice: String,
}

/// Whether the card is that of the person who is asked for; after all steps of the chip.
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
pub const FLAWS: [&str; 8] = [
    "no-anchors",
    "other-person",
    "repeated",
    "no-card",
    "no-reader",
    "portrait-unreadable",
    "decided",
    "to-come",
];

impl Refusal {
    /// At a step of the chip.
    pub(crate) fn new(step: Step, code: &str, about: Option<String>, advice: Advice) -> Self {
        Self {
            step: step.as_str().to_owned(),
            code: code.to_owned(),
            about,
            advice: advice.as_str().to_owned(),
        }
    }

    /// The verdict on a card.
    pub(crate) fn of(failure: &Failure) -> Self {
        let advice = failure.advice();
        Self::new(failure.step(), failure.code(), failure.about(), advice)
    }

    /// Nobody has taken an authority in: no card can be judged.
    pub(super) fn no_anchors() -> Self {
        Self::new(Step::Anchor, "no-anchors", None, Advice::TellCentre)
    }

    /// The card is genuine, and another person's.
    pub(super) fn other_person() -> Self {
        Self {
            step: HOLDER.to_owned(),
            code: "other-person".to_owned(),
            about: None,
            advice: Advice::OtherDocument.as_str().to_owned(),
        }
    }

    /// The card is genuine, and nobody waits for it any more.
    pub(crate) fn decided() -> Self {
        Self {
            step: HOLDER.to_owned(),
            code: "decided".to_owned(),
            about: None,
            advice: Advice::TellCentre.as_str().to_owned(),
        }
    }

    /// D59-14.2.b: the citizen's card is not made yet, so that this one is not that card.
    pub(crate) fn to_come() -> Self {
        Self {
            step: HOLDER.to_owned(),
            code: "to-come".to_owned(),
            about: None,
            advice: Advice::OtherDocument.as_str().to_owned(),
        }
    }

    /// D59-24.4: a proof came a second time.
    pub(crate) fn repeated() -> Self {
        Self::new(Step::Clone, "repeated", None, Advice::Suspect)
    }

    /// The portrait is coded in a way that we do not decode: nothing can be compared with it.
    pub(crate) fn unreadable_portrait() -> Self {
        Self {
            step: HOLDER.to_owned(),
            code: "portrait-unreadable".to_owned(),
            about: None,
            advice: Advice::TellCentre.as_str().to_owned(),
        }
    }
}
