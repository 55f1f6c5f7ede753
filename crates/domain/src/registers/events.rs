//! Lines of a register's file of events (docs/registers.md).

use jiff::Timestamp;

use super::fields::{Columns, iso_date};
use super::{Fields, Header, Reason, RowError};
use crate::register_event::{Change, Moment, Teller, event_id};
use crate::time::start_of_day;

/// Columns of `<register>-events.csv`.
pub static COLUMNS: Columns = Columns {
    required: &["event_id", "number", "change", "occurred_at"],
    optional: &["sequence"],
};

const EVENT: usize = 0;
const NUMBER: usize = 1;
const CHANGE: usize = 2;
const AT: usize = 3;
const SEQUENCE: usize = 4;

/// An event as a register tells it, its subject not yet looked up.
#[derive(Clone, PartialEq, Eq)]
pub struct EventRecord {
    /// The register's own identifier.
    pub event: String,
    /// The subject as the register names it: `app::events` knows how each register does.
    pub subject: String,
    /// What changed.
    pub change: Change,
    /// When.
    pub moment: Moment,
}

crate::redacted_debug!(EventRecord);

/// Reads a line.
pub fn parse_row(fields: &Fields<'_>, teller: Teller) -> Result<EventRecord, RowError> {
    let id = |text: &str| event_id(text).map(str::to_owned).ok_or(());
    Ok(EventRecord {
        event: fields.read(EVENT, id, Reason::EventId)?,
        subject: fields.filled(NUMBER, 64)?,
        change: fields.read(CHANGE, |t| Change::of(teller, t).ok_or(()), Reason::Change)?,
        moment: Moment {
            at: fields.read(AT, |text| instant(text).ok_or(()), Reason::Moment)?,
            sequence: fields
                .read_optional(SEQUENCE, |t| sequence(t).ok_or(()), Reason::Sequence)?
                .unwrap_or(0),
        },
    })
}

/// A day, which counts from its beginning in Viet Nam, or an instant of RFC 3339.
pub fn instant(text: &str) -> Option<Timestamp> {
    match iso_date(text) {
        Some(day) => Some(start_of_day(day)),
        None => text.parse().ok(),
    }
}

fn sequence(text: &str) -> Option<i64> {
    text.parse().ok().filter(|n| (0..=1 << 53).contains(n))
}

/// Mixed encodings: the column in which the first byte stands that is no UTF-8.
pub fn column_of_bad_byte(header: &Header, line: &[u8]) -> &'static str {
    let Err(error) = std::str::from_utf8(line) else {
        return "";
    };
    let good = line.get(..error.valid_up_to()).unwrap_or_default();
    header.column_at(good.split(|byte| *byte == b',').count() - 1)
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use super::*;

    fn read(line: &str) -> Result<EventRecord, RowError> {
        let header = Header::read(&COLUMNS, "event_id,number,change,occurred_at,sequence").unwrap();
        let values: Vec<Cow<'_, str>> = line.split(',').map(Cow::Borrowed).collect();
        parse_row(&header.fields(&values).unwrap(), Teller::Population)
    }

    // law: D59-10.1
    #[test]
    fn lines_are_read() {
        let record = read("KT-1,074190001234,death,2024-03-01,4").unwrap();
        assert_eq!(
            (record.event.as_str(), record.subject.as_str()),
            ("KT-1", "074190001234")
        );
        assert_eq!(record.moment.sequence, 4);
        assert_eq!(record.moment.at.to_string(), "2024-02-29T17:00:00Z");
        let record = read("KT-1,074190001234,death,2024-03-01T08:00:00+07:00,").unwrap();
        assert_eq!(record.moment.at.to_string(), "2024-03-01T01:00:00Z");
        for (line, column, reason) in [
            (",1,death,2024-03-01,", "event_id", Reason::Empty),
            ("a b,1,death,2024-03-01,", "event_id", Reason::EventId),
            ("K,,death,2024-03-01,", "number", Reason::Empty),
            ("K,1,died,2024-03-01,", "change", Reason::Change),
            ("K,1,card-withdrawn,2024-03-01,", "change", Reason::Change),
            ("K,1,death,01/03/2024,", "occurred_at", Reason::Moment),
            ("K,1,death,2024-02-30,", "occurred_at", Reason::Moment),
            ("K,1,death,2024-03-01,-1", "sequence", Reason::Sequence),
            ("K,1,death,2024-03-01,x", "sequence", Reason::Sequence),
        ] {
            assert_eq!(read(line), Err(RowError { column, reason }), "{line}");
        }
    }

    #[test]
    fn a_bad_byte_names_its_column() {
        let header = Header::read(&COLUMNS, "number,event_id,change,occurred_at").unwrap();
        let column = |line: &[u8]| column_of_bad_byte(&header, line);
        assert_eq!(column(b"1,K\xe9,death,2024-03-01"), "event_id");
        assert_eq!(column(b"\xff,K,death,2024-03-01"), "number");
        assert_eq!(column(b"1,K,death,2024-03-01"), "");
        assert_eq!(column(b"1,2,3,4,5,\xff"), "");
    }
}
