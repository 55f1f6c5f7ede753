//! Which resources a client may name (RFC 8707): what somebody else's service reads as ours must not be had
//! by whoever writes its address into a form.

use domain::fault::Fault;
use domain::relying_party::Phase;
use oidc::client as rules;
use oidc::uri::Uri;
use store::Tx;
use store::relying_party::client::{self, Client};
use store::relying_party::resource;

use crate::{Error, Result};

/// A trial names resources on the hosts of its own redirect URIs only; nobody has checked it.
pub(super) fn on_own_hosts(rules: &rules::Client) -> std::result::Result<(), Fault> {
    let host = |uri: &String| Uri::parse(uri).map(|uri| uri.host.to_ascii_lowercase());
    let own = |uri: &String| {
        let wanted = host(uri);
        wanted.is_some() && rules.redirect_uris.iter().any(|own| host(own) == wanted)
    };
    if rules.resources.iter().all(own) {
        Ok(())
    } else {
        Err(Fault::new("resources", "client-resource-host"))
    }
}

/// Takes what a client names now, and gives up what it named before. Each resource belongs to one client; on
/// the host of another owner's connected client a trial has none.
pub(super) async fn take(tx: &mut Tx, client: &Client, rules: &rules::Client) -> Result<()> {
    let taken = || Error::from(Fault::new("resources", "client-resource-taken"));
    resource::release(tx, client.id).await?;
    for text in &rules.resources {
        let Some(uri) = Uri::parse(text) else {
            continue;
        };
        let host = uri.host.to_ascii_lowercase();
        if client.phase != Phase::Production && of_another(tx, client, &host).await? {
            return Err(taken());
        }
        // Spellings of one address are one resource.
        let query = uri.query.map(|query| format!("?{query}"));
        let normal = uri.normal() + &query.unwrap_or_default();
        let key = normal.trim_end_matches('/');
        resource::take(tx, (key, &host), client.id).await?;
        if resource::owner(tx, key).await? != Some(client.id) {
            return Err(taken());
        }
    }
    Ok(())
}

async fn of_another(tx: &mut Tx, client: &Client, host: &str) -> Result<bool> {
    for other in resource::connected_on(tx, host).await? {
        let found = client::find(tx, other).await?;
        if found.is_some_and(|found| found.owner != client.owner) {
            return Ok(true);
        }
    }
    Ok(false)
}
