//! Sixty-eight points of a face, five of them for alignment, and where the face looks.

use super::geometry::{Area, Point, Similarity};
use super::picture::{Beyond, Picture};

/// Pixels a side of the network's input.
const SIDE: u16 = 64;
/// The shape of its input.
pub(super) const SHAPE: [usize; 4] = [1, 1, 64, 64];
/// How many points it finds.
pub(super) const POINTS: usize = 68;

/// The points of one face, in pixels of its picture, in the order of iBUG 300-W: jaw, brows, nose, eyes, mouth.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Landmarks(Vec<Point>);

/// The picture of the face's square, grey.
pub(super) fn input(picture: &Picture, square: &Area) -> Vec<f32> {
    let map = Similarity::to_area(square, SIDE);
    let pixels = picture.square(&map, SIDE, Beyond::Edge);
    pixels.iter().map(|rgb| grey(*rgb) / 256.0).collect()
}

/// Luma of ITU-R BT.601.
pub(super) fn grey([r, g, b]: [f32; 3]) -> f32 {
    0.299 * r + 0.587 * g + 0.114 * b
}

impl Landmarks {
    /// Reads the network's output: shares of the square's sides.
    pub(super) fn read(output: &[f32], square: &Area) -> Self {
        let points = output.as_chunks::<2>().0.iter();
        let points = points.map(|[x, y]| {
            Point::new(
                square.left + x * square.height(),
                square.top + y * square.height(),
            )
        });
        Self(points.collect())
    }

    fn middle(&self, of: &[usize]) -> Point {
        let points: Vec<Point> = of
            .iter()
            .filter_map(|at| self.0.get(*at))
            .copied()
            .collect();
        Point::middle(&points)
    }

    /// Eye, eye (left in the picture first), tip of the nose, corners of the mouth.
    pub(super) fn five(&self) -> [Point; 5] {
        [
            self.middle(&[37, 38, 40, 41]),
            self.middle(&[43, 44, 46, 47]),
            self.middle(&[30]),
            self.middle(&[48, 60]),
            self.middle(&[54, 64]),
        ]
    }

    /// Pixels between the middles of the eyes.
    pub(super) fn eyes(&self) -> f32 {
        let [left, right, ..] = self.five();
        left.distance(right)
    }

    /// From the crown (guessed from brows and chin) to below the chin, with a margin beside the cheeks: where a
    /// picture ends in the face the points crowd at its edge, so a face without a margin is a face cut off.
    pub(super) fn head(&self) -> Area {
        let around = Area::around(&self.0);
        let (margin, crown) = (around.height() * 0.1, around.height() * 0.25);
        Area {
            left: around.left - margin,
            top: around.top - crown,
            right: around.right + margin,
            bottom: around.bottom + margin,
        }
    }

    /// The points that [`super::pose`] fits a head to.
    pub(super) fn rigid(&self) -> [Point; 9] {
        [36, 39, 42, 45, 30, 31, 35, 48, 54].map(|at| self.middle(&[at]))
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// Points as an output of the network, with those that matter set and the others in the middle.
    pub fn output(set: &[(usize, f32, f32)]) -> Vec<f32> {
        let mut output = vec![0.5; POINTS * 2];
        for (at, x, y) in set {
            output[at * 2] = *x;
            output[at * 2 + 1] = *y;
        }
        output
    }

    const SQUARE: Area = Area {
        left: 100.0,
        top: 50.0,
        right: 300.0,
        bottom: 250.0,
    };

    #[test]
    fn points_are_laid_into_the_picture() {
        let mut set: Vec<_> = [37, 38, 40, 41].map(|at| (at, 0.3, 0.4)).to_vec();
        set.extend([43, 44, 46, 47].map(|at| (at, 0.7, 0.4)));
        let points = Landmarks::read(&output(&set), &SQUARE);
        let [left, right, nose, ..] = points.five();
        assert!(left.distance(Point::new(160.0, 130.0)) < 0.01);
        assert!(right.distance(Point::new(240.0, 130.0)) < 0.01);
        assert!(nose.distance(Point::new(200.0, 150.0)) < 0.01);
        assert!((points.eyes() - 80.0).abs() < 0.01);
    }
}
