//! Which finger next, and what when there is none: D59-14.2.a2 asks for prints, and people have lost fingers, wear
//! bandages, work with lime and cement. Nobody is sent away for his hands.
//!
//! Three tries a finger; then the next of the same hand, then the other hand. Where prints are worn on several
//! fingers they are worn on all: asking ends, and two officers record the exception.

use domain::ids::StaffId;

use super::Position;
use domain::finger::{ASKED, Hand};

/// The order of asking within a hand.
const RIGHT: [Position; 5] = [
    Position::RightIndex,
    Position::RightThumb,
    Position::RightMiddle,
    Position::RightRing,
    Position::RightLittle,
];
const LEFT: [Position; 5] = [
    Position::LeftIndex,
    Position::LeftThumb,
    Position::LeftMiddle,
    Position::LeftRing,
    Position::LeftLittle,
];

/// What is asked of a person. Configuration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Want {
    /// Fingers.
    pub fingers: u8,
    /// Tries of each.
    pub tries: u8,
    /// After so many fingers with worn prints no other is asked for.
    pub worn: u8,
}

impl Default for Want {
    fn default() -> Self {
        Self {
            fingers: ASKED,
            tries: 3,
            worn: 4,
        }
    }
}

/// Why a finger cannot be put on the plate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Absence {
    /// Lost.
    Missing,
    /// Under a bandage or a plaster: another day it could be taken.
    Bandaged,
    /// Cannot be stretched or laid flat.
    Stiff,
}

/// Why there is no print of a finger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Why {
    /// It cannot be put on the plate.
    Absent(Absence),
    /// No try was good enough.
    Worn,
}

impl Why {
    /// Stable word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Absent(Absence::Missing) => "missing",
            Self::Absent(Absence::Bandaged) => "bandaged",
            Self::Absent(Absence::Stiff) => "stiff",
            Self::Worn => "worn",
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Open { failed: u8 },
    Taken,
    Gone(Why),
}

/// What comes next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Take this finger; so many tries are left, this one included.
    Take {
        /// Which.
        finger: Position,
        /// Tries left.
        tries: u8,
    },
    /// There are prints enough.
    Done,
    /// There is nothing more to ask for: two officers record the exception.
    Exception,
}

/// The fingers of one person at one counter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sitting {
    want: Want,
    fingers: Vec<(Position, State)>,
}

/// Why an event does not fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SittingError {
    /// Another finger is asked for.
    #[error("{0:?} is asked for")]
    OtherFinger(Position),
    /// No finger is asked for any more.
    #[error("no finger is asked for")]
    Over,
    /// A print of this finger was taken, or given up.
    #[error("this finger is settled")]
    Settled,
}

/// Why an exception is not recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ExceptionError {
    /// Prints are there, or can still be asked for.
    #[error("no exception is needed")]
    NotNeeded,
    /// The second officer is the first.
    #[error("the second officer must be another person")]
    SameOfficer,
    /// Without a reason.
    #[error("the reason is missing")]
    NoReason,
}

impl ExceptionError {
    /// Stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::NotNeeded => "finger-exception-not-needed",
            Self::SameOfficer => "finger-exception-same-officer",
            Self::NoReason => "finger-exception-no-reason",
        }
    }
}

/// D59-14.2.a2: an exception that two officers stand for. Only [`Sitting::approve`] makes one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Approved {
    first: StaffId,
    second: StaffId,
    reason: String,
    taken: Vec<Position>,
    gone: Vec<(Position, Why)>,
}

impl Approved {
    /// Who asked for the prints.
    pub const fn first(&self) -> StaffId {
        self.first
    }

    /// Who looked at the hands too.
    pub const fn second(&self) -> StaffId {
        self.second
    }

    /// In the officers' words.
    pub fn reason(&self) -> &str {
        &self.reason
    }

    /// The prints there are, fewer than asked for.
    pub fn taken(&self) -> &[Position] {
        &self.taken
    }

    /// The fingers without prints.
    pub fn gone(&self) -> &[(Position, Why)] {
        &self.gone
    }
}

impl Sitting {
    /// Begins.
    pub fn new(want: Want) -> Self {
        let open = |finger| (finger, State::Open { failed: 0 });
        Self {
            want,
            fingers: RIGHT.into_iter().chain(LEFT).map(open).collect(),
        }
    }

    /// Goes on where prints were taken in any order: those that are there, and how many tries of a finger were no good.
    pub fn resumed(want: Want, taken: &[Position], failed: &[(Position, u8)]) -> Self {
        let mut sitting = Self::new(want);
        for (finger, tries) in failed {
            sitting.set(
                *finger,
                if *tries >= want.tries {
                    State::Gone(Why::Worn)
                } else {
                    State::Open { failed: *tries }
                },
            );
        }
        for finger in taken {
            sitting.set(*finger, State::Taken);
        }
        sitting
    }

    /// Which finger next, or that it is over.
    pub fn step(&self) -> Step {
        let worn = self.count(|state| state == State::Gone(Why::Worn));
        if self.taken().len() >= usize::from(self.want.fingers) {
            return Step::Done;
        }
        if worn >= usize::from(self.want.worn) {
            return Step::Exception;
        }
        // One finger of each hand, where both have one; then whatever there is.
        let hands = [Some(Hand::Right), Some(Hand::Left), None];
        let bare = |hand: Hand| self.taken().iter().all(|finger| finger.hand() != hand);
        let next = hands
            .into_iter()
            .filter(|hand| hand.is_none_or(bare))
            .find_map(|hand| self.open(hand));
        next.map_or(Step::Exception, |(finger, failed)| Step::Take {
            finger,
            tries: self.want.tries.saturating_sub(failed).max(1),
        })
    }

    fn open(&self, hand: Option<Hand>) -> Option<(Position, u8)> {
        self.fingers.iter().find_map(|(finger, state)| match state {
            State::Open { failed } if hand.is_none_or(|hand| finger.hand() == hand) => {
                Some((*finger, *failed))
            }
            State::Open { .. } | State::Taken | State::Gone(_) => None,
        })
    }

    fn count(&self, wanted: impl Fn(State) -> bool) -> usize {
        let fingers = self.fingers.iter();
        fingers.filter(|(_, state)| wanted(*state)).count()
    }

    /// The prints taken.
    pub fn taken(&self) -> Vec<Position> {
        let fingers = self.fingers.iter();
        let taken = fingers.filter(|(_, state)| *state == State::Taken);
        taken.map(|(finger, _)| *finger).collect()
    }

    /// The fingers without prints, and why.
    pub fn gone(&self) -> Vec<(Position, Why)> {
        let fingers = self.fingers.iter();
        fingers
            .filter_map(|(finger, state)| match state {
                State::Gone(why) => Some((*finger, *why)),
                State::Open { .. } | State::Taken => None,
            })
            .collect()
    }

    /// A print of the finger asked for is good.
    pub fn good(&mut self, finger: Position) -> Result<(), SittingError> {
        self.asked(finger)?;
        self.set(finger, State::Taken);
        Ok(())
    }

    /// A print of the finger asked for is no good ([`super::TakeError::is_a_try`]).
    pub fn failed(&mut self, finger: Position) -> Result<(), SittingError> {
        let tries = self.asked(finger)?;
        self.set(
            finger,
            if tries > 1 {
                State::Open {
                    failed: self.want.tries.saturating_sub(tries - 1),
                }
            } else {
                State::Gone(Why::Worn)
            },
        );
        Ok(())
    }

    /// A finger cannot be put on the plate; any may be told at any time.
    pub fn absent(&mut self, finger: Position, why: Absence) -> Result<(), SittingError> {
        let open = self
            .fingers
            .iter()
            .any(|(known, state)| *known == finger && matches!(state, State::Open { .. }));
        if !open {
            return Err(SittingError::Settled);
        }
        self.set(finger, State::Gone(Why::Absent(why)));
        Ok(())
    }

    /// Tries left of the finger, if it is the one asked for.
    fn asked(&self, finger: Position) -> Result<u8, SittingError> {
        match self.step() {
            Step::Take {
                finger: asked,
                tries,
            } if asked == finger => Ok(tries),
            Step::Take { finger: asked, .. } => Err(SittingError::OtherFinger(asked)),
            Step::Done | Step::Exception => Err(SittingError::Over),
        }
    }

    fn set(&mut self, finger: Position, to: State) {
        for (known, state) in &mut self.fingers {
            if *known == finger {
                *state = to;
            }
        }
    }

    /// Records the exception: nothing more can be asked for, and a second officer has seen why.
    pub fn approve(
        &self,
        first: StaffId,
        second: StaffId,
        reason: &str,
    ) -> Result<Approved, ExceptionError> {
        if self.step() != Step::Exception {
            return Err(ExceptionError::NotNeeded);
        }
        if first == second {
            return Err(ExceptionError::SameOfficer);
        }
        let reason = reason.trim();
        if reason.is_empty() {
            return Err(ExceptionError::NoReason);
        }
        Ok(Approved {
            first,
            second,
            reason: reason.to_owned(),
            taken: self.taken(),
            gone: self.gone(),
        })
    }
}
