//! Moving a case to the unit with authority, on record (D59-20.4, D69-15.2r). The clock runs on.

use domain::actor::Purpose;
use domain::authority::{Operation, require};
use domain::case::{Case, State};
use domain::event::Event;
use domain::fault::{Fault, Faults};
use domain::registers::{UnitKind, UnitLevel, UnitRecord};
use domain::time::viet_nam_date;
use jiff::civil::Date;
use store::case::{self, Move};
use store::{Source, holiday, unit};

use super::CaseRef;
use super::open::seen;
use super::receive::near;
use crate::counter::access::unit as own_unit;
use crate::words::words;
use crate::{App, Cx, Error, Result, entry_with};

/// Where to, and why.
#[derive(Debug)]
pub struct Transfer<'a> {
    /// Code of the unit.
    pub to: &'a str,
    /// Words for it.
    pub words: &'a str,
    /// Revision of the page the officer saw.
    pub revision: i64,
}

/// Whether a unit may have the case from another: its level leads to a decision, and districts and
/// communes are asked within their province only. The unit exists now and handles cases.
fn within_reach(case: &Case, unit: &UnitRecord, from: &UnitRecord, today: Date) -> bool {
    let near = match unit.level {
        UnitLevel::Ministry | UnitLevel::Province => true,
        UnitLevel::District | UnitLevel::Commune => {
            unit.province.is_some() && unit.province == from.province
        }
    };
    near && case.leads_on(unit.level)
        && unit.code != from.code
        && unit.kind != UnitKind::CallCentre
        && unit.valid_from <= today
        && unit.valid_to.is_none_or(|last| last >= today)
}

async fn own_record(source: &mut impl Source, cx: &Cx) -> Result<UnitRecord> {
    let own = unit::by_code(source, &own_unit(cx)?).await?;
    own.ok_or(Error::Forbidden)
}

/// Units to which the officer's unit may move a case.
pub async fn units(app: &App, cx: &Cx, case: &Case) -> Result<Vec<UnitRecord>> {
    require(&cx.actor, Operation::HandleCase)?;
    let mut source = app.db.scan().await?;
    let from = own_record(&mut source, cx).await?;
    let today = viet_nam_date(cx.now);
    let all = unit::list(&mut source).await?;
    Ok(all
        .into_iter()
        .filter(|unit| within_reach(case, unit, &from, today))
        .collect())
}

/// D59-20.4: moves a case; the unit it leaves no longer decides it.
pub async fn transfer(app: &App, cx: &Cx, place: CaseRef, command: &Transfer<'_>) -> Result<()> {
    require(&cx.actor, Operation::HandleCase)?;
    let cx = &cx.with_purpose(Purpose::Case);
    let mut faults = Faults::default();
    let words = faults.take(words(
        ("transfer-words", "case-transfer-missing"),
        command.words,
        500,
    ));
    let mut tx = app.db.begin().await?;
    let own = own_record(&mut tx, cx).await?;
    let target = unit::by_code(&mut tx, command.to.trim()).await?;
    let today = viet_nam_date(cx.now);
    let mut stored = seen(&mut tx, cx, place).await?;
    let target = target.filter(|unit| within_reach(&stored.case, unit, &own, today));
    let target = faults.take(target.ok_or_else(|| Fault::new("to", "case-unit")));
    let (Some(words), Some(target)) = (words, target) else {
        return Err(faults.into());
    };
    if stored.case.state != State::Received {
        return Err(Error::Refused("case-decided"));
    }
    let from = own.code;
    if stored.case.unit != from {
        return Err(Error::Refused("case-other-unit"));
    }
    if stored.revision != command.revision {
        return Err(Error::Stale);
    }
    stored.case.unit.clone_from(&target.code);
    stored.handler = None;
    // What was watched before the move is watched after it.
    let calendar = holiday::calendar(&mut tx).await?;
    let (first, last) = (stored.case.received, stored.case.due);
    let near = near(&calendar, viet_nam_date(first), viet_nam_date(last));
    stored.escalated_to = target.parent.clone().filter(|_| cx.now > near);
    case::save(&mut tx, &stored).await?;
    let step = Move {
        at: cx.now,
        staff: cx.staff()?,
        from: from.clone(),
        to: target.code.clone(),
        words,
    };
    case::note_move(&mut tx, stored.subject, stored.case.id, &step).await?;
    let detail = serde_json::json!({ "case": stored.case.id, "from": from, "to": target.code });
    let event = entry_with(app, cx, Event::CaseTransferred, stored.subject, detail);
    Ok(tx.commit(event).await?)
}
