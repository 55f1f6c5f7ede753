//! The delegate's word: he accepts a power, declines it, or gives it back (D59-13.7).

use domain::actor::Purpose;
use domain::event::Event;
use domain::ids::{DelegationId, SubjectId};
use domain::organisation::{Delegation, End, Power};
use store::organisation::{self, delegation};
use store::{Source, account};

use super::acting::both;
use super::begin::entitled_to_change;
use super::change::{Followed, follow_register, follow_to_lessen};
use super::withdraw::called;
use crate::{App, Cx, Error, Result, notify};

async fn own(
    source: &mut impl Source,
    cx: &Cx,
    (organisation, id): (SubjectId, DelegationId),
) -> Result<Delegation> {
    let me = cx.holder()?;
    let all = delegation::of(source, organisation).await?;
    let found = all.into_iter().find(|one| one.id == id && one.person == me);
    let found = found.filter(|one| one.power != Power::Legal);
    let found = found.ok_or(Error::NotFound)?;
    if found.in_force(cx.now) || found.offered_at(cx.now) {
        Ok(found)
    } else {
        Err(Error::Refused("delegation-ended"))
    }
}

/// Accepts, or declines and gives back. A locked organisation gets no new delegate. Only accepting waits for the register.
pub async fn answer(
    app: &App,
    cx: &Cx,
    place: (SubjectId, DelegationId),
    accept: bool,
) -> Result<()> {
    let cx = &cx.with_purpose(Purpose::OwnUse);
    let (subject, id) = place;
    let mut source = app.db.read().await?;
    own(&mut source, cx, place).await?;
    drop(source);
    let followed = if accept {
        follow_register(app, cx, subject).await?;
        Followed::Asked
    } else {
        follow_to_lessen(app, cx, subject).await?
    };
    let mut tx = app.db.begin().await?;
    let me = entitled_to_change(&mut tx, cx).await?;
    account::hold_row(&mut tx, subject).await?;
    let found = own(&mut tx, cx, place).await?;
    let stored = organisation::load(&mut tx, subject, cx.now).await?;
    let stored = stored.ok_or(Error::NotFound)?;
    let (event, word, name) = if accept {
        if found.accepted.is_some() {
            return Ok(());
        }
        if !stored.account.holds.is_empty() {
            return Err(Error::Refused("organisation-locked"));
        }
        delegation::accept(&mut tx, subject, id, cx.now).await?;
        let name = me.profile.identity.name.as_str().to_owned();
        (Event::PowerAccepted, "power-accepted", name)
    } else {
        delegation::end(&mut tx, subject, id, (cx.now, End::Declined)).await?;
        (Event::PowerEnded, "power-declined", called(&found, &me))
    };
    let args = [("name", name)];
    notify::tell(&mut tx, app, cx, &stored, word, &args).await?;
    let detail = serde_json::json!({ "delegation": id, "power": found.power.as_str() });
    let detail = followed.on_record(detail);
    let entries = both(app, cx, event, (subject, me.account.subject), detail);
    Ok(tx.commit(entries).await?)
}
