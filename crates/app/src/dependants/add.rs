//! Putting a child or ward under the holder's account.

use domain::account::Level;
use domain::event::Event;
use domain::fault::{Fault, Faults};
use domain::ids::DependantId;
use domain::person::{BirthDate, PersonNumber};
use domain::throttle::Throttle;
use jiff::SignedDuration;
use store::dependant::{self, Stored};
use store::throttle::Rule;

use super::{on_record, person, stands_under};
use crate::holder::{account_to_change, own_account, require_open};
use crate::throttle::{self, Counted};
use crate::{App, Cx, Error, Result};

/// As typed.
#[derive(Debug, Clone, Copy)]
pub struct Child<'a> {
    /// Personal identification number.
    pub number: &'a str,
    /// Date of birth: `YYYY-MM-DD`, `YYYY-MM` or `YYYY`.
    pub birth: &'a str,
}

/// Nobody tries numbers.
const TRIES: Throttle = Throttle::new(10, SignedDuration::from_hours(1));

/// D59-11.1, D59-11.2: only the parent or guardian whom the register names, with an account of level 2. An
/// unknown number, another birthday, another guardian and an age with an own account get the same answer.
pub async fn add(app: &App, cx: &Cx, child: &Child<'_>) -> Result<()> {
    let mut faults = Faults::default();
    let number =
        faults.take(PersonNumber::parse(child.number).map_err(|e| Fault::new("number", e.code())));
    let birth =
        faults.take(BirthDate::parse(child.birth).map_err(|e| Fault::new("birth", e.code())));
    let (Some(number), Some(birth)) = (number, birth) else {
        return Err(faults.into());
    };
    let own = own_account(app, cx).await?;
    if own.account.level != Level::Two {
        return Err(Error::Refused("dependant-level-two"));
    }
    let who = cx.holder()?.to_string();
    let limits = [Counted {
        kind: "dependant-add",
        value: &who,
        rule: Rule::Rate(TRIES),
    }];
    throttle::reserve(app, cx, &limits).await?;
    let guardian = &own.profile.identity.number;
    let found = person(app, &number).await?;
    let fits = found
        .filter(|p| p.identity.birth == birth)
        .is_some_and(|p| stands_under(cx, &p, guardian));
    if !fits {
        return Err(Fault::new("number", "dependant-not-yours").into());
    }
    let mut tx = app.db.begin().await?;
    let stored = account_to_change(&mut tx, cx).await?;
    require_open(&stored, cx)?;
    let subject = stored.account.subject;
    let new = Stored {
        id: app.id(DependantId::from_bytes),
        number,
        since: cx.now,
    };
    if !dependant::insert(&mut tx, subject, &new).await? {
        return Err(Error::Refused("dependant-there"));
    }
    let whom = (subject, new.id, &new.number);
    let entries = on_record(&mut tx, app, cx, Event::DependantAdded, whom).await?;
    Ok(tx.commit(entries).await?)
}
