//! APP-12: another telephone number for an account, as a case with a due date. Whoever takes over the
//! number takes over the way in, so it is asked at a counter or the call centre, told to the old number
//! and carried out by somebody else than the one who received it.

use jiff::Timestamp;

use crate::ids::StaffId;
use crate::regime::Limit;

/// APP-12: at most so long from receipt (practice: seven to ten days).
pub const TERM: Limit = Limit::WorkingDays(7);

/// Where a case stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Received; the clock runs.
    Received,
    /// The account is bound to the new number and must be activated again.
    CarriedOut {
        /// When.
        at: Timestamp,
        /// By whom.
        by: StaffId,
    },
    /// I7: refused.
    Refused {
        /// When.
        at: Timestamp,
        /// By whom.
        by: StaffId,
        /// Why.
        reason: Refusal,
    },
    /// The holder, signed in, did not want it, or proved another number at the counter meanwhile.
    Withdrawn {
        /// When.
        at: Timestamp,
    },
}

/// I7: why a change is refused (`phone-change-refused-<word>`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// The holder was reached and did not ask.
    NotByHolder,
    /// D69-10.1: the number is not in the holder's own name.
    NotOwnName,
    /// Somebody else seems to use the account or the number.
    MisuseSuspected,
}

impl Refusal {
    /// All reasons, in the order shown.
    pub const ALL: [Self; 3] = [Self::NotByHolder, Self::NotOwnName, Self::MisuseSuspected];

    /// Stable word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NotByHolder => "not-by-holder",
            Self::NotOwnName => "not-own-name",
            Self::MisuseSuspected => "misuse-suspected",
        }
    }

    /// Reads the word of a form or row.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|r| r.as_str() == text)
    }
}

/// Why a case does not move.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ChangeError {
    /// It was decided or taken back.
    #[error("the case is closed")]
    Closed,
    /// Who received it may not decide it.
    #[error("the case was received by the same person")]
    OwnCase,
}

impl ChangeError {
    /// Stable code for messages.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Closed => "phone-change-closed",
            Self::OwnCase => "phone-change-own-case",
        }
    }
}

/// A case as the rules see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PhoneChange {
    /// When it was received.
    pub received: Timestamp,
    /// By whom.
    pub received_by: StaffId,
    /// Until when it must be decided.
    pub due: Timestamp,
    /// Where it stands.
    pub state: State,
}

impl PhoneChange {
    /// Whether it still waits.
    pub const fn open(&self) -> bool {
        matches!(self.state, State::Received)
    }

    /// APP-12: carries it out; two people see each change.
    pub fn carry_out(self, at: Timestamp, by: StaffId) -> Result<Self, ChangeError> {
        if self.open() && by == self.received_by {
            return Err(ChangeError::OwnCase);
        }
        self.close(State::CarriedOut { at, by })
    }

    /// I7: refuses it. That does no harm: whoever received it may see that it was a mistake.
    pub fn refuse(self, at: Timestamp, by: StaffId, reason: Refusal) -> Result<Self, ChangeError> {
        self.close(State::Refused { at, by, reason })
    }

    /// The holder takes it back.
    pub fn withdraw(self, at: Timestamp) -> Result<Self, ChangeError> {
        self.close(State::Withdrawn { at })
    }

    fn close(self, state: State) -> Result<Self, ChangeError> {
        if self.open() {
            Ok(Self { state, ..self })
        } else {
            Err(ChangeError::Closed)
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::calendar::Calendar;

    const ONE: StaffId = StaffId::from_bytes([1; 16]);
    const TWO: StaffId = StaffId::from_bytes([2; 16]);
    const AT: Timestamp = Timestamp::UNIX_EPOCH;

    fn received() -> PhoneChange {
        PhoneChange {
            received: AT,
            received_by: ONE,
            due: AT,
            state: State::Received,
        }
    }

    // law: APP-12
    #[test]
    fn somebody_else_carries_a_change_out_and_only_once() {
        let reason = Refusal::NotOwnName;
        assert_eq!(received().carry_out(AT, ONE), Err(ChangeError::OwnCase));
        let done = received().carry_out(AT, TWO).unwrap();
        let refused = received().refuse(AT, ONE, reason).unwrap();
        let taken_back = received().withdraw(AT).unwrap();
        assert_eq!(done.state, State::CarriedOut { at: AT, by: TWO });
        for closed in [done, refused, taken_back] {
            assert!(!closed.open());
            assert_eq!(closed.carry_out(AT, TWO), Err(ChangeError::Closed));
            assert_eq!(closed.refuse(AT, TWO, reason), Err(ChangeError::Closed));
            assert_eq!(closed.withdraw(AT), Err(ChangeError::Closed));
        }
        for reason in Refusal::ALL {
            assert_eq!(Refusal::parse(reason.as_str()), Some(reason));
        }
    }

    // law: APP-12
    #[test]
    fn a_change_is_due_within_ten_days_of_an_ordinary_week() {
        let calendar = Calendar::published().unwrap();
        let monday = date(2024, 3, 4);
        assert_eq!(TERM.due(&calendar, monday), date(2024, 3, 13));
    }
}
