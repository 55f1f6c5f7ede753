//! Getting back to a registration that was sent back, without the cookie: reference, number, and a
//! code to the confirmed contact.

use domain::fault::Fault;
use domain::registration::State;
use store::Audit;
use store::registration::{self, Channel, Stored};

use super::status::find;
use crate::code::{self, Purpose};
use crate::notify::{Contact, Recipient};
use crate::token::Token;
use crate::{App, Cx, Error, Lang, Result};

fn contact(stored: &Stored) -> Result<Contact> {
    let phone = stored.dossier.phone.clone().map(Contact::Phone);
    phone
        .or_else(|| stored.dossier.email.clone().map(Contact::Email))
        .ok_or(Error::Refused("no-contact"))
}

async fn incomplete(app: &App, cx: &Cx, reference: &str, number: &str) -> Result<Stored> {
    let stored = find(app, cx, reference, number).await?;
    let sent_back =
        matches!(stored.state, State::Incomplete { .. }) && stored.channel == Channel::App;
    if sent_back {
        Ok(stored)
    } else {
        Err(Fault::new("reference", "status-unknown").into())
    }
}

/// Sends a code; gives where it went, mostly hidden.
pub async fn regain(app: &App, cx: &Cx, reference: &str, number: &str) -> Result<String> {
    let mut stored = incomplete(app, cx, reference, number).await?;
    let contact = contact(&stored)?;
    let lang = Lang::parse(&stored.dossier.language).unwrap_or(cx.lang);
    let mut tx = app.db.begin().await?;
    // A code to a confirmed contact must never confirm another one that is waiting.
    if stored.dossier.pending.take().is_some() {
        registration::save(&mut tx, &stored).await?;
    }
    match code::send(
        &mut tx,
        app,
        cx,
        Purpose::Contact,
        &Recipient {
            subject: stored.subject,
            contact: &contact,
            lang,
        },
        true,
    )
    .await
    {
        // The one sent less than a minute ago is still good.
        Ok(()) | Err(Error::Throttled { .. }) => {}
        Err(other) => return Err(other),
    }
    tx.commit(Audit::Bookkeeping("regain code")).await?;
    Ok(contact.masked())
}

/// Checks the code and binds the registration to a fresh cookie.
pub async fn confirm_regain(
    app: &App,
    cx: &Cx,
    reference: &str,
    number: &str,
    entered: &str,
) -> Result<Token> {
    let stored = incomplete(app, cx, reference, number).await?;
    let code = code::check(app, cx, stored.subject, Purpose::Contact, entered).await?;
    let token = Token::fresh(app, stored.subject);
    let mut tx = app.db.begin().await?;
    code::consume(&mut tx, cx, stored.subject, code).await?;
    registration::rebind(&mut tx, &stored, &token.digest()).await?;
    tx.commit(Audit::Bookkeeping("registration regained"))
        .await?;
    Ok(token)
}
