//! The citizen agrees before the officer, who is the witness (D59-14.2.a2).

use domain::actor::Purpose;
use domain::event::Event;
use domain::evidence::Consent;
use domain::fault::Fault;
use store::registration::Stored;

use super::{CardNow, keep};
use crate::counter::access;
use crate::registration::CONSENT_VERSION;
use crate::{App, Cx, Result, entry_with};

/// Records the agreement.
pub async fn consent(app: &App, cx: &Cx, reference: &str, agreed: bool) -> Result<Stored> {
    let cx = cx.with_purpose(Purpose::Proofing);
    let now = CardNow::ask(app, &cx, reference).await?;
    let mut tx = app.db.begin().await?;
    let mut stored = access::open_proofing(&mut tx, &cx, reference).await?;
    let consent = Consent::record(agreed, CONSENT_VERSION, cx.now, Some(cx.staff()?))
        .map_err(|_| Fault::new("agree", "consent-needed"))?;
    stored.dossier.consent = Some(consent);
    let detail = serde_json::json!({ "registration": stored.id, "version": CONSENT_VERSION });
    let entry = entry_with(app, &cx, Event::ConsentRecorded, stored.subject, detail);
    keep(tx, app, &cx, (stored, now), vec![entry]).await
}
