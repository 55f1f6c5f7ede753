//! Prints of people who wish us harm: any answer will do, a panic or a long wait will not. So many inputs in each
//! run; `cargo run --release --package biometrics --example finger_fuzz` tries millions.

use std::sync::LazyLock;

use biometrics::finger::{FingerEngine, Nbis, Position, Scan, Template};
use proptest::prelude::*;

use crate::prints::{made, scripted};
use crate::samples::{chunk, raw_png};

static WSQ: &[u8] = include_bytes!("../data/ridges-256x300.wsq");
static RECORD: LazyLock<Vec<u8>> =
    LazyLock::new(|| made(Position::RightIndex, 7, 90).to_record().to_vec());

fn read(bytes: &[u8]) -> Option<Template> {
    Template::from_record(bytes, scripted().identity(), Position::RightIndex).ok()
}

fn foreign(bytes: &[u8]) -> Option<Template> {
    Template::foreign(bytes, Position::RightIndex).ok()
}

fn harmed(sound: &[u8], changes: &[(prop::sample::Index, u8)], cut: usize) -> Vec<u8> {
    let mut bytes = sound.to_vec();
    for (at, to) in changes {
        let at = at.index(bytes.len());
        bytes[at] = *to;
    }
    let keep = bytes.len() - cut.min(bytes.len());
    bytes.truncate(keep);
    bytes
}

fn config(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

fn changes() -> impl Strategy<Value = Vec<(prop::sample::Index, u8)>> {
    prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..6)
}

proptest! {
    #![proptest_config(config(20_000))]

    #[test]
    fn records_of_any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..120), whole in any::<bool>()) {
        let bytes = if whole { [b"FMR\0 20\0", &bytes[..]].concat() } else { bytes };
        prop_assert_eq!(read(&bytes), None, "without the mark");
        foreign(&bytes);
    }

    #[test]
    fn sound_records_harmed(changes in changes(), cut in 0..4_usize) {
        // Whatever is still read is written as it was understood.
        let record = harmed(&RECORD, &changes, cut);
        if let Some(template) = read(&record) {
            prop_assert_eq!(read(&template.to_record()), Some(template));
        }
        if let Some(template) = foreign(&record) {
            let again = foreign(&template.to_record()).unwrap();
            prop_assert_eq!(again.minutiae(), template.minutiae());
        }
    }
}

proptest! {
    #![proptest_config(config(600))]

    #[test]
    fn wsq_that_goes_on_with_any_bytes(at in 2..WSQ.len(), bytes in prop::collection::vec(any::<u8>(), 0..2000)) {
        Scan::read(&[&WSQ[..at], &bytes[..]].concat(), 500).ok();
    }

    /// One change falls on the tables before the data, which hold most of the harm.
    #[test]
    fn sound_wsq_harmed(at in 0..1000_usize, to in any::<u8>(), changes in changes(), cut in 0..40_usize) {
        let mut file = WSQ.to_vec();
        file[at] = to;
        Scan::read(&harmed(&file, &changes, cut), 500).ok();
    }

    #[test]
    fn png_of_any_chunks(kind in prop::sample::select(vec![*b"pHYs", *b"IDAT", *b"tEXt"]),
                         length in any::<u32>(), body in prop::collection::vec(any::<u8>(), 0..60)) {
        let mut sound = chunk(&kind, &body);
        Scan::read(&raw_png(300, 400, &[sound.clone(), sound.clone()]), 500).ok();
        sound[..4].copy_from_slice(&length.to_be_bytes());
        Scan::read(&raw_png(300, 400, &[sound]), 500).ok();
    }
}

proptest! {
    #![proptest_config(config(24))]

    /// Noise of every grain, small: the detector's own arithmetic.
    #[test]
    fn noise_is_no_danger_to_the_engine(seed in any::<u64>(), grain in 1..12_u32, width in 200..280_u32, levels in 2..200_u64) {
        let pixels = (0..width * 210).map(|at| {
            let (x, y) = (u64::from(at % width / grain), u64::from(at / width / grain));
            let mixed = (x.wrapping_mul(0x9E37_79B9) ^ y.wrapping_mul(0x85EB_CA6B) ^ seed)
                .wrapping_mul(0xC2B2_AE3D_27D4_EB4F) >> 40;
            u8::try_from(mixed % levels * 255 / levels).unwrap()
        });
        let scan = Scan::raw(pixels.collect(), width, 210, 500).unwrap();
        let engine = Nbis::default();
        if let Ok(found) = engine.extract(&scan, Position::LeftLittle) {
            prop_assert!(found.template.minutiae().len() <= 150);
            engine.similarity(&found.template, &found.template).ok();
        }
    }
}
