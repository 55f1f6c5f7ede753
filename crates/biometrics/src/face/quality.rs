//! How good the picture of a face is, in figures that an officer and a citizen can act on.

use image::{GrayImage, Luma, imageops};

use super::Pose;
use super::align::{ALIGNED, aligned};
use super::geometry::{Area, rounded};
use super::landmark::{Landmarks, grey};
use super::picture::Picture;
use crate::Light;

/// What was measured of a face. ISO/IEC 29794-5:2025 (OFIQ) is not at hand; its figures would replace these.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quality {
    /// Faces of people near the camera.
    pub faces: u8,
    /// How sure the detector is that this is a face, in percent.
    pub sure: u8,
    /// Pixels between the middles of the eyes.
    pub eyes: u16,
    /// Where the face looks.
    pub pose: Pose,
    /// How much of it is fine structure, in thousandths: high for a sharp face.
    pub sharpness: u16,
    /// The light on the face.
    pub light: Light,
    /// How much of the head, with a margin, lies in the picture, in percent.
    pub inside: u8,
    /// How much structure the eyes have beside that of the whole face, in percent: little behind dark glasses.
    pub eyes_shown: u8,
    /// The same of the mouth: little behind a mask or a hand.
    pub mouth_shown: u8,
    /// How far apart the eyes are beside the height of the face, in percent: about a third, and more where the lower
    /// part of the face is hidden from the detector.
    pub eyes_share: u8,
}

/// Faces less than this share as high as the largest are far behind, or pictures on a wall.
const NEAR: f32 = 0.3;
/// Pixels a side of the face that is looked at, twice the comparing network's.
const SIDE: u16 = ALIGNED * 2;
/// Brow to chin and cheek to cheek of the aligned face: left, top, width, height.
const FACE: Window = (40, 60, 144, 152);
/// The eyes and the mouth of the aligned face.
const EYES: [Window; 2] = [(54, 92, 46, 24), (124, 92, 46, 24)];
const MOUTH: Window = (76, 166, 72, 40);

/// Left, top, width, height.
type Window = (u32, u32, u32, u32);

/// What goes into the figures.
pub(super) struct Seen<'a> {
    pub(super) picture: &'a Picture,
    pub(super) landmarks: &'a Landmarks,
    /// The face, as the detector found it.
    pub(super) face: &'a super::detect::Found,
    /// All faces of the picture.
    pub(super) faces: &'a [super::detect::Found],
}

impl Seen<'_> {
    pub(super) fn quality(&self) -> Quality {
        let aligned = self.aligned();
        let face = part(&aligned, FACE);
        let all = spread(&face).max(1.0);
        let shown = |window| rounded(100.0 * spread(&part(&aligned, window)) / all, 0, 255);
        let [left, right] = EYES.map(shown);
        let percent = |share: f32| u8::try_from(rounded(share * 100.0, 0, 100)).unwrap_or(0);
        let people = super::detect::people(self.faces, NEAR);
        let head: Area = self.landmarks.head();
        Quality {
            faces: u8::try_from(rounded(people, 0, 255)).unwrap_or(u8::MAX),
            sure: percent(self.face.score),
            eyes: whole(self.landmarks.eyes()),
            pose: Pose::of(&self.landmarks.rigid()),
            sharpness: sharpness(&face),
            light: Light::of(&face),
            inside: percent(head.inside(&self.picture.area())),
            eyes_shown: u8::try_from(left.min(right)).unwrap_or_default(),
            mouth_shown: u8::try_from(shown(MOUTH)).unwrap_or_default(),
            eyes_share: percent(self.landmarks.eyes() / self.face.area.height().max(1.0)),
        }
    }

    /// The face upright and always of the same size, grey.
    fn aligned(&self) -> GrayImage {
        let pixels = aligned(self.picture, &self.landmarks.five(), SIDE).unwrap_or_default();
        let mut pixels = pixels.into_iter();
        let side = u32::from(SIDE);
        GrayImage::from_fn(side, side, |_, _| {
            let value = pixels.next().map_or(0.0, grey);
            Luma([u8::try_from(rounded(value, 0, 255)).unwrap_or(u8::MAX)])
        })
    }
}

fn part(of: &GrayImage, (left, top, width, height): Window) -> GrayImage {
    imageops::crop_imm(of, left, top, width, height).to_image()
}

/// Standard deviation of brightness.
fn spread(of: &GrayImage) -> f32 {
    variance(of.as_raw().iter().map(|value| f32::from(*value))).sqrt()
}

fn whole(value: f32) -> u16 {
    u16::try_from(rounded(value, 0, i16::MAX)).unwrap_or_default()
}

/// Variance of the Laplacian over the variance of the picture: light and skin cancel out.
fn sharpness(face: &GrayImage) -> u16 {
    let width = usize::try_from(face.width()).unwrap_or(1);
    let rows: Vec<&[u8]> = face.as_raw().chunks_exact(width).collect();
    let edges = rows.windows(3).filter_map(|rows| match rows {
        [above, row, below] => Some(laplacian(above, row, below)),
        _ => None,
    });
    let fine = variance(edges.flatten());
    whole(1000.0 * fine / spread(face).powi(2).max(1.0))
}

fn laplacian<'a>(
    above: &'a [u8],
    row: &'a [u8],
    below: &'a [u8],
) -> impl Iterator<Item = f32> + 'a {
    let upright = above.iter().zip(below).skip(1);
    let across = row.array_windows::<3>();
    across
        .zip(upright)
        .map(|([left, middle, right], (up, down))| {
            let around = [left, right, up, down].map(|value| f32::from(*value));
            around.iter().sum::<f32>() - 4.0 * f32::from(*middle)
        })
}

fn variance(values: impl Iterator<Item = f32>) -> f32 {
    let (mut count, mut sum, mut squares) = (0.0_f64, 0.0_f64, 0.0_f64);
    for value in values.map(f64::from) {
        count += 1.0;
        sum += value;
        squares += value * value;
    }
    if count < 1.0 {
        return 0.0;
    }
    let mean = sum / count;
    #[expect(
        clippy::cast_possible_truncation,
        reason = "of bytes and of eight times bytes: small"
    )]
    let variance = (squares / count - mean * mean) as f32;
    variance.max(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picture(value: impl Fn(u32, u32) -> u8) -> GrayImage {
        GrayImage::from_fn(144, 152, |x, y| Luma([value(x, y)]))
    }

    #[test]
    fn a_blurred_face_has_less_fine_structure() {
        let blobs = |step: u32| {
            picture(move |x, y| {
                if (x / step + y / step).is_multiple_of(2) {
                    60
                } else {
                    180
                }
            })
        };
        let sharp = sharpness(&blobs(8));
        let soft = sharpness(&imageops::blur(&blobs(8), 2.0));
        let softer = sharpness(&imageops::blur(&blobs(8), 4.0));
        assert!(sharp > 3 * soft && soft > softer, "{sharp} {soft} {softer}");
        assert_eq!(sharpness(&picture(|_, _| 77)), 0);
    }

    #[test]
    fn light_does_not_change_sharpness_much() {
        let blobs = |low: u8, high: u8| {
            sharpness(&picture(move |x, y| {
                if (x / 8 + y / 8).is_multiple_of(2) {
                    low
                } else {
                    high
                }
            }))
        };
        assert!(blobs(60, 180).abs_diff(blobs(20, 60)) <= 2);
    }
}
