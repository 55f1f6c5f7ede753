//! Judging what a reader brought from the chip of a citizen card (D59-24.4): an officer's at a counter
//! ([`crate::counter::card`]), the holder's own phone ([`crate::self_proof`]), an applicant's
//! ([`crate::registration::card`]). Nothing that is brought is believed.

mod holder;
mod judge;
mod raw;
mod refusal;
mod zone;

pub(crate) use holder::holder;
pub(crate) use judge::{Judged, genuine, hex, judge, vouching};
pub use raw::Brought;
pub use refusal::{CHIP_FLAWS, FLAWS, Refusal, STEPS};
pub(crate) use zone::zone;

use chip::agreement::{Begun, begin};
use chip::group::{Group, Mrz, read_mrz};
use serde::{Deserialize, Serialize};

use crate::{App, Error, Result};

/// The groups to be read besides those with the chip's keys: zone, portrait, details.
pub(crate) const GROUPS: [Group; 3] = [Group::DG1, Group::DG2, Group::DG13];

/// What only the reader and we may know of a reading; sealed at rest, forgotten once it is judged.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Question {
    /// The printed zone.
    zone: String,
    /// What the chip has to sign.
    pub(crate) challenge: [u8; 8],
    /// What chip authentication begins with.
    entropy: Vec<u8>,
}

domain::redacted_debug!(Question);

impl Question {
    /// About the card with this zone, with a challenge that nobody could foresee.
    pub(crate) fn new(app: &App, zone: &Mrz) -> Self {
        Self {
            zone: zone.text().to_owned(),
            challenge: app.random(),
            entropy: app.random::<80>().to_vec(),
        }
    }

    /// About a card that was read with a challenge of ours before. Nothing more is asked of it.
    pub(crate) fn answered(zone: &Mrz, challenge: [u8; 8]) -> Self {
        Self {
            zone: zone.text().to_owned(),
            challenge,
            entropy: Vec::new(),
        }
    }

    /// The same in each test.
    #[cfg(test)]
    pub(crate) fn fixed() -> Self {
        Self {
            zone: String::new(),
            challenge: [7; 8],
            entropy: vec![0x11; 80],
        }
    }

    /// The printed zone.
    pub(crate) fn zone(&self) -> Result<Mrz> {
        read_mrz(&self.zone).map_err(|e| Error::Internal(e.to_string()))
    }

    /// A card that does not sign proves itself by chip authentication, which we begin.
    pub(crate) fn begun(&self, brought: &Brought) -> Result<Option<Begun>> {
        if brought.signature.is_some() {
            return Ok(None);
        }
        let options = brought.group(Group::DG14)?;
        let entropy = self.entropy.as_slice().try_into();
        let entropy: &[u8; 80] =
            entropy.map_err(|_| Error::Internal("reading of a chip: entropy".to_owned()))?;
        // A flaw is named by the verdict, once DG14 has been found authentic.
        Ok(options.and_then(|dg14| begin(&dg14, entropy).ok()))
    }
}
