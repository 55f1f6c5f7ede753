//! Details as on the card the citizen shows (D59-14.2.a2).

use domain::actor::Purpose;
use store::registration::Stored;

use super::{CardNow, Taking, keep};
use crate::counter::access;
use crate::registration::{Details, read_details};
use crate::{App, Cx, Result};

/// Keeps the details; a comparison made before no longer holds.
pub async fn set_details(
    app: &App,
    cx: &Cx,
    reference: &str,
    details: &Details<'_>,
) -> Result<Stored> {
    keep_details(app, cx, reference, (details, &Taking::here(cx)?)).await
}

/// The same wherever the details come from.
pub(crate) async fn keep_details(
    app: &App,
    cx: &Cx,
    reference: &str,
    (details, taking): (&Details<'_>, &Taking<'_>),
) -> Result<Stored> {
    let cx = cx.with_purpose(Purpose::Proofing);
    let now = CardNow::ask(app, &cx, reference).await?;
    let mut tx = app.db.begin().await?;
    taking.hold(&mut tx, app).await?;
    let mut stored = access::open_proofing(&mut tx, &cx, reference).await?;
    let card_needed = stored.dossier.chip;
    read_details(&mut stored.dossier, &cx, details, card_needed)?;
    stored.dossier.comparison = None;
    keep(tx, app, &cx, (stored, now), Vec::new()).await
}
