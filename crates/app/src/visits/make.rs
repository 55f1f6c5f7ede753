//! A booking in the making: its person, its seat, its message, its reminder.

use domain::contact::Phone;
use domain::event::Event;
use domain::fault::Fault;
use domain::ids::{JobId, SubjectId, VisitId};
use domain::journey::Journey;
use domain::person::PersonNumber;
use domain::time::{viet_nam_date, viet_nam_date_time};
use domain::visit::{Reason, SlotError, State, reminder};
use jiff::Timestamp;
use store::audit::NOBODY;
use store::job::Job;
use store::visit::{self, Body, Rules, Stored};
use store::{Entry, Tx};

use super::{on_record, times};
use crate::notify::{self, Contact, Recipient};
use crate::registration::text::reference_of;
use crate::{App, Cx, Error, Lang, Result, experience, jobs};

/// What is booked.
pub(super) struct New {
    pub(super) unit: String,
    pub(super) slot: Timestamp,
    pub(super) reason: Reason,
    pub(super) subject: Option<SubjectId>,
    pub(super) body: Body,
}

/// A time as a form carries it: an instant of RFC 3339.
pub(super) fn read_slot(text: &str) -> std::result::Result<Timestamp, Fault> {
    let slot = text.trim().parse();
    slot.map_err(|_| Fault::new("slot", "visit-slot-choose"))
}

/// What somebody comes for.
pub(super) fn read_reason(text: &str) -> std::result::Result<Reason, Fault> {
    Reason::parse(text.trim()).ok_or_else(|| Fault::new("reason", "visit-reason-choose"))
}

/// Takes a seat at a time, or says why not.
pub(super) async fn take(
    tx: &mut Tx,
    cx: &Cx,
    (unit, rules): (&str, &Rules),
    (slot, id): (Timestamp, VisitId),
) -> Result<()> {
    let (calendar, closed) = (&rules.calendar, &rules.closed);
    rules
        .hours
        .bookable_at(slot, cx.now, calendar, closed)
        .map_err(|e| Fault::new("slot", e.code()))?;
    let (_, record) = times::place(tx, unit).await?;
    if !times::stands(record.as_ref(), viet_nam_date(slot)) {
        return Err(Fault::new("slot", SlotError::Closed.code()).into());
    }
    if visit::take_seat(tx, unit, slot, (rules.hours.seats(), id)).await? {
        Ok(())
    } else {
        Err(Fault::new("slot", "visit-slot-taken").into())
    }
}

/// Books: one open booking a person, one seat a booking.
pub(super) async fn make(
    tx: &mut Tx,
    app: &App,
    cx: &Cx,
    (new, rules): (New, &Rules),
) -> Result<Entry> {
    let id = app.id(VisitId::from_bytes);
    let number = new.body.number.as_ref().map(PersonNumber::as_str);
    let phone = new.body.phone.as_ref().map(Phone::as_str);
    let person = number.or(phone).ok_or(Error::NotFound)?;
    if !visit::hold_person(tx, person, &new.unit, id).await? {
        return Err(Error::Refused("visit-one-open"));
    }
    take(tx, cx, (&new.unit, rules), (new.slot, id)).await?;
    let stored = Stored {
        id,
        reference: reference_of(app, "LH"),
        day: viet_nam_date(new.slot),
        state: State::Booked { slot: new.slot },
        unit: new.unit,
        reason: new.reason,
        subject: new.subject,
        body: Some(new.body),
        made: cx.now,
        revision: 1,
    };
    if !visit::insert(tx, &stored).await? {
        return Err(Error::Stale);
    }
    let language = stored.body.as_ref().map(|body| body.language.as_str());
    let journey = (Journey::Visit, language.unwrap_or_else(|| cx.lang.as_str()));
    experience::begin(tx, cx, journey, &id).await?;
    tell(tx, app, cx, (&stored, "visit-booked")).await?;
    recall(tx, app, cx, (&stored, rules)).await?;
    Ok(on_record(app, cx, Event::VisitBooked, &stored))
}

/// Queues the reminder of the working day before, where that is still to come.
pub(super) async fn recall(
    tx: &mut Tx,
    app: &App,
    cx: &Cx,
    (of, rules): (&Stored, &Rules),
) -> Result<()> {
    let Some(slot) = of.state.slot() else {
        return Ok(());
    };
    let due = reminder(slot, &rules.calendar);
    if due <= cx.now {
        return Ok(());
    }
    // One a visit and time, however often it is moved there.
    let named = app
        .db
        .keys()
        .digest(super::REMIND, &format!("{} {slot}", of.id));
    let id: [u8; 16] = named.first_chunk().copied().unwrap_or_default();
    let job = Job::new(
        (JobId::from_bytes(id), of.subject.unwrap_or(NOBODY)),
        super::REMIND,
        due,
        serde_json::json!({ "unit": of.unit, "visit": of.id, "slot": slot }),
    );
    jobs::enqueue(tx, app, &job).await
}

/// Tells who comes: by every way of his account, else by the phone he gave. Reference, place and time, nothing else; of
/// a unit that was dissolved since too.
pub(super) async fn tell(
    tx: &mut Tx,
    app: &App,
    cx: &Cx,
    (of, kind): (&Stored, &str),
) -> Result<()> {
    let (Some(slot), Some(body)) = (of.state.slot(), &of.body) else {
        return Ok(());
    };
    let (office, _) = times::place(tx, &of.unit).await?;
    let place = match office.address.as_str() {
        "" => office.name,
        address => format!("{}, {address}", office.name),
    };
    let time = viet_nam_date_time(slot).strftime("%d/%m/%Y %H:%M");
    let args = [
        ("reference", of.reference.clone()),
        ("place", place),
        ("time", time.to_string()),
    ];
    if let Some(subject) = of.subject
        && let Some(account) = store::account::load(tx, subject, cx.now).await?
    {
        return notify::tell(tx, app, cx, &account, kind, &args).await;
    }
    let Some(phone) = body.phone.clone() else {
        return Ok(());
    };
    let to = Recipient {
        subject: NOBODY,
        contact: &Contact::Phone(phone),
        lang: Lang::parse(&body.language).unwrap_or_default(),
    };
    notify::send(tx, app, cx, &to, kind, &args).await
}
