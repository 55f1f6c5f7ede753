//! The parts of a telecom's file, one behind the other. A file becomes a batch only when its length and SHA-256 are
//! those that were stated; whatever broke off goes on where it broke off.

use domain::cleaning::batch::{State, may_receive};
use domain::event::Event;
use domain::fault::Fault;
use domain::ids::{JobId, SubscriberBatchId};
use futures_util::{Stream, StreamExt};
use store::audit::NOBODY;
use store::cleaning::batch::{self, Batch, Failure};
use store::job::Job;
use tokio::io::AsyncWriteExt;

use super::files::{Files, blocking, cut};
use super::judge::JUDGE;
use super::telecom::{Telecom, telecom};
use crate::relying_parties::Asker;
use crate::{App, Cx, Error, Result, entry_with, jobs};

/// How much of a file is here.
#[derive(Debug, Clone)]
pub struct Received {
    /// The batch.
    pub batch: Batch,
    /// Bytes that are here.
    pub bytes: u64,
}

/// Takes a part that begins at a byte; what stood there is written over. `total` is the length that the part says.
pub async fn receive<B: AsRef<[u8]>, E>(
    app: &App,
    cx: &Cx,
    asker: &Asker<'_>,
    (id, from, total): (SubscriberBatchId, u64, Option<u64>),
    chunks: impl Stream<Item = std::result::Result<B, E>> + Unpin,
) -> Result<Received> {
    let telecom = telecom(app, cx, asker).await?;
    let batch = telecom.batch(&mut app.db.read().await?, id).await?;
    may_receive(batch.state)?;
    let length = u64::try_from(batch.length).unwrap_or(0);
    if total.is_some_and(|total| total != length) {
        return Err(Fault::new("content-range", "cleaning-range").into());
    }
    let files = Files::of(app, id);
    let place = files.clone();
    let held = blocking(move || place.hold()).await?;
    let held = held.ok_or(Error::Refused("cleaning-busy"))?;
    // Whoever held it before may have brought the last part: what was judged whole is not written over.
    let batch = telecom.batch(&mut app.db.read().await?, id).await?;
    may_receive(batch.state)?;
    let (held, file) = blocking(move || {
        let mut file = held.try_clone()?;
        Ok((held, cut(&mut file, from)?.then_some(file)))
    })
    .await?;
    let file = file.ok_or(Error::Refused("cleaning-gap"))?;
    let bytes = write(file, chunks, (from, length)).await?;
    if bytes < length {
        return Ok(Received { batch, bytes });
    }
    let place = files.clone();
    let whole = blocking(move || place.digest()).await? == batch.digest;
    let batch = settle(app, &telecom, batch, whole).await?;
    drop(held);
    if whole {
        return Ok(Received { batch, bytes });
    }
    blocking(move || files.drop_all()).await?;
    Err(Fault::new("sha256", "cleaning-digest").into())
}

/// Gives how many bytes are there then.
async fn write<B: AsRef<[u8]>, E>(
    file: std::fs::File,
    mut chunks: impl Stream<Item = std::result::Result<B, E>> + Unpin,
    (from, length): (u64, u64),
) -> Result<u64> {
    let full = |e: std::io::Error| Error::Internal(format!("a subscriber batch's file: {e}"));
    let (mut file, mut bytes) = (tokio::fs::File::from_std(file), from);
    while let Some(chunk) = chunks.next().await {
        let Ok(chunk) = chunk else {
            // What came is kept; the telecom goes on from there.
            file.flush().await.map_err(full)?;
            return Err(Error::Refused("cleaning-broken-off"));
        };
        let chunk = chunk.as_ref();
        bytes += u64::try_from(chunk.len()).unwrap_or(u64::MAX);
        if bytes > length {
            file.flush().await.map_err(full)?;
            return Err(Fault::new("content-range", "cleaning-too-long").into());
        }
        file.write_all(chunk).await.map_err(full)?;
    }
    file.flush().await.map_err(full)?;
    Ok(bytes)
}

/// The batch waits for its turn, or failed.
async fn settle(app: &App, telecom: &Telecom, known: Batch, whole: bool) -> Result<Batch> {
    let cx = &telecom.cx;
    let mut tx = app.db.begin().await?;
    let event = if whole {
        let job = Job {
            id: app.id(JobId::from_bytes),
            subject: NOBODY,
            kind: JUDGE.to_owned(),
            due: cx.now,
            tries: 0,
            lease: Job::FREE,
            payload: serde_json::json!({ "batch": known.id }),
        };
        jobs::enqueue(&mut tx, app, &job).await?;
        Event::SubscribersReceived
    } else {
        Event::SubscribersFailed
    };
    let batch = Batch {
        state: if whole {
            State::Uploaded
        } else {
            State::Failed
        },
        failure: (!whole).then(|| Failure {
            code: "digest".to_owned(),
            field: None,
            line: None,
        }),
        gone: !whole,
        ..known
    };
    batch::save(&mut tx, &batch).await?;
    let detail = serde_json::json!({
        "rule": "R50-2",
        "batch": batch.id,
        "bytes": batch.length,
        "digest": batch.digest,
        "legal_basis": telecom.grant.legal_basis,
    });
    tx.commit(entry_with(app, cx, event, NOBODY, detail))
        .await?;
    Ok(Batch {
        revision: batch.revision + 1,
        ..batch
    })
}
