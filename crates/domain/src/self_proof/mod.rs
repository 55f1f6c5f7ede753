//! What a holder proves by himself, without a counter: that the chip of his card is in his hand, and that his living
//! face is the one on it (D59-24.3). Both together raise a session to authentication level 3 for a while. Level 4
//! (D59-24.4) takes fingerprints compared with chip or register, which no telephone can take: it is not reached here.

mod card;
mod face;
mod raised;
#[cfg(test)]
mod tests;

pub use card::{CardHeld, card_held};
pub use face::{FaceShown, OnRecord, face_shown};
pub use raised::{LETS_IN, LIFE, Raised, reached};

use crate::means::Means;

/// Chip and face as means: possession and inherence, by proofs that only their checks can make.
pub const fn means(_: &CardHeld, _: &FaceShown) -> [Means; 2] {
    [Means::IdCard, Means::Portrait]
}

/// Why chip or face prove nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum NotProven {
    /// D59-19.1.a.iii: the card register knows the card as withdrawn, held, lost or run out.
    #[error("the card is not valid any more")]
    CardInvalid,
    /// The card register knows a later card: this one was replaced.
    #[error("the card was replaced")]
    CardReplaced,
    /// The chip names no day of issue that we understand: a card that was replaced could not be told from it.
    #[error("the chip names no day of issue")]
    CardUndated,
    /// The card register knows no card of the person.
    #[error("the register knows no card")]
    CardUnknown,
    /// Name, birth or sex on the chip are not those of the account.
    #[error("the chip differs from the account")]
    Differs,
    /// The face is another one.
    #[error("another face")]
    OtherFace,
    /// The score is too low to tell, or a portrait on record could not be used.
    #[error("the comparison is unclear")]
    Unclear,
}

impl NotProven {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::CardInvalid,
        Self::CardReplaced,
        Self::CardUndated,
        Self::CardUnknown,
        Self::Differs,
        Self::OtherFace,
        Self::Unclear,
    ];

    /// Stable code (`refused-<code>`).
    pub const fn code(self) -> &'static str {
        match self {
            Self::CardInvalid => "self-proof-card-invalid",
            Self::CardReplaced => "self-proof-card-replaced",
            Self::CardUndated => "self-proof-card-undated",
            Self::CardUnknown => "self-proof-card-unknown",
            Self::Differs => "self-proof-differs",
            Self::OtherFace => "self-proof-other-face",
            Self::Unclear => "self-proof-unclear",
        }
    }
}
