//! What came of the requests of a pilot (R50-5): counts by outcome and reason, times to a decision.

use std::collections::BTreeMap;

/// Where a request stood on the day the figures are of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// The register confirmed it.
    Verified,
    /// Refused for a reason.
    Refused,
    /// Taken back by the holder.
    Withdrawn,
    /// Not decided yet.
    Pending,
}

impl Outcome {
    /// All, in the order of a report's columns.
    pub const ALL: [Self; 4] = [
        Self::Verified,
        Self::Refused,
        Self::Withdrawn,
        Self::Pending,
    ];

    /// Stable word, as stored.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Verified => "verified",
            Self::Refused => "refused",
            Self::Withdrawn => "withdrawn",
            Self::Pending => "pending",
        }
    }

    /// Reads the stored word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.as_str() == word)
    }
}

/// So many requests that are alike.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Where they stood.
    pub outcome: Outcome,
    /// Reason code of refusals; empty otherwise.
    pub reason: String,
    /// Decided by their target (DOC-r4), or not past it yet.
    pub in_time: bool,
    /// Seconds from request to decision; 0 while pending.
    pub seconds: u64,
    /// How many.
    pub count: u64,
}

/// The sum of many lines.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Figures {
    outcomes: BTreeMap<Outcome, u64>,
    reasons: BTreeMap<String, u64>,
    /// Decided after their target.
    late: u64,
    /// Pending and past it.
    overdue: u64,
    times: BTreeMap<u64, u64>,
}

impl Figures {
    /// Counts a line in.
    pub fn add(&mut self, line: &Line) {
        *self.outcomes.entry(line.outcome).or_default() += line.count;
        let decided = match line.outcome {
            Outcome::Withdrawn => return,
            Outcome::Pending => false,
            Outcome::Refused => {
                *self.reasons.entry(line.reason.clone()).or_default() += line.count;
                true
            }
            Outcome::Verified => true,
        };
        if decided {
            *self.times.entry(line.seconds).or_default() += line.count;
        }
        if !line.in_time {
            let late = if decided {
                &mut self.late
            } else {
                &mut self.overdue
            };
            *late += line.count;
        }
    }

    /// Requests of one outcome.
    pub fn of(&self, outcome: Outcome) -> u64 {
        self.outcomes.get(&outcome).copied().unwrap_or_default()
    }

    /// By outcome, in the order of [`Outcome::ALL`].
    pub fn row(&self) -> Vec<u64> {
        Outcome::ALL.map(|outcome| self.of(outcome)).to_vec()
    }

    /// Refusals by reason code.
    pub const fn reasons(&self) -> &BTreeMap<String, u64> {
        &self.reasons
    }

    /// Requests that were verified or refused.
    pub fn decided(&self) -> u64 {
        self.of(Outcome::Verified) + self.of(Outcome::Refused)
    }

    /// Requests decided after their target.
    pub const fn late(&self) -> u64 {
        self.late
    }

    /// Requests pending past their target.
    pub const fn overdue(&self) -> u64 {
        self.overdue
    }

    /// Of those decided or due, how many were in time: part and whole. What was taken back counts in neither; what is
    /// pending counts once its target has passed.
    pub fn in_time(&self) -> (u64, u64) {
        let decided = self.decided();
        (decided - self.late.min(decided), decided + self.overdue)
    }

    /// The time to a decision in seconds that so many hundredths of the decisions do not exceed, by nearest rank: the
    /// median is 50. None before the first decision.
    pub fn percentile(&self, hundredths: u64) -> Option<u64> {
        let rank = (self.decided() * hundredths).div_ceil(100).max(1);
        let mut seen = 0;
        self.times.iter().find_map(|(seconds, count)| {
            seen += count;
            (seen >= rank).then_some(*seconds)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(outcome: Outcome, in_time: bool, seconds: u64, count: u64) -> Line {
        let refused = outcome == Outcome::Refused;
        let reason = if refused { "not-found" } else { "" };
        Line {
            outcome,
            reason: reason.to_owned(),
            in_time,
            seconds,
            count,
        }
    }

    fn sum(lines: &[Line]) -> Figures {
        let mut figures = Figures::default();
        for line in lines {
            figures.add(line);
        }
        figures
    }

    // law: R50-5
    #[test]
    fn outcomes_reasons_and_terms_are_counted() {
        use Outcome::{Pending, Refused, Verified, Withdrawn};
        let figures = sum(&[
            line(Verified, true, 10, 7),
            line(Verified, false, 400, 1),
            line(Refused, true, 20, 2),
            line(Withdrawn, false, 5, 4),
            line(Pending, true, 0, 3),
            line(Pending, false, 0, 2),
        ]);
        assert_eq!(figures.row(), [8, 2, 4, 5]);
        assert_eq!(figures.decided(), 10);
        assert_eq!(figures.reasons().get("not-found"), Some(&2));
        assert_eq!((figures.late(), figures.overdue()), (1, 2));
        assert_eq!(figures.in_time(), (9, 12));
    }

    // law: R50-5
    #[test]
    fn percentiles_are_of_the_nearest_rank() {
        use Outcome::{Pending, Verified, Withdrawn};
        for (counts, median, p95) in [
            (&[(1, 1)][..], 1, 1),
            (&[(1, 1), (2, 1)], 1, 2),
            (&[(1, 1), (2, 1), (3, 1)], 2, 3),
            (&[(5, 95), (60, 5)], 5, 5),
            (&[(5, 94), (60, 6)], 5, 60),
        ] {
            let mut lines: Vec<Line> = counts
                .iter()
                .map(|(seconds, count)| line(Verified, true, *seconds, *count))
                .collect();
            lines.push(line(Withdrawn, true, 9_000, 50));
            lines.push(line(Pending, true, 0, 50));
            let figures = sum(&lines);
            assert_eq!(figures.percentile(50), Some(median), "{counts:?}");
            assert_eq!(figures.percentile(95), Some(p95), "{counts:?}");
        }
        assert_eq!(Figures::default().percentile(50), None);
    }
}
