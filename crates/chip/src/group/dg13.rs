//! DG13 (ICAO Doc 9303-10, 4.7.13): details that the issuing state lays out as it likes.
//!
//! The layout of the citizen card is not published. Integrators report, and their programs agree,
//! that each detail is a `SEQUENCE` of an `INTEGER`, which says what it is, and one text or several:
//! that much is read here, within bounds, and a file without any such item is named
//! [`National::Unknown`] and no error. To be confirmed with real cards and the issuer's description.

use super::{Flaw, Group, content};
use crate::redact::redacted;
use crate::tlv::Fields;

/// A detail by the number that the card's layout gives it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Item {
    /// 1: personal number.
    Number,
    /// 2: full name with its diacritics.
    Name,
    /// 3: date of birth.
    Birth,
    /// 4: sex.
    Sex,
    /// 5: nationality.
    Nationality,
    /// 6: ethnic group.
    Ethnic,
    /// 7: religion.
    Religion,
    /// 8: place of origin.
    Origin,
    /// 9: place of residence.
    Residence,
    /// 10: distinguishing marks.
    Marks,
    /// 11: date of issue.
    Issued,
    /// 12: date of expiry.
    Expires,
    /// 13: parents.
    Parents,
    /// 16: old number.
    OldNumber,
    /// Another number, whose meaning is not reported.
    Other(u8),
}

impl Item {
    const fn of(number: u8) -> Self {
        match number {
            1 => Self::Number,
            2 => Self::Name,
            3 => Self::Birth,
            4 => Self::Sex,
            5 => Self::Nationality,
            6 => Self::Ethnic,
            7 => Self::Religion,
            8 => Self::Origin,
            9 => Self::Residence,
            10 => Self::Marks,
            11 => Self::Issued,
            12 => Self::Expires,
            13 => Self::Parents,
            16 => Self::OldNumber,
            other => Self::Other(other),
        }
    }
}

/// The details of DG13.
#[derive(Clone, PartialEq, Eq)]
pub enum National {
    /// Items of the layout that is reported for the citizen card.
    Items(Vec<(Item, Vec<String>)>),
    /// Another layout: nothing is taken from it.
    Unknown,
}

impl std::fmt::Debug for National {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Items(items) => write!(f, "Items({})", items.len()),
            Self::Unknown => f.write_str("Unknown"),
        }
    }
}

const SEQUENCE: u32 = 0x30;
const SET: u32 = 0x31;
const INTEGER: u32 = 0x02;
const TEXTS: [u32; 3] = [0x0C, 0x13, 0x16];
/// How deep containers may lie in one another, and how many items there may be.
const DEEPEST: u8 = 6;
const MOST: usize = 64;

impl National {
    /// Reads DG13.
    pub(crate) fn read(file: &[u8]) -> Result<Self, Flaw> {
        let content = content(Group::DG13, file)?;
        let mut found = Found(Vec::new());
        // A layout that is no ASN.1 at all is another layout, not a broken card: the state may choose it.
        if found.walk(content, 0).is_none() || found.0.is_empty() {
            return Ok(Self::Unknown);
        }
        Ok(Self::Items(found.0))
    }

    /// The first text of an item.
    pub fn text(&self, item: Item) -> Option<&str> {
        match self {
            Self::Items(items) => {
                let (_, texts) = items.iter().find(|(i, _)| *i == item)?;
                texts.first().map(String::as_str)
            }
            Self::Unknown => None,
        }
    }
}

struct Found(Vec<(Item, Vec<String>)>);

redacted!(Found:);

impl Found {
    /// Goes through containers. `None` where bytes are not what the layout has.
    fn walk(&mut self, bytes: &[u8], depth: u8) -> Option<()> {
        if depth > DEEPEST {
            return None;
        }
        let mut fields = Fields::of(bytes);
        while let Some(field) = fields.next().ok()? {
            if field.tag != SEQUENCE && field.tag != SET {
                continue;
            }
            match item(field.value) {
                Some(item) if self.0.len() < MOST => self.0.push(item),
                Some(_) => return None,
                None => self.walk(field.value, depth + 1)?,
            }
        }
        Some(())
    }
}

/// `SEQUENCE { INTEGER, text … }`, where the texts may lie in one more container.
fn item(bytes: &[u8]) -> Option<(Item, Vec<String>)> {
    let mut fields = Fields::of(bytes);
    let number = match fields.next().ok()?? {
        field if field.tag == INTEGER => field.value,
        _ => return None,
    };
    let &[number] = number else { return None };
    let mut texts = Vec::new();
    while let Some(field) = fields.next().ok()? {
        if TEXTS.contains(&field.tag) {
            texts.push(text(field.value)?);
        } else if field.tag == SEQUENCE || field.tag == SET {
            let mut inner = Fields::of(field.value);
            while let Some(field) = inner.next().ok()? {
                if TEXTS.contains(&field.tag) {
                    texts.push(text(field.value)?);
                }
            }
        }
    }
    (!texts.is_empty()).then_some((Item::of(number), texts))
}

fn text(bytes: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(bytes).ok()?.trim();
    Some(text.chars().filter(|c| !c.is_control()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tlv::write;

    fn one(number: u8, texts: &[&str]) -> Vec<u8> {
        let mut value = write(INTEGER, &[number]);
        for text in texts {
            value.extend(write(0x0C, text.as_bytes()));
        }
        write(SEQUENCE, &value)
    }

    fn file(items: &[Vec<u8>]) -> Vec<u8> {
        let set = write(SET, &items.concat());
        let head = [write(INTEGER, &[0]), write(0x06, &[0x2A, 3]), set].concat();
        write(0x6D, &write(SEQUENCE, &head))
    }

    #[test]
    fn reads_the_reported_layout() {
        let parents = write(
            SEQUENCE,
            &[
                write(INTEGER, &[13]),
                write(SEQUENCE, &write(0x0C, "Nguyễn Văn Ba".as_bytes())),
                write(SEQUENCE, &write(0x0C, "Lê Thị Tư".as_bytes())),
            ]
            .concat(),
        );
        let read = National::read(&file(&[
            one(1, &["001188000015"]),
            one(2, &["Nguyễn Thị An"]),
            parents,
            one(16, &["012345678"]),
            one(40, &["?"]),
        ]))
        .expect("DG13");
        assert_eq!(read.text(Item::Number), Some("001188000015"));
        assert_eq!(read.text(Item::Name), Some("Nguyễn Thị An"));
        assert_eq!(read.text(Item::OldNumber), Some("012345678"));
        assert_eq!(read.text(Item::Other(40)), Some("?"));
        let National::Items(items) = &read else {
            panic!("items")
        };
        assert_eq!(items[2].1, ["Nguyễn Văn Ba", "Lê Thị Tư"]);
        assert_eq!(format!("{read:?}"), "Items(5)");
    }

    #[test]
    fn another_layout_is_named_and_gives_nothing() {
        for content in [&b"free text"[..], b"", &[0x30, 0x00], &[0x30, 0x7F]] {
            assert_eq!(National::read(&write(0x6D, content)), Ok(National::Unknown));
        }
        let mut deep = one(1, &["001188000015"]);
        for _ in 0..=DEEPEST {
            deep = write(SEQUENCE, &deep);
        }
        assert_eq!(National::read(&write(0x6D, &deep)), Ok(National::Unknown));
        let many = vec![one(1, &["001188000015"]); MOST + 1];
        assert_eq!(National::read(&file(&many)), Ok(National::Unknown));
    }
}
