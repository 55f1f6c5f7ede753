//! A body's request to lock or unlock an account (D59-19.1.b, D59-19.4.b): received at a unit, decided
//! by the head of a unit with authority (D59-20), never by time.

use jiff::Timestamp;

use crate::actor::Role;
use crate::ids::CaseId;
use crate::regime::{ClockKind, Regime};
use crate::registers::UnitLevel;
use crate::words::words;

words! {
    /// What a body asks for.
    Wish {
        /// D59-19.1.b.
        Lock = "lock",
        /// D59-19.4.b.
        Unlock = "unlock",
    }
}

impl Wish {
    /// The clock that starts with receipt (D59-19.1.c1, D59-19.4.c).
    pub const fn clock(self) -> ClockKind {
        match self {
            Self::Lock => ClockKind::LockCase,
            Self::Unlock => ClockKind::UnlockCase,
        }
    }
}

words! {
    /// D59-19.1.b: who may ask.
    Requester {
        /// A body that conducts proceedings.
        ProsecutingBody = "prosecuting-body",
        /// Another competent authority.
        CompetentAuthority = "competent-authority",
        /// An organisation or person that uses the authentication service. Decree 69 no longer names
        /// it (D69-15.2r).
        ServiceUser = "service-user",
    }
}

impl Requester {
    /// Whether the decree gives this requester the right to ask (D59-19.1.b, D69-15.2r).
    pub const fn may_ask(self, regime: Regime) -> bool {
        match (self, regime) {
            (Self::ServiceUser, Regime::Decree69) => false,
            (
                Self::ProsecutingBody | Self::CompetentAuthority,
                Regime::Decree59 | Regime::Decree69,
            )
            | (Self::ServiceUser, Regime::Decree59) => true,
        }
    }
}

words! {
    /// I7: why a request is refused. Each has plain words and a next step in the locales.
    Refusal {
        /// The request names no law that allows it.
        NoLegalBasis = "no-legal-basis",
        /// The body has no competence for it.
        BodyNotCompetent = "body-not-competent",
        /// The papers do not show what they should.
        PapersInsufficient = "papers-insufficient",
        /// The person named is not the holder.
        AnotherPerson = "another-person",
        /// The ground no longer exists, or never did.
        GroundAbsent = "ground-absent",
    }
}

/// Where a case stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Its clock runs.
    Received,
    /// What was asked was done.
    Approved {
        /// When.
        at: Timestamp,
    },
    /// It was not done; reason and words stand in the written answer (D59-19.1.c3).
    Refused {
        /// When.
        at: Timestamp,
        /// Why.
        reason: Refusal,
    },
}

/// A request with its clock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// Identifier.
    pub id: CaseId,
    /// What is asked.
    pub wish: Wish,
    /// By whom.
    pub requester: Requester,
    /// D59-20.1: a central body of department level or higher.
    pub central: bool,
    /// The unit it lies with.
    pub unit: String,
    /// When it was received.
    pub received: Timestamp,
    /// End of the last working day of the term.
    pub due: Timestamp,
    /// The decree of the day of receipt (I10).
    pub regime: Regime,
    /// Where it stands.
    pub state: State,
}

/// Who wants to decide.
#[derive(Debug, Clone, Copy)]
pub struct Decider<'a> {
    /// As what.
    pub role: Role,
    /// In which unit.
    pub unit: &'a str,
    /// Of which level.
    pub level: UnitLevel,
}

/// Why a case cannot be decided like this.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CaseError {
    /// It has been decided.
    #[error("the case is decided")]
    Decided,
    /// D59-20: only the head of a unit decides.
    #[error("only the head of the unit decides")]
    NotHead,
    /// D59-20.4: it lies with another unit; a transfer on record moves it.
    #[error("the case lies with another unit")]
    OtherUnit,
    /// D59-20.1 to D59-20.4: this unit's level has no authority for this requester.
    #[error("this unit has no authority for this requester")]
    NotCompetent,
}

impl CaseError {
    /// Stable code for messages.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Decided => "case-decided",
            Self::NotHead => "case-not-head",
            Self::OtherUnit => "case-other-unit",
            Self::NotCompetent => "case-not-competent",
        }
    }
}

/// D59-20.1: the ministry's department decides what central bodies ask. D59-20.2, D59-20.3, D59-20.4:
/// the other units decide what is filed with them. D69-16: the department decides everything.
pub const fn competent(regime: Regime, level: UnitLevel, central: bool) -> bool {
    match (regime, level) {
        (Regime::Decree69, UnitLevel::Ministry) => true,
        (Regime::Decree69, UnitLevel::Province | UnitLevel::District | UnitLevel::Commune) => false,
        (Regime::Decree59, UnitLevel::Ministry) => central,
        (Regime::Decree59, UnitLevel::Province | UnitLevel::District | UnitLevel::Commune) => {
            !central
        }
    }
}

impl Case {
    /// D59-20.4, D69-15.2r: whether a unit of this level decides the case, or forwards it to the one that
    /// does.
    pub const fn leads_on(&self, level: UnitLevel) -> bool {
        competent(self.regime, level, self.central)
            || matches!(level, UnitLevel::Ministry | UnitLevel::Province)
    }

    /// D59-19.1.c1, D59-20: whether this person may decide now. What is late may still be decided, and
    /// nothing is decided by being late.
    pub fn may_decide(&self, by: Decider<'_>) -> Result<(), CaseError> {
        if self.state != State::Received {
            return Err(CaseError::Decided);
        }
        if by.unit != self.unit {
            return Err(CaseError::OtherUnit);
        }
        if by.role != Role::Head {
            return Err(CaseError::NotHead);
        }
        if competent(self.regime, by.level, self.central) {
            Ok(())
        } else {
            Err(CaseError::NotCompetent)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn case(regime: Regime, central: bool) -> Case {
        Case {
            id: CaseId::from_bytes([1; 16]),
            wish: Wish::Lock,
            requester: Requester::ProsecutingBody,
            central,
            unit: "H01".to_owned(),
            received: Timestamp::UNIX_EPOCH,
            due: Timestamp::UNIX_EPOCH,
            regime,
            state: State::Received,
        }
    }

    // law: D59-20.1, D59-20.2, D59-20.3, D59-20.4, D69-16
    #[test]
    fn the_level_of_the_unit_and_the_rank_of_the_body_decide_who_decides() {
        use UnitLevel::{Commune, District, Ministry, Province};
        for (regime, central, allowed) in [
            (Regime::Decree59, true, vec![Ministry]),
            (Regime::Decree59, false, vec![Province, District, Commune]),
            (Regime::Decree69, true, vec![Ministry]),
            (Regime::Decree69, false, vec![Ministry]),
        ] {
            for level in UnitLevel::ALL {
                assert_eq!(
                    competent(regime, *level, central),
                    allowed.contains(level),
                    "{regime:?} {level:?} central {central}"
                );
            }
        }
    }

    // law: D59-19.1.c1, D59-20.4
    #[test]
    fn only_the_head_of_the_unit_it_lies_with_decides_and_once() {
        let head = Decider {
            role: Role::Head,
            unit: "H01",
            level: UnitLevel::District,
        };
        let mut one = case(Regime::Decree59, false);
        assert_eq!(one.may_decide(head), Ok(()));
        for role in Role::ALL {
            let want = if role == Role::Head {
                Ok(())
            } else {
                Err(CaseError::NotHead)
            };
            assert_eq!(one.may_decide(Decider { role, ..head }), want);
        }
        let elsewhere = Decider {
            unit: "H02",
            ..head
        };
        assert_eq!(one.may_decide(elsewhere), Err(CaseError::OtherUnit));
        let central = case(Regime::Decree59, true);
        assert_eq!(central.may_decide(head), Err(CaseError::NotCompetent));
        one.state = State::Approved {
            at: Timestamp::UNIX_EPOCH,
        };
        assert_eq!(one.may_decide(head), Err(CaseError::Decided));
    }

    // law: D59-20.4, D69-15.2r
    #[test]
    fn a_case_is_moved_towards_its_decision() {
        use UnitLevel::{Commune, District, Ministry, Province};
        for (regime, central, level, leads) in [
            (Regime::Decree59, false, Commune, true),
            (Regime::Decree59, false, District, true),
            (Regime::Decree59, true, District, false),
            (Regime::Decree59, true, Province, true),
            (Regime::Decree59, true, Ministry, true),
            (Regime::Decree69, false, Commune, false),
            (Regime::Decree69, false, Province, true),
            (Regime::Decree69, false, Ministry, true),
        ] {
            let one = case(regime, central);
            assert_eq!(one.leads_on(level), leads, "{regime:?} {central} {level:?}");
        }
    }

    // law: D59-19.1.b, D69-15.2r
    #[test]
    fn service_users_may_ask_under_the_first_decree_only() {
        for requester in Requester::ALL {
            assert!(requester.may_ask(Regime::Decree59));
            assert_eq!(
                requester.may_ask(Regime::Decree69),
                *requester != Requester::ServiceUser
            );
        }
    }
}
