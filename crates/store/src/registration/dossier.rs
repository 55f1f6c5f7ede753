//! What a registration is made of.

use domain::account::SubjectKind;
use domain::chip_reading::ChipVouching;
use domain::contact::{Email, Phone};
use domain::evidence::{Consent, HeadTurns};
use domain::ids::{CaptureId, EvidenceId};
use domain::person::{BirthDate, Difference, FullName, PersonNumber, Sex, TravelPaper};
use domain::registration::{AwaitsCard, CardApplication, DetailsFrom};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A contact that waits for its code.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PendingContact {
    /// By SMS.
    Phone(Phone),
    /// By e-mail.
    Email(Email),
}

/// A document the citizen wants added (D59-3.7, D59-14.2.a1): kind and what was entered.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wanted {
    /// Stable word of the kind.
    pub kind: String,
    /// Field and value, in the order of the kind.
    pub fields: Vec<(String, String)>,
}

/// What is wrong with a picture that was kept all the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// Stable code, such as `face-dark` (`machine-finding-<code>`).
    pub code: String,
    /// What the officer does next, such as `more-light` (`machine-remedy-<remedy>`).
    pub remedy: String,
}

/// A fingerprint taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FingerTaken {
    /// Which finger.
    pub finger: String,
    /// Its image.
    pub capture: CaptureId,
}

/// Tries of a finger whose print was no good.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FingerTried {
    /// Which finger.
    pub finger: String,
    /// How many, on the day of the last one.
    pub failed: u8,
    /// When the last one was; unknown of those from before.
    #[serde(default)]
    pub at: Option<Timestamp>,
}

/// Why an officer must look at a registration of level 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum QueueReason {
    /// What was stated differs from the registers.
    Differences,
    /// The population register does not know the number.
    UnknownNumber,
    /// The population register records a death.
    Deceased,
    /// APP-11: the phone or address belongs to another account.
    ContactTaken,
}

impl QueueReason {
    /// Stable word (`queue-reason-<word>`).
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Differences => "differences",
            Self::UnknownNumber => "unknown-number",
            Self::Deceased => "deceased",
            Self::ContactTaken => "contact-taken",
        }
    }
}

/// What a registration is made of; sealed at rest.
#[derive(Clone, Default, Serialize, Deserialize)]
pub struct Dossier {
    /// Personal identification number.
    pub number: Option<PersonNumber>,
    /// Who asks: a citizen or a foreigner.
    #[serde(default)]
    pub kind: SubjectKind,
    /// D59-15.1: a foreigner's passport or travel document.
    #[serde(default)]
    pub paper: Option<TravelPaper>,
    /// D59-15.2: the immigration counter that forwarded it.
    #[serde(default)]
    pub forwarded_by: Option<String>,
    /// D59-17.2.b: whether the entry/exit database has the foreigner's portrait and fingerprints.
    #[serde(default)]
    pub biometrics: bool,
    /// Confirmed phone.
    pub phone: Option<Phone>,
    /// Confirmed e-mail address.
    pub email: Option<Email>,
    /// Contact that waits for its code.
    pub pending: Option<PendingContact>,
    /// Name as on the card.
    pub name: Option<FullName>,
    /// Date of birth as on the card.
    pub birth: Option<BirthDate>,
    /// Sex as on the card.
    pub sex: Option<Sex>,
    /// Date of issue of the card.
    pub card_issued: Option<Date>,
    /// D59-14.1.app: how number and details came.
    #[serde(default)]
    pub details_from: DetailsFrom,
    /// D59-14.1.app: what stands behind the chip that they came from.
    #[serde(default)]
    pub chip_shown: Option<ChipVouching>,
    /// Live portrait.
    pub portrait: Option<CaptureId>,
    /// What an engine found wrong with it when it was taken.
    #[serde(default)]
    pub portrait_findings: Vec<Finding>,
    /// What came of the turns of the head last asked for at a counter.
    #[serde(default)]
    pub head_turns: HeadTurns,
    /// When turns were drawn, on the day of the last ones.
    #[serde(default)]
    pub turns_drawn: Vec<Timestamp>,
    /// Fingerprints.
    pub fingers: Vec<FingerTaken>,
    /// Tries that an engine found no good.
    #[serde(default)]
    pub finger_tries: Vec<FingerTried>,
    /// Why fingerprints are missing.
    pub finger_exception: Option<String>,
    /// The holder's agreement.
    pub consent: Option<Consent>,
    /// Whether a valid chip card was on record when it was last asked for: at the latest on receipt (D59-17.1.b, c).
    #[serde(default)]
    pub chip: bool,
    /// D59-14.2.b: the application for a card that goes with it.
    #[serde(default)]
    pub card_application: Option<CardApplication>,
    /// D59-14.2.b: an officer decided, and the account waits for that card.
    #[serde(default)]
    pub awaits_card: Option<AwaitsCard>,
    /// Why the account was not issued when the card was there (`refused-<word>`).
    #[serde(default)]
    pub issue_stopped: Option<String>,
    /// D59-17.s: when a counter took it offline; the clock starts when the dossier is complete.
    #[serde(default)]
    pub taken_offline: Option<Timestamp>,
    /// Documents wanted.
    pub documents: Vec<Wanted>,
    /// D59-14.2.a2: the reading of the card's chip that was accepted.
    #[serde(default)]
    pub chip_reading: Option<EvidenceId>,
    /// The portrait of that chip, where it can be shown.
    #[serde(default)]
    pub chip_portrait: Option<CaptureId>,
    /// The flaw of the card that was read last, where it looks forged (`chip-flaw-<word>`).
    #[serde(default)]
    pub suspect_card: Option<String>,
    /// The comparison made.
    pub comparison: Option<EvidenceId>,
    /// Why an officer must look.
    pub queued: Option<QueueReason>,
    /// Fields that differ from the registers.
    pub differences: Vec<Difference>,
    /// D59-17.s: what was found missing.
    pub missing: Option<String>,
    /// Language of messages.
    pub language: String,
}

domain::redacted_debug!(PendingContact, Wanted, Dossier);

impl Dossier {
    /// A citizen asks, by this number.
    pub fn become_citizen(&mut self, number: PersonNumber) {
        self.kind = SubjectKind::Citizen;
        self.number = Some(number);
        self.paper = None;
    }
}
