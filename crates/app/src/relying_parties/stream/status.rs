//! Whether events go out (SSF 8.1.2). We never change it ourselves.

use oidc::ssf::{self, Fault};
use serde_json::{Value, json};
use store::relying_party::stream::{self, Status};
use store::relying_party::told;

use super::configure::resume;
use super::receiver::{Asker, receiver};
use super::{Answered, Kept, StreamError, entry, named, own};
use crate::{App, Cx};

/// Most characters kept of a reason.
const REASON: usize = 200;

fn shown(stream: &Kept) -> Value {
    let mut told = json!({ "stream_id": stream.id, "status": stream.status.as_str() });
    if let Some(told) = told.as_object_mut()
        && !stream.reason.is_empty()
    {
        told.insert("reason".to_owned(), json!(stream.reason));
    }
    told
}

/// Reads it (8.1.2.1).
pub async fn read_status(
    app: &App,
    cx: &Cx,
    asker: &Asker<'_>,
    id: Option<&str>,
) -> Answered<Value> {
    let (party, _) = receiver(app, cx, asker).await?;
    let mut source = app.db.read().await?;
    let id = id.ok_or(StreamError::NotFound)?;
    Ok(shown(&own(&mut source, &party, id).await?))
}

/// Sets it (8.1.2.2). What waits is sent when the stream is enabled again, and dropped when it is disabled.
pub async fn set_status(app: &App, cx: &Cx, asker: &Asker<'_>, bytes: &[u8]) -> Answered<Value> {
    let (party, cx) = receiver(app, cx, asker).await?;
    let body = ssf::body(bytes)?;
    let wrong = Fault("status is not enabled, paused or disabled");
    let status = ssf::text(&body, "status", wrong)?.and_then(|word| Status::parse(&word));
    let status = status.ok_or(wrong)?;
    let reason = ssf::text(&body, "reason", Fault("reason is not a text"))?.unwrap_or_default();
    let mut tx = app.db.begin().await?;
    let old = own(&mut tx, &party, &named(&body)?).await?;
    let new = Kept {
        status,
        reason: reason.chars().take(REASON).collect(),
        ..old
    };
    stream::save(&mut tx, &new).await?;
    if status == Status::Disabled {
        told::drop_waiting(&mut tx, new.id, "the stream was disabled").await?;
    }
    resume(&mut tx, app, &cx, &new).await?;
    tx.commit(entry(app, &cx, &new, "status")).await?;
    Ok(shown(&new))
}
