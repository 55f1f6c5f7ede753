//! A register tells events by a signed message (Standard Webhooks: `webhook-id`, `webhook-timestamp`,
//! `webhook-signature`). Few are carried out at once; many become a batch for two officers.

use std::collections::HashSet;

use domain::actor::{Actor, Purpose};
use domain::event::Event;
use domain::event_batch::{Door, State};
use domain::fault::Fault;
use domain::register_event::Teller;
use domain::registers::Reason;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use store::audit::NOBODY;
use store::event_batch;
use store::event_item;
use store::idempotency::{self, Seen};
use store::{Tx, account};

use super::carry::{Work, carry};
use super::parse::Parsed;
use super::stage::{fresh, rehearse_staged, staged_entry, write, write_bad};
use super::subject::listed;
use super::work::hold_rows;
use crate::signed_message::{self, SignedMessage};
use crate::{App, Cx, Error, Result, entry_with};

mod body;

/// Secrets of one register; several while one replaces another.
#[derive(Clone, Default)]
pub struct Secrets(Vec<(Teller, Vec<u8>)>);

domain::redacted_debug!(Secrets);

impl Secrets {
    /// Adds a secret as Standard Webhooks writes it: `whsec_` and base64 of at least 24 bytes. `false`
    /// when it is none.
    pub fn add(&mut self, teller: Teller, text: &str) -> bool {
        let secret = signed_message::secret(text);
        self.0.extend(secret.clone().map(|secret| (teller, secret)));
        secret.is_some()
    }
}

/// What the configuration says of register events.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Most events of one message that are carried out at once.
    pub at_once: usize,
    /// The registers' secrets.
    pub secrets: Secrets,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            at_once: 100,
            secrets: Secrets::default(),
        }
    }
}

/// A message as it came.
#[derive(Debug, Clone, Copy)]
pub struct Message<'a> {
    /// The register of the address.
    pub register: &'a str,
    /// `webhook-id`.
    pub id: &'a str,
    /// `webhook-timestamp`: seconds since 1970.
    pub timestamp: &'a str,
    /// `webhook-signature`: `v1,` and base64, several separated by spaces.
    pub signature: &'a str,
    /// The bytes that were signed.
    pub body: &'a [u8],
}

impl<'a> Message<'a> {
    const fn signed(&self) -> SignedMessage<'a> {
        SignedMessage {
            id: self.id,
            timestamp: self.timestamp,
            signature: self.signature,
            body: self.body,
        }
    }
}

/// What became of one event of a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemAnswer {
    /// Its place in the message, from 1 on.
    pub item: i64,
    /// The register's identifier, where it could be read.
    pub id: String,
    /// `staged`, `unreadable`, or what it led to.
    pub result: String,
    /// Why it could not be read: the member.
    pub field: Option<String>,
    /// Why it could not be read.
    pub reason: Option<String>,
}

/// The answer to a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// The batch under which all of it is kept.
    pub batch: String,
    /// Whether it was carried out; otherwise two officers release it.
    pub carried_out: bool,
    /// Each event.
    pub results: Vec<ItemAnswer>,
}

/// What became of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Received {
    /// The answer; for a message that was sent again, the one of the first time.
    Answer(Answer),
    /// The same message is being worked on.
    Running,
    /// Its identifier was used for another message.
    Other,
}

/// Whose message it is, where it is that register's own and fresh.
fn genuine(secrets: &Secrets, message: &Message<'_>, now: Timestamp) -> Option<Teller> {
    let teller = Teller::parse(message.register)?;
    let keys = secrets.0.iter().filter(|(of, _)| *of == teller);
    let keys = keys.map(|(_, secret)| secret.as_slice());
    signed_message::genuine(keys, &message.signed(), now).then_some(teller)
}

/// Full messages of one register that are carried out at once in an hour.
const HOURLY: usize = 20;

/// D59-10.1, D59-10.2: takes a signed message in. [`Error::SignIn`] when it is not genuine, whatever
/// the cause.
pub async fn receive(app: &App, cx: &Cx, message: &Message<'_>) -> Result<Received> {
    let settings = &app.config.register_events;
    let teller = genuine(&settings.secrets, message, cx.now).ok_or(Error::SignIn)?;
    let cx = &Cx {
        actor: Actor::Register(teller.as_str()),
        purpose: Purpose::RegisterUpdate,
        ..cx.clone()
    };
    let (parsed, results) = body::read(message.body, teller)?;
    let few = parsed.good.len() <= settings.at_once && !busy(app, cx, teller).await?;
    let unlisted = if few {
        strangers(app, teller, &parsed).await?
    } else {
        HashSet::new()
    };
    let mut tx = app.db.begin().await?;
    let key = format!("{}/{}", teller.as_str(), message.id);
    let digest = tx_digest(app, "webhook", &key);
    let body = String::from_utf8_lossy(message.body);
    let asked = tx_digest(app, "webhook-body", &body);
    match idempotency::start(&mut tx, &digest, &asked, cx.now).await? {
        Seen::Other => return Ok(Received::Other),
        Seen::Running => return Ok(Received::Running),
        Seen::Answered { answer, .. } => {
            let answer = serde_json::from_slice(&answer);
            return Ok(Received::Answer(answer.map_err(internal)?));
        }
        Seen::New => {}
    }
    let inbox = Inbox {
        teller,
        digest: &digest,
        name: message.id,
        results,
        unlisted,
    };
    let answer = if few {
        at_once(tx, app, cx, (inbox, parsed)).await?
    } else {
        later(tx, app, cx, (inbox, parsed)).await?
    };
    Ok(Received::Answer(answer))
}

/// Whether so many events of a register were carried out at once within an hour that two officers are to
/// look: many small messages are no way round them.
async fn busy(app: &App, cx: &Cx, teller: Teller) -> Result<bool> {
    let most = app.config.register_events.at_once.saturating_mul(HOURLY);
    let since = cx.now - SignedDuration::from_hours(1);
    let mut source = app.db.read().await?;
    let done = event_batch::at_once_since(&mut source, teller, since).await?;
    Ok(usize::try_from(done).unwrap_or(usize::MAX) >= most)
}

/// Places of events whose subjects have no account and are not in the register. Asked before the
/// transaction begins.
async fn strangers(app: &App, teller: Teller, parsed: &Parsed) -> Result<HashSet<i64>> {
    let mut strangers = HashSet::new();
    for (place, good) in (1..).zip(&parsed.good) {
        let (kind, value) = &good.lookup;
        let known = account::subject_of(&mut app.db.read().await?, *kind, value).await?;
        if known.is_none() && !listed(app, teller, &good.record.subject).await? {
            strangers.insert(place);
        }
    }
    Ok(strangers)
}

fn tx_digest(app: &App, kind: &str, text: &str) -> Vec<u8> {
    app.db.keys().digest(kind, text)
}

fn internal(error: impl std::fmt::Display) -> Error {
    Error::Internal(error.to_string())
}

struct Inbox<'a> {
    teller: Teller,
    digest: &'a [u8],
    name: &'a str,
    /// Answers of items that could not be read.
    results: Vec<ItemAnswer>,
    /// Places of events whose subjects the register does not know.
    unlisted: HashSet<i64>,
}

impl Inbox<'_> {
    /// Keeps the answer with what it tells of (I11).
    async fn answer(&self, tx: &mut Tx, answer: &Answer) -> Result<()> {
        let status = if answer.carried_out { 200 } else { 202 };
        let bytes = serde_json::to_vec(answer).map_err(internal)?;
        Ok(idempotency::finish(tx, self.digest, status, &bytes).await?)
    }
}

fn item(place: u64, id: &str, result: &str) -> ItemAnswer {
    ItemAnswer {
        item: i64::try_from(place).unwrap_or(i64::MAX),
        id: id.to_owned(),
        result: result.to_owned(),
        field: None,
        reason: None,
    }
}

/// Everything in one transaction: events, holds, entries, messages and the answer.
async fn at_once(
    mut tx: Tx,
    app: &App,
    cx: &Cx,
    (mut inbox, parsed): (Inbox<'_>, Parsed),
) -> Result<Answer> {
    let door = (inbox.teller, Door::AtOnce, inbox.name.to_owned());
    let mut batch = fresh(app, cx, door, &parsed);
    (batch.state, batch.done) = (State::Released, batch.events);
    event_batch::insert(&mut tx, &batch).await?;
    write_bad(&mut tx, batch.id, &parsed.bad).await?;
    write(&mut tx, batch.id, 1, &parsed.good).await?;
    let of = (batch.id, batch.teller);
    let items = event_item::chunk(&mut tx, of, 0, batch.events).await?;
    let subjects = items.iter().filter_map(|item| Some(item.account?.0));
    hold_rows(&mut tx, subjects).await?;
    let items = event_item::chunk(&mut tx, of, 0, batch.events).await?;
    let work = Work {
        batch: batch.id,
        teller: batch.teller,
        items: &items,
        unlisted: &inbox.unlisted,
    };
    let (outcomes, mut entries) = carry(&mut tx, app, cx, &work).await?;
    let done = parsed.good.iter().zip(&outcomes);
    let done = done.map(|(good, outcome)| item(good.line, &good.record.event, outcome.as_str()));
    inbox.results.extend(done);
    inbox.results.sort_by_key(|result| result.item);
    let answer = Answer {
        batch: batch.id.to_string(),
        carried_out: true,
        results: inbox.results.clone(),
    };
    inbox.answer(&mut tx, &answer).await?;
    let detail = serde_json::json!({
        "batch": batch.id, "register": batch.teller.as_str(), "events": batch.events, "bad-lines": batch.bad_lines,
    });
    entries.push(entry_with(app, cx, Event::EventsCarriedOut, NOBODY, detail));
    tx.commit(entries).await?;
    Ok(answer)
}

/// More than are carried out at once: a batch, rehearsed and put before the officers.
async fn later(
    mut tx: Tx,
    app: &App,
    cx: &Cx,
    (mut inbox, parsed): (Inbox<'_>, Parsed),
) -> Result<Answer> {
    let door = (inbox.teller, Door::Webhook, inbox.name.to_owned());
    let mut batch = fresh(app, cx, door, &parsed);
    event_batch::insert(&mut tx, &batch).await?;
    write_bad(&mut tx, batch.id, &parsed.bad).await?;
    write(&mut tx, batch.id, 1, &parsed.good).await?;
    let staged = parsed.good.iter();
    let staged = staged.map(|good| item(good.line, &good.record.event, "staged"));
    inbox.results.extend(staged);
    inbox.results.sort_by_key(|result| result.item);
    let answer = Answer {
        batch: batch.id.to_string(),
        carried_out: false,
        results: inbox.results.clone(),
    };
    inbox.answer(&mut tx, &answer).await?;
    // Acknowledged from here on: if the rehearsal breaks off, an officer rehearses it.
    batch.state = State::Staged;
    event_batch::save(&mut tx, &batch).await?;
    batch.revision += 1;
    tx.commit(staged_entry(app, cx, &batch)).await?;
    rehearse_staged(app, cx, &mut batch).await?;
    Ok(answer)
}

/// The body cannot be read at all.
fn malformed() -> Error {
    Fault::new("events", "event-body").into()
}

/// An item that cannot be read.
fn unreadable(place: u64, id: &str, field: &str, reason: Reason) -> ItemAnswer {
    ItemAnswer {
        field: Some(field.to_owned()),
        reason: Some(reason.code().to_owned()),
        ..item(place, id, "unreadable")
    }
}

#[cfg(test)]
mod tests;
