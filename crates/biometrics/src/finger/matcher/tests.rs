//! Against the library that this is made after, and against templates made to keep it busy.

use std::cell::Cell;

use fprint_bozorth3::match_score;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

use super::{Point, TooHard, score};

/// More than any template of these tests needs that the library ends with.
const MANY: u64 = 2_000_000_000;

fn library(probe: &[Point], gallery: &[Point]) -> u32 {
    let theirs = |points: &[Point]| -> Vec<fprint_bozorth3::Minutia> {
        let minutia = |p: &Point| fprint_bozorth3::Minutia::from_xyt(p.x, p.y, p.angle);
        points.iter().map(minutia).collect()
    };
    match_score(&theirs(probe), &theirs(gallery))
}

fn ours(probe: &[Point], gallery: &[Point]) -> u32 {
    score(probe, gallery, MANY).unwrap().0
}

fn point() -> impl Strategy<Value = Point> {
    (5..300_i32, 5..300_i32, 0..360_i32).prop_map(|(x, y, angle)| Point { x, y, angle })
}

/// The same finger once more: some minutiae gone, all turned and shifted a little, none where it was.
fn again(points: &[Point], turn: i32, shift: (i32, i32), keep: &[bool], off: &[i32]) -> Vec<Point> {
    let (sin, cos) = f64::from(turn).to_radians().sin_cos();
    let kept = points.iter().zip(keep.iter().cycle());
    let kept = kept.filter(|(_, keep)| **keep).map(|(point, _)| point);
    kept.zip(off.iter().cycle())
        .map(|(p, off)| {
            let (x, y) = (f64::from(p.x), f64::from(p.y));
            #[expect(clippy::cast_possible_truncation, reason = "pixels")]
            let (x, y) = ((x * cos - y * sin) as i32, (x * sin + y * cos) as i32);
            Point {
                x: x + shift.0 + off,
                y: y + shift.1 - off,
                angle: (p.angle + turn + off).rem_euclid(360),
            }
        })
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn strangers_score_as_in_the_library(
        probe in prop::collection::vec(point(), 5..70),
        gallery in prop::collection::vec(point(), 5..70),
    ) {
        prop_assert_eq!(ours(&probe, &gallery), library(&probe, &gallery));
    }

    #[test]
    fn prints_of_one_finger_score_as_in_the_library(
        probe in prop::collection::vec(point(), 20..90),
        turn in -25..25_i32,
        shift in (0..40_i32, 0..40_i32),
        keep in prop::collection::vec(prop::bool::weighted(0.8), 7..30),
        off in prop::collection::vec(-4..5_i32, 5..20),
    ) {
        let gallery = again(&probe, turn, shift, &keep, &off);
        prop_assert_eq!(ours(&probe, &gallery), library(&probe, &gallery));
        prop_assert_eq!(ours(&gallery, &probe), library(&gallery, &probe));
    }
}

/// Minutiae close together, of few directions: doubts, alternatives and clusters without number.
#[test]
fn crowds_score_as_in_the_library() {
    let place = (0..12_i32, 0..12_i32, 0..4_i32);
    let crowd = (prop::collection::vec(place, 10..32), 6..20_i32);
    let (all, scored) = (Cell::new(0), Cell::new(0));
    let config = ProptestConfig {
        cases: 300,
        failure_persistence: None,
        ..ProptestConfig::default()
    };
    let told = TestRunner::new(config).run(&crowd, |(places, step)| {
        let points: Vec<_> = places
            .iter()
            .map(|(x, y, angle)| Point {
                x: 9 + x * step,
                y: 9 + y * step,
                angle: angle * 90,
            })
            .collect();
        all.set(all.get() + 1);
        // Where ours gives up, theirs may take minutes.
        if let Ok((score, _)) = score(&points, &points, 20_000_000) {
            scored.set(scored.get() + 1);
            prop_assert_eq!(score, library(&points, &points));
        }
        Ok(())
    });
    told.unwrap();
    let (all, scored) = (all.get(), scored.get());
    assert!(
        10 * scored > 9 * all,
        "{scored} of {all} crowds have a score"
    );
}

fn grid(columns: i32, count: i32, step: i32, turn: i32) -> Vec<Point> {
    (0..count)
        .map(|at| Point {
            x: at % columns * step + 9,
            y: at / columns * step + 9,
            angle: (at * turn).rem_euclid(360),
        })
        .collect()
}

#[test]
fn a_grid_scores_as_in_the_library() {
    for (count, step, turn) in [(9, 20, 0), (10, 20, 0), (25, 30, 90), (150, 30, 0)] {
        let grid = grid(10, count, step, turn);
        assert_eq!(ours(&grid, &grid), library(&grid, &grid), "{count} {turn}");
    }
}

/// Blocks of nine: the library does not end in minutes.
#[test]
fn what_was_made_to_keep_it_busy_ends_at_the_bound() {
    let blocks: Vec<_> = (0..150)
        .map(|at| Point {
            x: at / 9 % 6 * 60 + at % 3 * 5 + 9,
            y: at / 54 * 60 + at / 3 % 3 * 5 + 9,
            angle: 0,
        })
        .collect();
    assert_eq!(score(&blocks, &blocks, 50_000_000), Err(TooHard));
}

#[test]
fn no_more_steps_are_taken_than_told() {
    let grid = grid(10, 60, 30, 0);
    let (score_, steps) = score(&grid, &grid, MANY).unwrap();
    assert_eq!(score(&grid, &grid, steps), Ok((score_, steps)));
    assert_eq!(score(&grid, &grid, steps - 1), Err(TooHard));
}
