//! Finger minutiae records in and out.

use biometrics::finger::{FingerEngine, Nbis, Position, RecordError, Template};

use crate::prints::{made, template};

fn read(record: &[u8]) -> Result<Template, RecordError> {
    Template::from_record(
        record,
        Nbis::default().identity().clone(),
        Position::RightIndex,
    )
}

#[test]
fn a_template_survives_its_record_to_the_last_bit() {
    for name in ["p1_1.png", "p1_2.png", "p2_1.png"] {
        let template = template(name);
        let record = template.to_record();
        assert_eq!(read(&record), Ok(template.clone()));
        assert_eq!(record.len(), 30 + 6 * template.minutiae().len());
        assert_eq!(&record[..8], b"FMR\0 20\0");
        assert_eq!(&record[18..20], [0, 197], "pixels a centimetre");
        assert_eq!(format!("{template:?}"), "Template(‹private›)");
    }
}

#[test]
fn what_is_wrong_is_named() {
    let sound = made(Position::RightIndex, 7, 90).to_record();
    assert!(read(&sound).is_ok());
    let changed = |at: usize, to: u8| {
        let mut record = sound.clone();
        record[at] = to;
        record
    };
    let cases: Vec<(&str, Vec<u8>, RecordError)> = vec![
        ("nothing", vec![], RecordError::NotARecord),
        ("a year on", changed(5, b'3'), RecordError::NotARecord),
        ("too large", vec![0; 8193], RecordError::TooLarge),
        (
            "shorter than told",
            sound[..30].to_vec(),
            RecordError::Truncated,
        ),
        (
            "longer than told",
            [&sound[..], &[0]].concat(),
            RecordError::Truncated,
        ),
        ("1000 an inch", changed(18, 1), RecordError::WrongDensity),
        ("no density", changed(21, 0), RecordError::WrongDensity),
        ("two views", changed(22, 2), RecordError::Views),
        ("the second view", changed(25, 0x10), RecordError::Views),
        ("another finger", changed(24, 7), RecordError::OtherFinger),
        ("no finger", changed(24, 11), RecordError::OtherFinger),
        ("two minutiae told", changed(27, 2), RecordError::Truncated),
        ("no minutia told", changed(27, 0), RecordError::Truncated),
        ("outside", changed(28, 0x3F), RecordError::OutOfRange),
        ("of no kind", changed(28, 0xC0), RecordError::OutOfRange),
        ("of quality 101", changed(33, 101), RecordError::OutOfRange),
        (
            "extended data missing",
            changed(35, 1),
            RecordError::Truncated,
        ),
    ];
    for (name, record, want) in cases {
        assert_eq!(read(&record), Err(want), "{name}");
    }
    // A record may leave its finger open.
    assert_eq!(
        read(&changed(24, 0)).unwrap().position(),
        Position::RightIndex
    );
}

#[test]
fn of_many_minutiae_the_best_are_kept() {
    let mut record = made(Position::RightIndex, 7, 90).to_record();
    let minutia = record[28..34].to_vec();
    let body: Vec<u8> = (0..200_u8)
        .flat_map(|quality| [&minutia[..5], &[quality / 2]].concat())
        .collect();
    record.splice(28..34, body);
    record[27] = 200;
    let length = u32::try_from(record.len()).unwrap();
    record[8..12].copy_from_slice(&length.to_be_bytes());
    let template = read(&record).unwrap();
    let least = template.minutiae().iter().map(|m| m.quality).min();
    assert_eq!((template.minutiae().len(), least), (150, Some(25)));
}
