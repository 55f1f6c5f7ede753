//! What goes on record: impressions of one finger, and fingers that are two.

use biometrics::finger::{
    EngineError, EnrolError, Enrolment, FingerEngine, Nbis, OnRecord, OnRecordError, OtherBasis,
    Position, Reference, ReferenceError, Remedy, Scan, Template, Thresholds,
};

use crate::prints::{NOTHING, fit, made, passed, print, scripted, template, thresholds};

const RIGHT: Position = Position::RightIndex;
const LEFT: Position = Position::LeftIndex;

// law: D59-14.2.a2
#[test]
fn three_alike_impressions_make_a_finger() {
    let (engine, thresholds) = (scripted(), thresholds());
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
        let told = enrolment.add(&engine, &thresholds, fit(RIGHT, person, likeness));
        assert_eq!(told, want, "{person} {likeness}");
    }
    let finger = enrolment.finish().unwrap();
    assert_eq!(finger.impressions().len(), 3);
    assert_eq!(finger.position(), RIGHT);
}

#[test]
fn one_touch_of_the_plate_is_one_impression() {
    let (engine, thresholds) = (scripted(), thresholds());
    let mut enrolment = Enrolment::new(RIGHT);
    for (likeness, want) in [
        (50, Ok(())),
        (50, Err(EnrolError::SameTouch)),
        (52, Err(EnrolError::SameTouch)),
        (48, Err(EnrolError::SameTouch)),
        (53, Ok(())),
    ] {
        let told = enrolment.add(&engine, &thresholds, fit(RIGHT, 1, likeness));
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
    let (engine, thresholds) = (Nbis::default(), Thresholds::start());
    let mut enrolment = Enrolment::new(RIGHT);
    let mut add = |template| enrolment.add(&engine, &thresholds, passed(template));
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
    let (engine, thresholds) = (scripted(), thresholds());
    let mut enrolment = Enrolment::new(RIGHT);
    let other = enrolment.add(&engine, &thresholds, fit(LEFT, 1, 50));
    assert_eq!(other, Err(EnrolError::OtherFinger));
    enrolment
        .add(&engine, &thresholds, fit(RIGHT, 1, 50))
        .unwrap();
    assert_eq!(enrolment.missing(), 2);
    assert_eq!(enrolment.clone().finish(), Err(ReferenceError::Count));
    let nothing = enrolment.add(&engine, &thresholds, fit(RIGHT, 1, NOTHING));
    assert_eq!(nothing, Err(EnrolError::Engine(EngineError::TooFew)));
    enrolment.restart();
    assert_eq!(enrolment.missing(), 3);
}

#[test]
fn thresholds_of_another_engine_enrol_nobody() {
    let (engine, others) = (scripted(), Thresholds::start());
    let mut enrolment = Enrolment::new(RIGHT);
    let told = enrolment.add(&engine, &others, fit(RIGHT, 1, 50));
    assert_eq!(told, Err(EnrolError::Thresholds(OtherBasis)));
    let foreign = Template::foreign(&made(RIGHT, 1, 50).to_record(), RIGHT).unwrap();
    let told = enrolment.add(&engine, &thresholds(), passed(foreign));
    assert_eq!(told, Err(EnrolError::Thresholds(OtherBasis)));
    let told = OnRecord::new(&engine, &others, vec![finger(RIGHT, 1, &[60])]);
    assert_eq!(told, Err(OnRecordError::Thresholds(OtherBasis)));
}

#[test]
fn impressions_of_two_fingers_or_engines_are_no_reference() {
    let one = made(RIGHT, 1, 50);
    assert_eq!(Reference::new(vec![]), Err(ReferenceError::Count));
    assert_eq!(
        Reference::new(vec![one.clone(); 4]),
        Err(ReferenceError::Count)
    );
    let two = vec![one.clone(), made(LEFT, 1, 50)];
    assert_eq!(Reference::new(two), Err(ReferenceError::Fingers));
    let foreign = Template::foreign(&one.to_record(), RIGHT).unwrap();
    assert_eq!(
        Reference::new(vec![one, foreign]),
        Err(ReferenceError::Engines)
    );
}

fn finger(position: Position, person: u16, likenesses: &[u16]) -> Reference {
    let impressions = likenesses.iter().map(|l| made(position, person, *l));
    Reference::new(impressions.collect()).unwrap()
}

#[test]
fn one_finger_under_two_names_does_not_go_on_record() {
    let (engine, thresholds) = (scripted(), thresholds());
    let right = finger(RIGHT, 1, &[60, 70, 80]);
    let new = |left| OnRecord::new(&engine, &thresholds, vec![right.clone(), left]);
    assert!(new(finger(LEFT, 2, &[60, 70, 80])).is_ok());
    assert!(new(finger(LEFT, 1, &[29, 28, 27])).is_ok());
    let one = Err(OnRecordError::OneFinger);
    assert_eq!(new(finger(LEFT, 1, &[27, 28, 30])), one);
    assert_eq!(new(finger(LEFT, 1, &[90, 91, 92])), one);
    let nothing = Err(OnRecordError::Engine(EngineError::TooFew));
    assert_eq!(new(finger(LEFT, 2, &[NOTHING])), nothing);
}

#[test]
fn one_or_two_fingers_of_different_names_and_one_engine_go_on_record() {
    let (engine, thresholds) = (scripted(), thresholds());
    let right = finger(RIGHT, 1, &[60]);
    let new = |fingers: &[&Reference]| {
        let fingers = fingers.iter().map(|finger| (*finger).clone()).collect();
        let told = OnRecord::new(&engine, &thresholds, fingers);
        told.map(|on_record| on_record.fingers().len())
    };
    assert_eq!(new(&[&right]), Ok(1));
    assert_eq!(new(&[&right, &finger(LEFT, 2, &[60])]), Ok(2));
    assert_eq!(new(&[]), Err(OnRecordError::Count));
    assert_eq!(new(&[&right; 3]), Err(OnRecordError::Count));
    assert_eq!(
        new(&[&right, &finger(RIGHT, 2, &[60])]),
        Err(OnRecordError::Twice)
    );
    let foreign = Template::foreign(&made(LEFT, 2, 60).to_record(), LEFT).unwrap();
    let foreign = Reference::new(vec![foreign]).unwrap();
    assert_eq!(new(&[&right, &foreign]), Err(OnRecordError::Engines));
}
