use biometrics::finger::{FingerError, Scan, ScanError, accept};
use image::{GrayImage, ImageFormat, Luma, RgbImage};

use crate::samples::{chunk, flat, halves, jpeg, png, raw_png};

fn ridges(width: u32, height: u32) -> GrayImage {
    GrayImage::from_fn(width, height, |x, y| {
        Luma([if (x + y / 3) % 9 < 4 { 40 } else { 220 }])
    })
}

fn grey_png(image: &GrayImage) -> Vec<u8> {
    let mut bytes = Vec::new();
    image
        .write_to(&mut std::io::Cursor::new(&mut bytes), ImageFormat::Png)
        .unwrap();
    bytes
}

#[test]
fn a_grey_scan_is_kept_without_loss() {
    let scan = ridges(320, 480);
    let finger = accept(&grey_png(&scan)).unwrap();
    assert_eq!((finger.width, finger.height), (320, 480));
    let kept = image::load_from_memory_with_format(&finger.png, ImageFormat::Png).unwrap();
    assert_eq!(kept.color(), image::ColorType::L8);
    assert_eq!(kept.into_luma8(), scan);
    assert_eq!(format!("{finger:?}"), "Finger(‹private›)");
}

#[test]
fn a_grey_scan_stored_as_colour_passes() {
    let scan: RgbImage = image::DynamicImage::ImageLuma8(ridges(300, 300)).into_rgb8();
    assert!(accept(&jpeg(&scan)).is_ok());
}

#[test]
fn what_is_no_scan_is_named() {
    let scan = grey_png(&ridges(320, 480));
    let cases: Vec<(&str, Vec<u8>, FingerError)> = vec![
        ("nothing", vec![], FingerError::Empty),
        (
            "too many bytes",
            vec![0; 5 * 1024 * 1024 + 1],
            FingerError::TooLarge,
        ),
        ("text", b"no image".to_vec(), FingerError::NotAnImage),
        (
            "half a scan",
            scan[..scan.len() / 2].to_vec(),
            FingerError::Damaged,
        ),
        ("narrow", grey_png(&ridges(199, 480)), FingerError::TooSmall),
        ("wide", png(&flat(2001, 300, 90)), FingerError::Dimensions),
        (
            "a huge header",
            raw_png(60_000, 60_000, &[]),
            FingerError::Dimensions,
        ),
        (
            "one that moves",
            raw_png(
                300,
                400,
                &[
                    chunk(b"acTL", &[0, 0, 0, 2, 0, 0, 0, 0]),
                    chunk(b"IDAT", &[]),
                ],
            ),
            FingerError::Animated,
        ),
        (
            "a photograph",
            jpeg(&halves(300, 300)),
            FingerError::NotGrey,
        ),
    ];
    for (name, bytes, want) in cases {
        assert_eq!(accept(&bytes), Err(want.into()), "{name}");
    }
}

const WSQ: &[u8] = include_bytes!("../data/ridges-301x257.wsq");

#[test]
fn a_wsq_scan_is_kept_as_its_decoder_reads_it() {
    let finger = accept(WSQ).unwrap();
    assert_eq!((finger.width, finger.height), (301, 257));
    let kept = Scan::read(&finger.png, 500).unwrap();
    assert_eq!(kept.pixels(), Scan::read(WSQ, 500).unwrap().pixels());
    let half = accept(&WSQ[..WSQ.len() / 2]);
    assert_eq!(half, Err(ScanError::Truncated));
    let huge = [WSQ, &vec![0; 5 * 1024 * 1024]].concat();
    assert_eq!(accept(&huge), Err(FingerError::TooLarge.into()));
}
