//! The three bands of a score.

/// What the machine says. It advises: an officer decides, and an unclear score is never a refusal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// The same person.
    Match,
    /// The officer looks: another picture, other fingers, documents.
    Unclear,
    /// Not alike. Not yet another person: prints wear, faces age, cards are mixed up.
    NoMatch,
}

impl Verdict {
    /// D59-12.2, D59-14.2.a2: what a score means. One that is no number is no match.
    pub(crate) fn of<T: PartialOrd + Copy>(score: T, unclear_from: T, match_from: T) -> Self {
        if score >= match_from {
            Self::Match
        } else if score >= unclear_from {
            Self::Unclear
        } else {
            Self::NoMatch
        }
    }

    /// Stable word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Match => "match",
            Self::Unclear => "unclear",
            Self::NoMatch => "no-match",
        }
    }
}
