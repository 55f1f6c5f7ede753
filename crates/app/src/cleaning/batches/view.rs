//! What telecoms see of their own batches, and officers of all.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use domain::authority::{Operation, require};
use domain::cleaning::batch::{Label, SAMPLED, State};
use domain::ids::{ClientId, SubscriberBatchId};
use domain::share::Share;
use jiff::Timestamp;
use store::cleaning::batch::{self, Batch};
use store::cleaning::grant::{self, Grant};
use store::cleaning::sample;
use store::relying_party::client;
use store::staff;

use super::files::{Files, blocking};
use super::telecom::telecom;
use crate::cleaning::Counts;
use crate::relying_parties::Asker;
use crate::{App, Cx, Error, Result};

/// Batches of one page.
const PAGE: i64 = 50;

/// A telecom's own batch, as it sees it.
#[derive(Debug, Clone)]
pub struct Own {
    /// The batch.
    pub batch: Batch,
    /// Bytes of its file that are here, while it comes in.
    pub received: u64,
    /// Counts, once they were released: before that they would tell of the register.
    pub counts: Option<Counts>,
}

async fn seen(app: &App, batch: Batch) -> Result<Own> {
    let files = Files::of(app, batch.id);
    let received = if batch.state == State::Receiving {
        blocking(move || Ok(files.length())).await?
    } else {
        u64::try_from(batch.length).unwrap_or(0)
    };
    let counts = if batch.state == State::Released {
        counts(&batch)?
    } else {
        None
    };
    Ok(Own {
        batch,
        received,
        counts,
    })
}

fn counts(batch: &Batch) -> Result<Option<Counts>> {
    let text = batch.counts.as_deref();
    let counts = text.map(serde_json::from_str).transpose();
    counts.map_err(|_| Error::Internal("counts of a subscriber batch".into()))
}

/// A telecom's latest batches.
pub async fn own(app: &App, cx: &Cx, asker: &Asker<'_>) -> Result<Vec<Own>> {
    let telecom = telecom(app, cx, asker).await?;
    let found = batch::of_client(&mut app.db.read().await?, telecom.client, PAGE).await?;
    let mut all = Vec::new();
    for batch in found {
        all.push(seen(app, batch).await?);
    }
    Ok(all)
}

/// One of them.
pub async fn one(app: &App, cx: &Cx, asker: &Asker<'_>, id: SubscriberBatchId) -> Result<Own> {
    let telecom = telecom(app, cx, asker).await?;
    let batch = telecom.batch(&mut app.db.read().await?, id).await?;
    seen(app, batch).await
}

/// Batches begun before an instant, the latest first, with the telecoms' names.
pub async fn list(app: &App, cx: &Cx, before: Option<Timestamp>) -> Result<Vec<(Batch, String)>> {
    require(&cx.actor, Operation::ReadSubscribers)?;
    let mut source = app.db.read().await?;
    let before = before.unwrap_or(Timestamp::MAX);
    let batches = batch::list(&mut source, before, PAGE).await?;
    let mut names: HashMap<ClientId, String> = HashMap::new();
    let mut listed = Vec::new();
    for batch in batches {
        if let Entry::Vacant(unnamed) = names.entry(batch.client) {
            let party = client::find(&mut source, batch.client).await?;
            unnamed.insert(party.map(|p| p.name).unwrap_or_default());
        }
        let name = names.get(&batch.client).cloned().unwrap_or_default();
        listed.push((batch, name));
    }
    Ok(listed)
}

/// What the sample says of a verdict.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// Its code.
    pub verdict: &'static str,
    /// Rows that are right, wrong, cannot be told, and wait.
    pub right: i64,
    /// Wrong.
    pub wrong: i64,
    /// Cannot be told.
    pub unclear: i64,
    /// Wait.
    pub open: i64,
    /// How often the verdict is right, of those that could be told.
    pub precision: Share,
}

/// One batch for officers.
#[derive(Debug, Clone)]
pub struct Detail {
    /// The batch.
    pub batch: Batch,
    /// Name of the telecom.
    pub party: String,
    /// What it is granted now.
    pub grant: Option<Grant>,
    /// Counts, once it is judged.
    pub counts: Option<Counts>,
    /// By verdict; nothing where no row was drawn.
    pub estimates: Vec<Estimate>,
    /// Who decided last, by name.
    pub decided_by: Option<String>,
}

/// One batch; numbers only.
pub async fn detail(app: &App, cx: &Cx, id: SubscriberBatchId) -> Result<Detail> {
    require(&cx.actor, Operation::ReadSubscribers)?;
    let mut source = app.db.read().await?;
    let batch = batch::find(&mut source, id).await?.ok_or(Error::NotFound)?;
    let party = client::find(&mut source, batch.client).await?;
    let grant = grant::find(&mut source, batch.client).await?;
    let tally = sample::tally(&mut source, id).await?;
    let by = batch.decided.and_then(|(_, by)| by);
    let decided_by = match by {
        Some(by) => staff::by_id(&mut source, by)
            .await?
            .map(|member| member.name),
        None => None,
    };
    let estimates = SAMPLED
        .into_iter()
        .filter_map(|verdict| estimate(&tally, verdict));
    Ok(Detail {
        party: party.map(|party| party.name).unwrap_or_default(),
        grant,
        counts: counts(&batch)?,
        estimates: estimates.collect(),
        decided_by,
        batch,
    })
}

fn estimate(tally: &[sample::Tally], verdict: &'static str) -> Option<Estimate> {
    let count = |said: Option<Label>| -> i64 {
        let of = tally
            .iter()
            .filter(|(of, label, _)| of == verdict && *label == said);
        of.map(|(.., count)| count).sum()
    };
    let (right, wrong) = (count(Some(Label::Right)), count(Some(Label::Wrong)));
    let (unclear, open) = (count(Some(Label::Unclear)), count(None));
    let seen = |count: i64| u32::try_from(count).unwrap_or(u32::MAX);
    (right + wrong + unclear + open > 0).then(|| Estimate {
        verdict,
        right,
        wrong,
        unclear,
        open,
        precision: Share::new(seen(right), seen(right + wrong)),
    })
}
