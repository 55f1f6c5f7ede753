//! Bytes of people who wish us harm: any answer will do, a panic will not.

use std::sync::LazyLock;

use biometrics::{finger, portrait};
use proptest::prelude::*;

use crate::samples::{chunk, halves, jpeg, png, raw_png, with_exif};

static SOUND: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
    let small = halves(240, 320);
    vec![
        jpeg(&small),
        with_exif(&jpeg(&small), 8),
        png(&small),
        raw_png(300, 400, &[chunk(b"IDAT", &[0x78, 0x9C, 0x01])]),
        b"GIF89a\x01\0\x01\0\0\0\0;".to_vec(),
    ]
});

fn both(bytes: &[u8]) {
    if let Ok(kept) = portrait::accept(bytes) {
        assert!(kept.width <= portrait::LARGEST.0 && kept.height <= portrait::LARGEST.1);
    }
    finger::accept(bytes).ok();
}

#[derive(Debug, Clone)]
enum Harm {
    Cut(prop::sample::Index),
    Set(prop::sample::Index, u8),
    Insert(prop::sample::Index, Vec<u8>),
    Double,
}

fn harm() -> impl Strategy<Value = Harm> {
    prop_oneof![
        any::<prop::sample::Index>().prop_map(Harm::Cut),
        // Headers are where the harm is done: most changes fall there.
        (any::<prop::sample::Index>(), any::<u8>()).prop_map(|(at, to)| Harm::Set(at, to)),
        (
            any::<prop::sample::Index>(),
            prop::collection::vec(any::<u8>(), 1..40)
        )
            .prop_map(|(at, b)| Harm::Insert(at, b)),
        Just(Harm::Double),
    ]
}

fn harmed(mut bytes: Vec<u8>, harms: Vec<Harm>) -> Vec<u8> {
    for harm in harms {
        if bytes.is_empty() {
            break;
        }
        let reach = bytes.len().min(700);
        match harm {
            Harm::Cut(at) => bytes.truncate(at.index(bytes.len())),
            Harm::Set(at, to) => bytes[at.index(reach)] = to,
            Harm::Insert(at, more) => {
                let at = at.index(reach);
                bytes.splice(at..at, more);
            }
            Harm::Double => bytes.extend(bytes.clone()),
        }
    }
    bytes
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_bytes(start in prop::sample::select(vec![&b""[..], b"\xFF\xD8\xFF", b"\x89PNG\r\n\x1a\n", b"GIF89a"]),
                    rest in prop::collection::vec(any::<u8>(), 0..2000)) {
        both(&[start, &rest].concat());
    }

    #[test]
    fn sound_files_harmed(which in 0..5_usize, harms in prop::collection::vec(harm(), 1..6)) {
        both(&harmed(SOUND[which].clone(), harms));
    }
}

#[test]
fn a_png_that_unpacks_to_gigabytes_is_refused_by_its_size() {
    // Sixteen million bytes of zeros packed into some kilobytes, claimed as a small picture and as a huge one.
    let packed = png(&image::RgbImage::new(4000, 1400));
    assert!(packed.len() < 100_000, "{}", packed.len());
    let body = idat(&packed);
    for (width, height) in [(60_000, 60_000), (65_535, 300), (300, 65_535), (5999, 5999)] {
        let bomb = raw_png(width, height, &[chunk(b"IDAT", &body)]);
        assert_eq!(
            portrait::accept(&bomb),
            Err(portrait::PortraitError::Dimensions),
            "{width} {height}"
        );
    }
    both(&raw_png(300, 400, &[chunk(b"IDAT", &body)]));
    let text: Vec<_> = (0..200)
        .map(|_| chunk(b"zTXt", &[b"k\0\0".as_slice(), &body].concat()))
        .collect();
    both(&raw_png(300, 400, &text));
}

fn idat(png: &[u8]) -> Vec<u8> {
    let mut rest = &png[8..];
    let mut body = Vec::new();
    while rest.len() >= 12 {
        let length = usize::try_from(u32::from_be_bytes(rest[..4].try_into().unwrap())).unwrap();
        if &rest[4..8] == b"IDAT" {
            body.extend(&rest[8..8 + length]);
        }
        rest = &rest[12 + length..];
    }
    body
}
