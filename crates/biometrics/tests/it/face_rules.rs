//! The rules around engines: gates, thresholds, the challenge.

use biometrics::Light;
use biometrics::face::{
    EngineError, FaceEngine, FaceTemplate, Gate, Identity, Part, Pose, Quality, Rate, Remedy,
    Suspicion, TakeError, TemplateError, Thresholds, ThresholdsError, Unfit,
};
use biometrics::portrait::PortraitError;

use crate::faces::{GOOD, found, holding, made, passed, scripted};
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
    codes.extend(EngineError::ALL.iter().map(EngineError::code));
    codes.extend(
        [
            TemplateError::Format,
            TemplateError::Length,
            TemplateError::Numbers,
        ]
        .map(TemplateError::code),
    );
    codes.extend(PortraitError::ALL.map(PortraitError::code));
    let all = codes.len();
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes.len(), all);
}

#[test]
fn a_picture_is_taken_with_its_flag() {
    let file = jpeg(&halves(300, 300));
    let take = |file| holding(scripted()).take(&Gate::VERIFICATION, file);
    let taken = take(&file).unwrap();
    let flag = taken.suspicion.unwrap();
    assert_eq!(flag.map(Suspicion::percent_alive), Some(10));
    assert_eq!(taken.fit.template(), &made(0.0));
    let refused = take(b"").unwrap_err();
    assert_eq!(refused, TakeError::File(PortraitError::Empty));
    assert_eq!(refused.remedy(), Remedy::SendPhotograph);
}

#[test]
fn a_flag_that_fails_is_no_answer_and_no_refusal() {
    let mut engine = scripted();
    engine.broken = true;
    let taken = holding(engine).take(&Gate::VERIFICATION, &jpeg(&halves(300, 300)));
    let cause = EngineError::Failed("broken".to_owned());
    assert_eq!(taken.unwrap().suspicion, Err(cause));
}

#[test]
fn thresholds_are_in_order_and_aim_at_something() {
    for (version, aimed, unclear, matching, want) in [
        (" ", 100, 0.3, 0.4, ThresholdsError::Unnamed),
        ("v", 0, 0.3, 0.4, ThresholdsError::Rate),
        ("v", 1001, 0.3, 0.4, ThresholdsError::Rate),
        ("v", 100, 0.5, 0.4, ThresholdsError::Band),
        ("v", 100, f32::NAN, 0.4, ThresholdsError::Band),
        ("v", 100, 0.3, f32::INFINITY, ThresholdsError::Band),
    ] {
        let rate = Rate::Extrapolated { aimed };
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
    let faces = holding(scripted());
    for (probe, reference) in [(made(0.0), other.clone()), (other, made(0.0))] {
        let told = faces.compare(&passed(probe), &reference);
        assert_eq!(told, Err(EngineError::OtherEngine));
    }
    let judged = faces.compare(&passed(made(0.0)), &made(60.0)).unwrap();
    assert!((judged.score.value() - 0.5).abs() < 1e-3);
    assert_eq!(judged.score.engine(), scripted().identity());
}
