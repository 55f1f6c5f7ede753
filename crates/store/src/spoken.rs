//! UX-11: codes that operators say in open calls, and what citizens tell of other callers.

use domain::ids::{CallId, ReportId, SubjectId};
use domain::time::{from_millis, millis};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{Error, Result, Source, Tx};

/// A code of a call.
#[derive(Debug, Clone, Copy)]
pub struct Spoken {
    /// Whose call, or a subject nobody has.
    pub subject: SubjectId,
    /// Which call.
    pub call: CallId,
    /// When the code was made.
    pub made: Timestamp,
    /// When it runs out.
    pub expires: Timestamp,
}

row! {
    struct SpokenRow {
        subject: Vec<u8>,
        assistance: Vec<u8>,
        made_at: i64,
        expires_at: i64,
    }
}

impl TryFrom<SpokenRow> for Spoken {
    type Error = Error;

    fn try_from(row: SpokenRow) -> Result<Self> {
        let corrupt = |_| Error::Corrupt("spoken_code");
        Ok(Self {
            subject: SubjectId::try_from(row.subject.as_slice()).map_err(corrupt)?,
            call: CallId::try_from(row.assistance.as_slice()).map_err(corrupt)?,
            made: from_millis(row.made_at),
            expires: from_millis(row.expires_at),
        })
    }
}

pub(crate) const INSERT: &str = "INSERT INTO spoken_code (digest, subject, assistance, made_at, expires_at) \
     VALUES ($1, $2, $3, $4, $5) ON CONFLICT (digest) DO NOTHING";

/// Keeps the digest of a code.
pub async fn insert(tx: &mut Tx, digest: &[u8], code: &Spoken) -> Result<()> {
    execute!(
        tx,
        INSERT,
        digest,
        code.subject.as_bytes().as_slice(),
        code.call.as_bytes().as_slice(),
        millis(code.made),
        millis(code.expires)
    )?;
    Ok(())
}

pub(crate) const FIND: &str =
    "SELECT subject, assistance, made_at, expires_at FROM spoken_code WHERE digest = $1";

/// The call of a code, however old.
pub async fn find(source: &mut impl Source, digest: &[u8]) -> Result<Option<Spoken>> {
    let row = fetch_optional!(source, SpokenRow, FIND, digest)?;
    row.map(Spoken::try_from).transpose()
}

pub(crate) const LATEST: &str = "SELECT subject, assistance, made_at, expires_at FROM spoken_code \
     WHERE subject = $1 AND assistance = $2 ORDER BY made_at DESC LIMIT 1";

/// The latest code of a call.
pub async fn latest(
    source: &mut impl Source,
    subject: SubjectId,
    call: CallId,
) -> Result<Option<Spoken>> {
    let row = fetch_optional!(
        source,
        SpokenRow,
        LATEST,
        subject.as_bytes().as_slice(),
        call.as_bytes().as_slice()
    )?;
    row.map(Spoken::try_from).transpose()
}

pub(crate) const PURGE: &str = "DELETE FROM spoken_code WHERE expires_at < $1";

/// Removes codes that ran out long ago.
pub async fn purge(tx: &mut Tx, before: Timestamp) -> Result<u64> {
    execute!(tx, PURGE, millis(before))
}

/// What a citizen tells of a caller; sealed at rest.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// The number that called; may be empty.
    pub caller: String,
    /// What happened; may be empty.
    pub words: String,
}

domain::redacted_debug!(Report);

fn context(id: ReportId) -> String {
    format!("report/{id}")
}

pub(crate) const REPORT: &str = "INSERT INTO impostor_report (id, at, body) VALUES ($1, $2, $3)";

/// Keeps a report.
pub async fn report(tx: &mut Tx, id: ReportId, at: Timestamp, report: &Report) -> Result<()> {
    let body = tx.keys().seal_json(&context(id), report)?;
    execute!(tx, REPORT, id.as_bytes().as_slice(), millis(at), body)?;
    Ok(())
}

row! {
    struct ReportRow {
        id: Vec<u8>,
        at: i64,
        body: Vec<u8>,
    }
}

pub(crate) const REPORTS: &str =
    "SELECT id, at, body FROM impostor_report ORDER BY at DESC, id LIMIT 200";

/// The newest reports.
pub async fn reports(source: &mut impl Source) -> Result<Vec<(Timestamp, Report)>> {
    let rows = fetch_all!(source, ReportRow, REPORTS)?;
    let keys = source.keys();
    rows.into_iter()
        .map(|row| {
            let id = ReportId::try_from(row.id.as_slice())
                .map_err(|_| Error::Corrupt("impostor_report"))?;
            Ok((
                from_millis(row.at),
                keys.open_json(&context(id), &row.body)?,
            ))
        })
        .collect()
}
