//! The desk for relying parties: trying out, editing, asking for production, being checked, suspended, and
//! what is used (D59-22, D59-31.2, D69-18).

mod ask;
mod change;
mod decide;
mod metering;
mod registration;
mod review;
mod sandbox;
mod secret;
mod suspend;
mod tell;

pub use ask::{Asking, asking, keep_draft, submit, withdraw as withdraw_request};
pub use change::{Changed, change};
pub use decide::{Approve, Refuse, approve, refuse};
pub use metering::{Metering, Month, csv as metering_csv, metering};
pub use registration::Sandbox;
pub use review::{Checked, Opened, Visited, Waiting, all, check, open, visit, waiting};
pub use sandbox::{Own, Registered, own, register};
pub use secret::{OVERLAP, renew_secret};
pub use suspend::{resume, suspend};

use domain::ids::ClientId;
use domain::relying_party::Shown;
use store::Source;
use store::relying_party::client::{self, Client};

use crate::{Cx, Error, Result};

/// A client of the signed-in holder; another's does not exist for him.
pub(super) async fn mine(source: &mut impl Source, cx: &Cx, id: ClientId) -> Result<Client> {
    let owner = cx.holder()?;
    let found = client::find(source, id).await?;
    found
        .filter(|client| client.owner == Some(owner))
        .ok_or(Error::NotFound)
}

/// What a review judges of a client.
fn shown(client: &Client, rules: &oidc::client::Client) -> Shown {
    Shown {
        name: client.name.clone(),
        purpose: client.purpose.clone(),
        claims: rules.claims.clone(),
        redirect_uris: rules.redirect_uris.clone(),
        post_logout_redirect_uris: rules.post_logout_redirect_uris.clone(),
    }
}

/// One of the signed-in holder's clients with what the protocol knows of it.
pub async fn one(app: &crate::App, cx: &Cx, id: ClientId) -> Result<super::Party> {
    let mut source = app.db.read().await?;
    let client = mine(&mut source, cx, id).await?;
    Ok(super::client::read(client)?)
}
