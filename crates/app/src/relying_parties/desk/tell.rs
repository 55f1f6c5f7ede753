//! What a party hears of its request and of its client: its developer in the app and by his own contacts,
//! the contact of the dossier by e-mail once it was checked.

use domain::contact::Email;
use domain::relying_party::{Item, Review, ReviewKind};
use domain::time::viet_nam_date;
use store::relying_party::client::Client;
use store::relying_party::review;
use store::{Tx, account};

use crate::notify::{self, Contact, Recipient};
use crate::{App, Cx, Lang, Result};

/// The request is with us, and until when.
pub(super) async fn received(
    tx: &mut Tx,
    app: &App,
    cx: &Cx,
    (client, review): (&Client, &Review),
) -> Result<()> {
    let due = review.received().map(|received| received.due);
    let due = due.map_or_else(
        |_| String::new(),
        |due| viet_nam_date(due).strftime("%d/%m/%Y").to_string(),
    );
    let args = [("name", client.name.clone()), ("due", due)];
    party(tx, app, cx, (client, "party-received"), &args).await
}

/// It speaks by another secret or key from now on, or hears at another address.
pub(super) const KEYS: &str = "party-keys-changed";
/// It takes sign-ins from now on that it did not take before (D59-24).
pub(super) const LEAST: &str = "party-least-lowered";

/// Something changed that takes the passcode: whoever did not do so must learn of it.
pub(super) async fn changed(
    tx: &mut Tx,
    app: &App,
    cx: &Cx,
    (client, kind): (&Client, &'static str),
) -> Result<()> {
    let args = [("name", client.name.clone())];
    party(tx, app, cx, (client, kind), &args).await
}

/// Tells the developer, and the contact of the last dossier in which somebody of ours found that the contact
/// answers: what a developer types is nobody's address until then.
pub(super) async fn party(
    tx: &mut Tx,
    app: &App,
    cx: &Cx,
    (client, kind): (&Client, &str),
    args: &[(&str, String)],
) -> Result<()> {
    let Some(owner) = client.owner else {
        return Ok(());
    };
    let Some(holder) = account::load(tx, owner, cx.now).await? else {
        return Ok(());
    };
    notify::tell(tx, app, cx, &holder, kind, args).await?;
    let known = review::of_client(tx, client.id).await?;
    let dossier = known
        .iter()
        .find(|row| row.review.kind == ReviewKind::Production && answers(&row.review))
        .map(|row| &row.review.dossier);
    let email = dossier.and_then(|dossier| Email::parse(&dossier.email).ok());
    let Some(email) = email.filter(|email| holder.profile.email.as_ref() != Some(email)) else {
        return Ok(());
    };
    let to = Recipient {
        subject: owner,
        contact: &Contact::Email(email),
        lang: Lang::parse(&holder.language).unwrap_or_default(),
    };
    notify::send(tx, app, cx, &to, kind, args).await
}

fn answers(review: &Review) -> bool {
    let contact = review.checks.get(&Item::Contact);
    contact.is_some_and(|contact| contact.holds)
}
