//! Points, areas, and the map that lays one set of points on another.

/// A point of a picture, in pixels from its upper left corner.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Point {
    pub(super) x: f32,
    pub(super) y: f32,
}

impl Point {
    pub(super) const fn new(x: f32, y: f32) -> Self {
        Self { x, y }
    }

    pub(super) fn distance(self, other: Self) -> f32 {
        (self.x - other.x).hypot(self.y - other.y)
    }

    /// The middle of several points.
    pub(super) fn middle(points: &[Self]) -> Self {
        let count = small(points.len().max(1));
        let sum = points
            .iter()
            .fold((0.0, 0.0), |sum, p| (sum.0 + p.x, sum.1 + p.y));
        Self::new(sum.0 / count, sum.1 / count)
    }
}

/// An upright rectangle by its corners.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Area {
    pub(super) left: f32,
    pub(super) top: f32,
    pub(super) right: f32,
    pub(super) bottom: f32,
}

impl Area {
    pub(super) fn width(&self) -> f32 {
        (self.right - self.left).max(0.0)
    }

    pub(super) fn height(&self) -> f32 {
        (self.bottom - self.top).max(0.0)
    }

    pub(super) fn size(&self) -> f32 {
        self.width() * self.height()
    }

    fn common(&self, other: &Self) -> f32 {
        let both = Self {
            left: self.left.max(other.left),
            top: self.top.max(other.top),
            right: self.right.min(other.right),
            bottom: self.bottom.min(other.bottom),
        };
        both.size()
    }

    /// What both cover, as a share of what either covers: 1 for the same area, 0 for areas apart.
    pub(super) fn overlap(&self, other: &Self) -> f32 {
        let common = self.common(other);
        let either = self.size() + other.size() - common;
        if either > 0.0 { common / either } else { 0.0 }
    }

    /// Which share of this area lies in the other.
    pub(super) fn inside(&self, other: &Self) -> f32 {
        if self.size() > 0.0 {
            self.common(other) / self.size()
        } else {
            0.0
        }
    }

    /// The square about the same middle, `times` as high.
    pub(super) fn square(&self, times: f32) -> Self {
        let half = self.height() * times / 2.0;
        let (x, y) = (
            f32::midpoint(self.left, self.right),
            f32::midpoint(self.top, self.bottom),
        );
        Self {
            left: x - half,
            top: y - half,
            right: x + half,
            bottom: y + half,
        }
    }

    /// The smallest area around points.
    pub(super) fn around(points: &[Point]) -> Self {
        let start = Self {
            left: f32::INFINITY,
            top: f32::INFINITY,
            right: f32::NEG_INFINITY,
            bottom: f32::NEG_INFINITY,
        };
        points.iter().fold(start, |area, point| Self {
            left: area.left.min(point.x),
            top: area.top.min(point.y),
            right: area.right.max(point.x),
            bottom: area.bottom.max(point.y),
        })
    }
}

/// A map that turns, scales and moves, and bends nothing: `x' = a·x − b·y + c`, `y' = b·x + a·y + d`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Similarity {
    a: f32,
    b: f32,
    c: f32,
    d: f32,
}

impl Similarity {
    /// The map that lays `from` on `to` with the least sum of squares (Umeyama 1991, in the plane, without
    /// mirroring). None where all points of `from` are one.
    pub(super) fn fit<const N: usize>(from: &[Point; N], to: &[Point; N]) -> Option<Self> {
        let (mean_from, mean_to) = (Point::middle(from), Point::middle(to));
        let (mut along, mut across, mut spread) = (0.0_f32, 0.0_f32, 0.0_f32);
        for (p, q) in from.iter().zip(to) {
            let p = (p.x - mean_from.x, p.y - mean_from.y);
            let q = (q.x - mean_to.x, q.y - mean_to.y);
            along += p.0 * q.0 + p.1 * q.1;
            across += p.0 * q.1 - p.1 * q.0;
            spread += p.0 * p.0 + p.1 * p.1;
        }
        let (a, b) = (along / spread, across / spread);
        let map = Self {
            a,
            b,
            c: mean_to.x - a * mean_from.x + b * mean_from.y,
            d: mean_to.y - b * mean_from.x - a * mean_from.y,
        };
        (a.is_finite() && b.is_finite() && map.scale() > f32::EPSILON).then_some(map)
    }

    /// The map from a square picture of `side` pixels to a square area of a picture.
    pub(super) fn to_area(area: &Area, side: u16) -> Self {
        Self {
            a: area.height() / f32::from(side),
            b: 0.0,
            c: area.left,
            d: area.top,
        }
    }

    pub(super) fn apply(&self, point: Point) -> Point {
        Point::new(
            self.a * point.x - self.b * point.y + self.c,
            self.b * point.x + self.a * point.y + self.d,
        )
    }

    /// How many times longer lengths become.
    pub(super) fn scale(&self) -> f32 {
        self.a.hypot(self.b)
    }

    /// The way back.
    pub(super) fn inverse(&self) -> Self {
        let square = self.a * self.a + self.b * self.b;
        let (a, b) = (self.a / square, -self.b / square);
        Self {
            a,
            b,
            c: -(a * self.c - b * self.d),
            d: -(b * self.c + a * self.d),
        }
    }
}

/// Counts and sizes of pictures: all below two to the sixteenth.
pub(super) fn small(count: usize) -> f32 {
    f32::from(u16::try_from(count).unwrap_or(u16::MAX))
}

/// Rounds a figure into the bounds of a small whole number.
pub(super) fn rounded(value: f32, least: i16, most: i16) -> i16 {
    let bounded = value.clamp(f32::from(least), f32::from(most)).round();
    if bounded.is_nan() {
        return least;
    }
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a whole number between two of sixteen bits"
    )]
    let whole = bounded as i16;
    whole
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn near(a: Point, b: Point) -> bool {
        a.distance(b) < 0.01
    }

    #[test]
    fn areas_overlap_by_what_they_share() {
        let area = |left, top, right, bottom| Area {
            left,
            top,
            right,
            bottom,
        };
        let one = area(0.0, 0.0, 10.0, 10.0);
        for (other, want) in [
            (one, 1.0),
            (area(5.0, 0.0, 15.0, 10.0), 1.0 / 3.0),
            (area(10.0, 0.0, 20.0, 10.0), 0.0),
            (area(20.0, 20.0, 10.0, 10.0), 0.0),
        ] {
            assert!((one.overlap(&other) - want).abs() < 1e-6, "{other:?}");
        }
        assert!((area(-5.0, 0.0, 5.0, 10.0).inside(&one) - 0.5).abs() < 1e-6);
        let square = area(0.0, 0.0, 4.0, 10.0).square(1.5);
        assert_eq!(square, area(-5.5, -2.5, 9.5, 12.5));
    }

    #[test]
    fn points_that_are_one_fit_nothing() {
        let here = [Point::new(3.0, 3.0); 5];
        let there = [Point::new(1.0, 2.0); 5];
        assert_eq!(Similarity::fit(&here, &there), None);
    }

    #[test]
    fn whole_numbers_stay_in_bounds() {
        assert_eq!(rounded(1.5, -90, 90), 2);
        assert_eq!(rounded(-1e9, -90, 90), -90);
        assert_eq!(rounded(f32::INFINITY, 0, 1000), 1000);
        assert_eq!(rounded(f32::NAN, 0, 1000), 0);
    }

    proptest! {
        #[test]
        fn a_turned_and_scaled_set_of_points_is_laid_back(
            turn in -3.0_f32..3.0, scale in 0.1_f32..10.0,
            move_x in -500.0_f32..500.0, move_y in -500.0_f32..500.0,
        ) {
            let from = [(0.0, 0.0), (30.0, 2.0), (14.0, 20.0), (3.0, 40.0), (29.0, 41.0)]
                .map(|(x, y)| Point::new(x, y));
            let (a, b) = (scale * turn.cos(), scale * turn.sin());
            let to = from.map(|p| Point::new(a * p.x - b * p.y + move_x, b * p.x + a * p.y + move_y));
            let map = Similarity::fit(&from, &to).unwrap();
            prop_assert!((map.scale() - scale).abs() < 1e-3 * scale);
            for (p, q) in from.iter().zip(&to) {
                prop_assert!(near(map.apply(*p), *q));
                prop_assert!(map.inverse().apply(*q).distance(*p) < 0.05);
            }
        }

        #[test]
        fn no_map_has_a_smaller_error(
            noise in prop::array::uniform10(-4.0_f32..4.0), da in -0.1_f32..0.1, dc in -3.0_f32..3.0,
        ) {
            let from = [(0.0, 0.0), (30.0, 2.0), (14.0, 20.0), (3.0, 40.0), (29.0, 41.0)]
                .map(|(x, y)| Point::new(x, y));
            let mut to = from;
            for (point, pair) in to.iter_mut().zip(noise.chunks_exact(2)) {
                *point = Point::new(point.x * 2.0 + pair[0], point.y * 2.0 + pair[1]);
            }
            let map = Similarity::fit(&from, &to).unwrap();
            let error = |map: &Similarity| -> f32 {
                from.iter().zip(&to).map(|(p, q)| map.apply(*p).distance(*q).powi(2)).sum()
            };
            let other = Similarity { a: map.a + da, c: map.c + dc, ..map };
            prop_assert!(error(&map) <= error(&other) + 1e-2);
        }
    }
}
