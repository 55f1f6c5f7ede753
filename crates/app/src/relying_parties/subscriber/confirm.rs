//! The person, signed in here, has a code sent to the number and enters it. From then on the number stands in his name
//! with that telecom; whose it was before is told that it is not any more.

use domain::actor::{Actor, Purpose as Why};
use domain::contact::Phone;
use domain::event::Event;
use domain::fault::Fault;
use domain::ids::{SubjectId, SubscriberId};
use domain::subscriber::{State, SubscriberError, enough, standing, until, waits};
use jiff::Timestamp;
use store::account::Stored;
use store::cleaning::grant;
use store::relying_party::client;
use store::subscriber::{self, Before, Body, Session, Subscriber};
use store::{Audit, Entry, Source, Tx, account, attempt};

use super::granted;
use super::list::name;
use crate::code::{self, Purpose};
use crate::holder::Resumed;
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
    /// Whether he has to sign in by two factors first.
    pub too_low: bool,
}

/// The person's own registration, and the telecom that asks.
pub(super) async fn own(
    source: &mut impl Source,
    subject: SubjectId,
    id: SubscriberId,
) -> Result<(Subscriber, Party)> {
    let found = subscriber::load(source, subject, id).await?;
    let found = found.ok_or(Error::NotFound)?;
    let party = client::find(source, found.client).await?;
    // What was registered is his to see and to end, also when the telecom is gone.
    let party = party.filter(|party| party.phase.works() || found.state != State::Asked);
    Ok((found, read(party.ok_or(Error::NotFound)?)?))
}

/// What the page shows.
pub async fn registering(
    app: &App,
    cx: &Cx,
    session: &Resumed,
    id: SubscriberId,
) -> Result<Registering> {
    let mut source = app.db.read().await?;
    let stored = holder::account(&mut source, cx).await?;
    let (found, party) = own(&mut source, stored.account.subject, id).await?;
    if standing(found.state, found.asked, cx.now) == State::Lapsed {
        return Err(SubscriberError::Lapsed.into());
    }
    Ok(Registering {
        party: party.stored.name,
        contact: stored.profile.phone.as_ref() == Some(&found.body.phone),
        phone: found.body.phone,
        state: found.state,
        until: until(found.asked),
        sent: found.body.code.is_some(),
        too_low: !enough(stored.account.level, session.level),
    })
}

/// The person may, and the registration waits for him still; his account is held.
async fn may(
    tx: &mut Tx,
    cx: &Cx,
    session: &Resumed,
    id: SubscriberId,
) -> Result<(Stored, Subscriber, Party, grant::Grant)> {
    let stored = holder::open_and_alive(tx, cx, session).await?;
    if !enough(stored.account.level, session.level) {
        return Err(SubscriberError::TooLow.into());
    }
    let (found, party) = own(tx, stored.account.subject, id).await?;
    waits(found.state, found.asked, cx.now)?;
    let granted = granted(tx, &party).await?;
    let granted = granted.ok_or(Error::Refused("subscriber-not-granted"))?;
    Ok((stored, found, party, granted))
}

/// Sends a code to the number, at the person's word alone: a telecom makes nobody's telephone ring.
/// The message says what the code does: whoever has the number may be somebody else.
pub async fn send_code(app: &App, cx: &Cx, session: &Resumed, id: SubscriberId) -> Result<()> {
    let mut tx = app.db.begin().await?;
    let (stored, found, party, _) = may(&mut tx, cx, session, id).await?;
    let contact = Contact::Phone(found.body.phone.clone());
    let to = Recipient::of(&stored, &contact, cx);
    let about = (Purpose::Subscriber, &[("party", party.stored.name)][..]);
    code::send_about(&mut tx, app, cx, about, &to, true).await?;
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

/// R50-2: the code is right, so the number is the person's, with this telecom and no other.
pub async fn confirm(
    app: &App,
    cx: &Cx,
    session: &Resumed,
    (id, entered): (SubscriberId, &str),
) -> Result<()> {
    let cx = &cx.with_purpose(Why::OwnUse);
    let subject = cx.holder()?;
    let mut source = app.db.read().await?;
    let (found, _) = own(&mut source, subject, id).await?;
    drop(source);
    waits(found.state, found.asked, cx.now)?;
    let code = code::check(app, cx, subject, Purpose::Subscriber, entered).await?;
    let mut tx = app.db.begin().await?;
    let (stored, found, party, granted) = may(&mut tx, cx, session, id).await?;
    // The latest code may have gone to the number of another telecom.
    if found.body.code != Some(code) {
        return Err(Fault::new("code", "code-expired").into());
    }
    // Two who prove one number with a telecom stand one behind the other, and a grant that ends waits or is seen; with
    // two telecoms the slower one is told to try again.
    grant::hold(&mut tx, &granted).await?;
    code::consume(&mut tx, cx, subject, code).await?;
    let before = subscriber::pass_on(&mut tx, &found.body.phone, subject, cx.now).await?;
    let registered = Subscriber {
        state: State::Registered,
        registered: Some(cx.now),
        body: Body {
            confirmed: Some(Session {
                level: session.level.get(),
                at: session.auth_time,
            }),
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
    tell_number(&mut tx, app, cx, (&stored, &registered, &args)).await?;
    let (own, others): (Vec<_>, Vec<_>) = before.into_iter().partition(|b| b.subject == subject);
    let mut entries = vec![entry_with(
        app,
        cx,
        Event::SubscriberRegistered,
        subject,
        detail(&registered, name, own.first()),
    )];
    for before in others {
        entries.push(passed_on(&mut tx, app, cx, (&before, &registered)).await?);
    }
    Ok(tx.commit(entries).await?)
}

/// Whose account the number is a contact of learns by the number itself that another one registered it.
async fn tell_number(
    tx: &mut Tx,
    app: &App,
    cx: &Cx,
    (stored, registered, args): (&Stored, &Subscriber, &[(&str, String)]),
) -> Result<()> {
    let phone = &registered.body.phone;
    if stored.profile.phone.as_ref() == Some(phone) {
        return Ok(());
    }
    let contact = Contact::Phone(phone.clone());
    let to = Recipient::of(stored, &contact, cx);
    notify::send(tx, app, cx, &to, "subscriber-number", args).await
}

fn detail(registered: &Subscriber, name: &str, own: Option<&Before>) -> serde_json::Value {
    let confirmed = registered.body.confirmed.as_ref();
    serde_json::json!({
        "rule": "R50-2",
        "registration": registered.id,
        "client": registered.client,
        "party": name,
        "phone": registered.body.phone.masked(),
        "acr": registered.body.level,
        "signed_in": registered.body.signed_in,
        "confirmed_acr": confirmed.map(|session| session.level),
        "confirmed_signed_in": confirmed.map(|session| session.at),
        "replaces": own.map(|before| before.id),
        "legal_basis": registered.body.legal_basis,
    })
}

/// Whose number it was learns that it is not any more, and neither whose nor with whom it is: the entry names the
/// telecom that it was with.
async fn passed_on(
    tx: &mut Tx,
    app: &App,
    cx: &Cx,
    (before, registered): (&Before, &Subscriber),
) -> Result<Entry> {
    let party = name(tx, before.client).await?;
    if let Some(stored) = account::load(tx, before.subject, cx.now).await? {
        let args = [
            ("phone", registered.body.phone.masked()),
            ("party", party.clone()),
        ];
        notify::tell(tx, app, cx, &stored, "subscriber-passed-on", &args).await?;
    }
    let cx = &Cx {
        actor: Actor::System,
        purpose: Why::Service,
        ..cx.clone()
    };
    let detail = serde_json::json!({
        "rule": "R50-2",
        "registration": before.id,
        "client": before.client,
        "party": party,
        "phone": registered.body.phone.masked(),
    });
    Ok(entry_with(
        app,
        cx,
        Event::SubscriberPassedOn,
        before.subject,
        detail,
    ))
}
