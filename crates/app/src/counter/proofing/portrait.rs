//! The portrait taken at the counter (D59-14.2.a2).

use domain::actor::Purpose;
use domain::ids::CaptureId;
use store::Tx;
use store::capture::{self, Capture, Taken};
use store::registration::{Finding, Stored};

use super::{CardNow, Taking, keep, replaced, taken};
use crate::counter::{access, machine};
use crate::portrait_findings::examine;
use crate::registration::image;
use crate::{App, Cx, Result};

/// A picture that became a portrait, and what an engine finds wrong with it; nothing is written.
pub(super) struct Drawn {
    image: Vec<u8>,
    findings: Vec<Finding>,
}

/// Looks at a picture, however it came.
pub(super) async fn drawn(app: &App, bytes: Vec<u8>) -> Result<Drawn> {
    let image = image::portrait(bytes).await?;
    let findings = examine(app, &machine::AT_ONCE, &image).await?;
    Ok(Drawn { image, findings })
}

/// Puts it into the dossier, sealed; an earlier one and the comparison made with it no longer hold.
pub(super) async fn put(
    tx: &mut Tx,
    app: &App,
    stored: &mut Stored,
    (drawn, taken): (Drawn, &Taken),
) -> Result<CaptureId> {
    stored.dossier.comparison = None;
    if let Some(old) = stored.dossier.portrait.take() {
        replaced(tx, stored, old).await?;
    }
    let id = app.id(CaptureId::from_bytes);
    let new = Capture {
        id,
        registration: stored.id,
        kind: "portrait",
        finger: String::new(),
        image: drawn.image,
        taken: *taken,
    };
    capture::insert(tx, stored.subject, &new).await?;
    stored.dossier.portrait = Some(id);
    stored.dossier.portrait_findings = drawn.findings;
    Ok(id)
}

/// Keeps a portrait that was taken or uploaded. What an engine finds wrong with it is told, and does not keep anybody
/// away. Turns of the head made with an earlier one are not of this one.
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
    let drawn = drawn(app, bytes).await?;
    let now = CardNow::ask(app, &cx, reference).await?;
    let mut tx = app.db.begin().await?;
    taking.hold(&mut tx, app).await?;
    let mut stored = access::open_proofing(&mut tx, &cx, reference).await?;
    put(&mut tx, app, &mut stored, (drawn, &taking.taken)).await?;
    let entry = taken(app, &cx, &stored, ("portrait", Some(&taking.taken)));
    keep(tx, app, &cx, (stored, now), vec![entry]).await
}
