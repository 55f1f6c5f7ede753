//! Notices in the app.

use store::Audit;
use store::message::{self, Notice};

use crate::{App, Cx, Result};

const SHOWN: i64 = 100;

/// The newest notices of the signed-in holder.
pub async fn notices(app: &App, cx: &Cx) -> Result<Vec<Notice>> {
    let subject = cx.holder()?;
    let mut source = app.db.read().await?;
    Ok(message::notices(&mut source, subject, SHOWN).await?)
}

/// How many of them are unread.
pub async fn unread(app: &App, cx: &Cx) -> Result<i64> {
    let subject = cx.holder()?;
    let mut source = app.db.read().await?;
    Ok(message::unread(&mut source, subject).await?)
}

/// The holder saw them all.
pub async fn mark_read(app: &App, cx: &Cx) -> Result<()> {
    let subject = cx.holder()?;
    let mut tx = app.db.begin().await?;
    message::mark_read(&mut tx, subject, cx.now).await?;
    Ok(tx.commit(Audit::Bookkeeping("notices read")).await?)
}
