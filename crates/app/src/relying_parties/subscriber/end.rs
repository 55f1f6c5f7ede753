//! A registration is taken back: by the person at once, by the telecom when the number is not his any more.

use domain::actor::{Actor, Purpose};
use domain::event::Event;
use domain::ids::SubscriberId;
use domain::subscriber::{State, may_end};
use store::subscriber::{self, Subscriber};
use store::{Tx, account};

use super::super::Outcome;
use super::super::client::Caller;
use super::confirm::own;
use super::list::name;
use super::status::{SubscriberStatus, named};
use crate::holder::{self, Resumed};
use crate::{App, Cx, Error, Result, entry_with, notify};

/// The person ends what stands in his name. No passcode: whoever was deceived is to be quick.
pub async fn end(app: &App, cx: &Cx, session: &Resumed, id: SubscriberId) -> Result<()> {
    let cx = &cx.with_purpose(Purpose::OwnUse);
    let mut tx = app.db.begin().await?;
    let stored = holder::open_and_alive(&mut tx, cx, session).await?;
    let (found, _) = own(&mut tx, stored.account.subject, id).await?;
    may_end(found.state)?;
    finish(tx, app, cx, (found, "holder")).await?;
    Ok(())
}

/// The telecom ends one of its own, also when its grant is over. What does not stand is answered as it is, so that a
/// request may be sent twice.
pub async fn end_for(app: &App, cx: &Cx, caller: &Caller<'_>) -> Outcome<SubscriberStatus> {
    let (party, id) = named(app, cx, caller).await?;
    let cx = &Cx {
        actor: Actor::Party(party.stored.id),
        purpose: Purpose::Service,
        ..cx.clone()
    };
    let mut tx = app.db.begin().await?;
    let found = subscriber::named(&mut tx, party.stored.id, id).await?;
    let found = found.ok_or(Error::NotFound)?;
    if may_end(found.state).is_err() {
        return Ok(SubscriberStatus::of(&found, cx));
    }
    let ended = finish(tx, app, cx, (found, "telecom")).await?;
    Ok(SubscriberStatus::of(&ended, cx))
}

async fn finish(
    mut tx: Tx,
    app: &App,
    cx: &Cx,
    (found, by): (Subscriber, &str),
) -> Result<Subscriber> {
    let ended = Subscriber {
        state: State::Ended,
        ended: Some(cx.now),
        ..found
    };
    subscriber::save(&mut tx, &ended).await?;
    let party = name(&mut tx, ended.client).await?;
    let phone = ended.body.phone.masked();
    if let Some(stored) = account::load(&mut tx, ended.subject, cx.now).await? {
        let args = [("phone", phone.clone()), ("party", party.clone())];
        notify::tell(&mut tx, app, cx, &stored, "subscriber-ended", &args).await?;
    }
    let detail = serde_json::json!({
        "rule": "R50-2",
        "registration": ended.id,
        "client": ended.client,
        "party": party,
        "phone": phone,
        "by": by,
    });
    let entry = entry_with(app, cx, Event::SubscriberEnded, ended.subject, detail);
    tx.commit(entry).await?;
    Ok(ended)
}
