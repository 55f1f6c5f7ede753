//! A breach of the terms of use (D59-19.1.a.ii): recorded by one officer, decided by another; ended in the
//! same two steps (D59-19.4.a).

use jiff::Timestamp;

use crate::ids::StaffId;
use crate::words::words;

words! {
    /// Which rule of the terms was broken (`breach-rule-<word>`).
    Rule {
        /// D59-6.1: unlawful acts or deals; against security, defence, the public or others' rights.
        UnlawfulUse = "unlawful-use",
        /// D59-6.2: interference with the system.
        Interference = "interference",
        /// The account was lent, sold or shared.
        Sharing = "sharing",
        /// Untrue statements.
        UntrueStatements = "untrue-statements",
        /// Locking other people's accounts on purpose.
        FalseLocks = "false-locks",
    }
}

words! {
    /// D59-19.4.a: why the hold is to end (`breach-remedy-<word>`).
    Remedy {
        /// The holder mended it.
        Mended = "mended",
        /// There was none.
        NeverWas = "never-was",
    }
}

words! {
    /// Where a breach stands (`breach-state-<word>`).
    State {
        /// One officer recorded it; nothing is locked.
        Recorded = "recorded",
        /// Another one confirmed it: the account is locked.
        Confirmed = "confirmed",
        /// Another one rejected it.
        Rejected = "rejected",
        /// It is proposed to end the hold.
        EndProposed = "end-proposed",
        /// The hold ended.
        Ended = "ended",
    }
}

/// Who did a step, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// When.
    pub at: Timestamp,
    /// Who.
    pub by: StaffId,
}

/// A breach with its steps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Breach {
    /// Which rule.
    pub rule: Rule,
    /// Where it stands.
    pub state: State,
    /// Recorded.
    pub recorded: Step,
    /// Confirmed or rejected.
    pub decided: Option<Step>,
    /// Proposed to be ended, and why.
    pub proposed: Option<(Remedy, Step)>,
    /// Ended.
    pub ended: Option<Step>,
    /// The holder's objection that nobody has answered.
    pub objected: Option<Timestamp>,
}

/// Why a step cannot be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BreachError {
    /// Nobody decides on what he himself recorded or proposed.
    #[error("another officer decides")]
    OwnStep,
    /// It does not stand where this step begins.
    #[error("the step is over")]
    StepOver,
}

impl BreachError {
    /// Stable code for messages.
    pub const fn code(self) -> &'static str {
        match self {
            Self::OwnStep => "breach-own-step",
            Self::StepOver => "breach-step-over",
        }
    }
}

impl Breach {
    /// A new record.
    pub const fn record(rule: Rule, by: Step) -> Self {
        Self {
            rule,
            state: State::Recorded,
            recorded: by,
            decided: None,
            proposed: None,
            ended: None,
            objected: None,
        }
    }

    fn at(&self, states: &[State]) -> Result<(), BreachError> {
        if states.contains(&self.state) {
            Ok(())
        } else {
            Err(BreachError::StepOver)
        }
    }

    /// D59-19.1.a.ii: another officer finds that it was a breach, or that it was none.
    pub fn decide(&mut self, confirmed: bool, by: Step) -> Result<(), BreachError> {
        self.at(&[State::Recorded])?;
        if by.by == self.recorded.by {
            return Err(BreachError::OwnStep);
        }
        self.decided = Some(by);
        self.state = if confirmed {
            State::Confirmed
        } else {
            State::Rejected
        };
        Ok(())
    }

    /// D59-19.4.a: an officer finds it mended, or that there never was one.
    pub fn propose_end(&mut self, remedy: Remedy, by: Step) -> Result<(), BreachError> {
        self.at(&[State::Confirmed])?;
        self.proposed = Some((remedy, by));
        self.state = State::EndProposed;
        Ok(())
    }

    /// D59-19.4.a: another officer ends the hold, or leaves it. Either way the objection is answered.
    pub fn decide_end(&mut self, ends: bool, by: Step) -> Result<(), BreachError> {
        self.at(&[State::EndProposed])?;
        if self.proposed.is_some_and(|(_, step)| step.by == by.by) {
            return Err(BreachError::OwnStep);
        }
        self.objected = None;
        if ends {
            self.ended = Some(by);
            self.state = State::Ended;
        } else {
            self.proposed = None;
            self.state = State::Confirmed;
        }
        Ok(())
    }

    /// The holder objects while it holds his account: it is looked at again. A newer objection stands in
    /// place of one that nobody has answered.
    pub fn object(&mut self, at: Timestamp) -> Result<(), BreachError> {
        self.at(&[State::Confirmed, State::EndProposed])?;
        self.objected = Some(at);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn step(n: u8) -> Step {
        Step {
            at: Timestamp::UNIX_EPOCH,
            by: StaffId::from_bytes([n; 16]),
        }
    }

    fn recorded() -> Breach {
        Breach::record(Rule::Sharing, step(1))
    }

    // law: D59-19.1.a.ii, D59-19.4.a
    #[test]
    fn two_officers_confirm_and_two_end() {
        let mut breach = recorded();
        assert_eq!(breach.decide(true, step(1)), Err(BreachError::OwnStep));
        assert_eq!(breach.object(step(0).at), Err(BreachError::StepOver));
        breach.decide(true, step(2)).unwrap();
        assert_eq!(breach.decide(true, step(3)), Err(BreachError::StepOver));
        breach.object(step(0).at).unwrap();
        breach.propose_end(Remedy::Mended, step(1)).unwrap();
        assert_eq!(
            breach.propose_end(Remedy::NeverWas, step(2)),
            Err(BreachError::StepOver)
        );
        assert_eq!(breach.decide_end(true, step(1)), Err(BreachError::OwnStep));
        breach.decide_end(false, step(2)).unwrap();
        assert_eq!((breach.state, breach.objected), (State::Confirmed, None));
        breach.propose_end(Remedy::NeverWas, step(2)).unwrap();
        breach.decide_end(true, step(1)).unwrap();
        assert_eq!(breach.state, State::Ended);
        assert_eq!(breach.object(step(0).at), Err(BreachError::StepOver));
        assert_eq!(breach.decide_end(true, step(3)), Err(BreachError::StepOver));
    }

    // law: D59-19.1.a.ii
    #[test]
    fn a_rejected_one_is_over() {
        let mut breach = recorded();
        breach.decide(false, step(2)).unwrap();
        assert_eq!(breach.state, State::Rejected);
        assert_eq!(breach.decide(true, step(3)), Err(BreachError::StepOver));
        assert_eq!(
            breach.propose_end(Remedy::Mended, step(3)),
            Err(BreachError::StepOver)
        );
    }
}
