//! What officers and tables of texts hang on: each code once, each remedy a word.

use std::collections::BTreeSet;

use biometrics::finger::{
    CompareError, EngineError, EnrolError, ExceptionError, FingerError, OnRecordError, OtherBasis,
    Position, ReferenceError, Remedy, ScanError, TakeError, Unfit,
};

#[test]
fn each_code_stands_for_one_thing() {
    let finger = Position::LeftThumb;
    let codes = [
        FingerError::ALL.map(FingerError::code).to_vec(),
        vec![
            ScanError::Truncated.code(),
            ScanError::Unsupported.code(),
            ScanError::WrongDensity { found: 1 }.code(),
            ScanError::WrongLength.code(),
        ],
        EngineError::ALL.map(EngineError::code).to_vec(),
        Unfit::ALL.map(Unfit::code).to_vec(),
        vec![
            EnrolError::OtherFinger.code(),
            EnrolError::NotAlike.code(),
            EnrolError::SameTouch.code(),
            EnrolError::Complete.code(),
        ],
        vec![
            ReferenceError::Count.code(),
            ReferenceError::Fingers.code(),
            ReferenceError::Engines.code(),
        ],
        vec![
            OnRecordError::Count.code(),
            OnRecordError::Twice.code(),
            OnRecordError::Engines.code(),
            OnRecordError::OneFinger.code(),
        ],
        vec![
            CompareError::Count.code(),
            CompareError::Twice.code(),
            CompareError::OneFinger.code(),
            CompareError::NotOnRecord(finger).code(),
            OtherBasis.code(),
        ],
        vec![
            ExceptionError::NotNeeded.code(),
            ExceptionError::SameOfficer.code(),
            ExceptionError::NoReason.code(),
        ],
    ]
    .concat();
    let distinct: BTreeSet<_> = codes.iter().collect();
    assert_eq!(distinct.len(), codes.len(), "{codes:?}");
    let sound = |code: &str| code.starts_with("finger") && code.is_ascii();
    assert!(codes.iter().all(|code| sound(code)), "{codes:?}");
}

#[test]
fn errors_inside_of_others_keep_their_code_and_remedy() {
    let basis = ("finger-other-basis", Remedy::CallSupport);
    let enrol = EnrolError::Thresholds(OtherBasis);
    let record = OnRecordError::Thresholds(OtherBasis);
    let compare = CompareError::Thresholds(OtherBasis);
    assert_eq!((enrol.code(), enrol.remedy()), basis);
    assert_eq!((record.code(), record.remedy()), basis);
    assert_eq!((compare.code(), compare.remedy()), basis);
    for engine in EngineError::ALL {
        let own = (engine.code(), engine.remedy());
        let (enrol, record) = (EnrolError::Engine(engine), OnRecordError::Engine(engine));
        let (compare, take) = (CompareError::Engine(engine), TakeError::Engine(engine));
        assert_eq!((enrol.code(), enrol.remedy()), own);
        assert_eq!((record.code(), record.remedy()), own);
        assert_eq!((compare.code(), compare.remedy()), own);
        assert_eq!((take.code(), take.remedy()), own);
    }
}

/// Only what is the finger's counts as a try of it.
#[test]
fn a_try_is_what_the_finger_is_to_blame_for() {
    let tries: Vec<_> = EngineError::ALL
        .into_iter()
        .filter(|error| TakeError::Engine(*error).is_a_try())
        .collect();
    assert_eq!(tries, [EngineError::NoFinger, EngineError::TooFew]);
    assert!(
        Unfit::ALL
            .into_iter()
            .all(|u| TakeError::Unfit(u).is_a_try())
    );
    assert!(!TakeError::Scan(ScanError::Truncated).is_a_try());
}
