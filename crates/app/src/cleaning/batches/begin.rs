//! A telecom says what file will come: its length and SHA-256, and how it is written where that must be said.

use std::collections::BTreeMap;

use domain::cleaning::batch::State;
use domain::fault::{Fault, Faults};
use domain::ids::{JobId, SubscriberBatchId};
use serde::{Deserialize, Serialize};
use store::Audit;
use store::audit::NOBODY;
use store::cleaning::batch::{self, Batch, Done};
use store::cleaning::grant;
use store::job::{Job, enqueue};

use super::forget::FORGET;
use super::telecom::{Door, telecom};
use crate::cleaning::{Column, Encoding};
use crate::{App, Cx, Error, Result};

/// So many files of one telecom come in or wait at a time.
const OPEN: i64 = 5;
/// So many times the largest file may be stated for the batches of one telecom whose files are not deleted.
const HELD: u64 = 4;
/// Characters of a column's name.
const NAME: usize = 200;

/// What a telecom says of its file.
#[derive(Debug, Clone, Copy)]
pub struct Begin<'a> {
    /// Bytes.
    pub length: u64,
    /// SHA-256 in lower-case hexadecimal digits; a browser that sends a large file by parts cannot say it.
    pub sha256: Option<&'a str>,
    /// Encoding, where it is not clear.
    pub encoding: Option<&'a str>,
    /// Names of columns by field, over the known names.
    pub columns: &'a BTreeMap<String, String>,
}

/// How the file is written, as said by hand.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Options {
    encoding: Option<String>,
    columns: BTreeMap<String, String>,
}

impl Options {
    pub(super) fn encoding(&self) -> Option<Encoding> {
        self.encoding.as_deref().and_then(Encoding::parse)
    }

    pub(super) fn columns(&self) -> Vec<(Column, String)> {
        let known = |(field, name): (&String, &String)| Some((Column::parse(field)?, name.clone()));
        self.columns.iter().filter_map(known).collect()
    }
}

fn options(asked: &Begin<'_>) -> std::result::Result<Options, Faults> {
    let mut faults = Faults::default();
    if asked
        .encoding
        .is_some_and(|word| Encoding::parse(word).is_none())
    {
        faults.push(Fault::new("encoding", "cleaning-encoding"));
    }
    let good = |(field, name): (&String, &String)| {
        Column::parse(field).is_some() && !name.trim().is_empty() && name.chars().count() <= NAME
    };
    if !asked.columns.iter().all(good) {
        faults.push(Fault::new("columns", "cleaning-columns"));
    }
    if faults.is_empty() {
        Ok(Options {
            encoding: asked.encoding.map(str::to_owned),
            columns: asked.columns.clone(),
        })
    } else {
        Err(faults)
    }
}

/// Begins a batch; its file may come by parts then.
pub async fn begin(app: &App, cx: &Cx, door: Door<'_>, asked: &Begin<'_>) -> Result<Batch> {
    let telecom = telecom(app, cx, door).await?;
    let most = app.config.cleaning.most_bytes;
    let length = i64::try_from(asked.length).ok();
    let length = length.filter(|_| (1..=most).contains(&asked.length));
    let length = length.ok_or(Fault::new("length", "cleaning-length").with("most", most >> 20))?;
    let digit = |b: u8| b.is_ascii_digit() || (b'a'..=b'f').contains(&b);
    let good = |text: &str| text.len() == 64 && text.bytes().all(digit);
    if !asked.sha256.is_none_or(good) {
        return Err(Fault::new("sha256", "cleaning-digest-format").into());
    }
    let options = options(asked)?;
    let batch = Batch {
        id: app.id(SubscriberBatchId::from_bytes),
        client: telecom.client,
        state: State::Receiving,
        created: cx.now,
        length,
        digest: asked.sha256.unwrap_or_default().to_owned(),
        options: serde_json::to_string(&options).map_err(|e| Error::Internal(e.to_string()))?,
        correct: String::new(),
        done: Done::default(),
        failure: None,
        counts: None,
        seed: None,
        decided: None,
        reason: String::new(),
        until: cx.now + app.config.cleaning.keep,
        gone: false,
        revision: 1,
    };
    let mut tx = app.db.begin().await?;
    telecom.may_act(&mut tx).await?;
    // Two that begin at once count one behind the other.
    grant::hold(&mut tx, &telecom.grant).await?;
    if batch::open(&mut tx, telecom.client).await? >= OPEN {
        return Err(Error::Refused("cleaning-too-many"));
    }
    let room = i64::try_from(most.saturating_mul(HELD)).unwrap_or(i64::MAX);
    let held = batch::held(&mut tx, telecom.client).await?;
    if held.saturating_add(length) > room {
        return Err(Error::Refused("cleaning-full"));
    }
    batch::insert(&mut tx, &batch).await?;
    let end = Job {
        id: app.id(JobId::from_bytes),
        subject: NOBODY,
        kind: FORGET.to_owned(),
        due: batch.until,
        tries: 0,
        lease: Job::FREE,
        payload: serde_json::json!({ "batch": batch.id }),
    };
    enqueue(&mut tx, &end).await?;
    // Nothing of anybody is here yet; what comes in is on record when it is whole.
    tx.commit(Audit::Bookkeeping("subscriber batch begun"))
        .await?;
    Ok(batch)
}
