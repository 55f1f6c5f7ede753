//! A telecom's file as a batch: taken in, judged, a sample of it looked at, released, taken back.

use crate::ids::StaffId;
use crate::words::words;

words! {
    /// Where a batch stands (`cleaning-batch-<word>`).
    State {
        /// Its file is coming; nothing is judged before all of it is there.
        Receiving = "receiving",
        /// The whole file is here; it waits for its turn.
        Uploaded = "uploaded",
        /// It is held against the register.
        Judging = "judging",
        /// Judged; a sample is looked at before anything goes back.
        Judged = "judged",
        /// The telecom may fetch the results.
        Released = "released",
        /// Taken back, or put away before it was released; its files are gone.
        Withdrawn = "withdrawn",
        /// The file could not be taken or judged; the reason is named.
        Failed = "failed",
    }
}

words! {
    /// What an officer says of a row of the sample (`cleaning-label-<word>`).
    Label {
        /// The verdict is right.
        Right = "right",
        /// It is wrong.
        Wrong = "wrong",
        /// It cannot be told from what is shown.
        Unclear = "unclear",
    }
}

/// Verdicts that speak of one person of the register, of whom a sample is looked at. The others name nobody.
pub const SAMPLED: [&str; 4] = ["exact", "likely", "conflict", "deceased"];

/// Why a step is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.code())]
pub enum BatchError {
    /// The batch is not in a state for this step.
    State(State),
    /// Rows of the sample were not looked at yet.
    SampleOpen,
    /// Nothing could be told of any row of it.
    SampleUnclear,
    /// Whoever looked at the sample does not release.
    SameOfficer,
    /// Its files were deleted when their time was over.
    FilesGone,
}

impl BatchError {
    /// Stable code (`refused-<code>`).
    pub const fn code(self) -> &'static str {
        match self {
            Self::State(State::Receiving) => "cleaning-receiving",
            Self::State(State::Uploaded | State::Judging) => "cleaning-judging",
            Self::State(State::Judged) => "cleaning-not-released",
            Self::State(State::Released) => "cleaning-released",
            Self::State(State::Withdrawn) => "cleaning-withdrawn",
            Self::State(State::Failed) => "cleaning-failed",
            Self::SampleOpen => "cleaning-sample-open",
            Self::SampleUnclear => "cleaning-sample-unclear",
            Self::SameOfficer => "cleaning-same-officer",
            Self::FilesGone => "cleaning-files-gone",
        }
    }
}

/// The next part of the file may come.
pub const fn may_receive(state: State) -> Result<(), BatchError> {
    match state {
        State::Receiving => Ok(()),
        State::Uploaded
        | State::Judging
        | State::Judged
        | State::Released
        | State::Withdrawn
        | State::Failed => Err(BatchError::State(state)),
    }
}

/// Judging begins, or goes on after a stop.
pub const fn judge(state: State) -> Result<State, BatchError> {
    match state {
        State::Uploaded | State::Judging => Ok(State::Judging),
        State::Receiving | State::Judged | State::Released | State::Withdrawn | State::Failed => {
            Err(BatchError::State(state))
        }
    }
}

/// A row of the sample is looked at: before the release, not after it.
pub const fn may_label(state: State) -> Result<(), BatchError> {
    match state {
        State::Judged => Ok(()),
        State::Receiving
        | State::Uploaded
        | State::Judging
        | State::Released
        | State::Withdrawn
        | State::Failed => Err(BatchError::State(state)),
    }
}

/// What is drawn where no verdict of a file speaks of one person: one row that says so, for somebody to see.
pub const NONE: &str = "none";

/// R50-2, four eyes: the results go back once the whole sample was looked at and something could be told of it, by word
/// of somebody to whom none of it was shown. `lookers` are to whom it was; of the sample, how many rows wait and how
/// many are right or wrong. A sample is never empty ([`NONE`]), so that one person alone never releases.
pub fn release(
    state: State,
    by: StaffId,
    lookers: &[StaffId],
    (open, told): (i64, i64),
) -> Result<State, BatchError> {
    match state {
        State::Judged if open > 0 => Err(BatchError::SampleOpen),
        State::Judged if lookers.contains(&by) => Err(BatchError::SameOfficer),
        State::Judged if told == 0 || lookers.is_empty() => Err(BatchError::SampleUnclear),
        State::Judged => Ok(State::Released),
        State::Receiving
        | State::Uploaded
        | State::Judging
        | State::Released
        | State::Withdrawn
        | State::Failed => Err(BatchError::State(state)),
    }
}

/// A batch is put away or taken back; not while it is being judged.
pub const fn withdraw(state: State) -> Result<State, BatchError> {
    match state {
        State::Receiving | State::Judged | State::Released => Ok(State::Withdrawn),
        State::Uploaded | State::Judging | State::Withdrawn | State::Failed => {
            Err(BatchError::State(state))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const A: StaffId = StaffId::from_bytes([1; 16]);
    const B: StaffId = StaffId::from_bytes([2; 16]);

    // law: R50-2
    #[test]
    fn each_state_allows_its_steps_and_no_others() {
        use State as S;
        // receive, judge, label, release, withdraw
        for (state, may) in [
            (S::Receiving, [true, false, false, false, true]),
            (S::Uploaded, [false, true, false, false, false]),
            (S::Judging, [false, true, false, false, false]),
            (S::Judged, [false, false, true, true, true]),
            (S::Released, [false, false, false, false, true]),
            (S::Withdrawn, [false; 5]),
            (S::Failed, [false; 5]),
        ] {
            let done = [
                may_receive(state).is_ok(),
                judge(state) == Ok(S::Judging),
                may_label(state).is_ok(),
                release(state, A, &[B], (0, 1)) == Ok(S::Released),
                withdraw(state) == Ok(S::Withdrawn),
            ];
            assert_eq!(done, may, "{state:?}");
            if !may[3] {
                let refused = release(state, A, &[B], (0, 1));
                assert_eq!(refused, Err(BatchError::State(state)));
            }
        }
    }

    // law: R50-2
    #[test]
    fn nothing_goes_back_before_somebody_else_looked_at_the_sample() {
        for (lookers, sample, want) in [
            (&[][..], (1, 0), Err(BatchError::SampleOpen)),
            (&[A][..], (1, 1), Err(BatchError::SampleOpen)),
            (&[A][..], (0, 1), Err(BatchError::SameOfficer)),
            (&[B, A][..], (0, 1), Err(BatchError::SameOfficer)),
            (&[B][..], (0, 1), Ok(State::Released)),
            (&[B][..], (0, 0), Err(BatchError::SampleUnclear)),
            (&[][..], (0, 0), Err(BatchError::SampleUnclear)),
            (&[][..], (0, 1), Err(BatchError::SampleUnclear)),
        ] {
            let done = release(State::Judged, A, lookers, sample);
            assert_eq!(done, want, "{lookers:?} {sample:?}");
        }
    }
}
