//! Honest facts about the light of a picture. They say nothing about whose face it is.

use image::GrayImage;

/// Mean and spread of brightness, both 0 to 255.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Light {
    /// Mean luminance.
    pub mean: u8,
    /// Standard deviation of luminance.
    pub contrast: u8,
}

impl Light {
    pub(crate) fn of(image: &GrayImage) -> Self {
        let (mut count, mut sum, mut squares) = (0_u64, 0_u64, 0_u64);
        for pixel in image.as_raw() {
            let value = u64::from(*pixel);
            count += 1;
            sum += value;
            squares += value * value;
        }
        let count = count.max(1);
        let mean = sum / count;
        let variance = (squares / count).saturating_sub(mean * mean);
        Self {
            mean: u8::try_from(mean).unwrap_or(u8::MAX),
            contrast: u8::try_from(variance.isqrt()).unwrap_or(u8::MAX),
        }
    }
}
