//! R50-2: a telecom's new subscriber registers by his own sign-in. The telecom says which mobile number, the person
//! enters the code that comes to it; from then on the number stands in his name with that telecom.

use jiff::{SignedDuration, Timestamp};

use crate::account::Level;
use crate::actor::AuthLevel;
use crate::words::words;

/// The scope by which a telecom asks a person to register a number of his. It tells the telecom nothing by itself.
pub const SUBSCRIBER_SCOPE: &str = "subscriber_registration";

/// How long a registration waits for the code of the person who was asked.
pub const LIFE: SignedDuration = SignedDuration::from_mins(30);

words! {
    /// Where a registration stands (`subscriber-state-<word>`).
    State {
        /// The telecom asked; the person has not entered the code.
        Asked = "asked",
        /// The number stands in the person's name.
        Registered = "registered",
        /// Somebody proved the number with the same telecom later.
        PassedOn = "passed-on",
    }
}

/// Why a number is not registered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.code())]
pub enum SubscriberError {
    /// The code did not come in time.
    Lapsed,
    /// It was registered already.
    Registered,
    /// The account is of level 1, or the sign-in proved too little.
    TooLow,
}

impl SubscriberError {
    /// Stable code (`refused-<code>`).
    pub const fn code(self) -> &'static str {
        match self {
            Self::Lapsed => "subscriber-lapsed",
            Self::Registered => "subscriber-closed",
            Self::TooLow => "subscriber-too-low",
        }
    }
}

/// D59-12.2, D59-24.2: whose account and sign-in will do: proven by a biometric match, and by two factors.
pub fn enough(account: Level, sign_in: AuthLevel) -> bool {
    account >= Level::Two && sign_in >= AuthLevel::TWO
}

/// Until when a registration waits.
pub fn until(asked: Timestamp) -> Timestamp {
    asked + LIFE
}

/// Whether the code may come still.
pub fn waits(state: State, asked: Timestamp, now: Timestamp) -> Result<(), SubscriberError> {
    match state {
        State::Asked if now < until(asked) => Ok(()),
        State::Asked => Err(SubscriberError::Lapsed),
        State::Registered | State::PassedOn => Err(SubscriberError::Registered),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // law: R50-2
    #[test]
    fn a_number_waits_half_an_hour_for_its_code_and_is_registered_once() {
        let asked = Timestamp::UNIX_EPOCH;
        for (state, minutes, want) in [
            (State::Asked, 0, Ok(())),
            (State::Asked, 29, Ok(())),
            (State::Asked, 30, Err(SubscriberError::Lapsed)),
            (State::Registered, 1, Err(SubscriberError::Registered)),
            (State::PassedOn, 1, Err(SubscriberError::Registered)),
        ] {
            let now = asked + SignedDuration::from_mins(minutes);
            assert_eq!(waits(state, asked, now), want, "{state:?} {minutes}");
        }
    }

    // law: R50-2, D59-12.2, D59-24.2
    #[test]
    fn only_a_proven_person_signed_in_by_two_factors_registers() {
        let level = |n| AuthLevel::from_stored(n).unwrap();
        for (account, sign_in, want) in [
            (Level::One, 2, false),
            (Level::Two, 1, false),
            (Level::Two, 2, true),
            (Level::Two, 3, true),
        ] {
            assert_eq!(
                enough(account, level(sign_in)),
                want,
                "{account:?} {sign_in}"
            );
        }
    }
}
