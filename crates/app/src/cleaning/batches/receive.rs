//! The parts of a telecom's file, one behind the other. Nothing that is here is written over; whatever broke off goes on
//! where it broke off. A file is judged only when its length is the stated one; the job compares its SHA-256.

use domain::cleaning::batch::{State, may_receive};
use domain::event::Event;
use domain::fault::Fault;
use domain::ids::{JobId, SubscriberBatchId};
use futures_util::{Stream, StreamExt};
use store::audit::NOBODY;
use store::cleaning::batch::{self, Batch};
use store::job::Job;
use tokio::io::{AsyncSeekExt, AsyncWriteExt};

use super::files::{Files, blocking};
use super::judge::JUDGE;
use super::telecom::{Door, Telecom, telecom};
use crate::{App, Cx, Error, Result, entry_with, jobs};

/// How much of a file is here.
#[derive(Debug, Clone)]
pub struct Received {
    /// The batch.
    pub batch: Batch,
    /// Bytes that are here.
    pub bytes: u64,
}

/// Bytes of the file that a part says it is.
#[derive(Debug, Clone, Copy)]
pub struct Part {
    /// Its first byte.
    pub from: u64,
    /// The byte behind its last one, and those of the whole file; `None`: the part is the whole file.
    pub to: Option<(u64, u64)>,
}

/// What became of a part.
#[derive(Debug, Clone)]
pub enum Taken {
    /// It is here.
    Here(Box<Received>),
    /// It does not begin where the bytes that are here end: so many are.
    Elsewhere(u64),
}

/// Takes a part. One that is here already changes nothing.
pub async fn receive<B: AsRef<[u8]>, E>(
    app: &App,
    cx: &Cx,
    door: Door<'_>,
    (id, part): (SubscriberBatchId, Part),
    chunks: impl Stream<Item = std::result::Result<B, E>> + Unpin,
) -> Result<Taken> {
    let telecom = telecom(app, cx, door).await?;
    let batch = telecom.batch(&mut app.db.read().await?, id).await?;
    may_receive(batch.state)?;
    let length = u64::try_from(batch.length).unwrap_or(0);
    if part.to.is_some_and(|(_, total)| total != length) {
        return Err(Fault::new("content-range", "cleaning-range").into());
    }
    let files = Files::of(app, id);
    let place = files.clone();
    let held = blocking(move || place.hold()).await?;
    let held = held.ok_or(Error::Refused("cleaning-busy"))?;
    // Whoever held it before may have brought the last part, or put the batch away: then it is not made anew.
    let batch = telecom.batch(&mut app.db.read().await?, id).await?;
    if let Err(refused) = may_receive(batch.state) {
        if matches!(batch.state, State::Withdrawn | State::Failed) {
            blocking(move || files.drop_all()).await?;
        }
        return Err(refused.into());
    }
    let here = held.metadata().map_err(|e| broken(&e))?.len();
    let to = part.to.map_or(length, |(to, _)| to);
    if to > here && part.from != here {
        return Ok(Taken::Elsewhere(here));
    }
    let bytes = if to > here {
        let file = held.try_clone().map_err(|e| broken(&e))?;
        write(file, chunks, (here, to), part.to.is_some()).await?
    } else {
        here
    };
    if bytes < length {
        return Ok(Taken::Here(Box::new(Received { batch, bytes })));
    }
    blocking(move || files.settle()).await?;
    let batch = whole(app, &telecom, batch).await?;
    drop(held);
    Ok(Taken::Here(Box::new(Received { batch, bytes })))
}

fn broken(error: &std::io::Error) -> Error {
    Error::Internal(format!("a subscriber batch's file: {error}"))
}

/// Gives how many bytes are there then, on disk. A part of another length than it says is not kept; the whole file in
/// one part may end early.
async fn write<B: AsRef<[u8]>, E>(
    file: std::fs::File,
    mut chunks: impl Stream<Item = std::result::Result<B, E>> + Unpin,
    (from, to): (u64, u64),
    exact: bool,
) -> Result<u64> {
    let (mut file, mut bytes) = (tokio::fs::File::from_std(file), from);
    file.seek(std::io::SeekFrom::Start(from))
        .await
        .map_err(|e| broken(&e))?;
    let mut wrong = None;
    while let Some(chunk) = chunks.next().await {
        let Ok(chunk) = chunk else {
            // What came is kept; the telecom goes on from there.
            file.flush().await.map_err(|e| broken(&e))?;
            return Err(Error::Refused("cleaning-broken-off"));
        };
        let chunk = chunk.as_ref();
        bytes += u64::try_from(chunk.len()).unwrap_or(u64::MAX);
        if bytes > to {
            wrong = Some("cleaning-too-long");
            break;
        }
        file.write_all(chunk).await.map_err(|e| broken(&e))?;
    }
    file.flush().await.map_err(|e| broken(&e))?;
    if exact && bytes < to {
        wrong = Some("cleaning-range");
    }
    if let Some(code) = wrong {
        file.set_len(from).await.map_err(|e| broken(&e))?;
        return Err(Fault::new("content-range", code).into());
    }
    file.sync_all().await.map_err(|e| broken(&e))?;
    Ok(bytes)
}

/// A browser states none.
fn stated(digest: &str) -> Option<&str> {
    Some(digest).filter(|digest| !digest.is_empty())
}

/// The batch waits for its turn.
async fn whole(app: &App, telecom: &Telecom, known: Batch) -> Result<Batch> {
    let cx = &Cx {
        now: app.clock.now(),
        ..telecom.cx.clone()
    };
    let mut tx = app.db.begin().await?;
    telecom.may_act(&mut tx).await?;
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
    let batch = Batch {
        state: State::Uploaded,
        ..known
    };
    batch::save(&mut tx, &batch).await?;
    let detail = serde_json::json!({
        "rule": "R50-2",
        "batch": batch.id,
        "client": batch.client,
        "bytes": batch.length,
        "digest_stated": stated(&batch.digest),
        "legal_basis": telecom.grant.legal_basis,
    });
    let entry = entry_with(
        app,
        cx,
        Event::SubscribersReceived,
        telecom.subject(),
        detail,
    );
    tx.commit(entry).await?;
    Ok(Batch {
        revision: batch.revision + 1,
        ..batch
    })
}
