//! What happened, as a receiver is told.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::token::PACKAGE_STATUS;

/// Namespace of the levels of an electronic identity account (CAEP 3.4 allows one of one's own).
const LEVELS: &str = "urn:dinhdanh:account-level";

/// The type of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// CAEP 3.1.
    SessionRevoked,
    /// CAEP 3.2.
    TokenClaimsChange,
    /// CAEP 3.3.
    CredentialChange,
    /// CAEP 3.4.
    AssuranceLevelChange,
    /// RISC 2.3.
    AccountDisabled,
    /// RISC 2.4.
    AccountEnabled,
    /// RISC 2.10.
    RecoveryInformationChanged,
    /// SSF 8.1.4.1.
    Verification,
}

impl Kind {
    /// Those a receiver may ask for; a verification event needs no asking (SSF 8.1.4).
    pub const SUPPORTED: [Self; 7] = [
        Self::SessionRevoked,
        Self::TokenClaimsChange,
        Self::CredentialChange,
        Self::AssuranceLevelChange,
        Self::AccountDisabled,
        Self::AccountEnabled,
        Self::RecoveryInformationChanged,
    ];

    /// The registered type.
    pub const fn uri(self) -> &'static str {
        match self {
            Self::SessionRevoked => {
                "https://schemas.openid.net/secevent/caep/event-type/session-revoked"
            }
            Self::TokenClaimsChange => {
                "https://schemas.openid.net/secevent/caep/event-type/token-claims-change"
            }
            Self::CredentialChange => {
                "https://schemas.openid.net/secevent/caep/event-type/credential-change"
            }
            Self::AssuranceLevelChange => {
                "https://schemas.openid.net/secevent/caep/event-type/assurance-level-change"
            }
            Self::AccountDisabled => {
                "https://schemas.openid.net/secevent/risc/event-type/account-disabled"
            }
            Self::AccountEnabled => {
                "https://schemas.openid.net/secevent/risc/event-type/account-enabled"
            }
            Self::RecoveryInformationChanged => {
                "https://schemas.openid.net/secevent/risc/event-type/recovery-information-changed"
            }
            Self::Verification => "https://schemas.openid.net/secevent/ssf/event-type/verification",
        }
    }

    /// The last part of the type: the word in rows and on pages.
    pub fn as_str(self) -> &'static str {
        let uri = self.uri();
        uri.rsplit_once('/').map_or(uri, |(_, word)| word)
    }
}

/// A credential that changed (CAEP 3.3.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Credential {
    /// The password.
    Password,
    /// A passkey of the device at hand.
    Fido2Platform,
    /// A passkey that goes from device to device.
    Fido2Roaming,
    /// A program that shows codes.
    App,
}

/// What became of it (CAEP 3.3.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Change {
    /// A new one.
    Create,
    /// It was void from the moment of the event.
    Revoke,
    /// Another took its place.
    Update,
    /// The holder removed it.
    Delete,
}

/// An event with the facts that its type has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Event {
    /// A session ended, or all.
    SessionRevoked,
    /// What an identity package told of the holder is no longer what the registers say: the claim
    /// [`PACKAGE_STATUS`] changed. Neither the old value nor the new one is told.
    DataChanged,
    /// A credential changed.
    CredentialChange {
        /// Which.
        credential: Credential,
        /// How.
        change: Change,
    },
    /// The account's level changed.
    AssuranceLevelChange {
        /// From.
        previous: u8,
        /// To.
        current: u8,
    },
    /// The account was locked. No `reason`: the ground is the holder's affair.
    AccountDisabled,
    /// The account was unlocked.
    AccountEnabled,
    /// The telephone number or address changed.
    RecoveryInformationChanged,
    /// The stream works.
    Verification {
        /// The receiver's own word.
        state: Option<String>,
    },
}

impl Event {
    /// Whether it says that something ended: whoever is told it can do less afterwards.
    pub const fn ends(&self) -> bool {
        matches!(self, Self::SessionRevoked | Self::AccountDisabled)
    }

    /// Its type.
    pub const fn kind(&self) -> Kind {
        match self {
            Self::SessionRevoked => Kind::SessionRevoked,
            Self::DataChanged => Kind::TokenClaimsChange,
            Self::CredentialChange { .. } => Kind::CredentialChange,
            Self::AssuranceLevelChange { .. } => Kind::AssuranceLevelChange,
            Self::AccountDisabled => Kind::AccountDisabled,
            Self::AccountEnabled => Kind::AccountEnabled,
            Self::RecoveryInformationChanged => Kind::RecoveryInformationChanged,
            Self::Verification { .. } => Kind::Verification,
        }
    }

    /// The object under its type in `events`. CAEP Interoperability Profile 3.1 and 3.2 demand a `reason_admin`: the
    /// same words for every reason.
    pub(super) fn facts(&self, at: i64) -> Value {
        match self {
            Self::SessionRevoked => json!({
                "event_timestamp": at,
                "reason_admin": {"en": "The session ended at the identity provider"},
            }),
            Self::DataChanged => json!({
                "claims": { PACKAGE_STATUS: "data-changed" },
                "event_timestamp": at,
            }),
            Self::CredentialChange { credential, change } => json!({
                "credential_type": credential,
                "change_type": change,
                "event_timestamp": at,
                "reason_admin": {"en": "A credential changed at the identity provider"},
            }),
            Self::AssuranceLevelChange { previous, current } => json!({
                "namespace": LEVELS,
                "previous_level": previous.to_string(),
                "current_level": current.to_string(),
                "change_direction": if current > previous { "increase" } else { "decrease" },
                "event_timestamp": at,
            }),
            Self::AccountDisabled | Self::AccountEnabled | Self::RecoveryInformationChanged => {
                json!({})
            }
            Self::Verification { state: Some(state) } => json!({ "state": state }),
            Self::Verification { state: None } => json!({}),
        }
    }
}
