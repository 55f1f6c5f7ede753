//! Phone numbers and e-mail addresses.

use serde::{Deserialize, Serialize};

use crate::redacted_debug;

/// FMT-TEL-1: a Vietnamese mobile number, kept as `+84…`.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Phone(String);

/// An e-mail address, its domain in lower case.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Email(String);

redacted_debug!(Phone, Email);

/// Why a text is not a phone number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PhoneError {
    /// Nothing was entered.
    #[error("empty")]
    Empty,
    /// Something other than digits.
    #[error("not digits")]
    NotDigits,
    /// Begins with neither 0 nor +84.
    #[error("not a Vietnamese number")]
    NotVietnamese,
    /// Not ten digits, counted from the 0.
    #[error("wrong length")]
    WrongLength,
}

/// Why a text is not an e-mail address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum EmailError {
    /// Nothing was entered.
    #[error("empty")]
    Empty,
    /// More than 254 characters.
    #[error("too long")]
    TooLong,
    /// Spaces, control characters or signs that no address we send to has.
    #[error("strange characters")]
    Strange,
    /// Not exactly one `@` with something on both sides, or no domain with a dot.
    #[error("not an address")]
    NotAnAddress,
}

impl PhoneError {
    /// Stable code for messages.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Empty => "phone-empty",
            Self::NotDigits => "phone-not-digits",
            Self::NotVietnamese => "phone-not-vietnamese",
            Self::WrongLength => "phone-length",
        }
    }
}

impl EmailError {
    /// Stable code for messages.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Empty => "email-empty",
            Self::TooLong => "email-too-long",
            Self::Strange => "email-strange",
            Self::NotAnAddress => "email-not-an-address",
        }
    }
}

impl Phone {
    /// Reads a number as typed: `0912 345 678`, `+84.912.345.678`, `84912345678`.
    pub fn parse(text: &str) -> Result<Self, PhoneError> {
        let bare: String = text
            .chars()
            .filter(|c| !c.is_whitespace() && !matches!(c, '.' | '-' | '(' | ')'))
            .take(32)
            .collect();
        if bare.is_empty() {
            return Err(PhoneError::Empty);
        }
        if !bare
            .strip_prefix('+')
            .unwrap_or(&bare)
            .bytes()
            .all(|b| b.is_ascii_digit())
        {
            return Err(PhoneError::NotDigits);
        }
        let inner = bare
            .strip_prefix("+84")
            .or_else(|| bare.strip_prefix('0'))
            .or_else(|| bare.strip_prefix("84").filter(|rest| rest.len() == 9))
            .ok_or(PhoneError::NotVietnamese)?;
        if inner.len() != 9 || inner.starts_with('0') {
            return Err(PhoneError::WrongLength);
        }
        Ok(Self(format!("+84{inner}")))
    }

    /// `+84912345678`, as stored and dialled.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// `0912345678`, as people write it.
    pub fn national(&self) -> String {
        format!("0{}", self.0.get(3..).unwrap_or_default())
    }

    /// `••• ••• 678`.
    pub fn masked(&self) -> String {
        format!(
            "••• ••• {}",
            self.0
                .get(self.0.len().saturating_sub(3)..)
                .unwrap_or_default()
        )
    }
}

impl Email {
    /// Reads an address; deliverability is for a message to find out.
    pub fn parse(text: &str) -> Result<Self, EmailError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(EmailError::Empty);
        }
        if text.len() > 254 {
            return Err(EmailError::TooLong);
        }
        let strange = |c: char| {
            c.is_whitespace() || c.is_control() || "<>()[]\\,;:\"".contains(c) || is_invisible(c)
        };
        if text.contains(strange) {
            return Err(EmailError::Strange);
        }
        let (local, domain) = text.split_once('@').ok_or(EmailError::NotAnAddress)?;
        let labels = || domain.split('.');
        let fits = !local.is_empty()
            && local.len() <= 64
            && labels().count() >= 2
            && labels().all(is_label);
        if !fits {
            return Err(EmailError::NotAnAddress);
        }
        Ok(Self(format!("{local}@{}", domain.to_ascii_lowercase())))
    }

    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// `n•••@mail.vn`.
    pub fn masked(&self) -> String {
        let (local, domain) = self.0.split_once('@').unwrap_or_default();
        format!("{}•••@{domain}", local.chars().next().unwrap_or('•'))
    }
}

fn is_label(label: &str) -> bool {
    let edge = |b: Option<u8>| b.is_some_and(|b| b.is_ascii_alphanumeric());
    label.len() <= 63
        && edge(label.bytes().next())
        && edge(label.bytes().last())
        && label
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'-')
}

/// Zero-width and direction marks, which make two addresses look like one.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

macro_rules! as_text {
    ($($name:ident: $error:ident),+) => {$(
        impl TryFrom<String> for $name {
            type Error = $error;

            fn try_from(text: String) -> Result<Self, $error> {
                Self::parse(&text)
            }
        }

        impl From<$name> for String {
            fn from(value: $name) -> Self {
                value.0
            }
        }
    )+};
}
as_text!(Phone: PhoneError, Email: EmailError);

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    // law: FMT-TEL-1
    #[test]
    fn phones_as_people_type_them() {
        use PhoneError::{Empty, NotDigits, NotVietnamese, WrongLength};
        for (text, want) in [
            ("0912345678", Ok("+84912345678")),
            (" 0912 345.678 ", Ok("+84912345678")),
            ("(+84) 912-345-678", Ok("+84912345678")),
            ("84912345678", Ok("+84912345678")),
            ("", Err(Empty)),
            ("  ", Err(Empty)),
            ("091234567", Err(WrongLength)),
            ("09123456789", Err(WrongLength)),
            ("+840912345678", Err(WrongLength)),
            ("0012345678", Err(WrongLength)),
            ("912345678", Err(NotVietnamese)),
            ("+420912345678", Err(NotVietnamese)),
            ("09123x5678", Err(NotDigits)),
            ("٠٩١٢٣٤٥٦٧٨", Err(NotDigits)),
        ] {
            let got = Phone::parse(text);
            assert_eq!(
                got.as_ref().map(Phone::as_str).map_err(|e| *e),
                want,
                "{text:?}"
            );
        }
        let phone = Phone::parse("0912345678").unwrap();
        assert_eq!(
            (phone.national().as_str(), phone.masked().as_str()),
            ("0912345678", "••• ••• 678")
        );
        assert_eq!(format!("{phone:?}"), "Phone(‹private›)");
    }

    // law: D59-14.1.b
    #[test]
    fn addresses() {
        use EmailError::{Empty, NotAnAddress, Strange, TooLong};
        let long = format!("{}@mail.vn", "a".repeat(250));
        for (text, want) in [
            (" Nguyen.An@MAIL.VN ", Ok("Nguyen.An@mail.vn")),
            ("an+x@a-b.example", Ok("an+x@a-b.example")),
            ("", Err(Empty)),
            ("an@@mail.vn", Err(NotAnAddress)),
            ("an@mail", Err(NotAnAddress)),
            ("@mail.vn", Err(NotAnAddress)),
            ("an@mail..vn", Err(NotAnAddress)),
            ("an@-mail.vn", Err(NotAnAddress)),
            ("an.mail.vn", Err(NotAnAddress)),
            ("an b@mail.vn", Err(Strange)),
            ("an@mail.vn\r\nBcc:x@y.vn", Err(Strange)),
            ("an\u{200b}@mail.vn", Err(Strange)),
            (long.as_str(), Err(TooLong)),
        ] {
            let got = Email::parse(text);
            assert_eq!(
                got.as_ref().map(Email::as_str).map_err(|e| *e),
                want,
                "{text:?}"
            );
        }
        let email = Email::parse("nguyen@mail.vn").unwrap();
        assert_eq!(
            (email.masked(), format!("{email:?}")),
            ("n•••@mail.vn".into(), "Email(‹private›)".into())
        );
    }

    proptest! {
        #[test]
        fn what_is_read_once_reads_the_same_again(text in "\\PC{0,40}", digits in "0[1-9][0-9]{8}") {
            if let Ok(email) = Email::parse(&text) {
                prop_assert_eq!(Email::parse(email.as_str()), Ok(email));
            }
            let phone = Phone::parse(&digits).unwrap();
            prop_assert_eq!(Phone::parse(phone.as_str()), Ok(phone.clone()));
            prop_assert_eq!(Phone::parse(&phone.national()), Ok(phone.clone()));
            prop_assert!(!phone.masked().contains(&digits[1..7]));
        }
    }
}
