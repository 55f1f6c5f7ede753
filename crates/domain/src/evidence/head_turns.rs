//! Turns of the head at the counter (D59-14.2.a2): asked for by the server, filmed, judged by a machine. A pass says
//! that a living person followed; it approves nobody. What speaks against it, or stands in its place, is for another
//! officer's eyes.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::MachineEngine;
use crate::ids::{CaptureId, StaffId};

/// Why nobody was asked to turn his head, as the officer chose it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TurnsException {
    /// The head or the neck does not turn.
    CannotTurn,
    /// The person does not see, hear or understand what is asked.
    CannotFollow,
    /// A small child.
    Child,
    /// Camera, script or machine are not at hand.
    Equipment,
}

impl TurnsException {
    /// All of them, in the order shown.
    pub const ALL: [Self; 4] = [
        Self::CannotTurn,
        Self::CannotFollow,
        Self::Child,
        Self::Equipment,
    ];

    /// Stable word (`turns-exception-<word>`).
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::CannotTurn => "cannot-turn",
            Self::CannotFollow => "cannot-follow",
            Self::Child => "child",
            Self::Equipment => "equipment",
        }
    }

    /// Reads the word of a form.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.as_str() == text)
    }
}

/// By which engine, when, and by which officer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TurnsJudged {
    /// The engine, as on every result of it.
    pub engine: MachineEngine,
    /// When.
    pub at: Timestamp,
    /// Who had the person before him.
    pub officer: StaffId,
}

/// What came of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum HeadTurns {
    /// This installation does not ask for them, and nobody made them.
    #[default]
    NotAsked,
    /// They are asked for, and were not made.
    NotMade,
    /// They were made as drawn.
    Passed {
        /// The portrait that was filmed with them: the result is of no other.
        portrait: CaptureId,
        /// Judged.
        judged: Box<TurnsJudged>,
        /// The failure before it: it holds again of a portrait that was not filmed with these.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        failed: Option<Box<HeadTurns>>,
    },
    /// They were not. Nobody is refused by that.
    Failed {
        /// Stable code, such as `challenge-unfinished` (`machine-why-<code>`).
        why: String,
        /// What helps (`machine-remedy-<word>`).
        remedy: String,
        /// Judged.
        judged: Box<TurnsJudged>,
    },
    /// An officer recorded why they cannot be made.
    Excepted {
        /// Why.
        reason: TurnsException,
        /// Who says so.
        officer: StaffId,
        /// When.
        at: Timestamp,
    },
}

impl HeadTurns {
    /// D59-14.2.a2: what holds of a portrait. A pass is of the very portrait that was filmed: one taken otherwise
    /// since does not carry it, and the failure before it holds again. A failure stays until turns are made, whatever
    /// portrait is taken meanwhile.
    #[must_use]
    pub fn of(&self, portrait: Option<CaptureId>, asked: bool) -> Self {
        match self {
            Self::Passed { portrait: own, .. } if portrait == Some(*own) => self.clone(),
            Self::Passed { .. } => self.failure().unwrap_or(Self::NotMade),
            Self::Failed { .. } | Self::Excepted { .. } => self.clone(),
            Self::NotAsked | Self::NotMade if asked => Self::NotMade,
            Self::NotAsked | Self::NotMade => Self::NotAsked,
        }
    }

    /// The last failure on record: this one, or that before a pass.
    pub fn failure(&self) -> Option<Self> {
        match self {
            Self::Failed { .. } => Some(self.clone()),
            Self::Passed { failed, .. } => failed.as_deref().cloned(),
            Self::NotAsked | Self::NotMade | Self::Excepted { .. } => None,
        }
    }

    /// D59-14.2.a2: whether this officer had a part in it, filming or excepting.
    pub fn names(&self, staff: StaffId) -> bool {
        match self {
            Self::Passed { judged, failed, .. } => {
                judged.officer == staff || failed.as_ref().is_some_and(|f| f.names(staff))
            }
            Self::Failed { judged, .. } => judged.officer == staff,
            Self::Excepted { officer, .. } => *officer == staff,
            Self::NotAsked | Self::NotMade => false,
        }
    }

    /// All that who looks blindly is told (`turns-result-<word>`): what the machine saw, and no officer's word. Why
    /// there are none is not told.
    pub const fn blindly(&self) -> Option<&'static str> {
        match self {
            Self::NotAsked => None,
            Self::NotMade | Self::Excepted { .. } => Some("none"),
            Self::Passed { .. } | Self::Failed { .. } => Some(self.as_str()),
        }
    }

    /// Stable word (`turns-result-<word>`).
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::NotAsked => "not-asked",
            Self::NotMade => "not-made",
            Self::Passed { .. } => "passed",
            Self::Failed { .. } => "failed",
            Self::Excepted { .. } => "excepted",
        }
    }
}
