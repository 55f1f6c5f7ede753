//! What a holder knows: password, passcode, answers to questions, one-time codes; what he printed.

pub mod code;
pub mod passcode;
pub mod password;
pub mod question;
pub mod recovery_code;

pub use code::{Attempt, CodeRules, IssuedCode, OneTimeCode, OneTimeCodeError};
pub use passcode::{Passcode, PasscodeError};
pub use password::{OwnWords, Password, PasswordError, PasswordPolicy};
pub use question::{Answer, AnswerError, Answers, Question};
pub use recovery_code::{RECOVERY_CODES, RecoveryCode, RecoveryCodeError};

/// Is the text one unit said again and again, as `111111` or `abcabcabcabc`?
fn repeats(text: &[char], longest_unit: usize) -> bool {
    (1..=longest_unit)
        .filter(|unit| text.len() >= unit * 2)
        .any(|unit| text.iter().zip(text.iter().skip(unit)).all(|(a, b)| a == b))
}

/// Do the characters climb or fall by one all the way, as `123456` or `fedcba`; 9 may run on to 0?
fn runs(text: &[char]) -> bool {
    let next = |a: char, b: char| u32::from(a) + 1 == u32::from(b) || (a, b) == ('9', '0');
    let mut pairs = text.iter().zip(text.iter().skip(1));
    let mut back = pairs.clone();
    text.len() > 1 && (pairs.all(|(a, b)| next(*a, *b)) || back.all(|(a, b)| next(*b, *a)))
}

/// Six ASCII digits, with the spaces that people type taken out.
fn six_digits(text: &str) -> Option<String> {
    let bare: String = text
        .chars()
        .filter(|c| !c.is_whitespace())
        .take(7)
        .collect();
    (bare.len() == 6 && bare.bytes().all(|b| b.is_ascii_digit())).then_some(bare)
}
