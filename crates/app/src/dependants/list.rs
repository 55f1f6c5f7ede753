//! Who stands under the holder's account.

use domain::event::Event;
use domain::ids::DependantId;
use domain::registers::PersonRecord;
use store::dependant;

use super::{person, stands_under};
use crate::holder::own_account;
use crate::{App, Cx, Result, entry_with};

/// A child or ward.
#[derive(Debug, Clone)]
pub struct Dependant {
    /// Which.
    pub id: DependantId,
    /// What the register holds now; none where the law puts the person under this account no longer.
    pub person: Option<PersonRecord>,
}

/// The dependants as their register holds them now; the reading is on record (D59-4.4).
pub async fn list(app: &App, cx: &Cx) -> Result<Vec<Dependant>> {
    let own = own_account(app, cx).await?;
    let subject = own.account.subject;
    let mut source = app.db.read().await?;
    let stored = dependant::of(&mut source, subject).await?;
    drop(source);
    let mut all = Vec::new();
    for one in stored {
        let found = person(app, &one.number).await?;
        let found = found.filter(|p| stands_under(cx, p, &own.profile.identity.number));
        all.push(Dependant {
            id: one.id,
            person: found,
        });
    }
    if !all.is_empty() {
        let tx = app.db.begin().await?;
        let detail =
            serde_json::json!({ "dependants": all.iter().map(|one| one.id).collect::<Vec<_>>() });
        let entry = entry_with(app, cx, Event::DependantsRead, subject, detail);
        tx.commit(entry).await?;
    }
    Ok(all)
}
