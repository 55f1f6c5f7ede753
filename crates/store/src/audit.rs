//! The audit log's entries. An entry commits with the change it tells of (I4).
//!
//! A leaf is the RFC 6962 hash of the entry's record: all columns and the sealed body. Entries get
//! their place in the tree afterwards (see `log`), so writers never wait for each other.

use aws_lc_rs::digest::{SHA256, digest};
use domain::actor::{Actor, Purpose};
use domain::ids::{AuditId, SubjectId};
use domain::time::millis;
use jiff::Timestamp;

use crate::{Result, Source, Tx};

/// Subject of entries that concern no one in particular.
pub const NOBODY: SubjectId = SubjectId::from_bytes([0; 16]);

/// What one act left on record.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Its identifier.
    pub id: AuditId,
    /// When.
    pub at: Timestamp,
    /// Whose data or account, or [`NOBODY`].
    pub subject: SubjectId,
    /// Who acted.
    pub actor: Actor,
    /// What, as a stable kebab-case word (`activity-<word>`).
    pub action: &'static str,
    /// Why (D59-4.4).
    pub purpose: Purpose,
    /// Particulars; sealed at rest.
    pub detail: serde_json::Value,
    /// The request it came by.
    pub request: String,
}

/// What goes with a commit.
#[derive(Debug)]
pub enum Audit {
    /// Acts on record.
    Entries(Vec<Entry>),
    /// Housekeeping that changes nothing a person would ask about; says what.
    Bookkeeping(&'static str),
}

impl From<Entry> for Audit {
    fn from(entry: Entry) -> Self {
        Self::Entries(vec![entry])
    }
}

impl From<Vec<Entry>> for Audit {
    fn from(entries: Vec<Entry>) -> Self {
        Self::Entries(entries)
    }
}

fn actor_id(actor: &Actor) -> String {
    match actor {
        Actor::Holder { subject, .. } => subject.to_string(),
        Actor::Staff { id, .. } => id.to_string(),
        Actor::Register(name) => (*name).to_owned(),
        Actor::Party(id) => id.to_string(),
        Actor::Public | Actor::System | Actor::Operator => String::new(),
    }
}

row! {
    /// A row of the audit table, as the holder's activity page and the auditor read it.
    #[derive(Debug, Clone)]
    pub struct Row {
        /// Whose data, 16 bytes.
        pub subject: Vec<u8>,
        /// Identifier, 16 bytes.
        pub id: Vec<u8>,
        /// Milliseconds UTC.
        pub at: i64,
        /// Kind of actor.
        pub actor: String,
        /// Identifier of the actor, empty where there is none.
        pub actor_id: String,
        /// Unit of a member of staff.
        pub unit: String,
        /// What was done.
        pub action: String,
        /// Why.
        pub purpose: String,
        /// Request it came by.
        pub request: String,
        /// Sealed particulars.
        pub body: Vec<u8>,
        /// Hash of all of the above.
        pub leaf: Vec<u8>,
    }
}

impl Row {
    /// D59-21.2: whether the particulars were dropped after their time. The leaf stays in the tree,
    /// but can no longer be computed from the row.
    pub fn expired(&self) -> bool {
        self.body.is_empty()
    }

    /// The bytes the leaf is the hash of: every column, length first, so that none can flow into
    /// the next.
    pub fn record(&self) -> Vec<u8> {
        let mut record = Vec::with_capacity(160 + self.body.len());
        let at = self.at.to_be_bytes();
        let parts: [&[u8]; 10] = [
            &self.subject,
            &self.id,
            &at,
            self.actor.as_bytes(),
            self.actor_id.as_bytes(),
            self.unit.as_bytes(),
            self.action.as_bytes(),
            self.purpose.as_bytes(),
            self.request.as_bytes(),
            &self.body,
        ];
        for part in parts {
            record.extend(u32::try_from(part.len()).unwrap_or(u32::MAX).to_be_bytes());
            record.extend(part);
        }
        record
    }

    /// RFC 6962 section 2.1: leaf hash of the record.
    pub fn leaf_hash(&self) -> Vec<u8> {
        digest(&SHA256, &[&[0], self.record().as_slice()].concat())
            .as_ref()
            .to_vec()
    }
}

fn context(subject: &[u8]) -> String {
    SubjectId::try_from(subject).map_or_else(|_| "audit".to_owned(), |s| format!("audit/{s}"))
}

fn row(keys: &crate::Keys, entry: &Entry) -> Result<Row> {
    let unit = match &entry.actor {
        Actor::Staff { unit, .. } => unit.clone(),
        Actor::Public
        | Actor::Holder { .. }
        | Actor::System
        | Actor::Register(_)
        | Actor::Party(_)
        | Actor::Operator => String::new(),
    };
    let subject = entry.subject.as_bytes().to_vec();
    let mut row = Row {
        body: keys.seal_json(&context(&subject), &entry.detail)?,
        subject,
        id: entry.id.as_bytes().to_vec(),
        at: millis(entry.at),
        actor: entry.actor.kind().to_owned(),
        actor_id: actor_id(&entry.actor),
        unit,
        action: entry.action.to_owned(),
        purpose: entry.purpose.as_str().to_owned(),
        request: entry.request.clone(),
        leaf: Vec::new(),
    };
    row.leaf = row.leaf_hash();
    Ok(row)
}

pub(crate) const INSERT: &str = "INSERT INTO audit (subject, id, at, actor, actor_id, unit, action, purpose, request, body, leaf) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";

pub(crate) async fn write(tx: &mut Tx, audit: Audit) -> Result<()> {
    let entries = match audit {
        Audit::Entries(entries) => entries,
        Audit::Bookkeeping(what) => {
            tracing::trace!(what, "bookkeeping");
            return Ok(());
        }
    };
    let keys = tx.keys();
    let rows = entries.iter().map(|entry| row(&keys, entry));
    let rows = rows.collect::<Result<Vec<Row>>>()?;
    match tx.conn() {
        crate::Conn::Pg(c) if rows.len() > 1 => insert_many(c, &rows).await,
        crate::Conn::Lite(_) | crate::Conn::Pg(_) => insert_each(tx, rows).await,
    }
}

async fn insert_each(tx: &mut Tx, rows: Vec<Row>) -> Result<()> {
    for r in rows {
        execute!(
            tx, INSERT, r.subject, r.id, r.at, r.actor, r.actor_id, r.unit, r.action, r.purpose,
            r.request, r.body, r.leaf
        )?;
    }
    Ok(())
}

pub(crate) const INSERT_PG: &str = "INSERT INTO audit (subject, id, at, actor, actor_id, unit, action, purpose, request, body, leaf) \
     SELECT * FROM UNNEST($1::bytea[], $2::bytea[], $3::bigint[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::bytea[], $11::bytea[])";

/// One statement for all: on PostgreSQL each is a round trip.
async fn insert_many(conn: &mut sqlx::PgConnection, rows: &[Row]) -> Result<()> {
    let bytes = |of: fn(&Row) -> &[u8]| rows.iter().map(of).collect::<Vec<_>>();
    let texts = |of: fn(&Row) -> &str| rows.iter().map(of).collect::<Vec<_>>();
    sqlx::query(INSERT_PG)
        .bind(bytes(|r| &r.subject))
        .bind(bytes(|r| &r.id))
        .bind(rows.iter().map(|r| r.at).collect::<Vec<_>>())
        .bind(texts(|r| &r.actor))
        .bind(texts(|r| &r.actor_id))
        .bind(texts(|r| &r.unit))
        .bind(texts(|r| &r.action))
        .bind(texts(|r| &r.purpose))
        .bind(texts(|r| &r.request))
        .bind(bytes(|r| &r.body))
        .bind(bytes(|r| &r.leaf))
        .execute(conn)
        .await?;
    Ok(())
}

pub(crate) const BY_SUBJECT: &str = "SELECT subject, id, at, actor, actor_id, unit, action, purpose, request, body, leaf \
     FROM audit WHERE subject = $1 AND at < $2 AND LENGTH(body) > 0 ORDER BY at DESC, id DESC LIMIT $3";

/// What is on record about one subject, newest first, before an instant.
pub async fn by_subject(
    source: &mut impl Source,
    subject: SubjectId,
    before: Timestamp,
    limit: i64,
) -> Result<Vec<(Row, serde_json::Value)>> {
    let rows = fetch_all!(
        source,
        Row,
        BY_SUBJECT,
        subject.as_bytes().as_slice(),
        millis(before),
        limit
    )?;
    let keys = source.keys();
    rows.into_iter()
        .map(|row| {
            let detail = keys.open_json(&context(&row.subject), &row.body)?;
            Ok((row, detail))
        })
        .collect()
}

pub(crate) const OF_ACTION: &str = "SELECT subject, id, at, actor, actor_id, unit, action, purpose, request, body, leaf \
     FROM audit WHERE subject = $1 AND action = $2 AND id > $3 AND LENGTH(body) > 0 ORDER BY id LIMIT $4";

/// Particulars of entries of one kind that concern nobody, behind one of them, in order; those whose particulars were
/// dropped are left out.
pub async fn of_action(
    source: &mut impl Source,
    action: &str,
    after: AuditId,
    limit: i64,
) -> Result<Vec<(AuditId, serde_json::Value)>> {
    let rows = fetch_all!(
        source,
        Row,
        OF_ACTION,
        NOBODY.as_bytes().as_slice(),
        action,
        after.as_bytes().as_slice(),
        limit
    )?;
    let keys = source.keys();
    let read = |row: Row| {
        let id =
            AuditId::try_from(row.id.as_slice()).map_err(|_| crate::Error::Corrupt("audit"))?;
        Ok((id, keys.open_json(&context(&row.subject), &row.body)?))
    };
    rows.into_iter().map(read).collect()
}

pub(crate) const BODY: &str = "SELECT body FROM audit WHERE subject = $1 AND id = $2";

/// Particulars of one entry that concerns nobody: `None` where there is no such entry, null where they were dropped.
pub async fn detail(source: &mut impl Source, id: AuditId) -> Result<Option<serde_json::Value>> {
    let nobody = NOBODY.as_bytes();
    let row = fetch_optional!(
        source,
        (Vec<u8>,),
        BODY,
        nobody.as_slice(),
        id.as_bytes().as_slice()
    )?;
    let keys = source.keys();
    row.map(|(body,)| match body.as_slice() {
        [] => Ok(serde_json::Value::Null),
        sealed => keys.open_json(&context(nobody), sealed),
    })
    .transpose()
}

pub(crate) const EXPIRE: &str = "UPDATE audit SET body = $3, request = '', actor_id = '' \
     WHERE action = $1 AND at < $2 AND LENGTH(body) > 0";

/// D59-21.2: drops the particulars of one kind of entry from before an instant. Leaves, times and
/// places in the tree stay, so the tree still verifies.
pub async fn expire(tx: &mut Tx, action: &str, before: Timestamp) -> Result<u64> {
    execute!(tx, EXPIRE, action, millis(before), Vec::<u8>::new())
}
