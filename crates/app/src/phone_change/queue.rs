//! The changes that wait, and one of them read for a decision.

use domain::actor::Purpose;
use domain::authority::{Operation, require};
use domain::event::Event;
use domain::ids::SubjectId;
use jiff::Timestamp;
use store::account::{self, Stored as Account};
use store::phone_change::{self, Stored};
use store::{Source, holiday};

use super::PhoneChangeRef;
use crate::registration::clock::{Left, left};
use crate::relying_parties::with_whom;
use crate::{App, Cx, Error, Result, entry};

/// A change that waits.
#[derive(Debug, Clone)]
pub struct Waiting {
    /// For addresses.
    pub place: PhoneChangeRef,
    /// The change.
    pub stored: Stored,
    /// The number of the person, its middle hidden.
    pub number: String,
    /// Office time left.
    pub left: Left,
}

/// One change with what the decision needs.
#[derive(Debug, Clone)]
pub struct Review {
    /// The change, its clock.
    pub waiting: Waiting,
    /// The phone of now, mostly hidden; none where the account has only an e-mail address.
    pub old: Option<String>,
    /// D69-10.1: with which telecom the new number stands in the holder's own name, and since when.
    pub own_name: Option<(String, Timestamp)>,
    /// Whether a ground holds the account.
    pub locked: bool,
    /// Whether the reader received it himself.
    pub own: bool,
}

const QUEUE: i64 = 100;

async fn holder(source: &mut impl Source, cx: &Cx, subject: SubjectId) -> Result<Account> {
    let found = account::load(source, subject, cx.now).await?;
    found.ok_or(Error::NotFound)
}

/// The changes that wait, the most urgent first.
pub async fn queue(app: &App, cx: &Cx) -> Result<Vec<Waiting>> {
    require(&cx.actor, Operation::ChangePhone)?;
    let mut source = app.db.read().await?;
    let mut all = Vec::new();
    for stored in phone_change::queue(&mut source, QUEUE).await? {
        let account = holder(&mut source, cx, stored.subject).await?;
        all.push(waiting(&mut source, cx, stored, &account).await?);
    }
    Ok(all)
}

async fn waiting(
    source: &mut impl Source,
    cx: &Cx,
    stored: Stored,
    account: &Account,
) -> Result<Waiting> {
    let calendar = holiday::calendar(source).await?;
    Ok(Waiting {
        place: PhoneChangeRef {
            subject: stored.subject,
            id: stored.id,
        },
        left: left(&calendar, cx.now, stored.change.due),
        number: account.profile.identity.number.masked(),
        stored,
    })
}

/// One change, read for a decision; the reading is on record (D59-4.4).
pub async fn review(app: &App, cx: &Cx, place: PhoneChangeRef) -> Result<Review> {
    require(&cx.actor, Operation::ChangePhone)?;
    let cx = &cx.with_purpose(Purpose::Assistance);
    let mut tx = app.db.begin().await?;
    let found = phone_change::load(&mut tx, place.subject, place.id).await?;
    let stored = found.ok_or(Error::NotFound)?;
    let account = holder(&mut tx, cx, place.subject).await?;
    let own = stored.change.received_by == cx.staff()?;
    let own_name = with_whom(&mut tx, place.subject, &stored.body.phone).await?;
    let waiting = waiting(&mut tx, cx, stored, &account).await?;
    tx.commit(entry(app, cx, Event::RecordRead, place.subject))
        .await?;
    Ok(Review {
        waiting,
        old: account
            .profile
            .phone
            .as_ref()
            .map(domain::contact::Phone::masked),
        own_name,
        locked: account.account.standing(cx.now) == domain::account::Standing::Locked,
        own,
    })
}
