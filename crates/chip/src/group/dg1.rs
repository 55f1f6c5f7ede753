//! DG1 (ICAO Doc 9303-10, 4.7.1): the machine-readable zone (9303-3; TD1 of 9303-5, TD3 of 9303-4).
//!
//! The zone is read by position and never mended: libraries for cameras guess what a smudged letter
//! was, and a guess about signed bytes would be a forgery of our own.

use std::fmt;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use thiserror::Error;

use super::zone::{TD1, TD3, check_digit, document, layout, value};
use super::{Flaw, Group, content};
use crate::redact::redacted;
use crate::tlv;

/// What is wrong with a machine-readable zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum MrzFlaw {
    /// Neither 90 (TD1) nor 88 (TD3) characters.
    #[error("neither 90 nor 88 characters")]
    Length,
    /// A character that no zone has.
    #[error("a character that no zone has")]
    Character,
    /// A check digit is wrong: of the field named.
    #[error("the check digit of the {0} is wrong")]
    CheckDigit(&'static str),
    /// A date that is none: of the field named.
    #[error("the {0} is no date")]
    Date(&'static str),
}

/// The kind of zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// A card: three lines of 30.
    Td1,
    /// A passport: two lines of 44.
    Td3,
}

/// A machine-readable zone whose check digits are right.
#[derive(Clone, PartialEq, Eq)]
pub struct Mrz {
    format: Format,
    text: String,
    number: String,
    optional: String,
    issuer: String,
    nationality: String,
    birth: String,
    expiry: Date,
    sex: char,
    name: String,
}

redacted!(Mrz: format, issuer, expiry);

impl Mrz {
    /// Reads DG1.
    pub(crate) fn read(file: &[u8]) -> Result<Self, Flaw> {
        let zone = tlv::only(content(Group::DG1, file)?, 0x5F1F)?;
        let text = std::str::from_utf8(zone).map_err(|_| MrzFlaw::Character)?;
        Ok(read_mrz(text)?)
    }

    /// Card or passport.
    pub const fn format(&self) -> Format {
        self.format
    }

    /// The whole zone without line ends.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The document's code, without fillers: `ID`, `P` (ICAO Doc 9303-3, 5; 9303-5, 4.2.2).
    pub fn code(&self) -> &str {
        let code = self.text.get(..2).unwrap_or_default();
        code.trim_end_matches('<')
    }

    /// The document's number, without fillers.
    pub fn number(&self) -> &str {
        &self.number
    }

    /// Optional data 1 (TD1) or the personal number (TD3), without fillers. A citizen card has the
    /// twelve digits of the personal number here.
    pub fn optional(&self) -> &str {
        &self.optional
    }

    /// Issuing state, three letters.
    pub fn issuer(&self) -> &str {
        &self.issuer
    }

    /// Nationality, three letters.
    pub fn nationality(&self) -> &str {
        &self.nationality
    }

    /// Date of birth as it stands there: `YYMMDD`, where an unknown part is `<<`. The century is in
    /// the personal number or in DG13.
    pub fn birth(&self) -> &str {
        &self.birth
    }

    /// `M`, `F` or `<`.
    pub const fn sex(&self) -> char {
        self.sex
    }

    /// Last day on which the document is valid. A document expires in this century.
    pub const fn expiry(&self) -> Date {
        self.expiry
    }

    /// Name in Latin letters: the parts before and after the double filler, with spaces.
    pub fn name(&self) -> String {
        self.name.replace("<<", ", ").replace('<', " ")
    }

    /// Whether the last valid day has ended at this instant, in the document's own time zone.
    pub fn expired(&self, now: Timestamp, zone: &TimeZone) -> bool {
        now.to_zoned(zone.clone()).date() > self.expiry
    }

    /// The key of basic access control: number, birth and expiry with their check digits (ICAO Doc
    /// 9303-11, 4.3.2). Whoever opened the chip with it has read the printed zone.
    pub fn access_seed(&self) -> String {
        let layout = layout(self.format);
        let document = document(layout, &self.text);
        let dates = [layout.birth, layout.expiry];
        let dates = dates
            .into_iter()
            .filter_map(|(from, to)| self.text.get(from..=to));
        [document.number, document.check]
            .into_iter()
            .chain(dates.map(str::to_owned))
            .collect()
    }
}

/// Reads a zone as it was printed, scanned or stored; line ends and spaces around lines do not count.
pub fn read_mrz(text: &str) -> Result<Mrz, MrzFlaw> {
    let text: String = text.split_whitespace().collect();
    let layout = match text.len() {
        90 => &TD1,
        88 => &TD3,
        _ => return Err(MrzFlaw::Length),
    };
    if !text.bytes().all(|b| value(b).is_some()) {
        return Err(MrzFlaw::Character);
    }
    let part = |(from, to): (usize, usize)| text.get(from..to).unwrap_or_default();
    let digit = |at: usize| part((at, at + 1));
    let document = document(layout, &text);
    if check_digit(&document.number) != document.check {
        return Err(MrzFlaw::CheckDigit("number"));
    }
    for (name, field) in [
        ("date of birth", layout.birth),
        ("date of expiry", layout.expiry),
    ] {
        if check_digit(part(field)) != digit(field.1) {
            return Err(MrzFlaw::CheckDigit(name));
        }
    }
    let whole: String = layout.composite.0.iter().map(|f| part(*f)).collect();
    if check_digit(&whole) != digit(layout.composite.1) {
        return Err(MrzFlaw::CheckDigit("whole zone"));
    }
    let trimmed = |field| part(field).trim_end_matches('<').to_owned();
    let birth = part(layout.birth).to_owned();
    birth_is_plausible(&birth)?;
    Ok(Mrz {
        format: layout.format,
        number: document.number.trim_end_matches('<').to_owned(),
        optional: document.optional,
        issuer: trimmed(layout.issuer),
        nationality: trimmed(layout.nationality),
        birth,
        expiry: expiry(part(layout.expiry))?,
        sex: digit(layout.sex).chars().next().unwrap_or('<'),
        name: trimmed(layout.name),
        text,
    })
}

fn birth_is_plausible(text: &str) -> Result<(), MrzFlaw> {
    let known = text.replace('<', "");
    if known.bytes().all(|b| b.is_ascii_digit()) && known.len().is_multiple_of(2) {
        Ok(())
    } else {
        Err(MrzFlaw::Date("date of birth"))
    }
}

fn expiry(text: &str) -> Result<Date, MrzFlaw> {
    let flaw = MrzFlaw::Date("date of expiry");
    let number = |from: usize| {
        let part = text.get(from..from + 2)?;
        part.bytes().all(|b| b.is_ascii_digit()).then_some(part)
    };
    let of = |from: usize| number(from).and_then(|p| p.parse::<i8>().ok()).ok_or(flaw);
    Date::new(2000 + i16::from(of(0)?), of(2)?, of(4)?).map_err(|_| flaw)
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Td1 => "TD1",
            Self::Td3 => "TD3",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // ICAO Doc 9303-5, appendix B, and 9303-4, appendix B: the specimens of Utopia.
    const CARD: &str = "I<UTOD231458907<<<<<<<<<<<<<<<\n7408122F1204159UTO<<<<<<<<<<<6\nERIKSSON<<ANNA<MARIA<<<<<<<<<<\n";
    const PASSPORT: &str = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10";

    #[test]
    fn reads_the_specimens() {
        let card = read_mrz(CARD).expect("the card");
        assert_eq!(card.format(), Format::Td1);
        assert_eq!(
            (card.code(), card.number(), card.optional()),
            ("I", "D23145890", "")
        );
        assert_eq!((card.issuer(), card.nationality()), ("UTO", "UTO"));
        assert_eq!((card.birth(), card.sex()), ("740812", 'F'));
        assert_eq!(card.expiry(), jiff::civil::date(2012, 4, 15));
        assert_eq!(card.name(), "ERIKSSON, ANNA MARIA");
        let passport = read_mrz(PASSPORT).expect("the passport");
        assert_eq!(passport.format(), Format::Td3);
        assert_eq!(
            (passport.number(), passport.optional()),
            ("L898902C3", "ZE184226B")
        );
        assert_eq!(passport.access_seed(), "L898902C3674081221204159");
    }

    #[test]
    fn a_long_number_goes_on_in_the_optional_data() {
        // ICAO Doc 9303-11, appendix D.2: the card, and what opens its chip.
        let long = "I<UTOD23145890<7349<<<<<<<<<<<3407127M9507122UTO<<<<<<<<<<<2STEVENSON<<PETER<JOHN<<<<<<<<<";
        let card = read_mrz(long).expect("the card");
        assert_eq!((card.number(), card.optional()), ("D23145890734", ""));
        assert_eq!(
            card.access_seed(),
            "D2314589073493407127".to_owned() + "9507122"
        );
        let wrong = read_mrz(&long.replace("<7349<", "<7348<"));
        assert_eq!(wrong, Err(MrzFlaw::CheckDigit("number")));
    }

    #[test]
    fn every_single_changed_digit_of_a_checked_field_is_noticed() {
        let flat: String = CARD.split_whitespace().collect();
        for at in (5..14).chain(30..36).chain(38..44) {
            let mut bytes = flat.clone().into_bytes();
            bytes[at] = if bytes[at] == b'1' { b'2' } else { b'1' };
            let read = read_mrz(std::str::from_utf8(&bytes).expect("ASCII"));
            assert!(matches!(read, Err(MrzFlaw::CheckDigit(_))), "{at}");
        }
    }

    #[test]
    fn names_what_is_wrong() {
        assert_eq!(read_mrz("I<UTO"), Err(MrzFlaw::Length));
        assert_eq!(
            read_mrz(&CARD.replace("ANNA", "ÄNN")),
            Err(MrzFlaw::Character)
        );
        assert_eq!(
            read_mrz(&CARD.replace("F1204159", "F1204158")),
            Err(MrzFlaw::CheckDigit("date of expiry"))
        );
        assert_eq!(
            read_mrz(&CARD.replace("<<<6", "<<<7")),
            Err(MrzFlaw::CheckDigit("whole zone"))
        );
    }

    #[test]
    fn the_last_day_counts() {
        let card = read_mrz(CARD).expect("the card");
        let zone = TimeZone::fixed(jiff::tz::offset(7));
        let at = |text: &str| text.parse::<Timestamp>().expect("an instant");
        assert!(!card.expired(at("2012-04-15T16:59:59Z"), &zone));
        assert!(card.expired(at("2012-04-15T17:00:00Z"), &zone));
    }

    #[test]
    fn nothing_personal_is_shown() {
        let shown = format!("{:?}", read_mrz(CARD).expect("the card"));
        assert!(
            !shown.contains("ERIKSSON") && !shown.contains("D23145890"),
            "{shown}"
        );
    }
}
