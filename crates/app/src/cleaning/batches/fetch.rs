//! A telecom fetches the results of a released batch: its own rows with verdict, why, and the corrections granted.

use std::fs::File;

use domain::cleaning::batch::{BatchError, State};
use domain::event::Event;
use domain::ids::SubscriberBatchId;
use store::cleaning::{batch, grant};

use super::files::{FETCHED, Files, blocking};
use super::telecom::{Door, covered, telecom};
use crate::{App, Cx, Error, Result, entry_with};

/// A file on its way to the telecom.
#[derive(Debug)]
pub struct Fetched {
    /// Its name.
    pub name: &'static str,
    /// Its bytes, in the file.
    pub file: File,
    /// How many.
    pub length: u64,
}

/// What a telecom is answered.
#[derive(Debug)]
pub enum Answer {
    /// The file.
    File(Fetched),
    /// It was taken back, with the officer's words.
    Withdrawn(String),
}

/// Opens it; that it was fetched is on record before its first byte goes out.
pub async fn fetch(
    app: &App,
    cx: &Cx,
    door: Door<'_>,
    (id, name): (SubscriberBatchId, &str),
) -> Result<Answer> {
    let telecom = telecom(app, cx, door).await?;
    let name = FETCHED.into_iter().find(|known| *known == name);
    let batch = telecom.batch(&mut app.db.read().await?, id).await?;
    let name = name.ok_or(Error::NotFound)?;
    if batch.state == State::Withdrawn {
        return Ok(Answer::Withdrawn(batch.reason));
    }
    if batch.state != State::Released {
        return Err(BatchError::State(batch.state).into());
    }
    if batch.gone {
        return Err(BatchError::FilesGone.into());
    }
    covered(&telecom.grant, &batch)?;
    let files = Files::of(app, id);
    let (file, length) = blocking(move || {
        let file = files.result(name)?;
        let length = file.metadata()?.len();
        Ok((file, length))
    })
    .await?;
    let detail = serde_json::json!({
        "rule": "R50-2",
        "batch": id,
        "client": batch.client,
        "file": name,
        "legal_basis": telecom.grant.legal_basis,
    });
    let subject = telecom.subject();
    let entry = entry_with(app, &telecom.cx, Event::SubscribersFetched, subject, detail);
    let mut tx = app.db.begin().await?;
    telecom.may_act(&mut tx).await?;
    // Taken back, or granted otherwise, since it was read: nothing goes out.
    batch::hold(&mut tx, &batch).await?;
    grant::hold(&mut tx, &telecom.grant).await?;
    tx.commit(entry).await?;
    Ok(Answer::File(Fetched { name, file, length }))
}
