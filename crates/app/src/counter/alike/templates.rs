//! Templates made from the sealed portraits of accounts that lack one of the engine at hand: approved before there was
//! an engine, with another one, or while it failed. A job, a few portraits at a time, that goes on where it stopped and
//! looks again each hour.

use std::sync::Arc;

use aws_lc_rs::digest::{SHA256, digest};
use domain::ids::{JobId, RegistrationId, SubjectId};
use jiff::{SignedDuration, Timestamp};
use store::audit::NOBODY;
use store::face_template::{self, Cursor, Portrait};
use store::job::{self, Job};
use store::registration;
use store::{Audit, Tx, account, capture};

use super::search::template;
use crate::jobs::{self, Finished};
use crate::ports::{Faces, NoTemplate, Template};
use crate::{App, Cx, Result};

/// Kind of the job.
pub const KIND: &str = "face-templates";

/// A second of processor.
const BATCH: i64 = 20;
/// How long a node leaves it to others that have the engine.
const ELSEWHERE: SignedDuration = SignedDuration::from_mins(5);
const NEXT_LOOK: SignedDuration = SignedDuration::from_hours(1);
/// How long templates of an engine that was replaced stay; nodes that still run it then make them anew.
const OUTDATED: SignedDuration = SignedDuration::from_hours(24 * 30);
const PURGED: i64 = 1000;

const BEGINNING: Cursor = (
    SubjectId::from_bytes([0; 16]),
    RegistrationId::from_bytes([0; 16]),
);

/// Sees to it that the job of the engine at hand exists; safe to call at every start.
pub async fn schedule(app: &App, cx: &Cx) -> Result<()> {
    let Some(faces) = &app.faces else {
        return Ok(());
    };
    let mut tx = app.db.begin().await?;
    let first = task(&faces.engine().mark(), BEGINNING, cx.now);
    jobs::enqueue(&mut tx, app, &first).await?;
    Ok(tx.commit(Audit::Bookkeeping("face templates")).await?)
}

fn task(engine: &str, (subject, registration): Cursor, due: Timestamp) -> Job {
    let named = digest(&SHA256, engine.as_bytes());
    let id: [u8; 16] = named.as_ref().first_chunk().copied().unwrap_or_default();
    Job::new(
        (JobId::from_bytes(id), NOBODY),
        KIND,
        due,
        serde_json::json!({
                "engine": engine,
                "subject": subject,
                "registration": registration,
        }),
    )
}

/// Job `face-templates`.
pub(crate) async fn run(app: &App, cx: &Cx, job: &Job) -> Result<Finished> {
    let wanted: String = jobs::payload(job, "engine")?;
    let Some(faces) = app.faces.clone() else {
        return elsewhere(app, cx, job).await;
    };
    let engine = faces.engine().mark();
    if engine != wanted {
        return elsewhere(app, cx, job).await;
    }
    let from = (
        jobs::payload(job, "subject")?,
        jobs::payload(job, "registration")?,
    );
    let mut source = app.db.scan().await?;
    let lacking = face_template::lacking(&mut source, &engine, from, BATCH).await?;
    drop(source);
    let mut made = Vec::new();
    for of in &lacking {
        match make(app, cx, &faces, *of).await {
            Ok(one) => made.extend(one),
            // The others get theirs; this one is looked at again each hour.
            Err(cause @ (store::Error::Seal(_) | store::Error::Corrupt(_))) => {
                tracing::error!(%cause, registration = %of.1, "no face template can be made");
            }
            Err(other) => return Err(other.into()),
        }
    }
    let mut tx = app.db.begin().await?;
    job::done(&mut tx, job).await?;
    let (go_on, due) = match lacking.last() {
        Some(last) => (*last, cx.now),
        None => {
            face_template::purge(&mut tx, &engine, cx.now - OUTDATED, PURGED).await?;
            (BEGINNING, cx.now + NEXT_LOOK)
        }
    };
    jobs::enqueue(&mut tx, app, &task(&engine, go_on, due)).await?;
    keep(&mut tx, cx, &engine, made).await?;
    tx.commit(Audit::Bookkeeping("face templates")).await?;
    Ok(Finished::Done)
}

/// Another node has that engine, or none any more: nobody is kept from asking later.
async fn elsewhere(app: &App, cx: &Cx, job: &Job) -> Result<Finished> {
    let mut tx = app.db.begin().await?;
    job::again(&mut tx, job, cx.now + ELSEWHERE, false).await?;
    tx.commit(Audit::Bookkeeping("face templates")).await?;
    Ok(Finished::Done)
}

/// A portrait with its template, or with the word that this engine makes none.
type One = (Portrait, Option<Template>);

/// Nothing where it failed and may succeed at the next look.
async fn make(
    app: &App,
    cx: &Cx,
    faces: &Arc<dyn Faces>,
    (subject, id): Cursor,
) -> std::result::Result<Option<One>, store::Error> {
    let mut source = app.db.scan().await?;
    let Some(stored) = registration::load(&mut source, subject, id).await? else {
        return Ok(None);
    };
    let Some(portrait) = stored.dossier.portrait else {
        return Ok(None);
    };
    let picture = capture::image(&mut source, subject, portrait).await?;
    let known = match &stored.dossier.number {
        Some(number) => account::by_number(&mut source, number, cx.now).await?,
        None => None,
    };
    drop(source);
    let of = Portrait {
        subject,
        registration: id,
        account: known.map_or(subject, |known| known.account.subject),
        portrait,
    };
    let Some(picture) = picture else {
        return Ok(Some((of, None)));
    };
    Ok(match template(faces, picture).await {
        Ok(template) => Some((of, Some(template))),
        Err(NoTemplate { lasting: true, .. }) => Some((of, None)),
        Err(NoTemplate { lasting: false, .. }) => None,
    })
}

async fn keep(tx: &mut Tx, cx: &Cx, engine: &str, made: Vec<One>) -> Result<()> {
    for (of, template) in made {
        let seq = face_template::next(tx).await?;
        let template = template.as_ref().map(|bytes| bytes.as_slice());
        face_template::insert(tx, &of, (engine, seq), template, cx.now).await?;
    }
    Ok(())
}
