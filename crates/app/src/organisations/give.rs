//! The representative empowers somebody (D59-13.7): with a scope, until a day, once he accepts.

use domain::account::{Level, Standing};
use domain::actor::Purpose;
use domain::event::Event;
use domain::fault::{Fault, Faults};
use domain::ids::{DelegationId, SubjectId};
use domain::organisation::{Act, Delegation, Power, end_of, until};
use domain::person::PersonNumber;
use domain::throttle::Throttle;
use jiff::civil::Date;
use store::Tx;
use store::account;
use store::organisation::delegation;
use store::throttle::Rule;

use super::acting::{acting, both, require_to_change};
use crate::throttle::{self, Counted};
use crate::{App, Cx, Result, credentials, notify};

/// A power as typed.
#[derive(Debug)]
pub struct Give<'a> {
    /// Number of whoever shall have it.
    pub number: &'a str,
    /// Word of the power.
    pub power: &'a str,
    /// Its last day, ISO text.
    pub until: &'a str,
    /// The giver's passcode.
    pub passcode: &'a str,
}

fn check(give: &Give<'_>, cx: &Cx) -> Result<(PersonNumber, Power, Date)> {
    let mut faults = Faults::default();
    let number = PersonNumber::parse(give.number).map_err(|e| Fault::new("number", e.code()));
    let number = faults.take(number);
    let power = Power::given(give.power).ok_or_else(|| Fault::new("power", "delegation-power"));
    let power = faults.take(power);
    let until = until(give.until, cx.now).map_err(|e| Fault::new("until", e.code()));
    let until = faults.take(until);
    match (number, power, until) {
        (Some(number), Some(power), Some(until)) => Ok((number, power, until)),
        _ => Err(faults.into()),
    }
}

/// Offers a power. Looking whether a number has an account is counted, so that nobody tries many.
pub async fn give(
    app: &App,
    cx: &Cx,
    organisation: SubjectId,
    command: &Give<'_>,
) -> Result<DelegationId> {
    let cx = &cx.with_purpose(Purpose::OwnUse);
    acting(app, cx, organisation, Act::Delegate).await?;
    let (number, power, last) = check(command, cx)?;
    let me = cx.holder()?;
    let value = me.to_string();
    let counted = Counted {
        kind: "delegation",
        value: &value,
        rule: RULE,
    };
    throttle::reserve(app, cx, &[counted]).await?;
    credentials::verify_passcode(app, cx, me, command.passcode).await?;
    let mut tx = app.db.begin().await?;
    let acting = require_to_change(&mut tx, cx, organisation, Act::Delegate).await?;
    let delegate = delegate(&mut tx, cx, &number, acting.person).await?;
    let person = delegate.account.subject;
    for other in delegation::of(&mut tx, organisation).await? {
        let stands = other.in_force(cx.now) || other.offered_at(cx.now);
        if other.person == person && other.power == power && stands {
            return Err(Fault::new("number", "delegation-twice").into());
        }
    }
    let new = Delegation {
        id: app.id(DelegationId::from_bytes),
        person,
        giver: acting.person,
        power,
        offered: cx.now,
        accepted: None,
        until: Some(end_of(last)),
        ended: None,
    };
    delegation::insert(&mut tx, organisation, &new).await?;
    let args = [("organisation", acting.organisation.identity.name.clone())];
    notify::tell(&mut tx, app, cx, &delegate, "power-offered", &args).await?;
    let detail = serde_json::json!({
        "delegation": new.id,
        "power": power.as_str(),
        "until": new.until.map(jiff::Timestamp::as_millisecond),
    });
    let mut entries = both(
        app,
        cx,
        Event::PowerOffered,
        (organisation, person),
        detail.clone(),
    );
    entries.push(crate::entry_with(
        app,
        cx,
        Event::PowerOffered,
        acting.person,
        detail,
    ));
    tx.commit(entries).await?;
    Ok(new.id)
}

/// Twenty look-ups an hour.
const RULE: Rule = Rule::Rate(Throttle {
    limit: 20,
    window: jiff::SignedDuration::from_hours(1),
});

/// Who can be empowered: somebody else, of level 2, whose account is open.
async fn delegate(
    tx: &mut Tx,
    cx: &Cx,
    number: &PersonNumber,
    giver: SubjectId,
) -> Result<account::Stored> {
    let found = account::by_number(tx, number, cx.now).await?;
    if found
        .as_ref()
        .is_some_and(|one| one.account.subject == giver)
    {
        return Err(Fault::new("number", "delegation-self").into());
    }
    let fits = |one: &account::Stored| {
        one.account.level == Level::Two && one.account.standing(cx.now) == Standing::Open
    };
    found
        .filter(fits)
        .ok_or_else(|| Fault::new("number", "delegation-no-account").into())
}
