//! Short texts: references that can be read out, free text of officers.

use domain::fault::Fault;
use jiff::Timestamp;
use jiff::civil::Date;

use crate::App;

/// Letters and digits that nobody mistakes for one another.
const ALPHABET: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

/// `DK-XXXXX-XXXXX`: fifty random bits.
pub(crate) fn reference(app: &App) -> String {
    reference_of(app, "DK")
}

/// The same with other letters before.
pub(crate) fn reference_of(app: &App, kind: &str) -> String {
    let random: [u8; 10] = app.random();
    let letter = |b: &u8| char::from(ALPHABET.get(usize::from(b & 31)).copied().unwrap_or(b'2'));
    let letters: String = random.iter().map(letter).collect();
    let (first, second) = letters.split_at(5);
    format!("{kind}-{first}-{second}")
}

/// A reference as people type it: any case, with or without hyphens and spaces.
pub(crate) fn read_reference(text: &str) -> Option<String> {
    read_reference_of("DK", text)
}

/// The same with other letters before.
pub(crate) fn read_reference_of(kind: &str, text: &str) -> Option<String> {
    let bare: String = text
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '-' | '–' | '.'))
        .take(20)
        .map(|c| c.to_ascii_uppercase())
        .collect();
    let letters = bare
        .strip_prefix(kind)
        .filter(|rest| rest.len() == 10 && rest.is_ascii())?;
    letters.bytes().all(|b| ALPHABET.contains(&b)).then(|| {
        let (first, second) = letters.split_at(5);
        format!("{kind}-{first}-{second}")
    })
}

/// Free text of a form: trimmed, no control characters but line breaks, so many characters.
pub(crate) fn free_text(
    field: &'static str,
    text: &str,
    longest: usize,
) -> Result<Option<String>, Fault> {
    if text.len() > longest * 8 || text.chars().count() > longest {
        return Err(Fault::new(field, "text-too-long").with("max", longest));
    }
    if text
        .chars()
        .any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t'))
    {
        return Err(Fault::new(field, "text-strange"));
    }
    let text = text.trim();
    Ok((!text.is_empty()).then(|| text.to_owned()))
}

/// `dd/mm/yyyy` of the Vietnamese day.
pub(crate) fn day(at: Timestamp) -> String {
    card_day(domain::time::viet_nam_date(at))
}

/// `dd/mm/yyyy`.
pub(crate) fn card_day(day: Date) -> String {
    format!("{:02}/{:02}/{:04}", day.day(), day.month(), day.year())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_read_as_people_write_them() {
        let want = Some("DK-2AB3C-4DE5F".to_owned());
        for text in ["DK-2AB3C-4DE5F", "dk2ab3c4de5f", " DK 2ab3c 4de5f "] {
            assert_eq!(read_reference(text), want, "{text}");
        }
        for text in [
            "",
            "DK",
            "DK-2AB3C-4DE5",
            "DK-2AB3C-4DE50",
            "DK-2AB3C-4DE5\u{e9}",
            "XX-2AB3C-4DE5F",
        ] {
            assert_eq!(read_reference(text), None, "{text}");
        }
        assert_eq!(read_reference(&"D".repeat(10_000_000)), None);
    }

    #[test]
    fn free_text_has_no_signs_that_nobody_typed() {
        assert_eq!(free_text("f", "  a\nb ", 10), Ok(Some("a\nb".to_owned())));
        assert_eq!(free_text("f", " ", 10), Ok(None));
        assert!(free_text("f", "a\0b", 10).is_err());
        assert!(free_text("f", &"é".repeat(11), 10).is_err());
    }
}
