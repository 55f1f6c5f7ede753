//! First step: who, and what only the holder's card tells.

use domain::account::Standing;
use domain::fault::{Fault, Faults};
use domain::person::{BirthDate, FullName, PersonNumber};
use domain::throttle::Throttle;
use jiff::SignedDuration;
use jiff::civil::Date;
use store::Audit;
use store::account::{self, Stored};
use store::throttle::Rule;

use crate::activation::contact;
use crate::code::Purpose;
use crate::notify::{Contact, Recipient};
use crate::signin::{Pending, begin_journey, nobody};
use crate::throttle::{self, Counted};
use crate::{App, Cx, Error, Result};

/// What the form holds.
#[derive(Debug)]
pub struct Begin<'a> {
    /// Personal identification number.
    pub number: &'a str,
    /// Registered phone or e-mail address.
    pub contact: &'a str,
    /// Full name as on the card.
    pub name: &'a str,
    /// Date of birth, ISO.
    pub birth: &'a str,
    /// Date of issue of the card, ISO.
    pub card_issued: &'a str,
}

struct Stated {
    number: PersonNumber,
    contact: Contact,
    name: FullName,
    birth: BirthDate,
    card_issued: Date,
}

fn parse(command: &Begin<'_>) -> Result<Stated> {
    let mut faults = Faults::default();
    let number = faults
        .take(PersonNumber::parse(command.number).map_err(|e| Fault::new("number", e.code())));
    let contact = faults.take(contact(command.contact));
    let name = faults.take(FullName::parse(command.name).map_err(|e| Fault::new("name", e.code())));
    let birth =
        faults.take(BirthDate::parse(command.birth).map_err(|e| Fault::new("birth", e.code())));
    let issued = command.card_issued.parse::<Date>();
    let card_issued = faults.take(issued.map_err(|_| Fault::new("card_issued", "date-not-a-date")));
    match (number, contact, name, birth, card_issued) {
        (Some(number), Some(contact), Some(name), Some(birth), Some(card_issued)) => Ok(Stated {
            number,
            contact,
            name,
            birth,
            card_issued,
        }),
        _ => Err(faults.into()),
    }
}

/// Sends a code where everything fits; the answer is the same where it does not.
pub async fn begin(app: &App, cx: &Cx, command: &Begin<'_>) -> Result<Pending> {
    let stated = parse(command)?;
    let address = throttle::address(cx);
    // Per number and caller: a stranger elsewhere cannot use up the holder's attempts.
    let number_from_here = format!("{}/{address}", stated.number.as_str());
    let rule = |limit| Rule::Rate(Throttle::new(limit, SignedDuration::from_hours(1)));
    let limits = [
        Counted {
            kind: "recovery-number",
            value: &number_from_here,
            rule: rule(5),
        },
        Counted {
            kind: "recovery-address",
            value: &address,
            rule: rule(50),
        },
    ];
    throttle::reserve(app, cx, &limits).await?;
    // The register is asked in every case, so that the time tells nothing.
    let card = app
        .registers
        .card(&stated.number)
        .await
        .map_err(Error::from)?;
    let card_fits = card.is_some_and(|c| c.issued_on == stated.card_issued);
    let mut tx = app.db.begin().await?;
    let stored = account::by_number(&mut tx, &stated.number, cx.now).await?;
    let right = stored.filter(|s| card_fits && fits(s, &stated, cx));
    let to = match &right {
        Some(stored) => Recipient::of(stored, &stated.contact, cx),
        None => Recipient {
            subject: nobody(app, super::KIND, &stated.number, &stated.contact),
            contact: &stated.contact,
            lang: cx.lang,
        },
    };
    let token = begin_journey(
        &mut tx,
        app,
        cx,
        (super::KIND, Purpose::Recovery),
        &to,
        right.is_some(),
    )
    .await?;
    tx.commit(Audit::Bookkeeping("recovery begun")).await?;
    Ok(Pending {
        token,
        sent_to: stated.contact.masked(),
    })
}

fn fits(stored: &Stored, stated: &Stated, cx: &Cx) -> bool {
    let identity = &stored.profile.identity;
    stored.account.standing(cx.now) == Standing::Open
        && identity.name.matches(&stated.name)
        && identity.birth == stated.birth
        && Contact::all(&stored.profile).contains(&stated.contact)
}
