//! Letting a telecom have its subscribers cleaned, with the legal basis and the fields it may be given back.

use domain::actor::Purpose;
use domain::authority::{Operation, require};
use domain::event::Event;
use domain::ids::ClientId;
use domain::relying_party::PartyKind;
use store::audit::NOBODY;
use store::cleaning::grant::{self as rows, Grant};
use store::relying_party::client;

use crate::cleaning::Correct;
use crate::words::words;
use crate::{App, Cx, Error, Result, entry_with};

/// What a manager grants.
#[derive(Debug, Clone, Copy)]
pub struct Granting<'a> {
    /// The law or agreement it rests on.
    pub legal_basis: &'a str,
    /// Fields of the register that may be given back.
    pub correct: Correct,
    /// Revision of the grant that the page showed; 0 where there was none.
    pub revision: i64,
}

/// What a telecom is granted; `None`: it may not have its subscribers cleaned.
pub async fn granted(app: &App, cx: &Cx, client: ClientId) -> Result<Option<Grant>> {
    require(&cx.actor, Operation::ReadSubscribers)?;
    Ok(rows::find(&mut app.db.read().await?, client).await?)
}

/// Grants it, or changes what was granted. Only telecoms have subscribers.
pub async fn grant(app: &App, cx: &Cx, id: ClientId, asked: &Granting<'_>) -> Result<()> {
    require(&cx.actor, Operation::DecideSubscribers)?;
    let by = cx.staff()?;
    let missing = ("legal_basis", "cleaning-basis-missing");
    let legal_basis = words(missing, asked.legal_basis, 500)?;
    let mut tx = app.db.begin().await?;
    let party = client::find(&mut tx, id).await?.ok_or(Error::NotFound)?;
    if party.kind != PartyKind::Telecom {
        return Err(Error::Refused("cleaning-not-telecom"));
    }
    let grant = Grant {
        client: id,
        legal_basis,
        correct: asked.correct.words().join(" "),
        at: cx.now,
        by,
        revision: asked.revision,
    };
    rows::save(&mut tx, &grant).await?;
    finish(tx, app, cx, (&grant, true)).await
}

/// Ends it: from now on nothing is taken, and nothing that lies here is given back.
pub async fn end(app: &App, cx: &Cx, id: ClientId, revision: i64) -> Result<()> {
    require(&cx.actor, Operation::DecideSubscribers)?;
    let mut tx = app.db.begin().await?;
    let grant = rows::find(&mut tx, id).await?.ok_or(Error::NotFound)?;
    let grant = Grant { revision, ..grant };
    rows::end(&mut tx, &grant).await?;
    finish(tx, app, cx, (&grant, false)).await
}

async fn finish(tx: store::Tx, app: &App, cx: &Cx, (grant, stands): (&Grant, bool)) -> Result<()> {
    let cx = &cx.with_purpose(Purpose::SubscriberCleaning);
    let detail = serde_json::json!({
        "rule": "R50-2",
        "client": grant.client,
        "granted": stands,
        "legal_basis": grant.legal_basis,
        "correct": grant.correct,
    });
    let entry = entry_with(app, cx, Event::CleaningGranted, NOBODY, detail);
    Ok(tx.commit(entry).await?)
}
