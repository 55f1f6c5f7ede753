//! A visit to a counter (D59-14.2.a1, D59-15.2): booked, or begun by walking in; numbered on arrival, called to a
//! desk, served. States carry their facts; a transition consumes the old state.

mod hours;
mod order;

pub use hours::{Closure, HoursError, OpeningHours, Slot, SlotError, reminder};
pub use order::{AGED, EARLY, order};

use jiff::Timestamp;
use jiff::civil::Date;

use crate::person::BirthDate;
use crate::time::viet_nam_date;
use crate::words::words;

words! {
    /// What somebody comes for (`visit-reason-<word>`).
    Reason {
        /// Proof of level 2 (D59-14.2).
        LevelTwo = "level-two",
        /// Another phone number or phone (APP-12, UX-1).
        Contact = "contact",
        /// A document of the wallet.
        Document = "document",
        /// Something else.
        Other = "other",
    }
}

words! {
    /// Why somebody goes before others (`visit-priority-<word>`).
    Priority {
        /// From [`ELDERLY_FROM`] on.
        Elderly = "elderly",
        /// A person with a disability.
        Disabled = "disabled",
        /// A pregnant woman.
        Pregnant = "pregnant",
        /// Somebody with a small child.
        Child = "child",
    }
}

words! {
    /// Who cancelled a booking.
    Canceller {
        /// The person himself.
        Holder = "holder",
        /// An officer, asked by phone or at the desk.
        Officer = "officer",
        /// The unit, which closed the day.
        Unit = "unit",
    }
}

/// Age in full years from which a person goes first: the house's rule, not the decree's.
pub const ELDERLY_FROM: i16 = 75;

/// So often somebody is called before he counts as gone.
pub const CALLS: u32 = 2;

impl Priority {
    /// What follows from a known birthday.
    pub fn of_age(birth: &BirthDate, today: Date) -> Option<Self> {
        (birth.age_on(today) >= ELDERLY_FROM).then_some(Self::Elderly)
    }
}

/// Name of a desk as the waiting room reads it, such as "3" or "Quầy 3".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Desk(String);

impl Desk {
    /// Most characters.
    pub const LONGEST: usize = 12;

    /// Letters, digits, spaces and hyphens; something of it.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let fits = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '-');
        let named = text.chars().any(char::is_alphanumeric) && text.chars().all(fits);
        (named && text.chars().count() <= Self::LONGEST).then_some(Self(text))
    }

    /// As shown.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A place in the queue of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ticket {
    /// Number of the unit's day, from 1.
    pub number: u32,
    /// When he came.
    pub at: Timestamp,
    /// For when he was booked; none of who walked in.
    pub slot: Option<Timestamp>,
}

/// Where a visit stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// A time is kept.
    Booked {
        /// Its beginning.
        slot: Timestamp,
    },
    /// He is there and waits.
    Arrived(Ticket),
    /// His number is shown with a desk.
    Called {
        /// His place.
        ticket: Ticket,
        /// Where to.
        desk: Desk,
        /// When last.
        at: Timestamp,
        /// How often.
        times: u32,
        /// Reference of the registration that was opened for it, if one was.
        registration: Option<String>,
    },
    /// Done.
    Served {
        /// His place.
        ticket: Ticket,
        /// When.
        at: Timestamp,
        /// Reference of the registration, if one was opened.
        registration: Option<String>,
    },
    /// He did not come when called, or the day ended before.
    Left {
        /// His place.
        ticket: Ticket,
        /// When.
        at: Timestamp,
    },
    /// The time is free again.
    Cancelled {
        /// Its beginning.
        slot: Timestamp,
        /// By whom.
        by: Canceller,
        /// When.
        at: Timestamp,
    },
    /// The day passed and he did not come.
    Missed {
        /// Its beginning.
        slot: Timestamp,
        /// When that was written down.
        at: Timestamp,
    },
}

/// Why a visit cannot go on in this way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum VisitError {
    /// Only a booking can be moved, cancelled, or arrive.
    #[error("not booked any more")]
    NotBooked,
    /// Booked for another day.
    #[error("booked for another day")]
    OtherDay,
    /// Only who waits can be called.
    #[error("does not wait")]
    NotWaiting,
    /// Only who was called is served or gone.
    #[error("not called")]
    NotCalled,
    /// [`CALLS`].
    #[error("call again first")]
    CallAgain,
}

impl VisitError {
    /// Stable code for messages.
    pub const fn code(self) -> &'static str {
        match self {
            Self::NotBooked => "visit-not-booked",
            Self::OtherDay => "visit-other-day",
            Self::NotWaiting => "visit-not-waiting",
            Self::NotCalled => "visit-not-called",
            Self::CallAgain => "visit-call-again",
        }
    }
}

impl State {
    /// Stable word.
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Booked { .. } => "booked",
            Self::Arrived(_) => "arrived",
            Self::Called { .. } => "called",
            Self::Served { .. } => "served",
            Self::Left { .. } => "left",
            Self::Cancelled { .. } => "cancelled",
            Self::Missed { .. } => "missed",
        }
    }

    /// Nothing more happens to it.
    pub const fn over(&self) -> bool {
        match self {
            Self::Booked { .. } | Self::Arrived(_) | Self::Called { .. } => false,
            Self::Served { .. }
            | Self::Left { .. }
            | Self::Cancelled { .. }
            | Self::Missed { .. } => true,
        }
    }

    /// For when it is or was booked.
    pub const fn slot(&self) -> Option<Timestamp> {
        match self {
            Self::Booked { slot } | Self::Cancelled { slot, .. } | Self::Missed { slot, .. } => {
                Some(*slot)
            }
            Self::Arrived(ticket)
            | Self::Called { ticket, .. }
            | Self::Served { ticket, .. }
            | Self::Left { ticket, .. } => ticket.slot,
        }
    }

    /// His place in the queue of the day; none before he came.
    pub const fn ticket(&self) -> Option<&Ticket> {
        match self {
            Self::Booked { .. } | Self::Cancelled { .. } | Self::Missed { .. } => None,
            Self::Arrived(ticket)
            | Self::Called { ticket, .. }
            | Self::Served { ticket, .. }
            | Self::Left { ticket, .. } => Some(ticket),
        }
    }

    fn booked(&self) -> Result<Timestamp, VisitError> {
        match self {
            Self::Booked { slot } => Ok(*slot),
            Self::Arrived(_)
            | Self::Called { .. }
            | Self::Served { .. }
            | Self::Left { .. }
            | Self::Cancelled { .. }
            | Self::Missed { .. } => Err(VisitError::NotBooked),
        }
    }

    /// Another time for a booking.
    pub fn move_to(self, slot: Timestamp) -> Result<Self, VisitError> {
        self.booked()?;
        Ok(Self::Booked { slot })
    }

    /// Gives a booking back.
    pub fn cancel(self, by: Canceller, at: Timestamp) -> Result<Self, VisitError> {
        let slot = self.booked()?;
        Ok(Self::Cancelled { slot, by, at })
    }

    /// A booking whose person came, on its day: its number in the queue of that day.
    pub fn arrive(self, number: u32, at: Timestamp) -> Result<Self, VisitError> {
        let slot = self.booked()?;
        if viet_nam_date(slot) != viet_nam_date(at) {
            return Err(VisitError::OtherDay);
        }
        Ok(Self::Arrived(Ticket {
            number,
            at,
            slot: Some(slot),
        }))
    }

    /// Who waits is called to a desk.
    pub fn call(self, desk: Desk, at: Timestamp) -> Result<Self, VisitError> {
        let Self::Arrived(ticket) = self else {
            return Err(VisitError::NotWaiting);
        };
        Ok(Self::Called {
            ticket,
            desk,
            at,
            times: 1,
            registration: None,
        })
    }

    /// Once more, to the desk of who calls.
    pub fn call_again(self, to: Desk, now: Timestamp) -> Result<Self, VisitError> {
        let Self::Called {
            ticket,
            times,
            registration,
            ..
        } = self
        else {
            return Err(VisitError::NotCalled);
        };
        Ok(Self::Called {
            ticket,
            desk: to,
            at: now,
            times: times.saturating_add(1),
            registration,
        })
    }

    /// A registration was opened, or gone on with, for who was called.
    pub fn begin(mut self, reference: String) -> Result<Self, VisitError> {
        let Self::Called { registration, .. } = &mut self else {
            return Err(VisitError::NotCalled);
        };
        *registration = Some(reference);
        Ok(self)
    }

    /// Who was called is served.
    pub fn serve(self, at: Timestamp) -> Result<Self, VisitError> {
        let Self::Called {
            ticket,
            registration,
            ..
        } = self
        else {
            return Err(VisitError::NotCalled);
        };
        Ok(Self::Served {
            ticket,
            at,
            registration,
        })
    }

    /// Who was called [`CALLS`] times did not come.
    pub fn leave(self, at: Timestamp) -> Result<Self, VisitError> {
        match self {
            Self::Called { ticket, times, .. } if times >= CALLS => Ok(Self::Left { ticket, at }),
            Self::Called { .. } => Err(VisitError::CallAgain),
            Self::Booked { .. }
            | Self::Arrived(_)
            | Self::Served { .. }
            | Self::Left { .. }
            | Self::Cancelled { .. }
            | Self::Missed { .. } => Err(VisitError::NotCalled),
        }
    }

    /// What the end of its day makes of a visit: nobody waits overnight. What a registration was opened for was
    /// served.
    #[must_use]
    pub fn end_of_day(self, at: Timestamp) -> Self {
        match self {
            Self::Booked { slot } => Self::Missed { slot, at },
            Self::Called {
                ticket,
                registration: Some(reference),
                ..
            } => Self::Served {
                ticket,
                at,
                registration: Some(reference),
            },
            Self::Arrived(ticket) | Self::Called { ticket, .. } => Self::Left { ticket, at },
            over @ (Self::Served { .. }
            | Self::Left { .. }
            | Self::Cancelled { .. }
            | Self::Missed { .. }) => over,
        }
    }
}

#[cfg(test)]
mod tests;
