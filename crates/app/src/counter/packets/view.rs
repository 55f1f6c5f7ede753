//! One packet as the officer sees it.

use domain::event::Event;
use domain::ids::SubjectId;
use domain::packet::State;
use domain::person::PersonNumber;
use store::audit::NOBODY;
use store::packet::{self, Packet};
use store::{Source, account, registration};

use super::{TakenIn, Waiting, content, of_desk, proofing};
use crate::chip_check::{Refusal, zone};
use crate::{App, Cx, Error, Result, entry_with};

/// What was taken of whom, as far as an officer needs it to choose.
#[derive(Clone)]
pub struct Held {
    /// Personal identification number in the printed lines.
    pub number: PersonNumber,
    /// Name in the printed lines.
    pub name: String,
    /// Phone and address that the person gave.
    pub contact: Vec<String>,
    /// Whether there is a portrait.
    pub portrait: bool,
    /// Which fingers.
    pub fingers: Vec<String>,
    /// Why the card was not accepted.
    pub refusal: Option<Refusal>,
    /// Why the card gave nothing.
    pub failure: Option<String>,
    /// Version of the text that the person agreed to.
    pub consent: String,
}

domain::redacted_debug!(Held);

/// What the officer sees.
#[derive(Debug, Clone)]
pub struct Opened {
    /// The packet.
    pub packet: Packet,
    /// While it waits: what it holds.
    pub held: Option<Held>,
    /// Once it was taken in: what is to be done yet.
    pub taken_in: Option<TakenIn>,
}

/// Opens a packet; the reading of what it says of the person is on record (D59-4.4).
pub async fn view(app: &App, cx: &Cx, id: &str) -> Result<Opened> {
    let cx = &proofing(cx);
    let mut source = app.db.read().await?;
    let packet = of_desk(&mut source, cx, id).await?;
    let (held, taken_in, subject) = match packet.state {
        State::Waiting if packet.expires >= cx.now => {
            let waiting: Option<Waiting> = packet::body(&mut source, &packet).await?;
            let held = held(waiting.ok_or(Error::NotFound)?)?;
            let subject = subject(&mut source, cx, &held.number).await?;
            (Some(held), None, subject)
        }
        State::TakenIn => {
            let done: Option<TakenIn> = packet::body(&mut source, &packet).await?;
            let subject = match &done {
                Some(done) => registration::named(&mut source, &done.reference).await?,
                None => None,
            };
            (None, done, subject.map_or(NOBODY, |s| s.subject))
        }
        State::Waiting | State::Rejected | State::Dropped => (None, None, NOBODY),
    };
    drop(source);
    let detail = serde_json::json!({ "packet": packet.id, "what": "packet" });
    let entry = entry_with(app, cx, Event::RecordRead, subject, detail);
    app.db.begin().await?.commit(entry).await?;
    Ok(Opened {
        packet,
        held,
        taken_in,
    })
}

fn held(waiting: Waiting) -> Result<Held> {
    let Waiting {
        content, refusal, ..
    } = waiting;
    let zone = zone(&content.zone).map_err(|_| Error::Internal("packet: zone".to_owned()))?;
    let number = content::number(&zone).ok_or(Error::NotFound)?;
    Ok(Held {
        number,
        name: zone.name(),
        contact: content.phone.into_iter().chain(content.email).collect(),
        portrait: content.portrait.is_some(),
        fingers: content.fingers.into_keys().collect(),
        refusal,
        failure: content.failure,
        consent: content.consent,
    })
}

/// Whose record it is, where we know the person: his account, else a registration that is open.
pub(super) async fn subject(
    source: &mut impl Source,
    cx: &Cx,
    number: &PersonNumber,
) -> Result<SubjectId> {
    if let Some(found) = account::by_number(source, number, cx.now).await? {
        return Ok(found.account.subject);
    }
    let open = registration::open_level_two(source, number).await?;
    Ok(open.map_or(NOBODY, |open| open.subject))
}
