//! The rules around engines: gates, thresholds, the challenge.

use biometrics::Light;
use biometrics::face::{
    Basis, EngineError, FaceEngine, FaceTemplate, Gate, Identity, Part, Pose, Quality, Rate,
    Remedy, Score, Suspicion, TakeError, Thresholds, ThresholdsError, Unfit, Verdict, compare,
    take,
};
use biometrics::portrait::PortraitError;

use crate::faces::{GOOD, found, made, scripted};
use crate::samples::{halves, jpeg};

fn pose(yaw: i16, pitch: i16, roll: i16) -> Quality {
    Quality {
        pose: Pose { yaw, pitch, roll },
        ..GOOD
    }
}

fn light(mean: u8, contrast: u8) -> Quality {
    Quality {
        light: Light { mean, contrast },
        ..GOOD
    }
}

fn with(change: fn(&mut Quality)) -> Quality {
    let mut quality = GOOD;
    change(&mut quality);
    quality
}

fn covered(part: Part, percent: u8) -> Unfit {
    Unfit::Covered { part, percent }
}

// law: D59-14.2.a2
#[test]
fn both_gates_name_what_spoils_any_picture() {
    let (pixels, least) = (89, 90);
    for (quality, fault) in [
        (with(|q| q.faces = 2), Unfit::SeveralFaces { faces: 2 }),
        (with(|q| q.sure = 89), Unfit::Unsure { percent: 89 }),
        (with(|q| q.inside = 97), Unfit::CutOff { percent: 97 }),
        (with(|q| q.eyes_shown = 29), covered(Part::Eyes, 29)),
        (with(|q| q.mouth_shown = 44), covered(Part::Mouth, 44)),
        (with(|q| q.eyes_share = 41), Unfit::Short { percent: 41 }),
        (with(|q| q.eyes = 89), Unfit::TooSmall { pixels, least }),
        (light(29, 45), Unfit::Dark { mean: 29 }),
        (light(226, 45), Unfit::Bright { mean: 226 }),
        (light(130, 14), Unfit::Flat { contrast: 14 }),
        (pose(16, 0, 0), Unfit::Turned { degrees: 16 }),
        (pose(0, -21, 0), Unfit::Raised { degrees: -21 }),
        (pose(0, 0, -21), Unfit::Tilted { degrees: -21 }),
        (with(|q| q.sharpness = 9), Unfit::Blurred { sharpness: 9 }),
    ] {
        for gate in [Gate::VERIFICATION, Gate::ENROLMENT] {
            let told = gate.check(found(quality));
            assert_eq!(told.err(), Some(fault), "{quality:?}");
        }
        assert!(Unfit::CODES.contains(&fault.code()));
    }
}

// law: D59-14.2.a2
#[test]
fn a_picture_for_the_record_must_be_better_than_one_for_now() {
    assert!(Gate::ENROLMENT.check(found(GOOD)).is_ok());
    for (quality, fault) in [
        (with(|q| q.inside = 98), Unfit::CutOff { percent: 98 }),
        (light(44, 45), Unfit::Dark { mean: 44 }),
        (light(216, 45), Unfit::Bright { mean: 216 }),
        (light(130, 19), Unfit::Flat { contrast: 19 }),
        (pose(-9, 0, 0), Unfit::Turned { degrees: -9 }),
        (pose(0, 13, 0), Unfit::Raised { degrees: 13 }),
        (pose(0, 0, 9), Unfit::Tilted { degrees: 9 }),
        (with(|q| q.sharpness = 19), Unfit::Blurred { sharpness: 19 }),
    ] {
        assert!(Gate::VERIFICATION.check(found(quality)).is_ok());
        let told = Gate::ENROLMENT.check(found(quality));
        assert_eq!(told.err(), Some(fault), "{quality:?}");
    }
}

#[test]
fn the_simplest_cure_comes_first() {
    let everything = Quality {
        faces: 3,
        eyes: 10,
        sharpness: 0,
        ..light(1, 1)
    };
    let faults = Gate::VERIFICATION.faults(&everything);
    assert_eq!(faults[0], Unfit::SeveralFaces { faces: 3 });
    assert_eq!(faults[0].remedy(), Remedy::Alone);
    let codes: Vec<_> = faults.into_iter().map(Unfit::code).collect();
    let others = ["face-too-small", "face-dark", "face-flat", "face-blurred"];
    assert_eq!(codes[1..], others);
}

#[test]
fn codes_are_all_different() {
    let mut codes: Vec<&str> = Unfit::CODES.to_vec();
    codes.extend(EngineError::ALL.map(EngineError::code));
    codes.extend(PortraitError::ALL.map(PortraitError::code));
    let all = codes.len();
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes.len(), all);
}

#[test]
fn a_picture_is_taken_with_its_flag() {
    let file = jpeg(&halves(300, 300));
    let taken = take(&scripted(), &Gate::VERIFICATION, &file).unwrap();
    assert_eq!(taken.suspicion.map(Suspicion::percent_alive), Some(10));
    assert_eq!(taken.fit.template(), &made(0.0));
    let refused = take(&scripted(), &Gate::VERIFICATION, b"");
    assert_eq!(refused, Err(TakeError::File(PortraitError::Empty)));
    assert_eq!(refused.unwrap_err().remedy(), Remedy::SendPhotograph);
}

const RATE: Rate = Rate {
    false_matches: 100,
    basis: Basis::Extrapolated,
};

fn score(value: f32) -> Score {
    Score {
        value,
        engine: scripted().identity().clone(),
    }
}

// law: D59-12.2, D59-14.2.a2
#[test]
fn scores_of_faces_fall_into_three_bands() {
    let engine = scripted().identity().clone();
    let thresholds = Thresholds::new("v1", engine, RATE, 0.36, 0.43).unwrap();
    for (value, want) in [
        (1.0, Verdict::Match),
        (0.43, Verdict::Match),
        (0.429, Verdict::Unclear),
        (0.36, Verdict::Unclear),
        (0.359, Verdict::NoMatch),
        (-1.0, Verdict::NoMatch),
        (f32::NAN, Verdict::NoMatch),
    ] {
        let judged = thresholds.judge(score(value)).unwrap();
        assert_eq!(judged.verdict, want, "{value}");
        assert_eq!((judged.thresholds.as_str(), judged.rate), ("v1", RATE));
    }
}

#[test]
fn thresholds_judge_their_own_engine_alone() {
    let thresholds = Thresholds::attended();
    let told = thresholds.judge(score(0.9));
    assert_eq!(told, Err(ThresholdsError::OtherEngine));
    for (version, rate, unclear, matching, want) in [
        (" ", 100, 0.3, 0.4, ThresholdsError::Unnamed),
        ("v", 0, 0.3, 0.4, ThresholdsError::Rate),
        ("v", 1001, 0.3, 0.4, ThresholdsError::Rate),
        ("v", 100, 0.5, 0.4, ThresholdsError::Band),
        ("v", 100, f32::NAN, 0.4, ThresholdsError::Band),
        ("v", 100, 0.3, f32::INFINITY, ThresholdsError::Band),
    ] {
        let rate = Rate {
            false_matches: rate,
            ..RATE
        };
        let engine = scripted().identity().clone();
        let made = Thresholds::new(version, engine, rate, unclear, matching);
        assert_eq!(made, Err(want), "{version} {unclear} {matching}");
    }
}

#[test]
fn nobody_looking_on_asks_for_more() {
    let (attended, unattended) = (Thresholds::attended(), Thresholds::unattended());
    assert!(unattended.match_from() > attended.match_from());
    assert_eq!(unattended.engine(), attended.engine());
    assert_ne!(unattended.version(), attended.version());
}

#[test]
fn templates_of_different_engines_have_no_score() {
    let own = scripted();
    let next = Identity::new(own.identity().id(), "2", own.identity().digest()).unwrap();
    let other = FaceTemplate::new(next, vec![1.0, 0.0]).unwrap();
    assert_eq!(
        compare(&scripted(), &made(0.0), &other),
        Err(EngineError::OtherEngine)
    );
    let score = compare(&scripted(), &made(0.0), &made(60.0)).unwrap();
    assert!((score.value - 0.5).abs() < 1e-3);
    assert_eq!(&score.engine, scripted().identity());
}
