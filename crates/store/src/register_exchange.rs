//! Questions and answers between bodies that run registers, as each side signed them (docs/register-exchange.md).

use domain::exchange::{Outcome, Question};
use domain::ids::AuditId;
use domain::time::{from_millis, millis};
use jiff::Timestamp;

use crate::{Error, Keys, Result, Source, Tx};

/// Who asked whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Direction {
    /// We asked.
    Asked,
    /// We were asked.
    Answered,
}

impl Direction {
    /// Word in rows.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Asked => "asked",
            Self::Answered => "answered",
        }
    }
}

/// One question and what came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exchange {
    /// Who asked whom.
    pub direction: Direction,
    /// The other body.
    pub body: String,
    /// Of the message.
    pub id: [u8; 16],
    /// What was asked.
    pub question: Question,
    /// When, by the asker's clock.
    pub asked_at: Timestamp,
    /// When it ended, by our clock.
    pub answered_at: Option<Timestamp>,
    /// How.
    pub outcome: Outcome,
    /// What went wrong, as a word; mostly empty.
    pub why: String,
    /// Statement that the asker signed.
    pub asked: String,
    /// Statement that the answering body signed; empty where none came.
    pub answered: String,
    /// Salts of the digests of question and answer.
    pub salts: Salts,
    /// The audit entry that holds the digest of this row.
    pub audit: AuditId,
}

/// Salts of question and answer.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Salts(pub String, pub String);

domain::redacted_debug!(Salts);

row! {
    struct ExchangeRow {
        direction: String,
        body: String,
        id: Vec<u8>,
        register: String,
        question: String,
        asked_at: i64,
        answered_at: Option<i64>,
        outcome: String,
        why: String,
        asked: String,
        answered: String,
        salts: Vec<u8>,
        audit: Vec<u8>,
    }
}

const TABLE: Error = Error::Corrupt("register_exchange");

fn context(direction: Direction, id: [u8; 16]) -> String {
    let id = u128::from_be_bytes(id);
    format!("register_exchange/{}/{id:032x}", direction.as_str())
}

impl ExchangeRow {
    fn read(self, keys: &Keys) -> Result<Exchange> {
        let id = <[u8; 16]>::try_from(self.id.as_slice()).map_err(|_| TABLE)?;
        let direction = match self.direction.as_str() {
            "asked" => Direction::Asked,
            "answered" => Direction::Answered,
            _ => return Err(TABLE),
        };
        let (one, other) = keys.open_json(&context(direction, id), &self.salts)?;
        Ok(Exchange {
            direction,
            body: self.body,
            id,
            question: Question::parse(&self.register, &self.question).ok_or(TABLE)?,
            asked_at: from_millis(self.asked_at),
            answered_at: self.answered_at.map(from_millis),
            outcome: Outcome::parse(&self.outcome).ok_or(TABLE)?,
            why: self.why,
            asked: self.asked,
            answered: self.answered,
            salts: Salts(one, other),
            audit: AuditId::try_from(self.audit.as_slice()).map_err(|_| TABLE)?,
        })
    }
}

fn sealed(keys: &Keys, row: &Exchange) -> Result<Vec<u8>> {
    keys.seal_json(
        &context(row.direction, row.id),
        &(&row.salts.0, &row.salts.1),
    )
}

pub(crate) const INSERT: &str = "INSERT INTO register_exchange (direction, body, id, register, question, asked_at, answered_at, outcome, why, asked, answered, salts, audit) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) ON CONFLICT (direction, body, id) DO NOTHING";

/// Writes a question down; `false` where this message is on record already.
pub async fn insert(tx: &mut Tx, row: &Exchange) -> Result<bool> {
    let salts = sealed(&tx.keys(), row)?;
    let added = execute!(
        tx,
        INSERT,
        row.direction.as_str(),
        row.body.as_str(),
        row.id.as_slice(),
        row.question.register().as_str(),
        row.question.as_str(),
        millis(row.asked_at),
        row.answered_at.map(millis),
        row.outcome.as_str(),
        row.why.as_str(),
        row.asked.as_str(),
        row.answered.as_str(),
        salts,
        row.audit.as_bytes().as_slice()
    )?;
    Ok(added == 1)
}

pub(crate) const END: &str = "UPDATE register_exchange SET answered_at = $4, outcome = $5, why = $6, answered = $7, salts = $8, audit = $9 \
     WHERE direction = $1 AND body = $2 AND id = $3 AND outcome = 'open'";

/// Writes down how an open question ended; [`Error::Stale`] where it is none.
pub async fn end(tx: &mut Tx, row: &Exchange) -> Result<()> {
    let salts = sealed(&tx.keys(), row)?;
    let changed = execute!(
        tx,
        END,
        row.direction.as_str(),
        row.body.as_str(),
        row.id.as_slice(),
        row.answered_at.map(millis),
        row.outcome.as_str(),
        row.why.as_str(),
        row.answered.as_str(),
        salts,
        row.audit.as_bytes().as_slice()
    )?;
    if changed == 1 {
        Ok(())
    } else {
        Err(Error::Stale)
    }
}

pub(crate) const PAGE: &str = "SELECT direction, body, id, register, question, asked_at, answered_at, outcome, why, asked, answered, salts, audit \
     FROM register_exchange WHERE (direction, body, id) > ($1, $2, $3) ORDER BY direction, body, id LIMIT $4";

/// Rows behind one of them, by direction, body and message.
pub async fn page(
    source: &mut impl Source,
    after: (&str, &str, &[u8]),
    limit: i64,
) -> Result<Vec<Exchange>> {
    let (direction, body, id) = after;
    let rows = fetch_all!(source, ExchangeRow, PAGE, direction, body, id, limit)?;
    let keys = source.keys();
    rows.into_iter().map(|row| row.read(&keys)).collect()
}

pub(crate) const LATEST: &str = "SELECT direction, body, id, register, question, asked_at, answered_at, outcome, why, asked, answered, salts, audit \
     FROM register_exchange ORDER BY asked_at DESC, id DESC LIMIT $1";

/// The latest.
pub async fn latest(source: &mut impl Source, limit: i64) -> Result<Vec<Exchange>> {
    let rows = fetch_all!(source, ExchangeRow, LATEST, limit)?;
    let keys = source.keys();
    rows.into_iter().map(|row| row.read(&keys)).collect()
}

pub(crate) const AUDIT_OF: &str =
    "SELECT audit FROM register_exchange WHERE direction = $1 AND body = $2 AND id = $3";

/// The audit entry that a message's row points at; `None` where there is no row.
pub async fn audit_of(
    source: &mut impl Source,
    (direction, body): (&str, &str),
    id: &[u8],
) -> Result<Option<AuditId>> {
    let found = fetch_optional!(source, (Vec<u8>,), AUDIT_OF, direction, body, id)?;
    found
        .map(|(audit,)| AuditId::try_from(audit.as_slice()).map_err(|_| TABLE))
        .transpose()
}

pub(crate) const LEFT_OPEN: &str = "SELECT direction, body, id, register, question, asked_at, answered_at, outcome, why, asked, answered, salts, audit \
     FROM register_exchange WHERE outcome = 'open' AND asked_at < $1 ORDER BY asked_at LIMIT $2";

/// Questions from before an instant of which nobody wrote down how they ended, the oldest first, and how many rows of them
/// cannot be read: one such row must not keep the others open.
pub async fn left_open(
    source: &mut impl Source,
    before: Timestamp,
    limit: i64,
) -> Result<(Vec<Exchange>, usize)> {
    let rows = fetch_all!(source, ExchangeRow, LEFT_OPEN, millis(before), limit)?;
    let keys = source.keys();
    let all = rows.len();
    let read: Vec<Exchange> = rows
        .into_iter()
        .filter_map(|row| row.read(&keys).ok())
        .collect();
    let broken = all - read.len();
    Ok((read, broken))
}

/// How many questions with one body ended in one way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Count {
    /// `asked` or `answered`.
    pub direction: String,
    /// The other body.
    pub body: String,
    /// Word of the outcome.
    pub outcome: String,
    /// How many.
    pub number: i64,
}

pub(crate) const COUNTS: &str = "SELECT direction, body, outcome, COUNT(*) FROM register_exchange WHERE asked_at >= $1 \
     GROUP BY direction, body, outcome ORDER BY direction, body, outcome";

/// Counts since an instant.
pub async fn counts(source: &mut impl Source, since: Timestamp) -> Result<Vec<Count>> {
    let rows = fetch_all!(source, (String, String, String, i64), COUNTS, millis(since))?;
    let count = |(direction, body, outcome, number)| Count {
        direction,
        body,
        outcome,
        number,
    };
    Ok(rows.into_iter().map(count).collect())
}

pub(crate) const PURGE: &str = "DELETE FROM register_exchange WHERE (direction, body, id) IN \
     (SELECT direction, body, id FROM register_exchange WHERE asked_at < $1 AND COALESCE(answered_at, asked_at) < $1 LIMIT $2)";

/// Removes at most so many that ended before an instant. The particulars of their audit entries are as old as their end.
pub async fn purge(tx: &mut Tx, before: Timestamp, limit: i64) -> Result<u64> {
    execute!(tx, PURGE, millis(before), limit)
}

pub(crate) const KEEP_KEY: &str = "INSERT INTO exchange_key (thumbprint, body, jwk) VALUES ($1, $2, $3) ON CONFLICT (thumbprint, body) DO NOTHING";

/// Keeps a public key that a body signs with.
pub async fn keep_key(tx: &mut Tx, thumbprint: &str, body: &str, jwk: &str) -> Result<()> {
    execute!(tx, KEEP_KEY, thumbprint, body, jwk)?;
    Ok(())
}

pub(crate) const KEY: &str = "SELECT jwk FROM exchange_key WHERE thumbprint = $1 AND body = $2";

/// A key of this thumbprint that a body signs, or signed, with.
pub async fn key(source: &mut impl Source, thumbprint: &str, body: &str) -> Result<Option<String>> {
    let row = fetch_optional!(source, (String,), KEY, thumbprint, body)?;
    Ok(row.map(|(jwk,)| jwk))
}
