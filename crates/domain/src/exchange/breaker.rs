//! The circuit breaker of a source: after some failures in a row nobody waits for it until a while has passed; then one
//! question tries.

use jiff::{SignedDuration, Timestamp};

/// Where a breaker stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Position {
    /// Questions go through.
    Closed,
    /// None does before this instant.
    Open {
        /// When one may try.
        until: Timestamp,
    },
    /// One tries.
    Trying {
        /// When its silence counts as failure: whoever asked may have gone away.
        until: Timestamp,
    },
}

impl Position {
    /// Word for pages and reports.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Closed => "closed",
            Self::Open { .. } => "open",
            Self::Trying { .. } => "trying",
        }
    }
}

/// Whether a question may go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Admission {
    /// It may.
    Go,
    /// Not before this instant.
    Wait {
        /// When one may try.
        until: Timestamp,
    },
}

/// A breaker.
#[derive(Debug, Clone)]
pub struct Breaker {
    most: u32,
    rest: SignedDuration,
    failures: u32,
    position: Position,
}

impl Breaker {
    /// That opens at so many failures in a row (at least one), for a while.
    pub const fn new(most: u32, rest: SignedDuration) -> Self {
        Self {
            most: if most == 0 { 1 } else { most },
            rest,
            failures: 0,
            position: Position::Closed,
        }
    }

    /// Where it stands.
    pub const fn position(&self) -> Position {
        self.position
    }

    /// Failures since the last answer.
    pub const fn failures(&self) -> u32 {
        self.failures
    }

    /// Asks to go. Whoever may go says afterwards how it went.
    pub fn admit(&mut self, now: Timestamp) -> Admission {
        match self.position {
            Position::Closed => Admission::Go,
            Position::Open { until } | Position::Trying { until } if now < until => {
                Admission::Wait { until }
            }
            Position::Open { .. } | Position::Trying { .. } => {
                self.position = Position::Trying {
                    until: self.after_rest(now),
                };
                Admission::Go
            }
        }
    }

    /// The source answered.
    pub const fn answered(&mut self) {
        self.failures = 0;
        self.position = Position::Closed;
    }

    /// It did not, or not so that it could be believed.
    pub fn failed(&mut self, now: Timestamp) {
        self.failures = self.failures.saturating_add(1);
        let tried = matches!(self.position, Position::Trying { .. });
        if tried || self.failures >= self.most {
            self.position = Position::Open {
                until: self.after_rest(now),
            };
        }
    }

    fn after_rest(&self, now: Timestamp) -> Timestamp {
        now.checked_add(self.rest).unwrap_or(Timestamp::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Clone, Copy)]
    enum Step {
        Fail,
        Answer,
        Goes,
        Waits,
    }
    use Step::{Answer, Fail, Goes, Waits};

    /// Seconds, what happens, where the breaker then stands.
    #[test]
    fn it_opens_rests_tries_once_and_closes() {
        let mut breaker = Breaker::new(3, SignedDuration::from_secs(30));
        let start: Timestamp = "2026-03-02T08:00:00Z".parse().unwrap();
        let table = [
            (0, Goes, "closed"),
            (0, Fail, "closed"),
            (1, Fail, "closed"),
            (1, Answer, "closed"),
            // An answer takes all failures away.
            (2, Fail, "closed"),
            (2, Fail, "closed"),
            (2, Goes, "closed"),
            (3, Fail, "open"),
            (3, Waits, "open"),
            (32, Waits, "open"),
            // One tries; the others still wait.
            (33, Goes, "trying"),
            (33, Waits, "trying"),
            (34, Fail, "open"),
            (63, Waits, "open"),
            (64, Goes, "trying"),
            // Whoever tried went away without a word: the next one tries.
            (93, Waits, "trying"),
            (94, Goes, "trying"),
            (95, Answer, "closed"),
            (95, Goes, "closed"),
            (95, Fail, "closed"),
        ];
        for (row, (second, step, position)) in table.into_iter().enumerate() {
            let now = start + SignedDuration::from_secs(second);
            match step {
                Fail => breaker.failed(now),
                Answer => breaker.answered(),
                Goes => assert_eq!(breaker.admit(now), Admission::Go, "row {row}"),
                Waits => {
                    assert!(
                        matches!(breaker.admit(now), Admission::Wait { until } if until > now),
                        "row {row}"
                    );
                }
            }
            assert_eq!(breaker.position().as_str(), position, "row {row}");
        }
        assert_eq!(breaker.failures(), 1);
    }

    #[test]
    fn none_as_the_most_failures_means_one() {
        let mut breaker = Breaker::new(0, SignedDuration::from_secs(1));
        assert_eq!(breaker.admit(Timestamp::UNIX_EPOCH), Admission::Go);
        breaker.failed(Timestamp::UNIX_EPOCH);
        assert_eq!(breaker.position().as_str(), "open");
    }
}
