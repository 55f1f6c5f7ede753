//! What a score means: match, unclear, no match, by thresholds that are configuration and bound to one engine.

use super::onnx::{ID, VERSION};
use super::{EngineError, FaceEngine, FaceTemplate, Identity, Verdict};

/// Parts of a million.
const MILLION: u32 = 1_000_000;

/// A score, stamped with what made it.
#[derive(Debug, Clone, PartialEq)]
pub struct Score {
    /// How alike; of [`super::OnnxFaces`] a cosine between −1 and 1.
    pub value: f32,
    /// The engine.
    pub engine: Identity,
}

/// D59-14.2.a2, D59-24.4: compares a face with the one on record or on the chip.
pub fn compare(
    engine: &dyn FaceEngine,
    probe: &FaceTemplate,
    reference: &FaceTemplate,
) -> Result<Score, EngineError> {
    let value = engine.similarity(probe, reference)?;
    if !value.is_finite() {
        return Err(EngineError::Failed);
    }
    Ok(Score {
        value,
        engine: engine.identity().clone(),
    })
}

/// What stands behind a false-match rate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Basis {
    /// Reckoned from fewer comparisons than would prove it.
    Extrapolated,
    /// Measured on as many comparisons as it takes (three over the rate, without error).
    Measured,
}

impl Basis {
    /// Stable word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Extrapolated => "extrapolated",
            Self::Measured => "measured",
        }
    }
}

/// A false-match rate, and what stands behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    /// False matches in a million comparisons of different people.
    pub false_matches: u32,
    /// How that is known.
    pub basis: Basis,
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

/// Why thresholds, or their use, are wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ThresholdsError {
    /// Match begins below unclear, or a bound is no number.
    #[error("the bounds of unclear and match are not in order")]
    Band,
    /// No version.
    #[error("thresholds need a version")]
    Unnamed,
    /// A rate of nothing or of more than one in a thousand.
    #[error("the false-match rate is not between one in a million and one in a thousand")]
    Rate,
    /// A score of another engine, or of other networks.
    #[error("these thresholds are another engine's")]
    OtherEngine,
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
        if rate.false_matches == 0 || rate.false_matches > MILLION / 1000 {
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

    fn start(version: &str, false_matches: u32, match_from: f32) -> Self {
        Self {
            version: version.to_owned(),
            engine: Identity {
                id: ID.to_owned(),
                version: VERSION.to_owned(),
                digest: MEASURED.to_owned(),
            },
            rate: Rate {
                false_matches,
                basis: Basis::Extrapolated,
            },
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

    /// D59-12.2, D59-14.2.a2: what a score means.
    pub fn judge(&self, score: Score) -> Result<Judgement, ThresholdsError> {
        if score.engine != self.engine {
            return Err(ThresholdsError::OtherEngine);
        }
        let verdict = if score.value >= self.match_from {
            Verdict::Match
        } else if score.value >= self.unclear_from {
            Verdict::Unclear
        } else {
            Verdict::NoMatch
        };
        Ok(Judgement {
            verdict,
            score,
            thresholds: self.version.clone(),
            rate: self.rate,
        })
    }
}

/// Digest of the engine that the starting values were measured with.
const MEASURED: &str = "b058f09772b4ffd0aa089faae6960521cce76c6f165620f70337d95c9361068a";
