//! Taking a child or ward off the holder's account.

use domain::event::Event;
use domain::ids::DependantId;
use store::dependant;

use crate::holder::{account_to_change, require_open};
use crate::{App, Cx, Error, Result, entry_with};

/// Takes one off; anybody else's does not exist for the holder.
pub async fn remove(app: &App, cx: &Cx, id: DependantId) -> Result<()> {
    let mut tx = app.db.begin().await?;
    let stored = account_to_change(&mut tx, cx).await?;
    require_open(&stored, cx)?;
    let subject = stored.account.subject;
    if !dependant::end(&mut tx, (subject, id), cx.now).await? {
        return Err(Error::NotFound);
    }
    let detail = serde_json::json!({ "dependant": id });
    let entry = entry_with(app, cx, Event::DependantRemoved, subject, detail);
    Ok(tx.commit(entry).await?)
}
