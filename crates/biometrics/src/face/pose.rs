//! Where a face looks, from its landmarks: a head of mean measures is laid on the points by least squares under
//! a projection without perspective. Good to a few degrees to the sides, less up and down, where noses differ
//! from one another.

use super::geometry::{Point, rounded};

/// Where a face looks, in degrees.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Pose {
    /// Above nought: to the person's own left, which is the right side of a picture that is not mirrored.
    pub yaw: i16,
    /// Above nought: up.
    pub pitch: i16,
    /// Above nought: the head is tilted clockwise in the picture.
    pub roll: i16,
}

#[derive(Debug, Clone, Copy, PartialEq)]
struct Vector {
    x: f32,
    y: f32,
    z: f32,
}

const fn at(x: f32, y: f32, z: f32) -> Vector {
    Vector { x, y, z }
}

/// Millimetres right, down and towards the camera, in the order of `Landmarks::rigid`: outer and inner corners of
/// the eyes, tip and wings of the nose, corners of the mouth. Found from the landmarks of 200 pictures and their
/// mirror images (docs/biometrics.md); level is how the person in the middle of them held the head.
const HEAD: [Vector; 9] = [
    at(-44.0, -29.4, -6.0),
    at(-18.8, -27.4, -0.9),
    at(18.8, -27.4, -0.9),
    at(44.0, -29.4, -6.0),
    at(0.0, 8.2, 27.4),
    at(-15.4, 15.5, 8.8),
    at(15.4, 15.5, 8.8),
    at(-28.1, 37.2, -15.7),
    at(28.1, 37.2, -15.7),
];

impl Vector {
    fn scaled(self, by: f32) -> Self {
        at(self.x * by, self.y * by, self.z * by)
    }

    fn plus(self, other: Self) -> Self {
        at(self.x + other.x, self.y + other.y, self.z + other.z)
    }

    fn dot(self, other: Self) -> f32 {
        self.x * other.x + self.y * other.y + self.z * other.z
    }

    fn cross(self, other: Self) -> Self {
        at(
            self.y * other.z - self.z * other.y,
            self.z * other.x - self.x * other.z,
            self.x * other.y - self.y * other.x,
        )
    }
}

const ORIGIN: Vector = at(0.0, 0.0, 0.0);

fn sum(of: impl Iterator<Item = Vector>) -> Vector {
    of.fold(ORIGIN, Vector::plus)
}

impl Pose {
    /// The pose whose projection lies nearest to the points.
    pub(super) fn of(points: &[Point; 9]) -> Self {
        let middle = Point::middle(points);
        let centre = sum(HEAD.into_iter()).scaled(-1.0 / 9.0);
        let head = HEAD.map(|point| point.plus(centre));
        let fitted = |part: fn(Point) -> f32| {
            let pairs = head.iter().zip(points);
            solve(
                &head,
                sum(pairs.map(|(m, p)| m.scaled(part(*p) - part(middle)))),
            )
        };
        // The rows of the turn, times the scale: what goes right, what goes down, what comes nearer.
        let (right, down) = (fitted(|p| p.x), fitted(|p| p.y));
        let nearer = right.cross(down);
        // The turn taken for a yaw, then a pitch, then a roll.
        let yaw = (-nearer.x).atan2(nearer.z);
        let pitch = nearer.y.atan2(nearer.x.hypot(nearer.z));
        let roll = (-right.y).atan2(down.y);
        let degrees = |angle: f32| rounded(angle.to_degrees(), -180, 180);
        Self {
            yaw: degrees(yaw),
            pitch: degrees(pitch),
            roll: degrees(roll),
        }
    }
}

/// Solves `(Σ m·mᵀ) x = towards` over the points `m` of the head (Cramer's rule).
fn solve(head: &[Vector; 9], towards: Vector) -> Vector {
    let column = |part: fn(&Vector) -> f32| sum(head.iter().map(|m| m.scaled(part(m))));
    let (a, b, c) = (column(|m| m.x), column(|m| m.y), column(|m| m.z));
    let volume = a.dot(b.cross(c));
    at(
        towards.dot(b.cross(c)) / volume,
        towards.dot(c.cross(a)) / volume,
        towards.dot(a.cross(b)) / volume,
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The mean head, turned and projected.
    fn seen(yaw: f32, pitch: f32, roll: f32, scale: f32) -> [Point; 9] {
        let (yaw, pitch, roll) = (yaw.to_radians(), pitch.to_radians(), roll.to_radians());
        HEAD.map(|p| {
            let (x, z) = (
                p.x * yaw.cos() + p.z * yaw.sin(),
                p.z * yaw.cos() - p.x * yaw.sin(),
            );
            let y = p.y * pitch.cos() - z * pitch.sin();
            let (x, y) = (
                x * roll.cos() - y * roll.sin(),
                x * roll.sin() + y * roll.cos(),
            );
            Point::new(x * scale + 300.0, y * scale + 200.0)
        })
    }

    #[test]
    fn a_nose_to_the_right_of_the_picture_is_a_turn_to_the_persons_left() {
        let straight = seen(0.0, 0.0, 0.0, 2.0);
        let turned = seen(25.0, 0.0, 0.0, 2.0);
        assert!(turned[4].x - turned[3].x > straight[4].x - straight[3].x);
        assert_eq!(Pose::of(&turned).yaw, 25);
        let up = seen(0.0, 15.0, 0.0, 2.0);
        assert!(up[4].y < straight[4].y);
        assert_eq!(Pose::of(&up).pitch, 15);
        assert_eq!(Pose::of(&seen(0.0, 0.0, 10.0, 2.0)).roll, 10);
    }

    #[test]
    fn points_that_are_one_give_some_pose() {
        let pose = Pose::of(&[Point::new(1.0, 1.0); 9]);
        assert!(pose.yaw.abs() <= 180 && pose.pitch.abs() <= 180);
    }

    proptest! {
        #[test]
        fn the_mean_head_is_read_as_it_was_turned(
            yaw in -60_i16..=60, pitch in -40_i16..=40, roll in -40_i16..=40, scale in 0.3_f32..5.0,
        ) {
            let pose = Pose::of(&seen(f32::from(yaw), f32::from(pitch), f32::from(roll), scale));
            prop_assert!((pose.yaw - yaw).abs() <= 1, "{pose:?}");
            prop_assert!((pose.pitch - pitch).abs() <= 1, "{pose:?}");
            prop_assert!((pose.roll - roll).abs() <= 1, "{pose:?}");
        }
    }
}
