//! Holds: independent legal grounds that each keep an account locked (D59-19).

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::account::SubjectKind;
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

/// A legal ground to lock an account. Grounds are compared by kind: the same ground is in force at
/// most once; of authorities' requests one for each case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ground {
    /// The holder asks.
    OwnRequest,
    /// The holder broke the terms of use: a breach with rule and evidence is on record (D59-6.1).
    Breach,
    /// D59-19.1.a.iii: the citizen-id card is withdrawn.
    CardWithdrawn,
    /// The passport or travel document expired.
    PassportExpired,
    /// The permitted stay in Viet Nam expired.
    StayExpired,
    /// The holder died.
    Death,
    /// The organisation was dissolved or ceased by law.
    Dissolved,
    /// A prosecuting body, another authority or a service user asked, and the head of a unit
    /// approved. Each approved case is a hold of its own.
    AuthorityRequest,
}

impl Ground {
    /// All grounds.
    pub const ALL: [Self; 8] = [
        Self::OwnRequest,
        Self::Breach,
        Self::CardWithdrawn,
        Self::PassportExpired,
        Self::StayExpired,
        Self::Death,
        Self::Dissolved,
        Self::AuthorityRequest,
    ];

    /// D59-19.1, D59-19.2, D59-19.3: the grounds there are for a kind of subject, the authority's
    /// request last.
    pub const fn of(kind: SubjectKind) -> &'static [Self] {
        match kind {
            SubjectKind::Citizen => &[
                Self::OwnRequest,
                Self::Breach,
                Self::CardWithdrawn,
                Self::Death,
                Self::AuthorityRequest,
            ],
            SubjectKind::Foreigner => &[
                Self::OwnRequest,
                Self::Breach,
                Self::PassportExpired,
                Self::StayExpired,
                Self::Death,
                Self::AuthorityRequest,
            ],
            SubjectKind::Organisation => &[
                Self::OwnRequest,
                Self::Breach,
                Self::Dissolved,
                Self::AuthorityRequest,
            ],
        }
    }

    /// Stable word (`ground-<word>`).
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::OwnRequest => "own-request",
            Self::Breach => "breach",
            Self::CardWithdrawn => "card-withdrawn",
            Self::PassportExpired => "passport-expired",
            Self::StayExpired => "stay-expired",
            Self::Death => "death",
            Self::Dissolved => "dissolved",
            Self::AuthorityRequest => "authority-request",
        }
    }

    /// Reads the stored word.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|g| g.as_str() == text)
    }

    /// The rule of Decree 59 it rests on, for a kind of subject.
    pub const fn basis(self, kind: SubjectKind) -> &'static str {
        match (kind, self) {
            (SubjectKind::Citizen, Self::AuthorityRequest) => "D59-19.1.b",
            (SubjectKind::Foreigner, Self::AuthorityRequest) => "D59-19.2.b-c",
            (SubjectKind::Organisation, Self::AuthorityRequest) => "D59-19.3.b-c",
            (SubjectKind::Foreigner, _) => "D59-19.2.a",
            (SubjectKind::Organisation, _) => "D59-19.3.a",
            (SubjectKind::Citizen, Self::OwnRequest) => "D59-19.1.a.i",
            (SubjectKind::Citizen, Self::Breach) => "D59-19.1.a.ii",
            (SubjectKind::Citizen, Self::Death) => "D59-19.1.a.iv",
            (SubjectKind::Citizen, _) => "D59-19.1.a.iii",
        }
    }

    /// D59-19.4.a: how the ground goes away.
    pub const fn way_out(self) -> WayOut {
        match self {
            Self::OwnRequest => WayOut::HolderAsks,
            Self::CardWithdrawn
            | Self::Death
            | Self::PassportExpired
            | Self::StayExpired
            | Self::Dissolved => WayOut::RegisterCorrects,
            Self::AuthorityRequest => WayOut::CaseDecides,
            Self::Breach => WayOut::BreachSettled,
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
    /// Two officers find that the breach is mended or never was (D59-19.4.a).
    BreachSettled,
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
    /// D59-19.1.a.ii: a recorded breach of the terms, decided by two officers.
    Breach,
    /// A date in the holder's papers or in the hold itself was reached.
    Date,
}

impl Channel {
    /// All channels.
    pub const ALL: [Self; 7] = [
        Self::App,
        Self::CallCentre,
        Self::Counter,
        Self::Register,
        Self::Case,
        Self::Breach,
        Self::Date,
    ];

    /// Stable word (`channel-<word>`).
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::App => "app",
            Self::CallCentre => "call-centre",
            Self::Counter => "counter",
            Self::Register => "register",
            Self::Case => "case",
            Self::Breach => "breach",
            Self::Date => "date",
        }
    }

    /// Reads the stored word.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|c| c.as_str() == text)
    }
}

/// One ground in force on one account (D59-19.1.a.v: ground, source, time).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hold {
    /// Its identifier.
    pub id: HoldId,
    /// Why.
    pub ground: Ground,
    /// What the account's holder is: decides the clause.
    pub holder: SubjectKind,
    /// The holder's own words for it, from the list of APP-13.
    pub reason: Option<LockReason>,
    /// Since when; a ground with a date (D59-19.2.a) is written before it bites.
    pub since: Timestamp,
    /// Until when, where it ends by itself.
    pub until: Option<Timestamp>,
    /// How it came.
    pub channel: Channel,
    /// The call, register event or session it came by.
    pub source: String,
    /// The decree it was judged by.
    pub regime: Regime,
}

impl Hold {
    /// Whether it bites at an instant. Only one with a date waits for its beginning: whoever asks with a
    /// clock that is behind, or began to ask before the lock, finds every other hold in force (I5).
    pub fn in_force(&self, now: Timestamp) -> bool {
        let begun = self.since <= now || self.channel != Channel::Date;
        begun && self.until.is_none_or(|end| now < end)
    }

    /// UX-12: whether it is the holder's own lock on weak proof: short, until he confirms it.
    pub fn short(&self) -> bool {
        self.ground == Ground::OwnRequest && self.until.is_some()
    }

    /// D69-30, D69-15.1: whether a citizen who asks in the app with strong proof ends it himself, at once, by
    /// the decree of the day on which he asks; by Decree 59 an officer decides (D59-19.5.a). Where he
    /// suspects that others know his secrets, secrets prove nothing: an officer decides as well.
    pub fn ends_in_app(&self, regime: Regime) -> bool {
        regime == Regime::Decree69
            && self.holder == SubjectKind::Citizen
            && self.ground == Ground::OwnRequest
            && self.reason != Some(LockReason::SuspectedLeak)
    }

    /// Whether another hold would be this one again.
    pub fn same(&self, other: &Self) -> bool {
        self.ground == other.ground
            && (self.ground != Ground::AuthorityRequest || self.source == other.source)
    }
}
