//! The step table: one function answers where somebody should be.

use domain::account::{Level, SubjectKind};
use domain::journey::Journey;
use domain::registration::State;
use store::Tx;
use store::registration::Stored;

use crate::Result;

/// A step of the registration, in its order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// Personal identification number.
    Number,
    /// Phone or e-mail address.
    Contact,
    /// The code sent there.
    Code,
    /// Details as on the card.
    Details,
    /// Portrait.
    Portrait,
    /// Agreement.
    Consent,
    /// Check answers.
    Check,
    /// Handed in: how it stands.
    Status,
}

impl Step {
    /// Every step in its order.
    pub const ALL: [Self; 8] = [
        Self::Number,
        Self::Contact,
        Self::Code,
        Self::Details,
        Self::Portrait,
        Self::Consent,
        Self::Check,
        Self::Status,
    ];

    /// Last part of the step's address.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Number => "number",
            Self::Contact => "contact",
            Self::Code => "code",
            Self::Details => "details",
            Self::Portrait => "portrait",
            Self::Consent => "consent",
            Self::Check => "check",
            Self::Status => "status",
        }
    }
}

/// Whether a registration can still be filled in by the applicant.
pub(crate) fn is_open(stored: &Stored) -> bool {
    matches!(stored.state, State::Draft | State::Incomplete { .. })
}

/// The first step that is not yet answered.
pub fn next_step(stored: &Stored) -> Step {
    let d = &stored.dossier;
    match () {
        () if !is_open(stored) => Step::Status,
        () if d.number.is_none() && d.paper.is_none() => Step::Number,
        () if d.pending.is_some() => Step::Code,
        () if d.phone.is_none() && d.email.is_none() => Step::Contact,
        () if d.name.is_none()
            || d.birth.is_none()
            || d.sex.is_none()
            || d.card_issued.is_none() =>
        {
            Step::Details
        }
        () if d.portrait.is_none() => Step::Portrait,
        () if d.consent.is_none() => Step::Consent,
        () => Step::Check,
    }
}

/// R50-6: which journey an applicant in the app is on.
pub const fn journey(stored: &Stored) -> Journey {
    match stored.dossier.kind {
        SubjectKind::Foreigner => Journey::RegistrationForeigner,
        SubjectKind::Citizen | SubjectKind::Organisation => Journey::Registration,
    }
}

/// R50-6: the furthest step of an applicant in the app, with the change that brought him there.
pub(crate) async fn came_to(tx: &mut Tx, stored: &Stored) -> Result<()> {
    if stored.level == Level::Two {
        return Ok(());
    }
    let step = next_step(stored).as_str();
    Ok(store::journey::reach(tx, &stored.id, (journey(stored), step)).await?)
}

/// Answered steps may be visited again; nobody skips ahead.
pub fn may_visit(stored: &Stored, step: Step) -> bool {
    let next = next_step(stored);
    match step {
        Step::Code => next == Step::Code,
        Step::Status => !matches!(stored.state, State::Draft),
        Step::Number
        | Step::Contact
        | Step::Details
        | Step::Portrait
        | Step::Consent
        | Step::Check => is_open(stored) && step <= next,
    }
}
