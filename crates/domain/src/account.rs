//! The account (D59-3.6): who holds it, at which level, and whether it may be used now.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::hold::{Channel, Ground, Hold, WayOut};
use crate::ids::{HoldId, SubjectId};
use crate::regime::PersonKind;

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
}

#[cfg(test)]
mod tests {
    use jiff::ToSpan;
    use proptest::prelude::*;

    use super::*;
    use crate::regime::Regime;

    fn at(hours: i64) -> Timestamp {
        Timestamp::UNIX_EPOCH + (1_000_000 + hours).hours()
    }

    fn issued() -> Account {
        Account {
            subject: SubjectId::from_bytes([1; 16]),
            kind: SubjectKind::Citizen,
            level: Level::Two,
            possession: Possession::Issued {
                notified_at: at(0),
                activate_by: at(168),
            },
            holds: vec![],
        }
    }

    fn hold(ground: Ground, n: u8) -> Hold {
        Hold {
            id: HoldId::from_bytes([n; 16]),
            ground,
            holder: SubjectKind::Citizen,
            reason: None,
            since: at(0),
            until: None,
            channel: Channel::App,
            source: String::new(),
            regime: Regime::Decree59,
        }
    }

    // law: D59-18.1, D59-18.2
    #[test]
    fn activation_is_possible_for_seven_days_then_lapses() {
        assert_eq!(
            issued().standing(at(168)),
            Standing::AwaitingActivation { until: at(168) }
        );
        assert!(issued().activate(at(168)).is_ok());
        assert_eq!(
            issued().activate(at(169)),
            Err(AccountError::ActivationLapsed)
        );
        let reopened = issued().reopen_activation(at(200), at(368)).unwrap();
        assert!(reopened.clone().activate(at(300)).is_ok());
        assert_eq!(
            reopened.reopen_activation(at(300), at(400)),
            Err(AccountError::NotLapsed)
        );
        let active = issued().activate(at(1)).unwrap();
        assert_eq!(active.standing(at(9999)), Standing::Open);
        assert_eq!(active.activate(at(2)), Err(AccountError::AlreadyActivated));
    }

    // law: UX-12, D59-19.1.a.i, D59-19.4.a
    #[test]
    fn a_short_lock_is_confirmed_or_taken_back_and_a_full_one_is_not() {
        let short = Hold {
            until: Some(at(24)),
            ..hold(Ground::OwnRequest, 1)
        };
        let mut account = issued().activate(at(1)).unwrap();
        assert_eq!(account.place(short.clone()), Ok(Placed::New(short.clone())));
        assert_eq!(account.standing(at(23)), Standing::Locked);
        assert_eq!(account.standing(at(24)), Standing::Open);
        let again = Hold {
            until: Some(at(30)),
            ..hold(Ground::OwnRequest, 2)
        };
        assert_eq!(
            account.place(again.clone()),
            Ok(Placed::AlreadyInForce(short.clone()))
        );
        assert!(account.clone().end_hold(short.id, Channel::App).is_ok());
        let full = Hold {
            until: None,
            ..short.clone()
        };
        let confirmed = account.place(hold(Ground::OwnRequest, 3));
        assert_eq!(confirmed, Ok(Placed::Confirmed(full.clone())));
        assert_eq!(account.standing(at(9999)), Standing::Locked);
        assert_eq!(
            account.end_hold(short.id, Channel::App),
            Err(AccountError::WrongWayOut)
        );
        assert_eq!(account.place(again), Ok(Placed::AlreadyInForce(full)));
    }

    // law: D59-19.4.a
    #[test]
    fn each_ground_ends_only_in_its_own_way() {
        let mut account = issued().activate(at(1)).unwrap();
        account.place(hold(Ground::OwnRequest, 1)).unwrap();
        account.place(hold(Ground::Death, 2)).unwrap();
        assert_eq!(
            account.end(Ground::OwnRequest, Channel::App),
            Err(AccountError::WrongWayOut)
        );
        assert_eq!(
            account.end(Ground::Death, Channel::Counter),
            Err(AccountError::WrongWayOut)
        );
        assert!(account.end(Ground::OwnRequest, Channel::Counter).is_ok());
        assert_eq!(account.standing(at(2)), Standing::Locked);
        assert!(account.end(Ground::Death, Channel::Register).is_ok());
        assert_eq!(account.standing(at(2)), Standing::Open);
        assert_eq!(
            account.end(Ground::Death, Channel::Register),
            Err(AccountError::GroundNotInForce)
        );
    }

    // law: D59-19.1.b, D59-19.4.b
    #[test]
    fn each_authoritys_request_is_a_hold_of_its_own() {
        let mut account = issued().activate(at(1)).unwrap();
        let by_case = |n: u8, case: &str| Hold {
            source: case.to_owned(),
            channel: Channel::Case,
            ..hold(Ground::AuthorityRequest, n)
        };
        account.place(by_case(1, "A")).unwrap();
        account.place(by_case(2, "B")).unwrap();
        let again = account.place(by_case(3, "A")).unwrap();
        assert_eq!(again, Placed::AlreadyInForce(by_case(1, "A")));
        let first = HoldId::from_bytes([1; 16]);
        for other in [Channel::Counter, Channel::Register, Channel::App] {
            assert_eq!(
                account.end_hold(first, other),
                Err(AccountError::WrongWayOut)
            );
        }
        assert!(account.end_hold(first, Channel::Case).is_ok());
        assert_eq!(account.standing(at(2)), Standing::Locked);
        assert!(
            account
                .end_hold(HoldId::from_bytes([2; 16]), Channel::Case)
                .is_ok()
        );
        assert_eq!(account.standing(at(2)), Standing::Open);
    }

    // law: D59-18.1
    #[test]
    fn a_locked_account_is_not_activated() {
        let mut account = issued();
        account.place(hold(Ground::CardWithdrawn, 1)).unwrap();
        assert_eq!(account.activate(at(1)), Err(AccountError::Locked));
    }

    #[derive(Debug, Clone, Copy)]
    enum Step {
        Place(Ground),
        End(Ground, Channel),
        Activate,
    }

    fn step() -> impl Strategy<Value = Step> {
        let ground = prop::sample::select(Ground::of(SubjectKind::Citizen).to_vec());
        let channel = prop::sample::select(vec![
            Channel::App,
            Channel::CallCentre,
            Channel::Counter,
            Channel::Register,
            Channel::Case,
            Channel::Breach,
        ]);
        prop_oneof![
            ground.clone().prop_map(Step::Place),
            (ground, channel).prop_map(|(g, c)| Step::End(g, c)),
            Just(Step::Activate),
        ]
    }

    proptest! {
        // law: D59-19.4.a
        #[test]
        fn open_exactly_when_activated_and_no_ground_left(steps in prop::collection::vec(step(), 0..40)) {
            let mut account = issued();
            let mut in_force = std::collections::BTreeSet::new();
            let mut active = false;
            for step in steps {
                match step {
                    Step::Place(g) => {
                        let number = Ground::ALL.iter().position(|one| *one == g).unwrap_or_default();
                        account.place(hold(g, u8::try_from(number).unwrap_or_default())).unwrap();
                        in_force.insert(g.as_str());
                    }
                    Step::End(g, c) => {
                        if account.end(g, c).is_ok() {
                            prop_assert!(in_force.remove(g.as_str()));
                        }
                    }
                    Step::Activate => {
                        if let Ok(next) = account.clone().activate(at(1)) {
                            account = next;
                            active = true;
                        }
                    }
                }
                prop_assert_eq!(account.holds.len(), in_force.len());
                prop_assert_eq!(account.standing(at(2)) == Standing::Open, active && in_force.is_empty());
            }
        }
    }
}
