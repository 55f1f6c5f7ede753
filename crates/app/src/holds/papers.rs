//! A foreigner's papers or stay changed in the immigration register (D59-10.1).

use domain::event::Event;
use domain::ids::JobId;
use domain::person::PersonNumber;
use domain::registers::PersonRecord;
use store::account::{Identifier, Stored};
use store::audit::NOBODY;
use store::job::{self, Job};
use store::{Audit, Entry, Tx, account, foreigner};

use super::set_dates;
use crate::jobs::{self, Finished};
use crate::relying_parties::event;
use crate::{App, Cx, Error, Result, entry_with};

/// Kind of the job that follows the immigration register.
pub(crate) const FOLLOW: &str = "papers-follow";

/// People looked at in one run of the job; the next run goes on behind them.
const AT_ONCE: i64 = 200;

/// D59-10.1: a file of the immigration register was loaded: the accounts follow it.
pub(crate) async fn follow_register(tx: &mut Tx, app: &App, cx: &Cx, after: &str) -> Result<()> {
    let job = Job::new(
        (app.id(JobId::from_bytes), NOBODY),
        FOLLOW,
        cx.now,
        serde_json::json!({ "after": after }),
    );
    jobs::enqueue(tx, app, &job).await
}

/// Job `papers-follow`: takes over papers and stay of some foreigners, then of the next.
pub(crate) async fn follow(app: &App, cx: &Cx, job: &Job) -> Result<Finished> {
    let after = job.payload.get("after").and_then(|a| a.as_str());
    let mut source = app.db.read().await?;
    let numbers = foreigner::after(&mut source, after.unwrap_or_default(), AT_ONCE).await?;
    drop(source);
    for number in &numbers {
        match take_over(app, cx, number).await {
            Err(silent @ (Error::Silent(_) | Error::Busy { .. })) => return Err(silent),
            // One whose record cannot be read must not stop those behind him.
            Err(error) => tracing::error!(%error, "papers of a foreigner not taken over"),
            Ok(()) => {}
        }
    }
    let mut tx = app.db.begin().await?;
    job::done(&mut tx, job).await?;
    if let Some(last) = numbers.last() {
        follow_register(&mut tx, app, cx, last.as_str()).await?;
    }
    tx.commit(Audit::Bookkeeping("papers followed")).await?;
    Ok(Finished::Done)
}

async fn take_over(app: &App, cx: &Cx, number: &PersonNumber) -> Result<()> {
    // Asked before the transaction: on SQLite it is the only writer.
    let told = app.registers.person(number).await;
    let Some(person) = told.map_err(Error::from)? else {
        return Ok(());
    };
    let mut tx = app.db.begin().await?;
    let subject = account::subject_of(&mut tx, Identifier::Number, number.as_str()).await?;
    let Some(subject) = subject else {
        return Ok(());
    };
    let Some(mut stored) = account::load_to_change(&mut tx, subject, cx.now).await? else {
        return Ok(());
    };
    let entries = take_papers(&mut tx, app, cx, &mut stored, person).await?;
    if !entries.is_empty() {
        tx.commit(entries).await?;
    }
    Ok(())
}

/// D59-10.1, D59-10.x, D59-19.2.a: takes over what the register holds now and sets the dates anew: a
/// renewed passport or a longer stay opens what the old date had locked, a shorter one locks.
async fn take_papers(
    tx: &mut Tx,
    app: &App,
    cx: &Cx,
    stored: &mut Stored,
    person: PersonRecord,
) -> Result<Vec<Entry>> {
    let source = "foreigners";
    let before = stored.profile.foreign.as_ref();
    let changed = before != person.foreign.as_ref() || stored.profile.identity != person.identity;
    if changed {
        if stored.profile.identity != person.identity {
            event::data_changed(tx, app, cx, stored.account.subject).await?;
        }
        stored.profile.identity = person.identity;
        stored.profile.foreign = person.foreign;
        stored.province = person.province;
        account::save(tx, stored).await?;
        stored.revision += 1;
    }
    let mut entries = set_dates(tx, app, cx, stored, source).await?;
    if changed {
        let detail = serde_json::json!({ "source": source });
        let subject = stored.account.subject;
        entries.push(entry_with(app, cx, Event::PapersChanged, subject, detail));
    }
    Ok(entries)
}
