use jiff::civil::date;
use proptest::prelude::*;

use super::*;
use crate::person::{BirthDate, FullName, PersonNumber, Sex};

fn identity() -> Identity {
    Identity {
        number: PersonNumber::parse("074190001234").unwrap(),
        name: FullName::parse("Nguyễn Thị Ánh").unwrap(),
        birth: BirthDate::parse("1990-02-03").unwrap(),
        sex: Sex::Female,
    }
}

fn facts() -> RegisterFacts {
    RegisterFacts {
        identity: identity(),
        deceased: false,
        card: Some(CardFacts {
            fit: true,
            valid: true,
            issued_on: date(2021, 5, 6),
        }),
        account: None,
        ward: false,
        stay: None,
    }
}

fn decide(change: impl FnOnce(&mut RegisterFacts)) -> Automatic {
    let mut facts = facts();
    change(&mut facts);
    decide_level_one(
        &identity(),
        date(2021, 5, 6),
        Some(&facts),
        Regime::Decree59,
        date(2024, 1, 1),
    )
}

// law: D59-14.1.a, D59-11.1, D59-3.3
#[test]
fn level_one_is_decided_where_the_registers_agree() {
    assert!(matches!(decide(|_| {}), Automatic::Approve(_)));
    assert_eq!(
        decide(|f| f.card = None),
        Automatic::Refuse(Refusal::NoChipCard)
    );
    assert_eq!(
        decide(|f| f.card = Some(CardFacts {
            fit: false,
            valid: true,
            issued_on: date(2021, 5, 6)
        })),
        Automatic::Refuse(Refusal::NoChipCard)
    );
    assert_eq!(
        decide(|f| f.card = Some(CardFacts {
            fit: true,
            valid: false,
            issued_on: date(2021, 5, 6)
        })),
        Automatic::Refuse(Refusal::NoChipCard)
    );
    assert_eq!(
        decide(|f| f.account = Some(Level::One)),
        Automatic::Refuse(Refusal::AlreadyRegistered)
    );
    assert_eq!(
        decide(|f| f.ward = true),
        Automatic::Refuse(Refusal::UnderAge)
    );
    assert_eq!(decide(|f| f.deceased = true), Automatic::Queue(vec![]));
    let young = decide_level_one(
        &identity(),
        date(2021, 5, 6),
        Some(&facts()),
        Regime::Decree59,
        date(2004, 2, 2),
    );
    assert_eq!(young, Automatic::Refuse(Refusal::UnderAge));
}

// law: D59-3.3, D59-4.3
#[test]
fn a_wrong_statement_learns_nothing_about_the_account() {
    for account in [None, Some(Level::One), Some(Level::Two)] {
        let got = decide(|f| {
            f.account = account;
            f.identity.name = FullName::parse("Nguyễn Thị Anh").unwrap();
        });
        assert_eq!(got, Automatic::Queue(vec![Difference::Name]));
    }
    let wrong_card = decide_level_one(
        &identity(),
        date(2020, 1, 1),
        Some(&facts()),
        Regime::Decree59,
        date(2024, 1, 1),
    );
    assert_eq!(wrong_card, Automatic::Queue(vec![Difference::CardIssued]));
    assert_eq!(
        decide_level_one(
            &identity(),
            date(2021, 5, 6),
            None,
            Regime::Decree59,
            date(2024, 1, 1)
        ),
        Automatic::Queue(vec![])
    );
}

#[derive(Debug, Clone, Copy)]
enum Step {
    Receive,
    SendBack,
    Approve,
    Refuse,
}

proptest! {
    // law: D59-17.s
    #[test]
    fn a_decision_is_final_and_needs_a_received_dossier(
        steps in prop::collection::vec(prop::sample::select(vec![Step::Receive, Step::SendBack, Step::Approve, Step::Refuse]), 0..20)
    ) {
        let at = Timestamp::UNIX_EPOCH;
        let proof = LevelOneProof::by_officer(StaffId::from_bytes([1; 16]));
        let mut state = State::Draft;
        for step in steps {
            let before = state.clone();
            let next = match step {
                Step::Receive => state.clone().receive(at, at, Regime::Decree59),
                Step::SendBack => state.clone().send_back(at, "portrait".into()),
                Step::Approve => state.clone().approve_level_one(at, &proof),
                Step::Refuse => state.clone().refuse(at, Refusal::DetailsDiffer),
            };
            if let Ok(next) = next {
                let decided = matches!(before, State::Approved { .. } | State::Refused { .. });
                prop_assert!(!decided, "decided twice");
                if matches!(next, State::Approved { .. }) {
                    prop_assert!(
                        matches!(before, State::Received { .. }),
                        "approved without a received dossier"
                    );
                }
                state = next;
            }
        }
    }
}

// law: D59-15.1, D59-11.2, D69-7.2
#[test]
fn a_foreigner_needs_paper_and_stay_and_since_decree_69_residence() {
    use Regime::{Decree59, Decree69};
    let number = PersonNumber::foreigner(12_345_678_901);
    let stated = Identity {
        number,
        ..identity()
    };
    let told = |fit, valid, permitted, resident| RegisterFacts {
        identity: stated.clone(),
        card: Some(CardFacts {
            fit,
            valid,
            issued_on: date(2021, 5, 6),
        }),
        stay: Some(StayFacts {
            permitted,
            resident,
        }),
        ..facts()
    };
    let decide = |facts: &RegisterFacts, regime| {
        decide_level_one(
            &stated,
            date(2021, 5, 6),
            Some(facts),
            regime,
            date(2024, 1, 1),
        )
    };
    for (facts, regime, want) in [
        (told(true, true, true, false), Decree59, None),
        (told(true, true, true, true), Decree69, None),
        (
            told(true, true, true, false),
            Decree69,
            Some(Refusal::NoResidence),
        ),
        (
            told(true, true, false, true),
            Decree59,
            Some(Refusal::StayOver),
        ),
        (
            told(true, false, true, true),
            Decree59,
            Some(Refusal::NoPassport),
        ),
    ] {
        match (decide(&facts, regime), want) {
            (Automatic::Approve(_), None) => {}
            (got, Some(reason)) => assert_eq!(got, Automatic::Refuse(reason)),
            (got, None) => panic!("{got:?}"),
        }
    }
}
