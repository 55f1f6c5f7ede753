//! Taking a child or ward off the holder's account.

use domain::event::Event;
use domain::ids::DependantId;
use store::dependant;

use super::on_record;
use crate::holder::{account_to_change, require_open};
use crate::{App, Cx, Error, Result};

/// Takes one off; anybody else's does not exist for the holder.
pub async fn remove(app: &App, cx: &Cx, id: DependantId) -> Result<()> {
    let mut tx = app.db.begin().await?;
    let stored = account_to_change(&mut tx, cx).await?;
    require_open(&stored, cx)?;
    let subject = stored.account.subject;
    let all = dependant::of(&mut tx, subject).await?;
    let found = all.into_iter().find(|one| one.id == id);
    let found = found.ok_or(Error::NotFound)?;
    if !dependant::end(&mut tx, (subject, id), cx.now).await? {
        return Err(Error::NotFound);
    }
    let whom = (subject, id, &found.number);
    let entries = on_record(&mut tx, app, cx, Event::DependantRemoved, whom).await?;
    Ok(tx.commit(entries).await?)
}
