//! What there is to do at the counter, and how far it is.

use domain::finger::ASKED;
use domain::registration::State;
use store::registration::Stored;

/// A task of the counter, in its order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Task {
    /// Details as on the card shown.
    Details,
    /// D59-14.2.b: the application for the card, of a citizen who has none.
    CardApplication,
    /// Phone or e-mail, confirmed on the spot.
    Contact,
    /// Documents the citizen wants added (not needed).
    Documents,
    /// Live portrait.
    Portrait,
    /// Fingerprints.
    Fingers,
    /// The citizen's agreement.
    Consent,
    /// Comparison with the registers.
    Compare,
    /// Decision.
    Decide,
}

impl Task {
    /// Every task in its order.
    pub const ALL: [Self; 9] = [
        Self::Details,
        Self::CardApplication,
        Self::Contact,
        Self::Documents,
        Self::Portrait,
        Self::Fingers,
        Self::Consent,
        Self::Compare,
        Self::Decide,
    ];

    /// Last part of the task's address.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Details => "details",
            Self::CardApplication => "card-application",
            Self::Contact => "contact",
            Self::Documents => "documents",
            Self::Portrait => "portrait",
            Self::Fingers => "fingers",
            Self::Consent => "consent",
            Self::Compare => "compare",
            Self::Decide => "decide",
        }
    }

    /// Reads the last part of an address.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|t| t.as_str() == text)
    }

    /// Whether the registration has it: only who has no valid chip card applies for one.
    fn asked(self, stored: &Stored) -> bool {
        self != Self::CardApplication || stored.joint()
    }

    fn done(self, stored: &Stored) -> bool {
        let d = &stored.dossier;
        match self {
            // Who got his card since shows it: its date of issue belongs to the details.
            Self::Details => {
                let issue = d.card_issued.is_some() || !d.chip;
                d.name.is_some() && d.birth.is_some() && d.sex.is_some() && issue
            }
            Self::CardApplication => d.card_application.is_some(),
            Self::Contact => d.phone.is_some() || d.email.is_some(),
            Self::Documents => !d.documents.is_empty(),
            Self::Portrait => d.portrait.is_some(),
            Self::Fingers => d.fingers.len() >= usize::from(ASKED) || d.finger_exception.is_some(),
            Self::Consent => d.consent.is_some(),
            Self::Compare => d.comparison.is_some(),
            Self::Decide => matches!(stored.state, State::Approved { .. } | State::Refused { .. }),
        }
    }

    /// Whether it can be begun now: comparing needs the whole dossier, deciding the comparison; and nothing is edited
    /// that is decided and waits for its card.
    fn ready(self, stored: &Stored) -> bool {
        if stored.awaits_card().is_some() {
            return self == Self::Decide;
        }
        match self {
            Self::Details
            | Self::CardApplication
            | Self::Contact
            | Self::Documents
            | Self::Portrait
            | Self::Fingers
            | Self::Consent => true,
            Self::Compare => complete(stored),
            Self::Decide => matches!(stored.state, State::Received { .. }),
        }
    }
}

const DOSSIER: [Task; 6] = [
    Task::Details,
    Task::CardApplication,
    Task::Contact,
    Task::Portrait,
    Task::Fingers,
    Task::Consent,
];

/// D59-17.s: nothing is missing from the dossier.
pub(crate) fn complete(stored: &Stored) -> bool {
    DOSSIER
        .into_iter()
        .all(|task| !task.asked(stored) || task.done(stored))
}

/// Whether the next edit may complete the dossier, with a card or without.
pub(super) fn nearly_complete(stored: &Stored) -> bool {
    let missing = DOSSIER
        .into_iter()
        .filter(|task| *task != Task::CardApplication && !task.done(stored));
    missing.count() <= 1
}

/// Every task with whether it is done and whether it can be begun.
pub fn tasks(stored: &Stored) -> Vec<(Task, bool, bool)> {
    Task::ALL
        .into_iter()
        .filter(|t| t.asked(stored))
        .map(|t| (t, t.done(stored), t.ready(stored)))
        .collect()
}

/// The first task that is not done; the documents wanted are never in the way.
pub fn next_task(stored: &Stored) -> Task {
    Task::ALL
        .into_iter()
        .find(|t| *t != Task::Documents && t.asked(stored) && !t.done(stored))
        .unwrap_or(Task::Decide)
}
