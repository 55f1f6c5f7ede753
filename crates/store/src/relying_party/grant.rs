//! Grants: what a holder let a client do, from one sign-in to its end.

use domain::actor::AuthLevel;
use domain::ids::{ClientId, DeviceId, GrantId, SessionId, SubjectId};
use domain::time::{from_millis, millis};
use jiff::Timestamp;
use serde::Serialize;

use crate::{Error, Result, Source, Tx};

/// A grant to be written.
#[derive(Debug, Clone)]
pub struct New<'a, T> {
    /// Whose account.
    pub subject: SubjectId,
    /// Identifier.
    pub id: GrantId,
    /// To whom.
    pub client: ClientId,
    /// The session it was made in.
    pub session: SessionId,
    /// Scopes granted, separated by spaces.
    pub scope: &'a str,
    /// The rest of the request and of the decision.
    pub body: &'a T,
    /// What the sign-in proved.
    pub level: AuthLevel,
    /// When the sign-in was.
    pub auth_time: Timestamp,
    /// Whether it outlives the session.
    pub lasting: bool,
    /// When it was made.
    pub at: Timestamp,
    /// When it ends at the latest.
    pub expires: Timestamp,
}

/// Context under which a grant's body is sealed.
pub(super) fn context(id: GrantId) -> String {
    format!("grant/{id}")
}

pub(crate) const INSERT: &str = "INSERT INTO party_grant (subject, id, client, session, scope, body, auth_level, auth_time, lasting, at, expires_at) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";

/// Keeps a grant.
pub async fn insert<T: Serialize + Sync>(tx: &mut Tx, grant: &New<'_, T>) -> Result<()> {
    let body = tx.keys().seal_json(&context(grant.id), grant.body)?;
    execute!(
        tx,
        INSERT,
        grant.subject.as_bytes().as_slice(),
        grant.id.as_bytes().as_slice(),
        grant.client.as_bytes().as_slice(),
        grant.session.as_bytes().as_slice(),
        grant.scope,
        body,
        i64::from(grant.level.get()),
        millis(grant.auth_time),
        grant.lasting,
        millis(grant.at),
        millis(grant.expires)
    )?;
    Ok(())
}

pub(crate) const END: &str = "UPDATE party_grant SET ended_at = $3, end_reason = $4 WHERE subject = $1 AND id = $2 AND ended_at IS NULL";

/// Ends a grant, and with it all its tokens; `false` where it had ended.
pub async fn end(
    tx: &mut Tx,
    subject: SubjectId,
    id: GrantId,
    at: Timestamp,
    reason: &str,
) -> Result<bool> {
    let changed = execute!(
        tx,
        END,
        subject.as_bytes().as_slice(),
        id.as_bytes().as_slice(),
        millis(at),
        reason
    )?;
    Ok(changed == 1)
}

row! {
    struct StandingRow {
        id: Vec<u8>,
        client: Vec<u8>,
        session: Vec<u8>,
        lasting: bool,
        live: Option<Vec<u8>>,
        device: Option<Vec<u8>>,
        approved_by: Option<Vec<u8>>,
    }
}

/// A grant that nothing ended yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// Identifier.
    pub id: GrantId,
    /// To whom.
    pub client: ClientId,
    /// The session it was made in.
    pub session: SessionId,
    /// Whether it outlives the session.
    pub lasting: bool,
    /// Whether the session lives.
    pub live: bool,
    /// The device of the living session.
    pub device: Option<DeviceId>,
    /// The session that let the living session in.
    pub approved_by: Option<SessionId>,
}

impl TryFrom<StandingRow> for Standing {
    type Error = Error;

    fn try_from(row: StandingRow) -> Result<Self> {
        let corrupt = |_| Error::Corrupt("party_grant");
        let device = row.device.map(|id| DeviceId::try_from(id.as_slice()));
        let by = row.approved_by.map(|id| SessionId::try_from(id.as_slice()));
        Ok(Self {
            id: GrantId::try_from(row.id.as_slice()).map_err(corrupt)?,
            client: ClientId::try_from(row.client.as_slice()).map_err(corrupt)?,
            session: SessionId::try_from(row.session.as_slice()).map_err(corrupt)?,
            lasting: row.lasting,
            live: row.live.is_some(),
            device: device.transpose().map_err(corrupt)?,
            approved_by: by.transpose().map_err(corrupt)?,
        })
    }
}

pub(crate) const STANDING: &str = "SELECT g.id, g.client, g.session, g.lasting, s.id AS live, s.device, s.approved_by FROM party_grant g \
     LEFT JOIN session s ON s.subject = g.subject AND s.id = g.session AND s.ended_at IS NULL AND s.expires_at > $2 \
     WHERE g.subject = $1 AND g.ended_at IS NULL AND g.expires_at > $2 ORDER BY g.at, g.id";

/// What a holder has granted at an instant and nothing ended.
pub async fn standing(
    source: &mut impl Source,
    subject: SubjectId,
    now: Timestamp,
) -> Result<Vec<Standing>> {
    let subject = subject.as_bytes().as_slice();
    fetch_all!(source, StandingRow, STANDING, subject, millis(now))?
        .into_iter()
        .map(Standing::try_from)
        .collect()
}

row! {
    struct AgeRow {
        session: Vec<u8>,
        at: i64,
    }
}

pub(crate) const AGES: &str =
    "SELECT session, at FROM party_grant WHERE subject = $1 AND client = $2 ORDER BY at, id";

/// In which sessions a holder granted something to a client, and when; ended or not.
pub async fn ages(
    source: &mut impl Source,
    subject: SubjectId,
    client: ClientId,
) -> Result<Vec<(SessionId, Timestamp)>> {
    let (subject, client) = (subject.as_bytes().as_slice(), client.as_bytes().as_slice());
    fetch_all!(source, AgeRow, AGES, subject, client)?
        .into_iter()
        .map(|row| {
            let session = SessionId::try_from(row.session.as_slice());
            let session = session.map_err(|_| Error::Corrupt("party_grant"))?;
            Ok((session, from_millis(row.at)))
        })
        .collect()
}

pub(crate) const END_ALL: &str = "UPDATE party_grant SET ended_at = $2, end_reason = $3 \
     WHERE subject = $1 AND ended_at IS NULL AND expires_at > $2";

/// Ends everything a holder granted to anybody; gives how many grants.
pub async fn end_all(tx: &mut Tx, subject: SubjectId, at: Timestamp, reason: &str) -> Result<u64> {
    execute!(
        tx,
        END_ALL,
        subject.as_bytes().as_slice(),
        millis(at),
        reason
    )
}

pub(crate) const SINCE: &str =
    "SELECT COUNT(*) FROM party_grant WHERE subject = $1 AND client = $2 AND at > $3";

/// How many grants a holder made to a client since an instant.
pub async fn since(
    source: &mut impl Source,
    subject: SubjectId,
    client: ClientId,
    at: Timestamp,
) -> Result<u64> {
    let (subject, client) = (subject.as_bytes().as_slice(), client.as_bytes().as_slice());
    let (count,) = fetch_one!(source, (i64,), SINCE, subject, client, millis(at))?;
    u64::try_from(count).map_err(|_| Error::Corrupt("party_grant"))
}

pub(crate) const PURGE: &str = "DELETE FROM party_grant WHERE expires_at < $1";

/// Forgets what ended long ago; its history is in the audit log.
pub async fn purge(tx: &mut Tx, before: Timestamp) -> Result<u64> {
    execute!(tx, PURGE, millis(before))
}
