//! What a server holds: from files to judgements, and back out of what it stored.

use std::num::NonZeroUsize;
use std::path::Path;

use biometrics::face::{
    Faces, Gate, ModelsError, OpenError, Rate, Rules, TemplateError, Thresholds, Verdict,
};
use biometrics::finger::{self, Enrolment, Fingers, OtherEngine, Position};

use crate::faces::{
    DARK, LENIENT, RED, RED_AGAIN, holding, models, scripted, scripted_rules, scripted_thresholds,
};
use crate::prints;

fn open(folder: &Path, thresholds: Thresholds, rules: Rules) -> Result<Faces, OpenError> {
    Faces::open(folder, NonZeroUsize::MIN, thresholds, rules)
}

#[test]
fn a_place_without_models_says_so() {
    let told = open(
        Path::new("/nowhere"),
        Thresholds::attended(),
        Rules::start(),
    )
    .unwrap_err();
    assert_eq!(told, ModelsError::Absent("/nowhere".to_owned()).into());
}

// law: D59-14.2.a2, D59-24.4
#[test]
fn faces_go_from_files_to_a_judgement_and_through_storage() {
    let faces = open(&models(), Thresholds::attended(), Rules::start()).unwrap();
    let taken = faces.take(&Gate::VERIFICATION, &DARK.file()).unwrap();
    let portrait = faces.look(&RED.file()).unwrap();
    let faults = Gate::VERIFICATION.faults(&portrait.quality);
    assert_eq!(faults[0].code(), "face-turned");
    let stored = portrait.template.to_bytes();
    let on_record = faces.read(&stored).unwrap();
    let again = faces.take(&LENIENT, &RED_AGAIN.file()).unwrap();
    for (probe, want) in [(&again, Verdict::Match), (&taken, Verdict::NoMatch)] {
        let judged = faces.compare(&probe.fit, &on_record).unwrap();
        assert_eq!(judged.verdict, want);
        assert_eq!(judged.rate, Rate::Extrapolated { aimed: 100 });
        assert_eq!(judged.score.engine(), faces.engine().identity());
    }
    assert_eq!(
        holding(scripted()).read(&stored),
        Err(TemplateError::OtherEngine)
    );
}

#[test]
fn thresholds_and_rules_of_another_engine_open_nothing() {
    let new = |thresholds, rules| Faces::new(Box::new(scripted()), thresholds, rules).unwrap_err();
    let told = new(Thresholds::attended(), scripted_rules());
    assert_eq!(told, OpenError::Thresholds);
    assert_eq!(new(scripted_thresholds(), Rules::start()), OpenError::Rules);
    let told = open(&models(), scripted_thresholds(), Rules::start()).unwrap_err();
    assert_eq!(told, OpenError::Thresholds);
    let engine = Box::new(prints::scripted());
    let told = Fingers::new(engine, finger::Thresholds::start());
    assert_eq!(told.unwrap_err(), OtherEngine);
}

// law: D59-14.2.a2, D59-24.4
#[test]
fn prints_go_from_files_to_a_judgement_and_through_storage() {
    let fingers = Fingers::default();
    let right = Position::RightIndex;
    let take = |name| {
        let gate = finger::Gate::START;
        fingers
            .take(&gate, right, &prints::print(name), 500)
            .unwrap()
    };
    let first = take("p1_1.png");
    assert!(first.quality().minutiae >= 16);
    let stored = first.template().to_record();
    let mut enrolment = Enrolment::new(right);
    fingers.enrol(&mut enrolment, first).unwrap();
    fingers.enrol(&mut enrolment, take("p1_2.png")).unwrap();
    assert_eq!(enrolment.missing(), 1);

    let on_record = fingers.restore([(right, &stored[..])]).unwrap();
    for (name, want) in [("p1_2.png", Verdict::Match), ("p2_1.png", Verdict::NoMatch)] {
        let judged = fingers.compare(&[&take(name)], &on_record).unwrap();
        assert_eq!(
            (judged.verdict, judged.thresholds.as_str()),
            (want, "start-2")
        );
        assert_eq!(judged.score.engine(), fingers.engine().identity());
        assert_eq!(judged.measured.comparisons(), 3600);
    }
    let others = prints::served().restore([(right, &stored[..])]);
    assert_eq!(others.unwrap_err().code(), "finger-record-other-maker");
}
