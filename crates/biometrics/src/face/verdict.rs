//! What a score means: match, unclear, no match, by thresholds that are configuration and bound to one engine.

use super::{Identity, Rate, Verdict, onnx};

/// Most false matches that thresholds may aim at, in a million.
const MOST_FALSE: u32 = 1000;

/// A score, stamped with what made it. Only [`super::Faces::compare`] makes one.
#[derive(Debug, Clone, PartialEq)]
pub struct Score {
    value: f32,
    engine: Identity,
}

impl Score {
    pub(super) const fn new(value: f32, engine: Identity) -> Self {
        Self { value, engine }
    }

    /// How alike; of [`super::OnnxFaces`] a cosine between −1 and 1.
    pub const fn value(&self) -> f32 {
        self.value
    }

    /// The engine.
    pub const fn engine(&self) -> &Identity {
        &self.engine
    }
}

/// Thresholds of one engine. Configuration.
#[derive(Debug, Clone, PartialEq)]
pub struct Thresholds {
    version: String,
    engine: Identity,
    rate: Rate,
    unclear_from: f32,
    match_from: f32,
}

/// Why numbers are no thresholds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ThresholdsError {
    /// Match begins below unclear, or a bound is no number.
    #[error("the bounds of unclear and match are not in order")]
    Band,
    /// No version.
    #[error("thresholds need a version")]
    Unnamed,
    /// Aimed at nothing or at more than one in a thousand.
    #[error("the false-match rate is not between one in a million and one in a thousand")]
    Rate,
}

/// A verdict with everything that stands behind it: what evidence records.
#[derive(Debug, Clone, PartialEq)]
pub struct Judgement {
    /// What the machine says. It advises; an officer decides.
    pub verdict: Verdict,
    /// Of which score, by which engine.
    pub score: Score,
    /// By which thresholds.
    pub thresholds: String,
    /// For which rate.
    pub rate: Rate,
}

impl Thresholds {
    /// Thresholds measured with this engine: other networks need other ones. Below `unclear_from` is no
    /// match, from `match_from` on is a match; the rate is that of `match_from`.
    pub fn new(
        version: &str,
        engine: Identity,
        rate: Rate,
        unclear_from: f32,
        match_from: f32,
    ) -> Result<Self, ThresholdsError> {
        if version.trim().is_empty() {
            return Err(ThresholdsError::Unnamed);
        }
        if let Rate::Extrapolated { aimed } = rate
            && !(1..=MOST_FALSE).contains(&aimed)
        {
            return Err(ThresholdsError::Rate);
        }
        let ordered = unclear_from.is_finite() && match_from.is_finite();
        if !ordered || match_from < unclear_from {
            return Err(ThresholdsError::Band);
        }
        Ok(Self {
            version: version.to_owned(),
            engine,
            rate,
            unclear_from,
            match_from,
        })
    }

    /// To begin with, for [`super::OnnxFaces`] at a counter where an officer looks on: aimed at one false match in
    /// ten thousand. Extrapolated from small public sets (docs/biometrics.md); to be replaced by a place's own
    /// calibration.
    pub fn attended() -> Self {
        Self::start("start-attended-1", 100, 0.43)
    }

    /// To begin with, where nobody looks on: aimed at one false match in a hundred thousand.
    pub fn unattended() -> Self {
        Self::start("start-unattended-1", 10, 0.50)
    }

    fn start(version: &str, aimed: u32, match_from: f32) -> Self {
        Self {
            version: version.to_owned(),
            engine: onnx::measured(),
            rate: Rate::Extrapolated { aimed },
            unclear_from: 0.36,
            match_from,
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

    /// How often strangers score as high as a match, and how that is known.
    pub const fn rate(&self) -> Rate {
        self.rate
    }

    /// Where "unclear" begins.
    pub const fn unclear_from(&self) -> f32 {
        self.unclear_from
    }

    /// Where "match" begins.
    pub const fn match_from(&self) -> f32 {
        self.match_from
    }

    /// What a score means. [`super::Faces`] sees to it that it is of the engine that these were measured with.
    pub(super) fn judge(&self, score: Score) -> Judgement {
        Judgement {
            verdict: Verdict::of(score.value, self.unclear_from, self.match_from),
            score,
            thresholds: self.version.clone(),
            rate: self.rate,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // law: D59-12.2, D59-14.2.a2
    #[test]
    fn scores_of_faces_fall_into_three_bands() {
        let thresholds = Thresholds::attended();
        for (value, want) in [
            (1.0, Verdict::Match),
            (0.43, Verdict::Match),
            (0.429, Verdict::Unclear),
            (0.36, Verdict::Unclear),
            (0.359, Verdict::NoMatch),
            (-1.0, Verdict::NoMatch),
            (f32::NAN, Verdict::NoMatch),
        ] {
            let judged = thresholds.judge(Score::new(value, onnx::measured()));
            assert_eq!(judged.verdict, want, "{value}");
            let rate = Rate::Extrapolated { aimed: 100 };
            assert_eq!(
                (judged.thresholds.as_str(), judged.rate),
                ("start-attended-1", rate)
            );
        }
    }
}
