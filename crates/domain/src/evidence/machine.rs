//! What a machine says of two portraits, or of one person's prints beside those on record. It advises: an officer
//! decides, and where the two do not agree another officer looks (D59-12.2, D59-14.2.a2).

use serde::{Deserialize, Serialize};

use crate::finger::Finger;
use crate::registers::PortraitSource;

/// What a score means, by the thresholds of its engine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Band {
    /// The same person.
    Match,
    /// Neither.
    Unclear,
    /// Not alike. Not yet another person: faces age, prints wear, pictures are mixed up.
    NoMatch,
}

impl Band {
    /// Stable word (`machine-band-<word>`).
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Match => "match",
            Self::Unclear => "unclear",
            Self::NoMatch => "no-match",
        }
    }
}

/// Which of the two pictures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Whose {
    /// The one taken now.
    Live,
    /// The one on record.
    Reference,
}

impl Whose {
    /// Stable word (`machine-whose-<word>`).
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Live => "live",
            Self::Reference => "reference",
        }
    }
}

/// What came of one comparison by machine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MatchOutcome {
    /// The machine compared.
    Compared {
        /// How alike: faces in thousandths of the engine's scale, fingers in whole numbers of it.
        score: i32,
        /// What that means.
        band: Band,
    },
    /// It could not: never a "no".
    NotCompared {
        /// Which picture it could not use.
        whose: Whose,
        /// Stable code of the reason, such as `face-dark`.
        why: String,
    },
    /// The register has nothing of this kind of the person. Says nothing, and nothing is doubtful about it.
    NoReference,
}

impl MatchOutcome {
    /// What the score means; `None` where nothing was compared.
    pub const fn band(&self) -> Option<Band> {
        match self {
            Self::Compared { band, .. } => Some(*band),
            Self::NotCompared { .. } | Self::NoReference => None,
        }
    }
}

/// Where what is beside the live picture comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Beside {
    /// Population register.
    Population,
    /// Citizen-id card register.
    Card,
    /// Immigration register.
    Immigration,
    /// D59-24.4: the chip of the card shown, found authentic and no copy.
    Chip,
}

impl From<PortraitSource> for Beside {
    fn from(register: PortraitSource) -> Self {
        match register {
            PortraitSource::Population => Self::Population,
            PortraitSource::Card => Self::Card,
            PortraitSource::Immigration => Self::Immigration,
        }
    }
}

/// One finger taken now beside the same finger on record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FingerMatch {
    /// Which.
    pub finger: Finger,
    /// What came of it; the band is what this finger says by itself.
    pub outcome: MatchOutcome,
}

/// What was compared.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Modality {
    /// The portrait. Evidence from before fingers were compared says nothing of it.
    #[default]
    Face,
    /// The prints, finger by finger; the outcome of the match is of them together.
    Fingers(Vec<FingerMatch>),
}

/// The live portrait, or the prints taken, compared by machine with others, with everything that stands behind it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MachineMatch {
    /// Portrait or fingers.
    #[serde(default)]
    pub modality: Modality,
    /// Where the other portrait, or the prints on record, come from.
    pub source: Beside,
    /// What came of it.
    pub outcome: MatchOutcome,
    /// By which engine.
    pub engine: MachineEngine,
}

/// An engine with its thresholds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MachineEngine {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// SHA-256 over what it consists of, in hexadecimal digits.
    pub digest: String,
    /// Version of the thresholds.
    pub thresholds: String,
    /// Where "match" begins, in the units of the score.
    pub match_from: i32,
    /// Stated for that threshold: false matches in a million comparisons of different people.
    pub false_matches: u32,
    /// Whether that rate was measured on enough comparisons, or reckoned from fewer.
    pub measured: bool,
}

impl MachineEngine {
    /// Name, version and digest as one text: what a template is stamped with. None of them has a space.
    pub fn mark(&self) -> String {
        [self.name.as_str(), &self.version, &self.digest].join(" ")
    }

    /// One stranger in so many scores as high as the threshold.
    pub fn one_in(&self) -> u32 {
        1_000_000 / self.false_matches.max(1)
    }
}

impl MachineMatch {
    /// What the score means; `None` where nothing was compared.
    pub const fn band(&self) -> Option<Band> {
        self.outcome.band()
    }

    /// Whether there was something to compare with, whatever came of it.
    pub const fn has_reference(&self) -> bool {
        match self.outcome {
            MatchOutcome::Compared { .. } | MatchOutcome::NotCompared { .. } => true,
            MatchOutcome::NoReference => false,
        }
    }

    /// Whether it is of fingers.
    pub const fn is_of_fingers(&self) -> bool {
        match self.modality {
            Modality::Face => false,
            Modality::Fingers(_) => true,
        }
    }

    /// Whether the register has prints of the person, and none of the fingers taken is among them.
    pub fn is_of_other_fingers(&self) -> bool {
        match &self.modality {
            Modality::Face => false,
            Modality::Fingers(taken) => {
                let on_record = |one: &FingerMatch| one.outcome != MatchOutcome::NoReference;
                self.has_reference() && self.band().is_none() && !taken.iter().any(on_record)
            }
        }
    }
}
