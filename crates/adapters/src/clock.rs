//! Two clocks: the machine's, and one that a demonstration may move.

use std::sync::atomic::{AtomicI64, Ordering};

use app::ports::Clock;
use jiff::{SignedDuration, Timestamp};

/// The machine's clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place where the machine's time comes in"
    )]
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}

/// A clock that runs with the machine's, some way ahead of it or behind.
#[derive(Debug, Default)]
pub struct DemoClock {
    ahead_ms: AtomicI64,
}

/// The hands would leave the years that a clock shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the clock shows the years 2000 to 2199 only")]
pub struct OutOfRange;

impl DemoClock {
    /// A clock that is ahead of the machine's.
    pub fn ahead_by(distance: SignedDuration) -> Result<Self, OutOfRange> {
        let clock = Self::default();
        clock.advance(distance)?;
        Ok(clock)
    }

    /// A clock that shows `at` now and goes on from there.
    pub fn starting_at(at: Timestamp) -> Result<Self, OutOfRange> {
        Self::ahead_by(at.duration_since(SystemClock.now()))
    }

    /// Moves the hands (backwards with a negative duration); the new time.
    pub fn advance(&self, by: SignedDuration) -> Result<Timestamp, OutOfRange> {
        let by = i64::try_from(by.as_millis()).map_err(|_| OutOfRange)?;
        let real = SystemClock.now();
        let moved = self
            .ahead_ms
            .fetch_update(Ordering::AcqRel, Ordering::Acquire, |ahead| {
                let ahead = ahead.checked_add(by)?;
                shown(real, ahead).map(|_| ahead)
            });
        moved.map(|_| self.now()).map_err(|_| OutOfRange)
    }

    /// How far it is ahead, to start a later clock there.
    pub fn ahead(&self) -> SignedDuration {
        SignedDuration::from_millis(self.ahead_ms.load(Ordering::Acquire))
    }
}

fn shown(real: Timestamp, ahead_ms: i64) -> Option<Timestamp> {
    const FROM: i64 = 946_684_800;
    const TO: i64 = 7_258_118_400;
    let at = real
        .checked_add(SignedDuration::from_millis(ahead_ms))
        .ok()?;
    (FROM..TO).contains(&at.as_second()).then_some(at)
}

impl Clock for DemoClock {
    fn now(&self) -> Timestamp {
        let real = SystemClock.now();
        shown(real, self.ahead_ms.load(Ordering::Acquire)).unwrap_or(real)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: SignedDuration = SignedDuration::from_hours(24);

    #[test]
    fn the_demo_clock_starts_where_told_and_moves_both_ways() {
        let start: Timestamp = "2025-03-03T01:00:00Z".parse().unwrap();
        let clock = DemoClock::starting_at(start).unwrap();
        let first = clock.now();
        assert!(
            first >= start && first < start + SignedDuration::from_mins(10),
            "{first}"
        );
        assert!(clock.advance(DAY * 3).unwrap() >= start + DAY * 3);
        assert!(clock.advance(DAY * -2).unwrap() < start + DAY * 2);
        let later = DemoClock::ahead_by(clock.ahead()).unwrap().now();
        assert!(later >= start + DAY && later < start + DAY * 2);
    }

    #[test]
    fn hands_that_would_leave_the_dial_stay() {
        let clock = DemoClock::default();
        let before = clock.ahead();
        for by in [
            DAY * 365 * 500,
            DAY * 365 * -500,
            SignedDuration::MAX,
            SignedDuration::MIN,
        ] {
            assert_eq!(clock.advance(by), Err(OutOfRange));
        }
        assert_eq!(clock.ahead(), before);
    }
}
