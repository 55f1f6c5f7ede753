//! R50-2: telecoms' files as batches.

use domain::cleaning::batch::State;
use domain::ids::{ClientId, StaffId, SubscriberBatchId};
use domain::time::{from_millis, millis};
use jiff::Timestamp;

use crate::{Error, Result, Source, Tx};

/// How far the judging of a batch is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Done {
    /// Bytes of the file.
    pub bytes: i64,
    /// Rows.
    pub rows: i64,
    /// When the present run began.
    pub began: Option<Timestamp>,
    /// When it told last.
    pub told: Option<Timestamp>,
}

/// Why a batch failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// Stable code (`cleaning-failure-<code>`).
    pub code: String,
    /// The column it is about.
    pub field: Option<String>,
    /// The line of the file.
    pub line: Option<i64>,
}

/// A batch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Batch {
    /// Its identifier.
    pub id: SubscriberBatchId,
    /// Whose subscribers they are.
    pub client: ClientId,
    /// Where it stands.
    pub state: State,
    /// When it was begun.
    pub created: Timestamp,
    /// Bytes of the file, as stated.
    pub length: i64,
    /// Its SHA-256, as stated, in hexadecimal digits.
    pub digest: String,
    /// Encoding and columns by hand, as JSON.
    pub options: String,
    /// Words of the register's fields that the results may hold.
    pub correct: String,
    /// How far the judging is.
    pub done: Done,
    /// Why it failed.
    pub failure: Option<Failure>,
    /// Counts, as JSON.
    pub counts: Option<String>,
    /// What the sample was drawn with.
    pub seed: Option<i64>,
    /// When it was released or withdrawn, and by which officer; the telecom itself where there is none.
    pub decided: Option<(Timestamp, Option<StaffId>)>,
    /// Why it was taken back.
    pub reason: String,
    /// When its files are deleted.
    pub until: Timestamp,
    /// Whether they were.
    pub gone: bool,
    /// For writes that compare before they set.
    pub revision: i64,
}

row! {
    struct BatchRow {
        id: Vec<u8>,
        client: Vec<u8>,
        state: String,
        created_at: i64,
        length: i64,
        digest: String,
        options: String,
        correct: String,
        done_bytes: i64,
        done_rows: i64,
        began_at: Option<i64>,
        told_at: Option<i64>,
        failure: Option<String>,
        failure_field: Option<String>,
        failure_line: Option<i64>,
        counts: Option<String>,
        seed: Option<i64>,
        decided_at: Option<i64>,
        decided_by: Option<Vec<u8>>,
        reason: String,
        files_until: i64,
        files_gone: i64,
        revision: i64,
    }
}

impl TryFrom<BatchRow> for Batch {
    type Error = Error;

    fn try_from(row: BatchRow) -> Result<Self> {
        let corrupt = || Error::Corrupt("cleaning batch");
        let by = row.decided_by.map(|by| StaffId::try_from(by.as_slice()));
        let by = by.transpose().map_err(|_| corrupt())?;
        let (field, line) = (row.failure_field, row.failure_line);
        Ok(Self {
            id: SubscriberBatchId::try_from(row.id.as_slice()).map_err(|_| corrupt())?,
            client: ClientId::try_from(row.client.as_slice()).map_err(|_| corrupt())?,
            state: State::parse(&row.state).ok_or_else(corrupt)?,
            created: from_millis(row.created_at),
            length: row.length,
            digest: row.digest,
            options: row.options,
            correct: row.correct,
            done: Done {
                bytes: row.done_bytes,
                rows: row.done_rows,
                began: row.began_at.map(from_millis),
                told: row.told_at.map(from_millis),
            },
            failure: row.failure.map(|code| Failure { code, field, line }),
            counts: row.counts,
            seed: row.seed,
            decided: row.decided_at.map(|at| (from_millis(at), by)),
            reason: row.reason,
            until: from_millis(row.files_until),
            gone: row.files_gone != 0,
            revision: row.revision,
        })
    }
}

pub(crate) const INSERT: &str = "INSERT INTO cleaning_batch (id, client, state, created_at, length, digest, options, correct, \
     done_bytes, done_rows, reason, files_until, files_gone, revision) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0, 0, '', $9, 0, 1)";

/// Writes a new batch.
pub async fn insert(tx: &mut Tx, batch: &Batch) -> Result<()> {
    execute!(
        tx,
        INSERT,
        batch.id.as_bytes().as_slice(),
        batch.client.as_bytes().as_slice(),
        batch.state.as_str(),
        millis(batch.created),
        batch.length,
        batch.digest.as_str(),
        batch.options.as_str(),
        batch.correct.as_str(),
        millis(batch.until)
    )?;
    Ok(())
}

pub(crate) const FIND: &str = "SELECT id, client, state, created_at, length, digest, options, correct, done_bytes, done_rows, \
     began_at, told_at, failure, failure_field, failure_line, counts, seed, decided_at, decided_by, reason, files_until, files_gone, revision \
     FROM cleaning_batch WHERE id = $1";

/// A batch.
pub async fn find(source: &mut impl Source, id: SubscriberBatchId) -> Result<Option<Batch>> {
    let row = fetch_optional!(source, BatchRow, FIND, id.as_bytes().as_slice())?;
    row.map(Batch::try_from).transpose()
}

pub(crate) const OF_CLIENT: &str = "SELECT id, client, state, created_at, length, digest, options, correct, done_bytes, done_rows, \
     began_at, told_at, failure, failure_field, failure_line, counts, seed, decided_at, decided_by, reason, files_until, files_gone, revision \
     FROM cleaning_batch WHERE client = $1 ORDER BY created_at DESC, id LIMIT $2";

/// A telecom's batches, the latest first.
pub async fn of_client(
    source: &mut impl Source,
    client: ClientId,
    limit: i64,
) -> Result<Vec<Batch>> {
    let rows = fetch_all!(
        source,
        BatchRow,
        OF_CLIENT,
        client.as_bytes().as_slice(),
        limit
    )?;
    rows.into_iter().map(Batch::try_from).collect()
}

pub(crate) const LIST: &str = "SELECT id, client, state, created_at, length, digest, options, correct, done_bytes, done_rows, \
     began_at, told_at, failure, failure_field, failure_line, counts, seed, decided_at, decided_by, reason, files_until, files_gone, revision \
     FROM cleaning_batch WHERE created_at < $1 ORDER BY created_at DESC, id LIMIT $2";

/// Batches begun before an instant, the latest first.
pub async fn list(source: &mut impl Source, before: Timestamp, limit: i64) -> Result<Vec<Batch>> {
    let rows = fetch_all!(source, BatchRow, LIST, millis(before), limit)?;
    rows.into_iter().map(Batch::try_from).collect()
}

pub(crate) const OPEN: &str = "SELECT CAST(COUNT(*) AS BIGINT) FROM cleaning_batch \
     WHERE client = $1 AND state IN ('receiving', 'uploaded', 'judging')";

/// How many of a telecom's batches come in or wait to be judged.
pub async fn open(source: &mut impl Source, client: ClientId) -> Result<i64> {
    let (count,) = fetch_one!(source, (i64,), OPEN, client.as_bytes().as_slice())?;
    Ok(count)
}

pub(crate) const HELD: &str = "SELECT CAST(COALESCE(SUM(length), 0) AS BIGINT) FROM cleaning_batch \
     WHERE client = $1 AND files_gone = 0";

/// Bytes that were stated for a telecom's batches whose files may lie here.
pub async fn held(source: &mut impl Source, client: ClientId) -> Result<i64> {
    let (bytes,) = fetch_one!(source, (i64,), HELD, client.as_bytes().as_slice())?;
    Ok(bytes)
}

pub(crate) const HOLD: &str =
    "UPDATE cleaning_batch SET revision = revision WHERE id = $1 AND revision = $2";

/// Holds a batch as it was read until the transaction ends; [`Error::Stale`] when somebody else was faster.
pub async fn hold(tx: &mut Tx, batch: &Batch) -> Result<()> {
    let id = batch.id.as_bytes().as_slice();
    if execute!(tx, HOLD, id, batch.revision)? == 1 {
        Ok(())
    } else {
        Err(Error::Stale)
    }
}

pub(crate) const SAVE: &str = "UPDATE cleaning_batch SET state = $3, correct = $4, done_bytes = $5, done_rows = $6, began_at = $7, told_at = $8, \
     failure = $9, failure_field = $10, failure_line = $11, counts = $12, seed = $13, decided_at = $14, decided_by = $15, \
     reason = $16, files_gone = $17, revision = revision + 1 WHERE id = $1 AND revision = $2";

/// Writes a changed batch; [`Error::Stale`] when somebody else was faster.
pub async fn save(tx: &mut Tx, batch: &Batch) -> Result<()> {
    let failure = batch.failure.as_ref();
    let (decided, by) = batch.decided.unzip();
    let changed = execute!(
        tx,
        SAVE,
        batch.id.as_bytes().as_slice(),
        batch.revision,
        batch.state.as_str(),
        batch.correct.as_str(),
        batch.done.bytes,
        batch.done.rows,
        batch.done.began.map(millis),
        batch.done.told.map(millis),
        failure.map(|failure| failure.code.clone()),
        failure.and_then(|failure| failure.field.clone()),
        failure.and_then(|failure| failure.line),
        batch.counts.clone(),
        batch.seed,
        decided.map(millis),
        by.flatten().map(|by| by.as_bytes().to_vec()),
        batch.reason.as_str(),
        i64::from(batch.gone)
    )?;
    if changed == 1 {
        Ok(())
    } else {
        Err(Error::Stale)
    }
}

pub(crate) const TELL: &str = "UPDATE cleaning_batch SET done_bytes = $2, done_rows = $3, began_at = $4, told_at = $5 \
     WHERE id = $1 AND state = 'judging'";

/// Notes how far the judging is; [`Error::Stale`] where the batch is not judged any more.
pub async fn tell(tx: &mut Tx, id: SubscriberBatchId, done: &Done) -> Result<()> {
    let changed = execute!(
        tx,
        TELL,
        id.as_bytes().as_slice(),
        done.bytes,
        done.rows,
        done.began.map(millis),
        done.told.map(millis)
    )?;
    if changed == 1 {
        Ok(())
    } else {
        Err(Error::Stale)
    }
}
