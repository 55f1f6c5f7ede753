//! What officers see of batches. Numbers of people are mostly hidden, and each reading is on record.

use std::collections::HashMap;

use domain::actor::{Actor, Purpose, Role};
use domain::authority::{Operation, require};
use domain::event::Event;
use domain::event_batch::Approval;
use domain::ids::{BatchId, StaffId};
use domain::register_event::{Class, Outcome};
use jiff::Timestamp;
use store::audit::NOBODY;
use store::event_batch::{self, Batch};
use store::event_list::{self, BadLine, Shown};
use store::{Snapshot, staff};

use super::subject::masked;
use crate::{App, Cx, Error, Result, entry_with};

/// Batches of one page.
const PAGE: i64 = 50;
/// Refused events and lines shown.
const SHOWN: i64 = 100;

/// Batches for a list.
#[derive(Debug, Clone)]
pub struct Listed {
    /// Those that wait for somebody or are being worked on.
    pub waiting: Vec<Batch>,
    /// All, the latest first.
    pub latest: Vec<Batch>,
    /// Names of officers.
    pub names: HashMap<StaffId, String>,
}

/// All batches, by page: those received before an instant.
pub async fn list(app: &App, cx: &Cx, before: Option<Timestamp>) -> Result<Listed> {
    require(&cx.actor, Operation::ReadRegisters)?;
    let mut source = app.db.read().await?;
    let before = before.unwrap_or(Timestamp::MAX);
    let waiting = event_batch::waiting(&mut source, PAGE).await?;
    let latest = event_batch::list(&mut source, before, PAGE).await?;
    let who = waiting.iter().chain(&latest).filter_map(|batch| batch.by);
    let names = names(&mut source, who.collect()).await?;
    Ok(Listed {
        waiting,
        latest,
        names,
    })
}

async fn names(source: &mut Snapshot, who: Vec<StaffId>) -> Result<HashMap<StaffId, String>> {
    let mut names = HashMap::new();
    for id in who {
        if !names.contains_key(&id)
            && let Some(member) = staff::by_id(source, id).await?
        {
            names.insert(id, member.name);
        }
    }
    Ok(names)
}

/// An event as it is shown.
#[derive(Debug, Clone)]
pub struct Line {
    /// Where it stood in the file.
    pub line: i64,
    /// The register's identifier.
    pub event: String,
    /// The subject, mostly hidden.
    pub subject: String,
    /// Word of the change.
    pub change: String,
    /// When it occurred.
    pub at: Timestamp,
    /// Word of what became of it, once carried out.
    pub outcome: Option<String>,
}

/// One batch.
#[derive(Debug, Clone)]
pub struct Detail {
    /// The batch.
    pub batch: Batch,
    /// Steps of the release, in order.
    pub release: Vec<Approval>,
    /// Steps of taking it back, in order.
    pub undo: Vec<Approval>,
    /// Names of officers.
    pub names: HashMap<StaffId, String>,
    /// What became of its events so far.
    pub outcomes: Vec<(Outcome, i64)>,
    /// A random sample of events that change something; empty for who may not see people.
    pub sample: Vec<Line>,
    /// What is odd: word, how often, the first events where it is about people.
    pub odd: Vec<(String, i64, Vec<Line>)>,
    /// The first refused events, once carried out.
    pub refused: Vec<Line>,
    /// The first lines that could not be read.
    pub bad: Vec<BadLine>,
}

/// One batch with all that its release is decided on.
pub async fn detail(app: &App, cx: &Cx, id: BatchId) -> Result<Detail> {
    require(&cx.actor, Operation::ReadRegisters)?;
    let cx = &cx.with_purpose(Purpose::RegisterUpdate);
    let mut source = app.db.read().await?;
    let batch = event_batch::load(&mut source, id).await?;
    let batch = batch.ok_or(Error::NotFound)?;
    let release = event_batch::approvals(&mut source, id, "release").await?;
    let undo = event_batch::approvals(&mut source, id, "undo").await?;
    let mut who: Vec<StaffId> = release
        .iter()
        .chain(&undo)
        .filter_map(|s| s.staff)
        .collect();
    who.extend(batch.by);
    let names = names(&mut source, who).await?;
    let outcomes = event_batch::outcomes(&mut source, id).await?;
    let bad = event_list::bad(&mut source, id, SHOWN).await?;
    let mut seen = Vec::new();
    let people = may_see(cx);
    let mut odd = Vec::new();
    for (word, count, places) in &batch.rehearsal.odd {
        let places: &[i64] = if people { places } else { &[] };
        let shown = event_list::at(&mut source, id, places).await?;
        odd.push((word.clone(), *count, lines(&batch, shown, &mut seen)));
    }
    let places: &[i64] = if people { &batch.rehearsal.sample } else { &[] };
    let shown = event_list::at(&mut source, id, places).await?;
    let sample = lines(&batch, shown, &mut seen);
    let mut refused = Vec::new();
    let refusals = outcomes.iter().filter(|(o, _)| o.class() == Class::Refuse);
    for (outcome, _) in refusals.filter(|_| people) {
        let shown = event_list::with(&mut source, id, outcome.as_str(), SHOWN).await?;
        refused.extend(lines(&batch, shown, &mut seen));
    }
    drop(source);
    on_record(app, cx, id, seen).await?;
    Ok(Detail {
        batch,
        release,
        undo,
        names,
        outcomes,
        sample,
        odd,
        refused,
        bad,
    })
}

/// Who decides on releases sees people; an auditor sees numbers.
fn may_see(cx: &Cx) -> bool {
    match &cx.actor {
        Actor::Staff { role, .. } => *role == Role::Manager,
        Actor::Operator | Actor::System => true,
        Actor::Public | Actor::Holder { .. } | Actor::Register(_) | Actor::Party(_) => false,
    }
}

fn lines(batch: &Batch, shown: Vec<Shown>, seen: &mut Vec<Shown>) -> Vec<Line> {
    let lines = shown.iter().map(|one| Line {
        line: one.line,
        event: one.event.clone(),
        subject: masked(batch.teller, &one.told),
        change: one.change.clone(),
        at: one.at,
        outcome: one.outcome.clone(),
    });
    let lines = lines.collect();
    seen.extend(shown);
    lines
}

/// D59-4.4: whoever was shown is on record, once each, with the purpose.
async fn on_record(app: &App, cx: &Cx, id: BatchId, seen: Vec<Shown>) -> Result<()> {
    let mut subjects: Vec<_> = seen
        .iter()
        .map(|one| one.subject.unwrap_or(NOBODY))
        .collect();
    subjects.sort_unstable();
    subjects.dedup();
    if subjects.is_empty() {
        return Ok(());
    }
    let detail = serde_json::json!({ "batch": id });
    let entry = |subject| entry_with(app, cx, Event::RecordRead, subject, detail.clone());
    let entries: Vec<_> = subjects.into_iter().map(entry).collect();
    Ok(app.db.begin().await?.commit(entries).await?)
}
