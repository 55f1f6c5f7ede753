//! Reading a file of events: good lines, and bad ones with their reasons.

use std::borrow::Cow;
use std::io::{self, Read, Seek};

use domain::fault::Fault;
use domain::register_event::Teller;
use domain::registers::events::{COLUMNS, EventRecord, column_of_bad_byte, parse_row};
use domain::registers::{Header, HeaderError, Reason, RowError, line};
use store::account::Identifier;

use super::subject::identify;
use super::{MOST, MOST_BYTES};
use crate::registers::Complaint;
use crate::registers::import::lines::Lines;
use crate::{Error, Result};

/// An event with the identifier by which its subject is found.
pub(super) struct Good {
    pub(super) line: u64,
    pub(super) record: EventRecord,
    pub(super) lookup: (Identifier, String),
}

/// A line that cannot be read, as it stood.
pub(super) struct Bad {
    pub(super) complaint: Complaint,
    pub(super) raw: Vec<u8>,
}

/// What a file holds.
#[derive(Default)]
pub(super) struct Parsed {
    pub(super) good: Vec<Good>,
    pub(super) bad: Vec<Bad>,
}

impl Parsed {
    /// In the order in which they occurred; of one instant, in the order of the file.
    pub(super) fn sort(&mut self) {
        self.good
            .sort_by_key(|good| (good.record.moment, good.line));
    }
}

fn unreadable(_: io::Error) -> Error {
    Fault::new("file", "file-unreadable").into()
}

/// Reads all lines. A header that does not fit refuses the file; a bad line stops nothing.
pub(super) fn parse(file: impl Read + Seek, teller: Teller) -> Result<Parsed> {
    let mut lines = Lines::at(file, 0, 0).map_err(unreadable)?;
    let header = header(&mut lines)?.map_err(|error| told(&error))?;
    let mut parsed = Parsed::default();
    loop {
        let number = lines.line + 1;
        let Some(line) = lines.next().map_err(unreadable)? else {
            break;
        };
        if line.bytes.iter().all(u8::is_ascii_whitespace) && !line.too_long {
            continue;
        }
        let read = if line.too_long {
            Err(RowError::line(Reason::LineTooLong))
        } else {
            take(&header, line.bytes, teller)
        };
        match read {
            Ok((record, lookup)) => parsed.good.push(Good {
                line: number,
                record,
                lookup,
            }),
            Err(RowError { column, reason }) => parsed.bad.push(Bad {
                complaint: Complaint {
                    line: number,
                    column,
                    reason,
                },
                raw: line.bytes.iter().copied().take(1024).collect(),
            }),
        }
        if parsed.good.len() + parsed.bad.len() > MOST || lines.offset > MOST_BYTES {
            return Err(Fault::new("file", "events-too-many")
                .with("most", MOST)
                .into());
        }
    }
    parsed.sort();
    Ok(parsed)
}

fn header<R: Read + Seek>(
    lines: &mut Lines<R>,
) -> Result<std::result::Result<Header, HeaderError>> {
    let Some(first) = lines.next().map_err(unreadable)? else {
        return Ok(Err(HeaderError::Empty));
    };
    if first.too_long {
        return Ok(Err(HeaderError::NoHeader));
    }
    let mark = b"\xef\xbb\xbf";
    let bytes = first.bytes.strip_prefix(mark).unwrap_or(first.bytes);
    let Ok(text) = line::text(bytes) else {
        return Ok(Err(HeaderError::NotText));
    };
    Ok(Header::read(&COLUMNS, &text))
}

fn told(error: &HeaderError) -> Error {
    let fault = Fault::new("file", error.code());
    match error.subject() {
        Some(subject) => fault.with("subject", subject).into(),
        None => fault.into(),
    }
}

fn take(
    header: &Header,
    bytes: &[u8],
    teller: Teller,
) -> std::result::Result<(EventRecord, (Identifier, String)), RowError> {
    let text = line::text(bytes).map_err(|reason| RowError {
        column: column_of_bad_byte(header, bytes),
        reason,
    })?;
    let mut values: Vec<Cow<'_, str>> = Vec::with_capacity(5);
    line::split(&text, &mut values).map_err(RowError::line)?;
    let record = parse_row(&header.fields(&values)?, teller)?;
    let lookup = identify(teller, &record.subject).map_err(|reason| RowError {
        column: "number",
        reason,
    })?;
    Ok((record, lookup))
}
