//! What a score means: match, unclear, no match, by thresholds that are configuration.

use super::{FingerEngine, Identity, Measured, Nbis, Part, Position, Score, Verdict};

/// Where "unclear" begins and where "match" begins, and what was measured of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Band {
    unclear_from: u32,
    match_from: u32,
    measured: Measured,
}

/// Thresholds of one engine, for scores between templates of its own. Configuration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Thresholds {
    version: String,
    engine: Identity,
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

    fn judge(self, score: u32) -> Verdict {
        Verdict::of(score, self.unclear_from, self.match_from)
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
    /// Thresholds measured with this engine. `single` is for one finger, `pair` for the sum over two, of which each must
    /// have `each_from` for a match: a very good finger must not carry one that does not match at all.
    pub fn new(
        version: &str,
        engine: Identity,
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
            engine,
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
            measured: Measured::none_in(comparisons),
        };
        Self {
            version: "start-2".to_owned(),
            engine: Nbis::default().identity().clone(),
            single: band(20, 40, 3600),
            pair: band(30, 50, 800),
            each_from: 20,
        }
    }

    /// Their version, on every judgement.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// The engine whose scores they judge.
    pub const fn engine(&self) -> &Identity {
        &self.engine
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

    /// What the score of one finger means by itself, whatever another one says.
    pub fn alone(&self, part: Part) -> Verdict {
        self.single.judge(part.value)
    }

    /// Where "match" begins for one finger, or for the sum over two.
    pub const fn match_from(&self, fingers: usize) -> u32 {
        self.band(fingers).match_from
    }

    /// What was measured of that bound.
    pub const fn measured(&self, fingers: usize) -> Measured {
        self.band(fingers).measured
    }

    const fn band(&self, fingers: usize) -> Band {
        if fingers > 1 { self.pair } else { self.single }
    }

    /// What a score means. [`super::Fingers`] sees to it that it is of the engine that these were measured with.
    pub(super) fn judge(&self, score: Score) -> Judgement {
        let two = score.parts().len() > 1;
        let band = self.band(score.parts().len());
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
        Judgement {
            verdict,
            weak,
            score,
            thresholds: self.version.clone(),
            measured: band.measured,
        }
    }
}
