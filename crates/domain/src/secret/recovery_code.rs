//! Recovery codes: printed by the holder beforehand, each good once, for the day the phone is gone (UX-1;
//! NIST SP 800-63B-4 4.2.1.1, saved recovery codes).

use zeroize::Zeroizing;

use crate::redacted_debug;

/// So many are made at once.
pub const RECOVERY_CODES: usize = 10;

/// Crockford's Base32, small: no letter that reads as a digit or as another.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
const LENGTH: usize = 12;
const GROUP: usize = 4;

/// Sixty random bits in three groups of four, wiped when dropped.
#[derive(Clone, PartialEq, Eq)]
pub struct RecoveryCode(Zeroizing<String>);

redacted_debug!(RecoveryCode);

/// The text is no recovery code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a recovery code")]
pub struct RecoveryCodeError;

impl RecoveryCodeError {
    /// Stable code for messages.
    pub const fn code(self) -> &'static str {
        "recovery-code-form"
    }
}

impl RecoveryCode {
    /// A code from random bytes: five bits of each of twelve, so that every code is as likely as any other.
    pub fn from_entropy(bytes: [u8; LENGTH]) -> Self {
        let letter = |byte: u8| ALPHABET.get(usize::from(byte & 31)).copied();
        let letters = bytes.into_iter().filter_map(letter).map(char::from);
        Self(Zeroizing::new(letters.collect()))
    }

    /// Reads a code as typed: case, spaces and hyphens do not matter, and what people mistake is put right.
    pub fn parse(text: &str) -> Result<Self, RecoveryCodeError> {
        let bare = text.chars().filter(|c| !c.is_whitespace() && *c != '-');
        let letters = bare
            .take(LENGTH + 1)
            .map(|c| match c.to_ascii_lowercase() {
                'o' => '0',
                'i' | 'l' => '1',
                other => other,
            })
            .collect::<String>();
        let known = |byte: u8| ALPHABET.contains(&byte);
        if letters.len() == LENGTH && letters.bytes().all(known) {
            Ok(Self(Zeroizing::new(letters)))
        } else {
            Err(RecoveryCodeError)
        }
    }

    /// The bare letters, for the digest.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// As printed: `7k3m-9qxt-2hvd`.
    pub fn printed(&self) -> String {
        let mut text = String::with_capacity(LENGTH + 2);
        for (at, letter) in self.0.chars().enumerate() {
            if at > 0 && at % GROUP == 0 {
                text.push('-');
            }
            text.push(letter);
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    // law: UX-1
    #[test]
    fn a_code_reads_as_people_type_it() {
        let code = RecoveryCode::from_entropy([0, 1, 2, 31, 4, 5, 6, 7, 8, 9, 10, 11]);
        assert_eq!(code.printed(), "012z-4567-89ab");
        for typed in [
            "012z-4567-89ab",
            " O12Z 4567 89AB ",
            "oI2z456789ab",
            "0l2z-4567-89ab",
        ] {
            assert_eq!(RecoveryCode::parse(typed), Ok(code.clone()), "{typed}");
        }
        for wrong in [
            "",
            "012z-4567-89a",
            "012z-4567-89abc",
            "012u-4567-89ab",
            "０12z-4567-89ab",
        ] {
            assert_eq!(
                RecoveryCode::parse(wrong),
                Err(RecoveryCodeError),
                "{wrong}"
            );
        }
        assert_eq!(format!("{code:?}"), "RecoveryCode(‹private›)");
    }

    proptest! {
        #[test]
        fn every_entropy_makes_a_code_that_reads_back(bytes: [u8; 12]) {
            let code = RecoveryCode::from_entropy(bytes);
            prop_assert_eq!(code.expose().len(), 12);
            prop_assert_eq!(RecoveryCode::parse(&code.printed()), Ok(code));
        }

        #[test]
        fn no_text_is_a_fault_of_ours(text: String) {
            let _ = RecoveryCode::parse(&text);
        }
    }
}
