//! Who acts, for what purpose, and what one sign-in proved.

use serde::{Deserialize, Serialize};

use crate::ids::{ClientId, SessionId, StaffId, SubjectId};

/// Role of a member of staff (D59-32..38). The unit stands beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Officer at a police or immigration counter.
    Officer,
    /// Head of a unit: decides what the law leaves to him (D59-20).
    Head,
    /// Call-centre operator (D59-19.5.b).
    CallCentre,
    /// Programme manager: pilots, registers, deadlines.
    Manager,
    /// Reads the audit log, changes nothing.
    Auditor,
}

impl Role {
    /// All roles, in the order of the authority matrix.
    pub const ALL: [Self; 5] = [
        Self::Officer,
        Self::Head,
        Self::CallCentre,
        Self::Manager,
        Self::Auditor,
    ];

    /// Stable word for storage and messages.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Officer => "officer",
            Self::Head => "head",
            Self::CallCentre => "call-centre",
            Self::Manager => "manager",
            Self::Auditor => "auditor",
        }
    }

    /// Reads the stored word.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.as_str() == text)
    }
}

/// D59-3.8: who carries out a use case. Checking an identity is an officer's or the platform's act,
/// checking an account is the holder's sign-in; each is on record with its actor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Actor {
    /// Somebody who has not signed in.
    Public,
    /// The holder of an account, signed in.
    Holder {
        /// Whose account.
        subject: SubjectId,
        /// By which session.
        session: SessionId,
        /// What the sign-in proved.
        level: AuthLevel,
    },
    /// A member of staff, signed in.
    Staff {
        /// Who.
        id: StaffId,
        /// As what.
        role: Role,
        /// In which unit.
        unit: String,
    },
    /// The platform itself: a job, a clock running out.
    System,
    /// A register telling a change (D59-10.1).
    Register(&'static str),
    /// A relying party that the holder let in (D59-22).
    Party(ClientId),
    /// Somebody at the server's own shell.
    Operator,
}

impl Actor {
    /// Kind of actor, as audit and activity pages name it.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Holder { .. } => "holder",
            Self::Staff { .. } => "staff",
            Self::System => "system",
            Self::Register(_) => "register",
            Self::Party(_) => "party",
            Self::Operator => "operator",
        }
    }
}

/// D59-4.4: why somebody reads or changes an account. On record with each act.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Purpose {
    /// The holder's own use.
    OwnUse,
    /// Checking a registration.
    Registration,
    /// Proving level 2 at a counter (D59-14.2).
    Proofing,
    /// Seeing to it that nobody is enrolled twice (D59-3.1, D59-3.2).
    DuplicateCheck,
    /// Helping a caller or visitor with his account (D59-19.5).
    Assistance,
    /// Examining a body's request to lock or unlock (D59-19.1.b).
    Case,
    /// Carrying out what a register told (D59-10.1).
    RegisterUpdate,
    /// Cleaning a telecom's subscribers (R50-2).
    SubscriberCleaning,
    /// Asking another body's register, or answering its question (D59-10).
    RegisterExchange,
    /// Serving the holder elsewhere, as he let a relying party do (D59-5, D59-13.2).
    Service,
    /// Running the platform: deadlines, retention, statistics.
    Administration,
    /// Checking the audit log.
    Audit,
}

impl Purpose {
    /// Stable word for audit and messages (`purpose-<word>`).
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::OwnUse => "own-use",
            Self::Registration => "registration",
            Self::Proofing => "proofing",
            Self::DuplicateCheck => "duplicate-check",
            Self::Assistance => "assistance",
            Self::Case => "case",
            Self::RegisterUpdate => "register-update",
            Self::SubscriberCleaning => "subscriber-cleaning",
            Self::RegisterExchange => "register-exchange",
            Self::Service => "service",
            Self::Administration => "administration",
            Self::Audit => "audit",
        }
    }
}

/// D59-3.9: the class of an authentication factor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Factor {
    /// Something the subject knows: password, passcode.
    Knowledge,
    /// Something he holds: a phone that receives a code, a device.
    Possession,
    /// Something he is: face, finger.
    Inherence,
    /// Portrait and fingerprint compared with chip or register.
    CardBiometrics,
}

/// D59-24, D69-20: what one sign-in proved, 1 to 4. Not the account level (D59-24.x).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct AuthLevel(u8);

impl AuthLevel {
    /// One factor.
    pub const ONE: Self = Self(1);
    /// Two different factors.
    pub const TWO: Self = Self(2);

    /// D59-24.1 to D59-24.4: the level a set of factors reaches; none reaches nothing.
    pub fn of(factors: &[Factor]) -> Option<Self> {
        let has = |f| factors.contains(&f);
        let classes = usize::from(has(Factor::Knowledge))
            + usize::from(has(Factor::Possession))
            + usize::from(has(Factor::Inherence));
        match () {
            () if has(Factor::CardBiometrics) => Some(Self(4)),
            () if classes >= 2 && has(Factor::Inherence) => Some(Self(3)),
            () if classes >= 2 => Some(Self(2)),
            () if classes == 1 && !has(Factor::Inherence) => Some(Self(1)),
            () => None,
        }
    }

    /// The number.
    pub const fn get(self) -> u8 {
        self.0
    }

    /// From storage.
    pub fn from_stored(level: i64) -> Option<Self> {
        u8::try_from(level)
            .ok()
            .filter(|l| (1..=4).contains(l))
            .map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // law: D59-24.1, D59-24.2, D59-24.3, D59-24.4, D59-3.9, D69-20
    #[test]
    fn factors_yield_an_authentication_level() {
        use Factor::{CardBiometrics, Inherence, Knowledge, Possession};
        for (factors, want) in [
            (&[][..], None),
            (&[Knowledge][..], Some(1)),
            (&[Possession][..], Some(1)),
            (&[Knowledge, Knowledge][..], Some(1)),
            (&[Knowledge, Possession][..], Some(2)),
            (&[Inherence][..], None),
            (&[Possession, Inherence][..], Some(3)),
            (&[CardBiometrics][..], Some(4)),
        ] {
            assert_eq!(
                AuthLevel::of(factors).map(AuthLevel::get),
                want,
                "{factors:?}"
            );
        }
    }
}
