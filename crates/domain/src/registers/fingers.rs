//! The column of a register's file that names pictures of fingerprints (D59-14.2.a2, D59-15.2).

use super::{Fields, Reason, RowError};
use crate::finger::Finger;

/// Reads `FINGER:PATH` joined by `;`, such as `right-index:prints/7.wsq;left-index:prints/8.wsq`; empty for none.
pub fn parse<'a>(
    fields: &'a Fields<'_>,
    column: usize,
) -> Result<Vec<(Finger, &'a str)>, RowError> {
    let wrong = || fields.error(column, Reason::FingerForm);
    let mut prints: Vec<(Finger, &str)> = Vec::new();
    let text = fields.text(column);
    for part in text
        .split(';')
        .map(str::trim)
        .filter(|part| !part.is_empty())
    {
        let (word, path) = part.split_once(':').ok_or_else(wrong)?;
        let finger = Finger::parse(word.trim()).ok_or_else(wrong)?;
        let twice = prints.iter().any(|(known, _)| *known == finger);
        if path.trim().is_empty() || twice {
            return Err(wrong());
        }
        prints.push((finger, path.trim()));
    }
    Ok(prints)
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use super::*;
    use crate::finger::Finger::{LeftIndex, RightIndex};
    use crate::registers::{Header, cards};

    #[test]
    fn fingers_stand_with_their_pictures() {
        let header = Header::read(
            &cards::COLUMNS,
            "number,form,issued_on,expires_on,status,changed_on,portrait,fingers",
        );
        let header = header.unwrap();
        for (text, want) in [
            ("", Some(vec![])),
            ("right-index:p/1.wsq", Some(vec![(RightIndex, "p/1.wsq")])),
            (
                " left-index: a.png ; right-index:b.wsq;",
                Some(vec![(LeftIndex, "a.png"), (RightIndex, "b.wsq")]),
            ),
            ("right-index", None),
            ("right-index:", None),
            ("nose:p/1.wsq", None),
            ("right-index:a;right-index:b", None),
        ] {
            let mut values = vec![Cow::Borrowed(""); 7];
            values.push(Cow::Borrowed(text));
            let fields = header.fields(&values).unwrap();
            let told = parse(&fields, cards::FINGERS);
            let wrong = RowError {
                column: "fingers",
                reason: Reason::FingerForm,
            };
            assert_eq!(told, want.ok_or(wrong), "{text:?}");
        }
    }
}
