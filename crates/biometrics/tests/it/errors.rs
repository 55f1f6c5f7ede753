//! What officers and tables of texts hang on: each code once, each remedy a word.

use std::collections::BTreeSet;

use biometrics::finger::{
    CompareError, EngineError, EnrolError, ExceptionError, FingerError, OnRecordError, Position,
    RecordError, RestoreError, ScanError, TakeError, Unfit,
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
        EngineError::ALL.iter().map(EngineError::code).collect(),
        RecordError::ALL.map(RecordError::code).to_vec(),
        Unfit::ALL.map(Unfit::code).to_vec(),
        vec![
            EnrolError::OtherFinger.code(),
            EnrolError::NotAlike.code(),
            EnrolError::SameTouch.code(),
            EnrolError::Complete.code(),
            EnrolError::Incomplete { missing: 1 }.code(),
        ],
        vec![
            OnRecordError::Count.code(),
            OnRecordError::Twice.code(),
            OnRecordError::OneFinger.code(),
        ],
        vec![
            CompareError::Count.code(),
            CompareError::Twice.code(),
            CompareError::OneFinger.code(),
            CompareError::NotOnRecord(finger).code(),
            RestoreError::Count.code(),
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
    for error in RecordError::ALL {
        let restore = RestoreError::Record(error);
        let own = (error.code(), error.remedy());
        assert_eq!((restore.code(), restore.remedy()), own);
    }
    for engine in EngineError::ALL {
        let own = (engine.code(), engine.remedy());
        let (enrol, record) = (
            EnrolError::Engine(engine.clone()),
            OnRecordError::Engine(engine.clone()),
        );
        let (compare, take) = (
            CompareError::Engine(engine.clone()),
            TakeError::Engine(engine),
        );
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
        .filter(|error| TakeError::Engine(error.clone()).is_a_try())
        .collect();
    assert_eq!(tries, [EngineError::NoFinger, EngineError::TooFew]);
    assert!(
        Unfit::ALL
            .into_iter()
            .all(|u| TakeError::Unfit(u).is_a_try())
    );
    assert!(!TakeError::Scan(ScanError::Truncated).is_a_try());
}
