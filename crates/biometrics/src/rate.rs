//! How often different people are taken for one, and what stands behind the figure.

/// False matches counted among comparisons of different people.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Measured {
    false_matches: u32,
    comparisons: u32,
}

/// Why counts are no measured rate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MeasuredError {
    /// Too few comparisons to say anything.
    #[error("a rate out of fewer than {} comparisons", Measured::FEWEST)]
    Comparisons,
    /// More false matches than one in a thousand.
    #[error("more false matches than one in a thousand")]
    FalseMatches,
}

impl Measured {
    /// Fewest comparisons of different people: three hundred without a false match bound the rate at one in a
    /// hundred, with 95 % confidence.
    pub const FEWEST: u32 = 300;

    /// `false_matches` of so many `comparisons` of different people: at most one in a thousand.
    pub const fn new(false_matches: u32, comparisons: u32) -> Result<Self, MeasuredError> {
        if comparisons < Self::FEWEST {
            return Err(MeasuredError::Comparisons);
        }
        if false_matches > comparisons / 1000 {
            return Err(MeasuredError::FalseMatches);
        }
        Ok(Self {
            false_matches,
            comparisons,
        })
    }

    /// No false match, of more comparisons than the fewest.
    pub(crate) const fn none_in(comparisons: u32) -> Self {
        Self {
            false_matches: 0,
            comparisons,
        }
    }

    /// False matches counted.
    pub const fn false_matches(self) -> u32 {
        self.false_matches
    }

    /// Comparisons of different people.
    pub const fn comparisons(self) -> u32 {
        self.comparisons
    }

    /// What the rate is at most, as [`at_most()`] has it.
    pub fn at_most(self) -> f64 {
        at_most(self.false_matches, self.comparisons)
    }
}

/// A false-match rate, by what is known of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rate {
    /// Reckoned from fewer comparisons than would prove it.
    Extrapolated {
        /// False matches in a million comparisons of different people that the threshold aims at.
        aimed: u32,
    },
    /// Counted.
    Measured(Measured),
}

impl Rate {
    /// What it rests on, as a stable word.
    pub const fn basis(self) -> &'static str {
        match self {
            Self::Extrapolated { .. } => "extrapolated",
            Self::Measured(_) => "measured",
        }
    }
}

/// What a rate is at most where so many were found, with 95 % confidence: the one-sided bound of Clopper and Pearson.
/// It takes comparisons for independent; those of one person are not, so the truth is wider.
pub fn at_most(found: u32, of: u32) -> f64 {
    if found >= of {
        return 1.0;
    }
    let (mut low, mut high) = (0.0, 1.0);
    // Halved so often that what is left is nothing beside any rate.
    for _ in 0..50 {
        let rate = f64::midpoint(low, high);
        if chance(found, of, rate) > 0.05 {
            low = rate;
        } else {
            high = rate;
        }
    }
    high
}

/// The chance of finding no more, at this rate.
fn chance(found: u32, of: u32, rate: f64) -> f64 {
    let (of, odds) = (f64::from(of), (rate / (1.0 - rate)).ln());
    let mut log = of * (-rate).ln_1p();
    let mut sum = log.exp();
    for count in (1..=found).map(f64::from) {
        log += ((of - count + 1.0) / count).ln() + odds;
        sum += log.exp();
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rate_is_bounded_by_what_was_counted() {
        for (found, of, percent) in [
            (0, 300, 0.9936),
            (0, 3600, 0.0832),
            (5, 5040, 0.2085),
            (1, 20, 21.611),
            (5000, 5_000_000, 0.1023),
            (7, 7, 100.0),
            (0, 0, 100.0),
        ] {
            let bound = at_most(found, of) * 100.0;
            assert!(
                (bound / percent - 1.0).abs() < 0.001,
                "{found} {of}: {bound}"
            );
        }
    }

    #[test]
    fn a_measured_rate_takes_comparisons_enough() {
        for (wrong, of, want) in [
            (0, 299, Err(MeasuredError::Comparisons)),
            (1, 999, Err(MeasuredError::FalseMatches)),
            (1, 1000, Ok((1, 1000))),
            (u32::MAX, u32::MAX, Err(MeasuredError::FalseMatches)),
        ] {
            let told = Measured::new(wrong, of).map(|m| (m.false_matches(), m.comparisons()));
            assert_eq!(told, want, "{wrong} {of}");
        }
        let measured = Measured::new(0, 300).unwrap();
        assert!(measured.at_most() < 0.01);
        assert_eq!(Rate::Measured(measured).basis(), "measured");
    }
}
