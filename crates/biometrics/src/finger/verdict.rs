//! What a score means: match, unclear, no match, by thresholds that are configuration.

use super::{Basis, FingerEngine, Nbis, OtherBasis, Position, Score, Verdict};

/// How often prints of different people reached a band's "match", as it was counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Measured {
    false_matches: u32,
    comparisons: u32,
}

/// Where "unclear" begins and where "match" begins, and what was measured of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Band {
    unclear_from: u32,
    match_from: u32,
    measured: Measured,
}

/// Thresholds, with the very engine and extractors that they were measured for. Configuration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Thresholds {
    version: String,
    basis: Basis,
    single: Band,
    pair: Band,
    each_from: u32,
}

/// Why numbers are no thresholds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ThresholdsError {
    /// Match begins below unclear, or unclear at nothing.
    #[error("a band's bounds are not in order")]
    Band,
    /// Nothing is asked of each finger, or more than of both.
    #[error("the least of each finger is not between one and the sum for a match")]
    Each,
    /// No version.
    #[error("thresholds need a version")]
    Unnamed,
    /// Too few comparisons to say anything.
    #[error("a rate out of fewer than {} comparisons", Measured::FEWEST)]
    Comparisons,
    /// More false matches than one in a thousand.
    #[error("more false matches than one in a thousand")]
    Rate,
}

impl Measured {
    /// Fewest comparisons of different people: three hundred without a false match bound the rate at one in a
    /// hundred, with 95 % confidence.
    pub const FEWEST: u32 = 300;

    /// `false_matches` of so many `comparisons` of different people: at most one in a thousand.
    pub const fn new(false_matches: u32, comparisons: u32) -> Result<Self, ThresholdsError> {
        if comparisons < Self::FEWEST {
            return Err(ThresholdsError::Comparisons);
        }
        if false_matches > comparisons / 1000 {
            return Err(ThresholdsError::Rate);
        }
        Ok(Self {
            false_matches,
            comparisons,
        })
    }

    /// False matches counted.
    pub const fn false_matches(self) -> u32 {
        self.false_matches
    }

    /// Comparisons of different people.
    pub const fn comparisons(self) -> u32 {
        self.comparisons
    }

    /// What the rate is at most, with 95 % confidence and comparisons taken for independent (Wilson; three over the
    /// number where nothing was found).
    pub fn at_most(self) -> f64 {
        let (found, n) = (f64::from(self.false_matches), f64::from(self.comparisons));
        if self.false_matches == 0 {
            return 3.0 / n;
        }
        let z = 1.96_f64;
        let half = z * (found * (n - found) / n + z * z / 4.0).sqrt();
        (found + z * z / 2.0 + half) / (n + z * z)
    }
}

impl Band {
    /// Below `unclear_from` is no match, from `match_from` on is a match.
    pub const fn new(
        unclear_from: u32,
        match_from: u32,
        measured: Measured,
    ) -> Result<Self, ThresholdsError> {
        if unclear_from == 0 || match_from < unclear_from {
            return Err(ThresholdsError::Band);
        }
        Ok(Self {
            unclear_from,
            match_from,
            measured,
        })
    }

    const fn judge(self, score: u32) -> Verdict {
        if score >= self.match_from {
            Verdict::Match
        } else if score >= self.unclear_from {
            Verdict::Unclear
        } else {
            Verdict::NoMatch
        }
    }
}

/// A verdict with everything that stands behind it: what evidence records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judgement {
    /// What the machine says.
    pub verdict: Verdict,
    /// The finger that alone kept the sum from being a match: it has less than each finger must have.
    pub weak: Option<Position>,
    /// Of which score, by which engine.
    pub score: Score,
    /// By which thresholds.
    pub thresholds: String,
    /// What was measured of them.
    pub measured: Measured,
}

impl Thresholds {
    /// Thresholds for scores of a basis. `single` is for one finger, `pair` for the sum over two, of which each must
    /// have `each_from` for a match: a very good finger must not carry one that does not match at all.
    pub fn new(
        version: &str,
        basis: Basis,
        single: Band,
        pair: Band,
        each_from: u32,
    ) -> Result<Self, ThresholdsError> {
        if version.trim().is_empty() {
            return Err(ThresholdsError::Unnamed);
        }
        if each_from == 0 || each_from > pair.match_from {
            return Err(ThresholdsError::Each);
        }
        Ok(Self {
            version: version.to_owned(),
            basis,
            single,
            pair,
            each_from,
        })
    }

    /// To begin with, for [`Nbis`]: aimed at one false match in a thousand on the small public sets of
    /// docs/biometrics.md, which are too few to prove it. To be replaced by a place's own calibration.
    pub fn start() -> Self {
        let band = |unclear_from, match_from, comparisons| Band {
            unclear_from,
            match_from,
            measured: Measured {
                false_matches: 0,
                comparisons,
            },
        };
        Self {
            version: "start-2".to_owned(),
            basis: Basis::of(Nbis::default().identity()),
            single: band(20, 40, 3600),
            pair: band(30, 50, 800),
            each_from: 20,
        }
    }

    /// Their version, on every judgement.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// For whose scores they were measured.
    pub const fn basis(&self) -> &Basis {
        &self.basis
    }

    /// From where on two prints may be of one finger: what an enrolment asks of each two impressions.
    pub(super) const fn alike_from(&self) -> u32 {
        self.single.unclear_from
    }

    /// From where on two prints that should be of two fingers are taken for one finger's: the middle of what is
    /// unclear. It costs little to ask for another finger (docs/biometrics.md).
    pub(super) const fn one_finger_from(&self) -> u32 {
        u32::midpoint(self.single.unclear_from, self.single.match_from)
    }

    /// Whether they were measured for such scores.
    pub(super) fn check(&self, basis: &Basis) -> Result<(), OtherBasis> {
        if &self.basis == basis {
            Ok(())
        } else {
            Err(OtherBasis)
        }
    }

    /// D59-12.2, D59-14.2.a2: what a score means.
    pub fn judge(&self, score: Score) -> Result<Judgement, OtherBasis> {
        self.check(score.basis())?;
        let two = score.parts().len() > 1;
        let band = if two { self.pair } else { self.single };
        let mut verdict = band.judge(score.value());
        let mut weak = None;
        if two && verdict == Verdict::Match {
            let parts = score.parts().iter();
            weak = parts
                .min_by_key(|part| part.value)
                .filter(|part| part.value < self.each_from)
                .map(|part| part.finger);
        }
        if weak.is_some() {
            verdict = Verdict::Unclear;
        }
        Ok(Judgement {
            verdict,
            weak,
            score,
            thresholds: self.version.clone(),
            measured: band.measured,
        })
    }
}
