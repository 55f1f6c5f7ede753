//! The rules around engines: enrolment, the best of impressions, the sum of fingers, verdicts.

use biometrics::finger::{
    Band, CompareError, EngineError, EnrolError, Enrolment, FingerEngine, Position, Reference,
    ReferenceError, Score, Template, Thresholds, ThresholdsError, Verdict, compare, distinct,
};
use proptest::prelude::*;

use crate::prints::{fit, made, scripted};

const RIGHT: Position = Position::RightIndex;
const LEFT: Position = Position::LeftIndex;
/// A likeness at which the scripted engine finds too little to compare.
const NOTHING: u16 = 1000;

fn finger(position: Position, person: u16, likenesses: &[u16]) -> Reference {
    let impressions = likenesses.iter().map(|l| made(position, person, *l));
    Reference::new(impressions.collect()).unwrap()
}

// law: D59-14.2.a2
#[test]
fn three_alike_impressions_make_a_finger() {
    let (engine, thresholds) = (scripted(), Thresholds::start());
    let mut enrolment = Enrolment::new(RIGHT);
    for (person, likeness, want) in [
        (1, 50, Ok(())),
        (2, 50, Err(EnrolError::NotAlike)),
        (1, 19, Err(EnrolError::NotAlike)),
        (1, 20, Ok(())),
        // Like the first, not like the second: one is enough.
        (1, 60, Ok(())),
        (1, 60, Err(EnrolError::Complete)),
    ] {
        let told = enrolment.add(&engine, &thresholds, fit(RIGHT, person, likeness));
        assert_eq!(told, want, "{person} {likeness}");
    }
    let finger = enrolment.finish().unwrap();
    assert_eq!(finger.impressions().len(), 3);
    assert_eq!(finger.position(), RIGHT);
}

#[test]
fn an_unfinished_enrolment_is_no_finger() {
    let (engine, thresholds) = (scripted(), Thresholds::start());
    let mut enrolment = Enrolment::new(RIGHT);
    let other = enrolment.add(&engine, &thresholds, fit(LEFT, 1, 50));
    assert_eq!(other, Err(EnrolError::OtherFinger));
    enrolment
        .add(&engine, &thresholds, fit(RIGHT, 1, 50))
        .unwrap();
    assert_eq!(enrolment.missing(), 2);
    assert_eq!(enrolment.clone().finish(), Err(ReferenceError::Count));
    enrolment.restart();
    assert_eq!(enrolment.missing(), 3);
}

#[test]
fn impressions_of_two_fingers_or_engines_are_no_reference() {
    let one = made(RIGHT, 1, 50);
    assert_eq!(Reference::new(vec![]), Err(ReferenceError::Count));
    assert_eq!(
        Reference::new(vec![one.clone(); 4]),
        Err(ReferenceError::Count)
    );
    let two = vec![one.clone(), made(LEFT, 1, 50)];
    assert_eq!(Reference::new(two), Err(ReferenceError::Fingers));
    let mut identity = one.identity().clone();
    identity.digest = "1".repeat(64);
    let other = Template::from_record(&one.to_record(), identity, RIGHT).unwrap();
    assert_eq!(
        Reference::new(vec![one, other]),
        Err(ReferenceError::Engines)
    );
}

// law: D59-12.2, D59-24.4
#[test]
fn the_best_impressions_of_two_fingers_are_added() {
    let engine = scripted();
    let on_record = [
        finger(RIGHT, 1, &[10, NOTHING, 30]),
        finger(LEFT, 2, &[25, 5]),
    ];
    let (right, left) = (made(RIGHT, 1, 100), made(LEFT, 2, 100));
    let value =
        |probes: &[&Template]| compare(&engine, probes, &on_record).map(|score| score.value);
    assert_eq!(value(&[&right]), Ok(30));
    assert_eq!(value(&[&left]), Ok(25));
    let both = compare(&engine, &[&right, &left], &on_record).unwrap();
    assert_eq!((both.value, both.fingers), (55, 2));
    assert_eq!(&both.engine, engine.identity());
    assert_eq!(value(&[]), Err(CompareError::Count));
    assert_eq!(value(&[&right, &left, &right]), Err(CompareError::Count));
    assert_eq!(value(&[&right, &right]), Err(CompareError::Twice));
    let thumb = Position::RightThumb;
    assert_eq!(
        value(&[&right, &made(thumb, 1, 100)]),
        Err(CompareError::NotOnRecord(thumb))
    );
    let too_few = Err(CompareError::Engine(EngineError::TooFew));
    assert_eq!(value(&[&made(RIGHT, 1, NOTHING)]), too_few);
}

#[test]
fn one_finger_under_two_names_is_noticed() {
    let (engine, thresholds) = (scripted(), Thresholds::start());
    let right = finger(RIGHT, 1, &[60, 60, 60]);
    for (left, want) in [
        (finger(LEFT, 2, &[60, 60, 60]), true),
        (finger(LEFT, 1, &[39, 39, 39]), true),
        (finger(LEFT, 1, &[39, 39, 40]), false),
    ] {
        let told = distinct(&engine, &thresholds, &right, &left);
        assert_eq!(told, Ok(want));
    }
}

fn judged(thresholds: &Thresholds, value: u32, fingers: u8) -> Verdict {
    let score = Score {
        value,
        fingers,
        engine: scripted().identity().clone(),
    };
    let judgement = thresholds.judge(score.clone()).unwrap();
    assert_eq!(
        (judgement.score, judgement.thresholds.as_str()),
        (score, thresholds.version())
    );
    judgement.verdict
}

// law: D59-12.2
#[test]
fn scores_fall_into_three_bands() {
    use Verdict::{Match, NoMatch, Unclear};
    let thresholds = Thresholds::start();
    for (fingers, value, want) in [
        (1, 0, NoMatch),
        (1, 19, NoMatch),
        (1, 20, Unclear),
        (1, 39, Unclear),
        (1, 40, Match),
        (1, u32::MAX, Match),
        (2, 29, NoMatch),
        (2, 30, Unclear),
        (2, 49, Unclear),
        (2, 50, Match),
    ] {
        assert_eq!(
            judged(&thresholds, value, fingers),
            want,
            "{fingers} {value}"
        );
    }
}

#[test]
fn thresholds_serve_their_engine_only_and_are_in_order() {
    let band = Band::new(20, 40).unwrap();
    let new = |version, engine, rate| Thresholds::new(version, engine, rate, band, band);
    assert!(new("1", "nbis-rs", 1000).is_ok());
    assert_eq!(new(" ", "nbis-rs", 1000), Err(ThresholdsError::Unnamed));
    assert_eq!(new("1", "", 1000), Err(ThresholdsError::Unnamed));
    assert_eq!(new("1", "nbis-rs", 0), Err(ThresholdsError::Rate));
    assert_eq!(new("1", "nbis-rs", 1001), Err(ThresholdsError::Rate));
    assert_eq!(Band::new(0, 40), Err(ThresholdsError::Band));
    assert_eq!(Band::new(41, 40), Err(ThresholdsError::Band));
    assert!(Band::new(40, 40).is_ok());
    let mut engine = scripted().identity().clone();
    engine.id = "another".to_owned();
    let foreign = Score {
        value: 90,
        fingers: 1,
        engine,
    };
    let judged = Thresholds::start().judge(foreign);
    assert_eq!(judged, Err(ThresholdsError::OtherEngine));
}

proptest! {
    #[test]
    fn a_higher_score_never_means_less(a in 0..100_u32, b in 0..100_u32, fingers in 1..=2_u8,
                                       from in 1..60_u32, wide in 0..40_u32) {
        let rank = |verdict| match verdict {
            Verdict::NoMatch => 0,
            Verdict::Unclear => 1,
            Verdict::Match => 2,
        };
        let band = Band::new(from, from + wide).unwrap();
        let thresholds = Thresholds::new("p", "nbis-rs", 100, band, band).unwrap();
        let (low, high) = (a.min(b), a.max(b));
        let ranks = [low, high].map(|value| rank(judged(&thresholds, value, fingers)));
        prop_assert!(ranks[0] <= ranks[1]);
    }
}
