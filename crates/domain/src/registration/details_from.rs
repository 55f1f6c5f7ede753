//! How an applicant's number and details came (D59-14.1.app).

use serde::{Deserialize, Serialize};

/// The surer way first where a phone can; what was changed by hand afterwards was typed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DetailsFrom {
    /// By hand.
    #[default]
    Typed,
    /// From the code printed on the card, which nobody signed.
    CardCode,
    /// From the card's chip, found authentic and no copy.
    Chip,
}

impl DetailsFrom {
    /// Every way.
    pub const ALL: [Self; 3] = [Self::Typed, Self::CardCode, Self::Chip];

    /// Stable word (`details-from-<word>`).
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Typed => "typed",
            Self::CardCode => "card-code",
            Self::Chip => "chip",
        }
    }
}
