//! How often something may happen: so many a minute, some of them at once (a token bucket, kept as the instant at which
//! it is full again).

use jiff::{SignedDuration, Timestamp};

/// A limit that is being used.
#[derive(Debug, Clone)]
pub struct Pace {
    /// Between two, where all come evenly.
    every: SignedDuration,
    /// How far ahead those at once may run.
    ahead: SignedDuration,
    full: Timestamp,
}

impl Pace {
    /// So many a minute (at least one), as many as come in six seconds at once.
    pub fn per_minute(number: u32) -> Self {
        let number = i64::from(number.max(1));
        let every = SignedDuration::from_nanos(60_000_000_000 / number);
        let at_once = i32::try_from(number / 10).unwrap_or(i32::MAX).max(1);
        Self {
            every,
            ahead: every * (at_once - 1),
            full: Timestamp::MIN,
        }
    }

    /// Takes one, or says how long until there is one.
    pub fn take(&mut self, now: Timestamp) -> Result<(), SignedDuration> {
        let from = self.full.max(now);
        let early = from.duration_since(now) - self.ahead;
        if early.is_positive() {
            return Err(early);
        }
        self.full = from.checked_add(self.every).unwrap_or(Timestamp::MAX);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn start() -> Timestamp {
        "2026-03-02T08:00:00Z".parse().unwrap()
    }

    #[test]
    fn some_come_at_once_and_the_others_wait_their_turn() {
        // Sixty a minute: one a second, six at once.
        let mut pace = Pace::per_minute(60);
        let now = start();
        for _ in 0..6 {
            assert_eq!(pace.take(now), Ok(()));
        }
        assert_eq!(pace.take(now), Err(SignedDuration::from_secs(1)));
        let later = now + SignedDuration::from_millis(999);
        assert_eq!(pace.take(later), Err(SignedDuration::from_millis(1)));
        assert_eq!(pace.take(now + SignedDuration::from_secs(1)), Ok(()));
        // A refusal costs nothing; a long silence fills it again, and no more than that.
        let rested = now + SignedDuration::from_hours(1);
        for _ in 0..6 {
            assert_eq!(pace.take(rested), Ok(()));
        }
        assert!(pace.take(rested).is_err());
    }

    #[test]
    fn a_minute_holds_what_it_says() {
        for number in [0, 1, 7, 60, 1000] {
            let mut pace = Pace::per_minute(number);
            let taken = (0..600_000_u32)
                .step_by(50)
                .map(|ms| start() + SignedDuration::from_millis(ms.into()))
                .filter(|now| pace.take(*now).is_ok())
                .count();
            let expected = usize::try_from(number.max(1)).unwrap() * 10;
            let spare = (expected / 100).max(1);
            assert!(
                (expected..=expected + spare).contains(&taken),
                "{number}: {taken}"
            );
        }
    }
}
