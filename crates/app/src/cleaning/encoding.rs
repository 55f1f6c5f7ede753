//! The encoding of a file, by its beginning.
//!
//! UTF-8 where the beginning is UTF-8. Else the letters tell: in TCVN3 nearly every Vietnamese word has a byte from A1 to
//! BF (the marked vowels of a and the unmarked ă â ê ô ơ ư đ), which in windows-1258 are signs that no name has.

use std::borrow::Cow;

use encoding_rs::WINDOWS_1258;

use super::error::FileError;
use super::tcvn3_table::LETTERS;

/// How text stands in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8.
    Utf8,
    /// Windows code page 1258.
    Windows1258,
    /// TCVN 5712:1993 VN3, called ABC.
    Tcvn3,
}

/// Of a thousand bytes beyond ASCII, how many from A1 to BF make TCVN3 sure, and how many windows-1258.
const SURE: (usize, usize) = (150, 20);

impl Encoding {
    /// All.
    pub const ALL: [Self; 3] = [Self::Utf8, Self::Windows1258, Self::Tcvn3];

    /// Word on the command line.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Utf8 => "utf-8",
            Self::Windows1258 => "windows-1258",
            Self::Tcvn3 => "tcvn3",
        }
    }

    /// Reads the word.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|e| e.as_str() == text)
    }

    /// By the beginning of a file, which may end in the middle of a letter.
    pub(super) fn detect(head: &[u8]) -> Result<Self, FileError> {
        let wide = head.starts_with(b"\xff\xfe") || head.starts_with(b"\xfe\xff");
        if wide || head.contains(&0) {
            return Err(FileError::Utf16);
        }
        let valid = match std::str::from_utf8(head) {
            Ok(_) => true,
            Err(error) => error.error_len().is_none(),
        };
        if valid {
            return Ok(Self::Utf8);
        }
        let beyond = head.iter().filter(|b| **b >= 0x80).count();
        let signs = head.iter().filter(|b| (0xa1..=0xbf).contains(*b)).count();
        match signs * 1000 / beyond.max(1) {
            share if share >= SURE.0 => Ok(Self::Tcvn3),
            share if share <= SURE.1 => Ok(Self::Windows1258),
            _ => Err(FileError::Encoding),
        }
    }

    /// Text of some bytes; nothing where they are no text of this encoding.
    pub(super) fn text(self, bytes: &[u8]) -> Option<Cow<'_, str>> {
        if let Ok(text) = std::str::from_utf8(bytes)
            && (self == Self::Utf8 || text.is_ascii())
        {
            return Some(Cow::Borrowed(text));
        }
        match self {
            Self::Utf8 => None,
            Self::Windows1258 => {
                WINDOWS_1258.decode_without_bom_handling_and_without_replacement(bytes)
            }
            Self::Tcvn3 => tcvn3(bytes).map(Cow::Owned),
        }
    }
}

fn tcvn3(bytes: &[u8]) -> Option<String> {
    let letter = |byte: &u8| match byte {
        0..0x80 => Some(char::from(*byte)),
        _ => {
            let place = byte.checked_sub(0xa0)?;
            let letter = LETTERS.get(usize::from(place)).copied();
            letter.filter(|c| *c != '\u{fffd}')
        }
    };
    bytes.iter().map(letter).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The bytes of a text, by the inverse of the table.
    fn in_tcvn3(text: &str) -> Vec<u8> {
        let byte = |c: char| match LETTERS.iter().position(|l| *l == c) {
            Some(at) => u8::try_from(0xa0 + at).unwrap(),
            None => u8::try_from(c).unwrap(),
        };
        text.chars().map(byte).collect()
    }

    #[test]
    fn old_encodings_are_told_apart() {
        let name = "Nguyễn Thị Bình, Đặng Văn Hùng";
        let tcvn3 = in_tcvn3(name);
        assert_eq!(in_tcvn3("Bình"), b"B\xd7nh");
        assert_eq!(Encoding::detect(&tcvn3).unwrap(), Encoding::Tcvn3);
        assert_eq!(Encoding::Tcvn3.text(&tcvn3).unwrap(), name);
        // Combining tones: e with circumflex, then a tilde.
        let windows = b"Nguy\xea\xden Thi\xf2 A\xecnh";
        assert_eq!(Encoding::detect(windows).unwrap(), Encoding::Windows1258);
        assert_eq!(
            Encoding::Windows1258.text(windows).unwrap(),
            "Nguyê\u{303}n Thi\u{323} A\u{301}nh"
        );
        assert_eq!(Encoding::detect(name.as_bytes()).unwrap(), Encoding::Utf8);
        let cut = name.as_bytes().get(..6).unwrap();
        assert_eq!(Encoding::detect(cut).unwrap(), Encoding::Utf8, "cut in ễ");
        assert!(matches!(
            Encoding::detect(b"\xff\xfea\0"),
            Err(FileError::Utf16)
        ));
        assert!(matches!(Encoding::detect(b"a\0b\0"), Err(FileError::Utf16)));
        let unclear = [&b"\xa1"[..], &[0xe0; 15]].concat();
        assert!(matches!(
            Encoding::detect(&unclear),
            Err(FileError::Encoding)
        ));
        assert_eq!(Encoding::Tcvn3.text(b"a\x80"), None);
        assert_eq!(Encoding::Utf8.text(b"a\xff"), None);
    }
}
