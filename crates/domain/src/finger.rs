//! The ten fingers, with the codes of ISO/IEC 19794-2:2005, table 2.

use serde::{Deserialize, Serialize};

/// A finger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Finger {
    /// Right thumb.
    RightThumb,
    /// Right index finger.
    RightIndex,
    /// Right middle finger.
    RightMiddle,
    /// Right ring finger.
    RightRing,
    /// Right little finger.
    RightLittle,
    /// Left thumb.
    LeftThumb,
    /// Left index finger.
    LeftIndex,
    /// Left middle finger.
    LeftMiddle,
    /// Left ring finger.
    LeftRing,
    /// Left little finger.
    LeftLittle,
}

/// A hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Hand {
    /// The right one.
    Right,
    /// The left one.
    Left,
}

/// Fingers of one person that are asked for, compared and enough (D59-7.2.b): what the thresholds of engines are for.
pub const ASKED: u8 = 2;

impl Finger {
    /// In the order of their codes.
    pub const ALL: [Self; 10] = [
        Self::RightThumb,
        Self::RightIndex,
        Self::RightMiddle,
        Self::RightRing,
        Self::RightLittle,
        Self::LeftThumb,
        Self::LeftIndex,
        Self::LeftMiddle,
        Self::LeftRing,
        Self::LeftLittle,
    ];

    /// In the order in which a counter offers them: the two index fingers are asked for first.
    pub const OFFERED: [Self; 10] = [
        Self::RightIndex,
        Self::LeftIndex,
        Self::RightThumb,
        Self::LeftThumb,
        Self::RightMiddle,
        Self::LeftMiddle,
        Self::RightRing,
        Self::LeftRing,
        Self::RightLittle,
        Self::LeftLittle,
    ];

    /// The code of the standard, 1 to 10.
    pub const fn code(self) -> u8 {
        match self {
            Self::RightThumb => 1,
            Self::RightIndex => 2,
            Self::RightMiddle => 3,
            Self::RightRing => 4,
            Self::RightLittle => 5,
            Self::LeftThumb => 6,
            Self::LeftIndex => 7,
            Self::LeftMiddle => 8,
            Self::LeftRing => 9,
            Self::LeftLittle => 10,
        }
    }

    /// Reads a code; 0 (unknown) is no finger of ours.
    pub fn from_code(code: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|finger| finger.code() == code)
    }

    /// Stable word, as captures are named.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::RightThumb => "right-thumb",
            Self::RightIndex => "right-index",
            Self::RightMiddle => "right-middle",
            Self::RightRing => "right-ring",
            Self::RightLittle => "right-little",
            Self::LeftThumb => "left-thumb",
            Self::LeftIndex => "left-index",
            Self::LeftMiddle => "left-middle",
            Self::LeftRing => "left-ring",
            Self::LeftLittle => "left-little",
        }
    }

    /// Reads the word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|finger| finger.as_str() == word)
    }

    /// Of which hand.
    pub const fn hand(self) -> Hand {
        if self.code() <= 5 {
            Hand::Right
        } else {
            Hand::Left
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_and_words_lead_back() {
        for (index, finger) in Finger::ALL.into_iter().enumerate() {
            assert_eq!(usize::from(finger.code()), index + 1);
            assert_eq!(Finger::from_code(finger.code()), Some(finger));
            assert_eq!(Finger::parse(finger.as_str()), Some(finger));
            let right = finger.as_str().starts_with("right-");
            assert_eq!(finger.hand() == Hand::Right, right);
        }
        assert_eq!(Finger::from_code(0), None);
        assert_eq!(Finger::from_code(11), None);
    }
}
