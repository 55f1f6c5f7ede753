//! Which of the parts of a known whole may be told (R50-6): a small count points at persons. The rule of the pilots'
//! reports, for one line whose total is told.

pub use crate::pilot::disclosure::{SMALLEST, Told};

/// The parts of a whole that is told as well. Counts of 1 to 4 are kept back, and so many others, the smallest first,
/// that what is missing sums up to no small number: the whole tells that sum. Nothing is told of a small whole.
pub fn parts(counts: &[u64]) -> Vec<Told> {
    let small = |count: u64| (1..SMALLEST).contains(&count);
    let mut kept: Vec<bool> = counts.iter().map(|count| small(*count)).collect();
    loop {
        let missing = || counts.iter().zip(&kept).filter(|(_, kept)| **kept);
        let (gaps, sum) = (missing().count(), missing().map(|(n, _)| n).sum::<u64>());
        if gaps == 0 || (gaps > 1 && !small(sum)) {
            break;
        }
        let open = counts.iter().zip(&mut kept).filter(|(_, kept)| !**kept);
        let Some((_, next)) = open.min_by_key(|(count, _)| (**count == 0, **count)) else {
            break;
        };
        *next = true;
    }
    let tell = |(count, kept): (&u64, bool)| {
        if kept {
            Told::Kept
        } else {
            Told::Count(*count)
        }
    };
    counts.iter().zip(kept).map(tell).collect()
}

/// A whole of its own.
pub fn whole(count: u64) -> Told {
    parts(&[count]).first().copied().unwrap_or(Told::Kept)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const K: Told = Told::Kept;

    const fn c(count: u64) -> Told {
        Told::Count(count)
    }

    // law: R50-6
    #[test]
    fn what_the_whole_would_tell_is_kept_back_too() {
        for (counts, want) in [
            (&[][..], &[][..]),
            (&[0, 0], &[c(0), c(0)]),
            (&[10, 20], &[c(10), c(20)]),
            (&[10, 3, 20], &[K, K, c(20)]),
            (&[10, 2, 2, 20], &[K, K, K, c(20)]),
            (&[10, 3, 2, 20], &[c(10), K, K, c(20)]),
            (&[3, 0, 0], &[K, K, K]),
            (&[1, 0, 7], &[K, c(0), K]),
            (&[4], &[K]),
            (&[5], &[c(5)]),
        ] {
            assert_eq!(parts(counts), want, "{counts:?}");
        }
        assert_eq!((whole(0), whole(4), whole(5)), (c(0), K, c(5)));
    }

    proptest! {
        #[test]
        fn no_small_number_is_told_or_follows(counts in prop::collection::vec(prop_oneof![0..8_u64, 0..1000_u64], 1..9)) {
            let told = parts(&counts);
            prop_assert!(!told.iter().any(|cell| matches!(cell, Told::Count(1..SMALLEST))));
            let kept: Vec<u64> = counts.iter().zip(&told).filter(|(_, t)| **t == K).map(|(n, _)| *n).collect();
            let sum: u64 = kept.iter().sum();
            if kept.len() < counts.len() {
                prop_assert!(kept.is_empty() || (kept.len() > 1 && sum >= SMALLEST));
            }
        }
    }
}
