//! Registration of an account or a level (D59-14), with its clock (D59-17).

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::account::Level;
use crate::evidence::{Consent, Distinct, Matched};
use crate::ids::StaffId;
use crate::person::{Difference, Foreign, Identity, differences};
use crate::regime::{Footing, PersonKind, Regime};

mod details_from;
mod joint;

pub use details_from::DetailsFrom;
pub use joint::{
    AwaitsCard, CardApplication, CardApplicationKind, CardReference, CardWait, OLDEST_APPLICATION,
    Together, applied_on,
};

/// Where a registration stands. Facts of a state stand in the state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// Being filled in; no clock (D59-17.s).
    Draft,
    /// Complete and received; the clock runs.
    Received {
        /// When.
        at: Timestamp,
        /// Until when it must be decided.
        due: Timestamp,
        /// The decree in force on the day of receipt.
        regime: Regime,
    },
    /// D59-17.s: something is missing; the clock stands still.
    Incomplete {
        /// Since when.
        since: Timestamp,
        /// What is missing.
        missing: String,
    },
    /// Approved.
    Approved {
        /// When.
        at: Timestamp,
    },
    /// Refused, with its reason.
    Refused {
        /// When.
        at: Timestamp,
        /// Why.
        reason: Refusal,
    },
}

impl State {
    /// Stable word (`registration-<word>`).
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Received { .. } => "received",
            Self::Incomplete { .. } => "incomplete",
            Self::Approved { .. } => "approved",
            Self::Refused { .. } => "refused",
        }
    }
}

/// I7: why a registration is refused. Each has plain words and a next step in the locales
/// (`refusal-<word>`, `refusal-<word>-next`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Refusal {
    /// D59-14.1.a: level 1 in the app is for holders of a valid chip card.
    NoChipCard,
    /// D59-11.1: under fourteen; registered under a parent's or guardian's account.
    UnderAge,
    /// The subject has an account of this level already.
    AlreadyRegistered,
    /// The population register does not know the number.
    NotInRegister,
    /// What was stated does not agree with the registers.
    DetailsDiffer,
    /// The portrait is not that of the person registered.
    PortraitDiffers,
    /// The register records the person's death.
    Deceased,
    /// D59-14.2.a2: the person did not agree.
    NotAgreed,
    /// D59-15.1: a foreigner's passport or travel document is not valid.
    NoPassport,
    /// D59-11.2: the permitted stay is over.
    StayOver,
    /// D69-7.2: since Decree 69 a foreigner needs a residence card.
    NoResidence,
    /// D59-3.1, D59-3.2: the person has an account already, under another identity.
    Duplicate,
    /// D59-14.2.b: the card office refused the card that was applied for together with the account.
    CardRefused,
}

impl Refusal {
    /// All reasons, in the order shown to officers.
    pub const ALL: [Self; 13] = [
        Self::NoChipCard,
        Self::UnderAge,
        Self::AlreadyRegistered,
        Self::NotInRegister,
        Self::DetailsDiffer,
        Self::PortraitDiffers,
        Self::Deceased,
        Self::NotAgreed,
        Self::NoPassport,
        Self::StayOver,
        Self::NoResidence,
        Self::Duplicate,
        Self::CardRefused,
    ];

    /// Stable word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NoChipCard => "no-chip-card",
            Self::UnderAge => "under-age",
            Self::AlreadyRegistered => "already-registered",
            Self::NotInRegister => "not-in-register",
            Self::DetailsDiffer => "details-differ",
            Self::PortraitDiffers => "portrait-differs",
            Self::Deceased => "deceased",
            Self::NotAgreed => "not-agreed",
            Self::NoPassport => "no-passport",
            Self::StayOver => "stay-over",
            Self::NoResidence => "no-residence",
            Self::Duplicate => "duplicate",
            Self::CardRefused => "card-refused",
        }
    }

    /// Reads the word of a form or row.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|r| r.as_str() == text)
    }

    /// Reasons that an officer may give: where another officer found a [`Self::Duplicate`] that one, else the others
    /// (D59-3.1). Who applies for card and account together lacks a card by the nature of it: only that the card was
    /// refused is a reason then, and only then (D59-14.2.b).
    pub fn by_officer(duplicate: bool, joint: bool) -> impl Iterator<Item = Self> {
        Self::ALL.into_iter().filter(move |reason| {
            let of_card = *reason == Self::CardRefused && !joint;
            let of_no_card = *reason == Self::NoChipCard && joint;
            duplicate == (*reason == Self::Duplicate) && !of_card && !of_no_card
        })
    }

    /// D59-14.1.a, D59-15.1: the paper that a kind of person must hold is not there or not valid.
    pub const fn no_paper(kind: PersonKind) -> Self {
        match kind {
            PersonKind::Citizen => Self::NoChipCard,
            PersonKind::Foreigner => Self::NoPassport,
        }
    }

    /// The rule a refusal rests on (I7).
    pub const fn basis(self) -> &'static str {
        match self {
            Self::NoChipCard => "D59-14.1.a",
            Self::UnderAge => "D59-11.1",
            Self::AlreadyRegistered => "D59-4.2",
            Self::NotInRegister | Self::DetailsDiffer | Self::Deceased => "D59-3.3",
            Self::PortraitDiffers => "D59-12.2",
            Self::NotAgreed => "D59-14.2.a2",
            Self::NoPassport => "D59-15.1",
            Self::StayOver => "D59-11.2",
            Self::NoResidence => "D69-7.2",
            Self::Duplicate => "D59-3.1",
            Self::CardRefused => "D59-14.2.b",
        }
    }
}

/// A transition that does not exist from the present state.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a registration that is {from} cannot be {event}")]
pub struct TransitionError {
    /// The present state.
    pub from: &'static str,
    /// What was tried.
    pub event: &'static str,
}

impl State {
    fn refuse_transition(&self, event: &'static str) -> TransitionError {
        TransitionError {
            from: self.as_str(),
            event,
        }
    }

    /// D59-17.s: a complete dossier is received and the clock starts.
    pub fn receive(
        self,
        at: Timestamp,
        due: Timestamp,
        regime: Regime,
    ) -> Result<Self, TransitionError> {
        match self {
            Self::Draft | Self::Incomplete { .. } => Ok(Self::Received { at, due, regime }),
            Self::Received { .. } | Self::Approved { .. } | Self::Refused { .. } => {
                Err(self.refuse_transition("received"))
            }
        }
    }

    /// D59-17.s: something is missing; the clock stops until it is handed in.
    pub fn send_back(self, at: Timestamp, missing: String) -> Result<Self, TransitionError> {
        match self {
            Self::Received { .. } => Ok(Self::Incomplete { since: at, missing }),
            Self::Draft
            | Self::Incomplete { .. }
            | Self::Approved { .. }
            | Self::Refused { .. } => Err(self.refuse_transition("sent back")),
        }
    }

    /// D59-14.1: level 1, on agreement of the registers or an officer's decision.
    pub fn approve_level_one(
        self,
        at: Timestamp,
        _proof: &LevelOneProof,
    ) -> Result<Self, TransitionError> {
        self.approve(at)
    }

    /// I3, D59-12.2, D59-3.1, D59-14.2.b: level 2, only with a match, the holder's agreement, no warning that the
    /// person has an account already, and no card still to come that was applied for with it.
    pub fn approve_level_two(
        self,
        at: Timestamp,
        (_matched, _consent, _distinct): (&Matched, &Consent, &Distinct),
        _together: &Together,
    ) -> Result<Self, TransitionError> {
        self.approve(at)
    }

    fn approve(self, at: Timestamp) -> Result<Self, TransitionError> {
        match self {
            Self::Received { .. } => Ok(Self::Approved { at }),
            Self::Draft
            | Self::Incomplete { .. }
            | Self::Approved { .. }
            | Self::Refused { .. } => Err(self.refuse_transition("approved")),
        }
    }

    /// I7: refuses with a reason.
    pub fn refuse(self, at: Timestamp, reason: Refusal) -> Result<Self, TransitionError> {
        match self {
            Self::Received { .. } | Self::Incomplete { .. } => Ok(Self::Refused { at, reason }),
            Self::Draft | Self::Approved { .. } | Self::Refused { .. } => {
                Err(self.refuse_transition("refused"))
            }
        }
    }
}

/// What the registers say about an applicant, as far as level 1 needs it.
#[derive(Debug, Clone)]
pub struct RegisterFacts {
    /// The population register's record.
    pub identity: Identity,
    /// Whether the register records a death.
    pub deceased: bool,
    /// The citizen-id card, if there is one; a foreigner's travel paper.
    pub card: Option<CardFacts>,
    /// D59-11.1: whether the person stands under guardianship.
    pub ward: bool,
    /// D59-11.2: a foreigner's stay.
    pub stay: Option<StayFacts>,
    /// Level of the account the subject already has.
    pub account: Option<Level>,
}

/// The citizen-id card as its register holds it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CardFacts {
    /// Whether it is a chip card, or a foreigner's travel paper.
    pub fit: bool,
    /// Whether it is valid on the day.
    pub valid: bool,
    /// Date of issue.
    pub issued_on: Date,
}

/// A foreigner's stay on the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StayFacts {
    /// Whether it is permitted on the day.
    pub permitted: bool,
    /// D69-7.2: whether it rests on a residence card.
    pub resident: bool,
}

impl StayFacts {
    /// What a registration needs to know of paper and stay on a day.
    pub fn of(foreign: &Foreign, today: Date) -> Self {
        Self {
            permitted: foreign.stays(today),
            resident: foreign.resident(),
        }
    }

    /// D59-11.2, D69-7.2: why a foreigner may have no account in a regime; `None` when he may.
    pub fn bar(self, regime: Regime) -> Option<Refusal> {
        match () {
            () if !self.permitted => Some(Refusal::StayOver),
            () if !self.resident && regime == Regime::Decree69 => Some(Refusal::NoResidence),
            () => None,
        }
    }
}

/// Proof for level 1: the registers agree, or an officer decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LevelOneProof(ProofKind);

#[derive(Debug, Clone, PartialEq, Eq)]
enum ProofKind {
    RegistersAgree,
    Officer(StaffId),
}

impl LevelOneProof {
    /// An officer looked at a queued registration and takes the decision.
    pub const fn by_officer(officer: StaffId) -> Self {
        Self(ProofKind::Officer(officer))
    }

    /// The officer, where one decided.
    pub const fn officer(&self) -> Option<StaffId> {
        match self.0 {
            ProofKind::RegistersAgree => None,
            ProofKind::Officer(id) => Some(id),
        }
    }
}

/// What the registers lead to, without anybody looking.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Automatic {
    /// Everything agrees.
    Approve(LevelOneProof),
    /// A condition of the law is plainly not met.
    Refuse(Refusal),
    /// An officer must look; the fields that differ, or none where the number is unknown.
    Queue(Vec<Difference>),
}

/// D59-14.1.*: decides level 1 where the registers agree, otherwise leaves it to an officer.
///
/// Facts about the person come out only to somebody whose statement agrees with the register: any
/// difference queues, whatever else is true, so that nobody learns from the answer whether a number
/// has an account.
pub fn decide_level_one(
    stated: &Identity,
    stated_card_issue: Date,
    facts: Option<&RegisterFacts>,
    regime: Regime,
    today: Date,
) -> Automatic {
    let Some(facts) = facts else {
        return Automatic::Queue(Vec::new());
    };
    let mut differing = differences(stated, &facts.identity);
    if facts
        .card
        .is_some_and(|card| card.issued_on != stated_card_issue)
    {
        differing.push(Difference::CardIssued);
    }
    if !differing.is_empty() || facts.deceased {
        return Automatic::Queue(differing);
    }
    let kind = facts.identity.number.kind();
    let age = facts.identity.birth.age_on(today);
    if regime.age_band(kind, age, facts.ward).footing != Footing::Own {
        return Automatic::Refuse(Refusal::UnderAge);
    }
    if !facts.card.is_some_and(|card| card.fit && card.valid) {
        return Automatic::Refuse(Refusal::no_paper(kind));
    }
    if let Some(reason) = facts.stay.and_then(|stay| stay.bar(regime)) {
        return Automatic::Refuse(reason);
    }
    if facts.account.is_some() {
        return Automatic::Refuse(Refusal::AlreadyRegistered);
    }
    Automatic::Approve(LevelOneProof(ProofKind::RegistersAgree))
}

#[cfg(test)]
mod tests;
