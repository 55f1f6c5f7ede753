//! Codes, access and refresh tokens: by digest, each with the grant, the session, the client and the
//! account's holds in the same query (I5).

use domain::actor::AuthLevel;
use domain::ids::{ClientId, GrantId, SessionId, SubjectId};
use domain::relying_party::Phase;
use domain::time::{from_millis, millis};
use jiff::Timestamp;
use serde::de::DeserializeOwned;

use super::grant::context;
use crate::{Error, Result, Source, Tx};

/// What a token is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Exchanged once for tokens.
    Code,
    /// Shown to read.
    Access,
    /// Exchanged for new tokens.
    Refresh,
}

impl Kind {
    /// Word in rows.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Code => "code",
            Self::Access => "access",
            Self::Refresh => "refresh",
        }
    }

    fn parse(text: &str) -> Option<Self> {
        [Self::Code, Self::Access, Self::Refresh]
            .into_iter()
            .find(|kind| kind.as_str() == text)
    }
}

/// A token to be written.
#[derive(Debug, Clone)]
pub struct New<'a> {
    /// Whose account.
    pub subject: SubjectId,
    /// SHA-256 of its random part.
    pub digest: &'a [u8],
    /// The grant it belongs to.
    pub grant: GrantId,
    /// What it is for.
    pub kind: Kind,
    /// Thumbprint of the key that must be shown with it (RFC 9449).
    pub bound: Option<&'a str>,
    /// What the exchange must compare: of a code its redirect URI and challenge, as JSON.
    pub body: &'a str,
    /// When it was made.
    pub at: Timestamp,
    /// When it is over.
    pub expires: Timestamp,
}

pub(crate) const INSERT: &str = "INSERT INTO party_token (subject, digest, grant_id, kind, bound, body, at, expires_at) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";

pub(crate) const INSERT_PG: &str = "INSERT INTO party_token (subject, digest, grant_id, kind, bound, body, at, expires_at) \
     SELECT * FROM UNNEST($1::bytea[], $2::bytea[], $3::bytea[], $4::text[], $5::text[], $6::text[], $7::bigint[], $8::bigint[])";

/// Keeps tokens; of several on PostgreSQL, where each statement is a round trip, by one.
pub async fn insert(tx: &mut Tx, tokens: &[New<'_>]) -> Result<()> {
    match tx.conn() {
        crate::Conn::Pg(c) if tokens.len() > 1 => insert_many(c, tokens).await,
        crate::Conn::Lite(_) | crate::Conn::Pg(_) => insert_each(tx, tokens).await,
    }
}

async fn insert_each(tx: &mut Tx, tokens: &[New<'_>]) -> Result<()> {
    for token in tokens {
        execute!(
            tx,
            INSERT,
            token.subject.as_bytes().as_slice(),
            token.digest,
            token.grant.as_bytes().as_slice(),
            token.kind.as_str(),
            token.bound,
            token.body,
            millis(token.at),
            millis(token.expires)
        )?;
    }
    Ok(())
}

async fn insert_many(conn: &mut sqlx::PgConnection, tokens: &[New<'_>]) -> Result<()> {
    let subjects: Vec<&[u8]> = tokens
        .iter()
        .map(|t| t.subject.as_bytes().as_slice())
        .collect();
    let grants: Vec<&[u8]> = tokens
        .iter()
        .map(|t| t.grant.as_bytes().as_slice())
        .collect();
    sqlx::query(INSERT_PG)
        .bind(subjects)
        .bind(tokens.iter().map(|t| t.digest).collect::<Vec<_>>())
        .bind(grants)
        .bind(tokens.iter().map(|t| t.kind.as_str()).collect::<Vec<_>>())
        .bind(tokens.iter().map(|t| t.bound).collect::<Vec<_>>())
        .bind(tokens.iter().map(|t| t.body).collect::<Vec<_>>())
        .bind(tokens.iter().map(|t| millis(t.at)).collect::<Vec<_>>())
        .bind(tokens.iter().map(|t| millis(t.expires)).collect::<Vec<_>>())
        .execute(conn)
        .await?;
    Ok(())
}

row! {
    struct LiveRow {
        kind: String,
        bound: Option<String>,
        body: String,
        at: i64,
        expires_at: i64,
        used_at: Option<i64>,
        grant_id: Vec<u8>,
        client: Vec<u8>,
        phase: String,
        revision: i64,
        session: Vec<u8>,
        scope: String,
        grant_body: Vec<u8>,
        auth_level: i64,
        auth_time: i64,
        lasting: bool,
        grant_expires: i64,
        grant_ended: Option<i64>,
        sessions: i64,
        holds: i64,
        activated_at: Option<i64>,
    }
}

/// A token as found, with everything that decides whether it may still be used.
#[derive(Debug, Clone)]
pub struct Live<T> {
    /// Whose account.
    pub subject: SubjectId,
    /// What it is for.
    pub kind: Kind,
    /// Thumbprint of the key that must be shown with it.
    pub bound: Option<String>,
    /// What the exchange must compare.
    pub body: String,
    /// When it was made.
    pub at: Timestamp,
    /// When it is over.
    pub expires: Timestamp,
    /// Whether it was exchanged.
    pub used: bool,
    /// The grant it belongs to.
    pub grant: GrantId,
    /// To whom the grant was made.
    pub client: ClientId,
    /// The client's registration at the instant of reading.
    pub revision: i64,
    /// The session it was made in.
    pub session: SessionId,
    /// Scopes granted, separated by spaces.
    pub scope: String,
    /// The rest of the request and of the decision.
    pub granted: T,
    /// What the sign-in proved.
    pub level: AuthLevel,
    /// When the sign-in was.
    pub auth_time: Timestamp,
    /// Whether the grant outlives the session.
    pub lasting: bool,
    /// When the grant ends at the latest.
    pub grant_expires: Timestamp,
    /// I5: whether anything may be done with it at the instant of reading, its own use aside: neither it
    /// nor its grant is over, the session lives or need not, the account is activated and without a hold,
    /// and the client works.
    pub stands: bool,
}

pub(crate) const FIND: &str = "SELECT t.kind, t.bound, t.body, t.at, t.expires_at, t.used_at, t.grant_id, g.client, c.phase, c.revision, g.session, g.scope, \
     g.body AS grant_body, g.auth_level, g.auth_time, g.lasting, g.expires_at AS grant_expires, g.ended_at AS grant_ended, \
     (SELECT COUNT(*) FROM session s WHERE s.subject = g.subject AND s.id = g.session AND s.ended_at IS NULL AND s.expires_at > $3 AND s.seen_at >= $4) AS sessions, \
     (SELECT COUNT(*) FROM hold h WHERE h.subject = t.subject AND h.ended_at IS NULL AND (h.since <= $3 OR h.channel <> 'date') AND (h.until IS NULL OR h.until > $3)) AS holds, \
     a.activated_at \
     FROM party_token t JOIN party_grant g ON g.subject = t.subject AND g.id = t.grant_id \
     JOIN client c ON c.id = g.client JOIN account a ON a.subject = t.subject \
     WHERE t.subject = $1 AND t.digest = $2";

/// I5: the token and what it rests on at an instant, read together; a session that nobody used since
/// `idle` is over.
pub async fn find<T: DeserializeOwned>(
    source: &mut impl Source,
    subject: SubjectId,
    digest: &[u8],
    (now, idle): (Timestamp, Timestamp),
) -> Result<Option<Live<T>>> {
    let row = fetch_optional!(
        source,
        LiveRow,
        FIND,
        subject.as_bytes().as_slice(),
        digest,
        millis(now),
        millis(idle)
    )?;
    let Some(row) = row else { return Ok(None) };
    let corrupt = || Error::Corrupt("party_token");
    let stands = millis(now) < row.expires_at
        && millis(now) < row.grant_expires
        && row.grant_ended.is_none()
        && (row.lasting || row.sessions > 0)
        && row.holds == 0
        && row.activated_at.is_some()
        && Phase::parse(&row.phase).ok_or_else(corrupt)?.works();
    let grant = GrantId::try_from(row.grant_id.as_slice()).map_err(|_| corrupt())?;
    Ok(Some(Live {
        subject,
        kind: Kind::parse(&row.kind).ok_or_else(corrupt)?,
        bound: row.bound,
        body: row.body,
        at: from_millis(row.at),
        expires: from_millis(row.expires_at),
        used: row.used_at.is_some(),
        grant,
        client: ClientId::try_from(row.client.as_slice()).map_err(|_| corrupt())?,
        revision: row.revision,
        session: SessionId::try_from(row.session.as_slice()).map_err(|_| corrupt())?,
        scope: row.scope,
        granted: source.keys().open_json(&context(grant), &row.grant_body)?,
        level: AuthLevel::from_stored(row.auth_level).ok_or_else(corrupt)?,
        auth_time: from_millis(row.auth_time),
        lasting: row.lasting,
        grant_expires: from_millis(row.grant_expires),
        stands,
    }))
}

pub(crate) const USE: &str =
    "UPDATE party_token SET used_at = $3 WHERE subject = $1 AND digest = $2 AND used_at IS NULL";

/// Marks a token as exchanged; `false` where another was faster.
pub async fn consume(
    tx: &mut Tx,
    subject: SubjectId,
    digest: &[u8],
    at: Timestamp,
) -> Result<bool> {
    let changed = execute!(tx, USE, subject.as_bytes().as_slice(), digest, millis(at))?;
    Ok(changed == 1)
}

pub(crate) const EXPIRE: &str =
    "UPDATE party_token SET expires_at = $3 WHERE subject = $1 AND digest = $2 AND expires_at > $3";

/// Ends one token before its time (RFC 7009).
pub async fn expire(tx: &mut Tx, subject: SubjectId, digest: &[u8], at: Timestamp) -> Result<()> {
    execute!(
        tx,
        EXPIRE,
        subject.as_bytes().as_slice(),
        digest,
        millis(at)
    )?;
    Ok(())
}

pub(crate) const PURGE: &str = "DELETE FROM party_token WHERE expires_at < $1";

/// Forgets what is over.
pub async fn purge(tx: &mut Tx, before: Timestamp) -> Result<u64> {
    execute!(tx, PURGE, millis(before))
}
