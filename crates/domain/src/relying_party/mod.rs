//! Relying parties: services that sign people in or receive verified data (D59-22, D59-23).

mod claim;
mod dossier;
mod exchange;
pub mod package;
mod review;
mod shown;

pub use claim::{Claim, Claims, PACKAGE_SCOPE, SCOPES, scope_claims};
pub use dossier::Dossier;
pub use exchange::{Endpoint, KNOWN_PARAMETERS, parameter_names};
pub use review::{
    Check, Item, Kind as ReviewKind, NotNow, Received, Refusal, Review, State as ReviewState, Visit,
};
pub use shown::Shown;

use jiff::Timestamp;

use serde::{Deserialize, Serialize};

use crate::regime::Regime;

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

/// By which way a party connects (D59-23, D69-19).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Way {
    /// To the system itself.
    Direct,
    /// Through an organisation that provides authentication (D59-32..38p), and by the holder's consent.
    Provider,
}

impl Way {
    /// Stable word (`party-way-<word>` in the locales).
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Direct => "direct",
            Self::Provider => "provider",
        }
    }
}

impl PartyKind {
    /// D59-23, D69-19, D59-32..38p: state bodies connect directly, all others through a provider.
    pub const fn way(self) -> Way {
        match self {
            Self::Ministry => Way::Direct,
            Self::Bank | Self::Telecom | Self::Signature | Self::Training | Self::Private => {
                Way::Provider
            }
        }
    }

    /// D59-31.2: who uses authentication pays its provider; D69-27: state bodies do not.
    pub const fn pays(self, regime: Regime) -> bool {
        match regime {
            Regime::Decree59 => true,
            Regime::Decree69 => match self.way() {
                Way::Direct => false,
                Way::Provider => true,
            },
        }
    }
}

/// A client that the platform stopped.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suspension {
    /// Since when.
    pub since: Timestamp,
    /// Why, in words that its contact reads.
    pub words: String,
    /// The phase to come back to.
    pub from: Phase,
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

#[cfg(test)]
mod tests {
    use super::*;

    // law: D59-23, D59-32..38p, D69-19
    #[test]
    fn state_bodies_connect_directly_and_all_others_through_a_provider() {
        for kind in PartyKind::ALL {
            let direct = kind == PartyKind::Ministry;
            assert_eq!(kind.way() == Way::Direct, direct, "{kind:?}");
        }
    }

    // law: D59-31.2, D69-27
    #[test]
    fn since_the_second_decree_state_bodies_pay_nothing() {
        for kind in PartyKind::ALL {
            assert!(kind.pays(Regime::Decree59), "{kind:?}");
            let pays = kind.pays(Regime::Decree69);
            assert_eq!(pays, kind != PartyKind::Ministry, "{kind:?}");
        }
    }
}
