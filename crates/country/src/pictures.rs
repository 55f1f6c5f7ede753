//! Pictures that a demonstration hands in at the counter: a person's drawn portrait, larger, as a
//! camera would take it. Of nobody real.

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_live_portrait_is_as_large_as_a_photo() {
        let mut small = Vec::new();
        JpegEncoder::new(&mut small)
            .write_image(&[120; 32 * 40], 32, 40, ExtendedColorType::L8)
            .unwrap();
        let live = live_portrait(&small).unwrap();
        assert_eq!(image::load_from_memory(&live).unwrap().height(), 600);
    }
}
