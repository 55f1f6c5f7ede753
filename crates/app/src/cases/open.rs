//! One case: read for an examination, taken in hand, its papers, its written answer.

use domain::actor::{Actor, Purpose};
use domain::authority::{Operation, require};
use domain::case::{Decider, State};
use domain::event::Event;
use domain::hold::Hold;
use domain::registers::UnitRecord;
use store::case::{self, Move, Stored};
use store::{Entry, Source, holiday, organisation, staff, unit};

use crate::counter::access::unit as own_unit;
use crate::in_address::in_address;
use crate::registration::clock::{Left, left};
use crate::{App, Cx, Error, Result, entry_with};

in_address! {
    /// A case in an address: `sub_….cas_…`.
    CaseRef(CaseId),
    /// Whose account.
}

/// A case with what its decision needs.
#[derive(Debug, Clone)]
pub struct Review {
    /// The case.
    pub stored: Stored,
    /// The number, its middle hidden.
    pub number: String,
    /// Name of the holder.
    pub name: String,
    /// Holds in force.
    pub holds: Vec<Hold>,
    /// Office time left.
    pub left: Left,
    /// D59-20.4: its moves.
    pub moves: Vec<Move>,
    /// The unit it lies with.
    pub unit: Option<UnitRecord>,
    /// Who handles it.
    pub handler: Option<String>,
    /// It is the reader who does.
    pub mine: bool,
    /// Why this reader may not decide it (`refused-<code>`), or that he may.
    pub may_decide: std::result::Result<(), &'static str>,
}

/// A case that this reader's unit may see: it lies there, or was escalated there.
pub(super) async fn seen(source: &mut impl Source, cx: &Cx, place: CaseRef) -> Result<Stored> {
    let unit = own_unit(cx)?;
    let found = case::load(source, place.subject, place.id).await?;
    found
        .filter(|s| s.case.unit == unit || s.escalated_to.as_deref() == Some(unit.as_str()))
        .ok_or(Error::NotFound)
}

/// D59-20: whether the signed-in member of staff may decide the case now.
pub(super) async fn authority(source: &mut impl Source, cx: &Cx, stored: &Stored) -> Result<()> {
    let Actor::Staff { role, unit, .. } = &cx.actor else {
        return Err(Error::SignIn);
    };
    let record = unit::by_code(source, unit).await?;
    let level = record.ok_or(Error::Forbidden)?.level;
    let by = Decider {
        role: *role,
        unit,
        level,
    };
    stored
        .case
        .may_decide(by)
        .map_err(|error| Error::Refused(error.code()))
}

/// Reads a case; the reading of the holder's record is on record (D59-4.4).
pub async fn open(app: &App, cx: &Cx, place: CaseRef) -> Result<Review> {
    require(&cx.actor, Operation::HandleCase)?;
    let cx = &cx.with_purpose(Purpose::Case);
    let mut tx = app.db.begin().await?;
    let stored = seen(&mut tx, cx, place).await?;
    let holder = organisation::anybody(&mut tx, stored.subject, cx.now).await?;
    let holder = holder.ok_or(Error::NotFound)?;
    let calendar = holiday::calendar(&mut tx).await?;
    let moves = case::moves(&mut tx, stored.subject, stored.case.id).await?;
    let unit = unit::by_code(&mut tx, &stored.case.unit).await?;
    let handler = match stored.handler {
        Some(id) => staff::by_id(&mut tx, id).await?.map(|s| s.name),
        None => None,
    };
    let may_decide = match authority(&mut tx, cx, &stored).await {
        Ok(()) => Ok(()),
        Err(Error::Refused(code)) => Err(code),
        Err(other) => return Err(other),
    };
    tx.commit(reading(app, cx, &stored)).await?;
    Ok(Review {
        mine: stored.handler == Some(cx.staff()?),
        number: holder.masked(),
        name: holder.name().to_owned(),
        holds: holder.holder().account().holds.clone(),
        left: left(&calendar, cx.now, stored.case.due),
        moves,
        unit,
        handler,
        may_decide,
        stored,
    })
}

/// Takes a case in hand, so that others see who examines it; a colleague may take it over. The unit
/// above only watches.
pub async fn take(app: &App, cx: &Cx, place: CaseRef) -> Result<()> {
    require(&cx.actor, Operation::HandleCase)?;
    let cx = &cx.with_purpose(Purpose::Case);
    let mut tx = app.db.begin().await?;
    let mut stored = seen(&mut tx, cx, place).await?;
    if stored.case.unit != own_unit(cx)? {
        return Err(Error::Refused("case-other-unit"));
    }
    if stored.case.state != State::Received {
        return Err(Error::Refused("case-decided"));
    }
    stored.handler = Some(cx.staff()?);
    case::save(&mut tx, &stored).await?;
    Ok(tx.commit(reading(app, cx, &stored)).await?)
}

/// D59-4.4: a reading of the case, hidden from the holder with the case until it is decided.
fn reading(app: &App, cx: &Cx, stored: &Stored) -> Entry {
    let detail = serde_json::json!({ "case": stored.case.id });
    entry_with(app, cx, Event::RecordRead, stored.subject, detail)
}

/// One of the papers: name and bytes.
pub async fn paper(app: &App, cx: &Cx, place: CaseRef, at: usize) -> Result<(String, Vec<u8>)> {
    require(&cx.actor, Operation::HandleCase)?;
    let cx = &cx.with_purpose(Purpose::Case);
    let mut source = app.db.scan().await?;
    let stored = seen(&mut source, cx, place).await?;
    let number = i64::try_from(at).map_err(|_| Error::NotFound)?;
    let bytes = case::paper(&mut source, stored.subject, stored.case.id, number).await?;
    drop(source);
    let (name, bytes) = stored
        .body
        .papers
        .get(at)
        .zip(bytes)
        .ok_or(Error::NotFound)?;
    let name = name.clone();
    let tx = app.db.begin().await?;
    tx.commit(reading(app, cx, &stored)).await?;
    Ok((name, bytes))
}

/// D59-19.1.c3, D59-19.4.c: what the written answer to a refused request says.
pub async fn letter(app: &App, cx: &Cx, place: CaseRef) -> Result<(Stored, Option<UnitRecord>)> {
    require(&cx.actor, Operation::HandleCase)?;
    let cx = &cx.with_purpose(Purpose::Case);
    let mut tx = app.db.begin().await?;
    let stored = seen(&mut tx, cx, place).await?;
    if !matches!(stored.case.state, State::Refused { .. }) {
        return Err(Error::NotFound);
    }
    let unit = unit::by_code(&mut tx, &stored.case.unit).await?;
    tx.commit(reading(app, cx, &stored)).await?;
    Ok((stored, unit))
}
