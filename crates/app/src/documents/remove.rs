//! The holder takes a document out of the wallet.

use domain::event::Event;
use domain::ids::DocumentId;
use store::document;

use crate::{App, Cx, Error, Result, entry_with, holder};

/// Removes a document; it can be asked for again at any time.
pub async fn remove(app: &App, cx: &Cx, id: DocumentId) -> Result<()> {
    let mut tx = app.db.begin().await?;
    let stored = holder::account_to_change(&mut tx, cx).await?;
    holder::require_open(&stored, cx)?;
    let subject = stored.account.subject;
    let mut kept = document::load(&mut tx, subject, id)
        .await?
        .ok_or(Error::NotFound)?;
    let kind = kept.document.facts.kind();
    kept.document = kept
        .document
        .remove(cx.now)
        .map_err(|e| Error::Refused(e.code()))?;
    document::save(&mut tx, &kept).await?;
    let detail = serde_json::json!({ "document": id, "kind": kind.slug() });
    Ok(tx
        .commit(entry_with(app, cx, Event::DocumentRemoved, subject, detail))
        .await?)
}
