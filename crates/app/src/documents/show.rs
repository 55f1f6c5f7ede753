//! QR-6: opening a document takes the passcode, each time.

use domain::document::{Document, Shown};
use domain::event::Event;
use domain::ids::DocumentId;
use domain::time::viet_nam_date;
use store::account::Profile;
use store::document;

use super::refresh;
use crate::holder::require_level;
use crate::{App, Cx, Error, Result, credentials, entry_with, holder, notify};
use domain::regime::Feature;

/// A document in full.
#[derive(Debug, Clone)]
pub struct Full {
    /// Identifier.
    pub id: DocumentId,
    /// Facts and state.
    pub document: Document,
    /// How it is shown today.
    pub shown: Shown,
    /// The holder, as the account holds him.
    pub profile: Profile,
}

/// Gives a document in full, as its source says it now, or said last where it is silent.
pub async fn show(app: &App, cx: &Cx, id: DocumentId, passcode: &str) -> Result<Full> {
    let mut source = app.db.read().await?;
    let stored = holder::account(&mut source, cx).await?;
    holder::require_open(&stored, cx)?;
    require_level(&stored, cx, Feature::Documents)?;
    let subject = stored.account.subject;
    let kept = document::load(&mut source, subject, id)
        .await?
        .ok_or(Error::NotFound)?;
    drop(source);
    credentials::verify_passcode(app, cx, subject, passcode).await?;
    let followed = refresh::follow(app, cx, &stored.profile, kept.document.clone()).await;

    let mut tx = app.db.begin().await?;
    let stored = holder::account_to_change(&mut tx, cx).await?;
    holder::require_open(&stored, cx)?;
    let mut kept = document::load(&mut tx, subject, id)
        .await?
        .ok_or(Error::NotFound)?;
    if followed.verified_at > kept.document.verified_at {
        let changed = followed.state != kept.document.state;
        kept.document = followed;
        document::save(&mut tx, &kept).await?;
        if changed {
            let shown = kept.document.shown(viet_nam_date(cx.now));
            let args = [
                ("kind", kept.document.facts.kind().slug().to_owned()),
                ("state", shown.as_str().to_owned()),
            ];
            notify::notice(&mut tx, app, cx, subject, "document-changed", &args).await?;
        }
    }
    let detail = serde_json::json!({ "document": id, "kind": kept.document.facts.kind().slug() });
    tx.commit(entry_with(app, cx, Event::DocumentShown, subject, detail))
        .await?;
    let shown = kept.document.shown(viet_nam_date(cx.now));
    Ok(Full {
        id,
        document: kept.document,
        shown,
        profile: stored.profile,
    })
}
