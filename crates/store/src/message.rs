//! Notices in the app, and outgoing SMS and e-mail with their proof of sending.

use domain::ids::{MessageId, NoticeId, SubjectId};
use domain::time::{from_millis, millis};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{Error, Result, Source, Tx};

/// A notice in the app (`notice-<kind>` in the locales).
#[derive(Debug, Clone)]
pub struct Notice {
    /// Identifier.
    pub id: NoticeId,
    /// Which text.
    pub kind: String,
    /// Values of the text.
    pub args: Vec<(String, String)>,
    /// When.
    pub at: Timestamp,
    /// Whether the holder opened it.
    pub read: bool,
}

row! {
    struct NoticeRow {
        id: Vec<u8>,
        kind: String,
        args: Vec<u8>,
        at: i64,
        read_at: Option<i64>,
    }
}

fn notice_context(subject: SubjectId) -> String {
    format!("notice/{subject}")
}

pub(crate) const NOTICE_INSERT: &str = "INSERT INTO notice (subject, id, kind, args, at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (subject, id) DO NOTHING";

/// Adds a notice.
pub async fn insert_notice(tx: &mut Tx, subject: SubjectId, notice: &Notice) -> Result<()> {
    let args = tx
        .keys()
        .seal_json(&notice_context(subject), &notice.args)?;
    execute!(
        tx,
        NOTICE_INSERT,
        subject.as_bytes().as_slice(),
        notice.id.as_bytes().as_slice(),
        notice.kind.as_str(),
        args,
        millis(notice.at)
    )?;
    Ok(())
}

pub(crate) const NOTICES: &str = "SELECT id, kind, args, at, read_at FROM notice WHERE subject = $1 ORDER BY at DESC, id DESC LIMIT $2";

/// The newest notices of a holder.
pub async fn notices(
    source: &mut impl Source,
    subject: SubjectId,
    limit: i64,
) -> Result<Vec<Notice>> {
    let rows = fetch_all!(
        source,
        NoticeRow,
        NOTICES,
        subject.as_bytes().as_slice(),
        limit
    )?;
    let keys = source.keys();
    rows.into_iter()
        .map(|row| {
            Ok(Notice {
                id: NoticeId::try_from(row.id.as_slice()).map_err(|_| Error::Corrupt("notice"))?,
                args: keys.open_json(&notice_context(subject), &row.args)?,
                kind: row.kind,
                at: from_millis(row.at),
                read: row.read_at.is_some(),
            })
        })
        .collect()
}

pub(crate) const UNREAD: &str =
    "SELECT COUNT(*) FROM notice WHERE subject = $1 AND read_at IS NULL";

/// How many notices are unread.
pub async fn unread(source: &mut impl Source, subject: SubjectId) -> Result<i64> {
    Ok(fetch_one!(source, (i64,), UNREAD, subject.as_bytes().as_slice())?.0)
}

pub(crate) const READ_ALL: &str =
    "UPDATE notice SET read_at = $2 WHERE subject = $1 AND read_at IS NULL";

/// The holder saw them all.
pub async fn mark_read(tx: &mut Tx, subject: SubjectId, at: Timestamp) -> Result<u64> {
    execute!(tx, READ_ALL, subject.as_bytes().as_slice(), millis(at))
}

/// Address and words of a message; sealed at rest.
#[derive(Clone, Serialize, Deserialize)]
pub struct Body {
    /// Phone or e-mail address.
    pub to: String,
    /// Subject line.
    pub subject: String,
    /// Text.
    pub text: String,
}

domain::redacted_debug!(Body);

/// An outgoing message.
#[derive(Debug, Clone)]
pub struct Message {
    /// Identifier; the idempotency key towards the gateway.
    pub id: MessageId,
    /// `sms` or `email`.
    pub channel: String,
    /// Which text.
    pub kind: String,
    /// Address and words.
    pub body: Body,
    /// `queued`, `sent`, `failed`.
    pub state: String,
    /// When it was queued.
    pub created: Timestamp,
}

row! {
    struct MessageRow {
        id: Vec<u8>,
        channel: String,
        kind: String,
        body: Vec<u8>,
        state: String,
        created_at: i64,
    }
}

fn context(subject: SubjectId) -> String {
    format!("message/{subject}")
}

pub(crate) const INSERT: &str = "INSERT INTO message (subject, id, channel, kind, body, state, created_at, tries, proof) \
     VALUES ($1, $2, $3, $4, $5, 'queued', $6, 0, '')";

/// Queues a message.
pub async fn insert(tx: &mut Tx, subject: SubjectId, message: &Message) -> Result<()> {
    let body = tx.keys().seal_json(&context(subject), &message.body)?;
    execute!(
        tx,
        INSERT,
        subject.as_bytes().as_slice(),
        message.id.as_bytes().as_slice(),
        message.channel.as_str(),
        message.kind.as_str(),
        body,
        millis(message.created)
    )?;
    Ok(())
}

pub(crate) const LOAD: &str =
    "SELECT id, channel, kind, body, state, created_at FROM message WHERE subject = $1 AND id = $2";

/// One message.
pub async fn load(
    source: &mut impl Source,
    subject: SubjectId,
    id: MessageId,
) -> Result<Option<Message>> {
    let row = fetch_optional!(
        source,
        MessageRow,
        LOAD,
        subject.as_bytes().as_slice(),
        id.as_bytes().as_slice()
    )?;
    let keys = source.keys();
    row.map(|row| {
        Ok(Message {
            id: MessageId::try_from(row.id.as_slice()).map_err(|_| Error::Corrupt("message"))?,
            channel: row.channel,
            kind: row.kind,
            body: keys.open_json(&context(subject), &row.body)?,
            state: row.state,
            created: from_millis(row.created_at),
        })
    })
    .transpose()
}

pub(crate) const SENT: &str = "UPDATE message SET state = $3, sent_at = $4, proof = $5, tries = tries + 1 \
     WHERE subject = $1 AND id = $2 AND state = 'queued'";

/// D59-14.1.c: notes the outcome and the gateway's proof.
pub async fn finish(
    tx: &mut Tx,
    subject: SubjectId,
    id: MessageId,
    state: &str,
    at: Timestamp,
    proof: &str,
) -> Result<()> {
    execute!(
        tx,
        SENT,
        subject.as_bytes().as_slice(),
        id.as_bytes().as_slice(),
        state,
        millis(at),
        proof
    )?;
    Ok(())
}

pub(crate) const PURGE: &str = "DELETE FROM message WHERE (subject, id) IN \
     (SELECT subject, id FROM message WHERE state <> 'queued' AND created_at < $1 LIMIT $2)";

/// Removes at most so many messages that were sent, or failed, long ago.
pub async fn purge(tx: &mut Tx, before: Timestamp, limit: i64) -> Result<u64> {
    execute!(tx, PURGE, millis(before), limit)
}

row! {
    struct TraceRow {
        channel: String,
        state: String,
        sent_at: Option<i64>,
        proof: String,
    }
}

/// What became of a message, without its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trace {
    /// `sms` or `email`.
    pub channel: String,
    /// `queued`, `sent`, `failed`.
    pub state: String,
    /// When the gateway took it or refused it.
    pub at: Option<Timestamp>,
    /// The gateway's proof.
    pub proof: String,
}

pub(crate) const TRACES: &str = "SELECT channel, state, sent_at, proof FROM message \
     WHERE subject = $1 AND kind = $2 AND created_at = $3 ORDER BY channel, id";

/// D59-14.1.c: what became of the messages of one kind queued at one instant.
pub async fn traces(
    source: &mut impl Source,
    subject: SubjectId,
    kind: &str,
    at: Timestamp,
) -> Result<Vec<Trace>> {
    let rows = fetch_all!(
        source,
        TraceRow,
        TRACES,
        subject.as_bytes().as_slice(),
        kind,
        millis(at)
    )?;
    Ok(rows
        .into_iter()
        .map(|row| Trace {
            channel: row.channel,
            state: row.state,
            at: row.sent_at.map(from_millis),
            proof: row.proof,
        })
        .collect())
}
