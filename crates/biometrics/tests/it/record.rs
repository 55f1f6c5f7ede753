//! Finger minutiae records in and out.

use biometrics::finger::{
    Claim, Extractor, FingerEngine, Identity, Nbis, Position, RecordError, Template,
};

use crate::prints::{made, minutia, scripted, template};

fn read(record: &[u8]) -> Result<Template, RecordError> {
    Template::from_record(record, scripted().identity(), Position::RightIndex)
}

#[test]
fn a_template_survives_its_record_to_the_last_bit() {
    for name in ["p1_1.png", "p1_2.png", "p2_1.png"] {
        let template = template(name);
        let record = template.to_record();
        let engine = Nbis::default();
        let read = Template::from_record(&record, engine.identity(), Position::RightIndex);
        assert_eq!(read, Ok(template.clone()));
        // The mark: kind and length, "nbis-rs", "0.1.0+2" and a digest, a line each.
        let mark = 4 + 7 + 1 + 7 + 1 + 64;
        assert_eq!(record.len(), 30 + 6 * template.minutiae().len() + mark);
        assert_eq!(&record[..8], b"FMR\0 20\0");
        assert_eq!(&record[18..20], [0, 197], "pixels a centimetre");
        assert_eq!(format!("{template:?}"), "Template(‹private›)");
    }
}

fn sound() -> Vec<u8> {
    made(Position::RightIndex, 7, 90).to_record().to_vec()
}

fn changed(at: usize, to: u8) -> Vec<u8> {
    let mut record = sound();
    record[at] = to;
    record
}

fn check(cases: Vec<(&str, Vec<u8>, RecordError)>) {
    for (name, record, want) in cases {
        assert_eq!(read(&record), Err(want), "{name}");
    }
}

#[test]
fn what_is_wrong_is_named() {
    use RecordError::{NotARecord, OtherFinger, OutOfRange, TooLarge, Truncated, Views};
    assert!(read(&sound()).is_ok());
    let mut two = without_mark(&made(Position::RightIndex, 7, 90));
    two[27] = 2;
    check(vec![
        ("nothing", vec![], NotARecord),
        ("a year on", changed(5, b'3'), NotARecord),
        ("too large", vec![0; 8193], TooLarge),
        ("shorter than told", sound()[..30].to_vec(), Truncated),
        ("longer than told", [&sound()[..], &[0]].concat(), Truncated),
        ("1000 an inch", changed(18, 1), RecordError::WrongDensity),
        ("no density", changed(21, 0), RecordError::WrongDensity),
        ("two views", changed(22, 2), Views),
        ("the second view", changed(25, 0x10), Views),
        ("another finger", changed(24, 7), OtherFinger),
        ("no finger", changed(24, 11), OtherFinger),
        ("two minutiae told", two, Truncated),
        ("no minutia told", changed(27, 0), Truncated),
        ("outside", changed(28, 0x3F), OutOfRange),
        ("of no kind", changed(28, 0xC0), OutOfRange),
        ("of quality 101", changed(33, 101), OutOfRange),
    ]);
    // A record may leave its finger open.
    assert_eq!(
        read(&changed(24, 0)).unwrap().position(),
        Position::RightIndex
    );
}

#[test]
fn absurd_sizes_are_named() {
    let sized = |width: u16, height: u16| {
        let mut record = sound();
        record[14..16].copy_from_slice(&width.to_be_bytes());
        record[16..18].copy_from_slice(&height.to_be_bytes());
        record
    };
    assert!(read(&sized(2000, 2000)).is_ok());
    check(vec![
        ("no column", sized(0, 1000), RecordError::Dimensions),
        ("no row", sized(1000, 0), RecordError::Dimensions),
        ("too wide", sized(2001, 1000), RecordError::Dimensions),
        ("too high", sized(1000, 65_535), RecordError::Dimensions),
    ]);
}

#[test]
fn areas_of_extended_data_have_an_end_and_the_engines_mark() {
    use RecordError::{OtherMaker, Truncated};
    check(vec![
        ("missing", changed(35, 1), Truncated),
        ("shorter than its own head", changed(39, 3), Truncated),
        ("beyond the end", changed(38, 1), Truncated),
        ("of another kind", changed(36, 1), OtherMaker),
        ("another engine's", changed(40, b'S'), OtherMaker),
        ("a mark of two lines", changed(50, b' '), OtherMaker),
    ]);
}

/// A record as others write it: theirs has a device, and nothing in the area for vendors.
fn without_mark(template: &Template) -> Vec<u8> {
    let mut record = template.to_record().to_vec();
    record.truncate(28 + 6 * template.minutiae().len());
    record.extend([0, 0]);
    let length = u32::try_from(record.len()).unwrap();
    record[8..12].copy_from_slice(&length.to_be_bytes());
    record[12..14].copy_from_slice(&[0x80, 0x2A]);
    record
}

#[test]
fn a_foreign_record_is_never_taken_for_ours() {
    let own = made(Position::RightIndex, 7, 90);
    let record = without_mark(&own);
    assert_eq!(read(&record), Err(RecordError::OtherMaker));
    let foreign = Template::foreign(&record, Position::RightIndex).unwrap();
    let claim = |engine| Claim {
        device: 0x802A,
        engine,
    };
    assert_eq!(foreign.extractor(), &Extractor::Foreign(claim(None)));
    assert_eq!(foreign.minutiae(), own.minutiae());
    // Written once more it says the same of itself.
    assert_eq!(foreign.to_record().to_vec(), record);
    // A mark is a claim where the record comes from outside, and gets lost there: it must not come home as ours.
    let marked = Template::foreign(&own.to_record(), Position::RightIndex).unwrap();
    let claimed = Extractor::Foreign(Claim {
        device: 0,
        engine: Some(scripted().identity().clone()),
    });
    assert_eq!(marked.extractor(), &claimed);
    assert_eq!(read(&marked.to_record()), Err(RecordError::OtherMaker));
}

#[test]
fn a_record_of_one_engine_is_not_read_as_another_ones() {
    let own = made(Position::RightIndex, 7, 90).to_record();
    let (id, digest) = ("scripted", "0".repeat(64));
    for other in [
        Identity::new("scripte", "d1", &digest).unwrap(),
        Identity::new(id, "2", &digest).unwrap(),
        Identity::new(id, "1", &"1".repeat(64)).unwrap(),
    ] {
        let told = Template::from_record(&own, &other, Position::RightIndex);
        assert_eq!(told, Err(RecordError::OtherMaker));
    }
}

#[test]
fn a_template_has_as_many_minutiae_as_a_record_counts() {
    let some = |count: u8| (0..count).map(|at| minutia(9, 9, at)).collect::<Vec<_>>();
    let engine = scripted();
    let new =
        |size, minutiae| Template::new(engine.identity(), Position::RightIndex, size, 50, minutiae);
    let most = new((300, 300), some(255)).unwrap();
    assert_eq!(read(&most.to_record()), Ok(most.clone()));
    let more = [some(255), some(1)].concat();
    assert_eq!(new((300, 300), more), Err(RecordError::TooLarge));
    let foreign = Template::foreign(&without_mark(&most), Position::RightIndex).unwrap();
    assert_eq!(foreign.minutiae().len(), 255);

    assert_eq!(new((9, 300), some(1)), Err(RecordError::OutOfRange));
    assert_eq!(new((300, 9), some(1)), Err(RecordError::OutOfRange));
    assert_eq!(new((2001, 300), some(1)), Err(RecordError::Dimensions));
}
