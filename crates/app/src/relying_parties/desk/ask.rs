//! A developer asks for production: a draft that loses nothing, handed in whole; a clock runs from then
//! (D59-22.1, D59-22.2, D69-18).

use std::collections::BTreeMap;

use domain::event::Event;
use domain::fault::Fault;
use domain::ids::{ClientId, ReviewId};
use domain::relying_party::{Dossier, Phase, Received, Review, ReviewKind, ReviewState};
use domain::time::viet_nam_date;
use store::relying_party::client::{self, Client};
use store::relying_party::review::{self, Stored};
use store::{Audit, Source, Tx, holiday};

use super::super::client::read;
use super::{acting, back_to_trial, counted, mine, tell};
use crate::registration::receive::regime;
use crate::{App, Cx, Error, Result, entry_with, throttle};

/// A client on its way into production.
#[derive(Debug, Clone)]
pub struct Asking {
    /// The client.
    pub client: Client,
    /// Its requests, the latest first.
    pub requests: Vec<Stored>,
}

impl Asking {
    /// The request that waits, for the developer or for us.
    pub fn open(&self) -> Option<&Stored> {
        self.requests.iter().find(|row| row.review.is_open())
    }
}

/// How far one of the signed-in holder's clients is.
pub async fn asking(app: &App, cx: &Cx, id: ClientId) -> Result<Asking> {
    let mut source = app.db.read().await?;
    let client = mine(&mut source, cx, id).await?;
    let requests = review::of_client(&mut source, id).await?;
    Ok(Asking { client, requests })
}

/// D69-18, I10: when it was received, and until when it is checked on site, by the decree of the day.
pub(super) async fn clock(source: &mut impl Source, cx: &Cx) -> Result<Received> {
    let regime = regime(cx)?;
    let calendar = holiday::calendar(source).await?;
    let (limit, _) = regime.connection();
    let last = limit.due(&calendar, viet_nam_date(cx.now));
    Ok(Received {
        at: cx.now,
        due: calendar.due_instant(last),
        regime,
    })
}

fn refused(wrong: domain::relying_party::NotNow) -> Error {
    Error::Refused(wrong.code())
}

/// The draft at hand, or a new one.
async fn draft(tx: &mut Tx, app: &App, cx: &Cx, client: &Client) -> Result<(Stored, bool)> {
    if client.phase != Phase::Sandbox {
        return Err(Error::Refused("party-not-sandbox"));
    }
    let open = review::of_client(tx, client.id).await?;
    let open = open.into_iter().find(|row| row.review.is_open());
    if let Some(row) = open {
        return Ok((row, false));
    }
    let review = Review {
        id: app.id(ReviewId::from_bytes),
        client: client.id,
        kind: ReviewKind::Production,
        dossier: Dossier::default(),
        proposal: None,
        checks: BTreeMap::new(),
        visit: None,
        state: ReviewState::Draft,
    };
    let row = Stored {
        review,
        created: cx.now,
        revision: 1,
    };
    Ok((row, true))
}

async fn write(tx: &mut Tx, row: &Stored, new: bool) -> Result<()> {
    if !new {
        return Ok(review::save(tx, row).await?);
    }
    if review::insert(tx, row).await? {
        Ok(())
    } else {
        Err(Error::Stale)
    }
}

/// Keeps what was typed so far, whatever it is.
pub async fn keep_draft(app: &App, cx: &Cx, id: ClientId, dossier: &Dossier) -> Result<()> {
    let mut tx = app.db.begin().await?;
    acting(&mut tx, cx).await?;
    let client = mine(&mut tx, cx, id).await?;
    let (mut row, new) = draft(&mut tx, app, cx, &client).await?;
    row.review.dossier = dossier.clone();
    write(&mut tx, &row, new).await?;
    Ok(tx.commit(Audit::Bookkeeping("party draft kept")).await?)
}

/// D59-22.1: hands the request in. What is wrong is named field by field.
pub async fn submit(app: &App, cx: &Cx, id: ClientId, dossier: &Dossier) -> Result<()> {
    let owner = cx.holder()?;
    let mut tx = app.db.begin().await?;
    acting(&mut tx, cx).await?;
    let mut client = mine(&mut tx, cx, id).await?;
    let (mut row, new) = draft(&mut tx, app, cx, &client).await?;
    let mut faults = dossier.faults(viet_nam_date(cx.now));
    let rules = read(client.clone())?.rules;
    let ping = rules.backchannel_client_notification_endpoint.iter();
    let mut places = rules.redirect_uris.iter().chain(ping);
    if places.any(|uri| uri.starts_with("http:")) {
        faults.push(Fault::new("", "party-loopback"));
    }
    if !faults.is_empty() {
        return Err(faults.into());
    }
    row.review.dossier = dossier.clone();
    // Each request is work and messages.
    let by = owner.to_string();
    throttle::reserve_in(&mut tx, app, cx, &counted("party-submit", &by)).await?;
    let received = clock(&mut tx, cx).await?;
    row.review = row.review.receive(received).map_err(refused)?;
    write(&mut tx, &row, new).await?;
    client.phase = Phase::Review;
    client::save(&mut tx, &client).await?;
    tell::received(&mut tx, app, cx, (&client, &row.review)).await?;
    let (_, basis) = received.regime.connection();
    let detail = serde_json::json!({
        "client": id,
        "review": row.review.id,
        "kind": row.review.kind.as_str(),
        "due": received.due.as_millisecond(),
        "rule": basis.map(|basis| basis.rule),
    });
    let entry = entry_with(app, cx, Event::PartyReviewReceived, owner, detail);
    Ok(tx.commit(entry).await?)
}

/// Takes back what waits; the client is where it was before.
pub async fn withdraw(app: &App, cx: &Cx, id: ClientId) -> Result<()> {
    let owner = cx.holder()?;
    let mut tx = app.db.begin().await?;
    acting(&mut tx, cx).await?;
    let mut client = mine(&mut tx, cx, id).await?;
    let open = review::of_client(&mut tx, id).await?;
    let open = open.into_iter().find(|row| row.review.is_open());
    let mut row = open.ok_or(Error::NotFound)?;
    row.review = row.review.withdraw(cx.now).map_err(refused)?;
    review::save(&mut tx, &row).await?;
    if back_to_trial(&mut client) {
        client::save(&mut tx, &client).await?;
    }
    let detail = serde_json::json!({ "client": id, "review": row.review.id });
    let entry = entry_with(app, cx, Event::PartyReviewWithdrawn, owner, detail);
    Ok(tx.commit(entry).await?)
}
