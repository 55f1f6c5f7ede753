//! UX-1, UX-2: another phone without the old one. Whoever asks shows what a thief of the phone does not have,
//! then waits; meanwhile the holder is told everywhere and can stop it. No decree orders the waiting times:
//! they are our reading of NIST SP 800-63B-4 4.2 (account recovery, notification) of August 2025.

use jiff::{SignedDuration, Timestamp};

#[cfg(test)]
mod tests;

/// How somebody without the old phone shows who he is. A new way is a row here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Way {
    /// One of the codes that the holder printed.
    RecoveryCode,
    /// People whom the holder named, each in an account of his own.
    TrustedPersons,
    /// An officer who sees person and card takes the old phone off (UX-3).
    Counter,
    /// The chip of the citizen-id card, read by the other phone, and the living face that is on it (D59-24.3).
    Chip,
}

impl Way {
    /// Every way, in the order shown.
    pub const ALL: [Self; 4] = [
        Self::RecoveryCode,
        Self::TrustedPersons,
        Self::Counter,
        Self::Chip,
    ];

    /// How long the holder can stop it before it counts: a printed code may have been found, people may have been
    /// talked round, a card may have been taken with the phone and a camera fed with a made-up face. A thief who also
    /// knows the password and gets the code needs only the face then, so the holder has half a day, a night of sleep
    /// in it, to read what every channel told him. None where an officer judges.
    pub const fn wait(self) -> Option<SignedDuration> {
        match self {
            Self::RecoveryCode => Some(SignedDuration::from_hours(24)),
            Self::TrustedPersons => Some(SignedDuration::from_hours(72)),
            Self::Chip => Some(SignedDuration::from_hours(12)),
            Self::Counter => None,
        }
    }

    /// Stable word (`lost-phone-way-<word>`).
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::RecoveryCode => "recovery-code",
            Self::TrustedPersons => "trusted-persons",
            Self::Counter => "counter",
            Self::Chip => "chip",
        }
    }

    /// Reads the word of a row.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|way| way.as_str() == text)
    }
}

/// So long trusted persons have to confirm, and so long a request whose waiting time is over can be finished.
pub const LIFE: SignedDuration = SignedDuration::from_hours(7 * 24);

/// So many trusted persons must confirm; the only one there is suffices.
pub const VOICES: u32 = 2;

/// So many can be named.
pub const MOST_TRUSTED: usize = 5;

/// What stopped a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stop {
    /// The holder, signed in.
    Holder,
    /// Staff, for a caller or visitor who proved himself.
    Staff,
    /// The account was locked.
    Lock,
    /// The account moved to another phone by another way.
    OtherWay,
    /// It was asked once more, on another phone.
    AskedAgain,
}

impl Stop {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::Holder,
        Self::Staff,
        Self::Lock,
        Self::OtherWay,
        Self::AskedAgain,
    ];

    /// Stable word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Holder => "holder",
            Self::Staff => "staff",
            Self::Lock => "lock",
            Self::OtherWay => "other-way",
            Self::AskedAgain => "asked-again",
        }
    }

    /// Reads the word of a row.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stop| stop.as_str() == text)
    }
}

/// Where a request stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Trusted persons are to confirm.
    Gathering {
        /// So many must.
        needed: u32,
        /// So many did.
        given: u32,
    },
    /// The waiting time runs.
    Waiting {
        /// Until when.
        ready_at: Timestamp,
    },
    /// It can be finished.
    Ready {
        /// Since when.
        since: Timestamp,
    },
    /// The account is on the other phone.
    Finished {
        /// When.
        at: Timestamp,
    },
    /// It was stopped.
    Stopped {
        /// When.
        at: Timestamp,
        /// By what.
        by: Stop,
    },
    /// Nobody went on with it.
    Expired {
        /// When it ended.
        at: Timestamp,
    },
}

/// A request as the rules see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Request {
    /// By which way.
    pub way: Way,
    /// When it was asked.
    pub asked: Timestamp,
    /// Where it stands.
    pub state: State,
}

/// Why a request does not move.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LostPhoneError {
    /// It was finished, stopped, or its time ran out.
    #[error("the request is over")]
    Over,
    /// Trusted persons are still to confirm.
    #[error("more people must confirm")]
    Unconfirmed,
    /// The waiting time is not over.
    #[error("not before {until}")]
    TooEarly {
        /// From when on.
        until: Timestamp,
    },
    /// Nobody is asked to confirm it.
    #[error("nobody is to confirm")]
    NothingToConfirm,
    /// The way needs no request.
    #[error("no request by this way")]
    WrongWay,
}

impl LostPhoneError {
    /// Stable code for messages.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Over => "lost-phone-over",
            Self::Unconfirmed => "lost-phone-unconfirmed",
            Self::TooEarly { .. } => "lost-phone-too-early",
            Self::NothingToConfirm => "lost-phone-confirmed",
            Self::WrongWay => "lost-phone-way",
        }
    }
}

fn later(from: Timestamp, by: SignedDuration) -> Timestamp {
    from.checked_add(by).unwrap_or(Timestamp::MAX)
}

impl Request {
    /// UX-1: a printed code was shown; the waiting time runs.
    pub fn by_code(at: Timestamp) -> Result<Self, LostPhoneError> {
        Self::waiting(Way::RecoveryCode, at, at)
    }

    /// UX-1, D59-24.3: chip and living face were shown; the waiting time runs.
    pub fn by_chip(at: Timestamp) -> Result<Self, LostPhoneError> {
        Self::waiting(Way::Chip, at, at)
    }

    /// UX-1: those whom the holder named are asked; so many consented to be.
    pub fn by_trusted(at: Timestamp, consented: u32) -> Result<Self, LostPhoneError> {
        if consented == 0 {
            return Err(LostPhoneError::WrongWay);
        }
        let needed = consented.min(VOICES);
        let state = State::Gathering { needed, given: 0 };
        Ok(Self {
            way: Way::TrustedPersons,
            asked: at,
            state,
        })
    }

    fn waiting(way: Way, asked: Timestamp, at: Timestamp) -> Result<Self, LostPhoneError> {
        let wait = way.wait().ok_or(LostPhoneError::WrongWay)?;
        let ready_at = later(at, wait);
        Ok(Self {
            way,
            asked,
            state: State::Waiting { ready_at },
        })
    }

    /// Whether it may still be stopped or go on.
    pub const fn open(&self) -> bool {
        match self.state {
            State::Gathering { .. } | State::Waiting { .. } | State::Ready { .. } => true,
            State::Finished { .. } | State::Stopped { .. } | State::Expired { .. } => false,
        }
    }

    /// When it changes by itself; never once it is over.
    pub fn next(&self) -> Option<Timestamp> {
        match self.state {
            State::Gathering { .. } => Some(later(self.asked, LIFE)),
            State::Waiting { ready_at } => Some(ready_at),
            State::Ready { since } => Some(later(since, LIFE)),
            State::Finished { .. } | State::Stopped { .. } | State::Expired { .. } => None,
        }
    }

    /// What time has made of it, step by step.
    #[must_use]
    pub fn at(self, now: Timestamp) -> Self {
        let Some(next) = self.next().filter(|next| *next <= now) else {
            return self;
        };
        let state = match self.state {
            State::Waiting { ready_at } => State::Ready { since: ready_at },
            State::Gathering { .. } | State::Ready { .. } => State::Expired { at: next },
            over @ (State::Finished { .. } | State::Stopped { .. } | State::Expired { .. }) => over,
        };
        Self { state, ..self }.at(now)
    }

    /// One more trusted person confirms; with the last one needed the waiting time begins.
    pub fn confirm(self, now: Timestamp) -> Result<Self, LostPhoneError> {
        let this = self.at(now);
        match this.state {
            State::Gathering { needed, given } if given + 1 < needed => {
                let state = State::Gathering {
                    needed,
                    given: given + 1,
                };
                Ok(Self { state, ..this })
            }
            State::Gathering { .. } => Self::waiting(this.way, this.asked, now),
            State::Waiting { .. } | State::Ready { .. } => Err(LostPhoneError::NothingToConfirm),
            State::Finished { .. } | State::Stopped { .. } | State::Expired { .. } => {
                Err(LostPhoneError::Over)
            }
        }
    }

    /// Stops it; possible until it is finished.
    pub fn stop(self, now: Timestamp, by: Stop) -> Result<Self, LostPhoneError> {
        let this = self.at(now);
        if !this.open() {
            return Err(LostPhoneError::Over);
        }
        let state = State::Stopped { at: now, by };
        Ok(Self { state, ..this })
    }

    /// The account moves to the other phone; only after the waiting time, and once.
    pub fn finish(self, now: Timestamp) -> Result<Self, LostPhoneError> {
        let this = self.at(now);
        match this.state {
            State::Ready { .. } => {
                let state = State::Finished { at: now };
                Ok(Self { state, ..this })
            }
            State::Gathering { .. } => Err(LostPhoneError::Unconfirmed),
            State::Waiting { ready_at } => Err(LostPhoneError::TooEarly { until: ready_at }),
            State::Finished { .. } | State::Stopped { .. } | State::Expired { .. } => {
                Err(LostPhoneError::Over)
            }
        }
    }
}
