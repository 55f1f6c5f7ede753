//! The code that a person types from one screen into another (RFC 8628 §6.1).

#[cfg(test)]
mod tests;

use std::fmt;

/// RFC 8628 §6.1: letters without vowels, so that no word comes out; none looks like a digit.
pub const ALPHABET: &[u8; 20] = b"BCDFGHJKLMNPQRSTVWXZ";

const LENGTH: usize = 8;

/// Eight letters: 20 to the 8th are 2.56 × 10¹⁰ codes, for ten minutes each.
#[derive(Clone, PartialEq, Eq)]
pub struct UserCode(String);

impl fmt::Debug for UserCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("UserCode(‹private›)")
    }
}

impl UserCode {
    /// Out of random bits: so many that no letter is likelier than another by more than one in 10⁸.
    pub fn draw(random: [u8; 8]) -> Self {
        let mut rest = u64::from_le_bytes(random);
        let letters = (0..LENGTH).map(|_| {
            let place = usize::try_from(rest % 20).unwrap_or_default();
            rest /= 20;
            ALPHABET.get(place).copied().map_or('B', char::from)
        });
        Self(letters.collect())
    }

    /// As somebody types it: small letters and whatever stands between them do not matter (§6.1).
    pub fn parse(text: &str) -> Option<Self> {
        // Nothing longer is worth reading.
        if text.len() > 64 {
            return None;
        }
        let own = |c: char| !c.is_whitespace() && !matches!(c, '-' | '.' | '_' | '–');
        let typed = text.chars().filter(|c| own(*c));
        let letters: String = typed.map(|c| c.to_ascii_uppercase()).collect();
        let known = letters.bytes().all(|byte| ALPHABET.contains(&byte));
        (known && letters.len() == LENGTH).then_some(Self(letters))
    }

    /// The letters alone: what is compared.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// In two groups: what is shown.
    pub fn shown(&self) -> String {
        let (first, second) = self.0.split_at_checked(LENGTH / 2).unwrap_or((&self.0, ""));
        format!("{first}-{second}")
    }
}
