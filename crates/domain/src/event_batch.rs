//! A batch of register events: staged, rehearsed, released by two officers, and taken back as a whole.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::ids::StaffId;
use crate::words::words;

words! {
    /// Where a batch stands (`event-batch-<word>`).
    State {
        /// Being read; never released when its reading broke off.
        Staging = "staging",
        /// Read and rehearsed; nothing locks yet.
        Staged = "staged",
        /// One officer approved it.
        Approved = "approved",
        /// Being carried out.
        Releasing = "releasing",
        /// Carried out.
        Released = "released",
        /// One officer asks to take it back.
        UndoAsked = "undo-asked",
        /// Being taken back.
        Undoing = "undoing",
        /// Taken back.
        Undone = "undone",
        /// Put away without being carried out.
        Withdrawn = "withdrawn",
    }
}

words! {
    /// By which door a batch came (`event-door-<word>`).
    Door {
        /// The command line.
        File = "file",
        /// The console.
        Console = "console",
        /// Signed by the register; more events than are carried out at once.
        Webhook = "webhook",
        /// Signed by the register and carried out at once.
        AtOnce = "at-once",
    }
}

words! {
    /// What should be looked at before a release (`event-odd-<word>`).
    Odd {
        /// Somebody said to be dead signed in lately.
        SignedIn = "signed-in",
        /// Ten times as many events as this register usually tells.
        Size = "size",
        /// A tenth of the events or more is refused.
        Refused = "refused",
        /// By his number the person would be older than 120, or was not born yet.
        Age = "age",
    }
}

/// How far back a dead person's sign-in is odd.
pub const SIGNED_IN: SignedDuration = SignedDuration::from_hours(7 * 24);
/// How many times the usual size is odd.
const UNUSUAL: i64 = 10;
/// So many earlier batches tell what is usual.
const COMPARED: usize = 3;
/// An officer decides on a rehearsal no older than this.
pub const FRESH: SignedDuration = SignedDuration::from_hours(1);

/// Whether a batch is ten times as large as the median of the ones before it.
pub fn unusual(size: i64, earlier: &[i64]) -> bool {
    let mut earlier = earlier.to_vec();
    earlier.sort_unstable();
    let median = earlier.get(earlier.len() / 2).copied().unwrap_or(0);
    earlier.len() >= COMPARED && size >= median.max(1).saturating_mul(UNUSUAL)
}

/// Whether a tenth of the events or more is refused.
pub const fn many(refused: i64, all: i64) -> bool {
    refused > 0 && refused.saturating_mul(10) >= all
}

/// Whether an age in years is none that a person reaches.
pub const fn odd_age(born: i16, year: i16) -> bool {
    year < born || year - born > 120
}

/// How many accounts a batch touches in which way.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Open accounts that become locked.
    pub lock: i64,
    /// Accounts that open.
    pub open: i64,
    /// Accounts that stay locked while a ground comes or goes.
    pub stay_locked: i64,
    /// Events that change nothing.
    pub leave: i64,
    /// Events that are refused.
    pub refuse: i64,
}

/// Who approved which act.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Approval {
    /// The officer; none at the server's own shell.
    pub staff: Option<StaffId>,
    /// When.
    pub at: Timestamp,
}

/// Why an officer's step is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.code())]
pub enum BatchError {
    /// The batch is not in a state for this step.
    State(State),
    /// The same officer staged or approved it.
    SameOfficer,
    /// Something odd was not ticked off.
    NotAcknowledged,
    /// The rehearsal is too old to decide on.
    OldRehearsal,
    /// Another officer asked to take it back: only he withdraws that.
    OthersRequest,
}

impl BatchError {
    /// Stable code (`refused-<code>`).
    pub const fn code(self) -> &'static str {
        match self {
            Self::State(State::Staging) => "batch-staging",
            Self::State(State::Staged | State::Approved) => "batch-not-released",
            Self::State(State::Releasing | State::Undoing) => "batch-running",
            Self::State(State::Released | State::UndoAsked) => "batch-released",
            Self::State(State::Undone) => "batch-undone",
            Self::State(State::Withdrawn) => "batch-withdrawn",
            Self::SameOfficer => "batch-same-officer",
            Self::NotAcknowledged => "batch-not-acknowledged",
            Self::OldRehearsal => "batch-rehearsal-old",
            Self::OthersRequest => "batch-others-request",
        }
    }
}

/// What a release is decided on.
#[derive(Debug, Clone, Copy)]
pub struct Decided<'a> {
    /// What the rehearsal found odd.
    pub odd: &'a [Odd],
    /// What the officer ticked off.
    pub acknowledged: &'a [Odd],
    /// When it was rehearsed.
    pub rehearsed: Timestamp,
    /// Now.
    pub now: Timestamp,
}

/// Four eyes: one officer's step towards a release. `involved` are who staged it and who approved it
/// first. The first step may be the stager's own, the second must be somebody else's.
pub fn approve(
    state: State,
    by: StaffId,
    involved: &[StaffId],
    on: &Decided<'_>,
) -> Result<State, BatchError> {
    let next = match state {
        State::Staged => State::Approved,
        State::Approved if involved.contains(&by) => return Err(BatchError::SameOfficer),
        State::Approved => State::Releasing,
        State::Staging
        | State::Releasing
        | State::Released
        | State::UndoAsked
        | State::Undoing
        | State::Undone
        | State::Withdrawn => return Err(BatchError::State(state)),
    };
    if on.now > on.rehearsed + FRESH {
        return Err(BatchError::OldRehearsal);
    }
    if on.odd.iter().any(|odd| !on.acknowledged.contains(odd)) {
        return Err(BatchError::NotAcknowledged);
    }
    Ok(next)
}

/// Four eyes: one step towards taking a batch back. `first` is who asked; none is the server's own
/// shell, which needs nobody else.
pub fn undo(
    state: State,
    by: Option<StaffId>,
    first: Option<StaffId>,
) -> Result<State, BatchError> {
    match (state, by) {
        (State::Released, Some(_)) => Ok(State::UndoAsked),
        (State::UndoAsked, Some(_)) if by == first => Err(BatchError::SameOfficer),
        (State::Released, None) | (State::UndoAsked, _) => Ok(State::Undoing),
        (
            State::Staging
            | State::Staged
            | State::Approved
            | State::Releasing
            | State::Undoing
            | State::Undone
            | State::Withdrawn,
            _,
        ) => Err(BatchError::State(state)),
    }
}

/// Who asked to take a batch back thinks better of it; the batch stands as it was carried out. `first` is
/// who asked.
pub fn keep(state: State, by: StaffId, first: Option<StaffId>) -> Result<State, BatchError> {
    match state {
        State::UndoAsked if first == Some(by) => Ok(State::Released),
        State::UndoAsked => Err(BatchError::OthersRequest),
        State::Staging
        | State::Staged
        | State::Approved
        | State::Releasing
        | State::Released
        | State::Undoing
        | State::Undone
        | State::Withdrawn => Err(BatchError::State(state)),
    }
}

/// Puts a batch away that was not carried out.
pub const fn withdraw(state: State) -> Result<State, BatchError> {
    match state {
        State::Staging | State::Staged | State::Approved => Ok(State::Withdrawn),
        State::Releasing
        | State::Released
        | State::UndoAsked
        | State::Undoing
        | State::Undone
        | State::Withdrawn => Err(BatchError::State(state)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const A: StaffId = StaffId::from_bytes([1; 16]);
    const B: StaffId = StaffId::from_bytes([2; 16]);
    const C: StaffId = StaffId::from_bytes([3; 16]);

    fn on<'a>(odd: &'a [Odd], acknowledged: &'a [Odd], minutes: i64) -> Decided<'a> {
        Decided {
            odd,
            acknowledged,
            rehearsed: Timestamp::UNIX_EPOCH,
            now: Timestamp::UNIX_EPOCH + SignedDuration::from_mins(minutes),
        }
    }

    // law: D59-10.1, D59-19.1.a.iii
    #[test]
    fn two_officers_release() {
        use BatchError as E;
        let calm = on(&[], &[], 5);
        for (state, by, involved, want) in [
            (State::Staged, A, &[A][..], Ok(State::Approved)),
            (State::Staged, B, &[A][..], Ok(State::Approved)),
            (State::Approved, A, &[A][..], Err(E::SameOfficer)),
            (State::Approved, B, &[A, B][..], Err(E::SameOfficer)),
            (State::Approved, A, &[A, B][..], Err(E::SameOfficer)),
            (State::Approved, C, &[A, B][..], Ok(State::Releasing)),
            (
                State::Released,
                C,
                &[A, B][..],
                Err(E::State(State::Released)),
            ),
            (
                State::Releasing,
                C,
                &[A][..],
                Err(E::State(State::Releasing)),
            ),
            (State::Undone, C, &[A][..], Err(E::State(State::Undone))),
            (State::Staging, C, &[A][..], Err(E::State(State::Staging))),
            (
                State::Withdrawn,
                C,
                &[A][..],
                Err(E::State(State::Withdrawn)),
            ),
        ] {
            assert_eq!(approve(state, by, involved, &calm), want, "{state:?} {by}");
        }
    }

    #[test]
    fn what_is_odd_is_ticked_off_and_a_rehearsal_ages() {
        let odd = [Odd::Size, Odd::SignedIn];
        let at = |on: &Decided<'_>| approve(State::Staged, A, &[], on);
        assert_eq!(at(&on(&odd, &[], 0)), Err(BatchError::NotAcknowledged));
        let half = [Odd::Size];
        assert_eq!(at(&on(&odd, &half, 0)), Err(BatchError::NotAcknowledged));
        assert_eq!(at(&on(&odd, &odd, 60)), Ok(State::Approved));
        assert_eq!(at(&on(&odd, &odd, 61)), Err(BatchError::OldRehearsal));
    }

    #[test]
    fn two_officers_take_back_and_the_shell_alone() {
        use BatchError as E;
        for (state, by, first, want) in [
            (State::Released, Some(A), None, Ok(State::UndoAsked)),
            (State::UndoAsked, Some(A), Some(A), Err(E::SameOfficer)),
            (State::UndoAsked, Some(B), Some(A), Ok(State::Undoing)),
            (State::Released, None, None, Ok(State::Undoing)),
            (State::UndoAsked, None, Some(A), Ok(State::Undoing)),
            (State::Staged, None, None, Err(E::State(State::Staged))),
            (State::Undone, None, None, Err(E::State(State::Undone))),
            (
                State::Undoing,
                Some(B),
                Some(A),
                Err(E::State(State::Undoing)),
            ),
        ] {
            assert_eq!(undo(state, by, first), want, "{state:?} {by:?}");
        }
        for state in State::ALL {
            let open = matches!(state, State::Staging | State::Staged | State::Approved);
            assert_eq!(withdraw(*state).is_ok(), open, "{state:?}");
            let asked = *state == State::UndoAsked;
            assert_eq!(keep(*state, A, Some(A)).is_ok(), asked, "{state:?}");
        }
        for first in [None, Some(B)] {
            let others = keep(State::UndoAsked, A, first);
            assert_eq!(others, Err(E::OthersRequest), "{first:?}");
        }
    }

    #[test]
    fn what_is_odd() {
        for (size, earlier, want) in [
            (100, &[10, 10, 10][..], true),
            (99, &[10, 10, 10][..], false),
            (1000, &[10, 10][..], false),
            (100, &[500, 10, 3][..], true),
            (10, &[0, 0, 0][..], true),
        ] {
            assert_eq!(unusual(size, earlier), want, "{size} {earlier:?}");
        }
        for (refused, all, want) in [(0, 0, false), (0, 5, false), (1, 10, true), (1, 11, false)] {
            assert_eq!(many(refused, all), want, "{refused} of {all}");
        }
        for (born, year, want) in [(1900, 2020, false), (1900, 2021, true), (2021, 2020, true)] {
            assert_eq!(odd_age(born, year), want, "{born} {year}");
        }
    }
}
