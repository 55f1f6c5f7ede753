//! A journey between its first step and its last (sign-in, activation, recovery), and the one-time
//! codes sent on the way.

mod ended;

use domain::ids::{CodeId, SubjectId};
use domain::journey::Door;
use domain::time::{from_millis, millis};
use jiff::Timestamp;

use crate::{Error, Result, Source, Tx};

pub use ended::{delete_all, finish, purge};

/// An attempt as stored.
#[derive(Debug, Clone)]
pub struct Attempt {
    /// Whose account, or random bytes where there is none.
    pub subject: SubjectId,
    /// SHA-256 of the random part of the cookie.
    pub digest: Vec<u8>,
    /// `sign-in`, `activation`, `recovery`.
    pub kind: String,
    /// Where in the journey.
    pub stage: String,
    /// False where no such account exists.
    pub genuine: bool,
    /// What the journey carries, sealed at rest.
    pub body: serde_json::Value,
    /// When it began.
    pub created: Timestamp,
    /// When it ends.
    pub expires: Timestamp,
    /// For compare-and-set.
    pub revision: i64,
}

row! {
    struct AttemptRow {
        kind: String,
        stage: String,
        genuine: bool,
        body: Vec<u8>,
        created_at: i64,
        expires_at: i64,
        revision: i64,
    }
}

fn context(subject: SubjectId) -> String {
    format!("attempt/{subject}")
}

pub(crate) const INSERT: &str = "INSERT INTO attempt (subject, digest, kind, stage, genuine, body, created_at, expires_at, revision, door, language) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 1, $9, $10)";

/// Begins a journey.
pub async fn insert(tx: &mut Tx, attempt: &Attempt) -> Result<()> {
    begin(tx, attempt, None).await
}

/// Begins a journey that is counted when it ends (R50-6), with its door and the tag of its language.
pub async fn insert_counted(tx: &mut Tx, attempt: &Attempt, from: (Door, &str)) -> Result<()> {
    begin(tx, attempt, Some(from)).await
}

async fn begin(tx: &mut Tx, attempt: &Attempt, from: Option<(Door, &str)>) -> Result<()> {
    let body = tx
        .keys()
        .seal_json(&context(attempt.subject), &attempt.body)?;
    execute!(
        tx,
        INSERT,
        attempt.subject.as_bytes().as_slice(),
        attempt.digest.as_slice(),
        attempt.kind.as_str(),
        attempt.stage.as_str(),
        attempt.genuine,
        body,
        millis(attempt.created),
        millis(attempt.expires),
        from.map(|(door, _)| door.as_str()),
        from.map(|(_, language)| language)
    )?;
    Ok(())
}

pub(crate) const FIND: &str = "SELECT kind, stage, genuine, body, created_at, expires_at, revision FROM attempt \
     WHERE subject = $1 AND digest = $2 AND expires_at > $3";

/// A journey that has not run out.
pub async fn find(
    source: &mut impl Source,
    subject: SubjectId,
    digest: &[u8],
    now: Timestamp,
) -> Result<Option<Attempt>> {
    let row = fetch_optional!(
        source,
        AttemptRow,
        FIND,
        subject.as_bytes().as_slice(),
        digest,
        millis(now)
    )?;
    let keys = source.keys();
    row.map(|row| {
        Ok(Attempt {
            subject,
            digest: digest.to_vec(),
            kind: row.kind,
            stage: row.stage,
            genuine: row.genuine,
            body: keys.open_json(&context(subject), &row.body)?,
            created: from_millis(row.created_at),
            expires: from_millis(row.expires_at),
            revision: row.revision,
        })
    })
    .transpose()
}

pub(crate) const SAVE: &str = "UPDATE attempt SET stage = $3, body = $4, expires_at = $5, revision = revision + 1 \
     WHERE subject = $1 AND digest = $2 AND revision = $6";

/// Moves a journey on; [`Error::Stale`] when another request did so first.
pub async fn save(tx: &mut Tx, attempt: &Attempt) -> Result<()> {
    let body = tx
        .keys()
        .seal_json(&context(attempt.subject), &attempt.body)?;
    let changed = execute!(
        tx,
        SAVE,
        attempt.subject.as_bytes().as_slice(),
        attempt.digest.as_slice(),
        attempt.stage.as_str(),
        body,
        millis(attempt.expires),
        attempt.revision
    )?;
    if changed == 1 {
        Ok(())
    } else {
        Err(Error::Stale)
    }
}

pub(crate) const DELETE: &str = "DELETE FROM attempt WHERE subject = $1 AND digest = $2";

/// Ends a journey: its cookie is worth nothing any more. `false` when it had ended already.
pub async fn delete(tx: &mut Tx, subject: SubjectId, digest: &[u8]) -> Result<bool> {
    Ok(execute!(tx, DELETE, subject.as_bytes().as_slice(), digest)? == 1)
}

pub(crate) const DELETE_AT: &str =
    "DELETE FROM attempt WHERE subject = $1 AND digest = $2 AND revision = $3";

/// Ends a journey where it stands; `false` when another request moved it on or ended it first.
pub async fn delete_at(tx: &mut Tx, attempt: &Attempt) -> Result<bool> {
    let subject = attempt.subject.as_bytes().as_slice();
    Ok(execute!(
        tx,
        DELETE_AT,
        subject,
        attempt.digest.as_slice(),
        attempt.revision
    )? == 1)
}

pub(crate) const DELETE_KIND: &str = "DELETE FROM attempt WHERE subject = $1 AND kind = $2";

/// Ends the journeys of one kind of an account.
pub async fn delete_kind(tx: &mut Tx, subject: SubjectId, kind: &str) -> Result<u64> {
    execute!(tx, DELETE_KIND, subject.as_bytes().as_slice(), kind)
}

pub(crate) const LAPSE: &str = "DELETE FROM attempt WHERE kind = $1 AND expires_at < $2";

/// Forgets journeys of one kind whose time is over, sooner than others: they carry what nobody may keep.
pub async fn lapse(tx: &mut Tx, kind: &str, now: Timestamp) -> Result<u64> {
    execute!(tx, LAPSE, kind, millis(now))
}

/// A one-time code as stored: only its keyed digest, or, where the old device shows it, sealed.
#[derive(Debug, Clone)]
pub struct Code {
    /// Identifier.
    pub id: CodeId,
    /// What it is for.
    pub purpose: String,
    /// Keyed digest of the digits.
    pub digest: Vec<u8>,
    /// The digits themselves, where another device of the holder shows them (APP-9).
    pub shown: Option<String>,
    /// When it was made.
    pub sent: Timestamp,
    /// When it runs out.
    pub expires: Timestamp,
    /// Wrong entries so far.
    pub tries: i64,
    /// Whether it was used.
    pub used: bool,
}

row! {
    struct CodeRow {
        id: Vec<u8>,
        purpose: String,
        digest: Vec<u8>,
        shown: Option<Vec<u8>>,
        sent_at: i64,
        expires_at: i64,
        tries: i64,
        used_at: Option<i64>,
    }
}

fn code_context(subject: SubjectId) -> String {
    format!("code/{subject}")
}

pub(crate) const CODE_REPLACE: &str =
    "UPDATE code SET used_at = $3 WHERE subject = $1 AND purpose = $2 AND used_at IS NULL";
pub(crate) const CODE_INSERT: &str = "INSERT INTO code (subject, id, purpose, digest, shown, sent_at, expires_at, tries) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, 0)";

/// Writes a new code; earlier ones for the same purpose are worth nothing any more.
pub async fn insert_code(tx: &mut Tx, subject: SubjectId, code: &Code) -> Result<()> {
    execute!(
        tx,
        CODE_REPLACE,
        subject.as_bytes().as_slice(),
        code.purpose.as_str(),
        millis(code.sent)
    )?;
    let shown = match &code.shown {
        Some(digits) => Some(tx.keys().seal(&code_context(subject), digits.as_bytes())?),
        None => None,
    };
    execute!(
        tx,
        CODE_INSERT,
        subject.as_bytes().as_slice(),
        code.id.as_bytes().as_slice(),
        code.purpose.as_str(),
        code.digest.as_slice(),
        shown,
        millis(code.sent),
        millis(code.expires)
    )?;
    Ok(())
}

pub(crate) const CODE_LATEST: &str = "SELECT id, purpose, digest, shown, sent_at, expires_at, tries, used_at FROM code \
     WHERE subject = $1 AND purpose = $2 ORDER BY CASE WHEN used_at IS NULL THEN 0 ELSE 1 END, sent_at DESC, id DESC LIMIT 1";

/// The latest code for a purpose.
pub async fn latest_code(
    source: &mut impl Source,
    subject: SubjectId,
    purpose: &str,
) -> Result<Option<Code>> {
    let row = fetch_optional!(
        source,
        CodeRow,
        CODE_LATEST,
        subject.as_bytes().as_slice(),
        purpose
    )?;
    let keys = source.keys();
    row.map(|row| {
        let shown = match row.shown {
            Some(sealed) => Some(
                String::from_utf8(keys.open(&code_context(subject), &sealed)?)
                    .map_err(|_| Error::Corrupt("code"))?,
            ),
            None => None,
        };
        Ok(Code {
            id: CodeId::try_from(row.id.as_slice()).map_err(|_| Error::Corrupt("code"))?,
            purpose: row.purpose,
            digest: row.digest,
            shown,
            sent: from_millis(row.sent_at),
            expires: from_millis(row.expires_at),
            tries: row.tries,
            used: row.used_at.is_some(),
        })
    })
    .transpose()
}

pub(crate) const CODE_USE: &str =
    "UPDATE code SET used_at = $3 WHERE subject = $1 AND id = $2 AND used_at IS NULL";

/// Uses a code; `false` when somebody used it first.
pub async fn use_code(tx: &mut Tx, subject: SubjectId, id: CodeId, at: Timestamp) -> Result<bool> {
    Ok(execute!(
        tx,
        CODE_USE,
        subject.as_bytes().as_slice(),
        id.as_bytes().as_slice(),
        millis(at)
    )? == 1)
}

pub(crate) const CODE_TRY: &str = "UPDATE code SET tries = tries + 1 WHERE subject = $1 AND id = $2 AND used_at IS NULL AND tries < $3";

/// Counts an entry before it is compared; `false` when there are no tries left.
pub async fn try_code(tx: &mut Tx, subject: SubjectId, id: CodeId, limit: u32) -> Result<bool> {
    Ok(execute!(
        tx,
        CODE_TRY,
        subject.as_bytes().as_slice(),
        id.as_bytes().as_slice(),
        i64::from(limit)
    )? == 1)
}

pub(crate) const CODE_VOID: &str =
    "UPDATE code SET used_at = $2 WHERE subject = $1 AND used_at IS NULL";

/// Makes every code of an account worthless (a lock).
pub async fn void_codes(tx: &mut Tx, subject: SubjectId, at: Timestamp) -> Result<u64> {
    execute!(tx, CODE_VOID, subject.as_bytes().as_slice(), millis(at))
}
