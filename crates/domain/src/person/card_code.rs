//! The text of the code printed on a citizen card (FMT-ID-8): fields between bars, the second often empty.

use jiff::civil::Date;

use super::{BirthDate, FullName, PersonNumber, Sex, fold};
use crate::redacted_debug;

/// More text than any card's code carries.
const LONGEST: usize = 1_000;
/// Later cards add fields of their own behind the seven that all have; they are left alone.
const MOST_FIELDS: usize = 20;

/// What the code says that a registration asks for. The number of an older paper and the address are not kept: nobody
/// asks for them.
#[derive(Clone, PartialEq, Eq)]
pub struct CardCode {
    /// Personal identification number.
    pub number: PersonNumber,
    /// Full name with its marks.
    pub name: FullName,
    /// Date of birth, as precise as the card has it.
    pub birth: BirthDate,
    /// Sex.
    pub sex: Sex,
    /// Day of issue.
    pub issued: Date,
}

redacted_debug!(CardCode);

/// Why a text is not the code of a citizen card.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CardCodeError {
    /// The text of some other code.
    #[error("not the code of a citizen card")]
    Other,
    /// Of a card by its shape, with a field that says nothing.
    #[error("the code of a card with an unreadable field")]
    Damaged,
}

impl CardCodeError {
    /// Stable code for messages.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Other => "card-code-other",
            Self::Damaged => "card-code-damaged",
        }
    }
}

/// `ddmmyyyy`; zeros stand for a day or month that nobody knows.
fn birth(text: &str) -> Option<BirthDate> {
    let [day, month, year] = parts(text)?;
    let known = |n: i16| (n != 0).then_some(n);
    BirthDate::from_parts(year, known(month), known(day)).ok()
}

fn parts(text: &str) -> Option<[i16; 3]> {
    let whole = text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit());
    let part = |from: usize, to: usize| text.get(from..to).and_then(|t| t.parse().ok());
    whole.then_some(())?;
    Some([part(0, 2)?, part(2, 4)?, part(4, 8)?])
}

fn sex(text: &str) -> Option<Sex> {
    match fold(text.trim()).as_str() {
        "nam" => Some(Sex::Male),
        "nu" => Some(Sex::Female),
        _ => None,
    }
}

impl CardCode {
    /// FMT-ID-8: `number|old number|name|ddmmyyyy|sex|address|ddmmyyyy`.
    ///
    /// # Errors
    /// [`CardCodeError::Other`] where the text is not of this shape, [`CardCodeError::Damaged`] where a field of it
    /// cannot be read.
    pub fn parse(text: &str) -> Result<Self, CardCodeError> {
        if text.len() > LONGEST {
            return Err(CardCodeError::Other);
        }
        let fields: Vec<&str> = text.trim().split('|').take(MOST_FIELDS + 1).collect();
        let [number, _before, name, born, sexed, _address, issued, ..] = fields.as_slice() else {
            return Err(CardCodeError::Other);
        };
        let number = PersonNumber::parse(number).map_err(|_| CardCodeError::Other)?;
        if fields.len() > MOST_FIELDS {
            return Err(CardCodeError::Other);
        }
        let issued = parts(issued).and_then(|[day, month, year]| {
            BirthDate::from_parts(year, Some(month), Some(day))
                .ok()?
                .day()
        });
        let read = (FullName::parse(name).ok(), birth(born), sex(sexed), issued);
        let (Some(name), Some(birth), Some(sex), Some(issued)) = read else {
            return Err(CardCodeError::Damaged);
        };
        Ok(Self {
            number,
            name,
            birth,
            sex,
            issued,
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const CODE: &str = "074190001234|280123456|Nguyễn Thị Ánh|03021990|Nữ|12 Lê Lợi, Thủ Dầu Một, Bình Dương|15062021";

    // law: FMT-ID-8
    #[test]
    fn the_code_of_a_card_is_read() {
        let read = CardCode::parse(CODE).unwrap();
        assert_eq!(read.number.as_str(), "074190001234");
        assert_eq!(read.name.as_str(), "Nguyễn Thị Ánh");
        assert_eq!(read.birth.to_iso(), "1990-02-03");
        assert_eq!(
            (read.sex, read.issued.to_string()),
            (Sex::Female, "2021-06-15".to_owned())
        );
        assert!(!format!("{read:?}").contains("074190001234"));
    }

    // law: FMT-ID-8
    #[test]
    fn cards_differ_in_what_they_leave_out_or_add() {
        for (from, to) in [
            ("280123456", ""),
            ("280123456", " "),
            ("280123456", "074190001234"),
            ("280123456", "-"),
            ("280123456", "B 1234567"),
            ("12 Lê Lợi, Thủ Dầu Một, Bình Dương", ""),
            ("|15062021", "|15062021||"),
            ("|15062021", "|15062021|Trần Thị Bé|Nguyễn Văn An"),
            ("|15062021", "|15062021\r\n"),
            // Decomposed marks, as some phones hand them over.
            ("Nữ", "Nu\u{31b}\u{303}"),
            ("Nguyễn Thị Ánh", "NGUYỄN THỊ ÁNH"),
        ] {
            let read = CardCode::parse(&CODE.replace(from, to)).unwrap();
            assert_eq!(read.number.as_str(), "074190001234", "{to:?}");
            assert_eq!(read.sex, Sex::Female, "{to:?}");
        }
        for (born, iso) in [("00001950", "1950"), ("00071950", "1950-07")] {
            let read = CardCode::parse(&CODE.replace("03021990", born)).unwrap();
            assert_eq!(read.birth.to_iso(), iso);
        }
    }

    // law: FMT-ID-8
    #[test]
    fn what_is_no_code_of_a_card_says_which_way() {
        let long = format!("{CODE}{}", "x".repeat(LONGEST));
        let many = format!("{CODE}{}", "|".repeat(MOST_FIELDS));
        for (text, why) in [
            ("", CardCodeError::Other),
            ("https://example.vn/?a=1|2|3|4|5|6|7", CardCodeError::Other),
            ("074190001234", CardCodeError::Other),
            ("074190001234||||", CardCodeError::Other),
            (&long, CardCodeError::Other),
            (&many, CardCodeError::Other),
            (&CODE.replace("Nguyễn Thị Ánh", ""), CardCodeError::Damaged),
            (
                &CODE.replace("03021990", "31021990"),
                CardCodeError::Damaged,
            ),
            (
                &CODE.replace("03021990", "03001990"),
                CardCodeError::Damaged,
            ),
            (&CODE.replace("03021990", "3021990"), CardCodeError::Damaged),
            (&CODE.replace("Nữ", "x"), CardCodeError::Damaged),
            (
                &CODE.replace("15062021", "00002021"),
                CardCodeError::Damaged,
            ),
        ] {
            assert_eq!(CardCode::parse(text), Err(why), "{text}");
        }
    }

    proptest! {
        // law: FMT-ID-8
        #[test]
        fn no_text_breaks_the_reader(text in "\\PC{0,200}", fields in prop::collection::vec("[0-9A-Za-zữ ]{0,12}", 0..12)) {
            let _ = CardCode::parse(&text);
            let _ = CardCode::parse(&fields.join("|"));
        }
    }
}
