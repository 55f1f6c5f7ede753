use jiff::ToSpan;
use proptest::prelude::*;

use super::*;
use crate::hold::LockReason;

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

// law: APP-12
#[test]
fn another_number_asks_for_activation_again_but_not_of_a_locked_account() {
    let until = Standing::AwaitingActivation { until: at(228) };
    let mut active = issued().activate(at(50)).unwrap();
    for account in [issued(), active.clone()] {
        assert_eq!(
            account.rebind(at(60), at(228)).unwrap().standing(at(61)),
            until
        );
    }
    active.place(hold(Ground::OwnRequest, 1)).unwrap();
    assert_eq!(active.rebind(at(60), at(228)), Err(AccountError::Locked));
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

// law: D69-30, D69-15.1, D59-19.5.a
#[test]
fn only_the_later_decree_lets_a_citizen_end_his_own_lock() {
    let (own, leak) = (Ground::OwnRequest, Some(LockReason::SuspectedLeak));
    let (old, new) = (Regime::Decree59, Regime::Decree69);
    for (ground, holder, reason, regime, may) in [
        (own, SubjectKind::Citizen, None, new, true),
        (own, SubjectKind::Citizen, None, old, false),
        (own, SubjectKind::Citizen, leak, new, false),
        (own, SubjectKind::Foreigner, None, new, false),
        (own, SubjectKind::Organisation, None, new, false),
        (Ground::Breach, SubjectKind::Citizen, None, new, false),
        (Ground::Death, SubjectKind::Citizen, None, new, false),
    ] {
        let mut account = issued().activate(at(1)).unwrap();
        let placed = Hold {
            holder,
            reason,
            ..hold(ground, 1)
        };
        account.holds.push(placed.clone());
        let ended = account.end_in_app(placed.id, regime);
        let wanted = may.then_some(placed).ok_or(AccountError::WrongWayOut);
        assert_eq!(ended, wanted, "{ground:?} {holder:?} {regime:?}");
        assert_eq!(account.holds.is_empty(), may);
        let gone = account.end_in_app(HoldId::from_bytes([9; 16]), regime);
        assert_eq!(gone, Err(AccountError::GroundNotInForce));
    }
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
