//! The portrait taken at the counter (D59-14.2.a2).

use domain::actor::Purpose;
use domain::ids::CaptureId;
use store::capture::{self, Capture};
use store::registration::Stored;

use super::{CardNow, Taking, keep, replaced, taken};
use crate::counter::{access, machine};
use crate::registration::image;
use crate::{App, Cx, Result};

/// Keeps a portrait, sealed; an earlier one and the comparison made with it no longer hold. What an engine finds
/// wrong with it is told, and does not keep anybody away.
pub async fn set_portrait(app: &App, cx: &Cx, reference: &str, bytes: Vec<u8>) -> Result<Stored> {
    keep_portrait(app, cx, reference, (bytes, &Taking::here(cx)?)).await
}

/// The same wherever the portrait comes from.
pub(crate) async fn keep_portrait(
    app: &App,
    cx: &Cx,
    reference: &str,
    (bytes, taking): (Vec<u8>, &Taking<'_>),
) -> Result<Stored> {
    let cx = cx.with_purpose(Purpose::Proofing);
    let mut source = app.db.read().await?;
    access::open_proofing(&mut source, &cx, reference).await?;
    drop(source);
    let image = image::portrait(bytes).await?;
    let findings = machine::examine(app, &image).await?;
    let now = CardNow::ask(app, &cx, reference).await?;
    let mut tx = app.db.begin().await?;
    taking.hold(&mut tx, app).await?;
    let mut stored = access::open_proofing(&mut tx, &cx, reference).await?;
    stored.dossier.comparison = None;
    if let Some(old) = stored.dossier.portrait.take() {
        replaced(&mut tx, &stored, old).await?;
    }
    let id = app.id(CaptureId::from_bytes);
    let new = Capture {
        id,
        registration: stored.id,
        kind: "portrait",
        finger: String::new(),
        image,
        taken: taking.taken,
    };
    capture::insert(&mut tx, stored.subject, &new).await?;
    stored.dossier.portrait = Some(id);
    stored.dossier.portrait_findings = findings;
    let entry = taken(app, &cx, &stored, ("portrait", Some(&taking.taken)));
    keep(tx, app, &cx, (stored, now), vec![entry]).await
}
