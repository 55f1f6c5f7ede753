//! The account (D59-3.6): who holds it, at which level, and whether it may be used now.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::hold::{Channel, Ground, Hold, WayOut};
use crate::ids::{HoldId, SubjectId};
use crate::regime::PersonKind;
use crate::regime::Regime;

/// D59-12: the level of an account. Not the authentication level of a sign-in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Personal data and portrait (D59-12.1c).
    One,
    /// Proven at a counter, with fingerprints (D59-12.2).
    Two,
}

impl Level {
    /// The number shown and stored.
    pub const fn get(self) -> u8 {
        match self {
            Self::One => 1,
            Self::Two => 2,
        }
    }

    /// From storage.
    pub const fn from_stored(level: i64) -> Option<Self> {
        match level {
            1 => Some(Self::One),
            2 => Some(Self::Two),
            _ => None,
        }
    }
}

/// D59-2: who an electronic identity can single out.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum SubjectKind {
    /// A Vietnamese citizen (D59-11.1).
    #[default]
    Citizen,
    /// A foreigner (D59-11.2).
    Foreigner,
    /// An agency or organisation (D59-11.3).
    Organisation,
}

impl SubjectKind {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::Citizen, Self::Foreigner, Self::Organisation];

    /// The kind of subject that a person is.
    pub const fn of_person(kind: PersonKind) -> Self {
        match kind {
            PersonKind::Citizen => Self::Citizen,
            PersonKind::Foreigner => Self::Foreigner,
        }
    }

    /// Stable word (`subject-<word>`), as stored.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Citizen => "citizen",
            Self::Foreigner => "foreigner",
            Self::Organisation => "organisation",
        }
    }

    /// Reads the stored word.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }
}

/// Whether the holder has taken possession (D59-18).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Possession {
    /// The result was told; the holder may activate until then.
    Issued {
        /// When the notice of the result went out.
        notified_at: Timestamp,
        /// End of the seventh day (D59-18.1, WD-7).
        activate_by: Timestamp,
    },
    /// The holder activated.
    Activated {
        /// When.
        at: Timestamp,
    },
}

/// An account with the holds in force on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Whose.
    pub subject: SubjectId,
    /// What the holder is.
    pub kind: SubjectKind,
    /// Its level.
    pub level: Level,
    /// Issued or activated.
    pub possession: Possession,
    /// Grounds in force. Ended holds are history and not kept here.
    pub holds: Vec<Hold>,
}

/// What may be done with an account now (I2: derived, never stored).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// Activated and not locked.
    Open,
    /// Waiting for activation.
    AwaitingActivation {
        /// Until when the holder may activate himself.
        until: Timestamp,
    },
    /// D59-18.2: the seven days are over; call centre or counter reopens.
    ActivationLapsed {
        /// When they ended.
        since: Timestamp,
    },
    /// At least one hold is in force.
    Locked,
}

/// Why a change to an account is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AccountError {
    /// A hold is in force.
    #[error("the account is locked")]
    Locked,
    /// The holder already activated.
    #[error("the account is already activated")]
    AlreadyActivated,
    /// D59-18.2: the seven days are over.
    #[error("the time for activation is over")]
    ActivationLapsed,
    /// The activation has not lapsed, there is nothing to reopen.
    #[error("the activation has not lapsed")]
    NotLapsed,
    /// No such ground is in force.
    #[error("this ground is not in force")]
    GroundNotInForce,
    /// D59-19.4.a: this ground ends only when its register corrects the record.
    #[error("this ground does not end in this way")]
    WrongWayOut,
    /// D59-19: the decree knows no such ground for this kind of subject.
    #[error("this ground does not exist for this kind of subject")]
    GroundOfOthers,
}

impl AccountError {
    /// Stable code for messages.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Locked => "account-locked",
            Self::AlreadyActivated => "already-activated",
            Self::ActivationLapsed => "activation-lapsed",
            Self::NotLapsed => "activation-not-lapsed",
            Self::GroundNotInForce => "ground-not-in-force",
            Self::WrongWayOut => "wrong-way-out",
            Self::GroundOfOthers => "ground-of-others",
        }
    }
}

/// What placing a hold did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Placed {
    /// The hold is new.
    New(Hold),
    /// The same ground was in force already: calm, nothing changes.
    AlreadyInForce(Hold),
    /// A short lock of the holder's own became one without an end.
    Confirmed(Hold),
}

impl Account {
    /// I2: open exactly when activated and no hold is in force.
    pub fn standing(&self, now: Timestamp) -> Standing {
        if self.holds.iter().any(|hold| hold.in_force(now)) {
            return Standing::Locked;
        }
        match self.possession {
            Possession::Activated { .. } => Standing::Open,
            Possession::Issued { activate_by, .. } if now <= activate_by => {
                Standing::AwaitingActivation { until: activate_by }
            }
            Possession::Issued { activate_by, .. } => {
                Standing::ActivationLapsed { since: activate_by }
            }
        }
    }

    /// D59-18.1: the holder takes possession within seven days of the notice.
    pub fn activate(mut self, at: Timestamp) -> Result<Self, AccountError> {
        match self.standing(at) {
            Standing::AwaitingActivation { .. } => {
                self.possession = Possession::Activated { at };
                Ok(self)
            }
            Standing::Open => Err(AccountError::AlreadyActivated),
            Standing::ActivationLapsed { .. } => Err(AccountError::ActivationLapsed),
            Standing::Locked => Err(AccountError::Locked),
        }
    }

    /// D59-18.2: call centre or counter gives a new term after checks.
    pub fn reopen_activation(
        mut self,
        at: Timestamp,
        until: Timestamp,
    ) -> Result<Self, AccountError> {
        match self.standing(at) {
            Standing::ActivationLapsed { .. } => {
                self.possession = Possession::Issued {
                    notified_at: at,
                    activate_by: until,
                };
                Ok(self)
            }
            Standing::Locked => Err(AccountError::Locked),
            Standing::Open => Err(AccountError::AlreadyActivated),
            Standing::AwaitingActivation { .. } => Err(AccountError::NotLapsed),
        }
    }

    /// APP-12: bound to another telephone number, the account must be activated again. A locked one is
    /// not touched: whoever locked it may have lost the number to somebody else.
    pub fn rebind(mut self, at: Timestamp, until: Timestamp) -> Result<Self, AccountError> {
        if self.standing(at) == Standing::Locked {
            return Err(AccountError::Locked);
        }
        self.possession = Possession::Issued {
            notified_at: at,
            activate_by: until,
        };
        Ok(self)
    }

    /// D59-19.1, D59-19.2, D59-19.3: places a ground that exists for this kind of subject. The same
    /// ground twice is one hold. UX-12: a request without an end confirms a short one.
    pub fn place(&mut self, hold: Hold) -> Result<Placed, AccountError> {
        if !Ground::of(self.kind).contains(&hold.ground) {
            return Err(AccountError::GroundOfOthers);
        }
        if let Some(known) = self.holds.iter_mut().find(|h| h.same(&hold)) {
            if known.short() && hold.until.is_none() {
                known.until = None;
                known.reason = hold.reason.or(known.reason);
                return Ok(Placed::Confirmed(known.clone()));
            }
            return Ok(Placed::AlreadyInForce(known.clone()));
        }
        self.holds.push(hold.clone());
        Ok(Placed::New(hold))
    }

    /// D59-19.4.a: ends one ground when it is gone; the others stay. Gives the ended hold.
    pub fn end(&mut self, ground: Ground, by: Channel) -> Result<Hold, AccountError> {
        let found = self.holds.iter().find(|h| h.ground == ground);
        let id = found.ok_or(AccountError::GroundNotInForce)?.id;
        self.end_hold(id, by)
    }

    /// D59-19.4.a, D59-19.4.b: ends one hold in the way its ground allows; the others stay.
    pub fn end_hold(&mut self, id: HoldId, by: Channel) -> Result<Hold, AccountError> {
        let index = self
            .holds
            .iter()
            .position(|h| h.id == id)
            .ok_or(AccountError::GroundNotInForce)?;
        let hold = self
            .holds
            .get(index)
            .ok_or(AccountError::GroundNotInForce)?;
        let fits = match hold.ground.way_out() {
            // A short lock came on weak proof: its holder takes it back in the app.
            WayOut::HolderAsks if hold.short() => {
                matches!(by, Channel::App | Channel::CallCentre | Channel::Counter)
            }
            WayOut::HolderAsks => matches!(by, Channel::CallCentre | Channel::Counter),
            WayOut::RegisterCorrects => by == Channel::Register,
            WayOut::CaseDecides => by == Channel::Case,
            WayOut::BreachSettled => by == Channel::Breach,
        };
        if fits {
            Ok(self.holds.remove(index))
        } else {
            Err(AccountError::WrongWayOut)
        }
    }

    /// D69-30: the holder, strongly proven, ends his own lock in the app where the decree of the day lets
    /// him; the others stay.
    pub fn end_in_app(&mut self, id: HoldId, regime: Regime) -> Result<Hold, AccountError> {
        let found = self.holds.iter().position(|h| h.id == id);
        let index = found.ok_or(AccountError::GroundNotInForce)?;
        match self.holds.get(index) {
            Some(hold) if hold.ends_in_app(regime) => Ok(self.holds.remove(index)),
            Some(_) | None => Err(AccountError::WrongWayOut),
        }
    }
}

#[cfg(test)]
mod tests;
