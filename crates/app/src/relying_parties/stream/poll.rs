//! A receiver fetches its events (RFC 8936).

use domain::ids::{SignalId, SubjectId};
use oidc::ssf::{self, Method, Poll};
use serde_json::Value;
use store::relying_party::signal::{self, Signal, State};
use store::relying_party::stream::Status;
use store::relying_party::told;
use store::{Audit, Tx};

use super::receiver::{Asker, receiver};
use super::{Answered, Kept, StreamError, own};
use crate::relying_parties::deliver;
use crate::{App, Cx};

/// Takes acknowledgements, then gives what waits, the oldest first; an event stays until it is acknowledged.
pub async fn poll(
    app: &App,
    cx: &Cx,
    asker: &Asker<'_>,
    (id, bytes): (Option<&str>, &[u8]),
) -> Answered<Value> {
    let (party, cx) = receiver(app, cx, asker).await?;
    let asked = Poll::read(bytes)?;
    let mut tx = app.db.begin().await?;
    let found = own(&mut tx, &party, id.unwrap_or_default()).await?;
    if found.body.delivery.method() != Method::Poll {
        return Err(StreamError::NotFound);
    }
    acknowledge(&mut tx, &cx, &found, &asked).await?;
    let (signals, more) = hand_out(&mut tx, &cx, &found, asked.max).await?;
    tx.commit(Audit::Bookkeeping("events fetched")).await?;
    let mut sets = Vec::new();
    for (subject, signal) in signals {
        let token = deliver::token(app, &cx, &party, (subject, &signal)).await?;
        sets.push((signal.id.to_string(), token));
    }
    Ok(ssf::answer(&sets, more))
}

/// What waits, so many at most, and whether there is more.
async fn hand_out(
    tx: &mut Tx,
    cx: &Cx,
    stream: &Kept,
    max: i64,
) -> Answered<(Vec<(SubjectId, Signal)>, bool)> {
    let mut signals = Vec::new();
    if stream.status != Status::Enabled || max == 0 {
        return Ok((signals, false));
    }
    let mut waiting = told::waiting(tx, stream.id, max + 1).await?;
    let most = usize::try_from(max).unwrap_or(usize::MAX);
    let more = waiting.len() > most;
    waiting.truncate(most);
    for (subject, id) in waiting {
        let Some(signal) = signal::find(tx, subject, id).await? else {
            continue;
        };
        if let Some(given_up) = deliver::unreadable(&signal) {
            signal::tried(tx, subject, &given_up).await?;
            continue;
        }
        let sent = Signal {
            sent: Some(cx.now),
            ..signal
        };
        signal::tried(tx, subject, &sent).await?;
        signals.push((subject, sent));
    }
    Ok((signals, more))
}

/// RFC 8936 2.4: an identifier that we do not know is passed over.
async fn acknowledge(tx: &mut Tx, cx: &Cx, stream: &Kept, asked: &Poll) -> Answered<()> {
    for jti in &asked.acks {
        if let Ok(id) = jti.parse::<SignalId>() {
            let taken = (State::Acknowledged(cx.now), "");
            told::answered(tx, stream.id, id, taken).await?;
        }
    }
    for (jti, error) in &asked.errors {
        if let Ok(id) = jti.parse::<SignalId>() {
            let words = format!("the service answered {}", error.0);
            let refused = (State::Refused(cx.now), words.as_str());
            told::answered(tx, stream.id, id, refused).await?;
        }
    }
    Ok(())
}
