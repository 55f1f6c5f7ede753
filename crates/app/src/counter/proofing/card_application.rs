//! D59-14.2.b: the application for the card that goes with the account, as the card office took it.

use domain::actor::Purpose;
use domain::event::Event;
use domain::fault::{Fault, Faults};
use domain::person::BirthDate;
use domain::registration::{CardApplication, CardApplicationKind, CardReference, applied_on};
use domain::time::viet_nam_date;
use jiff::civil::Date;
use store::registration::Stored;

use super::{CardNow, keep};
use crate::counter::access;
use crate::{App, Cx, Error, Result, entry_with};

/// What the officer enters.
#[derive(Debug, Clone, Copy)]
pub struct CardApplied<'a> {
    /// Its name at the card office.
    pub reference: &'a str,
    /// `YYYY-MM-DD`.
    pub applied_on: &'a str,
    /// A word of [`CardApplicationKind`].
    pub kind: &'a str,
}

fn read(applied: &CardApplied<'_>, today: Date) -> std::result::Result<CardApplication, Faults> {
    let mut faults = Faults::default();
    let kind = CardApplicationKind::parse(applied.kind);
    let kind = faults.take(kind.ok_or_else(|| Fault::new("card-kind", "card-kind-choose")));
    let reference = faults.take(CardReference::parse(applied.reference));
    let day = BirthDate::parse(applied.applied_on)
        .ok()
        .and_then(|d| d.day());
    let day = faults.take(applied_on(day, today));
    match (reference, day, kind) {
        (Some(reference), Some(applied_on), Some(kind)) => Ok(CardApplication {
            reference,
            applied_on,
            kind,
        }),
        _ => Err(faults),
    }
}

/// Keeps the application. Where the register has a valid chip card by now the dossier needs none and is an ordinary one.
pub async fn set_card_application(
    app: &App,
    cx: &Cx,
    reference: &str,
    applied: &CardApplied<'_>,
) -> Result<Stored> {
    let cx = cx.with_purpose(Purpose::Proofing);
    let now = CardNow::ask(app, &cx, reference).await?;
    let mut tx = app.db.begin().await?;
    let mut stored = access::open_proofing(&mut tx, &cx, reference).await?;
    if !stored.joint() {
        return Err(Error::Refused("card-on-record"));
    }
    let application = read(applied, viet_nam_date(cx.now))?;
    let detail = serde_json::json!({
        "registration": stored.id,
        "kind": application.kind,
        "applied": application.applied_on,
    });
    stored.dossier.card_application = Some(application);
    let event = Event::CardApplicationRecorded;
    let entry = entry_with(app, &cx, event, stored.subject, detail);
    keep(tx, app, &cx, (stored, now), vec![entry]).await
}
