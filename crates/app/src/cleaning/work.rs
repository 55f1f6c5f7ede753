//! Parsing and judging the rows of a block, on any core.

use std::borrow::Cow;

use csv::{ByteRecord, StringRecord};
use domain::cleaning::{
    Coded, Fault, Field, Held, Reason, Stated, StatedNumber, Subscriber, Telephone, Verdict,
    resolve,
};

use super::LONGEST;
use super::block::Block;
use super::clean::Correct;
use super::encoding::Encoding;
use super::index::Index;
use super::open::Layout;

/// How much of a rejected row is shown, in bytes.
const SHOWN: usize = 1024;

/// What every core needs.
pub(super) struct Worker<'a> {
    pub(super) layout: &'a Layout,
    pub(super) index: &'a Index,
    pub(super) correct: Correct,
}

/// A row that could be read, in the text of its block.
pub(super) struct Row {
    pub(super) phone: Telephone,
    /// Where its own fields end, and where it ends.
    pub(super) own: usize,
    pub(super) end: usize,
    pub(super) verdict: Verdict,
    pub(super) province: Option<u16>,
    pub(super) level_two: bool,
}

/// What came of a block.
pub(super) struct Done {
    pub(super) end: u64,
    pub(super) next_line: u64,
    pub(super) digest: [u8; 32],
    pub(super) known: bool,
    pub(super) cleaned: Vec<u8>,
    pub(super) rows: Vec<Row>,
    pub(super) rejects: Vec<u8>,
    pub(super) faults: Vec<Fault>,
}

const fn line(reason: Reason) -> Fault {
    Fault {
        field: Field::Line,
        reason,
    }
}

impl Worker<'_> {
    /// Rows in their order. Of a block that is known only the telephone numbers count.
    pub(super) fn work(&self, block: &Block) -> Done {
        let mut done = Done {
            end: block.end,
            next_line: block.next_line,
            digest: block.digest,
            known: block.known,
            cleaned: Vec::with_capacity(block.bytes.len() + block.bytes.len() / 4),
            rows: Vec::with_capacity(block.bytes.len() / 80),
            rejects: Vec::new(),
            faults: Vec::new(),
        };
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(self.layout.delimiter)
            .from_reader(&*block.bytes);
        let mut record = ByteRecord::new();
        loop {
            let start = usize::try_from(reader.position().byte()).unwrap_or(0);
            // From memory, with any number of fields: nothing can fail.
            if !reader.read_byte_record(&mut record).unwrap_or(false) {
                return done;
            }
            let end = usize::try_from(reader.position().byte()).unwrap_or(0);
            let raw = block.bytes.get(start..end).unwrap_or_default();
            match self.row(record, &mut done) {
                Ok(back) => record = back,
                Err((fault, back)) => {
                    record = back;
                    if !block.known {
                        let before = block.bytes.get(..start).unwrap_or_default();
                        self.reject(fault, block.line, (before, raw), &mut done);
                    }
                }
            }
        }
    }

    /// Takes a row, and gives the record back to be filled anew.
    fn row(&self, record: ByteRecord, done: &mut Done) -> Result<ByteRecord, (Fault, ByteRecord)> {
        if record.as_slice().len() > LONGEST {
            return Err((line(Reason::LineTooLong), record));
        }
        if record.len() != self.layout.places.width {
            return Err((line(Reason::FieldCount), record));
        }
        let fields = match self.text(record) {
            Ok(fields) => fields,
            Err(record) => return Err((line(Reason::NotText), record)),
        };
        match self.judge(&fields, done) {
            Ok(()) => Ok(fields.into_byte_record()),
            Err(fault) => Err((fault, fields.into_byte_record())),
        }
    }

    fn text(&self, record: ByteRecord) -> Result<StringRecord, ByteRecord> {
        if self.layout.encoding == Encoding::Utf8 {
            return StringRecord::from_byte_record(record)
                .map_err(csv::FromUtf8Error::into_byte_record);
        }
        let decoded: Option<Vec<Cow<'_, str>>> = record
            .iter()
            .map(|field| self.layout.encoding.text(field))
            .collect();
        match decoded {
            Some(fields) => Ok(fields.iter().map(|field| &**field).collect()),
            None => Err(record),
        }
    }

    fn judge(&self, fields: &StringRecord, done: &mut Done) -> Result<(), Fault> {
        let places = &self.layout.places;
        let field = |place: usize| fields.get(place).unwrap_or_default();
        let subscriber = Subscriber::read(&Stated {
            phone: field(places.phone),
            number: field(places.number),
            name: field(places.name),
            birth: field(places.birth),
            sex: places.sex.map_or("", field),
        })?;
        let mut row = Row {
            phone: subscriber.phone,
            own: 0,
            end: 0,
            verdict: Verdict::DuplicateNumber,
            province: subscriber.number.and_then(StatedNumber::province),
            level_two: false,
        };
        if !done.known {
            let (verdict, held) = resolve(&subscriber, self.index);
            row.verdict = verdict;
            row.level_two = held
                .as_ref()
                .is_some_and(|held| self.index.level_two(held.place));
            let out = &mut done.cleaned;
            for own in fields {
                push(out, own, self.layout.delimiter);
                out.push(self.layout.delimiter);
            }
            row.own = out.len();
            self.tell(out, verdict, held.as_ref());
            row.end = out.len();
        }
        done.rows.push(row);
        Ok(())
    }

    /// The verdict, why, and corrections that are asked for; the line's end.
    fn tell(&self, out: &mut Vec<u8>, verdict: Verdict, held: Option<&Held<'_>>) {
        let sign = self.layout.delimiter;
        push(out, verdict.code(), sign);
        out.push(sign);
        push(out, &verdict.why(), sign);
        let (name, number) = held.map_or_else(Default::default, |held| {
            self.correct.of(verdict, held, self.index)
        });
        for (asked, text) in [(self.correct.name, name), (self.correct.number, number)] {
            if asked {
                out.push(sign);
                push(out, &text, sign);
            }
        }
        out.push(b'\n');
    }

    /// Keeps a row that cannot be read, with its line, field and reason.
    fn reject(&self, fault: Fault, first: u64, (before, raw): (&[u8], &[u8]), done: &mut Done) {
        let blank = |b: &&u8| matches!(b, b'\r' | b'\n');
        let skipped = raw.iter().take_while(blank);
        let lines = before.iter().chain(skipped).filter(|b| **b == b'\n');
        let number = first + u64::try_from(lines.count()).unwrap_or(0);
        let raw = raw.trim_ascii();
        let raw = raw.get(..raw.len().min(SHOWN)).unwrap_or_default();
        let shown = match self.layout.encoding.text(raw) {
            Some(text) => text,
            None => String::from_utf8_lossy(raw),
        };
        let out = &mut done.rejects;
        let sign = self.layout.delimiter;
        out.extend(number.to_string().bytes());
        for text in [fault.field.code(), fault.reason.code(), &*shown] {
            out.push(sign);
            push(out, text, sign);
        }
        out.push(b'\n');
        done.faults.push(fault);
    }
}

/// A field of CSV, in quotes where it must be.
pub(super) fn push(out: &mut Vec<u8>, field: &str, delimiter: u8) {
    let must = |b: u8| b == delimiter || matches!(b, b'"' | b'\n' | b'\r');
    if !field.bytes().any(must) {
        out.extend(field.as_bytes());
        return;
    }
    out.push(b'"');
    for byte in field.bytes() {
        if byte == b'"' {
            out.push(b'"');
        }
        out.push(byte);
    }
    out.push(b'"');
}
