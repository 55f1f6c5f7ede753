//! The codes that a holder prints beforehand.

use domain::event::Event;
use domain::secret::{RECOVERY_CODES, RecoveryCode};
use jiff::Timestamp;
use store::lost_phone::code;

use crate::{App, Cx, Result, credentials, entry, holder, notify};

/// How a holder's codes stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Codes {
    /// How many are left.
    pub left: i64,
    /// When they were made; none where there are none.
    pub made: Option<Timestamp>,
}

/// How many codes the holder has left.
pub async fn codes(app: &App, cx: &Cx) -> Result<Codes> {
    let subject = cx.holder()?;
    let mut source = app.db.read().await?;
    let (left, made) = code::left(&mut source, subject).await?;
    Ok(Codes { left, made })
}

/// UX-1: makes ten codes, on the passcode; earlier ones end. They are given this once: only digests are kept,
/// with a key, of sixty random bits, so that they need no slow hash.
pub async fn make(app: &App, cx: &Cx, passcode: &str) -> Result<Vec<RecoveryCode>> {
    let subject = cx.holder()?;
    credentials::verify_passcode(app, cx, subject, passcode).await?;
    let mut tx = app.db.begin().await?;
    let stored = holder::account_to_change(&mut tx, cx).await?;
    holder::require_open(&stored, cx)?;
    code::end_all(&mut tx, subject).await?;
    let mut made = Vec::with_capacity(RECOVERY_CODES);
    for _ in 0..RECOVERY_CODES {
        let new = RecoveryCode::from_entropy(app.random());
        code::insert(&mut tx, subject, &super::digest(app, subject, &new), cx.now).await?;
        made.push(new);
    }
    notify::tell(&mut tx, app, cx, &stored, "recovery-codes-made", &[]).await?;
    tx.commit(entry(app, cx, Event::RecoveryCodesMade, subject))
        .await?;
    Ok(made)
}
