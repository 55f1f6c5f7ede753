//! A card that has passed every check.

use std::collections::BTreeSet;

use domain::person::PersonNumber;
use jiff::Timestamp;

use super::Compared;
use crate::certificate::Certificate;
use crate::group::{Group, Mrz, National, Portrait};
use crate::redact::redacted;

/// What shows that the chip is the one that was issued, and no copy of its files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Genuine {
    /// It signed our challenge (active authentication).
    Active,
    /// It opened a session that only its key can open (chip authentication).
    Chip,
    /// Both.
    Both,
    /// Nothing: the policy did not ask for it. The files are authentic, the chip may be a copy.
    NotShown,
}

/// Who vouches for the files: certificates by which a record can name them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vouching {
    /// The document signer's certificate.
    pub signer: Certificate,
    /// The trusted authority's certificate.
    pub authority: Certificate,
    /// When the revocation list that was looked into was issued.
    pub list_issued: Timestamp,
}

/// D59-14.2.a2, D59-24.4: the content of a card that has passed every check of the policy. There is no
/// other way to make one than [`crate::verify`], and nothing in it comes from a file that was not
/// found authentic.
#[derive(Clone, PartialEq, Eq)]
pub struct Card {
    pub(super) mrz: Mrz,
    pub(super) number: Option<PersonNumber>,
    pub(super) portrait: Portrait,
    pub(super) national: Option<National>,
    pub(super) verified: BTreeSet<Group>,
    pub(super) vouching: Vouching,
    pub(super) compared: Compared,
    pub(super) genuine: Genuine,
    pub(super) at: Timestamp,
}

redacted!(Card: verified, compared, genuine, at);

impl Card {
    /// The zone of DG1.
    pub const fn mrz(&self) -> &Mrz {
        &self.mrz
    }

    /// The citizen's number, where the optional data of the zone is one; [`crate::Policy::citizen_card`]
    /// accepts no card without it.
    pub const fn number(&self) -> Option<&PersonNumber> {
        self.number.as_ref()
    }

    /// The portrait of DG2, coded as the card has it.
    pub const fn portrait(&self) -> &Portrait {
        &self.portrait
    }

    /// The details of DG13, where it was read.
    pub const fn national(&self) -> Option<&National> {
        self.national.as_ref()
    }

    /// The groups that were found authentic; others were not read.
    pub const fn verified(&self) -> &BTreeSet<Group> {
        &self.verified
    }

    /// Who vouches for them.
    pub const fn vouching(&self) -> &Vouching {
        &self.vouching
    }

    /// What of the print was compared with the chip.
    pub const fn compared(&self) -> Compared {
        self.compared
    }

    /// What shows that the chip is no copy.
    pub const fn genuine(&self) -> Genuine {
        self.genuine
    }

    /// The instant for which all of this was found.
    pub const fn at(&self) -> Timestamp {
        self.at
    }
}
