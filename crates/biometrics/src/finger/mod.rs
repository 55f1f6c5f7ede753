//! Fingerprints (D59-14.2.a2): images as scanners give them, one grey picture per finger; templates made from
//! them; comparison of one person's prints with those on record. Prints are never searched among many people's.
//!
//! [`Fingers`] is all that a server holds. Pictures that a register keeps come in by [`Fingers::look`] and
//! [`Fingers::of_pictures`]. The way of a print: [`Fingers::take`] (a file in; [`Scan`],
//! [`FingerEngine::extract`], [`Gate`]) → [`Fit`] → [`Enrolment`] and [`OnRecord`], or [`Fingers::compare`] →
//! [`Judgement`]. Who has no print to give goes the way of [`Sitting`].

use std::fmt;

use image::codecs::png::PngEncoder;
use image::{DynamicImage, ExtendedColorType, GrayImage, ImageEncoder};

use crate::decode::{Bounds, DecodeError, MAX_BYTES, decode};

mod compare;
mod density;
mod engine;
mod enrolment;
mod fingers;
mod foreground;
mod gate;
mod iso;
mod matcher;
mod nbis;
mod reference;
mod scan;
mod score;
mod sitting;
mod take;
mod template;
mod verdict;
mod wsq;

pub use compare::CompareError;
pub use domain::finger::Finger as Position;
pub use engine::{EngineError, Extraction, FingerEngine};
pub use enrolment::{EnrolError, Enrolment, IMPRESSIONS};
pub use fingers::{Fingers, OtherEngine};
pub use gate::{Fit, Gate, Quality, Unfit};
pub use iso::RecordError;
pub use nbis::Nbis;
pub use reference::{OnRecord, OnRecordError, Reference, RestoreError};
pub use scan::{Remedy, Scan, ScanError};
pub use score::{Part, Score};
pub use sitting::{Absence, Approved, ExceptionError, Sitting, SittingError, Step, Want, Why};
pub use take::TakeError;
pub use template::{Claim, Extractor, Kind, Minutia, Template};
pub use verdict::{Band, Judgement, Thresholds, ThresholdsError};

pub use crate::identity::{Identity, IdentityError};
pub use crate::rate::{Measured, MeasuredError};
pub use crate::verdict::Verdict;

/// Fewest and most pixels a side of a scan that is kept: one centimetre of a fingertip at 500 pixels an inch, a
/// rolled finger at 1000.
const SIDES: (u32, u32) = (200, 2000);

const BOUNDS: Bounds = Bounds {
    side: SIDES.1,
    pixels: 4_000_000,
};
/// How far the channels of a pixel may lie apart on average before a picture counts as coloured.
const TINT: u64 = 8;

/// A fingerprint as we keep it: a grey PNG, so that matching loses nothing.
#[derive(Clone, PartialEq, Eq)]
pub struct Finger {
    /// The PNG file.
    pub png: Vec<u8>,
    /// Its width in pixels.
    pub width: u32,
    /// Its height in pixels.
    pub height: u32,
}

impl fmt::Debug for Finger {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Finger(‹private›)")
    }
}

/// Why a file is no fingerprint image.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FingerError {
    /// No bytes.
    #[error("the file is empty")]
    Empty,
    /// More than 5 MiB.
    #[error("the file is larger than 5 MiB")]
    TooLarge,
    /// Neither WSQ nor JPEG nor PNG by its content.
    #[error("the file is neither a WSQ nor a JPEG nor a PNG image")]
    NotAnImage,
    /// A side of less than 200 pixels.
    #[error("the picture has fewer than 200 pixels a side")]
    TooSmall,
    /// A side of more than 2000 pixels.
    #[error("the picture has more than 2000 pixels a side")]
    Dimensions,
    /// More than one frame.
    #[error("the picture moves")]
    Animated,
    /// Cut off or broken.
    #[error("the file is damaged")]
    Damaged,
    /// In colour: a photograph, not a scan.
    #[error("the picture is not grey")]
    NotGrey,
}

impl FingerError {
    /// All of them, for the table of texts.
    pub const ALL: [Self; 8] = [
        Self::Empty,
        Self::TooLarge,
        Self::NotAnImage,
        Self::TooSmall,
        Self::Dimensions,
        Self::Animated,
        Self::Damaged,
        Self::NotGrey,
    ];

    /// Stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Empty => "finger-empty",
            Self::TooLarge => "finger-too-large",
            Self::NotAnImage => "finger-not-an-image",
            Self::TooSmall => "finger-too-small",
            Self::Dimensions => "finger-dimensions",
            Self::Animated => "finger-animated",
            Self::Damaged => "finger-damaged",
            Self::NotGrey => "finger-not-grey",
        }
    }
}

impl From<DecodeError> for FingerError {
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

/// Takes a WSQ, PNG or JPEG file for a fingerprint image, or says why not. What it is worth to an engine is for
/// [`Fingers::take`] to say.
pub fn accept(bytes: &[u8]) -> Result<Finger, ScanError> {
    let grey = if wsq::is_wsq(bytes) {
        from_wsq(bytes)?
    } else {
        grey(bytes, BOUNDS)?
    };
    let png = encode(&grey)?;
    Ok(Finger {
        png,
        width: grey.width(),
        height: grey.height(),
    })
}

/// The grey picture in a WSQ file.
fn from_wsq(bytes: &[u8]) -> Result<GrayImage, ScanError> {
    if bytes.len() > MAX_BYTES {
        return Err(FingerError::TooLarge.into());
    }
    let image = wsq::decode(bytes, SIDES)?;
    let grey = GrayImage::from_raw(image.width, image.height, image.pixels);
    Ok(grey.ok_or(FingerError::Damaged)?)
}

/// The grey picture in a JPEG or PNG file.
fn grey(bytes: &[u8], bounds: Bounds) -> Result<GrayImage, FingerError> {
    let image = decode(bytes, bounds)?;
    if image.width() < SIDES.0 || image.height() < SIDES.0 {
        return Err(FingerError::TooSmall);
    }
    if image.color().has_color() && coloured(&image) {
        return Err(FingerError::NotGrey);
    }
    Ok(image.into_luma8())
}

fn coloured(image: &DynamicImage) -> bool {
    let (mut count, mut apart) = (0_u64, 0_u64);
    for pixel in image.to_rgb8().pixels() {
        let [r, g, b] = pixel.0;
        apart += u64::from(r.max(g).max(b) - r.min(g).min(b));
        count += 1;
    }
    apart > count * TINT
}

fn encode(image: &GrayImage) -> Result<Vec<u8>, FingerError> {
    let mut png = Vec::new();
    PngEncoder::new(&mut png)
        .write_image(
            image.as_raw(),
            image.width(),
            image.height(),
            ExtendedColorType::L8,
        )
        .map_err(|_| FingerError::Damaged)?;
    Ok(png)
}
