//! Secrets of an account, hashed: password, passcode, two question answers.

use domain::ids::SubjectId;
use domain::time::{from_millis, millis};
use jiff::Timestamp;

use crate::{Result, Source, Tx};

/// Which secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// For signing in.
    Password,
    /// APP-2: for acts inside.
    Passcode,
    /// APP-3: first question.
    QuestionOne,
    /// APP-3: second question.
    QuestionTwo,
}

impl Kind {
    /// Word in rows.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Password => "password",
            Self::Passcode => "passcode",
            Self::QuestionOne => "question-1",
            Self::QuestionTwo => "question-2",
        }
    }
}

row! {
    struct CredentialRow {
        secret: String,
        label: String,
        set_at: i64,
        failures: i64,
        blocked_until: i64,
    }
}

/// A stored secret.
pub struct Credential {
    /// PHC string of its hash.
    pub secret: String,
    /// Which question, for questions.
    pub label: String,
    /// When it was set.
    pub set_at: Timestamp,
    /// Failures in a row.
    pub failures: i64,
    /// No attempt before.
    pub blocked_until: Timestamp,
}

pub(crate) const LOAD: &str = "SELECT secret, label, set_at, failures, blocked_until FROM credential WHERE subject = $1 AND kind = $2";

/// One secret of an account.
pub async fn load(
    source: &mut impl Source,
    subject: SubjectId,
    kind: Kind,
) -> Result<Option<Credential>> {
    let row = fetch_optional!(
        source,
        CredentialRow,
        LOAD,
        subject.as_bytes().as_slice(),
        kind.as_str()
    )?;
    Ok(row.map(|row| Credential {
        secret: row.secret,
        label: row.label,
        set_at: from_millis(row.set_at),
        failures: row.failures,
        blocked_until: from_millis(row.blocked_until),
    }))
}

pub(crate) const SET: &str = "INSERT INTO credential (subject, kind, secret, label, set_at, failures, blocked_until) \
     VALUES ($1, $2, $3, $4, $5, 0, 0) ON CONFLICT (subject, kind) DO UPDATE SET \
     secret = excluded.secret, label = excluded.label, set_at = excluded.set_at, failures = 0, blocked_until = 0";

/// Sets a secret by its hash.
pub async fn set(
    tx: &mut Tx,
    subject: SubjectId,
    kind: Kind,
    secret: &str,
    label: &str,
    at: Timestamp,
) -> Result<()> {
    execute!(
        tx,
        SET,
        subject.as_bytes().as_slice(),
        kind.as_str(),
        secret,
        label,
        millis(at)
    )?;
    Ok(())
}

pub(crate) const FORGET: &str = "DELETE FROM credential WHERE subject = $1 AND kind <> 'password'";

/// APP-12: passcode and questions go, so that activation asks for new ones; the password stays.
pub async fn forget_all_but_password(tx: &mut Tx, subject: SubjectId) -> Result<()> {
    execute!(tx, FORGET, subject.as_bytes().as_slice())?;
    Ok(())
}

pub(crate) const RESERVE: &str = "UPDATE credential SET failures = failures + 1, blocked_until = $3 \
     WHERE subject = $1 AND kind = $2 AND failures = $4";

/// Counts an attempt before it is checked: failures known so far, and until when the next is blocked
/// should this one fail. `false` when another attempt came between.
pub async fn reserve(
    tx: &mut Tx,
    subject: SubjectId,
    kind: Kind,
    attempt: (i64, Timestamp),
) -> Result<bool> {
    let (known, blocked_until) = attempt;
    let changed = execute!(
        tx,
        RESERVE,
        subject.as_bytes().as_slice(),
        kind.as_str(),
        millis(blocked_until),
        known
    )?;
    Ok(changed == 1)
}

pub(crate) const SUCCEEDED: &str = "UPDATE credential SET failures = 0, blocked_until = 0 WHERE subject = $1 AND kind = $2 AND failures > 0";

/// Forgets earlier failures.
pub async fn succeeded(tx: &mut Tx, subject: SubjectId, kind: Kind) -> Result<()> {
    execute!(tx, SUCCEEDED, subject.as_bytes().as_slice(), kind.as_str())?;
    Ok(())
}
