//! Fingers beside faces: what asks for another officer, and what old evidence says.

use proptest::prelude::*;

use super::tests::{OTHER, bands, comparison, engine, look, machine};
use super::*;
use crate::finger::Finger;

/// What came of the fingers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Print {
    /// No engine compares fingers.
    Off,
    NoReference,
    NotCompared,
    /// The register has others.
    Other,
    Is(Band),
}

/// What came of the one portrait on record; `None`: no engine compares faces.
type Portrait = Option<Option<Band>>;

fn outcome(print: Print) -> Option<MatchOutcome> {
    match print {
        Print::Off => None,
        Print::NoReference => Some(MatchOutcome::NoReference),
        Print::NotCompared => Some(MatchOutcome::NotCompared {
            whose: Whose::Reference,
            why: "finger-truncated".into(),
        }),
        Print::Other => Some(MatchOutcome::NotCompared {
            whose: Whose::Reference,
            why: "finger-not-on-record".into(),
        }),
        Print::Is(band) => Some(MatchOutcome::Compared { score: 55, band }),
    }
}

fn fingers(print: Print, outcome: &MatchOutcome) -> MachineMatch {
    let of = |finger| FingerMatch {
        finger,
        outcome: match print {
            Print::Other => MatchOutcome::NoReference,
            Print::Off | Print::NoReference | Print::NotCompared | Print::Is(_) => outcome.clone(),
        },
    };
    MachineMatch {
        modality: Modality::Fingers([Finger::RightIndex, Finger::LeftIndex].map(of).to_vec()),
        source: Beside::Card,
        outcome: outcome.clone(),
        engine: engine(),
    }
}

fn made(portrait: Portrait, print: Print) -> OfficerComparison {
    let face = portrait.map(|band| machine(Beside::Card, band));
    let print = outcome(print).map(|outcome| fingers(print, &outcome));
    OfficerComparison {
        machine: face.into_iter().chain(print).collect(),
        ..comparison()
    }
}

// law: D59-12.2, D59-14.2.a2, D59-15.2
#[test]
fn fingers_count_as_the_face_does() {
    use Band::{Match, NoMatch, Unclear};
    use Print::{Is, NoReference, NotCompared, Off, Other};
    const BLIND: Portrait = Some(None);
    let table: [(Portrait, Print, Option<Doubt>); 30] = [
        // Which fingers are taken is the officer's choice: those that the register lacks tell nothing.
        (None, Other, Some(Doubt::NotCompared)),
        (Some(Some(Match)), Other, Some(Doubt::FingersOther)),
        (Some(Some(Unclear)), Other, Some(Doubt::Unclear)),
        (BLIND, Other, Some(Doubt::NotCompared)),
        (None, Off, None),
        (None, NoReference, None),
        (None, NotCompared, Some(Doubt::NotCompared)),
        (None, Is(Match), None),
        (None, Is(Unclear), Some(Doubt::FingersUnclear)),
        (None, Is(NoMatch), Some(Doubt::FingersNoMatch)),
        (Some(Some(Match)), Off, None),
        (Some(Some(Match)), NoReference, None),
        (Some(Some(Match)), NotCompared, None),
        (Some(Some(Match)), Is(Match), None),
        (Some(Some(Match)), Is(Unclear), Some(Doubt::FingersUnclear)),
        (Some(Some(Match)), Is(NoMatch), Some(Doubt::FingersNoMatch)),
        (Some(Some(Unclear)), NoReference, Some(Doubt::Unclear)),
        (Some(Some(Unclear)), Is(Match), Some(Doubt::Unclear)),
        (Some(Some(Unclear)), Is(Unclear), Some(Doubt::Unclear)),
        (
            Some(Some(Unclear)),
            Is(NoMatch),
            Some(Doubt::FingersNoMatch),
        ),
        (Some(Some(NoMatch)), Off, Some(Doubt::NoMatch)),
        (Some(Some(NoMatch)), Is(Match), Some(Doubt::NoMatch)),
        (Some(Some(NoMatch)), Is(NoMatch), Some(Doubt::NoMatch)),
        (Some(Some(NoMatch)), NoReference, Some(Doubt::NoMatch)),
        (BLIND, Off, Some(Doubt::NotCompared)),
        (BLIND, NoReference, Some(Doubt::NotCompared)),
        (BLIND, NotCompared, Some(Doubt::NotCompared)),
        // D59-12.2: portrait or fingerprint.
        (BLIND, Is(Match), None),
        (BLIND, Is(Unclear), Some(Doubt::FingersUnclear)),
        (BLIND, Is(NoMatch), Some(Doubt::FingersNoMatch)),
    ];
    for (portrait, print, want) in table {
        let made = made(portrait, print);
        assert_eq!(made.doubt(), want, "{portrait:?} {print:?}");
        assert_eq!(made.conclude(None).is_ok(), want.is_none());
        let second = look(OTHER, Verdict::Same);
        assert!(made.conclude(Some(&second)).is_ok());
    }
}

// law: D59-12.2
#[test]
fn matching_fingers_do_not_stand_for_an_officer_who_saw_nothing() {
    let blind = OfficerComparison {
        shown: Shown {
            register: false,
            card: false,
            chip: false,
        },
        ..made(None, Print::Is(Band::Match))
    };
    assert_eq!(
        blind.conclude(None).err(),
        Some(ComparisonError::NothingToCompare)
    );
}

// law: D59-14.2.a2
#[test]
fn unclear_fingers_count_in_an_officers_figures() {
    for (print, want) in [
        (Print::Is(Band::Match), false),
        (Print::Is(Band::Unclear), true),
        (Print::NoReference, false),
    ] {
        let made = made(Some(Some(Band::Match)), print);
        assert_eq!(made.unclear(), want, "{print:?}");
    }
}

fn prints() -> impl Strategy<Value = Print> {
    prop_oneof![
        Just(Print::Off),
        Just(Print::NoReference),
        Just(Print::NotCompared),
        Just(Print::Other),
        Just(Print::Is(Band::Match)),
        Just(Print::Is(Band::Unclear)),
        Just(Print::Is(Band::NoMatch)),
    ]
}

proptest! {
    // law: D59-12.2, D59-14.2.a2
    #[test]
    fn nothing_unclear_is_approved_by_one(portrait in proptest::option::of(bands()), print in prints()) {
        let made = made(portrait, print);
        let alone = made.conclude(None).is_ok();
        let against = made.machine.iter().filter_map(MachineMatch::band).any(|band| band != Band::Match);
        let compared = made.machine.iter().any(|one| one.band().is_some());
        let tried = made.machine.iter().any(MachineMatch::has_reference);
        prop_assert_eq!(alone, !against && (compared || !tried) && print != Print::Other);
    }
}
