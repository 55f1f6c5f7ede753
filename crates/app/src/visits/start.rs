//! From the queue to the work: the proofing of who was called, and the visit that ends with it.

use domain::event::Event;
use domain::time::viet_nam_date;
use domain::visit::{Reason, State, VisitError};
use store::journey::Part;
use store::registration;
use store::visit;
use store::{Entry, Tx};

use super::{Seen, counted, of_unit, on_record, serving, unchanged};
use crate::counter::proofing::{Opening, open};
use crate::{App, Cx, Lang, Result};

/// Where the officer goes on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Started {
    /// D59-14.2: the registration of the visitor, by its reference.
    Proofing(String),
    /// He is found first.
    Find,
}

/// Opens the proofing of who was called for level 2 with a known number, or goes on with it.
pub async fn start(app: &App, cx: &Cx, seen: &Seen<'_>) -> Result<Started> {
    let (cx, unit) = serving(cx)?;
    let mut source = app.db.read().await?;
    let mut visit = of_unit(&mut source, &unit, seen.id).await?;
    drop(source);
    unchanged(&visit, seen.revision)?;
    if !matches!(visit.state, State::Called { .. }) {
        return Err(VisitError::NotCalled.into());
    }
    let number = visit.body.as_ref().and_then(|body| body.number.clone());
    let (Reason::LevelTwo, Some(number)) = (visit.reason, number) else {
        return Ok(Started::Find);
    };
    let language = visit.body.as_ref().map(|body| body.language.as_str());
    let opening = Opening {
        number: number.as_str(),
        language: language.and_then(Lang::parse).unwrap_or_default(),
    };
    let reference = open(app, &cx, &opening).await?;
    visit.state = visit.state.begin(reference.clone())?;
    let mut tx = app.db.begin().await?;
    visit::save(&mut tx, &visit).await?;
    let entry = on_record(app, &cx, Event::VisitCalled, &visit);
    tx.commit(entry).await?;
    Ok(Started::Proofing(reference))
}

/// The visit ends by itself when the registration that was opened for it is received.
pub(crate) async fn served(
    tx: &mut Tx,
    app: &App,
    cx: &Cx,
    of: &registration::Stored,
) -> Result<Option<Entry>> {
    let at = (of.unit.as_str(), viet_nam_date(cx.now));
    let Some(mut visit) = visit::begun_for(tx, at, &of.reference).await? else {
        return Ok(None);
    };
    visit.state = visit.state.serve(cx.now)?;
    visit::save(tx, &visit).await?;
    counted(tx, cx, &visit, Part::Shared).await?;
    Ok(Some(on_record(app, cx, Event::VisitServed, &visit)))
}
