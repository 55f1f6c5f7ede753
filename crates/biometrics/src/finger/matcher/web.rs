//! First stage: what one print says of itself, the lines between its minutiae.

use super::{Point, folded};

/// Longest line, in pixels, squared.
const LONGEST: i32 = 125 * 125;
/// Lines are cut off at this length, squared, where enough are left.
const CUT: i32 = 75 * 75;
const ENOUGH: usize = 500;
/// Most lines: NIST's table. A hundred and fifty minutiae have 11,175.
const MOST: usize = 19_999;

/// A line between two minutiae, numbered from 1, with what does not change when the print is turned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Line {
    /// Squared.
    pub(super) length: i32,
    /// The angles of both minutiae against the line, the smaller one first.
    pub(super) angles: (i32, i32),
    /// Whether the smaller one is the second minutia's.
    pub(super) swapped: bool,
    /// The line's own direction.
    pub(super) turn: i32,
    pub(super) ends: (usize, usize),
}

/// The shortest lines of a print, the shortest first.
pub(super) fn of(points: &[Point]) -> Vec<Line> {
    let mut lines = Vec::new();
    for (at, first) in points.iter().enumerate() {
        for (next, second) in points.iter().enumerate().skip(at + 1) {
            lines.extend(line(first, second, (at + 1, next + 1)));
        }
    }
    lines.truncate(MOST);
    lines.sort_by_key(|line| (line.length, line.angles));
    // NIST keeps the first line beyond the cut too.
    let short = lines.partition_point(|line| line.length <= CUT) + 1;
    lines.truncate(short.max(ENOUGH));
    lines
}

fn line(first: &Point, second: &Point, ends: (usize, usize)) -> Option<Line> {
    // Minutiae of opposite directions tell nothing.
    let opposite = if second.angle > 0 {
        second.angle - 180
    } else {
        second.angle + 180
    };
    let (across, up) = (second.x - first.x, second.y - first.y);
    let length = across * across + up * up;
    if first.angle == opposite || length > LONGEST {
        return None;
    }
    let direction = direction(across, up);
    let one = folded(direction - first.angle);
    let other = folded(direction - second.angle + 180);
    let swapped = one >= other;
    Some(Line {
        length,
        angles: (one.min(other), one.max(other)),
        swapped,
        turn: if swapped { direction - 180 } else { direction },
        ends,
    })
}

/// Degrees of a line that goes to the right, rounded as NIST does: half a degree added in double precision.
#[expect(clippy::cast_possible_truncation, reason = "at most 90 degrees")]
fn direction(across: i32, up: i32) -> i32 {
    if across == 0 {
        return 90;
    }
    let slope = super::single(up) / super::single(across);
    let degrees = f64::from((180.0_f32 / std::f32::consts::PI) * slope.atan());
    (if degrees < 0.0 {
        degrees - 0.5
    } else {
        degrees + 0.5
    }) as i32
}
