//! JPEG 2000 as chips have it, by `OpenJPEG`'s encoder: the file format, and the bare codestream.

use biometrics::portrait::{PortraitError, accept, of_chip};
use image::{ImageFormat, Rgb, RgbImage};
use proptest::prelude::*;

const FILE: &[u8] = include_bytes!("../data/chequers-240x320.jp2");
const BARE: &[u8] = include_bytes!("../data/chequers-240x320.j2k");
const GREY: &[u8] = include_bytes!("../data/chequers-grey-240x320.jp2");

/// What was encoded.
fn original() -> RgbImage {
    RgbImage::from_fn(240, 320, |x, y| {
        let of = |part: u32, whole: u32| u8::try_from(part * 255 / whole).unwrap();
        let blue = if (x / 40 + y / 40) % 2 == 0 { 64 } else { 255 };
        Rgb([of(x, 239), of(y, 319), blue])
    })
}

/// Mean difference of a colour of a pixel.
fn apart(one: &RgbImage, other: &RgbImage) -> f64 {
    assert_eq!(one.dimensions(), other.dimensions());
    let pairs = one.as_raw().iter().zip(other.as_raw());
    let sum: u32 = pairs.map(|(a, b)| u32::from(a.abs_diff(*b))).sum();
    f64::from(sum) / f64::from(240_u32 * 320 * 3)
}

fn drawn(jpeg: &[u8]) -> RgbImage {
    image::load_from_memory_with_format(jpeg, ImageFormat::Jpeg)
        .unwrap()
        .to_rgb8()
}

#[test]
fn a_chip_s_portrait_is_drawn_anew_as_a_jpeg() {
    for (bytes, at_most) in [(BARE, 3.0), (FILE, 5.0)] {
        let drawn = drawn(&of_chip(bytes).unwrap());
        let apart = apart(&drawn, &original());
        assert!(apart < at_most, "{apart}");
    }
    let grey = drawn(&of_chip(GREY).unwrap());
    let mut expected = original();
    for Rgb([r, g, b]) in expected.pixels_mut() {
        // ITU-R BT.601, by which the grey one was made.
        let luma = (u32::from(*r) * 299 + u32::from(*g) * 587 + u32::from(*b) * 114) / 1000;
        let luma = u8::try_from(luma).unwrap();
        (*r, *g, *b) = (luma, luma, luma);
    }
    let apart = apart(&grey, &expected);
    assert!(apart < 3.0, "{apart}");
}

#[test]
fn what_is_none_is_refused_and_nobody_uploads_one() {
    assert_eq!(of_chip(b""), Err(PortraitError::Empty));
    assert_eq!(of_chip(b"GIF89a"), Err(PortraitError::Damaged));
    assert_eq!(of_chip(&FILE[..60]), Err(PortraitError::Damaged));
    let mut vast = BARE.to_vec();
    // SIZ (ISO/IEC 15444-1, A.5.1): width and height of the reference grid.
    vast[8..16].copy_from_slice(&[0, 0, 0x40, 0, 0, 0, 0x40, 0]);
    assert!(of_chip(&vast).is_err());
    assert_eq!(accept(FILE).map(|p| p.jpeg), Err(PortraitError::NotAnImage));
}

proptest! {
    #[test]
    fn a_broken_one_is_an_answer(
        whole in prop::sample::select(vec![FILE, BARE, GREY]),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
        cut in any::<prop::sample::Index>(),
        in_head in any::<bool>(),
    ) {
        let mut bytes = whole.to_vec();
        let reach = if in_head { 200 } else { bytes.len() };
        for (at, to) in changes {
            bytes[at.index(reach)] = to;
        }
        bytes.truncate(bytes.len() - cut.index(bytes.len() / 4));
        of_chip(&bytes).ok();
    }
}
