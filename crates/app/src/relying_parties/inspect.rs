//! The request inspector: what a developer sees of his client's last exchanges. Failures are written down
//! for every client, a few a minute; what went well only for trials, so that nothing is added to the way
//! of a service in production. Names only: no person, value, code, token or secret (I12).

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use domain::ids::{ClientId, ExchangeId};
use domain::relying_party::{Endpoint, Phase, parameter_names};
use jiff::{SignedDuration, Timestamp};
use oidc::ErrorCode;
use oidc::client::ClientAuth;
use oidc::token::JwtAccessToken;
use store::relying_party::client;
use store::relying_party::exchange::{self, Exchange};
use store::{Audit, Source, Tx};

use super::bearer::Bearer;
use super::desk::mine;
use super::{Failure, Outcome, issuer, keys};
use crate::{App, Cx, Error, Result};

/// So many of a client are written down in a minute on a node.
const A_MINUTE: u32 = 30;
/// So many of them of callers who did not prove that they are the client: anybody knows its name.
const UNPROVEN: u32 = 3;
/// So many clients are counted at once.
const CLIENTS: usize = 10_000;

/// What a node counts: how much was written down in the present minute, and whether a client tries out.
#[derive(Default)]
pub struct Inspector(Mutex<BTreeMap<ClientId, Counted>>);

#[derive(Clone, Copy)]
struct Counted {
    since: Timestamp,
    written: u32,
    unproven: u32,
    trial: bool,
    /// It has nothing to prove itself by, so that nobody who names it has proven anything.
    public: bool,
}

/// An exchange as an endpoint saw it.
pub(super) struct Seen<'a> {
    pub(super) endpoint: Endpoint,
    pub(super) error: &'a str,
    pub(super) detail: &'a str,
    pub(super) params: String,
}

/// Who called: a client by its name, or by the access token that it showed.
#[derive(Debug, Clone, Copy)]
pub enum By<'a> {
    /// `client_id`, as presented.
    Client(&'a str),
    /// An access token.
    Token(&'a str),
}

/// Writes an exchange down where it is worth it. What goes wrong here is logged and nothing more: the
/// caller has his answer.
pub async fn note<'a>(
    app: &App,
    cx: &Cx,
    (endpoint, by): (Endpoint, By<'_>),
    failure: Option<&Failure>,
    names: impl Iterator<Item = &'a str> + Send,
) {
    let (error, detail) = match failure {
        None => ("", ""),
        Some(Failure::Protocol(error)) => (error.code.as_str(), error.description),
        Some(Failure::App(Error::Throttled { .. })) => {
            ("temporarily_unavailable", "too many attempts")
        }
        Some(Failure::App(_)) => ("server_error", "our own fault"),
    };
    let seen = Seen {
        endpoint,
        error,
        detail,
        params: parameter_names(names),
    };
    if let Err(error) = written(app, cx, by, &seen).await {
        tracing::warn!(%error, "an exchange was not written down");
    }
}

async fn written(app: &App, cx: &Cx, by: By<'_>, seen: &Seen<'_>) -> Result<()> {
    let Some(client) = caller(app, cx, by, seen).await? else {
        return Ok(());
    };
    let Some(proven) = worth(app, cx, (client, by), seen).await? else {
        return Ok(());
    };
    let mut tx = app.db.begin().await?;
    insert(&mut tx, app, cx, (client, proven), seen).await?;
    Ok(tx.commit(Audit::Bookkeeping("exchange noted")).await?)
}

/// The client that is named. Of a token it costs a reading, so only where something failed.
async fn caller(app: &App, cx: &Cx, by: By<'_>, seen: &Seen<'_>) -> Result<Option<ClientId>> {
    match by {
        By::Client(id) => Ok(id.parse().ok()),
        By::Token(_) if seen.error.is_empty() => Ok(None),
        // What the look-up failed of is told elsewhere.
        By::Token(text) => Ok(holder(app, cx, text).await.ok().flatten()),
    }
}

/// Whose a token is. One in a JWT lives a minute: being over is what fails most, and no reason to say nothing.
async fn holder(app: &App, cx: &Cx, text: &str) -> Outcome<Option<ClientId>> {
    let known = if text.contains('.') {
        let ring = keys::published(app, cx).await?;
        JwtAccessToken::verify(text, ring.set(), issuer(app), 0)
    } else {
        None
    };
    if let Some(known) = known {
        return Ok(known.client_id.parse().ok());
    }
    let Some(bearer) = Bearer::parse(app, text) else {
        return Ok(None);
    };
    let mut source = app.db.read().await?;
    let live = bearer.look_up(&mut source, app, cx).await?;
    Ok(live.map(|live| live.client))
}

/// Counts, and tells whether this one is written down, and then whether its caller had proven to be the
/// client. The client is read once a minute.
async fn worth(
    app: &App,
    cx: &Cx,
    (client, by): (ClientId, By<'_>),
    seen: &Seen<'_>,
) -> Result<Option<bool>> {
    let known = app.inspector.get(client, cx.now);
    let counted = match known {
        Some(counted) => counted,
        None => {
            let mut source = app.db.read().await?;
            let Some(found) = client::find(&mut source, client).await? else {
                return Ok(None);
            };
            let trial = matches!(found.phase, Phase::Sandbox | Phase::Review);
            let rules = super::client::read(found).map_err(Error::from)?.rules;
            Counted {
                since: cx.now,
                written: 0,
                unproven: 0,
                trial,
                public: rules.auth == ClientAuth::None,
            }
        }
    };
    let proven = match by {
        By::Token(_) => true,
        By::Client(_) => {
            seen.endpoint != Endpoint::Authorize
                && seen.error != ErrorCode::InvalidClient.as_str()
                && !counted.public
        }
    };
    let room = counted.written < A_MINUTE && (proven || counted.unproven < UNPROVEN);
    let worth = room && (counted.trial || !seen.error.is_empty());
    app.inspector.put(
        client,
        Counted {
            written: counted.written + u32::from(worth && proven),
            unproven: counted.unproven + u32::from(worth && !proven),
            ..counted
        },
    );
    Ok(worth.then_some(proven))
}

impl Inspector {
    fn get(&self, client: ClientId, now: Timestamp) -> Option<Counted> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let counted = known.get(&client).copied();
        let minute = SignedDuration::from_mins(1);
        counted.filter(|counted| now.duration_since(counted.since).abs() < minute)
    }

    fn put(&self, client: ClientId, counted: Counted) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= CLIENTS {
            known.clear();
        }
        known.insert(client, counted);
    }
}

/// Writes down what we ourselves did for a client.
pub(super) async fn keep(
    tx: &mut Tx,
    app: &App,
    cx: &Cx,
    client: ClientId,
    seen: &Seen<'_>,
) -> Result<()> {
    insert(tx, app, cx, (client, true), seen).await
}

async fn insert(
    tx: &mut Tx,
    app: &App,
    cx: &Cx,
    (client, proven): (ClientId, bool),
    seen: &Seen<'_>,
) -> Result<()> {
    let row = Exchange {
        id: app.id(ExchangeId::from_bytes),
        at: cx.now,
        endpoint: seen.endpoint,
        error: seen.error.to_owned(),
        detail: seen.detail.to_owned(),
        params: seen.params.clone(),
    };
    Ok(exchange::insert(tx, client, &row, proven).await?)
}

/// What the owner of a client sees.
pub async fn requests(app: &App, cx: &Cx, id: ClientId) -> Result<(client::Client, Vec<Exchange>)> {
    let mut source = app.db.read().await?;
    let client = mine(&mut source, cx, id).await?;
    Ok((client, list(&mut source, id).await?))
}

async fn list(source: &mut impl Source, id: ClientId) -> Result<Vec<Exchange>> {
    Ok(exchange::list(source, id).await?)
}
