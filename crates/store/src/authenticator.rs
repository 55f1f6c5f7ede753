//! The holder's authenticator app (RFC 6238): one an account, its secret sealed.

use domain::ids::SubjectId;
use domain::time::{from_millis, millis};
use jiff::Timestamp;

use crate::{Result, Source, Tx};

/// An authenticator app as stored.
#[derive(Clone)]
pub struct Authenticator {
    /// The shared secret.
    pub secret: Vec<u8>,
    /// When it was begun.
    pub created: Timestamp,
    /// When a first code proved it; before, it opens nothing.
    pub confirmed: Option<Timestamp>,
    /// Last use.
    pub used: Option<Timestamp>,
    /// The last time step whose code was taken.
    pub step: i64,
    /// Failures in a row.
    pub failures: i64,
    /// No attempt before.
    pub blocked_until: Timestamp,
}

domain::redacted_debug!(Authenticator);

row! {
    struct AuthenticatorRow {
        secret: Vec<u8>,
        created_at: i64,
        confirmed_at: Option<i64>,
        used_at: Option<i64>,
        step: i64,
        failures: i64,
        blocked_until: i64,
    }
}

fn context(subject: SubjectId) -> String {
    format!("authenticator/{subject}")
}

pub(crate) const LOAD: &str = "SELECT secret, created_at, confirmed_at, used_at, step, failures, blocked_until FROM authenticator WHERE subject = $1";

/// The authenticator app of an account.
pub async fn load(source: &mut impl Source, subject: SubjectId) -> Result<Option<Authenticator>> {
    let row = fetch_optional!(
        source,
        AuthenticatorRow,
        LOAD,
        subject.as_bytes().as_slice()
    )?;
    let keys = source.keys();
    row.map(|row| {
        Ok(Authenticator {
            secret: keys.open(&context(subject), &row.secret)?,
            created: from_millis(row.created_at),
            confirmed: row.confirmed_at.map(from_millis),
            used: row.used_at.map(from_millis),
            step: row.step,
            failures: row.failures,
            blocked_until: from_millis(row.blocked_until),
        })
    })
    .transpose()
}

pub(crate) const BEGIN: &str = "INSERT INTO authenticator (subject, secret, created_at, step, failures, blocked_until) \
     VALUES ($1, $2, $3, 0, 0, 0) ON CONFLICT (subject) DO UPDATE SET \
     secret = excluded.secret, created_at = excluded.created_at, step = 0, failures = 0, blocked_until = 0 \
     WHERE authenticator.confirmed_at IS NULL";

/// Keeps a fresh secret that nothing proved yet; `false` where a proven one stands.
pub async fn begin(tx: &mut Tx, subject: SubjectId, secret: &[u8], at: Timestamp) -> Result<bool> {
    let sealed = tx.keys().seal(&context(subject), secret)?;
    let changed = execute!(tx, BEGIN, subject.as_bytes().as_slice(), sealed, millis(at))?;
    Ok(changed == 1)
}

pub(crate) const RESERVE: &str = "UPDATE authenticator SET failures = failures + 1, blocked_until = $2 WHERE subject = $1 AND failures = $3";

/// Counts an attempt before it is checked: failures known so far, and until when the next is blocked should
/// this one fail. `false` when another attempt came between.
pub async fn reserve(tx: &mut Tx, subject: SubjectId, attempt: (i64, Timestamp)) -> Result<bool> {
    let (known, blocked_until) = attempt;
    let changed = execute!(
        tx,
        RESERVE,
        subject.as_bytes().as_slice(),
        millis(blocked_until),
        known
    )?;
    Ok(changed == 1)
}

pub(crate) const USE: &str = "UPDATE authenticator SET step = $2, used_at = $3, confirmed_at = COALESCE(confirmed_at, $3), failures = 0, blocked_until = 0 \
     WHERE subject = $1 AND step < $2";

/// RFC 6238 5.2: uses the code of a time step up; `false` when it, or a later one, was used before.
pub async fn use_step(tx: &mut Tx, subject: SubjectId, step: i64, at: Timestamp) -> Result<bool> {
    let changed = execute!(tx, USE, subject.as_bytes().as_slice(), step, millis(at))?;
    Ok(changed == 1)
}

pub(crate) const DELETE: &str =
    "DELETE FROM authenticator WHERE subject = $1 RETURNING confirmed_at";

/// Takes it away; `false` when there was none that opened anything.
pub async fn delete(tx: &mut Tx, subject: SubjectId) -> Result<bool> {
    let subject = subject.as_bytes().as_slice();
    let gone = fetch_optional!(tx, (Option<i64>,), DELETE, subject)?;
    Ok(gone.is_some_and(|(confirmed,)| confirmed.is_some()))
}
