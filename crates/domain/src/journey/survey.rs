//! The one question at the end of a journey (R50-6): the Single Ease Question (J. Sauro, J. S. Dumas, "Comparison of
//! three one-question, post-task usability questionnaires", CHI 2009), here with five answers in words. A number is
//! kept of each answer, no words and no person.

use jiff::{Timestamp, ToSpan};

use super::disclosure::{Told, parts};
use crate::time::{end_of_day, viet_nam_date};
use crate::words::words;

words! {
    /// How easy it was (`survey-answer-<word>`), from the worst to the best.
    Answer {
        /// 1.
        VeryHard = "very-hard",
        /// 2.
        Hard = "hard",
        /// 3.
        Neither = "neither",
        /// 4.
        Easy = "easy",
        /// 5.
        VeryEasy = "very-easy",
    }
}

/// Until when the question is asked after a journey that ended at an instant: the end of the next day. No finer, for an
/// exact instant would lead back to what ended then.
pub fn asked_until(ended: Timestamp) -> Timestamp {
    let next = viet_nam_date(ended).saturating_add(1.day());
    end_of_day(next)
}

/// From so many answers on their mean is told.
pub const ENOUGH: u64 = 20;

impl Answer {
    /// From 1, very hard, to 5, very easy.
    pub const fn score(self) -> u64 {
        match self {
            Self::VeryHard => 1,
            Self::Hard => 2,
            Self::Neither => 3,
            Self::Easy => 4,
            Self::VeryEasy => 5,
        }
    }
}

/// The mean of so many answers of each kind in the order of [`Answer::ALL`], in tenths, rounded. None below
/// [`ENOUGH`], for a mean of few tells what each said, and none where a count is kept back, for it would follow.
pub fn mean_in_tenths(counts: &[u64]) -> Option<u64> {
    let all: u64 = counts.iter().sum();
    let scored = Answer::ALL.iter().zip(counts);
    let sum: u64 = scored.map(|(answer, count)| answer.score() * count).sum();
    let none_kept = parts(counts).iter().all(|cell| *cell != Told::Kept);
    (all >= ENOUGH && none_kept).then(|| (sum * 20 + all) / (all * 2))
}

#[cfg(test)]
mod tests {
    use super::*;

    // law: R50-6
    #[test]
    fn the_mean_is_rounded_to_tenths_and_told_of_enough() {
        for (counts, mean) in [
            ([0, 0, 0, 0, 0], None),
            ([0, 0, 0, 0, 19], None),
            ([0, 0, 0, 0, 20], Some(50)),
            ([20, 0, 0, 0, 0], Some(10)),
            ([10, 0, 0, 0, 10], Some(30)),
            ([0, 0, 5, 5, 16], Some(44)),
            // From a mean of 48 it would follow how many said what.
            ([0, 0, 1, 3, 16], None),
            ([0, 0, 0, 19, 1], None),
        ] {
            assert_eq!(mean_in_tenths(&counts), mean, "{counts:?}");
        }
    }

    #[test]
    fn answers_are_numbered_from_the_worst() {
        let scores: Vec<u64> = Answer::ALL.iter().map(|answer| answer.score()).collect();
        assert_eq!(scores, [1, 2, 3, 4, 5]);
    }
}
