//! The person, signed in here, has a code sent to the number and enters it. From then on the number stands in his name
//! with that telecom; whose it was before is told that it is not any more.

use domain::actor::{Actor, AuthLevel, Purpose as Why};
use domain::contact::Phone;
use domain::event::Event;
use domain::fault::Fault;
use domain::ids::{SubjectId, SubscriberId};
use domain::subscriber::{State, SubscriberError, enough, until, waits};
use jiff::Timestamp;
use store::account::Stored;
use store::cleaning::grant;
use store::relying_party::client;
use store::subscriber::{self, Body, Subscriber};
use store::{Audit, Entry, Source, Tx, account, attempt};

use super::granted;
use crate::code::{self, Purpose};
use crate::notify::{self, Contact, Recipient};
use crate::relying_parties::client::{Party, read};
use crate::{App, Cx, Error, Result, entry_with, holder};

/// A registration as the person sees it.
#[derive(Debug, Clone)]
pub struct Registering {
    /// Name of the telecom.
    pub party: String,
    /// The number: he compares it with the one he means.
    pub phone: Phone,
    /// Where it stands.
    pub state: State,
    /// Until when the code may come.
    pub until: Timestamp,
    /// Whether one was sent.
    pub sent: bool,
    /// Whether it is the number that his account is bound to.
    pub contact: bool,
}

/// The person's own registration, and the telecom that asks.
async fn own(
    source: &mut impl Source,
    subject: SubjectId,
    id: SubscriberId,
) -> Result<(Subscriber, Party)> {
    let found = subscriber::load(source, subject, id).await?;
    let found = found.ok_or(Error::NotFound)?;
    let party = client::find(source, found.client).await?;
    let party = party.filter(|party| party.phase.works());
    Ok((found, read(party.ok_or(Error::NotFound)?)?))
}

/// What the page shows.
pub async fn registering(app: &App, cx: &Cx, id: SubscriberId) -> Result<Registering> {
    let mut source = app.db.read().await?;
    let stored = holder::account(&mut source, cx).await?;
    let (found, party) = own(&mut source, stored.account.subject, id).await?;
    if found.state == State::Asked {
        waits(found.state, found.asked, cx.now)?;
    }
    Ok(Registering {
        party: party.stored.name,
        contact: stored.profile.phone.as_ref() == Some(&found.body.phone),
        phone: found.body.phone,
        state: found.state,
        until: until(found.asked),
        sent: found.body.code.is_some(),
    })
}

/// The person may, and the registration waits for him still; his account is held.
async fn may(
    tx: &mut Tx,
    cx: &Cx,
    id: SubscriberId,
) -> Result<(Stored, Subscriber, Party, grant::Grant)> {
    let stored = holder::account_to_change(tx, cx).await?;
    holder::require_open(&stored, cx)?;
    if !enough(stored.account.level, sign_in(cx)?) {
        return Err(SubscriberError::TooLow.into());
    }
    let (found, party) = own(tx, stored.account.subject, id).await?;
    waits(found.state, found.asked, cx.now)?;
    let granted = granted(tx, &party).await?;
    let granted = granted.ok_or(Error::Refused("subscriber-not-granted"))?;
    Ok((stored, found, party, granted))
}

fn sign_in(cx: &Cx) -> Result<AuthLevel> {
    match cx.actor {
        Actor::Holder { level, .. } => Ok(level),
        Actor::Public
        | Actor::Staff { .. }
        | Actor::System
        | Actor::Register(_)
        | Actor::Party(_)
        | Actor::Operator => Err(Error::SignIn),
    }
}

/// Sends a code to the number, at the person's word alone: a telecom makes nobody's telephone ring.
pub async fn send_code(app: &App, cx: &Cx, id: SubscriberId) -> Result<()> {
    let mut tx = app.db.begin().await?;
    let (stored, found, ..) = may(&mut tx, cx, id).await?;
    let contact = Contact::Phone(found.body.phone.clone());
    let to = Recipient::of(&stored, &contact, cx);
    code::send(&mut tx, app, cx, Purpose::Subscriber, &to, true).await?;
    let sent = attempt::latest_code(&mut tx, found.subject, Purpose::Subscriber.as_str()).await?;
    let asked = Subscriber {
        body: Body {
            code: sent.map(|code| code.id),
            ..found.body
        },
        ..found
    };
    subscriber::save(&mut tx, &asked).await?;
    Ok(tx
        .commit(Audit::Bookkeeping("code to a subscriber's number"))
        .await?)
}

/// R50-2: the code is right, so the number is the person's, with this telecom.
pub async fn confirm(app: &App, cx: &Cx, id: SubscriberId, entered: &str) -> Result<()> {
    let cx = &cx.with_purpose(Why::OwnUse);
    let subject = cx.holder()?;
    let mut source = app.db.read().await?;
    let (found, _) = own(&mut source, subject, id).await?;
    drop(source);
    waits(found.state, found.asked, cx.now)?;
    let code = code::check(app, cx, subject, Purpose::Subscriber, entered).await?;
    let mut tx = app.db.begin().await?;
    let (stored, found, party, granted) = may(&mut tx, cx, id).await?;
    // The latest code may have gone to the number of another telecom.
    if found.body.code != Some(code) {
        return Err(Fault::new("code", "code-expired").into());
    }
    // Two who prove one number with a telecom stand one behind the other, and a grant that ends waits or is seen.
    grant::hold(&mut tx, &granted).await?;
    code::consume(&mut tx, cx, subject, code).await?;
    let before = subscriber::pass_on(&mut tx, found.client, &found.body.phone, cx.now).await?;
    let registered = Subscriber {
        state: State::Registered,
        registered: Some(cx.now),
        body: Body {
            legal_basis: granted.legal_basis,
            ..found.body
        },
        ..found
    };
    subscriber::save(&mut tx, &registered).await?;
    let name = party.stored.name.as_str();
    let args = [
        ("phone", registered.body.phone.masked()),
        ("party", name.to_owned()),
    ];
    notify::tell(&mut tx, app, cx, &stored, "subscriber-registered", &args).await?;
    let mut entries = vec![entry_with(
        app,
        cx,
        Event::SubscriberRegistered,
        subject,
        detail(&registered, name),
    )];
    if let Some(before) = before.filter(|before| *before != subject) {
        entries.push(passed_on(&mut tx, app, cx, (before, &registered, &args)).await?);
    }
    Ok(tx.commit(entries).await?)
}

fn detail(registered: &Subscriber, name: &str) -> serde_json::Value {
    serde_json::json!({
        "rule": "R50-2",
        "registration": registered.id,
        "client": registered.client,
        "party": name,
        "phone": registered.body.phone.masked(),
        "acr": registered.body.level,
        "signed_in": registered.body.signed_in,
        "legal_basis": registered.body.legal_basis,
    })
}

/// Whose number it was learns that it is not any more, and not whose it is: the entry is the telecom's.
async fn passed_on(
    tx: &mut Tx,
    app: &App,
    cx: &Cx,
    (before, registered, args): (SubjectId, &Subscriber, &[(&str, String)]),
) -> Result<Entry> {
    if let Some(stored) = account::load(tx, before, cx.now).await? {
        notify::tell(tx, app, cx, &stored, "subscriber-passed-on", args).await?;
    }
    let cx = &Cx {
        actor: Actor::Party(registered.client),
        purpose: Why::Service,
        ..cx.clone()
    };
    let detail = serde_json::json!({
        "rule": "R50-2",
        "client": registered.client,
        "phone": registered.body.phone.masked(),
    });
    Ok(entry_with(
        app,
        cx,
        Event::SubscriberPassedOn,
        before,
        detail,
    ))
}
