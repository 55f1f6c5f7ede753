//! A foreigner's papers or stay changed in the immigration register (D59-10.1).

use domain::event::Event;
use store::account::Stored;
use store::{Entry, Tx, account};

use super::set_dates;
use crate::{App, Cx, Error, Result, entry_with};

/// D59-10.1, D59-10.x, D59-19.2.a: takes over what the register holds now and sets the dates anew: a
/// renewed passport or a longer stay opens what the old date had locked, a shorter one locks.
pub(crate) async fn take_papers(
    tx: &mut Tx,
    app: &App,
    cx: &Cx,
    stored: &mut Stored,
    source: &str,
) -> Result<Vec<Entry>> {
    let number = stored.profile.identity.number.clone();
    let told = app.registers.person(&number).await;
    let person = told
        .map_err(|s| Error::Silent(s.register))?
        .ok_or(Error::Refused("person-unknown"))?;
    let before = stored.profile.foreign.as_ref();
    let changed = before != person.foreign.as_ref() || stored.profile.identity != person.identity;
    if changed {
        stored.profile.identity = person.identity;
        stored.profile.foreign = person.foreign;
        account::save(tx, stored).await?;
        stored.revision += 1;
    }
    let mut entries = set_dates(tx, app, cx, stored, source).await?;
    if changed {
        let detail = serde_json::json!({ "source": source });
        let subject = stored.account.subject;
        entries.push(entry_with(app, cx, Event::PapersChanged, subject, detail));
    }
    Ok(entries)
}
