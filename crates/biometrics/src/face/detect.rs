//! Where the faces of a picture are: the detector's input, and what its output says.

use super::geometry::{Area, small};
use super::picture::Picture;

/// What the detector looks at: width and height.
const INPUT: (u16, u16) = (320, 240);
/// The shape of its input.
pub(super) const SHAPE: [usize; 4] = [1, 3, 240, 320];
/// Places of the input that it tells about.
pub(super) const PLACES: usize = 4420;
/// Less sure is no face.
const SURE: f32 = 0.6;
/// Two boxes that share more are of one face.
const SAME: f32 = 0.4;
/// Most boxes that are told apart; a picture with more of them is a pattern.
const MOST: usize = 750;

/// A place where a face is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Found {
    /// Around brow, chin and cheeks, in pixels of the picture; may reach beyond it.
    pub(super) area: Area,
    /// How sure the detector is, 0 to 1.
    pub(super) score: f32,
}

/// A picture in the upper left corner of the detector's input, as large as fits.
pub(super) struct Letter {
    /// Channel by channel, red first.
    pub(super) input: Vec<f32>,
    /// Pixels of the picture for one of the input.
    scale: f32,
}

impl Letter {
    /// Fits the picture into the input without changing its shape; the rest stays middle grey.
    pub(super) fn new(picture: &Picture) -> Self {
        let whole = picture.area();
        let (width, height) = (f32::from(INPUT.0), f32::from(INPUT.1));
        let scale = (whole.width() / width).max(whole.height() / height);
        let fit = |length: f32, most: u16| {
            let mut pixels = most;
            while pixels > 1 && f32::from(pixels) * scale > length + scale / 2.0 {
                pixels -= 1;
            }
            pixels
        };
        let (columns, rows) = (fit(whole.width(), INPUT.0), fit(whole.height(), INPUT.1));
        let shrunk = picture.shrunk(u32::from(columns), u32::from(rows));
        let plane = usize::from(INPUT.0) * usize::from(INPUT.1);
        let mut input = vec![0.0_f32; 3 * plane];
        for (channel, plane) in input.chunks_exact_mut(plane).enumerate() {
            let into = plane.chunks_exact_mut(usize::from(INPUT.0));
            for (to, from) in into.zip(shrunk.rows()) {
                for (to, pixel) in to.iter_mut().zip(from) {
                    let value = pixel.0.get(channel).copied().unwrap_or_default();
                    *to = (f32::from(value) - 127.0) / 128.0;
                }
            }
        }
        Self { input, scale }
    }

    /// Reads scores (background, face) and boxes of the detector: the boxes are corners already, as shares of
    /// the input's sides. The largest face first.
    pub(super) fn faces(&self, scores: &[f32], boxes: &[f32]) -> Vec<Found> {
        let (width, height) = (
            f32::from(INPUT.0) * self.scale,
            f32::from(INPUT.1) * self.scale,
        );
        let rows = scores.as_chunks::<2>().0.iter();
        let found = rows.zip(boxes.as_chunks::<4>().0);
        let sure = found.filter(|([_, score], _)| *score > SURE);
        let found = sure.map(|([_, score], [left, top, right, bottom])| Found {
            area: Area {
                left: left * width,
                top: top * height,
                right: right * width,
                bottom: bottom * height,
            },
            score: *score,
        });
        let mut faces = one_each(found.filter(|found| found.area.size() >= 1.0).collect());
        faces.sort_by(|a, b| b.area.size().total_cmp(&a.area.size()));
        faces
    }
}

/// Of boxes that share most of their area only the surest stays.
fn one_each(mut found: Vec<Found>) -> Vec<Found> {
    found.sort_by(|a, b| b.score.total_cmp(&a.score));
    found.truncate(MOST);
    let mut kept: Vec<Found> = Vec::new();
    for one in found {
        if kept
            .iter()
            .all(|other| one.area.overlap(&other.area) <= SAME)
        {
            kept.push(one);
        }
    }
    kept
}

/// Of these faces, how many are at least a share of the largest one's height: people, not pictures on a wall.
pub(super) fn people(faces: &[Found], share: f32) -> f32 {
    let largest = faces.first().map_or(0.0, |face| face.area.height());
    let near = faces
        .iter()
        .filter(|face| face.area.height() >= largest * share);
    small(near.count())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(left: f32, top: f32, side: f32, score: f32) -> Found {
        Found {
            area: Area {
                left,
                top,
                right: left + side,
                bottom: top + side,
            },
            score,
        }
    }

    #[test]
    fn boxes_of_one_face_become_one() {
        let kept = one_each(vec![
            found(0.0, 0.0, 10.0, 0.7),
            found(1.0, 1.0, 10.0, 0.9),
            found(30.0, 0.0, 10.0, 0.8),
            found(8.0, 8.0, 10.0, 0.65),
        ]);
        let scores: Vec<f32> = kept.iter().map(|face| face.score).collect();
        assert_eq!(scores, [0.9, 0.8, 0.65]);
    }

    #[test]
    fn the_input_keeps_the_shape_and_the_output_is_laid_back() {
        for (width, height, scale) in [(640, 480, 2.0), (600, 800, 800.0 / 240.0), (960, 320, 3.0)]
        {
            let letter = Letter::new(&Picture::white(width, height));
            assert_eq!(letter.input.len(), 3 * 320 * 240);
            assert!((letter.scale - scale).abs() < 1e-4, "{}", letter.scale);
            let lit = letter.input[..320 * 240].iter().filter(|v| **v > 0.9);
            let (columns, rows) = (
                f64::from(width) / scale_of(scale),
                f64::from(height) / scale_of(scale),
            );
            let share = f64::from(u32::try_from(lit.count()).unwrap()) / (columns * rows);
            assert!((share - 1.0).abs() < 0.01, "{share}");
            let faces = letter.faces(
                &[0.9, 0.1, 0.2, 0.8, 0.0, 0.95],
                &[0.0, 0.0, 1.0, 1.0, 0.25, 0.5, 0.5, 0.75, 0.0, 0.0, 0.1, 0.1],
            );
            assert_eq!(faces.len(), 2, "the first is not sure enough");
            let first = faces[0].area;
            assert!((first.left - 80.0 * scale).abs() < 0.01);
            assert!((first.bottom - 180.0 * scale).abs() < 0.01);
        }
    }

    fn scale_of(scale: f32) -> f64 {
        f64::from(scale)
    }

    #[test]
    fn faces_far_behind_are_not_counted() {
        let faces = [
            found(0.0, 0.0, 100.0, 0.9),
            found(200.0, 0.0, 60.0, 0.9),
            found(300.0, 0.0, 20.0, 0.9),
        ];
        assert!((people(&faces, 0.25) - 2.0).abs() < 1e-6);
        assert!((people(&[], 0.25)).abs() < 1e-6);
    }
}
