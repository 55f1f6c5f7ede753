//! Pictures that a demonstration hands in at the counter: a person's drawn portrait, larger, as a
//! camera would take it, and drawn fingerprints. Of nobody real.

use image::codecs::jpeg::JpegEncoder;
use image::imageops::FilterType;
use image::{ExtendedColorType, ImageEncoder, ImageFormat, load_from_memory_with_format};

use crate::CountryError;

fn failed(error: &image::ImageError) -> CountryError {
    CountryError::Draw(error.to_string())
}

/// The register's drawn portrait at the size of a photo.
pub fn live_portrait(register_portrait: &[u8]) -> Result<Vec<u8>, CountryError> {
    let small = load_from_memory_with_format(register_portrait, ImageFormat::Jpeg)
        .map_err(|e| failed(&e))?;
    let large = small.resize(480, 640, FilterType::CatmullRom).to_rgb8();
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, 85)
        .write_image(
            &large,
            large.width(),
            large.height(),
            ExtendedColorType::Rgb8,
        )
        .map_err(|e| failed(&e))?;
    Ok(bytes)
}

const WIDTH: u16 = 320;
const HEIGHT: u16 = 400;

/// A drawn fingerprint: ridges around a core whose place and bend follow from the seed.
pub fn fingerprint(seed: u32) -> Result<Vec<u8>, CountryError> {
    let part =
        |shift: u32, range: u32| f32::from(u16::try_from((seed >> shift) % range).unwrap_or(0));
    let core = (140.0 + part(0, 40), 170.0 + part(5, 40));
    let bend = 0.6 + part(10, 50) / 100.0;
    let pitch = 8.0 + part(15, 3);
    let mut grey = Vec::with_capacity(usize::from(WIDTH) * usize::from(HEIGHT));
    for y in 0..HEIGHT {
        for x in 0..WIDTH {
            grey.push(ridge(f32::from(x), f32::from(y), core, (bend, pitch)));
        }
    }
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, 85)
        .write_image(
            &grey,
            u32::from(WIDTH),
            u32::from(HEIGHT),
            ExtendedColorType::L8,
        )
        .map_err(|e| failed(&e))?;
    Ok(bytes)
}

/// Brightness at a point: dark ridges on light ground, fading towards the rim of the finger.
fn ridge(x: f32, y: f32, core: (f32, f32), shape: (f32, f32)) -> u8 {
    let (bend, pitch) = shape;
    let (dx, dy) = (x - core.0, (y - core.1) * bend);
    let around = (dx * dx + dy * dy).sqrt() + 6.0 * (y / 31.0).sin() + 5.0 * (x / 23.0).cos();
    let wave = (around * std::f32::consts::TAU / pitch).sin();
    let (rx, ry) = ((x - 160.0) / 150.0, (y - 200.0) / 190.0);
    let inside = (1.0 - (rx * rx + ry * ry)).clamp(0.0, 0.3) / 0.3;
    let value = 235.0 - (wave * 0.5 + 0.5) * 190.0 * inside;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "clamped to a byte"
    )]
    let byte = value.clamp(0.0, 255.0) as u8;
    byte
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_are_large_enough_and_differ() {
        let finger = fingerprint(1).unwrap();
        let read = image::load_from_memory(&finger).unwrap();
        assert_eq!((read.width(), read.height()), (320, 400));
        assert_ne!(finger, fingerprint(999_999).unwrap());
        let live = live_portrait(&finger).unwrap();
        assert_eq!(image::load_from_memory(&live).unwrap().height(), 600);
    }
}
