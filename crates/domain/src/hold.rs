//! Holds: independent legal grounds that each keep an account locked (D59-19).

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::ids::HoldId;
use crate::regime::Regime;

/// APP-13: what the holder may give as the cause of his own request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LockReason {
    /// The device is lost.
    LostDevice,
    /// The device is broken.
    BrokenDevice,
    /// The chip card is lost.
    LostCard,
    /// Somebody else may know the secrets.
    SuspectedLeak,
    /// Anything else.
    Other,
}

impl LockReason {
    /// The five reasons, in the order shown.
    pub const ALL: [Self; 5] = [
        Self::LostDevice,
        Self::BrokenDevice,
        Self::LostCard,
        Self::SuspectedLeak,
        Self::Other,
    ];

    /// Stable word (`lock-reason-<word>`).
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::LostDevice => "lost-device",
            Self::BrokenDevice => "broken-device",
            Self::LostCard => "lost-card",
            Self::SuspectedLeak => "suspected-leak",
            Self::Other => "other",
        }
    }

    /// Reads the word of a form or request.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|r| r.as_str() == text)
    }
}

/// A legal ground to lock a citizen's account. Grounds are compared by kind: the same ground is in
/// force at most once; of authorities' requests one for each case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ground {
    /// D59-19.1.a.i: the holder asks.
    OwnRequest,
    /// D59-19.1.a.iii: the citizen-id card is withdrawn.
    CardWithdrawn,
    /// D59-19.1.a.iv: the holder died.
    Death,
    /// D59-19.1.b: a prosecuting body, another authority or a service user asked, and the head of a unit
    /// approved. Each approved case is a hold of its own.
    AuthorityRequest,
}

impl Ground {
    /// All grounds.
    pub const ALL: [Self; 4] = [
        Self::OwnRequest,
        Self::CardWithdrawn,
        Self::Death,
        Self::AuthorityRequest,
    ];

    /// Stable word (`ground-<word>`).
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::OwnRequest => "own-request",
            Self::CardWithdrawn => "card-withdrawn",
            Self::Death => "death",
            Self::AuthorityRequest => "authority-request",
        }
    }

    /// Reads the stored word.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|g| g.as_str() == text)
    }

    /// The rule it rests on.
    pub const fn basis(self) -> &'static str {
        match self {
            Self::OwnRequest => "D59-19.1.a.i",
            Self::CardWithdrawn => "D59-19.1.a.iii",
            Self::Death => "D59-19.1.a.iv",
            Self::AuthorityRequest => "D59-19.1.b",
        }
    }

    /// D59-19.4.a: how the ground goes away.
    pub const fn way_out(self) -> WayOut {
        match self {
            Self::OwnRequest => WayOut::HolderAsks,
            Self::CardWithdrawn | Self::Death => WayOut::RegisterCorrects,
            Self::AuthorityRequest => WayOut::CaseDecides,
        }
    }
}

/// How a hold ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WayOut {
    /// The holder takes back his request, with strong proof (D59-19.5).
    HolderAsks,
    /// The register that told the ground corrects its record (D59-10.1).
    RegisterCorrects,
    /// A body asks, and the head of a unit approves (D59-19.4.b).
    CaseDecides,
}

/// D59-19.5: through which channel a hold came or went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Channel {
    /// D59-19.5.a: the holder in the app.
    App,
    /// D59-19.5.b: the call centre.
    CallCentre,
    /// D59-19.5.c: in person at a counter.
    Counter,
    /// D59-10.x: an update from a register.
    Register,
    /// D59-19.1.b, D59-19.4.b: a decision on a body's request.
    Case,
}

impl Channel {
    /// Stable word (`channel-<word>`).
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::App => "app",
            Self::CallCentre => "call-centre",
            Self::Counter => "counter",
            Self::Register => "register",
            Self::Case => "case",
        }
    }

    /// Reads the stored word.
    pub fn parse(text: &str) -> Option<Self> {
        [
            Self::App,
            Self::CallCentre,
            Self::Counter,
            Self::Register,
            Self::Case,
        ]
        .into_iter()
        .find(|c| c.as_str() == text)
    }
}

/// One ground in force on one account (D59-19.1.a.v: ground, source, time).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hold {
    /// Its identifier.
    pub id: HoldId,
    /// Why.
    pub ground: Ground,
    /// The holder's own words for it, from the list of APP-13.
    pub reason: Option<LockReason>,
    /// Since when.
    pub since: Timestamp,
    /// How it came.
    pub channel: Channel,
    /// The call, register event or session it came by.
    pub source: String,
    /// The decree it was judged by.
    pub regime: Regime,
}

impl Hold {
    /// Whether another hold would be this one again.
    pub fn same(&self, other: &Self) -> bool {
        self.ground == other.ground
            && (self.ground != Ground::AuthorityRequest || self.source == other.source)
    }
}
