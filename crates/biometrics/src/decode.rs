//! Decoding bytes of outsiders: content decides the format, limits come before the first pixel.

use std::io::Cursor;

use hayro_jpeg2000::{DecodeSettings, Image as Jpeg2000};
use image::codecs::jpeg::JpegDecoder;
use image::codecs::png::PngDecoder;
use image::{DynamicImage, ImageDecoder, ImageError, ImageFormat, Limits};

use crate::jpeg;

/// Most bytes of an upload.
pub(crate) const MAX_BYTES: usize = 5 * 1024 * 1024;
/// Most memory for the decoded pixels and the decoder's own tables.
const MAX_ALLOC: u64 = 192 * 1024 * 1024;

/// What an image may be at most.
#[derive(Clone, Copy)]
pub(crate) struct Bounds {
    pub(crate) side: u32,
    pub(crate) pixels: u64,
}

/// Why bytes are no image for us.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DecodeError {
    Empty,
    TooLarge,
    NotAnImage,
    Dimensions,
    Animated,
    Damaged,
}

/// Decodes one still JPEG or PNG and turns it upright.
pub(crate) fn decode(bytes: &[u8], bounds: Bounds) -> Result<DynamicImage, DecodeError> {
    if bytes.is_empty() {
        return Err(DecodeError::Empty);
    }
    if bytes.len() > MAX_BYTES {
        return Err(DecodeError::TooLarge);
    }
    match image::guess_format(bytes) {
        Ok(ImageFormat::Jpeg) if !jpeg::is_whole(bytes) => Err(DecodeError::Damaged),
        Ok(ImageFormat::Jpeg) => pixels(JpegDecoder::new(Cursor::new(bytes)).map_err(why)?, bounds),
        Ok(ImageFormat::Png) => {
            let decoder =
                PngDecoder::with_limits(Cursor::new(bytes), limits(bounds)).map_err(why)?;
            if decoder.is_apng().map_err(why)? {
                return Err(DecodeError::Animated);
            }
            pixels(decoder, bounds)
        }
        Ok(_) | Err(_) => Err(DecodeError::NotAnImage),
    }
}

/// Decodes one still JPEG 2000 (ISO/IEC 15444-1), in its file format or bare; nothing is guessed of a broken one.
pub(crate) fn decode_jpeg2000(bytes: &[u8], bounds: Bounds) -> Result<DynamicImage, DecodeError> {
    if bytes.len() > MAX_BYTES {
        return Err(DecodeError::TooLarge);
    }
    let settings = DecodeSettings {
        strict: true,
        ..DecodeSettings::default()
    };
    let picture = Jpeg2000::new(bytes, &settings).map_err(|_| DecodeError::Damaged)?;
    // Grey, or colours with or without transparency: of anything else the decoder does not know what it shows.
    let channels = picture
        .color_space()
        .num_channels()
        .saturating_add(u8::from(picture.has_alpha()));
    if !matches!(channels, 1 | 3 | 4) {
        return Err(DecodeError::Damaged);
    }
    pixels(picture, bounds)
}

fn limits(bounds: Bounds) -> Limits {
    let mut limits = Limits::default();
    limits.max_image_width = Some(bounds.side);
    limits.max_image_height = Some(bounds.side);
    limits.max_alloc = Some(MAX_ALLOC);
    limits
}

fn pixels(mut decoder: impl ImageDecoder, bounds: Bounds) -> Result<DynamicImage, DecodeError> {
    let (width, height) = decoder.dimensions();
    let too_big = width > bounds.side
        || height > bounds.side
        || u64::from(width) * u64::from(height) > bounds.pixels;
    if too_big || width == 0 || height == 0 {
        return Err(DecodeError::Dimensions);
    }
    decoder.set_limits(limits(bounds)).map_err(why)?;
    // Broken EXIF data is no reason to refuse a sound picture.
    let orientation = decoder.orientation().ok();
    let mut image = DynamicImage::from_decoder(decoder).map_err(why)?;
    if let Some(orientation) = orientation {
        image.apply_orientation(orientation);
    }
    Ok(image)
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "the shape that map_err takes"
)]
fn why(error: ImageError) -> DecodeError {
    match error {
        ImageError::Limits(_) => DecodeError::Dimensions,
        ImageError::Unsupported(_)
        | ImageError::Decoding(_)
        | ImageError::Encoding(_)
        | ImageError::Parameter(_)
        | ImageError::IoError(_) => DecodeError::Damaged,
    }
}
