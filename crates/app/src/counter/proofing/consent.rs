//! The citizen agrees before the officer, who is the witness (D59-14.2.a2).

use domain::actor::Purpose;
use domain::event::Event;
use domain::evidence::Consent;
use domain::fault::Fault;
use store::registration::Stored;

use super::{CardNow, Taking, keep};
use crate::counter::access;
use crate::registration::CONSENT_VERSION;
use crate::{App, Cx, Result, entry_with};

/// Records the agreement.
pub async fn consent(app: &App, cx: &Cx, reference: &str, agreed: bool) -> Result<Stored> {
    let cx = cx.with_purpose(Purpose::Proofing);
    let mut source = app.db.read().await?;
    access::open_proofing(&mut source, &cx, reference).await?;
    drop(source);
    let consent = Consent::record(agreed, CONSENT_VERSION, cx.now, Some(cx.staff()?))
        .map_err(|_| Fault::new("agree", "consent-needed"))?;
    record_consent(app, &cx, reference, (consent, &Taking::here(&cx)?)).await
}

/// The same, given now or while the line was down: time, text and witness as it was given.
pub(crate) async fn record_consent(
    app: &App,
    cx: &Cx,
    reference: &str,
    (consent, taking): (Consent, &Taking<'_>),
) -> Result<Stored> {
    let cx = cx.with_purpose(Purpose::Proofing);
    let now = CardNow::ask(app, &cx, reference).await?;
    let mut tx = app.db.begin().await?;
    taking.hold(&mut tx, app).await?;
    let mut stored = access::open_proofing(&mut tx, &cx, reference).await?;
    let detail = serde_json::json!({ "registration": stored.id, "version": consent.version(), "given": consent.at() });
    stored.dossier.consent = Some(consent);
    let entry = entry_with(app, &cx, Event::ConsentRecorded, stored.subject, detail);
    keep(tx, app, &cx, (stored, now), vec![entry]).await
}
