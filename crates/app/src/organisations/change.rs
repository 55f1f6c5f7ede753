//! The register names another legal representative: the old one loses his power at his next request,
//! and with it end all powers that he gave. The new one gives them again if he wants them.

use domain::event::Event;
use domain::ids::{DelegationId, SubjectId};
use domain::organisation::{BusinessRecord, Delegation, End, Power};
use store::organisation::{self, delegation};
use store::{Entry, Tx, account};

use super::acting::both;
use super::begin::entitled_to_change;
use crate::{App, Cx, Error, Result, notify};

/// Asks the register, and carries out what it says of the representative. A register that is silent, or
/// does not know the organisation, changes nothing (I6).
pub(crate) async fn follow_register(app: &App, cx: &Cx, subject: SubjectId) -> Result<()> {
    let mut source = app.db.read().await?;
    let Some(found) = organisation::load(&mut source, subject, cx.now).await? else {
        return Err(Error::NotFound);
    };
    drop(source);
    let Ok(Some(record)) = app.registers.business(&found.identity.code).await else {
        return Ok(());
    };
    if record.representative == found.identity.representative {
        return Ok(());
    }
    let mut tx = app.db.begin().await?;
    let entries = end_powers(&mut tx, app, cx, subject).await?;
    if !entries.is_empty() {
        tx.commit(entries).await?;
    }
    Ok(())
}

/// Ends every power; who had one is told. Nothing where it was done before.
async fn end_powers(tx: &mut Tx, app: &App, cx: &Cx, subject: SubjectId) -> Result<Vec<Entry>> {
    let ended = (cx.now, End::RepresentativeChanged);
    let powers = delegation::of(tx, subject).await?;
    if delegation::end_all(tx, subject, ended).await? == 0 {
        return Ok(Vec::new());
    }
    let found = organisation::load(tx, subject, cx.now).await?;
    let name = found.ok_or(Error::NotFound)?.identity.name;
    let system = app.system();
    let system = Cx {
        now: cx.now,
        ..system
    };
    let mut entries = Vec::new();
    for power in powers.iter().filter(|one| one.ended.is_none()) {
        if let Some(person) = account::load(tx, power.person, cx.now).await? {
            let args = [("organisation", name.clone())];
            notify::tell(tx, app, cx, &person, "power-ended", &args).await?;
        }
        let detail = serde_json::json!({ "delegation": power.id, "power": power.power.as_str(), "why": ended.1.as_str() });
        let whom = (subject, power.person);
        entries.extend(both(app, &system, Event::PowerEnded, whom, detail));
    }
    Ok(entries)
}

/// D59-16.a: the representative whom the register names takes over an account that there is.
pub(super) async fn take_over(
    app: &App,
    cx: &Cx,
    subject: SubjectId,
    record: BusinessRecord,
) -> Result<()> {
    let mut tx = app.db.begin().await?;
    let person = entitled_to_change(&mut tx, cx).await?;
    let mut found = organisation::load_to_change(&mut tx, subject, cx.now)
        .await?
        .ok_or(Error::NotFound)?;
    let mut entries = end_powers(&mut tx, app, cx, subject).await?;
    found.identity = record.identity(person.profile.identity.name.clone());
    organisation::save(&mut tx, &found).await?;
    let power = legal(app, cx, person.account.subject);
    delegation::insert(&mut tx, subject, &power).await?;
    let detail = serde_json::json!({ "delegation": power.id, "power": power.power.as_str() });
    let whom = (subject, person.account.subject);
    entries.extend(both(app, cx, Event::RepresentativeChanged, whom, detail));
    Ok(tx.commit(entries).await?)
}

/// The legal representative's own power: from the law, without end.
pub(super) fn legal(app: &App, cx: &Cx, person: SubjectId) -> Delegation {
    Delegation {
        id: app.id(DelegationId::from_bytes),
        person,
        giver: person,
        power: Power::Legal,
        offered: cx.now,
        accepted: Some(cx.now),
        until: None,
        ended: None,
    }
}
