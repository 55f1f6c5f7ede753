//! Passwords: two policies, by which new ones are checked (APP-1; NIST SP 800-63B-4).

use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroizing;

use super::{repeats, runs};
use crate::contact::Phone;
use crate::person::{FullName, PersonNumber, fold};
use crate::redacted_debug;

/// Longest password read at all, in bytes: a bound on hashing work.
const LONGEST_BYTES: usize = 1024;

/// What is asked of a new password.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PasswordPolicy {
    /// Length and blocklist, no composition.
    Nist {
        /// Fewest characters.
        min: usize,
    },
    /// APP-1: 8 to 20 characters with digit, capital, small letter and sign.
    App1,
}

/// A password, NFC, wiped when dropped.
#[derive(Clone, PartialEq, Eq)]
pub struct Password(Zeroizing<String>);

redacted_debug!(Password);

/// The holder's own words, which are no password by themselves.
#[derive(Debug, Clone, Copy)]
pub struct OwnWords<'a> {
    /// Personal number, the user name.
    pub number: &'a PersonNumber,
    /// Phone number.
    pub phone: Option<&'a Phone>,
    /// Full name.
    pub name: Option<&'a FullName>,
}

/// A rule that a password breaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PasswordError {
    /// Nothing was entered.
    #[error("empty")]
    Empty,
    /// Too few characters.
    #[error("fewer than {min} characters")]
    TooShort {
        /// Fewest allowed.
        min: usize,
    },
    /// Too many characters.
    #[error("more than {max} characters")]
    TooLong {
        /// Most allowed.
        max: usize,
    },
    /// Known from leaks, or a plain pattern.
    #[error("too common")]
    Common,
    /// Made of the holder's number, phone or name, or of this service's name.
    #[error("made of own words")]
    OwnWords,
    /// APP-1: no digit.
    #[error("no digit")]
    NoDigit,
    /// APP-1: no capital letter.
    #[error("no capital letter")]
    NoCapital,
    /// APP-1: no small letter.
    #[error("no small letter")]
    NoSmall,
    /// APP-1: none of `! @ # $ ^ * ( ) _`.
    #[error("no sign")]
    NoSign,
}

impl PasswordError {
    /// Stable code for messages.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Empty => "password-empty",
            Self::TooShort { .. } => "password-too-short",
            Self::TooLong { .. } => "password-too-long",
            Self::Common => "password-common",
            Self::OwnWords => "password-own-words",
            Self::NoDigit => "password-no-digit",
            Self::NoCapital => "password-no-capital",
            Self::NoSmall => "password-no-small",
            Self::NoSign => "password-no-sign",
        }
    }

    /// The number that the message mentions.
    pub const fn limit(self) -> Option<usize> {
        match self {
            Self::TooShort { min } => Some(min),
            Self::TooLong { max } => Some(max),
            Self::Empty
            | Self::Common
            | Self::OwnWords
            | Self::NoDigit
            | Self::NoCapital
            | Self::NoSmall
            | Self::NoSign => None,
        }
    }
}

impl Default for PasswordPolicy {
    fn default() -> Self {
        Self::Nist { min: 12 }
    }
}

impl Password {
    /// A password as entered at sign-in: normalised, not judged. None if it is too long to be one.
    pub fn entered(text: &str) -> Option<Self> {
        if text.len() > LONGEST_BYTES {
            return None;
        }
        // Room for the longest growth by NFC, so that no copy is left behind by a reallocation.
        let mut normal = Zeroizing::new(String::with_capacity(text.len() * 3));
        normal.extend(text.nfc());
        Some(Self(normal))
    }

    /// The characters, for the hash.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl PasswordPolicy {
    /// Fewest and most characters.
    pub const fn lengths(self) -> (usize, usize) {
        match self {
            Self::Nist { min } => (min, 128),
            Self::App1 => (8, 20),
        }
    }

    /// Judges a new password; names every rule that it breaks. `listed` says whether the text, in
    /// lower case, stands in a list of leaked passwords.
    pub fn check(
        self,
        text: &str,
        own: &OwnWords<'_>,
        listed: &dyn Fn(&str) -> bool,
    ) -> Result<Password, Vec<PasswordError>> {
        let (min, max) = self.lengths();
        if text.is_empty() {
            return Err(vec![PasswordError::Empty]);
        }
        let password =
            Password::entered(text).ok_or_else(|| vec![PasswordError::TooLong { max }])?;
        let length = password.expose().chars().count();
        let mut broken = Vec::new();
        if length < min {
            broken.push(PasswordError::TooShort { min });
        }
        if length > max {
            broken.push(PasswordError::TooLong { max });
        }
        match self {
            Self::Nist { .. } => broken.extend(guessable(&password, own, listed)),
            Self::App1 => broken.extend(missing_kinds(password.expose())),
        }
        if broken.is_empty() {
            Ok(password)
        } else {
            Err(broken)
        }
    }
}

/// APP-1, exactly.
fn missing_kinds(text: &str) -> impl Iterator<Item = PasswordError> {
    let sign = |c: char| "!@#$^*()_".contains(c);
    let has: [(bool, PasswordError); 4] = [
        (
            text.contains(|c: char| c.is_ascii_digit()),
            PasswordError::NoDigit,
        ),
        (text.contains(char::is_uppercase), PasswordError::NoCapital),
        (text.contains(char::is_lowercase), PasswordError::NoSmall),
        (text.contains(sign), PasswordError::NoSign),
    ];
    has.into_iter()
        .filter_map(|(present, error)| (!present).then_some(error))
}

fn guessable(
    password: &Password,
    own: &OwnWords<'_>,
    listed: &dyn Fn(&str) -> bool,
) -> Option<PasswordError> {
    let lower = Zeroizing::new(password.expose().to_lowercase());
    let folded = Zeroizing::new(fold(&lower));
    let chars = Zeroizing::new(folded.chars().collect::<Vec<char>>());
    let common =
        listed(&lower) || COMMON.contains(&folded.as_str()) || repeats(&chars, 4) || runs(&chars);
    if common {
        return Some(PasswordError::Common);
    }
    made_of(&folded, own).then_some(PasswordError::OwnWords)
}

/// Own and service words, and little else: fewer than five letters or digits besides. A passphrase
/// that merely contains the holder's name stands (NIST compares whole passwords, not parts).
fn made_of(folded: &str, own: &OwnWords<'_>) -> bool {
    let plain = |text: &str| {
        text.chars()
            .filter(|c| c.is_alphanumeric())
            .collect::<String>()
    };
    let mut rest = Zeroizing::new(plain(folded));
    let mut words = vec![own.number.as_str().to_owned()];
    if let Some(phone) = own.phone {
        let national = phone.national();
        words.extend([
            plain(phone.as_str()),
            national.chars().skip(1).collect(),
            national,
        ]);
    }
    if let Some(name) = own.name {
        let folded = name.folded();
        words.push(plain(&folded));
        words.extend(folded.split(' ').map(plain));
    }
    words.extend(SERVICE.iter().map(|word| (*word).to_owned()));
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    let before = rest.len();
    for word in words.iter().filter(|word| word.len() > 1) {
        rest = Zeroizing::new(rest.replace(word.as_str(), " "));
    }
    let left = rest.chars().filter(|c| *c != ' ').count();
    left < before && left < 5
}

/// Names of this service and words for a password.
const SERVICE: [&str; 6] = [
    "dinhdanh", "vneid", "matkhau", "password", "taikhoan", "congdan",
];

/// Twelve characters and more that stand high in every list, and the Vietnamese ones. A long list
/// belongs to the caller.
const COMMON: [&str; 24] = [
    "qwertyuiop12",
    "qwertyuiop123",
    "qwertyuiop[]",
    "1q2w3e4r5t6y",
    "1qaz2wsx3edc",
    "1qaz2wsx3edc4rfv",
    "q1w2e3r4t5y6",
    "qazwsxedcrfv",
    "zaq12wsxcde3",
    "asdfghjkl123",
    "zxcvbnm12345",
    "iloveyou1234",
    "letmein12345",
    "welcome12345",
    "admin1234567",
    "changeme1234",
    "abc123456789",
    "a12345678910",
    "vietnam12345",
    "anhyeuem1234",
    "emyeuanh1234",
    "yeuemnhieulam",
    "motconvitxoera",
    "hoilamgicungduoc",
];

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(policy: PasswordPolicy, text: &str) -> Result<(), Vec<PasswordError>> {
        let number = PersonNumber::parse("074190001234").unwrap();
        let phone = Phone::parse("0912345678").unwrap();
        let name = FullName::parse("Nguyễn Thị Ánh").unwrap();
        let own = OwnWords {
            number: &number,
            phone: Some(&phone),
            name: Some(&name),
        };
        policy
            .check(text, &own, &|text| text == "leaked in a breach")
            .map(|_| ())
    }

    // law: APP-1
    #[test]
    fn app1_names_every_broken_rule() {
        use PasswordError::{NoCapital, NoDigit, NoSign, NoSmall, TooLong, TooShort};
        let (min, max) = (TooShort { min: 8 }, TooLong { max: 20 });
        for (text, want) in [
            ("Abcdef1!", vec![]),
            ("Abcdef1_", vec![]),
            ("Abcdefghijklmnopqr1!", vec![]),
            ("Abcde1!", vec![min]),
            ("Abcdefghijklmnopqrs1!", vec![max]),
            ("Abcdefg!", vec![NoDigit]),
            ("abcdef1!", vec![NoCapital]),
            ("ABCDEF1!", vec![NoSmall]),
            ("Abcdefg1", vec![NoSign]),
            ("Abcdef1%", vec![NoSign]),
            ("abc", vec![min, NoDigit, NoCapital, NoSign]),
            ("", vec![PasswordError::Empty]),
        ] {
            assert_eq!(
                check(PasswordPolicy::App1, text).err().unwrap_or_default(),
                want,
                "{text:?}"
            );
        }
        for sign in "!@#$^*()_".chars() {
            assert!(check(PasswordPolicy::App1, &format!("Abcdef1{sign}")).is_ok());
        }
    }

    // law: D59-3.9, D59-4.3
    #[test]
    fn the_default_asks_for_length_and_nothing_guessable() {
        use PasswordError::{Common, OwnWords, TooLong, TooShort};
        for (text, want) in [
            ("mưa rào tháng sáu", vec![]),
            ("correct horse battery", vec![]),
            ("ánh trăng trên sông", vec![]),
            ("Nguyễn yêu mưa rào tháng sáu", vec![]),
            ("mua rao thg", vec![TooShort { min: 12 }]),
            ("Leaked in a Breach", vec![Common]),
            ("aaaaaaaaaaaaaa", vec![Common]),
            ("matmatmatmat", vec![Common]),
            ("123456789012", vec![Common]),
            ("lkjihgfedcba", vec![Common]),
            ("QwertyUiop12", vec![Common]),
            ("Việtnam12345", vec![Common]),
            ("074190001234", vec![OwnWords]),
            ("0912345678!!", vec![OwnWords]),
            ("Nguyễn Thị Ánh 90", vec![OwnWords]),
            ("nguyenthianh@1990", vec![OwnWords]),
            ("VNeID-matkhau-1", vec![OwnWords]),
        ] {
            let got = check(PasswordPolicy::default(), text)
                .err()
                .unwrap_or_default();
            assert_eq!(got, want, "{text:?}");
        }
        let long = "mưa ".repeat(40);
        assert!(
            check(PasswordPolicy::default(), &long)
                .unwrap_err()
                .contains(&TooLong { max: 128 })
        );
        let huge = "x y z".repeat(1_000_000);
        assert_eq!(
            check(PasswordPolicy::default(), &huge),
            Err(vec![TooLong { max: 128 }])
        );
        assert!(check(PasswordPolicy::Nist { min: 8 }, "mưa rào!").is_ok());
    }

    #[test]
    fn a_password_is_normalised_and_never_shown() {
        let composed = Password::entered("mưa rào").unwrap();
        assert_eq!(
            composed,
            Password::entered("mu\u{31b}a ra\u{300}o").unwrap()
        );
        assert_eq!(format!("{composed:?}"), "Password(‹private›)");
        assert_eq!(Password::entered(&"a".repeat(1025)), None);
    }

    proptest! {
        #[test]
        fn any_text_is_judged_and_what_passes_keeps_its_bounds(text in "\\PC{0,140}") {
            for policy in [PasswordPolicy::default(), PasswordPolicy::App1] {
                let (min, max) = policy.lengths();
                if check(policy, &text).is_ok() {
                    let length = Password::entered(&text).unwrap().expose().chars().count();
                    prop_assert!((min..=max).contains(&length));
                }
            }
        }
    }
}
