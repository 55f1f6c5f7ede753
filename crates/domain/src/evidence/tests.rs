use jiff::Timestamp;
use proptest::prelude::*;

use super::*;
use crate::ids::CaptureId;

pub(super) fn comparison() -> OfficerComparison {
    OfficerComparison {
        id: EvidenceId::from_bytes([1; 16]),
        officer: StaffId::from_bytes([2; 16]),
        at: Timestamp::UNIX_EPOCH,
        portrait: Some(CaptureId::from_bytes([3; 16])),
        fingers: vec![CaptureId::from_bytes([4; 16])],
        shown: Shown {
            register: true,
            card: false,
            chip: false,
        },
        chip_portrait: None,
        suspect_card: None,
        verdict: Verdict::Same,
        differences: vec![],
        explanation: None,
        exception: None,
        machine: vec![],
        turns: HeadTurns::NotAsked,
    }
}

// law: D59-12.2, D59-14.2.a2
#[test]
fn only_a_complete_positive_comparison_is_a_match() {
    type Change = fn(&mut OfficerComparison);
    let table: [(Change, Option<ComparisonError>); 9] = [
        (|_| {}, None),
        (|c| c.portrait = None, Some(ComparisonError::NoPortrait)),
        (|c| c.fingers.clear(), Some(ComparisonError::NoFingers)),
        (
            |c| {
                c.fingers.clear();
                c.exception = Some(" ".into());
            },
            Some(ComparisonError::NoFingers),
        ),
        (
            |c| {
                c.fingers.clear();
                c.exception = Some("worn prints".into());
            },
            Some(ComparisonError::SecondOfficer),
        ),
        (
            |c| c.shown.register = false,
            Some(ComparisonError::NothingToCompare),
        ),
        (
            |c| c.verdict = Verdict::Unsure,
            Some(ComparisonError::NotSame),
        ),
        (
            |c| c.differences.push(Difference::Name),
            Some(ComparisonError::Unexplained),
        ),
        (
            |c| {
                c.differences.push(Difference::Name);
                c.explanation = Some("typing slip".into());
            },
            None,
        ),
    ];
    for (index, (change, want)) in table.into_iter().enumerate() {
        let mut c = comparison();
        change(&mut c);
        assert_eq!(c.conclude(None).err(), want, "row {index}");
    }
}

// law: D59-14.2.a2
#[test]
fn consent_exists_only_where_somebody_agreed() {
    assert_eq!(
        Consent::record(false, "1", Timestamp::UNIX_EPOCH, None),
        Err(NotAgreed)
    );
    assert!(Consent::record(true, "1", Timestamp::UNIX_EPOCH, None).is_ok());
}

const FIRST: u8 = 2;
pub(super) const OTHER: u8 = 9;

pub(super) fn engine() -> MachineEngine {
    MachineEngine {
        name: "scripted".into(),
        version: "1".into(),
        digest: "0".into(),
        thresholds: "start-1".into(),
        match_from: 430,
        false_matches: 100,
        measured: false,
    }
}

pub(super) fn machine(source: Beside, band: Option<Band>) -> MachineMatch {
    let outcome = match band {
        Some(band) => MatchOutcome::Compared { score: 500, band },
        None => MatchOutcome::NotCompared {
            whose: Whose::Live,
            why: "face-dark".into(),
        },
    };
    MachineMatch {
        modality: Modality::Face,
        source,
        outcome,
        engine: engine(),
    }
}

fn with(register: Option<Band>, card: Option<Band>) -> OfficerComparison {
    OfficerComparison {
        machine: vec![
            machine(Beside::Population, register),
            machine(Beside::Card, card),
        ],
        ..comparison()
    }
}

pub(super) fn look(by: u8, verdict: Verdict) -> SecondLook {
    SecondLook {
        id: EvidenceId::from_bytes([7; 16]),
        comparison: EvidenceId::from_bytes([1; 16]),
        officer: StaffId::from_bytes([by; 16]),
        at: Timestamp::UNIX_EPOCH,
        shown: Shown {
            register: false,
            card: true,
            chip: false,
        },
        verdict,
        note: None,
    }
}

// law: D59-12.2, D59-14.2.a2
#[test]
fn where_the_machine_does_not_agree_another_officer_looks() {
    use Band::{Match, NoMatch, Unclear};
    for (register, card, want) in [
        (Some(Match), Some(Match), None),
        (Some(Match), None, None),
        (None, Some(Match), None),
        (Some(Match), Some(Unclear), Some(Doubt::Unclear)),
        (Some(Unclear), None, Some(Doubt::Unclear)),
        (Some(Match), Some(NoMatch), Some(Doubt::NoMatch)),
        (Some(NoMatch), Some(Unclear), Some(Doubt::NoMatch)),
        (None, Some(NoMatch), Some(Doubt::NoMatch)),
        (None, None, Some(Doubt::NotCompared)),
    ] {
        let made = with(register, card);
        assert_eq!(made.doubt(), want, "{register:?} {card:?}");
        assert_eq!(made.asks_second(), want.is_some());
        let alone = made.conclude(None);
        assert_eq!(alone.is_ok(), want.is_none(), "{register:?} {card:?}");
        let second = look(OTHER, Verdict::Same);
        let matched = made.conclude(Some(&second)).unwrap();
        assert_eq!(matched.second(), Some(second.id));
    }
    assert_eq!(comparison().doubt(), None, "no engine: as ever");
}

// law: D59-14.2.a2, D59-7.2.b
#[test]
fn missing_prints_are_two_officers_exception() {
    for (fingers, exception, want) in [
        (0, Some("worn"), Some(Doubt::Fingers)),
        (1, Some("a bandage"), Some(Doubt::Fingers)),
        (2, Some("taken after all"), None),
        (2, None, None),
        (0, None, None),
    ] {
        let mut made = comparison();
        made.fingers = vec![CaptureId::from_bytes([4; 16]); fingers];
        made.exception = exception.map(str::to_owned);
        assert_eq!(made.doubt(), want, "{fingers} {exception:?}");
    }
}

// law: D59-12.2, D59-14.2.a2
#[test]
fn a_second_look_is_anothers_at_the_same_comparison() {
    let made = with(Some(Band::Unclear), None);
    let elsewhere = SecondLook {
        comparison: EvidenceId::from_bytes([8; 16]),
        ..look(OTHER, Verdict::Same)
    };
    let nothing = SecondLook {
        shown: Shown {
            register: false,
            card: false,
            chip: false,
        },
        ..look(OTHER, Verdict::Same)
    };
    for (second, want) in [
        (look(OTHER, Verdict::Same), None),
        (nothing, Some(ComparisonError::SecondOfficer)),
        (
            look(FIRST, Verdict::Same),
            Some(ComparisonError::SecondOfficer),
        ),
        (elsewhere, Some(ComparisonError::SecondOfficer)),
        (
            look(OTHER, Verdict::Unsure),
            Some(ComparisonError::SecondDisagrees),
        ),
        (
            look(OTHER, Verdict::Different),
            Some(ComparisonError::SecondDisagrees),
        ),
    ] {
        assert_eq!(made.conclude(Some(&second)).err(), want, "{second:?}");
    }
    let unsure = OfficerComparison {
        verdict: Verdict::Unsure,
        ..made
    };
    assert!(!unsure.asks_second(), "the first one is not sure himself");
    let second = look(OTHER, Verdict::Same);
    assert_eq!(
        unsure.conclude(Some(&second)).err(),
        Some(ComparisonError::NotSame)
    );
}

pub(super) fn bands() -> impl Strategy<Value = Option<Band>> {
    prop_oneof![
        Just(None),
        Just(Some(Band::Match)),
        Just(Some(Band::Unclear)),
        Just(Some(Band::NoMatch)),
    ]
}

fn verdicts() -> impl Strategy<Value = Verdict> {
    prop_oneof![
        Just(Verdict::Same),
        Just(Verdict::Unsure),
        Just(Verdict::Different),
    ]
}

proptest! {
    // law: D59-12.2, D59-14.2.a2
    #[test]
    fn one_officer_never_approves_against_the_machine(
        made in proptest::collection::vec(bands(), 0..3),
        own in verdicts(),
        fingers in 0..3_usize,
        excepted in any::<bool>(),
        second in proptest::option::of((1..12_u8, verdicts(), 1..3_u8)),
    ) {
        let comparison = OfficerComparison {
            verdict: own,
            fingers: vec![CaptureId::from_bytes([4; 16]); fingers],
            exception: excepted.then(|| "worn prints".to_owned()),
            machine: made.iter().map(|band| machine(Beside::Card, *band)).collect(),
            ..comparison()
        };
        let second = second.map(|(by, verdict, of)| SecondLook {
            comparison: EvidenceId::from_bytes([of; 16]),
            ..look(by, verdict)
        });
        if comparison.conclude(second.as_ref()).is_ok() {
            prop_assert_eq!(own, Verdict::Same);
            let agrees = second.as_ref().is_some_and(|look| {
                look.officer != comparison.officer && look.verdict == Verdict::Same && look.comparison == comparison.id
            });
            let against = made.iter().flatten().any(|band| *band != Band::Match);
            let blind = !made.is_empty() && made.iter().all(Option::is_none);
            prop_assert!(agrees || !(against || blind || (fingers < 2 && excepted)));
        }
    }
}

// law: D59-14.2.a2
#[test]
fn the_gravest_word_of_a_machine_counts() {
    use Band::{Match, NoMatch, Unclear};
    for (said, word) in [
        (vec![], None),
        (vec![None], None),
        (vec![Some(Match), None], Some(Match)),
        (vec![Some(Match), Some(Unclear)], Some(Unclear)),
        (
            vec![Some(Unclear), Some(NoMatch), Some(Match)],
            Some(NoMatch),
        ),
    ] {
        let made = OfficerComparison {
            machine: said
                .iter()
                .map(|band| machine(Beside::Card, *band))
                .collect(),
            ..comparison()
        };
        assert_eq!(made.machine_word(), word, "{said:?}");
    }
}
