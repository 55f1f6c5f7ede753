//! Staff and their sessions. Few rows, shared by all nodes.

use domain::actor::Role;
use domain::ids::StaffId;
use domain::time::{from_millis, millis};
use jiff::Timestamp;

use crate::{Error, Result, Source, Tx};

/// A member of staff.
#[derive(Clone)]
pub struct Staff {
    /// Identifier.
    pub id: StaffId,
    /// Name to sign in with.
    pub login: String,
    /// Name for colleagues.
    pub name: String,
    /// Role.
    pub role: Role,
    /// Code of the unit.
    pub unit: String,
    /// Where codes go.
    pub email: String,
    /// PHC string of the password.
    pub password: String,
    /// Whether the person may still sign in.
    pub disabled: bool,
}

domain::redacted_debug!(Staff);

row! {
    struct StaffRow {
        id: Vec<u8>,
        login: String,
        name: String,
        role: String,
        unit: String,
        email: String,
        password: String,
        disabled_at: Option<i64>,
    }
}

impl TryFrom<StaffRow> for Staff {
    type Error = Error;

    fn try_from(row: StaffRow) -> Result<Self> {
        Ok(Self {
            id: StaffId::try_from(row.id.as_slice()).map_err(|_| Error::Corrupt("staff"))?,
            login: row.login,
            name: row.name,
            role: Role::parse(&row.role).ok_or(Error::Corrupt("staff"))?,
            unit: row.unit,
            email: row.email,
            password: row.password,
            disabled: row.disabled_at.is_some(),
        })
    }
}

pub(crate) const BY_LOGIN: &str =
    "SELECT id, login, name, role, unit, email, password, disabled_at FROM staff WHERE login = $1";

/// The member of staff with a login name.
pub async fn by_login(source: &mut impl Source, login: &str) -> Result<Option<Staff>> {
    fetch_optional!(source, StaffRow, BY_LOGIN, login)?
        .map(Staff::try_from)
        .transpose()
}

pub(crate) const BY_ID: &str =
    "SELECT id, login, name, role, unit, email, password, disabled_at FROM staff WHERE id = $1";

/// A member of staff by identifier.
pub async fn by_id(source: &mut impl Source, id: StaffId) -> Result<Option<Staff>> {
    fetch_optional!(source, StaffRow, BY_ID, id.as_bytes().as_slice())?
        .map(Staff::try_from)
        .transpose()
}

pub(crate) const INSERT: &str = "INSERT INTO staff (id, login, name, role, unit, email, password, failures, blocked_until) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, 0, 0) ON CONFLICT (login) DO NOTHING";

/// Adds a member of staff; `false` when the login name is taken.
pub async fn insert(tx: &mut Tx, staff: &Staff) -> Result<bool> {
    let added = execute!(
        tx,
        INSERT,
        staff.id.as_bytes().as_slice(),
        staff.login.as_str(),
        staff.name.as_str(),
        staff.role.as_str(),
        staff.unit.as_str(),
        staff.email.as_str(),
        staff.password.as_str()
    )?;
    Ok(added == 1)
}

pub(crate) const SESSION_INSERT: &str = "INSERT INTO staff_session (digest, staff, created_at, seen_at, expires_at) VALUES ($1, $2, $3, $3, $4)";

/// Opens a session.
pub async fn insert_session(
    tx: &mut Tx,
    digest: &[u8],
    staff: StaffId,
    at: Timestamp,
    expires: Timestamp,
) -> Result<()> {
    execute!(
        tx,
        SESSION_INSERT,
        digest,
        staff.as_bytes().as_slice(),
        millis(at),
        millis(expires)
    )?;
    Ok(())
}

pub(crate) const ACTIVE: &str = "SELECT id, login, name, role, unit, email, password, disabled_at FROM staff \
     WHERE disabled_at IS NULL ORDER BY unit, name, id";

/// Everybody who may sign in, by unit.
pub async fn active(source: &mut impl Source) -> Result<Vec<Staff>> {
    let rows = fetch_all!(source, StaffRow, ACTIVE)?;
    rows.into_iter().map(Staff::try_from).collect()
}

row! {
    struct LiveRow {
        staff: Vec<u8>,
        name: String,
        role: String,
        unit: String,
        seen_at: i64,
    }
}

/// A live staff session.
#[derive(Debug, Clone)]
pub struct Live {
    /// Who.
    pub staff: StaffId,
    /// Name for the page header.
    pub name: String,
    /// Role now (not at sign-in).
    pub role: Role,
    /// Unit now.
    pub unit: String,
    /// Last use.
    pub seen: Timestamp,
}

pub(crate) const SESSION_FIND: &str = "SELECT s.staff, m.name, m.role, m.unit, s.seen_at FROM staff_session s \
     JOIN staff m ON m.id = s.staff WHERE s.digest = $1 AND s.ended_at IS NULL AND s.expires_at > $2 AND m.disabled_at IS NULL";

/// A session that has not ended, of somebody who may still sign in.
pub async fn find_session(
    source: &mut impl Source,
    digest: &[u8],
    now: Timestamp,
) -> Result<Option<Live>> {
    let row = fetch_optional!(source, LiveRow, SESSION_FIND, digest, millis(now))?;
    row.map(|row| {
        Ok(Live {
            staff: StaffId::try_from(row.staff.as_slice())
                .map_err(|_| Error::Corrupt("staff_session"))?,
            name: row.name,
            role: Role::parse(&row.role).ok_or(Error::Corrupt("staff"))?,
            unit: row.unit,
            seen: from_millis(row.seen_at),
        })
    })
    .transpose()
}

pub(crate) const SESSION_SEEN: &str = "UPDATE staff_session SET seen_at = $2 WHERE digest = $1";

/// Notes use.
pub async fn session_seen(tx: &mut Tx, digest: &[u8], at: Timestamp) -> Result<()> {
    execute!(tx, SESSION_SEEN, digest, millis(at))?;
    Ok(())
}

pub(crate) const SESSION_END: &str =
    "UPDATE staff_session SET ended_at = $2 WHERE digest = $1 AND ended_at IS NULL";

/// Ends a session.
pub async fn end_session(tx: &mut Tx, digest: &[u8], at: Timestamp) -> Result<()> {
    execute!(tx, SESSION_END, digest, millis(at))?;
    Ok(())
}

pub(crate) const SESSION_PURGE: &str = "DELETE FROM staff_session WHERE digest IN \
     (SELECT digest FROM staff_session WHERE expires_at < $1 LIMIT $2)";

/// Removes at most so many sessions that ran out long ago.
pub async fn purge_sessions(tx: &mut Tx, before: Timestamp, limit: i64) -> Result<u64> {
    execute!(tx, SESSION_PURGE, millis(before), limit)
}
