//! Releasing a batch, and taking it back.

use domain::actor::Purpose;
use domain::authority::{Operation, require};
use domain::cleaning::batch::{self as rules, BatchError, Label};
use domain::event::Event;
use domain::ids::{StaffId, SubjectId, SubscriberBatchId};
use store::Tx;
use store::audit::NOBODY;
use store::cleaning::batch::{self, Batch};
use store::cleaning::{grant, sample};

use super::forget::soon;
use super::telecom::{Door, covered, telecom};
use crate::words::words;
use crate::{App, Cx, Error, Result, entry_with};

async fn shown(tx: &mut Tx, id: SubscriberBatchId, revision: i64) -> Result<Batch> {
    let found = batch::find(tx, id).await?.ok_or(Error::NotFound)?;
    if found.revision == revision {
        Ok(found)
    } else {
        Err(Error::Stale)
    }
}

/// R50-2: the telecom may fetch the results. `revision` is that of the page.
pub async fn release(app: &App, cx: &Cx, id: SubscriberBatchId, revision: i64) -> Result<()> {
    require(&cx.actor, Operation::DecideSubscribers)?;
    let by = cx.staff()?;
    let cx = &cx.with_purpose(Purpose::SubscriberCleaning);
    let mut tx = app.db.begin().await?;
    let found = shown(&mut tx, id, revision).await?;
    if found.gone {
        return Err(BatchError::FilesGone.into());
    }
    // No row is shown to anybody until this commits.
    batch::hold(&mut tx, &found).await?;
    let lookers = sample::lookers(&mut tx, id).await?;
    let tally = sample::tally(&mut tx, id).await?;
    let count = |of: fn(&Option<Label>) -> bool| -> i64 {
        let rows = tally.iter().filter(|(_, label, _)| of(label));
        rows.map(|(.., count)| count).sum()
    };
    let open = count(Option::is_none);
    let told = count(|label| matches!(label, Some(Label::Right | Label::Wrong)));
    let state = rules::release(found.state, by, &lookers, (open, told))?;
    let grant = grant::find(&mut tx, found.client).await?;
    let grant = grant.ok_or(Error::Refused("cleaning-grant-ended"))?;
    grant::hold(&mut tx, &grant).await?;
    covered(&grant, &found)?;
    let released = Batch {
        state,
        decided: Some((cx.now, Some(by))),
        ..found
    };
    batch::save(&mut tx, &released).await?;
    let detail = serde_json::json!({
        "rule": "R50-2",
        "batch": id,
        "client": released.client,
        "legal_basis": grant.legal_basis,
        "correct": released.correct,
    });
    let entry = entry_with(app, cx, Event::SubscribersReleased, NOBODY, detail);
    Ok(tx.commit(entry).await?)
}

/// Puts a batch away or takes it back, with words that the telecom reads; its files are deleted.
pub async fn withdraw(
    app: &App,
    cx: &Cx,
    (id, revision): (SubscriberBatchId, i64),
    why: &str,
) -> Result<()> {
    require(&cx.actor, Operation::DecideSubscribers)?;
    let by = cx.staff()?;
    let why = words(("words", "cleaning-words-missing"), why, 500)?;
    let mut tx = app.db.begin().await?;
    let found = shown(&mut tx, id, revision).await?;
    end(tx, app, cx, found, (NOBODY, Some(by), why)).await
}

/// A telecom puts its own batch away; by a page, as the page showed it.
pub async fn give_up(
    app: &App,
    cx: &Cx,
    door: Door<'_>,
    (id, revision): (SubscriberBatchId, Option<i64>),
) -> Result<()> {
    let telecom = telecom(app, cx, door).await?;
    let mut tx = app.db.begin().await?;
    telecom.may_act(&mut tx).await?;
    let found = telecom.batch(&mut tx, id).await?;
    if revision.is_some_and(|seen| seen != found.revision) {
        return Err(Error::Stale);
    }
    let of = (telecom.subject(), None, String::new());
    end(tx, app, &telecom.cx, found, of).await
}

async fn end(
    mut tx: Tx,
    app: &App,
    cx: &Cx,
    found: Batch,
    (subject, by, reason): (SubjectId, Option<StaffId>, String),
) -> Result<()> {
    let cx = &cx.with_purpose(Purpose::SubscriberCleaning);
    let was = found.state;
    let withdrawn = Batch {
        state: rules::withdraw(was)?,
        decided: Some((cx.now, by)),
        reason,
        ..found
    };
    batch::save(&mut tx, &withdrawn).await?;
    soon(&mut tx, app, cx, withdrawn.id).await?;
    let detail = serde_json::json!({
        "rule": "R50-2",
        "batch": withdrawn.id,
        "client": withdrawn.client,
        "was": was.as_str(),
        "words": withdrawn.reason,
    });
    let entry = entry_with(app, cx, Event::SubscribersWithdrawn, subject, detail);
    Ok(tx.commit(entry).await?)
}
