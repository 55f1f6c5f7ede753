//! NIST's BOZORTH3 with a bound on its work. Its search among pairings grows exponentially with templates made for
//! it, and a library that does not count its steps cannot be stopped.
//!
//! The algorithm is NIST's (in the public domain), after the Rust port `fprint-bozorth3` 0.1.0 (its contributors,
//! MIT or Apache-2.0), quirks included: wherever that library ends, the tests hold this to the same score.

mod clusters;
mod pairs;
mod paths;
mod table;
#[cfg(test)]
mod tests;
mod web;

use clusters::Clusters;
use paths::Paths;

/// Fewest minutiae that tell anything.
pub(super) const FEWEST: usize = 10;

/// A minutia as NIST has it: pixels from the left and from below, degrees (0 to 359) along the ridge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Point {
    pub(super) x: i32,
    pub(super) y: i32,
    pub(super) angle: i32,
}

/// The bound is reached, or a queue is full. There is no score.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct TooHard;

/// Steps that are left. A step is a row, a cluster or a pairing looked at: some nanoseconds.
#[derive(Debug)]
struct Budget(u64);

impl Budget {
    fn spend(&mut self, steps: usize) -> Result<(), TooHard> {
        let steps = u64::try_from(steps).map_err(|_| TooHard)?;
        self.0 = self.0.checked_sub(steps).ok_or(TooHard)?;
        Ok(())
    }
}

/// How alike two prints are, and how many steps it took to tell.
pub(super) fn score(probe: &[Point], gallery: &[Point], steps: u64) -> Result<(u32, u64), TooHard> {
    if probe.len().min(gallery.len()) < FEWEST {
        return Ok((0, 0));
    }
    let mut budget = Budget(steps);
    let (probe, gallery) = (sorted(probe), sorted(gallery));
    let webs = (web::of(&probe), web::of(&gallery));
    let rows = pairs::compatible(&webs.0, &webs.1, &mut budget)?;
    let clusters = Clusters::new(&rows, &probe, &gallery);
    let most = probe.len().max(gallery.len());
    let found = Paths::new(&rows, most, clusters).follow(&mut budget)?;
    let score = found.score(&mut budget)?;
    Ok((score, steps - budget.0))
}

/// From left to right, then upwards; angles above 180 degrees become negative.
fn sorted(points: &[Point]) -> Vec<Point> {
    let mut points: Vec<Point> = points.to_vec();
    for point in &mut points {
        if point.angle > 180 {
            point.angle -= 360;
        }
    }
    points.sort_by_key(|point| (point.x, point.y));
    points
}

/// Degrees within one turn of -180 (not included) to 180.
const fn folded(degrees: i32) -> i32 {
    if degrees > 180 {
        degrees - 360
    } else if degrees <= -180 {
        degrees + 360
    } else {
        degrees
    }
}

/// Whether two angles are more than eleven degrees apart, by their difference.
const fn apart(difference: i32) -> bool {
    let square = difference * difference;
    square > 11 * 11 && square < 349 * 349
}

/// Whether two squared lengths differ by more than a tenth of their sum. NIST computes it in single precision.
fn uneven(one: i32, other: i32) -> bool {
    let (difference, most) = (single(one - other), 0.1_f32 * single(one + other));
    difference * difference > most * most
}

#[expect(
    clippy::cast_precision_loss,
    reason = "single precision is what the score is defined in"
)]
const fn single(number: i32) -> f32 {
    number as f32
}

/// To the nearest whole number, halves away from nothing.
#[expect(
    clippy::cast_possible_truncation,
    reason = "degrees and means of degrees"
)]
fn rounded(number: f32) -> i32 {
    (if number < 0.0 {
        number - 0.5
    } else {
        number + 0.5
    }) as i32
}

/// The mean of turns, which may lie on both sides of half a turn.
fn mean_turn(turns: impl Iterator<Item = i32>) -> i32 {
    let (mut left, mut lefts, mut right, mut rights) = (0, 0, 0, 0);
    for turn in turns {
        if turn < 0 {
            left += turn;
            lefts += 1;
        } else {
            right += turn;
            rights += 1;
        }
    }
    let all = single((lefts + rights).max(1));
    let spread = single(right) / single(rights.max(1)) - single(left) / single(lefts.max(1));
    let mut mean = single(left + right) / all;
    if spread > 180.0 {
        mean = single(left + right + lefts * 360) / all;
        if mean > 180.0 {
            mean -= 360.0;
        }
    }
    let mean = rounded(mean);
    if mean <= -180 { mean + 360 } else { mean }
}
