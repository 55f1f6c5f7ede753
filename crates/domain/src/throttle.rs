//! How often something may be tried: counts in a window, and pauses after repeated failure.

use jiff::{SignedDuration, Timestamp};

/// At most `limit` in a window that begins with the first of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Throttle {
    /// How many.
    pub limit: u32,
    /// In how long.
    pub window: SignedDuration,
}

/// Whether one more is allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// Yes; store this count and window.
    Allowed {
        /// How many in the window, this one included.
        count: u32,
        /// When the window began.
        window_start: Timestamp,
    },
    /// No.
    Refused {
        /// From when on the next is allowed.
        retry_at: Timestamp,
    },
}

/// Longer and longer pauses after repeated failures; used for sign-in per account and per address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BackOff {
    /// The failure with which the first pause begins.
    pub after: u32,
    /// Length of the first pause; each further failure doubles it.
    pub first: SignedDuration,
    /// Longest pause.
    pub longest: SignedDuration,
    /// After so long without a failure the count begins anew.
    pub forget: SignedDuration,
}

impl Throttle {
    /// A rule.
    pub const fn new(limit: u32, window: SignedDuration) -> Self {
        Self { limit, window }
    }

    /// May one more happen now, after `count` in the window that began at `window_start`? For the
    /// very first pass a count of zero.
    pub fn decide(&self, count: u32, window_start: Timestamp, now: Timestamp) -> Decision {
        let end = later(window_start, self.window);
        if self.limit == 0 {
            return Decision::Refused {
                retry_at: Timestamp::MAX,
            };
        }
        if count == 0 || now >= end {
            return Decision::Allowed {
                count: 1,
                window_start: now,
            };
        }
        if count < self.limit {
            return Decision::Allowed {
                count: count + 1,
                window_start,
            };
        }
        Decision::Refused { retry_at: end }
    }
}

impl Default for BackOff {
    /// Five failures, then one minute, doubling to thirty; forgotten after a day.
    fn default() -> Self {
        Self {
            after: 5,
            first: SignedDuration::from_mins(1),
            longest: SignedDuration::from_mins(30),
            forget: SignedDuration::from_hours(24),
        }
    }
}

impl BackOff {
    /// How long the pause after so many failures is; none before the first.
    pub fn pause(&self, failures: u32) -> Option<SignedDuration> {
        let doublings = failures.checked_sub(self.after)?;
        let factor = 2_i32.checked_pow(doublings).unwrap_or(i32::MAX);
        Some(
            self.first
                .checked_mul(factor)
                .unwrap_or(self.longest)
                .min(self.longest),
        )
    }

    /// Until when nothing is tried; none if a try is allowed now.
    pub fn paused_until(
        &self,
        failures: u32,
        last_failure: Timestamp,
        now: Timestamp,
    ) -> Option<Timestamp> {
        let until = later(last_failure, self.pause(failures)?);
        (now < until).then_some(until)
    }

    /// The count to store after one more failure now.
    pub fn count_failure(
        &self,
        failures: u32,
        last_failure: Option<Timestamp>,
        now: Timestamp,
    ) -> u32 {
        let fresh = last_failure.is_some_and(|last| now < later(last, self.forget));
        if fresh { failures.saturating_add(1) } else { 1 }
    }
}

fn later(from: Timestamp, by: SignedDuration) -> Timestamp {
    from.checked_add(by).unwrap_or(Timestamp::MAX)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_second(1_700_000_000 + seconds).unwrap()
    }

    // law: D59-6.2
    #[test]
    fn a_window_holds_so_many_and_then_begins_anew() {
        let rule = Throttle::new(2, SignedDuration::from_secs(60));
        let start = at(0);
        let allowed = |count, window_start| Decision::Allowed {
            count,
            window_start,
        };
        assert_eq!(rule.decide(0, at(-900), start), allowed(1, start));
        assert_eq!(rule.decide(1, start, at(59)), allowed(2, start));
        assert_eq!(
            rule.decide(2, start, at(59)),
            Decision::Refused { retry_at: at(60) }
        );
        assert_eq!(rule.decide(2, start, at(60)), allowed(1, at(60)));
        let never = Throttle::new(0, SignedDuration::from_secs(60));
        assert_eq!(
            never.decide(0, start, start),
            Decision::Refused {
                retry_at: Timestamp::MAX
            }
        );
    }

    // law: D59-6.2
    #[test]
    fn pauses_double_to_thirty_minutes() {
        let rule = BackOff::default();
        for (failures, minutes) in [
            (4, None),
            (5, Some(1)),
            (6, Some(2)),
            (7, Some(4)),
            (9, Some(16)),
            (10, Some(30)),
            (99, Some(30)),
        ] {
            assert_eq!(
                rule.pause(failures),
                minutes.map(SignedDuration::from_mins),
                "{failures}"
            );
        }
        assert_eq!(rule.paused_until(5, at(0), at(59)), Some(at(60)));
        assert_eq!(rule.paused_until(5, at(0), at(60)), None);
        assert_eq!(rule.paused_until(u32::MAX, at(0), at(0)), Some(at(1800)));
    }

    // law: D59-6.2
    #[test]
    fn a_day_without_failure_is_forgotten() {
        let rule = BackOff::default();
        assert_eq!(rule.count_failure(0, None, at(0)), 1);
        assert_eq!(rule.count_failure(7, Some(at(0)), at(86_399)), 8);
        assert_eq!(rule.count_failure(7, Some(at(0)), at(86_400)), 1);
        assert_eq!(rule.count_failure(u32::MAX, Some(at(0)), at(1)), u32::MAX);
    }

    proptest! {
        #[test]
        fn no_window_ever_holds_more_than_its_limit(
            limit in 1..6_u32, gaps in prop::collection::vec(0..50_i64, 1..80)
        ) {
            let rule = Throttle::new(limit, SignedDuration::from_secs(60));
            let (mut count, mut start, mut now) = (0, at(0), 0);
            let mut passed: Vec<(Timestamp, i64)> = vec![];
            for gap in gaps {
                now += gap;
                match rule.decide(count, start, at(now)) {
                    Decision::Allowed { count: c, window_start } => {
                        (count, start) = (c, window_start);
                        passed.push((start, now));
                    }
                    Decision::Refused { retry_at } => {
                        prop_assert!(retry_at > at(now));
                        let then = rule.decide(count, start, retry_at);
                        let again = Decision::Allowed { count: 1, window_start: retry_at };
                        prop_assert_eq!(then, again);
                    }
                }
            }
            for (window, _) in &passed {
                let inside = passed.iter().filter(|(other, _)| other == window).count();
                prop_assert!(inside <= limit as usize);
            }
            for (_, first) in &passed {
                let near = passed.iter().filter(|(_, t)| (*first..first + 60).contains(t)).count();
                prop_assert!(near < 2 * limit as usize);
            }
        }
    }
}
