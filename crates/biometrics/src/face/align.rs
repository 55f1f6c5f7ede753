//! A face brought into the place and size that the comparing network was trained on.

use super::geometry::{Point, Similarity};
use super::picture::{Beyond, Picture};

/// Pixels a side of the aligned face.
pub(super) const ALIGNED: u16 = 112;
/// The shape of the comparing network's input.
pub(super) const SHAPE: [usize; 4] = [1, 3, 112, 112];
/// Where eyes, nose and corners of the mouth belong (the template of `ArcFace`, Deng et al. 2019).
const TEMPLATE: [Point; 5] = [
    Point::new(38.294_6, 51.696_3),
    Point::new(73.531_8, 51.501_4),
    Point::new(56.025_2, 71.736_6),
    Point::new(41.549_3, 92.365_5),
    Point::new(70.729_9, 92.204_1),
];

/// The aligned face, `side` pixels a side. None where the points are one.
pub(super) fn aligned(picture: &Picture, five: &[Point; 5], side: u16) -> Option<Vec<[f32; 3]>> {
    let scale = f32::from(side) / f32::from(ALIGNED);
    let to = TEMPLATE.map(|point| Point::new(point.x * scale, point.y * scale));
    let map = Similarity::fit(five, &to)?.inverse();
    Some(picture.square(&map, side, Beyond::Black))
}

/// The comparing network's input: channel by channel, red first.
pub(super) fn input(pixels: &[[f32; 3]]) -> Vec<f32> {
    planes(pixels, |[r, g, b]| [r, g, b].map(|v| (v - 127.0) / 128.0))
}

/// Pixels taken apart into three planes, in the order that `colours` gives.
pub(super) fn planes(pixels: &[[f32; 3]], colours: fn([f32; 3]) -> [f32; 3]) -> Vec<f32> {
    let mut planes = vec![0.0_f32; pixels.len() * 3];
    let mut parts = planes.chunks_exact_mut(pixels.len().max(1));
    if let (Some(one), Some(two), Some(three)) = (parts.next(), parts.next(), parts.next()) {
        for (((a, b), c), pixel) in one.iter_mut().zip(two).zip(three).zip(pixels) {
            [*a, *b, *c] = colours(*pixel);
        }
    }
    planes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::face::picture::tests::whole;

    #[test]
    fn a_face_of_the_templates_place_stays_there() {
        let picture = Picture::white(200, 200);
        let face = aligned(&picture, &TEMPLATE, ALIGNED).unwrap();
        assert_eq!(face.len(), 112 * 112);
        assert_eq!(whole(face[112 * 50 + 50]), [255; 3]);
        let moved = TEMPLATE.map(|p| Point::new(p.x - 60.0, p.y));
        let face = aligned(&picture, &moved, ALIGNED).unwrap();
        assert_eq!(
            whole(face[112 * 50 + 50]),
            [0; 3],
            "beyond the edge is black"
        );
        assert_eq!(aligned(&picture, &[Point::new(1.0, 1.0); 5], 112), None);
    }

    #[test]
    fn colours_become_planes() {
        let pixels = [[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]];
        assert_eq!(
            planes(&pixels, |[r, g, b]| [b, g, r]),
            [3.0, 6.0, 2.0, 5.0, 1.0, 4.0]
        );
        assert_eq!(input(&[[127.0, 255.0, -1.0]]), [0.0, 1.0, -1.0]);
        assert!(input(&[]).is_empty());
    }
}
