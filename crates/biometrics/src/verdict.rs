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
    /// Stable word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Match => "match",
            Self::Unclear => "unclear",
            Self::NoMatch => "no-match",
        }
    }
}
