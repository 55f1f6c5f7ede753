//! Portraits, from a camera or an upload: D59-14.1.a asks for one, D59-14.2.a2 has one taken.

use std::fmt;

use image::codecs::jpeg::JpegEncoder;
use image::imageops::FilterType;
use image::{DynamicImage, ExtendedColorType, ImageEncoder, Rgb, RgbImage};

use crate::Light;
use crate::decode::{Bounds, DecodeError, decode, decode_jpeg2000};

/// Fewest pixels of an upright portrait: width, height.
pub const SMALLEST: (u32, u32) = (240, 320);
/// Most pixels of a stored portrait: width, height.
pub const LARGEST: (u32, u32) = (960, 1280);

pub(crate) const BOUNDS: Bounds = Bounds {
    side: 6000,
    pixels: 24_000_000,
};
/// Many times the portrait of a chip: its decoder takes 16 bytes for each colour of a pixel.
const CHIP_BOUNDS: Bounds = Bounds {
    side: 4000,
    pixels: 4_000_000,
};
const QUALITY: u8 = 88;
/// A covered lens or a picture of a lamp, not a dim room: dark hair on a dark wall must pass.
const DARKEST: u8 = 16;
const BRIGHTEST: u8 = 250;

/// A portrait as we keep it: an upright JPEG without metadata.
#[derive(Clone, PartialEq, Eq)]
pub struct Portrait {
    /// The JPEG file.
    pub jpeg: Vec<u8>,
    /// Its width in pixels.
    pub width: u32,
    /// Its height in pixels.
    pub height: u32,
    /// Its light.
    pub light: Light,
}

impl fmt::Debug for Portrait {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Portrait(‹private›)")
    }
}

/// Why a file is no portrait.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PortraitError {
    /// No bytes.
    #[error("the file is empty")]
    Empty,
    /// More than 5 MiB.
    #[error("the file is larger than 5 MiB")]
    TooLarge,
    /// Neither JPEG nor PNG by its content.
    #[error("the file is neither a JPEG nor a PNG image")]
    NotAnImage,
    /// Upright less than 240 by 320 pixels.
    #[error("the picture has fewer than 240 by 320 pixels")]
    TooSmall,
    /// More than 6000 pixels a side or 24 megapixels.
    #[error("the picture has more than 6000 pixels a side or 24 megapixels")]
    Dimensions,
    /// More than one frame.
    #[error("the picture moves")]
    Animated,
    /// Cut off or broken.
    #[error("the file is damaged")]
    Damaged,
    /// Nearly black.
    #[error("the picture is too dark")]
    TooDark,
    /// Nearly white.
    #[error("the picture is too bright")]
    TooBright,
}

impl PortraitError {
    /// All of them, for the table of texts.
    pub const ALL: [Self; 9] = [
        Self::Empty,
        Self::TooLarge,
        Self::NotAnImage,
        Self::TooSmall,
        Self::Dimensions,
        Self::Animated,
        Self::Damaged,
        Self::TooDark,
        Self::TooBright,
    ];

    /// Stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Empty => "portrait-empty",
            Self::TooLarge => "portrait-too-large",
            Self::NotAnImage => "portrait-not-an-image",
            Self::TooSmall => "portrait-too-small",
            Self::Dimensions => "portrait-dimensions",
            Self::Animated => "portrait-animated",
            Self::Damaged => "portrait-damaged",
            Self::TooDark => "portrait-too-dark",
            Self::TooBright => "portrait-too-bright",
        }
    }
}

impl From<DecodeError> for PortraitError {
    fn from(error: DecodeError) -> Self {
        match error {
            DecodeError::Empty => Self::Empty,
            DecodeError::TooLarge => Self::TooLarge,
            DecodeError::NotAnImage => Self::NotAnImage,
            DecodeError::Dimensions => Self::Dimensions,
            DecodeError::Animated => Self::Animated,
            DecodeError::Damaged => Self::Damaged,
        }
    }
}

/// Takes a file for a portrait, or says why not. Takes up to a second of processor time and 400 MB of memory for the
/// largest files (of sixteen bits, to be turned): run it off the async threads, few at once.
pub fn accept(bytes: &[u8]) -> Result<Portrait, PortraitError> {
    let image = decode(bytes, BOUNDS)?;
    if image.width() < SMALLEST.0 || image.height() < SMALLEST.1 {
        return Err(PortraitError::TooSmall);
    }
    let image = on_white(&fitting(image));
    let light = Light::of(&DynamicImage::ImageRgb8(image.clone()).into_luma8());
    match light.mean {
        mean if mean < DARKEST => return Err(PortraitError::TooDark),
        mean if mean > BRIGHTEST => return Err(PortraitError::TooBright),
        _ => {}
    }
    let jpeg = encode(&image)?;
    Ok(Portrait {
        jpeg,
        width: image.width(),
        height: image.height(),
        light,
    })
}

/// The portrait of a chip drawn anew as a JPEG, whether the chip has it as JPEG or JPEG 2000 (ICAO Doc 9303-10,
/// 4.7.2). How large or bright a portrait is that a state signed is not ours to judge.
///
/// # Errors
/// Where it cannot be decoded, or has more than 4000 pixels a side or four megapixels.
pub fn of_chip(bytes: &[u8]) -> Result<Vec<u8>, PortraitError> {
    let image = match decode(bytes, CHIP_BOUNDS) {
        Err(DecodeError::NotAnImage) => decode_jpeg2000(bytes, CHIP_BOUNDS)?,
        decoded => decoded?,
    };
    encode(&on_white(&fitting(image)))
}

fn fitting(image: DynamicImage) -> DynamicImage {
    if image.width() <= LARGEST.0 && image.height() <= LARGEST.1 {
        return image;
    }
    image.resize(LARGEST.0, LARGEST.1, FilterType::Triangle)
}

/// Transparent parts become white; sixteen bits become eight.
pub(crate) fn on_white(image: &DynamicImage) -> RgbImage {
    if !image.color().has_alpha() {
        return image.to_rgb8();
    }
    let rgba = image.to_rgba8();
    let mut flat = RgbImage::new(rgba.width(), rgba.height());
    for (to, from) in flat.pixels_mut().zip(rgba.pixels()) {
        let [r, g, b, a] = from.0;
        let over = |c: u8| {
            let mixed = u16::from(c) * u16::from(a) + 255 * (255 - u16::from(a));
            u8::try_from(mixed / 255).unwrap_or(u8::MAX)
        };
        *to = Rgb([over(r), over(g), over(b)]);
    }
    flat
}

fn encode(image: &RgbImage) -> Result<Vec<u8>, PortraitError> {
    let mut jpeg = Vec::new();
    JpegEncoder::new_with_quality(&mut jpeg, QUALITY)
        .write_image(
            image.as_raw(),
            image.width(),
            image.height(),
            ExtendedColorType::Rgb8,
        )
        .map_err(|_| PortraitError::Damaged)?;
    Ok(jpeg)
}
