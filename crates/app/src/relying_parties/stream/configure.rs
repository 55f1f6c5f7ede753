//! A stream's configuration: made, read, changed, replaced, removed (SSF 8.1.1).

use domain::ids::{ClientId, StreamId};
use jiff::Timestamp;
use oidc::ssf::{self, Method, Wanted};
use serde_json::{Value, json};
use store::Source;
use store::relying_party::stream::{self, Status, Stream};
use store::relying_party::told::{self, Counts, Dead};

use super::receiver::{Asker, receiver};
use super::{Answered, Kept, StreamError, VERIFIED, entry, named, own, poll_url};
use crate::relying_parties::client::Party;
use crate::relying_parties::{deliver, issuer};
use crate::{App, Cx, Result, jobs};

fn shown(app: &App, party: &Party, stream: &Kept) -> Value {
    let (id, poll) = (stream.id.to_string(), poll_url(app, stream.id));
    let told = ssf::Stream {
        id: &id,
        iss: issuer(app),
        aud: &party.rules.id,
        wanted: &stream.body,
        poll: &poll,
        min_verification_interval: VERIFIED,
    };
    told.to_json()
}

/// Makes the receiver's stream (8.1.1.1).
pub async fn create(app: &App, cx: &Cx, asker: &Asker<'_>, bytes: &[u8]) -> Answered<Value> {
    let (party, cx) = receiver(app, cx, asker).await?;
    let body = ssf::body(bytes)?;
    let id = app.id(StreamId::from_bytes);
    let made = Stream {
        client: party.stored.id,
        id,
        body: Wanted::create(&body, &poll_url(app, id))?,
        status: Status::Enabled,
        reason: String::new(),
        created: cx.now,
        asked: Timestamp::UNIX_EPOCH,
        revision: 1,
    };
    let mut tx = app.db.begin().await?;
    if !stream::insert(&mut tx, &made).await? {
        return Err(StreamError::Conflict);
    }
    tx.commit(entry(app, &cx, &made, "created")).await?;
    Ok(shown(app, &party, &made))
}

/// One stream by its name, or the list of them (8.1.1.2).
pub async fn read(app: &App, cx: &Cx, asker: &Asker<'_>, id: Option<&str>) -> Answered<Value> {
    let (party, _) = receiver(app, cx, asker).await?;
    let mut source = app.db.read().await?;
    if let Some(id) = id {
        let found = own(&mut source, &party, id).await?;
        return Ok(shown(app, &party, &found));
    }
    let found: Option<Kept> = stream::find(&mut source, party.stored.id).await?;
    let list: Vec<Value> = found.iter().map(|s| shown(app, &party, s)).collect();
    Ok(json!(list))
}

/// Changes what the body names (8.1.1.3).
pub async fn update(app: &App, cx: &Cx, asker: &Asker<'_>, bytes: &[u8]) -> Answered<Value> {
    change(app, cx, asker, (bytes, false)).await
}

/// Takes the body for the whole (8.1.1.4).
pub async fn replace(app: &App, cx: &Cx, asker: &Asker<'_>, bytes: &[u8]) -> Answered<Value> {
    change(app, cx, asker, (bytes, true)).await
}

async fn change(
    app: &App,
    cx: &Cx,
    asker: &Asker<'_>,
    (bytes, whole): (&[u8], bool),
) -> Answered<Value> {
    let (party, cx) = receiver(app, cx, asker).await?;
    let body = ssf::body(bytes)?;
    let id = named(&body)?;
    let mut tx = app.db.begin().await?;
    let old = own(&mut tx, &party, &id).await?;
    let poll = poll_url(app, old.id);
    let told = ssf::Stream {
        id: &id,
        iss: issuer(app),
        aud: &party.rules.id,
        wanted: &old.body,
        poll: &poll,
        min_verification_interval: VERIFIED,
    };
    told.unchanged(&body)?;
    let wanted = if whole {
        Wanted::replace(&body, &poll)?
    } else {
        old.body.clone().update(&body, &poll)?
    };
    let new = Stream {
        body: wanted,
        ..old
    };
    stream::save(&mut tx, &new).await?;
    resume(&mut tx, app, &cx, &new).await?;
    tx.commit(entry(app, &cx, &new, "changed")).await?;
    Ok(shown(app, &party, &new))
}

/// What waits goes out now, if the stream is one that we send on.
pub(super) async fn resume(tx: &mut store::Tx, app: &App, cx: &Cx, stream: &Kept) -> Result<()> {
    if stream.status != Status::Enabled || stream.body.delivery.method() != Method::Push {
        return Ok(());
    }
    let payload = deliver::payload(stream.client).to_string();
    told::resume(tx, stream.id, (jobs::OUTWARD, &payload), cx.now).await?;
    tx.wakes(&app.wake);
    Ok(())
}

/// Removes it, with what waits (8.1.1.5).
pub async fn delete(app: &App, cx: &Cx, asker: &Asker<'_>, id: Option<&str>) -> Answered<()> {
    let (party, cx) = receiver(app, cx, asker).await?;
    let mut tx = app.db.begin().await?;
    let found = own(&mut tx, &party, id.unwrap_or_default()).await?;
    told::drop_waiting(&mut tx, found.id, "the stream was removed").await?;
    stream::delete(&mut tx, found.client, found.id).await?;
    Ok(tx.commit(entry(app, &cx, &found, "removed")).await?)
}

/// A service's stream, for those who look after it.
#[derive(Debug, Clone)]
pub struct Overview {
    /// Whether we send or it fetches.
    pub method: Method,
    /// Whether events go out.
    pub status: Status,
    /// What became of them.
    pub counts: Counts,
    /// The latest dead letters.
    pub dead: Vec<Dead>,
}

/// What became of a service's events; none where it has no stream.
pub async fn overview(source: &mut impl Source, client: ClientId) -> Result<Option<Overview>> {
    let found: Option<Kept> = stream::find(source, client).await?;
    let Some(stream) = found else {
        return Ok(None);
    };
    Ok(Some(Overview {
        method: stream.body.delivery.method(),
        status: stream.status,
        counts: told::counts(source, stream.id).await?,
        dead: told::dead(source, stream.id, 5).await?,
    }))
}
