//! The programme manager's side: what waits, one request with its checklist, the visit on site (D59-22.1,
//! D69-18).

use domain::actor::Purpose;
use domain::authority::{Operation, require};
use domain::event::Event;
use domain::fault::Fault;
use domain::ids::{ClientId, ReviewId};
use domain::relying_party::{Check, Item, ReviewKind, ReviewState, Visit};
use domain::time::viet_nam_date;
use jiff::Timestamp;
use jiff::civil::Date;
use store::audit::NOBODY;
use store::relying_party::client::{self, Client};
use store::relying_party::review::{self, Stored};
use store::{Tx, account, staff};

use super::super::client::{Party, read};
use crate::words::words;
use crate::{App, Cx, Error, Result, entry_with};

/// A request that waits for us.
#[derive(Debug, Clone)]
pub struct Waiting {
    /// The request.
    pub stored: Stored,
    /// Name of its client.
    pub name: String,
    /// Whether its time is over.
    pub late: bool,
}

/// What waits, the most urgent first.
pub async fn waiting(app: &App, cx: &Cx) -> Result<Vec<Waiting>> {
    require(&cx.actor, Operation::ReadParties)?;
    let mut source = app.db.read().await?;
    let mut all = Vec::new();
    for stored in review::waiting(&mut source).await? {
        let client = client::find(&mut source, stored.review.client).await?;
        let due = stored.review.received().map(|received| received.due);
        all.push(Waiting {
            name: client.map(|client| client.name).unwrap_or_default(),
            late: due.is_ok_and(|due| due < cx.now),
            stored,
        });
    }
    Ok(all)
}

/// All clients.
pub async fn all(app: &App, cx: &Cx) -> Result<Vec<Client>> {
    require(&cx.actor, Operation::ReadParties)?;
    let mut source = app.db.read().await?;
    Ok(client::list(&mut source).await?)
}

/// A request and its client.
#[derive(Debug, Clone)]
pub struct Opened {
    /// The request.
    pub stored: Stored,
    /// The client as it is now.
    pub party: Party,
}

/// One request. The dossier names people, so that the reading is on record (D59-4.4).
pub async fn open(app: &App, cx: &Cx, id: ReviewId) -> Result<Opened> {
    require(&cx.actor, Operation::ReadParties)?;
    let cx = &cx.with_purpose(Purpose::Administration);
    let mut tx = app.db.begin().await?;
    let (stored, client) = load(&mut tx, id).await?;
    let owner = client.owner.unwrap_or(NOBODY);
    let detail = serde_json::json!({ "review": id, "client": client.id });
    tx.commit(entry_with(app, cx, Event::RecordRead, owner, detail))
        .await?;
    Ok(Opened {
        stored,
        party: read(client)?,
    })
}

/// A request of a client and what became of it; nothing of what was stated.
#[derive(Debug, Clone)]
pub struct Past {
    /// Identifier.
    pub id: ReviewId,
    /// What was asked for.
    pub kind: ReviewKind,
    /// When it was begun.
    pub created: Timestamp,
    /// Where it stands, or how and why it was decided.
    pub state: ReviewState,
    /// Name of who decided.
    pub by: Option<String>,
}

/// The requests of a client, the latest first.
pub async fn past(app: &App, cx: &Cx, id: ClientId) -> Result<Vec<Past>> {
    require(&cx.actor, Operation::ReadParties)?;
    let mut source = app.db.read().await?;
    let mut all = Vec::new();
    for row in review::of_client(&mut source, id).await? {
        let by = match &row.review.state {
            ReviewState::Approved { by, .. } | ReviewState::Refused { by, .. } => {
                staff::by_id(&mut source, *by).await?.map(|one| one.name)
            }
            ReviewState::Draft | ReviewState::Received(_) | ReviewState::Withdrawn { .. } => None,
        };
        all.push(Past {
            id: row.review.id,
            kind: row.review.kind,
            created: row.created,
            state: row.review.state,
            by,
        });
    }
    Ok(all)
}

/// A request with its client.
pub(super) async fn load(tx: &mut Tx, id: ReviewId) -> Result<(Stored, Client)> {
    let stored = review::find(tx, id).await?.ok_or(Error::NotFound)?;
    let client = client::find(tx, stored.review.client).await?;
    Ok((stored, client.ok_or(Error::NotFound)?))
}

/// A request for a step of ours, as the page showed it. Nobody judges his own: staff and holders are
/// told apart by their sign-ins, so the address is compared that both give.
pub(super) async fn to_judge(
    tx: &mut Tx,
    cx: &Cx,
    (id, seen): (ReviewId, i64),
) -> Result<(Stored, Client)> {
    require(&cx.actor, Operation::DecideParty)?;
    let member = staff::by_id(tx, cx.staff()?).await?.ok_or(Error::SignIn)?;
    let (stored, client) = load(tx, id).await?;
    if stored.revision != seen {
        return Err(Error::Stale);
    }
    let own = member.email.trim().to_lowercase();
    let holder = match client.owner {
        Some(owner) => account::load(tx, owner, cx.now).await?,
        None => None,
    };
    let owners = holder.and_then(|holder| holder.profile.email);
    let owners = owners.map(|email| email.as_str().to_lowercase());
    let named = stored.review.dossier.email.to_lowercase();
    if owners.as_deref() == Some(own.as_str()) || named == own {
        return Err(Error::Refused("party-own"));
    }
    Ok((stored, client))
}

/// One item of the checklist.
#[derive(Debug, Clone, Copy)]
pub struct Checked<'a> {
    /// Which.
    pub item: &'a str,
    /// Whether it holds: `yes` or `no`.
    pub holds: &'a str,
    /// What was looked at.
    pub note: &'a str,
}

fn verdict(field: &'static str, text: &str) -> std::result::Result<bool, Fault> {
    match text {
        "yes" => Ok(true),
        "no" => Ok(false),
        _ => Err(Fault::new(field, "party-verdict")),
    }
}

/// D59-22.1, D59-22.2: writes down what was found of one item.
pub async fn check(
    app: &App,
    cx: &Cx,
    place: (ReviewId, i64),
    checked: &Checked<'_>,
) -> Result<()> {
    let mut tx = app.db.begin().await?;
    let (mut stored, _) = to_judge(&mut tx, cx, place).await?;
    let item = Item::parse(checked.item).ok_or(Error::NotFound)?;
    let holds = verdict("holds", checked.holds)?;
    let note = words(("note", "party-note-missing"), checked.note, 1000)?;
    let check = Check {
        holds,
        note,
        by: cx.staff()?,
        at: cx.now,
    };
    stored.review = stored
        .review
        .check(item, check)
        .map_err(|wrong| Error::Refused(wrong.code()))?;
    let what = serde_json::json!({ "item": item.as_str(), "holds": holds });
    note_step(tx, app, cx, &stored, what).await
}

/// The check on site.
#[derive(Debug, Clone, Copy)]
pub struct Visited<'a> {
    /// Day, dd/mm/yyyy.
    pub day: &'a str,
    /// Who went.
    pub people: &'a str,
    /// What was found.
    pub finding: &'a str,
    /// Whether the place satisfies: `yes` or `no`.
    pub holds: &'a str,
}

fn day(text: &str, today: Date) -> std::result::Result<Date, Fault> {
    match Date::strptime("%d/%m/%Y", text.trim()) {
        Ok(day) if day > today => Err(Fault::new("day", "date-future")),
        Ok(day) => Ok(day),
        Err(_) => Err(Fault::new("day", "date-format")),
    }
}

/// D69-18: writes down who was there and what was found.
pub async fn visit(
    app: &App,
    cx: &Cx,
    place: (ReviewId, i64),
    visited: &Visited<'_>,
) -> Result<()> {
    let mut tx = app.db.begin().await?;
    let (mut stored, _) = to_judge(&mut tx, cx, place).await?;
    let mut faults = domain::fault::Faults::default();
    let day = faults.take(day(visited.day, viet_nam_date(cx.now)));
    let people = faults.take(words(
        ("people", "party-people-missing"),
        visited.people,
        200,
    ));
    let finding = words(("finding", "party-finding-missing"), visited.finding, 2000);
    let finding = faults.take(finding);
    let holds = faults.take(verdict("fit", visited.holds));
    let (Some(day), Some(people), Some(finding), Some(holds)) = (day, people, finding, holds)
    else {
        return Err(faults.into());
    };
    let visit = Visit {
        day,
        people,
        finding,
        holds,
        by: cx.staff()?,
    };
    stored.review = stored
        .review
        .visited(visit)
        .map_err(|wrong| Error::Refused(wrong.code()))?;
    let what = serde_json::json!({ "visit": day.to_string(), "holds": holds });
    note_step(tx, app, cx, &stored, what).await
}

async fn note_step(
    mut tx: Tx,
    app: &App,
    cx: &Cx,
    stored: &Stored,
    what: serde_json::Value,
) -> Result<()> {
    review::save(&mut tx, stored).await?;
    let client: ClientId = stored.review.client;
    let detail = serde_json::json!({ "review": stored.review.id, "client": client, "step": what });
    let cx = &cx.with_purpose(Purpose::Administration);
    let entry = entry_with(app, cx, Event::PartyReviewChecked, NOBODY, detail);
    Ok(tx.commit(entry).await?)
}
