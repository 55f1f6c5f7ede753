//! The engine of `biometrics` for prints behind the port, on drawn prints of nobody real.

use app::ports::{Examined, Fingers as Port, Print};
use biometrics::finger::Fingers;
use domain::evidence::{Band, MatchOutcome, Whose};
use domain::finger::Finger::{self, LeftIndex, LeftThumb, RightIndex, RightThumb};
use image::codecs::jpeg::{JpegEncoder, PixelDensity};
use image::{ExtendedColorType, ImageEncoder};
use testkit::prints;

use crate::registration::world::{ANH, png};

/// The right index finger of [`ANH`], packed by NIST's encoder.
const WSQ: &[u8] = include_bytes!("../data/drawn-right-index.wsq");
/// Ridges of the encoder's tests: too few features.
const POOR: &[u8] = include_bytes!("../../../biometrics/tests/data/ridges-259x403.wsq");
const OTHER: &str = "074190005678";

/// The same picture, which says that it is of twice the density.
fn of_1000(print: &[u8]) -> Vec<u8> {
    let grey = image::load_from_memory(print).unwrap().into_luma8();
    let mut bytes = Vec::new();
    let mut encoder = JpegEncoder::new(&mut bytes);
    encoder.set_pixel_density(PixelDensity::dpi(1000));
    encoder
        .write_image(&grey, grey.width(), grey.height(), ExtendedColorType::L8)
        .unwrap();
    bytes
}

fn examine(print: &[u8], finger: Finger, others: &[Print]) -> Examined {
    Port::examine(&Fingers::default(), print, finger, others)
}

// law: D59-14.2.a2
#[test]
fn a_print_is_good_or_has_a_cure() {
    let good = prints::one(ANH, RightIndex, 1);
    for (name, print, want) in [
        ("PNG", good.clone(), None),
        ("WSQ", WSQ.to_vec(), None),
        (
            "nothing",
            vec![],
            Some(("finger-empty", "scan-again", false)),
        ),
        (
            "text",
            b"no image".to_vec(),
            Some(("finger-not-an-image", "send-scanners-file", false)),
        ),
        (
            "half a PNG",
            good[..good.len() / 2].to_vec(),
            Some(("finger-damaged", "scan-again", false)),
        ),
        (
            "half a WSQ",
            WSQ[..WSQ.len() / 2].to_vec(),
            Some(("finger-truncated", "scan-again", false)),
        ),
        (
            "too small",
            png(199, 300, |_, _| 90),
            Some(("finger-too-small", "set-scanner", false)),
        ),
        (
            "another density",
            of_1000(&good),
            Some(("finger-wrong-density", "set-scanner", false)),
        ),
        (
            "an empty plate",
            png(320, 400, |_, _| 240),
            Some(("finger-no-finger", "clean-and-press", true)),
        ),
        (
            "smeared",
            POOR.to_vec(),
            Some(("finger-unclear", "clean-and-press", true)),
        ),
    ] {
        let told = match examine(&print, RightIndex, &[]) {
            Examined::Good => None,
            Examined::Bad { wrong, is_a_try } => Some((wrong.code, wrong.remedy, is_a_try)),
            other @ (Examined::SameAs(_) | Examined::Unknown) => panic!("{name}: {other:?}"),
        };
        assert_eq!(told, want, "{name}");
    }
}

// law: D59-14.2.a2
#[test]
fn one_finger_under_two_names_is_noticed() {
    let right = (RightIndex, prints::one(ANH, RightIndex, 1));
    for (print, finger, want) in [
        (
            prints::one(ANH, RightIndex, 2),
            LeftIndex,
            Examined::SameAs(RightIndex),
        ),
        (right.1.clone(), LeftThumb, Examined::SameAs(RightIndex)),
        (WSQ.to_vec(), LeftIndex, Examined::SameAs(RightIndex)),
        (prints::one(ANH, LeftIndex, 1), LeftIndex, Examined::Good),
        // Taken again under its own name.
        (prints::one(ANH, RightIndex, 2), RightIndex, Examined::Good),
    ] {
        // What an engine cannot use says nothing.
        let others = [
            (RightThumb, png(220, 260, |x, _| u8::from(x % 9 < 4) * 200)),
            right.clone(),
        ];
        assert_eq!(examine(&print, finger, &others), want, "{finger:?}");
    }
}

fn band(outcome: &MatchOutcome) -> Option<Band> {
    outcome.band()
}

fn not_compared(whose: Whose, why: &str) -> MatchOutcome {
    MatchOutcome::NotCompared {
        whose,
        why: why.to_owned(),
    }
}

// law: D59-12.2, D59-14.2.a2
#[test]
fn two_fingers_are_compared_with_those_on_record() {
    let fingers = Fingers::default();
    let compare = |live: &[Print], on_record: &[Print]| Port::compare(&fingers, live, on_record);
    let (live, on_record) = (prints::of(ANH, 1), prints::of(ANH, 0));

    let same = compare(&live, &on_record);
    assert_eq!(band(&same.outcome), Some(Band::Match));
    let each: Vec<_> = same
        .fingers
        .iter()
        .map(|f| (f.finger, band(&f.outcome)))
        .collect();
    assert_eq!(
        each,
        [
            (RightIndex, Some(Band::Match)),
            (LeftIndex, Some(Band::Match))
        ]
    );
    let sum: i32 = same.fingers.iter().map(|f| score(&f.outcome)).sum();
    assert_eq!(sum, score(&same.outcome));
    let engine = &same.engine;
    assert_eq!(
        (engine.name.as_str(), engine.thresholds.as_str()),
        ("nbis-rs", "start-2")
    );
    assert_eq!(
        (engine.match_from, engine.one_in(), engine.measured),
        (50, 267, false)
    );
    assert_eq!(*engine, Port::engine(&fingers));

    let stranger = compare(&prints::of(OTHER, 1), &on_record);
    assert_eq!(band(&stranger.outcome), Some(Band::NoMatch));

    // One very good finger does not carry one of somebody else.
    let mixed = vec![
        live[0].clone(),
        (LeftIndex, prints::one(OTHER, LeftIndex, 1)),
    ];
    let mixed = compare(&mixed, &on_record);
    assert_eq!(band(&mixed.outcome), Some(Band::Unclear));
    assert!(score(&mixed.outcome) >= mixed.engine.match_from);
    assert_eq!(band(&mixed.fingers[1].outcome), Some(Band::NoMatch));

    // WSQ on either side; one finger has bounds of its own.
    let wsq = (RightIndex, WSQ.to_vec());
    for (live, on_record) in [(&wsq, &on_record[0]), (&live[0], &wsq)] {
        let one = compare(std::slice::from_ref(live), std::slice::from_ref(on_record));
        assert_eq!(band(&one.outcome), Some(Band::Match));
        assert_eq!((one.engine.match_from, one.engine.measured), (40, true));
    }
}

fn score(outcome: &MatchOutcome) -> i32 {
    match outcome {
        MatchOutcome::Compared { score, .. } => *score,
        MatchOutcome::NotCompared { .. } | MatchOutcome::NoReference => panic!("{outcome:?}"),
    }
}

// law: D59-14.2.a2
#[test]
fn what_cannot_be_compared_is_never_a_no() {
    let fingers = Fingers::default();
    let compare = |live: &[Print], on_record: &[Print]| Port::compare(&fingers, live, on_record);
    let (live, on_record) = (prints::of(ANH, 1), prints::of(ANH, 0));
    let none = compare(&live, &[]);
    assert_eq!(none.outcome, MatchOutcome::NoReference);
    assert!(
        none.fingers
            .iter()
            .all(|f| f.outcome == MatchOutcome::NoReference)
    );
    assert_eq!(none.fingers.len(), 2);

    let thumbs = [(RightThumb, prints::one(ANH, RightThumb, 1))];
    let told = compare(&thumbs, &on_record);
    assert_eq!(
        told.outcome,
        not_compared(Whose::Reference, "finger-not-on-record")
    );

    let poor = [(RightIndex, POOR.to_vec())];
    let told = compare(&poor, &on_record);
    assert_eq!(told.outcome, not_compared(Whose::Live, "finger-unclear"));
    let broken = [(RightIndex, WSQ[..3000].to_vec())];
    let told = compare(&live, &broken);
    assert_eq!(
        told.outcome,
        not_compared(Whose::Reference, "finger-truncated")
    );

    // The finger that can be compared is, by the bounds of one.
    let half = [(RightIndex, b"gone".to_vec()), on_record[1].clone()];
    let told = compare(&live, &half);
    assert_eq!(
        (band(&told.outcome), told.engine.match_from),
        (Some(Band::Match), 40)
    );
    assert_eq!(told.fingers[0].finger, LeftIndex);
    let gone = not_compared(Whose::Reference, "finger-not-an-image");
    assert_eq!(told.fingers[1].outcome, gone);

    // One finger given twice does not count double.
    let twice = [live[0].clone(), (LeftIndex, live[0].1.clone())];
    let told = compare(&twice, &on_record);
    assert_eq!(told.outcome, not_compared(Whose::Live, "fingers-one"));

    // A third finger is not looked at: the bounds are those of two.
    let three = [live, thumbs.to_vec()].concat();
    let record = [
        on_record,
        vec![(RightThumb, prints::one(ANH, RightThumb, 0))],
    ]
    .concat();
    assert_eq!(compare(&three, &record).fingers.len(), 2);
}
