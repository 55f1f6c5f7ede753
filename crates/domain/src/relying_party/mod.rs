//! Relying parties: services that sign people in or receive verified data (D59-22, D59-23).

mod claim;

pub use claim::{Claim, Claims, SCOPES, scope_claims};

use serde::{Deserialize, Serialize};

/// What a relying party is; decides its duties (D59-23, D69-19).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PartyKind {
    /// A ministry or another state body: connects directly (D59-23).
    Ministry,
    /// A bank.
    Bank,
    /// A telecom.
    Telecom,
    /// A provider of public signature certificates (R50-3).
    Signature,
    /// A training platform (R50-7).
    Training,
    /// Any other private service: only through the platform's provider and by consent (D69-19).
    Private,
}

impl PartyKind {
    /// All kinds.
    pub const ALL: [Self; 6] = [
        Self::Ministry,
        Self::Bank,
        Self::Telecom,
        Self::Signature,
        Self::Training,
        Self::Private,
    ];

    /// Stable word (`party-kind-<word>` in the locales).
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ministry => "ministry",
            Self::Bank => "bank",
            Self::Telecom => "telecom",
            Self::Signature => "signature",
            Self::Training => "training",
            Self::Private => "private",
        }
    }

    /// Reads the word.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }
}

/// How far a relying party's client is (D59-22.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Phase {
    /// Trying out, by its developer.
    Sandbox,
    /// Its papers are being checked.
    Review,
    /// Connected.
    Production,
    /// Stopped by the platform: nothing of it works.
    Suspended,
}

impl Phase {
    /// All phases.
    pub const ALL: [Self; 4] = [
        Self::Sandbox,
        Self::Review,
        Self::Production,
        Self::Suspended,
    ];

    /// Stable word (`party-phase-<word>` in the locales).
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Sandbox => "sandbox",
            Self::Review => "review",
            Self::Production => "production",
            Self::Suspended => "suspended",
        }
    }

    /// Reads the word.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|phase| phase.as_str() == text)
    }

    /// Whether a client in this phase may use the platform at all.
    pub const fn works(self) -> bool {
        match self {
            Self::Sandbox | Self::Review | Self::Production => true,
            Self::Suspended => false,
        }
    }
}
