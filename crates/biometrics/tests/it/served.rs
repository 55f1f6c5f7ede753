//! What a server holds: from files to judgements, and back out of what it stored.

use std::num::NonZeroUsize;
use std::path::Path;

use biometrics::face::{
    Basis, FaceEngine, Faces, Gate, ModelsError, OpenError, Rate, TemplateError, Thresholds,
    ThresholdsError, Verdict,
};
use biometrics::finger::{self, Enrolment, Fingers, OnRecord, OtherBasis, Position, Reference};

use crate::faces::{DARK, RED, RED_AGAIN, models, scripted};
use crate::prints;

fn open(folder: &Path, thresholds: Thresholds) -> Result<Faces, OpenError> {
    Faces::open(folder, NonZeroUsize::MIN, thresholds)
}

#[test]
fn a_place_without_models_says_so() {
    let told = open(Path::new("/nowhere"), Thresholds::attended()).unwrap_err();
    assert_eq!(told, ModelsError::Absent("/nowhere".to_owned()).into());
}

// law: D59-14.2.a2, D59-24.4
#[test]
fn faces_go_from_files_to_a_judgement_and_through_storage() {
    let faces = open(&models(), Thresholds::attended()).unwrap();
    let taken = faces.take(&Gate::VERIFICATION, &DARK.file()).unwrap();
    let portrait = faces.look(&RED.file()).unwrap();
    let faults = Gate::VERIFICATION.faults(&portrait.quality);
    assert_eq!(faults[0].code(), "face-turned");
    let stored = portrait.template.to_bytes();
    let on_record = faces.read(&stored).unwrap();
    let again = faces.look(&RED_AGAIN.file()).unwrap().template;
    for (probe, want) in [
        (&again, Verdict::Match),
        (taken.fit.template(), Verdict::NoMatch),
    ] {
        let judged = faces.compare(probe, &on_record).unwrap();
        assert_eq!(judged.verdict, want);
        assert_eq!(judged.rate.false_matches, 100, "in a million");
        assert_eq!(&judged.score.engine, faces.engine().identity());
    }
    let other = Faces::new(Box::new(scripted()), scripted_thresholds()).unwrap();
    assert_eq!(other.read(&stored), Err(TemplateError::OtherEngine));
}

fn scripted_thresholds() -> Thresholds {
    let rate = Rate {
        false_matches: 100,
        basis: Basis::Extrapolated,
    };
    Thresholds::new("v1", scripted().identity().clone(), rate, 0.3, 0.4).unwrap()
}

#[test]
fn thresholds_of_another_engine_open_nothing() {
    let told = Faces::new(Box::new(scripted()), Thresholds::attended());
    assert_eq!(told.unwrap_err(), ThresholdsError::OtherEngine);
    let told = open(&models(), scripted_thresholds()).unwrap_err();
    assert_eq!(told, ThresholdsError::OtherEngine.into());
    let engine = Box::new(prints::scripted());
    let told = Fingers::new(engine, finger::Thresholds::start());
    assert_eq!(told.unwrap_err(), OtherBasis);
    assert!(Fingers::new(Box::new(prints::scripted()), prints::thresholds()).is_ok());
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

    let read = fingers.read(&stored, right).unwrap();
    let reference = Reference::new(vec![read]).unwrap();
    let fresh = fingers.on_record(vec![reference.clone()]).unwrap();
    let on_record = OnRecord::restored(vec![reference]).unwrap();
    assert_eq!(fresh, on_record);
    for (name, want) in [("p1_2.png", Verdict::Match), ("p2_1.png", Verdict::NoMatch)] {
        let judged = fingers.compare(&[take(name).template()], &on_record);
        let judged = judged.unwrap();
        assert_eq!(
            (judged.verdict, judged.thresholds.as_str()),
            (want, "start-2")
        );
        assert_eq!(judged.measured.comparisons(), 3600);
    }
    let other = Fingers::new(Box::new(prints::scripted()), prints::thresholds()).unwrap();
    assert!(other.read(&stored, right).is_err());
}
