//! Packets that a counter takes while the line is down: when a pass counts, and what becomes of a packet.
//!
//! A pass carries a challenge that nobody can foresee (D59-24.4); what answers it was read after the pass was issued.

use jiff::{SignedDuration, Timestamp};

/// Passes that an agent holds ready.
pub const STOCK: usize = 20;
/// Passes of one agent that are out at once: one that lost its files gets others, and no more than these.
pub const OUT: usize = 60;
/// Packets of one agent that wait at the unit at once; what it has beyond these it keeps until some were taken in.
pub const WAITING: i64 = 200;
/// A pass with less left than this is no stock for the next time without a line: another one is issued beside it.
pub const FRESH: SignedDuration = SignedDuration::from_hours(48);
/// A packet is taken within so long of the pass's issue.
pub const PASS_LIFE: SignedDuration = SignedDuration::from_hours(72);
/// After the end of its pass, a packet still comes in for so long.
pub const ARRIVAL: SignedDuration = SignedDuration::from_hours(96);
/// A packet waits so long at the unit for an officer to take it in.
pub const KEPT: SignedDuration = SignedDuration::from_hours(30 * 24);
/// So long an answer to a repeated sending is the same, after the packet is over.
pub const REMEMBERED: SignedDuration = SignedDuration::from_hours(30 * 24);
/// How far a computer's clock may be from ours.
pub const SKEW: SignedDuration = SignedDuration::from_secs(120);

/// The time of a pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PassTime {
    /// When it was issued.
    pub issued: Timestamp,
    /// Until when a packet may be taken with it.
    pub expires: Timestamp,
}

/// Why a packet's time does not fit its pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TimeFlaw {
    /// Taken later than now: the computer's clock was wrong.
    #[error("it says that it was taken later than now")]
    Ahead,
    /// Taken before its pass was issued: the computer's clock was wrong.
    #[error("it says that it was taken before its pass was issued")]
    BeforePass,
    /// Taken after the end of its pass.
    #[error("it was taken after the end of its pass")]
    AfterPass,
    /// It came too long after the end of its pass.
    #[error("it came too long after the end of its pass")]
    Late,
}

impl TimeFlaw {
    /// Stable code (`refused-<code>`).
    pub const fn code(self) -> &'static str {
        match self {
            Self::Ahead => "packet-clock-ahead",
            Self::BeforePass => "packet-clock-behind",
            Self::AfterPass => "packet-pass-over",
            Self::Late => "packet-late",
        }
    }
}

impl PassTime {
    /// Of a pass that is issued now.
    pub fn from(now: Timestamp) -> Self {
        Self {
            issued: now,
            expires: after(now, PASS_LIFE),
        }
    }

    /// D59-24.4: whether a packet that says it was taken then counts now. What the computer says of its time is held
    /// against ours; the pass bounds it on both sides.
    pub fn fits(self, taken: Timestamp, now: Timestamp) -> Result<(), TimeFlaw> {
        if now > after(self.expires, ARRIVAL) {
            Err(TimeFlaw::Late)
        } else if taken > after(now, SKEW) {
            Err(TimeFlaw::Ahead)
        } else if after(taken, SKEW) < self.issued {
            Err(TimeFlaw::BeforePass)
        } else if taken > after(self.expires, SKEW) {
            Err(TimeFlaw::AfterPass)
        } else {
            Ok(())
        }
    }
}

/// An instant so much later; the last one there is where that is no instant.
pub fn after(at: Timestamp, by: SignedDuration) -> Timestamp {
    at.checked_add(by).unwrap_or(Timestamp::MAX)
}

/// How far a packet is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// It waits for an officer.
    Waiting,
    /// It became a registration.
    TakenIn,
    /// An officer rejected it.
    Rejected,
    /// Nobody took it in in time.
    Dropped,
}

impl State {
    /// Every state.
    pub const ALL: [Self; 4] = [Self::Waiting, Self::TakenIn, Self::Rejected, Self::Dropped];

    /// Stable word (`packet-state-<word>`).
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::TakenIn => "taken-in",
            Self::Rejected => "rejected",
            Self::Dropped => "dropped",
        }
    }
}

/// What was found of the card when the packet came in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Genuine, no copy, this person's.
    Accepted,
    /// Not accepted.
    Refused,
    /// The officer could not read it.
    NotRead,
}

impl Verdict {
    /// Every verdict.
    pub const ALL: [Self; 3] = [Self::Accepted, Self::Refused, Self::NotRead];

    /// Stable word (`packet-verdict-<word>`).
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Refused => "refused",
            Self::NotRead => "not-read",
        }
    }
}

/// Why an officer rejects a packet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// The person no longer wants it.
    Withdrawn,
    /// The person was registered otherwise meanwhile.
    Repeated,
    /// The person cannot be reached.
    Unreachable,
    /// What was taken is of no use.
    Unusable,
}

impl Reason {
    /// Every reason.
    pub const ALL: [Self; 4] = [
        Self::Withdrawn,
        Self::Repeated,
        Self::Unreachable,
        Self::Unusable,
    ];

    /// Stable word (`packet-reason-<word>`).
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Withdrawn => "withdrawn",
            Self::Repeated => "repeated",
            Self::Unreachable => "unreachable",
            Self::Unusable => "unusable",
        }
    }

    /// Reads a word.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|r| r.as_str() == text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // law: D59-24.4
    #[test]
    fn a_pass_bounds_the_time_of_a_packet_on_both_sides() {
        let at = |hours: i64, seconds: i64| {
            let begin: Timestamp = "2024-03-04T02:00:00Z".parse().unwrap();
            begin + SignedDuration::from_secs(hours * 3600 + seconds)
        };
        let pass = PassTime::from(at(0, 0));
        for (taken, now, want) in [
            (at(0, 0), at(0, 0), Ok(())),
            (at(1, 0), at(50, 0), Ok(())),
            (at(72, 0), at(168, 0), Ok(())),
            (at(72, 0), at(168, 1), Err(TimeFlaw::Late)),
            (at(5, 120), at(5, 0), Ok(())),
            (at(5, 121), at(5, 0), Err(TimeFlaw::Ahead)),
            (at(0, -120), at(5, 0), Ok(())),
            (at(0, -121), at(5, 0), Err(TimeFlaw::BeforePass)),
            (at(72, 120), at(80, 0), Ok(())),
            (at(72, 121), at(80, 0), Err(TimeFlaw::AfterPass)),
            (Timestamp::MAX, at(1, 0), Err(TimeFlaw::Ahead)),
            (Timestamp::MIN, at(1, 0), Err(TimeFlaw::BeforePass)),
        ] {
            assert_eq!(pass.fits(taken, now), want, "{taken} {now}");
        }
    }

    #[test]
    fn a_reason_is_one_of_the_words() {
        for reason in Reason::ALL {
            assert_eq!(Reason::parse(reason.as_str()), Some(reason));
        }
        assert_eq!(Reason::parse("because"), None);
    }
}
