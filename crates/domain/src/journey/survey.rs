//! The one question at the end of a journey (R50-6): the Single Ease Question (J. Sauro, J. S. Dumas, "Comparison of
//! three one-question, post-task usability questionnaires", CHI 2009), here with five answers in words. A number is
//! kept of each answer, no words and no person.

use jiff::SignedDuration;

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

/// So long after its end a journey is asked about, and an answer counts.
pub const ASKED_FOR: SignedDuration = SignedDuration::from_hours(24);

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
/// [`ENOUGH`]: a mean of few tells what each said.
pub fn mean_in_tenths(counts: &[u64]) -> Option<u64> {
    let all: u64 = counts.iter().sum();
    let scored = Answer::ALL.iter().zip(counts);
    let sum: u64 = scored.map(|(answer, count)| answer.score() * count).sum();
    (all >= ENOUGH).then(|| (sum * 20 + all) / (all * 2))
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
            ([0, 0, 1, 3, 16], Some(48)),
            ([0, 0, 0, 19, 1], Some(41)),
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
