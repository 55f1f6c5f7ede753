//! Phone or e-mail address, confirmed by a code (D59-14.1.b).

use domain::contact::{Email, Phone};
use domain::fault::Fault;
use domain::throttle::Throttle;
use jiff::SignedDuration;
use store::registration::{self, Dossier, PendingContact, Stored};
use store::throttle::Rule;
use store::{Audit, Tx};

use super::draft::at_step;
use super::receive::regime;
use super::step::{Step, came_to, next_step};
use crate::code::{self, Purpose};
use crate::notify::{Contact, Recipient};
use crate::throttle::{self, Counted};
use crate::token::Token;
use crate::{App, Cx, Error, Lang, Result};

/// What was entered; `by` says which of the two counts.
#[derive(Debug, Clone, Copy)]
pub struct ContactEntered<'a> {
    /// `phone` or `email`.
    pub by: &'a str,
    /// Phone number.
    pub phone: &'a str,
    /// E-mail address.
    pub email: &'a str,
}

/// Codes to one phone or address: enough for slips, too few to annoy a stranger.
const PER_CONTACT: Throttle = Throttle::new(6, SignedDuration::from_hours(1));
const PER_CALLER: Throttle = Throttle::new(60, SignedDuration::from_hours(1));

/// Reads the contact that the choice points at.
pub(crate) fn read_contact(
    entered: &ContactEntered<'_>,
) -> std::result::Result<PendingContact, Fault> {
    match entered.by {
        "phone" => Phone::parse(entered.phone)
            .map(PendingContact::Phone)
            .map_err(|e| Fault::new("phone", e.code())),
        "email" => Email::parse(entered.email)
            .map(PendingContact::Email)
            .map_err(|e| Fault::new("email", e.code())),
        _ => Err(Fault::new("by", "contact-choose")),
    }
}

fn address(pending: &PendingContact) -> (Contact, String) {
    match pending {
        PendingContact::Phone(phone) => (Contact::Phone(phone.clone()), phone.as_str().to_owned()),
        PendingContact::Email(email) => (Contact::Email(email.clone()), email.as_str().to_owned()),
    }
}

async fn limit(app: &App, cx: &Cx, pending: &PendingContact) -> Result<()> {
    let (_, to) = address(pending);
    let caller = match cx.staff() {
        Ok(id) => id.to_string(),
        Err(_) => throttle::address(cx),
    };
    let limits = [
        Counted {
            kind: "contact-code-to",
            value: &to,
            rule: Rule::Rate(PER_CONTACT),
        },
        Counted {
            kind: "contact-code-by",
            value: &caller,
            rule: Rule::Rate(PER_CALLER),
        },
    ];
    throttle::reserve(app, cx, &limits).await
}

/// Sends a code to a contact, counted first. `save` keeps the registration with the contact pending.
pub(crate) async fn send_to_pending(
    app: &App,
    cx: &Cx,
    stored: &mut Stored,
    pending: PendingContact,
) -> Result<()> {
    let again = stored.dossier.pending.as_ref() == Some(&pending);
    let mut source = app.db.read().await?;
    let last =
        store::attempt::latest_code(&mut source, stored.subject, Purpose::Contact.as_str()).await?;
    drop(source);
    let on_its_way =
        last.is_some_and(|code| !code.used && cx.now < code.sent + SignedDuration::from_secs(60));
    if again && on_its_way {
        return Ok(());
    }
    limit(app, cx, &pending).await?;
    let (contact, _) = address(&pending);
    stored.dossier.pending = Some(pending);
    let lang = Lang::parse(&stored.dossier.language).unwrap_or(cx.lang);
    let mut tx = app.db.begin().await?;
    registration::save(&mut tx, stored).await?;
    came_to(&mut tx, stored).await?;
    code::send(
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
    .await?;
    tx.commit(Audit::Bookkeeping("contact code")).await?;
    Ok(())
}

/// D69-10.1, D69-11: since Decree 69 a person registers with a phone; an address alone is not enough.
pub(crate) fn require_phone(cx: &Cx, has: bool) -> Result<()> {
    if has || !regime(cx)?.phone_compulsory() {
        Ok(())
    } else {
        Err(Fault::new("email", "phone-compulsory").into())
    }
}

/// Sends a code to the phone or address entered.
pub async fn set_contact(
    app: &App,
    cx: &Cx,
    token: &Token,
    entered: &ContactEntered<'_>,
) -> Result<Step> {
    let pending = read_contact(entered)?;
    require_phone(cx, matches!(pending, PendingContact::Phone(_)))?;
    let mut source = app.db.read().await?;
    let mut stored = at_step(&mut source, cx, token, Step::Contact).await?;
    drop(source);
    send_to_pending(app, cx, &mut stored, pending).await?;
    Ok(next_step(&stored))
}

/// Sends the code once more, not within a minute of the last.
pub async fn resend_code(app: &App, cx: &Cx, token: &Token) -> Result<()> {
    let mut source = app.db.read().await?;
    let stored = at_step(&mut source, cx, token, Step::Code).await?;
    drop(source);
    resend_pending(app, cx, &stored).await
}

/// Sends the code of a pending contact once more.
pub(crate) async fn resend_pending(app: &App, cx: &Cx, stored: &Stored) -> Result<()> {
    let pending = stored
        .dossier
        .pending
        .clone()
        .ok_or(Error::Refused("registration-order"))?;
    limit(app, cx, &pending).await?;
    let (contact, _) = address(&pending);
    let lang = Lang::parse(&stored.dossier.language).unwrap_or(cx.lang);
    let mut tx = app.db.begin().await?;
    code::send(
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
    .await?;
    Ok(tx.commit(Audit::Bookkeeping("contact code again")).await?)
}

/// The code is right: the pending contact is confirmed.
pub(crate) fn confirm_pending(dossier: &mut Dossier, only_one: bool) -> Result<()> {
    match dossier
        .pending
        .take()
        .ok_or(Error::Refused("registration-order"))?
    {
        PendingContact::Phone(phone) => {
            dossier.phone = Some(phone);
            if only_one {
                dossier.email = None;
            }
        }
        PendingContact::Email(email) => {
            dossier.email = Some(email);
            if only_one {
                dossier.phone = None;
            }
        }
    }
    Ok(())
}

/// Checks the code that was sent.
pub async fn confirm_contact(app: &App, cx: &Cx, token: &Token, entered: &str) -> Result<Step> {
    let mut source = app.db.read().await?;
    let stored = at_step(&mut source, cx, token, Step::Code).await?;
    drop(source);
    let code = code::check(app, cx, stored.subject, Purpose::Contact, entered).await?;
    let mut tx: Tx = app.db.begin().await?;
    let mut stored = at_step(&mut tx, cx, token, Step::Code).await?;
    code::consume(&mut tx, cx, stored.subject, code).await?;
    confirm_pending(&mut stored.dossier, true)?;
    registration::save(&mut tx, &stored).await?;
    came_to(&mut tx, &stored).await?;
    tx.commit(Audit::Bookkeeping("contact confirmed")).await?;
    Ok(next_step(&stored))
}
