//! Reading the chip of a citizen card at the counter (D59-14.2.a2): an officer asks, an agent of his unit
//! reads, the server judges. What the agent brings is believed in nothing.

#[cfg(test)]
mod any_bytes;
mod ask;
mod bring;
mod judge;
mod next;
mod outcome;
mod packet;
mod view;

pub(crate) use ask::can;
pub use ask::{Ask, ask};
pub(super) use bring::fail;
pub use bring::{Next, bring, prove};
pub use next::Work;
pub(super) use next::work;
pub use outcome::Outcome;
pub(crate) use packet::{forged, judge_packet};
pub use view::{Reading, view, waiting};

use serde::{Deserialize, Serialize};

use crate::chip_check::Question;
pub use crate::chip_check::{Brought, CHIP_FLAWS, FLAWS, STEPS};

/// What only the agent and we may know of a reading; sealed at rest, forgotten once it is judged.
#[derive(Serialize, Deserialize)]
pub(crate) struct Asked {
    /// The access number, where it opens the chip.
    can: Option<String>,
    /// Zone and challenge.
    #[serde(flatten)]
    question: Question,
}

domain::redacted_debug!(Asked);

/// Why an agent brings nothing.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Failed {
    /// A word of [`FLAWS`], or of [`super::scan::FAILURES`].
    pub code: String,
    /// A file or a status of the chip.
    #[serde(default)]
    pub about: Option<String>,
}
