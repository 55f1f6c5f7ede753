//! A picture to look for faces in: decoded under limits, upright, without a trace of its file.

use std::fmt;

use image::imageops::{self, FilterType};
use image::{DynamicImage, RgbImage};
use zeroize::Zeroize;

use super::geometry::{Area, Point, Similarity, small};
use crate::decode::{Bounds, decode};
use crate::portrait::{BOUNDS, PortraitError, on_white};

/// Fewest pixels a side: less holds no face that could be compared.
const LEAST_SIDE: u32 = 64;
/// Most pixels a side that are looked at; what is larger is made smaller.
const MOST_SIDE: u32 = 1920;
/// What a frame of a challenge may be at most.
const FRAME: Bounds = Bounds {
    side: MOST_SIDE,
    pixels: MOST_SIDE as u64 * MOST_SIDE as u64,
};

/// A picture in memory. Never kept.
#[derive(Clone, PartialEq, Eq)]
pub struct Picture(RgbImage);

impl fmt::Debug for Picture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Picture(‹private›)")
    }
}

impl Drop for Picture {
    fn drop(&mut self) {
        (*self.0).zeroize();
    }
}

impl Picture {
    /// Takes a JPEG or PNG file: a capture, a stored portrait, the portrait of a chip. Takes up to a second of
    /// processor and 400 MB of memory for the largest files (of sixteen bits, to be turned).
    pub fn read(bytes: &[u8]) -> Result<Self, PortraitError> {
        let image = decode(bytes, BOUNDS)?;
        if image.width() < LEAST_SIDE || image.height() < LEAST_SIDE {
            return Err(PortraitError::TooSmall);
        }
        Ok(Self(on_white(&fitting(image))))
    }

    /// Takes a frame of a challenge: at most 1920 pixels a side, told by its header before the first pixel. Forty of
    /// them are looked at, and none needs more.
    pub fn frame(bytes: &[u8]) -> Result<Self, PortraitError> {
        let image = decode(bytes, FRAME)?;
        if image.width() < LEAST_SIDE || image.height() < LEAST_SIDE {
            return Err(PortraitError::TooSmall);
        }
        Ok(Self(on_white(&image)))
    }

    /// Pixels a row.
    pub fn width(&self) -> u32 {
        self.0.width()
    }

    /// Rows.
    pub fn height(&self) -> u32 {
        self.0.height()
    }

    /// The whole of it.
    pub(super) fn area(&self) -> Area {
        Area {
            left: 0.0,
            top: 0.0,
            right: side(self.width()),
            bottom: side(self.height()),
        }
    }

    /// The picture made to fit these sides.
    pub(super) fn shrunk(&self, width: u32, height: u32) -> RgbImage {
        imageops::thumbnail(&self.0, width.max(1), height.max(1))
    }

    /// A square picture of `side` pixels whose points lie where `map` says, row by row, red, green and blue from
    /// 0 to 255. Where it shrinks, every pixel is a mean, else fine hair would turn into noise.
    pub(super) fn square(&self, map: &Similarity, side: u16, beyond: Beyond) -> Vec<[f32; 3]> {
        let fine = (map.scale() / 2.0).ceil().clamp(1.0, 8.0);
        let (step, weight) = (1.0 / fine, 1.0 / (fine * fine));
        let mut pixels = Vec::with_capacity(usize::from(side) * usize::from(side));
        for y in 0..side {
            for x in 0..side {
                let mut sum = [0.0_f32; 3];
                let mut inner_y = step / 2.0;
                while inner_y < 1.0 {
                    let mut inner_x = step / 2.0;
                    while inner_x < 1.0 {
                        let at = Point::new(f32::from(x) + inner_x, f32::from(y) + inner_y);
                        let found = self.between(map.apply(at), beyond);
                        for (sum, value) in sum.iter_mut().zip(found) {
                            *sum += value * weight;
                        }
                        inner_x += step;
                    }
                    inner_y += step;
                }
                pixels.push(sum);
            }
        }
        pixels
    }

    /// The colour at a point, from the four pixels around it. Pixel 0 has its middle at 0.5.
    fn between(&self, at: Point, beyond: Beyond) -> [f32; 3] {
        let (x, y) = (at.x - 0.5, at.y - 0.5);
        let (left, top) = (x.floor(), y.floor());
        let (right_share, lower_share) = (x - left, y - top);
        let mut colour = [0.0_f32; 3];
        for (dx, dy, weight) in [
            (0.0, 0.0, (1.0 - right_share) * (1.0 - lower_share)),
            (1.0, 0.0, right_share * (1.0 - lower_share)),
            (0.0, 1.0, (1.0 - right_share) * lower_share),
            (1.0, 1.0, right_share * lower_share),
        ] {
            let pixel = self.pixel(left + dx, top + dy, beyond);
            for (colour, value) in colour.iter_mut().zip(pixel) {
                *colour += weight * f32::from(value);
            }
        }
        colour
    }

    fn pixel(&self, x: f32, y: f32, beyond: Beyond) -> [u8; 3] {
        let area = self.area();
        let outside = x < 0.0 || y < 0.0 || x >= area.right || y >= area.bottom;
        if outside && beyond == Beyond::Black {
            return [0; 3];
        }
        let (column, row) = (
            index(x.clamp(0.0, area.right - 1.0)),
            index(y.clamp(0.0, area.bottom - 1.0)),
        );
        self.0
            .get_pixel_checked(column, row)
            .map_or([0; 3], |p| p.0)
    }
}

/// What lies beyond the edge of a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Beyond {
    /// Nothing: the comparing network was trained so.
    Black,
    /// The pixel at the edge goes on.
    Edge,
}

fn fitting(image: DynamicImage) -> DynamicImage {
    if image.width().max(image.height()) <= MOST_SIDE {
        return image;
    }
    image.resize(MOST_SIDE, MOST_SIDE, FilterType::Triangle)
}

fn side(pixels: u32) -> f32 {
    small(usize::try_from(pixels).unwrap_or(usize::MAX))
}

fn index(place: f32) -> u32 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "clamped to the sides of the picture before"
    )]
    let whole = place as u32;
    whole
}

#[cfg(test)]
impl Picture {
    /// A white picture.
    pub(super) fn white(width: u32, height: u32) -> Self {
        Self(RgbImage::from_pixel(width, height, image::Rgb([255; 3])))
    }
}

#[cfg(test)]
pub(super) mod tests {
    use image::Rgb;

    use super::*;

    pub fn whole(colour: [f32; 3]) -> [i16; 3] {
        colour.map(|value| crate::face::geometry::rounded(value, -255, 255))
    }

    fn ramp(width: u32, height: u32) -> Picture {
        Picture(RgbImage::from_fn(width, height, |x, y| {
            Rgb([
                u8::try_from(x).unwrap_or(255),
                u8::try_from(y).unwrap_or(255),
                9,
            ])
        }))
    }

    fn area(left: f32, top: f32, side: f32) -> Area {
        Area {
            left,
            top,
            right: left + side,
            bottom: top + side,
        }
    }

    #[test]
    fn an_area_of_its_own_size_is_copied() {
        let map = Similarity::to_area(&area(3.0, 5.0, 4.0), 4);
        let pixels = ramp(100, 100).square(&map, 4, Beyond::Edge);
        assert_eq!(whole(pixels[0]), [3, 5, 9]);
        assert_eq!(whole(pixels[15]), [6, 8, 9]);
    }

    #[test]
    fn shrinking_means_over_what_it_covers() {
        let stripes = Picture(RgbImage::from_fn(64, 64, |x, _| {
            Rgb([if x % 2 == 0 { 0 } else { 200 }; 3])
        }));
        let map = Similarity::to_area(&area(0.0, 0.0, 64.0), 8);
        for pixel in stripes.square(&map, 8, Beyond::Edge) {
            assert!((pixel[0] - 100.0).abs() < 26.0, "{pixel:?}");
        }
    }

    #[test]
    fn beyond_the_edge_is_what_was_asked_for() {
        let map = Similarity::to_area(&area(-10.0, 20.0, 4.0), 4);
        let picture = ramp(100, 100);
        let first = |beyond| whole(picture.square(&map, 4, beyond)[0]);
        assert_eq!(first(Beyond::Black), [0; 3]);
        assert_eq!(first(Beyond::Edge), [0, 20, 9]);
    }

    #[test]
    fn nothing_of_it_is_printed() {
        assert_eq!(format!("{:?}", ramp(1, 1)), "Picture(‹private›)");
    }
}
