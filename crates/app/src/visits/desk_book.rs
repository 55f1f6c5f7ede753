//! An officer books for somebody who calls or stands before him.

use domain::account::SubjectKind;
use domain::contact::Phone;
use domain::fault::{Fault, Faults};
use domain::person::PersonNumber;
use domain::time::viet_nam_date;
use domain::visit::Priority;
use jiff::Timestamp;
use jiff::civil::Date;
use store::visit::{self, Body};
use store::{Source, Tx};

use super::make::{New, make, read_reason, read_slot};
use super::times::{office, right_unit};
use super::{booking, serving};
use crate::{App, Cx, Error, Result};

/// What the officer typed.
#[derive(Debug, Clone, Copy)]
pub struct DeskBook<'a> {
    /// The day that the form shows; a time of another one is not booked. Empty where it shows none.
    pub day: &'a str,
    /// An instant of RFC 3339.
    pub slot: &'a str,
    /// Word of the reason.
    pub reason: &'a str,
    /// Personal number; may be empty where the phone is known.
    pub number: &'a str,
    /// Phone; may be empty where the number is known.
    pub phone: &'a str,
    /// Word of the reason to go first; may be empty.
    pub priority: &'a str,
}

/// A number that may be left out.
pub(super) fn read_number(text: &str) -> std::result::Result<Option<PersonNumber>, Fault> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    let number = PersonNumber::parse(text).map_err(|e| Fault::new("number", e.code()))?;
    Ok(Some(number))
}

/// A reason to go first, which may be left out.
pub(super) fn read_priority(text: &str) -> std::result::Result<Option<Priority>, Fault> {
    match (text.trim(), Priority::parse(text.trim())) {
        ("", _) => Ok(None),
        (_, Some(priority)) => Ok(Some(priority)),
        (_, None) => Err(Fault::new("priority", "visit-priority-choose")),
    }
}

/// Whose a number is, where it has an account, and whether he goes first by his age.
pub(super) async fn known(
    source: &mut impl Source,
    cx: &Cx,
    number: Option<&PersonNumber>,
) -> Result<(Option<store::account::Stored>, Option<Priority>)> {
    let account = match number {
        Some(number) => store::account::by_number(source, number, cx.now).await?,
        None => None,
    };
    let birth = account.as_ref().map(|a| &a.profile.identity.birth);
    let first = birth.and_then(|birth| Priority::of_age(birth, viet_nam_date(cx.now)));
    Ok((account, first))
}

/// Where another day was chosen after the time, one of the two is not meant.
fn of_day(slot: Timestamp, day: &str) -> std::result::Result<Timestamp, Fault> {
    match day.trim().parse::<Date>() {
        Ok(day) if day != viet_nam_date(slot) => Err(Fault::new("slot", "visit-slot-day")),
        _ => Ok(slot),
    }
}

/// D59-14.2.a1, D59-15.2: a number of the wrong counter is told so before its person makes the way.
pub(super) async fn right_number(
    tx: &mut Tx,
    cx: &Cx,
    (unit, number): (&str, Option<&PersonNumber>),
) -> Result<()> {
    let (_, record) = office(tx, cx, unit).await?;
    match number {
        Some(number) => right_unit(record.as_ref(), SubjectKind::of_person(number.kind())),
        None => Ok(()),
    }
}

/// Keeps a time of the officer's unit for somebody; gives nothing of him back.
pub async fn book_for(app: &App, cx: &Cx, command: &DeskBook<'_>) -> Result<()> {
    let (cx, unit) = serving(cx)?;
    let mut faults = Faults::default();
    let slot = faults.take(read_slot(command.slot).and_then(|slot| of_day(slot, command.day)));
    let reason = faults.take(read_reason(command.reason));
    let number = faults.take(read_number(command.number)).flatten();
    let priority = faults.take(read_priority(command.priority)).flatten();
    let phone = match command.phone.trim() {
        "" => None,
        text => faults.take(Phone::parse(text).map_err(|e| Fault::new("phone", e.code()))),
    };
    if faults.is_empty() && number.is_none() && phone.is_none() {
        faults.push(Fault::new("number", "visit-number-or-phone"));
    }
    let (Some(slot), Some(reason), true) = (slot, reason, faults.is_empty()) else {
        return Err(faults.into());
    };
    let mut tx = app.db.begin().await?;
    let rules = booking(visit::rules_held(&mut tx, &unit).await?)?;
    right_number(&mut tx, &cx, (&unit, number.as_ref())).await?;
    let (account, old) = known(&mut tx, &cx, number.as_ref()).await?;
    let new = New {
        unit,
        slot,
        reason,
        subject: account.as_ref().map(|a| a.account.subject),
        body: Body {
            number,
            phone,
            language: account.map_or_else(|| cx.lang.as_str().to_owned(), |a| a.language),
            priority: priority.or(old).map(|first| first.as_str().to_owned()),
        },
    };
    let entry = make(&mut tx, app, &cx, (new, &rules)).await?;
    tx.commit(entry).await.map_err(Error::from)
}
