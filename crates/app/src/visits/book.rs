//! A holder books.

use domain::account::Level;
use domain::fault::Faults;
use domain::throttle::Throttle;
use domain::time::viet_nam_date;
use domain::visit::{Priority, Reason};
use jiff::SignedDuration;
use store::throttle::Rule;
use store::visit::{self, Body};

use super::make::{New, make, read_reason, read_slot};
use super::times::{office, right_unit};
use crate::holder::{account_to_change, require_open};
use crate::throttle::{self, Counted};
use crate::{App, Cx, Error, Result};

/// What the holder chose.
#[derive(Debug, Clone, Copy)]
pub struct Book<'a> {
    /// Code of the unit.
    pub unit: &'a str,
    /// An instant of RFC 3339.
    pub slot: &'a str,
    /// Word of the reason.
    pub reason: &'a str,
}

/// Nobody books and cancels all day to keep others from coming.
const A_DAY: Throttle = Throttle::new(20, SignedDuration::from_hours(24));

/// Counts a try of the holder.
pub(super) async fn count(app: &App, cx: &Cx) -> Result<()> {
    let subject = cx.holder()?.to_string();
    let limits = [Counted {
        kind: "visit-book",
        value: &subject,
        rule: Rule::Rate(A_DAY),
    }];
    throttle::reserve(app, cx, &limits).await
}

/// D59-14.2.a1, D59-15.2: keeps a time for the holder; he is told and reminded.
pub async fn book(app: &App, cx: &Cx, command: &Book<'_>) -> Result<()> {
    cx.holder()?;
    let mut faults = Faults::default();
    let slot = faults.take(read_slot(command.slot));
    let reason = faults.take(read_reason(command.reason));
    let (Some(slot), Some(reason)) = (slot, reason) else {
        return Err(faults.into());
    };
    count(app, cx).await?;
    let mut tx = app.db.begin().await?;
    let own = account_to_change(&mut tx, cx).await?;
    require_open(&own, cx)?;
    if reason == Reason::LevelTwo && own.account.level == Level::Two {
        return Err(Error::Refused("already-level-two"));
    }
    let rules = visit::rules_held(&mut tx, command.unit).await?;
    let rules = rules.ok_or(Error::NotFound)?;
    let (_, unit) = office(&mut tx, cx, command.unit).await?;
    right_unit(unit.as_ref(), own.account.kind)?;
    let identity = &own.profile.identity;
    let first = Priority::of_age(&identity.birth, viet_nam_date(slot));
    let new = New {
        unit: command.unit.to_owned(),
        slot,
        reason,
        subject: Some(own.account.subject),
        body: Body {
            number: Some(identity.number.clone()),
            phone: None,
            language: own.language.clone(),
            priority: first.map(|first| first.as_str().to_owned()),
        },
    };
    let entry = make(&mut tx, app, cx, (new, &rules)).await?;
    Ok(tx.commit(entry).await?)
}
