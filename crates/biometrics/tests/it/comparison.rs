//! The rules around engines: comparison of fingers, and what scores mean.

use biometrics::finger::{
    Band, Basis, Claim, CompareError, EngineError, Extractor, FingerEngine, Identity,
    IdentityError, Judgement, Measured, OnRecord, OtherBasis, Position, Reference, Score, Template,
    Thresholds, ThresholdsError, Verdict, compare,
};
use proptest::prelude::*;

use crate::prints::{NOTHING, band, made, made_by, scripted, thresholds};

const RIGHT: Position = Position::RightIndex;
const LEFT: Position = Position::LeftIndex;

fn finger(position: Position, person: u16, likenesses: &[u16]) -> Reference {
    let impressions = likenesses.iter().map(|l| made(position, person, *l));
    Reference::new(impressions.collect()).unwrap()
}

fn on_record(fingers: &[Reference]) -> OnRecord {
    OnRecord::restored(fingers.to_vec()).unwrap()
}

// law: D59-12.2, D59-24.4
#[test]
fn the_best_impressions_of_two_fingers_are_added() {
    let (engine, thresholds) = (scripted(), thresholds());
    let on_record = on_record(&[
        finger(RIGHT, 1, &[10, NOTHING, 30]),
        finger(LEFT, 2, &[25, 5]),
    ]);
    let (right, left) = (made(RIGHT, 1, 100), made(LEFT, 2, 100));
    let value = |probes: &[&Template]| {
        compare(&engine, &thresholds, probes, &on_record).map(|score| score.value())
    };
    assert_eq!(value(&[&right]), Ok(30));
    assert_eq!(value(&[&left]), Ok(25));
    let both = compare(&engine, &thresholds, &[&right, &left], &on_record).unwrap();
    let parts: Vec<_> = both.parts().iter().map(|p| (p.finger, p.value)).collect();
    assert_eq!((both.value(), parts), (55, vec![(RIGHT, 30), (LEFT, 25)]));
    assert_eq!(both.basis(), &Basis::of(engine.identity()));
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
fn one_finger_held_out_under_two_names_is_noticed() {
    let (engine, thresholds) = (scripted(), thresholds());
    let on_record = on_record(&[finger(RIGHT, 1, &[99]), finger(LEFT, 2, &[99])]);
    let right = made(RIGHT, 1, 90);
    for (left, refused) in [(made(LEFT, 1, 30), true), (made(LEFT, 1, 29), false)] {
        let told = compare(&engine, &thresholds, &[&right, &left], &on_record);
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
fn thresholds_of_another_engine_version_or_model_compare_and_judge_nothing() {
    let (engine, own) = (scripted(), thresholds());
    let on_record = on_record(&[finger(RIGHT, 1, &[90])]);
    let probe = made(RIGHT, 1, 90);
    let score = compare(&engine, &own, &[&probe], &on_record).unwrap();
    assert!(own.judge(score.clone()).is_ok());
    for other in others() {
        let same = Extractor::Engine(engine.identity().clone());
        let bases = [
            Basis::of(&other),
            Basis {
                matcher: engine.identity().clone(),
                probe: Extractor::Engine(other.clone()),
                reference: same.clone(),
            },
            Basis {
                matcher: engine.identity().clone(),
                probe: same,
                reference: Extractor::Engine(other),
            },
        ];
        for basis in bases {
            let theirs = Thresholds::new("test-1", basis, band(20, 40), band(30, 50), 20).unwrap();
            assert_eq!(theirs.judge(score.clone()), Err(OtherBasis));
            let told = compare(&engine, &theirs, &[&probe], &on_record);
            assert_eq!(told, Err(CompareError::Thresholds(OtherBasis)));
        }
    }
}

#[test]
fn templates_of_others_are_judged_by_thresholds_of_their_own_only() {
    let (engine, own) = (scripted(), thresholds());
    let probe = made(RIGHT, 1, 90);
    let foreign = Template::foreign(&probe.to_record(), RIGHT).unwrap();
    let stranger = made_by(&others()[0], RIGHT, 1, 90);
    for template in [foreign.clone(), stranger] {
        let on_record = on_record(&[Reference::new(vec![template.clone()]).unwrap()]);
        let refused = Err(CompareError::Thresholds(OtherBasis));
        assert_eq!(
            compare(&engine, &own, &[&probe], &on_record),
            refused.clone()
        );
        let basis = Basis {
            matcher: engine.identity().clone(),
            probe: probe.extractor().clone(),
            reference: template.extractor().clone(),
        };
        let theirs = Thresholds::new("foreign-1", basis, band(60, 80), band(60, 80), 20).unwrap();
        let score = compare(&engine, &theirs, &[&probe], &on_record).unwrap();
        assert_eq!(own.judge(score.clone()), Err(OtherBasis));
        assert_eq!(theirs.judge(score).unwrap().verdict, Verdict::Match);
        // The other way round is another basis too.
        let swapped = OnRecord::restored(vec![Reference::new(vec![probe.clone()]).unwrap()]);
        let told = compare(&engine, &theirs, &[&template], &swapped.unwrap());
        assert_eq!(told, refused);
    }
    let claim = Claim {
        device: 0,
        engine: Some(engine.identity().clone()),
    };
    assert_eq!(foreign.extractor(), &Extractor::Foreign(claim));
}

/// A score of one or two fingers.
fn scored(thresholds: &Thresholds, values: &[u16]) -> Score {
    let fingers = [(RIGHT, 1), (LEFT, 2)];
    let on_record = on_record(&fingers.map(|(position, person)| finger(position, person, &[999])));
    let probes: Vec<_> = values
        .iter()
        .zip(fingers)
        .map(|(value, (position, person))| made(position, person, *value))
        .collect();
    let probes: Vec<_> = probes.iter().collect();
    compare(&scripted(), thresholds, &probes, &on_record).unwrap()
}

fn judged(thresholds: &Thresholds, values: &[u16]) -> Judgement {
    let score = scored(thresholds, values);
    let judgement = thresholds.judge(score.clone()).unwrap();
    assert_eq!(
        (&judgement.score, judgement.thresholds.as_str()),
        (&score, thresholds.version())
    );
    judgement
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
    let basis = thresholds.basis().clone();
    let lenient = Thresholds::new("test-2", basis, band(20, 40), band(30, 50), 5).unwrap();
    assert_eq!(judged(&lenient, &[900, 5]).verdict, Verdict::Match);
    assert_eq!(judged(&lenient, &[900, 4]).weak, Some(LEFT));
}

#[test]
fn thresholds_are_in_order_and_tell_what_was_measured() {
    let new = |version, each| {
        let basis = Basis::of(scripted().identity());
        Thresholds::new(version, basis, band(20, 40), band(30, 50), each)
    };
    assert!(new("1", 1).is_ok() && new("1", 50).is_ok());
    assert_eq!(new(" ", 20), Err(ThresholdsError::Unnamed));
    assert_eq!(new("1", 0), Err(ThresholdsError::Each));
    assert_eq!(new("1", 51), Err(ThresholdsError::Each));
    let measured = Measured::new(0, 300).unwrap();
    assert_eq!(Band::new(0, 40, measured), Err(ThresholdsError::Band));
    assert_eq!(Band::new(41, 40, measured), Err(ThresholdsError::Band));
    assert!(Band::new(40, 40, measured).is_ok());
    for (wrong, of, want) in [
        (0, 299, Err(ThresholdsError::Comparisons)),
        (1, 999, Err(ThresholdsError::Rate)),
        (1, 1000, Ok((1, 1000))),
        (u32::MAX, u32::MAX, Err(ThresholdsError::Rate)),
    ] {
        let told = Measured::new(wrong, of).map(|m| (m.false_matches(), m.comparisons()));
        assert_eq!(told, want, "{wrong} {of}");
    }
    let judgement = judged(&thresholds(), &[25, 25]);
    assert_eq!(judgement.measured.comparisons(), 1000);
}

#[test]
fn a_rate_is_bounded_by_what_was_counted() {
    for (wrong, of, percent) in [(0, 300, 1.0), (0, 3600, 0.083), (5, 5040, 0.232)] {
        let bound = Measured::new(wrong, of).unwrap().at_most() * 100.0;
        assert!((bound - percent).abs() < 0.001, "{wrong} {of}: {bound}");
    }
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
        let basis = Basis::of(scripted().identity());
        let each = each.min(from + wide);
        let thresholds = Thresholds::new("p", basis, band, band, each).unwrap();
        let high = [low[0] + more[0], low[1] + more[1]];
        let ranks = [low, high].map(|values| rank(judged(&thresholds, &values[..fingers]).verdict));
        prop_assert!(ranks[0] <= ranks[1]);
    }
}
