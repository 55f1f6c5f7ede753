//! Whom the holder lets know what, and taking it back (D59-5, D69-19).

use domain::event::Event;
use domain::ids::ClientId;
use jiff::Timestamp;
use store::relying_party::{client, consent};

use crate::ending::{self, Reach};
use crate::holder::account_to_change;
use crate::{App, Cx, Error, Result, entry_with};

/// A consent in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    /// To whom.
    pub client: ClientId,
    /// Its name.
    pub name: String,
    /// For what, as it was shown then.
    pub purpose: String,
    /// On which basis, as it was shown then.
    pub legal_basis: String,
    /// Names of the claims.
    pub claims: Vec<String>,
    /// Since when.
    pub at: Timestamp,
}

/// The signed-in holder's consents, the latest first.
pub async fn list(app: &App, cx: &Cx) -> Result<Vec<Given>> {
    let subject = cx.holder()?;
    let mut source = app.db.read().await?;
    let mut all = Vec::new();
    for one in consent::in_force(&mut source, subject).await? {
        let found = client::find(&mut source, one.client).await?;
        let claims = one.claims.split(' ').filter(|name| !name.contains(':'));
        all.push(Given {
            client: one.client,
            name: found.map_or_else(|| one.client.to_string(), |client| client.name),
            claims: claims.map(str::to_owned).collect(),
            purpose: one.purpose,
            legal_basis: one.legal_basis,
            at: one.at,
        });
    }
    Ok(all)
}

/// Takes a consent back; every code and token that came of it ends with it.
pub async fn withdraw(app: &App, cx: &Cx, client: ClientId) -> Result<()> {
    let mut tx = app.db.begin().await?;
    // Held, so that no code is made meanwhile by the consent that ends.
    let subject = account_to_change(&mut tx, cx).await?.account.subject;
    let there = consent::withdraw(&mut tx, subject, client, cx.now).await?;
    let all = (Reach::Client(client), "withdrawn");
    let grants = ending::end(&mut tx, app, cx, subject, all).await?.grants;
    if !there && grants == 0 {
        return Err(Error::NotFound);
    }
    let name = client::find(&mut tx, client).await?.map(|c| c.name);
    let detail = serde_json::json!({ "client": client, "party": name, "grants": grants });
    Ok(tx
        .commit(entry_with(app, cx, Event::PartyWithdrawn, subject, detail))
        .await?)
}
