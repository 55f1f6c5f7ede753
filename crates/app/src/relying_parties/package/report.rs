//! What came of a package, as its provider reports: a certificate, or none any more (R50-3).

use domain::actor::{Actor, Purpose};
use domain::event::Event;
use domain::relying_party::package::{Certificate, Wrong};
use oidc::OAuthError;
use store::relying_party::package;

use super::super::Outcome;
use super::super::client::Caller;
use super::{named, provider, watch};
use crate::{App, Cx, entry_with};

const SERIAL: OAuthError = OAuthError::request("serial_number is not 1 to 40 hexadecimal digits");
const TIME: OAuthError = OAuthError::request("not_before or not_after is not a time of RFC 3339");
const ORDER: OAuthError = OAuthError::request("not_before and not_after do not fit the package");
const LONG: OAuthError = OAuthError::request("not_after is more than five years after the package");
const BOTH: OAuthError =
    OAuthError::request("send either ended=true or serial_number, not_before and not_after");

const fn named_wrong(wrong: Wrong) -> OAuthError {
    match wrong {
        Wrong::Serial => SERIAL,
        Wrong::Time => TIME,
        Wrong::Order => ORDER,
        Wrong::Long => LONG,
    }
}

/// Takes a report of a proven provider on a package of its own, for as long as the package is kept: a late one too.
/// The same one may come again.
pub async fn report(app: &App, cx: &Cx, caller: &Caller<'_>) -> Outcome<()> {
    let party = provider(app, cx, caller).await?;
    let mut tx = app.db.begin().await?;
    let mut kept = named(&mut tx, (caller, &party)).await?;
    let text = |name: &str| caller.params.get(name).unwrap_or_default();
    let certificate = (text("serial_number"), text("not_before"), text("not_after"));
    match text("ended") {
        "" => {
            let read = Certificate::read(certificate, kept.at, cx.now).map_err(named_wrong)?;
            // Nobody looked while nobody was followed.
            if kept.followed_until <= cx.now {
                watch::begin(&mut tx, app, cx, &kept).await?;
            }
            kept.followed_until = read.not_after;
            kept.body.certificate = Some(read);
            kept.body.ended = None;
        }
        "true" if certificate == ("", "", "") => {
            if kept.body.ended.is_some() {
                return Ok(());
            }
            kept.followed_until = kept.followed_until.min(cx.now);
            kept.body.ended = Some(cx.now);
        }
        _ => return Err(BOTH.into()),
    }
    package::save(&mut tx, &kept).await?;
    let detail = serde_json::json!({
        "package": kept.id,
        "client": kept.client,
        "party": party.stored.name,
        "serial": kept.body.certificate.as_ref().map(|one| &one.serial),
        "until": kept.followed_until,
    });
    let cx = Cx {
        actor: Actor::Party(kept.client),
        purpose: Purpose::Service,
        ..cx.clone()
    };
    let entry = entry_with(app, &cx, Event::PackageReported, kept.subject, detail);
    Ok(tx.commit(entry).await?)
}
