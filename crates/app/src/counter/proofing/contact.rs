//! Phone or e-mail, with the code entered on the spot (D59-14.2.a1).

use domain::actor::Purpose as Why;
use domain::event::Event;
use store::registration::{PendingContact, Stored};

use super::{CardNow, keep};
use crate::code::{self, Purpose};
use crate::counter::access;
use crate::registration::{
    ContactEntered, confirm_pending, read_contact, require_phone, resend_pending, send_to_pending,
};
use crate::{App, Cx, Error, Result, entry_with};

/// Sends a code to the phone or address that the citizen gives.
pub async fn set_contact(
    app: &App,
    cx: &Cx,
    reference: &str,
    entered: &ContactEntered<'_>,
) -> Result<()> {
    let cx = cx.with_purpose(Why::Proofing);
    let mut source = app.db.read().await?;
    let mut stored = access::open_proofing(&mut source, &cx, reference).await?;
    drop(source);
    let pending = read_contact(entered)?;
    let known = stored.dossier.phone.is_some();
    require_phone(&cx, known || matches!(pending, PendingContact::Phone(_)))?;
    send_to_pending(app, &cx, &mut stored, pending).await
}

/// Sends the code once more.
pub async fn resend_code(app: &App, cx: &Cx, reference: &str) -> Result<()> {
    let cx = cx.with_purpose(Why::Proofing);
    let mut source = app.db.read().await?;
    let stored = access::open_proofing(&mut source, &cx, reference).await?;
    drop(source);
    resend_pending(app, &cx, &stored).await
}

/// Checks the code that the citizen reads out.
pub async fn confirm_contact(app: &App, cx: &Cx, reference: &str, entered: &str) -> Result<Stored> {
    let cx = cx.with_purpose(Why::Proofing);
    let mut source = app.db.read().await?;
    let stored = access::open_proofing(&mut source, &cx, reference).await?;
    drop(source);
    if stored.dossier.pending.is_none() {
        return Err(Error::Refused("registration-order"));
    }
    let code = code::check(app, &cx, stored.subject, Purpose::Contact, entered).await?;
    let now = CardNow::ask(app, &cx, reference).await?;
    let mut tx = app.db.begin().await?;
    let mut stored = access::open_proofing(&mut tx, &cx, reference).await?;
    code::consume(&mut tx, &cx, stored.subject, code).await?;
    confirm_pending(&mut stored.dossier, false)?;
    let detail = serde_json::json!({ "registration": stored.id });
    let entry = entry_with(app, &cx, Event::ContactSet, stored.subject, detail);
    keep(tx, app, &cx, (stored, now), vec![entry]).await
}
