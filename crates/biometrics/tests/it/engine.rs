//! The engine on real prints.

use aws_lc_rs::digest::{SHA256, digest};
use biometrics::finger::{
    EngineError, FingerEngine, FingerError, Fingers, Gate, Identity, Minutia, Nbis, Position,
    Remedy, Scan, ScanError, TakeError, Template, Unfit, Verdict,
};

use crate::prints::{extracted, minutia, print, template};

const GENUINE: u32 = 60;
const IMPOSTOR: u32 = 25;

#[test]
fn prints_of_one_finger_are_alike_and_of_two_are_not() {
    let engine = Nbis::default();
    let [first, second, other] = ["p1_1.png", "p1_2.png", "p2_1.png"].map(template);
    for (a, b, alike) in [
        (&first, &second, true),
        (&second, &first, true),
        (&first, &other, false),
        (&other, &first, false),
        (&second, &other, false),
        (&other, &second, false),
    ] {
        let score = engine.similarity(a, b).unwrap();
        assert!(
            if alike {
                score >= GENUINE
            } else {
                score <= IMPOSTOR
            },
            "{score} {alike}"
        );
    }
}

// law: D59-14.2.a2, D59-24.4
#[test]
fn an_image_is_judged_against_a_template_on_record() {
    let fingers = Fingers::default();
    let finger = Position::RightIndex;
    let record = template("p1_1.png").to_record();
    let on_record = fingers.restore([(finger, &record[..])]).unwrap();
    for (file, want) in [("p1_2.png", Verdict::Match), ("p2_1.png", Verdict::NoMatch)] {
        let probe = fingers
            .take(&Gate::START, finger, &print(file), 500)
            .unwrap();
        let judged = fingers.compare(&[&probe], &on_record).unwrap();
        assert_eq!(judged.score.engine(), Nbis::default().identity());
        assert_eq!(judged.verdict, want, "{file}");
        assert_eq!(judged.thresholds, "start-2");
    }
}

#[test]
fn the_digest_is_of_what_is_compiled_in() {
    let lock = include_str!("../../../../Cargo.lock");
    let mut text = String::new();
    for name in ["fprint-mindtct", "fprint-bozorth3"] {
        let package = lock
            .split("[[package]]")
            .find(|package| package.contains(&format!("name = \"{name}\"\n")));
        let sum = package.unwrap().split("checksum = \"").nth(1).unwrap();
        text.push_str(sum.split('"').next().unwrap());
        text.push('\n');
    }
    let engine = Nbis::default();
    text.push_str(engine.identity().version());
    text.push('\n');
    let sum = digest(&SHA256, text.as_bytes());
    let hex: String = sum.as_ref().iter().map(|b| format!("{b:02x}")).collect();
    assert_eq!(
        engine.identity().digest(),
        hex,
        "another engine: new digest, new version"
    );
}

#[test]
fn a_template_of_another_version_is_not_compared() {
    let engine = Nbis::default();
    let fresh = template("p1_1.png");
    let own = engine.identity();
    let identity = Identity::new(own.id(), "0.1.0+1", own.digest()).unwrap();
    let minutiae = fresh.minutiae().to_vec();
    let old = Template::new(&identity, fresh.position(), fresh.size(), 50, minutiae).unwrap();
    for (a, b) in [(&old, &fresh), (&fresh, &old), (&old, &old)] {
        assert_eq!(engine.similarity(a, b), Err(EngineError::OtherEngine));
    }
}

#[test]
fn a_template_from_outside_is_not_compared_whatever_it_says_of_itself() {
    let engine = Nbis::default();
    let fresh = template("p1_1.png");
    let foreign = Template::foreign(&fresh.to_record(), fresh.position()).unwrap();
    assert_eq!(foreign.minutiae(), fresh.minutiae());
    for (a, b) in [(&foreign, &fresh), (&fresh, &foreign), (&foreign, &foreign)] {
        assert_eq!(engine.similarity(a, b), Err(EngineError::Foreign));
    }
}

fn grey(value: impl Fn(u32, u32) -> u8) -> Scan {
    let pixels = (0..400).flat_map(|y| (0..400).map(move |x| (x, y)));
    let pixels = pixels.map(|(x, y)| value(x, y)).collect();
    Scan::raw(pixels, 400, 400, 500).unwrap()
}

#[test]
fn an_empty_plate_is_no_finger() {
    let engine = Nbis::default();
    for scan in [
        grey(|_, _| 0),
        grey(|_, _| 255),
        grey(|x, _| u8::try_from(x / 4).unwrap()),
    ] {
        let found = engine.extract(&scan, Position::LeftThumb);
        assert_eq!(found, Err(EngineError::NoFinger));
    }
}

/// Black and white grains.
fn noise(side: u32, grain: u32) -> Scan {
    let pixels = (0..side * side).map(|at| {
        let (x, y) = (at % side / grain, at / side / grain);
        let mixed = x.wrapping_mul(0x9E37_79B9) ^ y.wrapping_mul(0x85EB_CA6B);
        let mixed = mixed.wrapping_mul(0xC2B2_AE3D).count_ones();
        if mixed.is_multiple_of(2) { 0 } else { 255 }
    });
    Scan::raw(pixels.collect(), side, side, 500).unwrap()
}

#[test]
fn noise_and_whole_hands_are_told_before_the_detector_runs() {
    let engine = Nbis::default();
    let extract = |side, grain| engine.extract(&noise(side, grain), Position::RightIndex);
    assert_eq!(extract(1000, 1), Err(EngineError::NoFinger));
    assert_eq!(extract(1000, 4), Err(EngineError::ManyFingers));
}

#[test]
fn the_gate_lets_real_prints_through_and_names_what_is_poor() {
    for name in ["p1_1.png", "p1_2.png", "p2_1.png"] {
        assert!(Gate::START.check(extracted(name)).is_ok(), "{name}");
    }
    let print = extracted("p1_1.png");
    let least = Gate {
        minutiae: print.quality.minutiae,
        mean: print.quality.mean,
        area: print.quality.area,
    };
    assert!(least.check(print.clone()).is_ok());
    let mut gate = least;
    gate.minutiae += 1;
    assert_eq!(gate.check(print.clone()), Err(Unfit::FewMinutiae));
    gate.mean += 1;
    assert_eq!(gate.check(print.clone()), Err(Unfit::Unclear));
    gate.area += 1;
    assert_eq!(gate.check(print), Err(Unfit::SmallArea));
}

#[test]
fn a_corner_of_a_finger_is_a_try_and_a_wrong_file_is_not() {
    let engine = Nbis::default();
    let whole = Scan::read(&print("p1_1.png"), 500).unwrap();
    let corner: Vec<u8> = (0..400_usize)
        .flat_map(|y| (0..400_usize).map(move |x| (x, y)))
        .map(|(x, y)| {
            if (120..230).contains(&x) && (150..260).contains(&y) {
                whole.pixels()[y * 400 + x]
            } else {
                255
            }
        })
        .collect();
    let corner = Scan::raw(corner, 400, 400, 500).unwrap();
    let found = engine.extract(&corner, Position::RightIndex).unwrap();
    assert_eq!(Gate::START.check(found), Err(Unfit::SmallArea));

    let take = |file: &[u8], stated| {
        Fingers::default().take(&Gate::START, Position::RightIndex, file, stated)
    };
    let text = take(b"hello", 500).unwrap_err();
    assert_eq!(
        text,
        TakeError::Scan(ScanError::File(FingerError::NotAnImage))
    );
    assert_eq!(text.remedy(), Remedy::SendScannersFile);
    assert!(!text.is_a_try());
    assert!(TakeError::Unfit(Unfit::SmallArea).is_a_try());
    let thousand = take(&print("p1_1.png"), 1000).unwrap_err();
    let wrong = TakeError::Scan(ScanError::WrongDensity { found: 1000 });
    assert_eq!(thousand, wrong);
    assert_eq!(wrong.remedy(), Remedy::SetScanner);
}

#[test]
fn a_raw_picture_must_be_as_large_as_it_says() {
    let raw = |length, width, height, ppi| Scan::raw(vec![0; length], width, height, ppi);
    assert!(raw(200 * 300, 200, 300, 490).is_ok());
    assert!(raw(200 * 300, 200, 300, 510).is_ok());
    for (length, width, height, ppi, want) in [
        (200 * 300 - 1, 200, 300, 500, ScanError::WrongLength),
        (200 * 300 + 1, 200, 300, 500, ScanError::WrongLength),
        (199 * 300, 199, 300, 500, FingerError::TooSmall.into()),
        (1001 * 300, 1001, 300, 500, FingerError::Dimensions.into()),
        (0, u32::MAX, u32::MAX, 500, FingerError::Dimensions.into()),
        (
            200 * 300,
            200,
            300,
            489,
            ScanError::WrongDensity { found: 489 },
        ),
        (
            200 * 300,
            200,
            300,
            511,
            ScanError::WrongDensity { found: 511 },
        ),
    ] {
        assert_eq!(raw(length, width, height, ppi), Err(want), "{width} {ppi}");
    }
}

fn of(minutiae: impl Iterator<Item = Minutia>) -> Template {
    let engine = Nbis::default();
    let finger = Position::RightIndex;
    Template::new(
        engine.identity(),
        finger,
        (1000, 1000),
        50,
        minutiae.collect(),
    )
    .unwrap()
}

/// Two hundred minutiae in rank and file, of which the engine takes 150: every pair looks like many others.
fn grid(step: u16, turn: u8) -> Template {
    of((0..200_u8).map(|at| {
        let (column, row) = (u16::from(at % 10), u16::from(at / 10));
        minutia(column * step + 9, row * step + 9, at.wrapping_mul(turn))
    }))
}

/// Blocks of nine close together, all of one direction: each of a block may be each other, and so may blocks.
fn blocks() -> Template {
    of((0..150_u16).map(|at| {
        let (x, y) = (at % 3 * 5 + 9, at / 3 % 3 * 5 + 9);
        minutia(at / 9 % 6 * 60 + x, at / 54 * 60 + y, 0)
    }))
}

#[test]
fn made_up_templates_do_not_resemble_a_real_print() {
    let engine = Nbis::default();
    let real = template("p1_1.png");
    let grids = [(15, 0), (15, 1), (15, 3), (30, 0), (30, 1)];
    let grids = grids.map(|(step, turn)| grid(step, turn));
    for made in grids.iter().chain([&blocks()]) {
        assert!(made.minutiae().len() >= 150);
        for (a, b) in [(made, &real), (&real, made)] {
            let score = engine.similarity(a, b).unwrap();
            assert!(score <= IMPOSTOR, "{score}");
        }
    }
}

/// Ends, which a search without a bound would not do in a lifetime.
#[test]
fn what_would_keep_the_matcher_busy_for_ever_is_too_hard() {
    let made = blocks();
    let told = Nbis::default().similarity(&made, &made);
    assert_eq!(told, Err(EngineError::TooHard));
}

#[test]
fn nine_minutiae_are_too_few() {
    let engine = Nbis::default();
    let some = |count| of((0..count).map(|at| minutia(u16::from(at) * 17 + 9, 90, at * 9)));
    let (nine, ten) = (some(9), some(10_u8));
    assert!(engine.similarity(&ten, &ten).is_ok());
    for (a, b) in [(&nine, &ten), (&ten, &nine)] {
        assert_eq!(engine.similarity(a, b), Err(EngineError::TooFew));
    }
}
