//! Named columns in any order, and the fields of a line by column.

use std::borrow::Cow;

use jiff::civil::Date;

use super::{HeaderError, Reason, RowError};
use crate::person::PersonNumber;
use crate::regime::PersonKind;

/// The columns of a register file.
#[derive(Debug)]
pub struct Columns {
    /// Must be there.
    pub required: &'static [&'static str],
    /// May be there; missing, their fields count as empty.
    pub optional: &'static [&'static str],
}

impl Columns {
    fn names(&self) -> impl Iterator<Item = &'static str> {
        self.required.iter().chain(self.optional).copied()
    }

    fn name(&self, column: usize) -> &'static str {
        self.names().nth(column).unwrap_or_default()
    }
}

/// Where each column stands in a file.
#[derive(Debug, Clone)]
pub struct Header {
    columns: &'static Columns,
    places: Vec<Option<usize>>,
    width: usize,
}

impl Header {
    /// Reads the first line (without a byte order mark).
    pub fn read(columns: &'static Columns, line: &str) -> Result<Self, HeaderError> {
        let mut names = Vec::new();
        super::line::split(line, &mut names).map_err(|_| HeaderError::NotText)?;
        if names.len() == 1
            && let Some(sign) = line.chars().find(|c| matches!(c, ';' | '\t' | '|'))
        {
            return Err(HeaderError::Delimiter(sign));
        }
        if !columns
            .names()
            .any(|known| names.iter().any(|name| name == known))
        {
            return Err(HeaderError::NoHeader);
        }
        let mut places = vec![None; columns.names().count()];
        for (at, name) in names.iter().enumerate() {
            let known = columns
                .names()
                .zip(&mut places)
                .find(|(known, _)| known == name);
            let Some((known, place)) = known else {
                return Err(HeaderError::Unknown(name.chars().take(64).collect()));
            };
            if place.replace(at).is_some() {
                return Err(HeaderError::Twice(known));
            }
        }
        let missing = columns
            .required
            .iter()
            .zip(&places)
            .find(|(_, place)| place.is_none());
        if let Some((name, _)) = missing {
            return Err(HeaderError::Missing(name));
        }
        Ok(Self {
            columns,
            places,
            width: names.len(),
        })
    }

    /// The column that stands at a place of a line; empty beyond the last.
    pub fn column_at(&self, place: usize) -> &'static str {
        let mut columns = self.columns.names().zip(&self.places);
        columns
            .find(|(_, at)| **at == Some(place))
            .map_or("", |(name, _)| name)
    }

    /// The fields of a line by column.
    pub fn fields<'a>(&'a self, values: &'a [Cow<'a, str>]) -> Result<Fields<'a>, RowError> {
        if values.len() == self.width {
            Ok(Fields {
                header: self,
                values,
            })
        } else {
            Err(RowError::line(Reason::FieldCount))
        }
    }
}

/// The fields of one line. A column is its index in [`Columns`], required ones first.
pub struct Fields<'a> {
    header: &'a Header,
    values: &'a [Cow<'a, str>],
}

type Read<T> = Result<T, RowError>;

impl Fields<'_> {
    /// The field, trimmed; empty where the file has no such column.
    pub fn text(&self, column: usize) -> &str {
        let place = self.header.places.get(column).copied().flatten();
        place
            .and_then(|at| self.values.get(at))
            .map_or("", |value| value.trim())
    }

    /// Whether the file has this column.
    pub fn has(&self, column: usize) -> bool {
        self.header.places.get(column).copied().flatten().is_some()
    }

    /// An error in this column.
    pub fn error(&self, column: usize, reason: Reason) -> RowError {
        RowError {
            column: self.header.columns.name(column),
            reason,
        }
    }

    /// A value that must be there.
    pub fn read<T, E>(
        &self,
        column: usize,
        parse: impl FnOnce(&str) -> Result<T, E>,
        reason: Reason,
    ) -> Read<T> {
        match self.text(column) {
            "" => Err(self.error(column, Reason::Empty)),
            text => parse(text).map_err(|_| self.error(column, reason)),
        }
    }

    /// A value that may be missing.
    pub fn read_optional<T, E>(
        &self,
        column: usize,
        parse: impl FnOnce(&str) -> Result<T, E>,
        reason: Reason,
    ) -> Read<Option<T>> {
        match self.text(column) {
            "" => Ok(None),
            text => parse(text)
                .map(Some)
                .map_err(|_| self.error(column, reason)),
        }
    }

    /// One of the column's words.
    pub fn word<T>(&self, column: usize, parse: impl FnOnce(&str) -> Option<T>) -> Read<T> {
        self.read(column, |text| parse(text).ok_or(()), Reason::Word)
    }

    /// A day.
    pub fn date(&self, column: usize) -> Read<Date> {
        self.read(column, |text| iso_date(text).ok_or(()), Reason::Date)
    }

    /// A day that may be missing.
    pub fn optional_date(&self, column: usize) -> Read<Option<Date>> {
        self.read_optional(column, |text| iso_date(text).ok_or(()), Reason::Date)
    }

    /// Free text of at most so many characters, without control characters.
    pub fn free(&self, column: usize, longest: usize) -> Read<String> {
        let text = self.text(column);
        if text.chars().any(char::is_control) {
            return Err(self.error(column, Reason::Control));
        }
        if text.len() > longest && text.chars().count() > longest {
            return Err(self.error(column, Reason::TooLong));
        }
        Ok(text.to_owned())
    }

    /// Free text that must be there.
    pub fn filled(&self, column: usize, longest: usize) -> Read<String> {
        match self.free(column, longest)? {
            text if text.is_empty() => Err(self.error(column, Reason::Empty)),
            text => Ok(text),
        }
    }

    /// FMT-ID-1: a citizen's number.
    pub fn citizen(&self, column: usize) -> Read<PersonNumber> {
        let number = self.read(column, PersonNumber::parse, Reason::Number)?;
        match number.kind() {
            PersonKind::Citizen => Ok(number),
            PersonKind::Foreigner => Err(self.error(column, Reason::NotCitizen)),
        }
    }

    /// FMT-ID-2: three digits, of a province or of a country.
    pub fn province(&self, column: usize) -> Read<String> {
        let fits = |text: &str| text.len() == 3 && text.bytes().all(|b| b.is_ascii_digit());
        self.read(
            column,
            |text| fits(text).then(|| text.to_owned()).ok_or(()),
            Reason::Province,
        )
    }

    /// A day that must not lie before another.
    pub fn not_before(&self, column: usize, day: Option<Date>, earliest: Date) -> Read<()> {
        match day {
            Some(day) if day < earliest => Err(self.error(column, Reason::DateOrder)),
            Some(_) | None => Ok(()),
        }
    }
}

/// `YYYY-MM-DD` and nothing else, from 1900 to 2399.
pub(super) fn iso_date(text: &str) -> Option<Date> {
    let (year, rest) = text.split_at_checked(4)?;
    let (month, day) = rest.strip_prefix('-')?.split_once('-')?;
    let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    if month.len() != 2 || day.len() != 2 || ![year, month, day].into_iter().all(digits) {
        return None;
    }
    let date = Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()?;
    (1900..2400).contains(&date.year()).then_some(date)
}

#[cfg(test)]
mod tests {
    use super::*;

    static TWO: Columns = Columns {
        required: &["number", "name"],
        optional: &["note"],
    };

    #[test]
    fn headers() {
        for (line, want) in [
            ("name,number", None),
            (" number , \"name\" ", None),
            ("note,name,number", None),
            ("number;name", Some(HeaderError::Delimiter(';'))),
            ("number\tname", Some(HeaderError::Delimiter('\t'))),
            ("", Some(HeaderError::NoHeader)),
            ("074190001234,Lan", Some(HeaderError::NoHeader)),
            (
                "number,name,size",
                Some(HeaderError::Unknown("size".into())),
            ),
            ("number,name,name", Some(HeaderError::Twice("name"))),
            ("number", Some(HeaderError::Missing("name"))),
            ("number,\"name", Some(HeaderError::NotText)),
        ] {
            assert_eq!(Header::read(&TWO, line).err(), want, "{line:?}");
        }
    }

    #[test]
    fn fields_follow_the_header() {
        let header = Header::read(&TWO, "name,number").unwrap();
        let values = [Cow::Borrowed("Lan"), Cow::Borrowed(" 1 ")];
        let fields = header.fields(&values).unwrap();
        assert_eq!(
            (fields.text(0), fields.text(1), fields.text(2)),
            ("1", "Lan", "")
        );
        assert_eq!(
            fields.error(1, Reason::Empty),
            RowError {
                column: "name",
                reason: Reason::Empty
            }
        );
        assert_eq!(
            header.fields(&values[..1]).err(),
            Some(RowError::line(Reason::FieldCount))
        );
    }

    #[test]
    fn days_have_one_form() {
        assert_eq!(iso_date("2024-02-29"), Some(jiff::civil::date(2024, 2, 29)));
        for text in [
            "2023-02-29",
            "2024-2-29",
            "20240229",
            "29/02/2024",
            "1899-12-31",
            "2024-02-29T00:00",
            "+024-01-01",
        ] {
            assert_eq!(iso_date(text), None, "{text}");
        }
    }
}
