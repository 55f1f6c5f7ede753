//! First step: number and the contact given at registration.

use domain::contact::{Email, Phone};
use domain::fault::{Fault, Faults};
use domain::person::PersonNumber;
use domain::throttle::Throttle;
use jiff::SignedDuration;
use store::Audit;
use store::account::{self, Stored};
use store::throttle::Rule;

use crate::code::Purpose;
use crate::notify::{Contact, Recipient};
use crate::signin::{Pending, begin_journey, nobody};
use crate::throttle::{self, Counted};
use crate::{App, Cx, Result};

/// Number and contact as typed.
#[derive(Debug)]
pub struct Begin<'a> {
    /// Personal identification number.
    pub number: &'a str,
    /// Phone or e-mail address given at registration.
    pub contact: &'a str,
}

/// Reads a contact: an address where there is an `@`, a phone otherwise.
pub(crate) fn contact(text: &str) -> std::result::Result<Contact, Fault> {
    if text.contains('@') {
        Email::parse(text)
            .map(Contact::Email)
            .map_err(|e| Fault::new("contact", e.code()))
    } else {
        Phone::parse(text)
            .map(Contact::Phone)
            .map_err(|e| Fault::new("contact", e.code()))
    }
}

fn parse(command: &Begin<'_>) -> Result<(PersonNumber, Contact)> {
    let mut faults = Faults::default();
    let number = faults
        .take(PersonNumber::parse(command.number).map_err(|e| Fault::new("number", e.code())));
    let contact = faults.take(contact(command.contact));
    match (number, contact) {
        (Some(number), Some(contact)) => Ok((number, contact)),
        (None | Some(_), _) => Err(faults.into()),
    }
}

/// Sends a code where number and contact belong together; the answer is the same where they do not.
pub async fn begin(app: &App, cx: &Cx, command: &Begin<'_>) -> Result<Pending> {
    let (number, contact) = parse(command)?;
    let address = throttle::address(cx);
    // Per number and caller: a stranger elsewhere cannot use up the holder's attempts.
    let number_from_here = format!("{}/{address}", number.as_str());
    let rule = |limit| Rule::Rate(Throttle::new(limit, SignedDuration::from_hours(1)));
    let limits = [
        Counted {
            kind: "activation-number",
            value: &number_from_here,
            rule: rule(10),
        },
        Counted {
            kind: "activation-address",
            value: &address,
            rule: rule(100),
        },
    ];
    throttle::reserve(app, cx, &limits).await?;
    let mut tx = app.db.begin().await?;
    let stored = account::by_number(&mut tx, &number, cx.now).await?;
    let fits = stored.filter(|s| may_activate(s) && Contact::all(&s.profile).contains(&contact));
    let to = match &fits {
        Some(stored) => Recipient::of(stored, &contact, cx),
        None => Recipient {
            subject: nobody(app, super::KIND, &number, &contact),
            contact: &contact,
            lang: cx.lang,
        },
    };
    let token = begin_journey(
        &mut tx,
        app,
        cx,
        (super::KIND, Purpose::Activation),
        &to,
        fits.is_some(),
    )
    .await?;
    tx.commit(Audit::Bookkeeping("activation begun")).await?;
    Ok(Pending {
        token,
        sent_to: contact.masked(),
    })
}

fn may_activate(stored: &Stored) -> bool {
    matches!(
        stored.account.possession,
        domain::account::Possession::Issued { .. }
    )
}
