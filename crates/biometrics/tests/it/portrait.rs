use biometrics::portrait::{LARGEST, Portrait, PortraitError, accept};
use image::{DynamicImage, GenericImageView};

use crate::samples::{chunk, flat, halves, jpeg, png, raw_png, with_exif};

fn pixels(portrait: &Portrait) -> DynamicImage {
    image::load_from_memory_with_format(&portrait.jpeg, image::ImageFormat::Jpeg).unwrap()
}

#[test]
fn jpeg_and_png_become_one_format() {
    for bytes in [jpeg(&halves(300, 400)), png(&halves(300, 400))] {
        let portrait = accept(&bytes).unwrap();
        assert_eq!((portrait.width, portrait.height), (300, 400));
        assert_eq!(pixels(&portrait).dimensions(), (300, 400));
        assert!(portrait.jpeg.starts_with(&[0xFF, 0xD8, 0xFF]));
    }
}

#[test]
fn large_pictures_shrink_and_keep_their_shape() {
    let portrait = accept(&jpeg(&halves(3000, 2000))).unwrap();
    assert_eq!((portrait.width, portrait.height), (960, 640));
    let tall = accept(&jpeg(&halves(1500, 3000))).unwrap();
    assert_eq!((tall.width, tall.height), (640, LARGEST.1));
}

// law: D59-14.1.a
#[test]
fn a_photograph_held_sideways_is_turned_and_loses_its_place() {
    // 6: the picture must be turned a quarter clockwise, so the left half comes to lie on top.
    let bytes = with_exif(&jpeg(&halves(400, 300)), 6);
    assert!(bytes.windows(3).any(|w| w == b"GPS"));
    let portrait = accept(&bytes).unwrap();
    assert_eq!((portrait.width, portrait.height), (300, 400));
    let image = pixels(&portrait).to_rgb8();
    let (top, bottom) = (image.get_pixel(150, 50).0, image.get_pixel(150, 350).0);
    assert!(
        top[0] > top[2] && bottom[2] > bottom[0],
        "{top:?} {bottom:?}"
    );
    assert!(
        !portrait
            .jpeg
            .windows(4)
            .any(|w| w == b"Exif" || w == b"GPS ")
    );
}

#[test]
fn size_is_judged_upright() {
    assert_eq!(
        accept(&jpeg(&halves(320, 240))),
        Err(PortraitError::TooSmall)
    );
    assert!(accept(&with_exif(&jpeg(&halves(320, 240)), 6)).is_ok());
    assert!(accept(&jpeg(&halves(240, 320))).is_ok());
    assert_eq!(
        accept(&jpeg(&halves(239, 320))),
        Err(PortraitError::TooSmall)
    );
    assert_eq!(
        accept(&jpeg(&halves(240, 319))),
        Err(PortraitError::TooSmall)
    );
}

#[test]
fn what_is_no_image_is_named() {
    use PortraitError::{Empty, NotAnImage, TooLarge};
    let webp = b"RIFF\x1a\0\0\0WEBPVP8L\x0d\0\0\0";
    for (bytes, want) in [
        (&b""[..], Empty),
        (&vec![0xFF; 5 * 1024 * 1024 + 1], TooLarge),
        (b"hello, this is my face", NotAnImage),
        (b"<svg onload=alert(1)>", NotAnImage),
        (b"GIF89a\x01\0\x01\0\0\0\0;", NotAnImage),
        (webp, NotAnImage),
    ] {
        assert_eq!(accept(bytes), Err(want), "{:?}", bytes.get(..8));
    }
}

#[test]
fn what_is_broken_or_unfit_is_named() {
    use PortraitError::{Animated, Damaged, Dimensions, TooBright, TooDark};
    let (good, good_png) = (jpeg(&halves(300, 400)), png(&halves(300, 400)));
    let empty = || chunk(b"IDAT", &[]);
    let animation = [chunk(b"acTL", &[0, 0, 0, 2, 0, 0, 0, 0]), empty()];
    for (name, bytes, want) in [
        ("half a JPEG", good[..good.len() / 2].to_vec(), Damaged),
        (
            "a JPEG without its end",
            good[..good.len() - 2].to_vec(),
            Damaged,
        ),
        ("start of a JPEG", vec![0xFF, 0xD8, 0xFF], Damaged),
        (
            "half a PNG",
            good_png[..good_png.len() / 2].to_vec(),
            Damaged,
        ),
        (
            "a header of 60000 by 60000",
            raw_png(60_000, 60_000, &[]),
            Dimensions,
        ),
        ("6000 by 6000", raw_png(6000, 6000, &[empty()]), Dimensions),
        ("an animated PNG", raw_png(300, 400, &animation), Animated),
        ("black", jpeg(&flat(300, 400, 3)), TooDark),
        ("white", jpeg(&flat(300, 400, 255)), TooBright),
    ] {
        assert_eq!(accept(&bytes), Err(want), "{name}");
    }
}

#[test]
fn dim_rooms_and_light_walls_pass() {
    for value in [20, 40, 128, 230, 248] {
        assert!(accept(&jpeg(&flat(300, 400, value))).is_ok(), "{value}");
    }
}

#[test]
fn transparent_parts_become_white() {
    let mut bytes = Vec::new();
    let image = image::RgbaImage::from_fn(300, 400, |_, y| {
        image::Rgba([10, 90, 10, if y < 200 { 0 } else { 255 }])
    });
    image
        .write_to(
            &mut std::io::Cursor::new(&mut bytes),
            image::ImageFormat::Png,
        )
        .unwrap();
    let image = pixels(&accept(&bytes).unwrap()).to_rgb8();
    assert!(image.get_pixel(150, 50).0[0] > 245 && image.get_pixel(150, 350).0[0] < 40);
}

#[test]
fn codes_are_distinct_and_a_portrait_never_prints() {
    let mut codes: Vec<_> = PortraitError::ALL.iter().map(|e| e.code()).collect();
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes.len(), PortraitError::ALL.len());
    let portrait = accept(&jpeg(&halves(300, 400))).unwrap();
    assert_eq!(format!("{portrait:?}"), "Portrait(‹private›)");
}
