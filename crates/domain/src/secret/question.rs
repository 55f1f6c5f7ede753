//! Two security questions from a list, any answers (APP-3).

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroizing;

use crate::redacted_debug;

macro_rules! questions {
    ($($variant:ident = $key:literal),+ $(,)?) => {
        /// A question; its text is `question-<key>`.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum Question {
            $(#[doc = concat!("`", $key, "`")] $variant),+
        }

        impl Question {
            /// Every question, in the order shown.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// Stable key for storage and messages.
            pub const fn key(self) -> &'static str {
                match self { $(Self::$variant => $key),+ }
            }
        }
    };
}

questions! {
    FirstSchool = "first-school",
    FavouriteTeacher = "favourite-teacher",
    ChildhoodFriend = "childhood-friend",
    ChildhoodNickname = "childhood-nickname",
    FirstPet = "first-pet",
    FirstJob = "first-job",
    FavouriteDish = "favourite-dish",
    FavouriteBook = "favourite-book",
    DreamJourney = "dream-journey",
    GrandparentsVillage = "grandparents-village",
}

/// Longest answer, in characters.
const LONGEST: usize = 100;

/// An answer made comparable: NFC, lower case, single spaces. Hashed before it is stored.
#[derive(Clone, PartialEq, Eq)]
pub struct Answer(Zeroizing<String>);

redacted_debug!(Answer);

/// Two different questions with their answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answers([(Question, Answer); 2]);

/// Why answers are refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AnswerError {
    /// Nothing was entered.
    #[error("empty")]
    Empty,
    /// More than 100 characters.
    #[error("too long")]
    TooLong,
    /// The same question twice.
    #[error("the same question twice")]
    SameQuestion,
    /// No such question in the list.
    #[error("unknown question")]
    UnknownQuestion,
}

impl AnswerError {
    /// Stable code for messages.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Empty => "answer-empty",
            Self::TooLong => "answer-too-long",
            Self::SameQuestion => "question-same",
            Self::UnknownQuestion => "question-unknown",
        }
    }
}

impl Question {
    /// Reads the stable key.
    pub fn parse(key: &str) -> Result<Self, AnswerError> {
        let known = Self::ALL
            .iter()
            .copied()
            .find(|question| question.key() == key);
        known.ok_or(AnswerError::UnknownQuestion)
    }
}

impl Answer {
    /// Reads an answer as typed.
    pub fn parse(text: &str) -> Result<Self, AnswerError> {
        if text.len() > LONGEST * 16 {
            return Err(AnswerError::TooLong);
        }
        // Lower case first: it may leave marks apart that NFC joins again.
        let lower = Zeroizing::new(text.to_lowercase());
        let normal = Zeroizing::new(lower.nfc().collect::<String>());
        let folded = normal.split_whitespace().collect::<Vec<_>>().join(" ");
        match folded.chars().count() {
            0 => Err(AnswerError::Empty),
            1..=LONGEST => Ok(Self(Zeroizing::new(folded))),
            _ => Err(AnswerError::TooLong),
        }
    }

    /// The comparable text, for the hash.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl Answers {
    /// Two answers to two different questions.
    pub fn new(first: (Question, Answer), second: (Question, Answer)) -> Result<Self, AnswerError> {
        if first.0 == second.0 {
            return Err(AnswerError::SameQuestion);
        }
        Ok(Self([first, second]))
    }

    /// Questions with their answers.
    pub const fn pairs(&self) -> &[(Question, Answer); 2] {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    // law: APP-3
    #[test]
    fn answers_are_compared_whatever_their_case_spaces_and_composition() {
        let answer = Answer::parse("  Trường   Lê Lợi ").unwrap();
        assert_eq!(answer.expose(), "trường lê lợi");
        assert_eq!(
            answer,
            Answer::parse("TRƯỜNG LE\u{302} LƠ\u{323}I").unwrap()
        );
        assert_ne!(answer, Answer::parse("truong le loi").unwrap());
        assert_eq!(Answer::parse(" \n "), Err(AnswerError::Empty));
        assert_eq!(Answer::parse(&"ă".repeat(101)), Err(AnswerError::TooLong));
        assert_eq!(format!("{answer:?}"), "Answer(‹private›)");
    }

    // law: APP-3
    #[test]
    fn two_different_questions_of_the_list() {
        let answer = || Answer::parse("mèo").unwrap();
        let pet = (Question::FirstPet, answer());
        let dish = (Question::FavouriteDish, answer());
        assert!(Answers::new(pet.clone(), dish).is_ok(), "any answers");
        assert_eq!(
            Answers::new(pet.clone(), pet),
            Err(AnswerError::SameQuestion)
        );
        for question in Question::ALL {
            assert_eq!(Question::parse(question.key()), Ok(*question));
        }
        assert_eq!(
            Question::parse("mother-maiden-name"),
            Err(AnswerError::UnknownQuestion)
        );
    }

    proptest! {
        #[test]
        fn a_comparable_answer_stays_as_it_is(text in "\\PC{0,60}") {
            if let Ok(answer) = Answer::parse(&text) {
                prop_assert_eq!(Answer::parse(answer.expose()), Ok(answer));
            }
        }
    }
}
