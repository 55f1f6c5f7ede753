//! An officer records a breach: rule, what happened, evidence, the version of the terms (D59-19.1.a.ii,
//! D59-19.2.a, D59-19.3.a).

use domain::actor::Purpose;
use domain::authority::{Operation, require};
use domain::breach::{Breach, Rule, Step};
use domain::event::Event;
use domain::fault::{Fault, Faults};
use domain::ids::BreachId;
use store::audit::NOBODY;
use store::breach::{self, Body, Stored};

use super::BreachRef;
use crate::counter::access::unit as own_unit;
use crate::counter::find;
use crate::named::Named;
use crate::papers::{self, File};
use crate::words::words;
use crate::{App, Cx, Result, assistance, entry, entry_with, terms};

/// A breach as the officer enters it.
#[derive(Debug)]
pub struct Record<'a> {
    /// Whose account: personal identification number, or the code of an organisation.
    pub number: &'a str,
    /// Word of the rule.
    pub rule: &'a str,
    /// What happened.
    pub words: &'a str,
    /// Where evidence lies that is no paper; may be empty where there is a paper.
    pub reference: &'a str,
    /// Evidence, PDF.
    pub files: &'a [File<'a>],
}

struct Checked {
    number: Named,
    rule: Rule,
    body: Body,
}

fn check(command: &Record<'_>) -> Result<Checked> {
    let mut faults = Faults::default();
    let number = faults.take(Named::parse(command.number));
    let rule = Rule::parse(command.rule).ok_or_else(|| Fault::new("rule", "breach-rule"));
    let rule = faults.take(rule);
    let what = faults.take(words(("words", "breach-words"), command.words, 2000));
    let papers = faults.take(papers::names(command.files));
    let reference = match (command.reference.trim(), command.files) {
        ("", [_, ..]) => Some(String::new()),
        (text, _) => faults.take(words(("reference", "breach-evidence"), text, 200)),
    };
    match (number, rule, what, papers, reference) {
        (Some(number), Some(rule), Some(what), Some(papers), Some(reference)) => Ok(Checked {
            number,
            rule,
            body: Body {
                words: what,
                reference,
                papers,
                decision: String::new(),
                proposal: String::new(),
                end: String::new(),
                objection: String::new(),
            },
        }),
        _ => Err(faults.into()),
    }
}

/// D59-19.1.a.ii: records a breach. Nothing is locked by this alone, and the holder learns it with the
/// decision.
pub async fn record(app: &App, cx: &Cx, command: &Record<'_>) -> Result<BreachRef> {
    require(&cx.actor, Operation::RecordBreach)?;
    let cx = &cx.with_purpose(Purpose::Case);
    let checked = check(command)?;
    // I8: looking for an account counts as a search.
    find::count(app, cx).await?;
    let mut tx = app.db.begin().await?;
    let Some(holder) = checked.number.account(&mut tx, cx.now).await? else {
        tx.commit(entry(app, cx, Event::RecordRead, NOBODY)).await?;
        return Err(Fault::new("number", "case-no-account").into());
    };
    drop(tx);
    let subject = holder.holder().account().subject;
    let id = app.id(BreachId::from_bytes);
    let mut papers = Vec::new();
    for file in command.files {
        papers.push(breach::seal_paper(app.db.keys(), subject, id, file.bytes)?);
    }
    let mut tx = app.db.begin().await?;
    let by = Step {
        at: cx.now,
        by: cx.staff()?,
    };
    let stored = Stored {
        subject,
        id,
        reference: assistance::reference("VP", id.as_bytes()),
        unit: own_unit(cx)?,
        terms: terms::accepted(&mut tx, subject, cx.now).await?,
        breach: Breach::record(checked.rule, by),
        body: checked.body,
        revision: 1,
    };
    breach::insert(&mut tx, &stored).await?;
    for (place, paper) in (0..).zip(papers) {
        breach::add_paper(&mut tx, subject, id, place, paper).await?;
    }
    let detail =
        serde_json::json!({ "breach": id, "rule": checked.rule.as_str(), "terms": stored.terms });
    tx.commit(entry_with(app, cx, Event::BreachRecorded, subject, detail))
        .await?;
    Ok(BreachRef { subject, id })
}
