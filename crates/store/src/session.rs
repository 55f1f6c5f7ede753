//! Sessions and devices. The account's holds are read in the same query as the session (I5).

use domain::actor::AuthLevel;
use domain::ids::{DeviceId, SessionId, SubjectId};
use domain::means::Means;
use domain::self_proof::{Raised, reached};
use domain::time::{from_millis, millis};
use jiff::Timestamp;

use crate::{Error, Result, Source, Tx};

/// How far a session reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// The whole account.
    Open,
    /// D59-19.ui: the status page of a locked account.
    Status,
}

impl Scope {
    /// Word in rows.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Status => "status",
        }
    }
}

/// A session to be written.
#[derive(Debug, Clone)]
pub struct New {
    /// Whose.
    pub subject: SubjectId,
    /// SHA-256 of the random part of the cookie.
    pub digest: Vec<u8>,
    /// Identifier shown outside.
    pub id: SessionId,
    /// Device it runs on.
    pub device: Option<DeviceId>,
    /// What the sign-in proved.
    pub level: AuthLevel,
    /// D59-3.10: by which means.
    pub means: Vec<Means>,
    /// How far it reaches.
    pub scope: Scope,
    /// The session on the phone that let it in.
    pub approved_by: Option<SessionId>,
    /// D59-24.3: what the session that let it in was raised by.
    pub raised: Option<Raised>,
    /// When it began.
    pub at: Timestamp,
    /// When it ends at the latest.
    pub expires: Timestamp,
}

pub(crate) const INSERT: &str = "INSERT INTO session (subject, digest, id, device, auth_level, scope, approved_by, created_at, seen_at, expires_at, means, raised_at, raised_means) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8, $9, $10, $11, $12)";

/// Writes a new session.
pub async fn insert(tx: &mut Tx, new: &New) -> Result<()> {
    execute!(
        tx,
        INSERT,
        new.subject.as_bytes().as_slice(),
        new.digest.as_slice(),
        new.id.as_bytes().as_slice(),
        new.device.map(|d| d.as_bytes().to_vec()),
        i64::from(new.level.get()),
        new.scope.as_str(),
        new.approved_by.map(|by| by.as_bytes().to_vec()),
        millis(new.at),
        millis(new.expires),
        words(&new.means),
        new.raised.as_ref().map(|raised| millis(raised.at)),
        words(new.raised.as_ref().map_or(&[], |raised| &raised.means))
    )?;
    Ok(())
}

fn words(means: &[Means]) -> String {
    let words: Vec<&str> = means.iter().map(|one| one.as_str()).collect();
    words.join(" ")
}

fn raised(at: Option<i64>, words: &str) -> Option<Raised> {
    at.map(|at| Raised {
        at: from_millis(at),
        means: read_means(words),
    })
}

/// A word of an older release that nobody knows any more is left out.
fn read_means(words: &str) -> Vec<Means> {
    words.split(' ').filter_map(Means::parse).collect()
}

row! {
    struct LiveRow {
        id: Vec<u8>,
        device: Option<Vec<u8>>,
        auth_level: i64,
        scope: String,
        approved_by: Option<Vec<u8>>,
        created_at: i64,
        seen_at: i64,
        expires_at: i64,
        ended_at: Option<i64>,
        holds: i64,
        activated_at: Option<i64>,
        means: String,
        raised_at: Option<i64>,
        raised_means: String,
    }
}

/// A session as found, with what decides whether it may still be used.
#[derive(Debug, Clone)]
pub struct Live {
    /// Identifier.
    pub id: SessionId,
    /// Device it runs on.
    pub device: Option<DeviceId>,
    /// What the sign-in proved, and since then chip and face for as long as they count (D59-24.3).
    pub level: AuthLevel,
    /// D59-3.10: by which means.
    pub means: Vec<Means>,
    /// What it was raised by, whether it counts still or not.
    pub raised: Option<Raised>,
    /// How far it reaches.
    pub scope: Scope,
    /// The session on the phone that let it in: it counts as one of the phone's device and is none itself.
    pub approved_by: Option<SessionId>,
    /// When the sign-in was.
    pub since: Timestamp,
    /// Last use.
    pub seen: Timestamp,
    /// Latest end.
    pub expires: Timestamp,
    /// Whether it was ended.
    pub ended: bool,
    /// I5: whether a hold is in force now.
    pub locked: bool,
    /// Whether the account is activated.
    pub activated: bool,
}

pub(crate) const FIND: &str = "SELECT s.id, s.device, s.auth_level, s.scope, s.approved_by, s.created_at, s.seen_at, s.expires_at, s.ended_at, \
     (SELECT COUNT(*) FROM hold h WHERE h.subject = s.subject AND h.ended_at IS NULL AND (h.since <= $3 OR h.channel <> 'date') AND (h.until IS NULL OR h.until > $3)) AS holds, a.activated_at, s.means, s.raised_at, s.raised_means \
     FROM session s JOIN account a ON a.subject = s.subject WHERE s.subject = $1 AND s.digest = $2";

/// I5: the session and the account's holds at an instant, read together.
pub async fn find(
    source: &mut impl Source,
    subject: SubjectId,
    digest: &[u8],
    now: Timestamp,
) -> Result<Option<Live>> {
    let row = fetch_optional!(
        source,
        LiveRow,
        FIND,
        subject.as_bytes().as_slice(),
        digest,
        millis(now)
    )?;
    row.map(|row| {
        let corrupt = || Error::Corrupt("session");
        let raised = raised(row.raised_at, &row.raised_means);
        let signed_in = AuthLevel::from_stored(row.auth_level).ok_or_else(corrupt)?;
        let (level, means) = reached((signed_in, read_means(&row.means)), raised.as_ref(), now);
        Ok(Live {
            id: SessionId::try_from(row.id.as_slice()).map_err(|_| corrupt())?,
            device: row
                .device
                .map(|d| DeviceId::try_from(d.as_slice()))
                .transpose()
                .map_err(|_| corrupt())?,
            level,
            means,
            raised,
            scope: if row.scope == "open" {
                Scope::Open
            } else {
                Scope::Status
            },
            approved_by: row
                .approved_by
                .map(|by| SessionId::try_from(by.as_slice()))
                .transpose()
                .map_err(|_| corrupt())?,
            since: from_millis(row.created_at),
            seen: from_millis(row.seen_at),
            expires: from_millis(row.expires_at),
            ended: row.ended_at.is_some(),
            locked: row.holds > 0,
            activated: row.activated_at.is_some(),
        })
    })
    .transpose()
}

pub(crate) const LIVES: &str = "SELECT COUNT(*) FROM session WHERE subject = $1 AND id = $2 AND ended_at IS NULL AND expires_at > $3";

/// Whether a session has not ended, read where nothing can end it meanwhile.
pub async fn lives(
    source: &mut impl Source,
    subject: SubjectId,
    id: SessionId,
    now: Timestamp,
) -> Result<bool> {
    let (count,) = fetch_one!(
        source,
        (i64,),
        LIVES,
        subject.as_bytes().as_slice(),
        id.as_bytes().as_slice(),
        millis(now)
    )?;
    Ok(count > 0)
}

pub(crate) const SEEN: &str = "UPDATE session SET seen_at = $3 WHERE subject = $1 AND digest = $2";

/// Notes that a session was used.
pub async fn seen(tx: &mut Tx, subject: SubjectId, digest: &[u8], at: Timestamp) -> Result<()> {
    execute!(tx, SEEN, subject.as_bytes().as_slice(), digest, millis(at))?;
    Ok(())
}

pub(crate) const END_ONE: &str = "UPDATE session SET ended_at = $3, end_reason = $4 WHERE subject = $1 AND (id = $2 OR approved_by = $2) AND ended_at IS NULL";

/// Ends one session, and those that it let in.
pub async fn end(
    tx: &mut Tx,
    subject: SubjectId,
    id: SessionId,
    at: Timestamp,
    reason: &str,
) -> Result<u64> {
    execute!(
        tx,
        END_ONE,
        subject.as_bytes().as_slice(),
        id.as_bytes().as_slice(),
        millis(at),
        reason
    )
}

pub(crate) const END_APPROVED: &str = "UPDATE session SET ended_at = $3, end_reason = $4 WHERE subject = $1 AND approved_by = $2 AND ended_at IS NULL";

/// Ends the sessions that one let in.
pub async fn end_approved(
    tx: &mut Tx,
    subject: SubjectId,
    by: SessionId,
    at: Timestamp,
    reason: &str,
) -> Result<u64> {
    execute!(
        tx,
        END_APPROVED,
        subject.as_bytes().as_slice(),
        by.as_bytes().as_slice(),
        millis(at),
        reason
    )
}

/// A session that may let others in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Approver {
    /// Which.
    pub id: SessionId,
    /// On which device.
    pub device: DeviceId,
    /// What its sign-in proved.
    pub level: AuthLevel,
    /// D59-3.10: by which means.
    pub means: Vec<Means>,
    /// D59-24.3: what it was raised by since, where a computer that it lets in has that too.
    pub raised: Option<Raised>,
    /// Latest end.
    pub expires: Timestamp,
}

row! {
    struct ApproverRow {
        device: Vec<u8>,
        auth_level: i64,
        means: String,
        expires_at: i64,
        raised_at: Option<i64>,
        raised_means: String,
    }
}

pub(crate) const APPROVER: &str = "SELECT device, auth_level, means, expires_at, raised_at, raised_means FROM session \
     WHERE subject = $1 AND id = $2 AND ended_at IS NULL AND expires_at > $3 AND scope = 'open' \
     AND approved_by IS NULL AND device IS NOT NULL";

/// The session, if it lives, runs on a device and was not itself let in by another.
pub async fn approver(
    source: &mut impl Source,
    subject: SubjectId,
    id: SessionId,
    now: Timestamp,
) -> Result<Option<Approver>> {
    let row = fetch_optional!(
        source,
        ApproverRow,
        APPROVER,
        subject.as_bytes().as_slice(),
        id.as_bytes().as_slice(),
        millis(now)
    )?;
    let corrupt = || Error::Corrupt("session");
    row.map(|row| {
        Ok(Approver {
            id,
            device: DeviceId::try_from(row.device.as_slice()).map_err(|_| corrupt())?,
            level: AuthLevel::from_stored(row.auth_level).ok_or_else(corrupt)?,
            means: read_means(&row.means),
            raised: raised(row.raised_at, &row.raised_means).filter(|raised| raised.lets_in(now)),
            expires: from_millis(row.expires_at),
        })
    })
    .transpose()
}

pub(crate) const RAISE: &str = "UPDATE session SET raised_at = $3, raised_means = $4 \
     WHERE subject = $1 AND id = $2 AND ended_at IS NULL AND approved_by IS NULL AND scope = 'open'";

/// D59-24.3: notes what an open session of a device was raised by; `false` where there is none such.
pub async fn raise(
    tx: &mut Tx,
    (subject, id): (SubjectId, SessionId),
    by: &Raised,
) -> Result<bool> {
    let changed = execute!(
        tx,
        RAISE,
        subject.as_bytes().as_slice(),
        id.as_bytes().as_slice(),
        millis(by.at),
        words(&by.means)
    )?;
    Ok(changed == 1)
}

pub(crate) const END_ALL: &str = "UPDATE session SET ended_at = $2, end_reason = $3 WHERE subject = $1 AND ended_at IS NULL AND expires_at > $2";

/// Ends every session of an account; gives how many.
pub async fn end_all(tx: &mut Tx, subject: SubjectId, at: Timestamp, reason: &str) -> Result<u64> {
    execute!(
        tx,
        END_ALL,
        subject.as_bytes().as_slice(),
        millis(at),
        reason
    )
}

pub(crate) const END_DEVICE: &str = "UPDATE session SET ended_at = $3, end_reason = $4 WHERE subject = $1 AND device = $2 AND ended_at IS NULL";

/// Ends the sessions on one device.
pub async fn end_on_device(
    tx: &mut Tx,
    subject: SubjectId,
    device: DeviceId,
    at: Timestamp,
    reason: &str,
) -> Result<u64> {
    execute!(
        tx,
        END_DEVICE,
        subject.as_bytes().as_slice(),
        device.as_bytes().as_slice(),
        millis(at),
        reason
    )
}

pub(crate) const PURGE: &str = "DELETE FROM session WHERE expires_at < $1";

/// Removes sessions that ended long ago; their history is in the audit log.
pub async fn purge(tx: &mut Tx, before: Timestamp) -> Result<u64> {
    execute!(tx, PURGE, millis(before))
}

row! {
    struct DeviceRow {
        id: Vec<u8>,
        digest: Vec<u8>,
        name: String,
        bound_at: i64,
        seen_at: i64,
        means: Option<String>,
    }
}

/// A device bound to an account (APP-8, APP-10).
#[derive(Debug, Clone)]
pub struct Device {
    /// Identifier.
    pub id: DeviceId,
    /// Digest of the secret in its cookie.
    pub digest: Vec<u8>,
    /// Name shown to the holder.
    pub name: String,
    /// When it was bound.
    pub bound: Timestamp,
    /// Last use.
    pub seen: Timestamp,
    /// By which means the latest sign-in on it was made.
    pub means: Vec<Means>,
}

pub(crate) const DEVICES: &str = "SELECT d.id, d.digest, d.name, d.bound_at, d.seen_at, \
     (SELECT s.means FROM session s WHERE s.subject = d.subject AND s.device = d.id ORDER BY s.created_at DESC LIMIT 1) AS means \
     FROM device d WHERE d.subject = $1 AND d.removed_at IS NULL ORDER BY d.bound_at";

/// Devices bound to an account now.
pub async fn devices(source: &mut impl Source, subject: SubjectId) -> Result<Vec<Device>> {
    fetch_all!(source, DeviceRow, DEVICES, subject.as_bytes().as_slice())?
        .into_iter()
        .map(|row| {
            Ok(Device {
                id: DeviceId::try_from(row.id.as_slice()).map_err(|_| Error::Corrupt("device"))?,
                digest: row.digest,
                name: row.name,
                bound: from_millis(row.bound_at),
                seen: from_millis(row.seen_at),
                means: read_means(&row.means.unwrap_or_default()),
            })
        })
        .collect()
}

pub(crate) const BIND: &str = "INSERT INTO device (subject, id, digest, name, bound_at, seen_at) VALUES ($1, $2, $3, $4, $5, $5)";

/// Binds a device.
pub async fn bind_device(tx: &mut Tx, subject: SubjectId, device: &Device) -> Result<()> {
    execute!(
        tx,
        BIND,
        subject.as_bytes().as_slice(),
        device.id.as_bytes().as_slice(),
        device.digest.as_slice(),
        device.name.as_str(),
        millis(device.bound)
    )?;
    Ok(())
}

pub(crate) const DEVICE_SEEN: &str =
    "UPDATE device SET seen_at = $3 WHERE subject = $1 AND id = $2";

/// Notes that a device was used.
pub async fn device_seen(
    tx: &mut Tx,
    subject: SubjectId,
    device: DeviceId,
    at: Timestamp,
) -> Result<()> {
    execute!(
        tx,
        DEVICE_SEEN,
        subject.as_bytes().as_slice(),
        device.as_bytes().as_slice(),
        millis(at)
    )?;
    Ok(())
}

pub(crate) const REMOVE: &str =
    "UPDATE device SET removed_at = $3 WHERE subject = $1 AND id = $2 AND removed_at IS NULL";

/// D59-21.x: removes a device; the account's data remain. Gives whether it was there.
pub async fn remove_device(
    tx: &mut Tx,
    subject: SubjectId,
    device: DeviceId,
    at: Timestamp,
) -> Result<bool> {
    let changed = execute!(
        tx,
        REMOVE,
        subject.as_bytes().as_slice(),
        device.as_bytes().as_slice(),
        millis(at)
    )?;
    Ok(changed == 1)
}
