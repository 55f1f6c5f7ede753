//! Where and when somebody can come.

use domain::account::SubjectKind;
use domain::province::ProvinceCode;
use domain::registers::{UnitKind, UnitRecord};
use domain::time::{end_of_day, start_of_day, viet_nam_date};
use domain::visit::Slot;
use jiff::Timestamp;
use jiff::civil::Date;
use store::Source;
use store::visit::{self, Office, Rules};

use super::{booking, serving};
use crate::holder;
use crate::{App, Cx, Error, Result};

/// A day with its times.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Free {
    /// Which.
    pub day: Date,
    /// Times with a free seat, in order.
    pub slots: Vec<Slot>,
}

/// A unit and its free times.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Times {
    /// Code, name, address.
    pub office: Office,
    /// Days with a free time, in order.
    pub days: Vec<Free>,
}

/// D59-14.2.a1, D59-15.2: who proves whom.
const fn kind_for(kind: SubjectKind) -> UnitKind {
    match kind {
        SubjectKind::Foreigner => UnitKind::Immigration,
        SubjectKind::Citizen | SubjectKind::Organisation => UnitKind::Police,
    }
}

/// D59-14.2.a1, D59-15.2: citizens go to the police, to any of its units; foreigners to the immigration authority.
pub(super) fn right_unit(unit: Option<&UnitRecord>, kind: SubjectKind) -> Result<()> {
    let is = unit.map_or(UnitKind::Police, |unit| unit.kind);
    match (kind_for(kind), is) {
        (UnitKind::Immigration, UnitKind::Immigration) | (UnitKind::Police, UnitKind::Police) => {
            Ok(())
        }
        (UnitKind::Immigration, _) => Err(Error::Refused("counter-of-immigration")),
        (_, UnitKind::Immigration) => Err(Error::Refused("counter-of-police")),
        (_, _) => Err(Error::NotFound),
    }
}

/// Most units of a province that are shown.
const MOST: i64 = 500;

/// Units of a province at which the holder can book; none for a code that no province has.
pub async fn offices(app: &App, cx: &Cx, province: &str) -> Result<Vec<Office>> {
    let mut source = app.db.read().await?;
    let own = holder::account(&mut source, cx).await?;
    let Ok(province) = ProvinceCode::parse(province) else {
        return Ok(Vec::new());
    };
    let which = (province.as_str(), kind_for(own.account.kind).as_str());
    let today = viet_nam_date(cx.now);
    Ok(visit::offices(&mut source, which, today, MOST).await?)
}

/// A unit as on record, whether it stands or not: its code where no register names it.
pub(super) async fn place(
    source: &mut impl Source,
    code: &str,
) -> Result<(Office, Option<UnitRecord>)> {
    let unit = store::unit::by_code(source, code).await?;
    let office = Office {
        code: code.to_owned(),
        name: unit.as_ref().map_or(code, |unit| &unit.name).to_owned(),
        address: unit.as_ref().map_or("", |unit| &unit.address).to_owned(),
    };
    Ok((office, unit))
}

/// Whether a unit stands on a day; one that no register names does.
pub(super) fn stands(unit: Option<&UnitRecord>, day: Date) -> bool {
    unit.is_none_or(|unit| unit.stands_on(day))
}

/// A unit that stands today.
pub(super) async fn office(
    source: &mut impl Source,
    cx: &Cx,
    code: &str,
) -> Result<(Office, Option<UnitRecord>)> {
    let (office, unit) = place(source, code).await?;
    if stands(unit.as_ref(), viet_nam_date(cx.now)) {
        Ok((office, unit))
    } else {
        Err(Error::NotFound)
    }
}

/// The free times of a unit that the holder may go to.
pub async fn times(app: &App, cx: &Cx, unit: &str) -> Result<Times> {
    let mut source = app.db.read().await?;
    let own = holder::account(&mut source, cx).await?;
    let rules = visit::rules(&mut source, unit).await?;
    let rules = rules.ok_or(Error::NotFound)?;
    let (office, record) = office(&mut source, cx, unit).await?;
    right_unit(record.as_ref(), own.account.kind)?;
    let mut days = free(&mut source, cx, unit, &rules).await?;
    days.retain(|free| stands(record.as_ref(), free.day));
    Ok(Times { office, days })
}

/// The free times of the officer's unit.
pub async fn times_here(app: &App, cx: &Cx) -> Result<Times> {
    let (cx, unit) = serving(cx)?;
    let mut source = app.db.read().await?;
    let rules = booking(visit::rules(&mut source, &unit).await?)?;
    let (office, record) = office(&mut source, &cx, &unit).await?;
    let mut days = free(&mut source, &cx, &unit, &rules).await?;
    days.retain(|free| stands(record.as_ref(), free.day));
    Ok(Times { office, days })
}

async fn free(source: &mut impl Source, cx: &Cx, unit: &str, rules: &Rules) -> Result<Vec<Free>> {
    let days = rules.hours.bookable(cx.now, &rules.calendar, &rules.closed);
    let (Some((first, _)), Some((last, _))) = (days.first(), days.last()) else {
        return Ok(Vec::new());
    };
    let between = (start_of_day(*first), end_of_day(*last));
    let taken = visit::taken(source, unit, between).await?;
    let full = |slot: &Slot| {
        let at = taken.iter().find(|(at, _)| *at == slot.from);
        at.is_some_and(|(_, count)| *count >= i64::from(rules.hours.seats()))
    };
    let mut found = Vec::new();
    for (day, mut slots) in days {
        slots.retain(|slot| !full(slot));
        if !slots.is_empty() {
            found.push(Free { day, slots });
        }
    }
    Ok(found)
}

/// So many are offered in place of a time that was taken meanwhile.
const OFFERED: usize = 3;

/// The free times nearest to one that cannot be had.
pub fn nearest(of: &Times, wanted: Timestamp) -> Vec<Slot> {
    let mut slots: Vec<Slot> = of.days.iter().flat_map(|day| day.slots.clone()).collect();
    slots.sort_by_key(|slot| (slot.from.duration_since(wanted).abs(), slot.from));
    slots.truncate(OFFERED);
    slots.sort();
    slots
}
