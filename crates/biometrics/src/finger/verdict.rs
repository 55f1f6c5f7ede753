//! What a score means: match, unclear, no match, by thresholds that are configuration.

use super::Identity;

/// Parts of a million.
const MILLION: u32 = 1_000_000;

/// A score, stamped with what made it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Score {
    /// Sum over the fingers.
    pub value: u32,
    /// How many fingers: 1 or 2.
    pub fingers: u8,
    /// The engine.
    pub engine: Identity,
}

/// Where "unclear" begins and where "match" begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Band {
    unclear_from: u32,
    match_from: u32,
}

/// What the machine says. It advises: an officer decides, and an unclear score is never a refusal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// The same person.
    Match,
    /// The officer looks: other fingers, the portrait, documents.
    Unclear,
    /// Not the same prints. Not yet another person: prints wear, cards are mixed up.
    NoMatch,
}

impl Verdict {
    /// Stable word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Match => "match",
            Self::Unclear => "unclear",
            Self::NoMatch => "no-match",
        }
    }
}

/// Thresholds of one engine for a stated false-match rate. Configuration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Thresholds {
    version: String,
    engine: String,
    false_matches: u32,
    single: Band,
    pair: Band,
}

/// Why thresholds, or their use, are wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ThresholdsError {
    /// Match begins below unclear, or unclear at nothing.
    #[error("a band's bounds are not in order")]
    Band,
    /// No name or version.
    #[error("thresholds need a version and an engine")]
    Unnamed,
    /// A rate of nothing or of more than one in a thousand.
    #[error("the false-match rate is not between one in a million and one in a thousand")]
    Rate,
    /// A score of another engine.
    #[error("these thresholds are another engine's")]
    OtherEngine,
}

impl Band {
    /// Below `unclear_from` is no match, from `match_from` on is a match.
    pub const fn new(unclear_from: u32, match_from: u32) -> Result<Self, ThresholdsError> {
        if unclear_from == 0 || match_from < unclear_from {
            return Err(ThresholdsError::Band);
        }
        Ok(Self {
            unclear_from,
            match_from,
        })
    }

    /// Where "unclear" begins.
    pub const fn unclear_from(self) -> u32 {
        self.unclear_from
    }

    /// Where "match" begins.
    pub const fn match_from(self) -> u32 {
        self.match_from
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
    /// Of which score, by which engine.
    pub score: Score,
    /// By which thresholds.
    pub thresholds: String,
    /// For which stated rate: false matches in a million comparisons of different people.
    pub false_matches: u32,
}

impl Thresholds {
    /// Thresholds of an engine (its name: a new version keeps them only if somebody measured it). `false_matches`
    /// is what is stated of them, in a million comparisons of different people.
    pub fn new(
        version: &str,
        engine: &str,
        false_matches: u32,
        single: Band,
        pair: Band,
    ) -> Result<Self, ThresholdsError> {
        if version.trim().is_empty() || engine.trim().is_empty() {
            return Err(ThresholdsError::Unnamed);
        }
        if false_matches == 0 || false_matches > MILLION / 1000 {
            return Err(ThresholdsError::Rate);
        }
        Ok(Self {
            version: version.to_owned(),
            engine: engine.to_owned(),
            false_matches,
            single,
            pair,
        })
    }

    /// To begin with, for [`super::Nbis`]: aimed at one false match in a thousand on the small public sets of
    /// docs/biometrics.md, which are too few to prove it. To be replaced by a place's own calibration.
    pub fn start() -> Self {
        Self {
            version: "start-1".to_owned(),
            engine: super::nbis::ID.to_owned(),
            false_matches: 1000,
            single: Band {
                unclear_from: 20,
                match_from: 40,
            },
            pair: Band {
                unclear_from: 30,
                match_from: 50,
            },
        }
    }

    /// Their version, on every judgement.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// The band for one finger.
    pub const fn single(&self) -> Band {
        self.single
    }

    /// The band for the sum over two fingers.
    pub const fn pair(&self) -> Band {
        self.pair
    }

    /// D59-12.2, D59-14.2.a2: what a score means.
    pub fn judge(&self, score: Score) -> Result<Judgement, ThresholdsError> {
        if score.engine.id != self.engine {
            return Err(ThresholdsError::OtherEngine);
        }
        let band = if score.fingers >= 2 {
            self.pair
        } else {
            self.single
        };
        Ok(Judgement {
            verdict: band.judge(score.value),
            score,
            thresholds: self.version.clone(),
            false_matches: self.false_matches,
        })
    }
}
