//! Who may do what (D59-20): role × operation, one table.
//!
//! docs/authority.md shows it; a new operation without a row does not compile.

use crate::actor::{Actor, Role};

/// What staff do. Holders act on their own account only and are checked by their session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Operation {
    /// Find a person and read his record.
    ReadPerson,
    /// Open and fill in a level-2 registration (D59-14.2).
    ProveLevelTwo,
    /// Look for a live portrait among those of other accounts (D59-3.1).
    SearchFaces,
    /// Settle what such a search warns of (D59-3.1, D59-3.2).
    SettleAlike,
    /// Decide a registration (D59-17).
    DecideRegistration,
    /// Verify by other means, and decide, what an organisation states (D59-16.b).
    DecideOrganisation,
    /// Give numbers, book for others, call and serve who waits (D59-14.2.a1).
    ServeVisits,
    /// Set the opening hours of the own unit and its closed days.
    ChangeHours,
    /// Reopen a lapsed activation (D59-18.2).
    ReopenActivation,
    /// Open a call or a visit (D59-19.5.b, D59-19.5.c).
    Assist,
    /// Lock at the holder's request (D59-19.1.a.i).
    Lock,
    /// Unlock at the holder's request (D59-19.4.a).
    Unlock,
    /// Receive a body's request to lock or unlock, read it, move it to another unit (D59-19.1.b).
    HandleCase,
    /// Decide it; which head of which unit, the case itself says (D59-20).
    DecideCase,
    /// Record a breach of the terms, propose to end it (D59-19.1.a.ii).
    RecordBreach,
    /// Decide on what a colleague recorded or proposed (D59-19.1.a.ii, D59-19.4.a).
    DecideBreach,
    /// Receive and decide a change of the telephone number (APP-12).
    ChangePhone,
    /// Remove a device (APP-10).
    RemoveDevice,
    /// Read the pilots.
    ReadPilots,
    /// Change a pilot (R50-1).
    ChangePilot,
    /// Read the state of the registers.
    ReadRegisters,
    /// Close a register for maintenance or open it, load a file.
    RunRegister,
    /// Carry out a register event (D59-10.1).
    TellRegisterEvent,
    /// Release a batch of register events or take it back, as one of two officers.
    ReleaseEvents,
    /// Hold a telecom's subscribers against the population register (R50-2); the server's own shell alone.
    CleanSubscribers,
    /// Read telecoms' batches of subscribers, their counts and estimates (R50-2).
    ReadSubscribers,
    /// Look at rows of a batch's sample beside the register (R50-2).
    LabelSubscribers,
    /// Let a telecom have its subscribers cleaned, release a batch and take it back (R50-2).
    DecideSubscribers,
    /// Read relying parties, their requests and what they use (D59-22, D59-31.2).
    ReadParties,
    /// Check and decide a party's request, suspend a client and let it go on (D59-22.1, D69-18).
    DecideParty,
    /// Announce a version of the terms of use (D59-6.1).
    AnnounceTerms,
    /// Change the calendar of working days (WD-3, WD-5).
    ChangeCalendar,
    /// Read which authorities of cards are trusted (D59-14.2.a2).
    ReadAnchors,
    /// Take in and withdraw authorities of cards and their revocation lists (D59-14.2.a2).
    ChangeAnchors,
    /// Read queues and deadlines of the platform.
    ReadOverview,
    /// Read the courses of staff, which roles need them and who lacks them (R50-7).
    ReadTraining,
    /// Offer courses, and say which roles need them (R50-7).
    ChangeTraining,
    /// Read the audit log.
    ReadAudit,
}

impl Operation {
    /// All operations, in the order of the matrix.
    pub const ALL: [Self; 38] = [
        Self::ReadPerson,
        Self::ProveLevelTwo,
        Self::SearchFaces,
        Self::SettleAlike,
        Self::DecideRegistration,
        Self::DecideOrganisation,
        Self::ServeVisits,
        Self::ChangeHours,
        Self::ReopenActivation,
        Self::Assist,
        Self::Lock,
        Self::Unlock,
        Self::HandleCase,
        Self::DecideCase,
        Self::RecordBreach,
        Self::DecideBreach,
        Self::ChangePhone,
        Self::RemoveDevice,
        Self::ReadPilots,
        Self::ChangePilot,
        Self::ReadRegisters,
        Self::RunRegister,
        Self::TellRegisterEvent,
        Self::ReleaseEvents,
        Self::CleanSubscribers,
        Self::ReadSubscribers,
        Self::LabelSubscribers,
        Self::DecideSubscribers,
        Self::ReadParties,
        Self::DecideParty,
        Self::AnnounceTerms,
        Self::ChangeCalendar,
        Self::ReadAnchors,
        Self::ChangeAnchors,
        Self::ReadOverview,
        Self::ReadTraining,
        Self::ChangeTraining,
        Self::ReadAudit,
    ];

    /// Stable word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ReadPerson => "read-person",
            Self::ProveLevelTwo => "prove-level-two",
            Self::SearchFaces => "search-faces",
            Self::SettleAlike => "settle-alike",
            Self::DecideRegistration => "decide-registration",
            Self::DecideOrganisation => "decide-organisation",
            Self::ServeVisits => "serve-visits",
            Self::ChangeHours => "change-hours",
            Self::ReopenActivation => "reopen-activation",
            Self::Assist => "assist",
            Self::Lock => "lock",
            Self::Unlock => "unlock",
            Self::HandleCase => "handle-case",
            Self::DecideCase => "decide-case",
            Self::RecordBreach => "record-breach",
            Self::DecideBreach => "decide-breach",
            Self::ChangePhone => "change-phone",
            Self::RemoveDevice => "remove-device",
            Self::ReadPilots => "read-pilots",
            Self::ChangePilot => "change-pilot",
            Self::ReadRegisters => "read-registers",
            Self::RunRegister => "run-register",
            Self::TellRegisterEvent => "tell-register-event",
            Self::ReleaseEvents => "release-events",
            Self::CleanSubscribers => "clean-subscribers",
            Self::ReadSubscribers => "read-subscribers",
            Self::LabelSubscribers => "label-subscribers",
            Self::DecideSubscribers => "decide-subscribers",
            Self::ReadParties => "read-parties",
            Self::DecideParty => "decide-party",
            Self::AnnounceTerms => "announce-terms",
            Self::ChangeCalendar => "change-calendar",
            Self::ReadAnchors => "read-anchors",
            Self::ChangeAnchors => "change-anchors",
            Self::ReadOverview => "read-overview",
            Self::ReadTraining => "read-training",
            Self::ChangeTraining => "change-training",
            Self::ReadAudit => "read-audit",
        }
    }
}

use Operation as O;

/// Whether a role may carry out an operation.
pub const fn role_may(role: Role, operation: Operation) -> bool {
    match role {
        Role::Officer => officer_may(operation),
        Role::Head => officer_may(operation) || head_may(operation),
        Role::CallCentre => call_centre_may(operation),
        Role::Manager => manager_may(operation),
        Role::Auditor => auditor_may(operation),
    }
}

/// At the counter, and behind it.
const fn officer_may(operation: Operation) -> bool {
    matches!(
        operation,
        O::ReadPerson
            | O::ProveLevelTwo
            | O::SearchFaces
            | O::SettleAlike
            | O::DecideRegistration
            | O::DecideOrganisation
            | O::ServeVisits
            | O::ReopenActivation
            | O::Assist
            | O::Lock
            | O::Unlock
            | O::HandleCase
            | O::RecordBreach
            | O::ChangePhone
            | O::RemoveDevice
            | O::ReadPilots
    )
}

/// What a head may besides.
const fn head_may(operation: Operation) -> bool {
    matches!(
        operation,
        O::DecideCase | O::DecideBreach | O::ChangeHours | O::ReadTraining
    )
}

/// On the telephone.
const fn call_centre_may(operation: Operation) -> bool {
    matches!(
        operation,
        O::ReopenActivation
            | O::Assist
            | O::Lock
            | O::Unlock
            | O::ChangePhone
            | O::RemoveDevice
            | O::ReadPilots
    )
}

/// The programme.
const fn manager_may(operation: Operation) -> bool {
    matches!(
        operation,
        O::ReadPilots
            | O::ChangePilot
            | O::ReadRegisters
            | O::RunRegister
            | O::TellRegisterEvent
            | O::ReleaseEvents
            | O::ReadSubscribers
            | O::LabelSubscribers
            | O::DecideSubscribers
            | O::ReadParties
            | O::DecideParty
            | O::AnnounceTerms
            | O::ChangeCalendar
            | O::ReadAnchors
            | O::ChangeAnchors
            | O::ReadOverview
            | O::ReadTraining
            | O::ChangeTraining
    )
}

/// Inspection: reading alone.
const fn auditor_may(operation: Operation) -> bool {
    matches!(
        operation,
        O::ReadRegisters
            | O::ReadSubscribers
            | O::ReadParties
            | O::ReadAnchors
            | O::ReadOverview
            | O::ReadTraining
            | O::ReadAudit
    )
}

/// The actor may not do this.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not allowed")]
pub struct Denied;

/// D59-20: refuses whoever has no business doing this. Registers and the server's own shell act
/// with the platform's authority.
pub fn require(actor: &Actor, operation: Operation) -> Result<(), Denied> {
    let allowed = match actor {
        Actor::Staff { role, .. } => role_may(*role, operation),
        Actor::Register(_) => matches!(operation, Operation::TellRegisterEvent),
        Actor::System | Actor::Operator => true,
        Actor::Public | Actor::Holder { .. } | Actor::Party(_) => false,
    };
    if allowed { Ok(()) } else { Err(Denied) }
}

/// The matrix as a table of words, for the reviewed snapshot.
pub fn matrix() -> String {
    let row = |cells: Vec<&str>| format!("| {} |", cells.join(" | "));
    let head = std::iter::once("operation").chain(Role::ALL.map(Role::as_str));
    let mut lines = vec![
        row(head.collect()),
        format!("|{}", "---|".repeat(Role::ALL.len() + 1)),
    ];
    for operation in Operation::ALL {
        let answers = Role::ALL.map(|role| {
            if role_may(role, operation) {
                "yes"
            } else {
                "–"
            }
        });
        lines.push(row(std::iter::once(operation.as_str())
            .chain(answers)
            .collect()));
    }
    lines.join("\n") + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    // law: D59-4.4, D59-32..38
    #[test]
    fn the_matrix_is_the_reviewed_one() {
        let reviewed = include_str!("../../../docs/authority.md");
        assert!(
            reviewed.contains(&matrix()),
            "docs/authority.md differs from the table:\n{}",
            matrix()
        );
    }

    #[test]
    fn people_who_are_not_staff_may_nothing_of_this() {
        for operation in Operation::ALL {
            assert_eq!(require(&Actor::Public, operation), Err(Denied));
        }
    }
}
