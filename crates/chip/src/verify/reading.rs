//! What comes in: what a reader brought, and what is printed on the card.

use std::collections::BTreeMap;

use crate::active::{Answer, ProofId};
use crate::agreement::Agreed;
use crate::group::{Group, Mrz};
use crate::redact::redacted;

/// What a reader brought from a card. Nothing of it is believed. There is no copy of one: its proofs
/// count for one verdict.
#[derive(Default)]
pub struct Reading {
    /// EF.COM.
    pub com: Vec<u8>,
    /// EF.SOD.
    pub sod: Vec<u8>,
    /// The groups' files. DG14 and DG15 have to be among them where the card has them.
    pub groups: BTreeMap<Group, Vec<u8>>,
    /// EF.CardAccess, where the reader brought one: DG14 has to say the same of PACE.
    pub access: Option<Vec<u8>>,
    /// The answer to our challenge, where the card has active authentication.
    pub active: Option<Answer>,
    /// The proof of chip authentication, where the card has it.
    pub chip: Option<Agreed>,
}

redacted!(Reading: active, chip);

impl Reading {
    /// The names of its proofs: store them as used before the verdict counts, whatever it is, and
    /// refuse the reading where one of them is stored already.
    pub fn proofs(&self) -> Vec<ProofId> {
        let active = self.active.iter().map(|a| a.challenge.id());
        let chip = self.chip.iter().map(|c| c.id().clone());
        active.chain(chip).collect()
    }
}

/// How much of the print was compared with the chip, the least first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Compared {
    /// Nothing: the card may be one in which another card's chip sits.
    Nothing,
    /// Document number, birth and expiry; not the name, the sex or the nationality.
    Seed,
    /// The whole zone.
    Zone,
}

/// What is printed on the card, seen by an officer or a camera.
#[derive(Clone, PartialEq, Eq)]
pub enum Printed {
    /// The whole zone.
    Zone(Mrz),
    /// Number, birth and expiry with their check digits, as they opened the chip
    /// ([`Mrz::access_seed`]).
    Seed(String),
    /// Nothing was seen: the access number that opened the chip is on no file of it.
    Nothing,
}

impl std::fmt::Debug for Printed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Zone(_) => "Zone(..)",
            Self::Seed(_) => "Seed(..)",
            Self::Nothing => "Nothing",
        })
    }
}

impl Printed {
    /// How much of the print this compares.
    pub const fn compared(&self) -> Compared {
        match self {
            Self::Zone(_) => Compared::Zone,
            Self::Seed(_) => Compared::Seed,
            Self::Nothing => Compared::Nothing,
        }
    }

    /// Whether the chip's zone is not another one.
    pub(super) fn agrees(&self, mrz: &Mrz) -> bool {
        match self {
            Self::Zone(zone) => zone.text() == mrz.text(),
            Self::Seed(seed) => *seed == mrz.access_seed(),
            Self::Nothing => true,
        }
    }
}
