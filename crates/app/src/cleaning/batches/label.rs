//! A row of the sample beside the register: an officer says whether the verdict is right. Each showing is on record
//! with its purpose; the telecom sees none of it.

use domain::actor::Purpose;
use domain::authority::{Operation, require};
use domain::cleaning::batch::{Label, may_label};
use domain::event::Event;
use domain::ids::SubscriberBatchId;
use domain::person::PersonNumber;
use domain::registers::PersonRecord;
use store::account::{Identifier, subject_of};
use store::audit::NOBODY;
use store::cleaning::sample::{self, Drawn};
use store::cleaning::{batch, digests};

use crate::cleaning::journal::hex;
use crate::{App, Cx, Error, Result, entry_with};

/// A row to be looked at.
pub struct Look {
    /// Its place in the sample.
    pub place: i64,
    /// Rows that were looked at, and all.
    pub seen: (i64, i64),
    /// What was stated, and the verdict.
    pub row: Drawn,
    /// Whom the verdict means, as the register holds him now.
    pub person: Option<PersonRecord>,
}

/// The next row; `None`: all of them were looked at.
pub async fn look(app: &App, cx: &Cx, id: SubscriberBatchId) -> Result<Option<Look>> {
    require(&cx.actor, Operation::LabelSubscribers)?;
    let by = cx.staff()?;
    let cx = &cx.with_purpose(Purpose::SubscriberCleaning);
    let mut source = app.db.read().await?;
    let batch = batch::find(&mut source, id).await?.ok_or(Error::NotFound)?;
    may_label(batch.state)?;
    if batch.gone {
        return Err(Error::Refused("cleaning-files-gone"));
    }
    let Some((place, row)) = sample::next(&mut source, id).await? else {
        return Ok(None);
    };
    let tally = sample::tally(&mut source, id).await?;
    let count = |open: bool| -> i64 {
        let of = tally.iter().filter(|(_, label, _)| open || label.is_some());
        of.map(|(.., count)| count).sum()
    };
    let seen = (count(false), count(true));
    let number = row.person.as_deref().map(PersonNumber::parse).transpose();
    let number = number.map_err(|_| Error::Internal("a number of a sample".into()))?;
    let subject = match &number {
        Some(number) => subject_of(&mut source, Identifier::Number, number.as_str()).await?,
        None => None,
    };
    drop(source);
    let person = match &number {
        Some(number) => {
            let told = app.registers.person(number).await;
            told.map_err(Error::from)?
        }
        None => None,
    };
    let mut tx = app.db.begin().await?;
    batch::hold(&mut tx, &batch).await?;
    sample::show(&mut tx, (id, place), by).await?;
    // Whoever has no account is named by a keyed digest, so that it can be found who looked at him.
    let unnamed = number.as_ref().filter(|_| subject.is_none());
    let digest = unnamed.map(|number| hex(&digests(&tx)(number.as_str())));
    let detail = serde_json::json!({ "rule": "R50-2", "batch": id, "place": place, "number_digest": digest });
    let subject = subject.unwrap_or(NOBODY);
    tx.commit(entry_with(app, cx, Event::RecordRead, subject, detail))
        .await?;
    Ok(Some(Look {
        place,
        seen,
        row,
        person,
    }))
}

/// What an officer says of a row. Said once; whoever was slower is told.
pub async fn label(
    app: &App,
    cx: &Cx,
    (id, place): (SubscriberBatchId, i64),
    label: Label,
) -> Result<()> {
    require(&cx.actor, Operation::LabelSubscribers)?;
    let by = cx.staff()?;
    let cx = &cx.with_purpose(Purpose::SubscriberCleaning);
    let mut tx = app.db.begin().await?;
    let batch = batch::find(&mut tx, id).await?.ok_or(Error::NotFound)?;
    may_label(batch.state)?;
    if !sample::shown(&mut tx, (id, place), by).await? {
        return Err(Error::Refused("cleaning-not-shown"));
    }
    sample::label(&mut tx, (id, place), label, (by, cx.now)).await?;
    let detail = serde_json::json!({ "rule": "R50-2", "batch": id, "place": place, "label": label.as_str() });
    let entry = entry_with(app, cx, Event::SubscribersLabelled, NOBODY, detail);
    Ok(tx.commit(entry).await?)
}
