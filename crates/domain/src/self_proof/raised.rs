//! A session that was raised, and for how long it counts.

use jiff::{SignedDuration, Timestamp};

use crate::actor::AuthLevel;
use crate::means::{self, Means};

/// So long a raised session is at its higher level: NIST SP 800-63B-4 2.3.3 lets its highest level stand for 15
/// minutes without use. No decree says.
pub const LIFE: SignedDuration = SignedDuration::from_mins(15);

/// So long a raised session hands its level on to a computer that it lets in: the person has just shown his face.
pub const LETS_IN: SignedDuration = SignedDuration::from_mins(5);

/// Means that were shown after the sign-in, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Raised {
    /// When.
    pub at: Timestamp,
    /// By which means.
    pub means: Vec<Means>,
}

impl Raised {
    fn within(&self, now: Timestamp, most: SignedDuration) -> bool {
        self.at <= now && now.duration_since(self.at) < most
    }

    /// Whether it counts still.
    pub fn counts(&self, now: Timestamp) -> bool {
        self.within(now, LIFE)
    }

    /// Whether it is handed on to a computer.
    pub fn lets_in(&self, now: Timestamp) -> bool {
        self.within(now, LETS_IN)
    }

    /// Until when it counts.
    pub fn until(&self) -> Timestamp {
        self.at.checked_add(LIFE).unwrap_or(Timestamp::MAX)
    }
}

/// D59-24.3: what a session proves now: its sign-in, and what it was raised by for as long as that counts.
/// It never falls below its sign-in.
pub fn reached(
    (level, used): (AuthLevel, Vec<Means>),
    raised: Option<&Raised>,
    now: Timestamp,
) -> (AuthLevel, Vec<Means>) {
    let Some(raised) = raised.filter(|raised| raised.counts(now)) else {
        return (level, used);
    };
    let mut used = used;
    for one in &raised.means {
        if !used.contains(one) {
            used.push(*one);
        }
    }
    let higher = means::level(&used).map_or(level, |reached| reached.max(level));
    (higher, used)
}
