//! The desk for relying parties: trying out, editing, asking for production, being checked, suspended, and
//! what is used (D59-22, D59-31.2, D69-18).

mod arrivals;
mod ask;
mod change;
mod decide;
mod licence;
mod metering;
mod registration;
mod resources;
mod review;
mod sandbox;
mod secret;
mod suspend;
mod tell;

pub use arrivals::arrivals;
pub use ask::{Asking, asking, keep_draft, submit, withdraw as withdraw_request};
pub use change::{Changed, change};
pub use decide::{Approve, Refuse, approve, refuse};
pub use licence::withdraw as withdraw_licence;
pub use metering::{Metering, Month, csv as metering_csv, metering};
pub use registration::Asked;
#[cfg(test)]
pub(super) use registration::fresh;
pub use review::{Checked, Opened, Past, Visited, Waiting, all, check, open, past, visit, waiting};
pub use sandbox::{Own, Registered, own, register};
pub use secret::{OVERLAP, renew_secret};
pub use suspend::{resume, suspend};

use domain::actor::Actor;
use domain::ids::ClientId;
use domain::relying_party::{Phase, Shown};
use domain::throttle::Throttle;
use jiff::SignedDuration;
use store::relying_party::client::{self, Client};
use store::throttle::Rule;
use store::{Source, Tx, account, session};

use crate::throttle::Counted;
use crate::{App, Cx, Error, Result, holder};

/// So many requests to the platform, and so many readings of keys, an owner has in an hour.
const AN_HOUR: Throttle = Throttle::new(20, SignedDuration::from_hours(1));

/// I5: the holder's account, held for a change. A lock or an end of the session that was acknowledged
/// meanwhile counts, however long the step took until here.
pub(crate) async fn acting(tx: &mut Tx, cx: &Cx) -> Result<account::Stored> {
    let stored = holder::account_to_change(tx, cx).await?;
    holder::require_open(&stored, cx)?;
    let Actor::Holder {
        subject, session, ..
    } = cx.actor
    else {
        return Err(Error::SignIn);
    };
    if session::lives(tx, subject, session, cx.now).await? {
        Ok(stored)
    } else {
        Err(Error::SignIn)
    }
}

/// What an owner may do so often.
fn counted<'a>(kind: &'static str, owner: &'a str) -> Counted<'a> {
    Counted {
        kind,
        value: owner,
        rule: Rule::Rate(AN_HOUR),
    }
}

/// I5: the holder proves himself by his passcode before a client in production speaks by another secret or
/// key, or hears at another address.
async fn prove(app: &App, cx: &Cx, passcode: &str) -> Result<()> {
    crate::credentials::verify_passcode(app, cx, cx.holder()?, passcode).await
}

/// Its request is over without an approval: it is a trial again, or will be once it is let go on.
fn back_to_trial(client: &mut Client) -> bool {
    if client.phase == Phase::Review {
        client.phase = Phase::Sandbox;
        return true;
    }
    match &mut client.suspension {
        Some(stopped) if stopped.from == Phase::Review => {
            stopped.from = Phase::Sandbox;
            true
        }
        Some(_) | None => false,
    }
}

/// A client of the signed-in holder; another's does not exist for him.
pub(crate) async fn mine(source: &mut impl Source, cx: &Cx, id: ClientId) -> Result<Client> {
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
        backchannel_logout_uri: rules.backchannel_logout_uri.clone(),
        jwks_uri: rules.jwks_uri.clone(),
    }
}

/// One of the signed-in holder's clients with what the protocol knows of it.
pub async fn one(app: &App, cx: &Cx, id: ClientId) -> Result<super::Party> {
    let mut source = app.db.read().await?;
    let client = mine(&mut source, cx, id).await?;
    Ok(super::client::read(client)?)
}
