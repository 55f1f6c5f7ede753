//! Identifiers: 16 random bytes made by the program, typed, with a readable prefix on the outside.

use std::fmt;
use std::str::FromStr;

/// The text is not an identifier of the expected kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an identifier of this kind")]
pub struct IdError;

const HEX: &[u8; 16] = b"0123456789abcdef";

fn to_hex(bytes: [u8; 16]) -> String {
    let mut text = String::with_capacity(32);
    for byte in bytes {
        for nibble in [byte >> 4, byte & 15] {
            text.push(char::from(
                HEX.get(usize::from(nibble)).copied().unwrap_or(b'0'),
            ));
        }
    }
    text
}

fn from_hex(text: &str) -> Option<[u8; 16]> {
    if text.len() != 32 || !text.is_ascii() {
        return None;
    }
    let mut bytes = [0_u8; 16];
    for (slot, pair) in bytes.iter_mut().zip(text.as_bytes().chunks_exact(2)) {
        let digits = std::str::from_utf8(pair).ok()?;
        if digits.bytes().any(|b| b.is_ascii_uppercase() || b == b'+') {
            return None;
        }
        *slot = u8::from_str_radix(digits, 16).ok()?;
    }
    Some(bytes)
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident = $prefix:literal;)+) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name([u8; 16]);

        impl $name {
            /// The prefix its text form carries.
            pub const PREFIX: &'static str = $prefix;

            /// Wraps sixteen random bytes.
            pub const fn from_bytes(bytes: [u8; 16]) -> Self {
                Self(bytes)
            }

            /// The raw bytes, as stored.
            pub const fn as_bytes(&self) -> &[u8; 16] {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}_{}", $prefix, to_hex(self.0))
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(self, f)
            }
        }

        impl FromStr for $name {
            type Err = IdError;

            fn from_str(text: &str) -> Result<Self, IdError> {
                let hex = text.strip_prefix($prefix).and_then(|t| t.strip_prefix('_')).ok_or(IdError)?;
                from_hex(hex).map(Self).ok_or(IdError)
            }
        }

        impl TryFrom<&[u8]> for $name {
            type Error = IdError;

            fn try_from(bytes: &[u8]) -> Result<Self, IdError> {
                <[u8; 16]>::try_from(bytes).map(Self).map_err(|_| IdError)
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                s.collect_str(self)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                let text = String::deserialize(d)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    )+};
}

ids! {
    /// The subject of an electronic identity (D59-3.2); never the national number.
    SubjectId = "sub";
    /// A registration (D59-14).
    RegistrationId = "reg";
    /// One ground in force on one account.
    HoldId = "hld";
    /// A body's request to lock or unlock (D59-19.1.b, D59-19.4.b).
    CaseId = "cas";
    /// A breach of the terms of use (D59-19.1.a.ii).
    BreachId = "brc";
    /// What a citizen tells of a caller who was not ours (UX-11).
    ReportId = "rep";
    /// A document in the wallet (D59-3.7).
    DocumentId = "doc";
    /// A holder's request to integrate a document.
    IntegrationId = "int";
    /// A signed-in session.
    SessionId = "ses";
    /// A device known to an account (APP-8).
    DeviceId = "dev";
    /// A passkey of an account (`WebAuthn`).
    PasskeyId = "pky";
    /// A member of staff: officer, head of unit, call-centre operator, manager.
    StaffId = "stf";
    /// A relying party's client (D59-22).
    ClientId = "rp";
    /// What a holder let a relying party do, from one sign-in to its end.
    GrantId = "grt";
    /// An identity package for a certificate (R50-3).
    PackageId = "pkg";
    /// A relying party's request to go into production, or to change there (D59-22.1).
    ReviewId = "rvw";
    /// An exchange of a client with our endpoints, as its developer sees it.
    ExchangeId = "exc";
    /// What a relying party is told (Back-Channel Logout 1.0, SSF 1.0).
    SignalId = "sgn";
    /// A relying party's stream of security events (SSF 1.0).
    StreamId = "stm";
    /// A captured portrait or fingerprint.
    CaptureId = "cap";
    /// A recorded check behind a decision.
    EvidenceId = "evi";
    /// A second look at an officer's comparison (D59-14.2.a2).
    LookId = "lok";
    /// A warning that somebody may be enrolled twice (D59-3.1).
    AlikeId = "alk";
    /// A notice to a holder.
    NoticeId = "ntc";
    /// An outgoing SMS or e-mail.
    MessageId = "msg";
    /// A job in the outbox.
    JobId = "job";
    /// An entry of the audit log.
    AuditId = "aud";
    /// A one-time code sent to a contact.
    CodeId = "otc";
    /// A power to act for an organisation (D59-13.7).
    DelegationId = "dlg";
    /// A pilot (R50-1).
    PilotId = "plt";
    /// A call at the call centre (D59-19.5.b).
    CallId = "cal";
    /// A child or ward under an account (D59-11.1).
    DependantId = "dep";
    /// A holder's request to be unlocked (D59-19.5.a).
    UnlockId = "ulk";
    /// A change of the telephone number an account is bound to (APP-12).
    PhoneChangeId = "phc";
    /// A request to use another phone without the old one (UX-1).
    LostPhoneId = "lph";
    /// A trusted person of a holder (UX-1).
    TrustedId = "tru";
    /// A batch of register events.
    BatchId = "bat";
    /// A telecom's file of subscribers, as a batch (R50-2).
    SubscriberBatchId = "sbb";
    /// A number that a telecom asked a person to register (R50-2).
    SubscriberId = "sbr";
    /// A counter agent: the program beside a card reader.
    AgentId = "agt";
    /// A reading of a card that a counter agent was asked for.
    CardJobId = "crd";
    /// A pass with which a counter takes one packet while the line is down.
    PassId = "pas";
    /// Such a packet.
    PacketId = "pkt";
    /// A holder's proof by chip and living face (D59-24.3).
    SelfProofId = "slf";
    /// Turns of the head that a counter asks for (D59-14.2.a2).
    TurnsId = "trn";
    /// A visit to a counter.
    VisitId = "vis";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_form_round_trips_and_refuses_other_kinds() {
        let id = SubjectId::from_bytes([7; 16]);
        assert_eq!(id.to_string().parse::<SubjectId>(), Ok(id));
        assert_eq!(id.to_string().parse::<HoldId>(), Err(IdError));
        for bad in [
            "",
            "sub_",
            "sub_07",
            "sub_zz070707070707070707070707070707",
            "SUB_07070707070707070707070707070707",
        ] {
            assert_eq!(bad.parse::<SubjectId>(), Err(IdError), "{bad}");
        }
    }
}
