//! One line of a register file: its bytes, its text, its fields.
//!
//! RFC 4180 without line breaks inside fields: a bad line then never swallows the next.

use std::borrow::Cow;

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use super::Reason;

/// Text of a line: UTF-8, no NUL, NFC.
pub fn text(bytes: &[u8]) -> Result<Cow<'_, str>, Reason> {
    let text = std::str::from_utf8(bytes).map_err(|_| Reason::NotUtf8)?;
    if bytes.contains(&0) {
        return Err(Reason::Nul);
    }
    if text.is_ascii() || is_nfc_quick(text.chars()) == IsNormalized::Yes {
        return Ok(Cow::Borrowed(text));
    }
    Ok(Cow::Owned(text.nfc().collect()))
}

/// Splits a line at commas into `fields`, which is emptied first.
pub fn split<'a>(line: &'a str, fields: &mut Vec<Cow<'a, str>>) -> Result<(), Reason> {
    fields.clear();
    if !line.contains('"') {
        fields.extend(line.split(',').map(|field| Cow::Borrowed(field.trim())));
        return Ok(());
    }
    let mut rest = line;
    loop {
        let after = if let Some(quoted) = rest.trim_start().strip_prefix('"') {
            let (field, after) = quoted_field(quoted)?;
            fields.push(Cow::Owned(field));
            after
        } else {
            let (field, _) = rest.split_once(',').unwrap_or((rest, ""));
            if field.contains('"') {
                return Err(Reason::Quote);
            }
            fields.push(Cow::Borrowed(field.trim()));
            rest.get(field.len()..).unwrap_or_default()
        };
        match after.strip_prefix(',') {
            Some(next) => rest = next,
            None => return Ok(()),
        }
    }
}

/// The field after its opening quote, and the line from the comma on.
fn quoted_field(quoted: &str) -> Result<(String, &str), Reason> {
    let mut field = String::new();
    let mut rest = quoted;
    loop {
        let (piece, after) = rest.split_once('"').ok_or(Reason::Quote)?;
        field.push_str(piece);
        let Some(next) = after.strip_prefix('"') else {
            let after = after.trim_start();
            let ends = after.is_empty() || after.starts_with(',');
            let field = field.trim().to_owned();
            return if ends {
                Ok((field, after))
            } else {
                Err(Reason::Quote)
            };
        };
        field.push('"');
        rest = next;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_split_as_csv() {
        for (line, want) in [
            ("a,b,c", Ok(vec!["a", "b", "c"])),
            ("", Ok(vec![""])),
            (" a , ,", Ok(vec!["a", "", ""])),
            ("\"a, b\",c", Ok(vec!["a, b", "c"])),
            ("x, \"say \"\"hi\"\"\" ,", Ok(vec!["x", "say \"hi\"", ""])),
            ("\"\",\"\"", Ok(vec!["", ""])),
            ("\"a,b", Err(Reason::Quote)),
            ("\"a\"b,c", Err(Reason::Quote)),
            ("a\"b,c", Err(Reason::Quote)),
            ("a,b\"", Err(Reason::Quote)),
        ] {
            let mut fields = Vec::new();
            let got = split(line, &mut fields).map(|()| fields.iter().map(AsRef::as_ref).collect());
            assert_eq!(got, want, "{line:?}");
        }
    }

    #[test]
    fn text_is_checked_and_composed() {
        assert_eq!(
            text("Nguye\u{302}\u{303}n".as_bytes()),
            Ok(Cow::Owned("Nguyễn".to_owned()))
        );
        assert!(matches!(text("Nguyễn".as_bytes()), Ok(Cow::Borrowed(_))));
        assert_eq!(text(b"a\xff"), Err(Reason::NotUtf8));
        assert_eq!(text(b"a\0"), Err(Reason::Nul));
    }

    proptest::proptest! {
        #[test]
        fn splitting_never_fails_badly(line in "[a\", ễ]{0,40}") {
            let mut fields = Vec::new();
            let plain = line.matches(',').count() + 1;
            if split(&line, &mut fields).is_ok() {
                proptest::prop_assert!((1..=plain).contains(&fields.len()));
            }
        }
    }
}
