//! What goes on record: impressions of one finger, and fingers that are two.

use biometrics::finger::{
    EngineError, EnrolError, Enrolment, FingerEngine, Fingers, Nbis, OnRecordError, Position,
    RecordError, Reference, Remedy, RestoreError, Scan, Template,
};

use crate::prints::{NOTHING, finger, fit, made, made_by, passed, print, served, template};

const RIGHT: Position = Position::RightIndex;
const LEFT: Position = Position::LeftIndex;

// law: D59-14.2.a2
#[test]
fn three_alike_impressions_make_a_finger() {
    let fingers = served();
    let mut enrolment = Enrolment::new(RIGHT);
    for (person, likeness, want) in [
        (0b11, 50, Ok(())),
        (0b100, 70, Err(EnrolError::NotAlike)),
        (0b01, 19, Err(EnrolError::NotAlike)),
        (0b01, 20, Ok(())),
        // Like the first, not like the second.
        (0b10, 60, Err(EnrolError::NotAlike)),
        (0b11, 60, Ok(())),
        (0b11, 80, Err(EnrolError::Complete)),
    ] {
        let told = fingers.enrol(&mut enrolment, fit(RIGHT, person, likeness));
        assert_eq!(told, want, "{person} {likeness}");
    }
    let finger = enrolment.finish().unwrap();
    assert_eq!(finger.impressions().len(), 3);
    assert_eq!(finger.position(), RIGHT);
}

#[test]
fn one_touch_of_the_plate_is_one_impression() {
    let fingers = served();
    let mut enrolment = Enrolment::new(RIGHT);
    for (likeness, want) in [
        (50, Ok(())),
        (50, Err(EnrolError::SameTouch)),
        (52, Err(EnrolError::SameTouch)),
        (48, Err(EnrolError::SameTouch)),
        (53, Ok(())),
    ] {
        let told = fingers.enrol(&mut enrolment, fit(RIGHT, 1, likeness));
        assert_eq!(told, want, "{likeness}");
    }
    assert_eq!(EnrolError::SameTouch.remedy(), Remedy::LiftAndPress);
}

/// The picture of a print as another frame or packing of it would be: each pixel a little off.
fn once_more(file: &[u8]) -> Template {
    let scan = Scan::read(file, 500).unwrap();
    let off = |(at, grey): (usize, &u8)| {
        let mixed = u32::try_from(at).unwrap().wrapping_mul(0x9E37_79B9) >> 28;
        grey.saturating_add(u8::try_from(mixed % 9).unwrap())
            .saturating_sub(4)
    };
    let pixels = scan.pixels().iter().enumerate().map(off).collect();
    let scan = Scan::raw(pixels, scan.width().into(), scan.height().into(), 500).unwrap();
    Nbis::default().extract(&scan, RIGHT).unwrap().template
}

#[test]
fn a_print_put_down_anew_is_another_touch_and_its_picture_once_more_is_not() {
    let fingers = Fingers::default();
    let mut enrolment = Enrolment::new(RIGHT);
    let mut add = |template| fingers.enrol(&mut enrolment, passed(template));
    assert_eq!(add(template("p1_1.png")), Ok(()));
    assert_eq!(add(template("p1_1.png")), Err(EnrolError::SameTouch));
    let noisy = once_more(&print("p1_1.png"));
    assert_ne!(noisy, template("p1_1.png"));
    assert_eq!(add(noisy), Err(EnrolError::SameTouch));
    assert_eq!(add(template("p2_1.png")), Err(EnrolError::NotAlike));
    assert_eq!(add(template("p1_2.png")), Ok(()));
}

#[test]
fn an_unfinished_enrolment_is_no_finger() {
    let fingers = served();
    let mut enrolment = Enrolment::new(RIGHT);
    let mut enrol = |print| fingers.enrol(&mut enrolment, print);
    assert_eq!(enrol(fit(LEFT, 1, 50)), Err(EnrolError::OtherFinger));
    enrol(fit(RIGHT, 1, 50)).unwrap();
    let nothing = enrol(fit(RIGHT, 1, NOTHING));
    assert_eq!(nothing, Err(EnrolError::Engine(EngineError::TooFew)));
    assert_eq!(enrolment.missing(), 2);
    let unfinished = enrolment.clone().finish();
    assert_eq!(unfinished, Err(EnrolError::Incomplete { missing: 2 }));
    enrolment.restart();
    assert_eq!(enrolment.missing(), 3);
}

#[test]
fn prints_of_other_engines_enrol_nobody() {
    let fingers = served();
    let mut enrolment = Enrolment::new(RIGHT);
    let foreign = Template::foreign(&made(RIGHT, 1, 50).to_record(), RIGHT).unwrap();
    let told = fingers.enrol(&mut enrolment, passed(foreign));
    assert_eq!(told, Err(EnrolError::Engine(EngineError::Foreign)));
    let nbis = Nbis::default();
    let other = || passed(made_by(nbis.identity(), RIGHT, 1, 50));
    let told = fingers.enrol(&mut enrolment, other());
    assert_eq!(told, Err(EnrolError::Engine(EngineError::OtherEngine)));
    // Nor does an enrolment change its engine on the way.
    Fingers::default().enrol(&mut enrolment, other()).unwrap();
    let told = fingers.enrol(&mut enrolment, fit(RIGHT, 1, 90));
    assert_eq!(told, Err(EnrolError::Engine(EngineError::OtherEngine)));
    let told = Fingers::default().on_record(vec![finger(RIGHT, 1, [60, 70, 80])]);
    assert_eq!(told, Err(OnRecordError::Engine(EngineError::OtherEngine)));
}

#[test]
fn one_finger_under_two_names_does_not_go_on_record() {
    let right = finger(RIGHT, 1, [60, 70, 80]);
    let new = |left| served().on_record(vec![right.clone(), left]);
    assert!(new(finger(LEFT, 2, [60, 70, 80])).is_ok());
    assert!(new(finger(LEFT, 1, [29, 26, 23])).is_ok());
    let one = Err(OnRecordError::OneFinger);
    assert_eq!(new(finger(LEFT, 1, [24, 27, 30])), one);
    assert_eq!(new(finger(LEFT, 1, [90, 93, 96])), one);
}

#[test]
fn one_or_two_fingers_of_different_names_go_on_record() {
    let right = finger(RIGHT, 1, [60, 70, 80]);
    let new = |fingers: &[&Reference]| {
        let fingers = fingers.iter().map(|finger| (*finger).clone()).collect();
        let told = served().on_record(fingers);
        told.map(|on_record| on_record.fingers().len())
    };
    assert_eq!(new(&[&right]), Ok(1));
    assert_eq!(new(&[&right, &finger(LEFT, 2, [60, 70, 80])]), Ok(2));
    assert_eq!(new(&[]), Err(OnRecordError::Count));
    assert_eq!(new(&[&right; 3]), Err(OnRecordError::Count));
    let again = finger(RIGHT, 2, [60, 70, 80]);
    assert_eq!(new(&[&right, &again]), Err(OnRecordError::Twice));
}

#[test]
fn what_was_stored_comes_back_as_it_was() {
    let fingers = served();
    let both = vec![
        finger(RIGHT, 1, [60, 70, 80]),
        finger(LEFT, 2, [61, 71, 81]),
    ];
    let fresh = fingers.on_record(both).unwrap();
    let records: Vec<_> = fresh
        .fingers()
        .iter()
        .flat_map(|f| {
            f.impressions()
                .iter()
                .map(|i| (f.position(), i.to_record()))
        })
        .collect();
    let restore = |places: &[usize]| {
        let records = places.iter().map(|at| &records[*at]);
        fingers.restore(records.map(|(position, r)| (*position, &r[..])))
    };
    assert_eq!(restore(&[0, 1, 2, 3, 4, 5]), Ok(fresh));
    // In any order of the store.
    assert_eq!(restore(&[3, 0, 4]).unwrap().fingers().len(), 2);
    for wrong in [&[][..], &[0, 1, 2, 2]] {
        assert_eq!(restore(wrong), Err(RestoreError::Count), "{wrong:?}");
    }
    let (_, right) = &records[0];
    let told = fingers.restore([(LEFT, &right[..])]);
    assert_eq!(told, Err(RecordError::OtherFinger.into()));
    let three = [RIGHT, LEFT, Position::RightThumb].map(|p| (p, made(p, 1, 60).to_record()));
    let told = fingers.restore(three.iter().map(|(position, r)| (*position, &r[..])));
    assert_eq!(told, Err(RestoreError::Count));
}
