//! The licence by which a provider issues signature certificates to the public (R50-3): put on record with an approval,
//! and taken off it. It alone lets a client ask for identity packages; it bites at the next request.

use domain::actor::Purpose;
use domain::authority::{Operation, require};
use domain::event::Event;
use domain::fault::Fault;
use domain::ids::ClientId;
use domain::relying_party::PartyKind;
use oidc::client::ClientAuth;
use store::audit::NOBODY;
use store::relying_party::client::{self, Client};

use super::super::client::read as registered;
use crate::training::may_decide;
use crate::{App, Cx, Error, Result, entry_with};

/// Characters of a number with its place and date.
const LONGEST: usize = 100;

/// What was typed; none where nothing was.
pub(super) fn read(text: &str) -> Result<Option<String>> {
    let text = text.trim();
    if text.chars().count() > LONGEST || text.chars().any(char::is_control) {
        return Err(Fault::new("licence", "party-licence")
            .with("most", LONGEST)
            .into());
    }
    Ok((!text.is_empty()).then(|| text.to_owned()))
}

/// Only such a provider, and only one that proves itself: a package goes to nobody who is known by a name alone.
pub(super) fn put(client: &mut Client, licence: String) -> Result<()> {
    if client.kind != PartyKind::Signature {
        return Err(Fault::new("licence", "party-licence-kind").into());
    }
    if registered(client.clone())?.rules.auth == ClientAuth::None {
        return Err(Fault::new("licence", "party-licence-public").into());
    }
    client.signature_licence = Some(licence);
    Ok(())
}

/// Takes the licence off record. What was handed over stays as evidence, and whom it is told of too.
pub async fn withdraw(app: &App, cx: &Cx, id: ClientId) -> Result<()> {
    may_decide(app, cx).await?;
    require(&cx.actor, Operation::DecideParty)?;
    let mut tx = app.db.begin().await?;
    let mut stored = client::find(&mut tx, id).await?.ok_or(Error::NotFound)?;
    let licence = stored.signature_licence.take();
    let licence = licence.ok_or(Error::Refused("party-unlicensed"))?;
    client::save(&mut tx, &stored).await?;
    let cx = &cx.with_purpose(Purpose::Administration);
    let detail = serde_json::json!({
        "client": id, "party": stored.name, "licence": licence, "withdrawn": true,
    });
    let subject = stored.owner.unwrap_or(NOBODY);
    let entry = entry_with(app, cx, Event::PartyLicensed, subject, detail);
    Ok(tx.commit(entry).await?)
}
