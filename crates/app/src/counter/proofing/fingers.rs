//! Fingerprints (D59-14.2.a2, D59-7.2.b): two are asked for; who has none to give is registered all
//! the same, with the reason on record.

use domain::actor::Purpose;
use domain::fault::Fault;
use domain::ids::CaptureId;
use store::capture::{self, Capture};
use store::registration::{FingerTaken, Stored};

use super::{keep, taken};
use crate::counter::access;
use crate::registration::{image, text};
use crate::{App, Cx, Error, Result};

/// The ten fingers, in the order shown (`finger-<word>` in the locales).
pub const FINGERS: [&str; 10] = [
    "right-index",
    "left-index",
    "right-thumb",
    "left-thumb",
    "right-middle",
    "left-middle",
    "right-ring",
    "left-ring",
    "right-little",
    "left-little",
];

const LONGEST: usize = 500;

/// Keeps the print of one finger; one taken again replaces the earlier one.
pub async fn set_finger(
    app: &App,
    cx: &Cx,
    reference: &str,
    finger: &str,
    bytes: Vec<u8>,
) -> Result<Stored> {
    let cx = cx.with_purpose(Purpose::Proofing);
    let mut source = app.db.read().await?;
    access::open_proofing(&mut source, &cx, reference).await?;
    drop(source);
    let finger = FINGERS
        .into_iter()
        .find(|f| *f == finger)
        .ok_or_else(|| Fault::new("finger", "finger-choose"))?;
    let image = image::finger(bytes).await?;
    let mut tx = app.db.begin().await?;
    let mut stored = access::open_proofing(&mut tx, &cx, reference).await?;
    let old = stored
        .dossier
        .fingers
        .iter()
        .position(|f| f.finger == finger);
    if let Some(old) = old.map(|index| stored.dossier.fingers.remove(index))
        && stored.dossier.comparison.is_none()
    {
        capture::delete(&mut tx, stored.subject, old.capture).await?;
    }
    stored.dossier.comparison = None;
    let id = app.id(CaptureId::from_bytes);
    let new = Capture {
        id,
        registration: stored.id,
        kind: "finger",
        finger: finger.to_owned(),
        image,
        at: cx.now,
        by: Some(cx.staff()?),
    };
    capture::insert(&mut tx, stored.subject, &new).await?;
    stored.dossier.fingers.push(FingerTaken {
        finger: finger.to_owned(),
        capture: id,
    });
    let entry = taken(app, &cx, &stored, finger);
    keep(tx, app, &cx, stored, vec![entry]).await
}

/// Takes a print back.
pub async fn remove_finger(app: &App, cx: &Cx, reference: &str, finger: &str) -> Result<Stored> {
    let cx = cx.with_purpose(Purpose::Proofing);
    let mut tx = app.db.begin().await?;
    let mut stored = access::open_proofing(&mut tx, &cx, reference).await?;
    let index = stored
        .dossier
        .fingers
        .iter()
        .position(|f| f.finger == finger)
        .ok_or(Error::NotFound)?;
    let old = stored.dossier.fingers.remove(index);
    if stored.dossier.comparison.take().is_none() {
        capture::delete(&mut tx, stored.subject, old.capture).await?;
    }
    keep(tx, app, &cx, stored, Vec::new()).await
}

/// Why fingerprints are missing: worn prints, an injury.
pub async fn finger_exception(app: &App, cx: &Cx, reference: &str, reason: &str) -> Result<Stored> {
    let cx = cx.with_purpose(Purpose::Proofing);
    let mut tx = app.db.begin().await?;
    let mut stored = access::open_proofing(&mut tx, &cx, reference).await?;
    let reason = text::free_text("exception", reason, LONGEST)?;
    let reason = reason.ok_or_else(|| Fault::new("exception", "exception-empty"))?;
    stored.dossier.finger_exception = Some(reason);
    stored.dossier.comparison = None;
    let entry = taken(app, &cx, &stored, "finger-exception");
    keep(tx, app, &cx, stored, vec![entry]).await
}
