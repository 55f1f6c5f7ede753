//! How long a journey took, in fixed steps (R50-6): the exact time of one person is never kept.

const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;

/// Upper ends in seconds, each counting in; what took longer than the last one counts with it.
pub const BOUNDS: [u64; 32] = [
    10,
    20,
    30,
    45,
    MINUTE,
    90,
    2 * MINUTE,
    3 * MINUTE,
    4 * MINUTE,
    5 * MINUTE,
    7 * MINUTE,
    10 * MINUTE,
    15 * MINUTE,
    20 * MINUTE,
    30 * MINUTE,
    45 * MINUTE,
    HOUR,
    2 * HOUR,
    4 * HOUR,
    8 * HOUR,
    12 * HOUR,
    DAY,
    36 * HOUR,
    2 * DAY,
    3 * DAY,
    5 * DAY,
    7 * DAY,
    10 * DAY,
    14 * DAY,
    21 * DAY,
    30 * DAY,
    90 * DAY,
];

/// The step that a time in seconds falls into, by its upper end.
pub fn bucket(seconds: u64) -> u64 {
    let longest = BOUNDS.last().copied().unwrap_or_default();
    BOUNDS
        .into_iter()
        .find(|bound| seconds <= *bound)
        .unwrap_or(longest)
}

/// The upper end of the step in which so many hundredths of all are over, by nearest rank: the median is 50. An estimate
/// that is never too low. `counts`: upper end and how many, in order. None of nothing.
pub fn percentile(
    counts: impl Iterator<Item = (u64, u64)> + Clone,
    hundredths: u64,
) -> Option<u64> {
    let all: u64 = counts.clone().map(|(_, count)| count).sum();
    let rank = (all * hundredths).div_ceil(100).max(1);
    let mut seen = 0;
    counts.into_iter().find_map(|(bound, count)| {
        seen += count;
        (seen >= rank).then_some(bound)
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    // law: R50-6
    #[test]
    fn a_time_falls_into_the_step_that_holds_it() {
        for (seconds, bound) in [
            (0, 10),
            (10, 10),
            (11, 20),
            (60, 60),
            (61, 90),
            (299, 300),
            (3600, 3600),
            (86_401, 36 * 3600),
            (u64::MAX, 90 * 86_400),
        ] {
            assert_eq!(bucket(seconds), bound, "{seconds}");
        }
    }

    // law: R50-6
    #[test]
    fn percentiles_are_upper_ends() {
        for (counts, median, p95) in [
            (&[(10, 1)][..], Some(10), Some(10)),
            (&[(10, 1), (20, 1)], Some(10), Some(20)),
            (&[(10, 95), (60, 5)], Some(10), Some(10)),
            (&[(10, 94), (60, 6)], Some(10), Some(60)),
            (&[], None, None),
        ] {
            let found = |hundredths| percentile(counts.iter().copied(), hundredths);
            assert_eq!((found(50), found(95)), (median, p95), "{counts:?}");
        }
    }

    proptest! {
        #[test]
        fn an_estimate_is_never_below_the_true_percentile_and_never_a_step_above(
            mut times in prop::collection::vec(0..10_000_u64, 1..60), hundredths in 1..=100_u64
        ) {
            times.sort_unstable();
            let rank = (times.len() as u64 * hundredths).div_ceil(100).max(1);
            let exact = times[usize::try_from(rank).unwrap() - 1];
            let counts = BOUNDS.map(|bound| (bound, times.iter().filter(|t| bucket(**t) == bound).count() as u64));
            prop_assert_eq!(percentile(counts.into_iter(), hundredths), Some(bucket(exact)));
        }
    }
}
