//! The counts of a run as a file.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::clean::Correct;
use super::journal::Journal;
use super::open::Opened;

/// What the summary tells beside the counts.
pub(super) struct About {
    pub(super) file: String,
    pub(super) bytes: u64,
    pub(super) encoding: &'static str,
    pub(super) delimiter: char,
    pub(super) correct: Correct,
    pub(super) people: usize,
    pub(super) index_bytes: usize,
    /// Where the run began in the file, and when.
    pub(super) from_rows: u64,
    pub(super) started: Timestamp,
}

impl About {
    pub(super) fn new(opened: &Opened, correct: Correct, started: Timestamp) -> Self {
        Self {
            file: opened.name.clone(),
            bytes: opened.length,
            encoding: opened.layout.encoding.as_str(),
            delimiter: char::from(opened.layout.delimiter),
            correct,
            people: 0,
            index_bytes: 0,
            from_rows: 0,
            started,
        }
    }

    /// `summary.json`. Seconds and rate are of the last run, the reading of the register left out.
    pub(super) fn summary(&self, journal: &Journal, ended: Timestamp) -> Value {
        let seconds = ended.duration_since(self.started).as_secs_f64();
        let rows = u32::try_from(journal.counts.rows - self.from_rows).unwrap_or(u32::MAX);
        let rate = (seconds > 0.0).then(|| (f64::from(rows) / seconds).round());
        json!({
            "engine": journal.terms.engine,
            "file": self.file,
            "file_digest": journal.digest,
            "bytes": self.bytes,
            "encoding": self.encoding,
            "delimiter": self.delimiter,
            "corrected": self.correct.words(),
            "rows": journal.counts.rows,
            "verdicts": journal.counts.verdicts,
            "reasons": journal.counts.reasons,
            "provinces": journal.counts.provinces,
            "level_two_accounts": journal.counts.level_two,
            "register": {
                "taken_at": journal.taken_at,
                "digest": journal.terms.snapshot,
                "people": self.people,
                "bytes_in_memory": self.index_bytes,
            },
            "seconds": seconds,
            "rows_per_second": rate,
        })
    }
}
