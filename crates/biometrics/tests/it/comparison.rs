//! The rules around engines: comparison of fingers, and what scores mean.

use biometrics::finger::{
    Band, CompareError, EngineError, FingerEngine, Fit, Identity, IdentityError, Judgement,
    Measured, OnRecord, OtherEngine, Position, Template, Thresholds, ThresholdsError, Verdict,
};
use proptest::prelude::*;

use crate::prints::{
    NOTHING, band, fit, judged_by, made, made_by, passed, scripted, served, thresholds,
};

const RIGHT: Position = Position::RightIndex;
const LEFT: Position = Position::LeftIndex;

/// Fingers out of the store: which, whose, how alike their impressions.
fn on_record(fingers: &[(Position, u16, &[u16])]) -> OnRecord {
    let mut records = Vec::new();
    for (position, person, likenesses) in fingers {
        let record = |likeness: &u16| made(*position, *person, *likeness).to_record();
        records.extend(likenesses.iter().map(record).map(|r| (*position, r)));
    }
    let records = records.iter().map(|(position, r)| (*position, &r[..]));
    served().restore(records).unwrap()
}

// law: D59-12.2, D59-24.4
#[test]
fn the_best_impressions_of_two_fingers_are_added() {
    let fingers = served();
    let on_record = on_record(&[(RIGHT, 1, &[10, NOTHING, 30]), (LEFT, 2, &[25, 5])]);
    let (right, left) = (fit(RIGHT, 1, 100), fit(LEFT, 2, 100));
    let value = |probes: &[&Fit]| {
        let judged = fingers.compare(probes, &on_record);
        judged.map(|judged| judged.score.value())
    };
    assert_eq!(value(&[&right]), Ok(30));
    assert_eq!(value(&[&left]), Ok(25));
    let both = fingers.compare(&[&right, &left], &on_record).unwrap().score;
    let parts: Vec<_> = both.parts().iter().map(|p| (p.finger, p.value)).collect();
    assert_eq!((both.value(), parts), (55, vec![(RIGHT, 30), (LEFT, 25)]));
    assert_eq!(both.engine(), scripted().identity());
    assert_eq!(value(&[]), Err(CompareError::Count));
    assert_eq!(value(&[&right, &left, &right]), Err(CompareError::Count));
    assert_eq!(value(&[&right, &right]), Err(CompareError::Twice));
    let thumb = Position::RightThumb;
    assert_eq!(
        value(&[&right, &fit(thumb, 1, 100)]),
        Err(CompareError::NotOnRecord(thumb))
    );
    let too_few = Err(CompareError::Engine(EngineError::TooFew));
    assert_eq!(value(&[&fit(RIGHT, 1, NOTHING)]), too_few);
}

#[test]
fn one_finger_held_out_under_two_names_is_noticed() {
    let on_record = on_record(&[(RIGHT, 1, &[99]), (LEFT, 2, &[99])]);
    let right = fit(RIGHT, 1, 90);
    for (left, refused) in [(fit(LEFT, 1, 30), true), (fit(LEFT, 1, 29), false)] {
        let told = served().compare(&[&right, &left], &on_record);
        assert_eq!(told == Err(CompareError::OneFinger), refused);
    }
}

/// The identity of another engine, version or model.
fn others() -> [Identity; 3] {
    let digest = "0".repeat(64);
    [
        Identity::new("another", "1", &digest).unwrap(),
        Identity::new("scripted", "2", &digest).unwrap(),
        Identity::new("scripted", "1", &"1".repeat(64)).unwrap(),
    ]
}

#[test]
fn thresholds_of_another_engine_version_or_model_serve_nobody() {
    for other in others() {
        let theirs = Thresholds::new("test-1", other, band(20, 40), band(30, 50), 20).unwrap();
        let told = biometrics::finger::Fingers::new(Box::new(scripted()), theirs);
        assert_eq!(told.unwrap_err(), OtherEngine);
    }
}

/// The scripted engine would compare anybody's.
#[test]
fn templates_of_others_are_not_compared() {
    let on_record = on_record(&[(RIGHT, 1, &[90])]);
    let told = |template| served().compare(&[&passed(template)], &on_record);
    let foreign = Template::foreign(&made(RIGHT, 1, 90).to_record(), RIGHT).unwrap();
    assert_eq!(told(foreign), Err(EngineError::Foreign.into()));
    for other in others() {
        let stranger = made_by(&other, RIGHT, 1, 90);
        assert_eq!(told(stranger), Err(EngineError::OtherEngine.into()));
    }
}

fn judged(thresholds: &Thresholds, values: &[u16]) -> Judgement {
    let on_record = on_record(&[(RIGHT, 1, &[999]), (LEFT, 2, &[999])]);
    let probes: Vec<_> = values
        .iter()
        .zip([(RIGHT, 1), (LEFT, 2)])
        .map(|(value, (position, person))| fit(position, person, *value))
        .collect();
    let probes: Vec<_> = probes.iter().collect();
    let fingers = judged_by(thresholds.clone());
    let judged = fingers.compare(&probes, &on_record).unwrap();
    assert_eq!(judged.thresholds, thresholds.version());
    judged
}

// law: D59-12.2
#[test]
fn scores_fall_into_three_bands() {
    use Verdict::{Match, NoMatch, Unclear};
    let thresholds = thresholds();
    for (values, want) in [
        (&[0][..], NoMatch),
        (&[19], NoMatch),
        (&[20], Unclear),
        (&[39], Unclear),
        (&[40], Match),
        (&[998], Match),
        (&[14, 15], NoMatch),
        (&[15, 15], Unclear),
        (&[24, 25], Unclear),
        (&[25, 25], Match),
    ] {
        let judgement = judged(&thresholds, values);
        assert_eq!(
            (judgement.verdict, judgement.weak),
            (want, None),
            "{values:?}"
        );
    }
}

// law: D59-12.2
#[test]
fn a_very_good_finger_carries_none_that_does_not_match() {
    let thresholds = thresholds();
    for (values, weak) in [
        ([900, 0], Some(LEFT)),
        ([900, 19], Some(LEFT)),
        ([19, 900], Some(RIGHT)),
        ([900, 20], None),
        ([30, 20], None),
    ] {
        let judgement = judged(&thresholds, &values);
        let want = if weak.is_some() {
            Verdict::Unclear
        } else {
            Verdict::Match
        };
        assert_eq!(
            (judgement.verdict, judgement.weak),
            (want, weak),
            "{values:?}"
        );
    }
    let engine = thresholds.engine().clone();
    let lenient = Thresholds::new("test-2", engine, band(20, 40), band(30, 50), 5).unwrap();
    assert_eq!(judged(&lenient, &[900, 5]).verdict, Verdict::Match);
    assert_eq!(judged(&lenient, &[900, 4]).weak, Some(LEFT));
}

#[test]
fn thresholds_are_in_order_and_tell_what_was_measured() {
    let new = |version, each| {
        let engine = scripted().identity().clone();
        Thresholds::new(version, engine, band(20, 40), band(30, 50), each)
    };
    assert!(new("1", 1).is_ok() && new("1", 50).is_ok());
    assert_eq!(new(" ", 20), Err(ThresholdsError::Unnamed));
    assert_eq!(new("1", 0), Err(ThresholdsError::Each));
    assert_eq!(new("1", 51), Err(ThresholdsError::Each));
    let measured = Measured::new(0, 300).unwrap();
    assert_eq!(Band::new(0, 40, measured), Err(ThresholdsError::Band));
    assert_eq!(Band::new(41, 40, measured), Err(ThresholdsError::Band));
    assert!(Band::new(40, 40, measured).is_ok());
    let judgement = judged(&thresholds(), &[25, 25]);
    assert_eq!(judgement.measured.comparisons(), 1000);
}

#[test]
fn an_engine_has_a_name_a_version_and_a_digest() {
    let digest = "0".repeat(64);
    for (id, version) in [("", "1"), ("a", ""), ("a b", "1"), ("a", "1\n"), ("ä", "1")] {
        let told = Identity::new(id, version, &digest);
        assert_eq!(told, Err(IdentityError::Word), "{id} {version}");
    }
    let long = "a".repeat(65);
    let told = Identity::new(&long, "1", &digest);
    assert_eq!(told, Err(IdentityError::Word));
    assert!(Identity::new(&long[1..], "1", &digest).is_ok());
    for digest in [&digest[1..], &"A".repeat(64), &"g".repeat(64)] {
        let told = Identity::new("a", "1", digest);
        assert_eq!(told, Err(IdentityError::Digest), "{digest}");
    }
}

proptest! {
    #[test]
    fn higher_scores_never_mean_less(low in prop::array::uniform2(0..100_u16), more in prop::array::uniform2(0..60_u16),
                                     fingers in 1..=2_usize, from in 1..60_u32, wide in 0..40_u32, each in 1..60_u32) {
        let rank = |verdict| match verdict {
            Verdict::NoMatch => 0,
            Verdict::Unclear => 1,
            Verdict::Match => 2,
        };
        let band = band(from, from + wide);
        let engine = scripted().identity().clone();
        let each = each.min(from + wide);
        let thresholds = Thresholds::new("p", engine, band, band, each).unwrap();
        let high = [low[0] + more[0], low[1] + more[1]];
        let ranks = [low, high].map(|values| rank(judged(&thresholds, &values[..fingers]).verdict));
        prop_assert!(ranks[0] <= ranks[1]);
    }
}
