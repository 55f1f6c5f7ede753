//! Proves the log of questions and answers: every statement is signed by the key of whom it names, every row is what the
//! audit log says, and no row of the audit log is missing here.

use domain::event::Event;
use domain::exchange::Outcome;
use domain::ids::AuditId;
use oidc::jose::{Compact, Jwk, base64url_encode};
use serde::de::DeserializeOwned;
use serde_json::Value;
use store::register_exchange::{self, Direction, Exchange};
use store::{Snapshot, audit};

use super::book::{detail, message_id, words};
use super::statement::{ANSWERED, ASKED, Answered, Asked, read};
use crate::{App, Result};

/// What is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Where: direction, body and message.
    pub place: String,
    /// What, as a word.
    pub what: &'static str,
}

/// What a look through the log found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Verified {
    /// Rows read.
    pub rows: u64,
    /// Questions that have no answer.
    pub unanswered: u64,
    /// All that is wrong.
    pub findings: Vec<Finding>,
}

const PAGE: i64 = 1000;
const EVENTS: [Event; 3] = [
    Event::RegisterAsked,
    Event::RegisterTold,
    Event::RegisterAnswered,
];

/// Reads everything again. Flat memory. The audit log itself is proven by `audit verify`.
pub async fn verify(app: &App) -> Result<Verified> {
    let mut source = app.db.scan().await?;
    let mut result = Verified::default();
    let mut after = (String::new(), String::new(), Vec::new());
    loop {
        let from = (after.0.as_str(), after.1.as_str(), after.2.as_slice());
        let rows = register_exchange::page(&mut source, from, PAGE).await?;
        let Some(last) = rows.last() else { break };
        after = (
            last.direction.as_str().to_owned(),
            last.body.clone(),
            last.id.to_vec(),
        );
        for row in &rows {
            result.rows += 1;
            result.unanswered += u64::from(row.answered.is_empty());
            if let Some(what) = fault(&mut source, row).await? {
                let id = base64url_encode(row.id);
                let place = format!("{} {} {id}", row.direction.as_str(), row.body);
                result.findings.push(Finding { place, what });
            }
        }
    }
    for event in EVENTS {
        missing(&mut source, event, &mut result.findings).await?;
    }
    Ok(result)
}

async fn fault(source: &mut Snapshot, row: &Exchange) -> Result<Option<&'static str>> {
    match audit::detail(source, row.audit).await? {
        // Particulars are dropped after five years; the statements still speak.
        Some(Value::Null) => {}
        Some(said) if said == detail(row) => {}
        Some(_) => return Ok(Some("row-changed")),
        None => return Ok(Some("not-in-audit-log")),
    }
    let Some(asked) = question(source, row).await? else {
        return Ok(Some("question-not-signed"));
    };
    let other = match row.direction {
        Direction::Asked => &asked.aud,
        Direction::Answered => &asked.iss,
    };
    if *other != row.body
        || message_id(&asked.jti) != Some(row.id)
        || asked.question != words(row.question)
        || asked.iat != row.asked_at.as_second()
    {
        return Ok(Some("question-of-another"));
    }
    if row.answered.is_empty() {
        let told = !matches!(row.outcome, Outcome::Failed | Outcome::Open);
        return Ok(told.then_some("answer-missing"));
    }
    let Some(told) = signed::<Answered>(source, &row.answered, (ANSWERED, &asked.aud)).await?
    else {
        return Ok(Some("answer-not-signed"));
    };
    let fits = (&told.iss, &told.aud) == (&asked.aud, &asked.iss)
        && told.jti == asked.jti
        && told.question_digest == asked.digest
        && told.outcome == row.outcome.as_str();
    // What was not believed may say anything: it is kept as what the other body signed.
    let disbelieved = row.direction == Direction::Asked && row.outcome == Outcome::Failed;
    Ok((!fits && !disbelieved).then_some("answer-of-another"))
}

/// What the asker signed: by the key of whom the statement names as its issuer.
async fn question(source: &mut Snapshot, row: &Exchange) -> Result<Option<Asked>> {
    let says = Compact::parse(&row.asked, row.asked.len());
    let issuer = says.and_then(|says| says.claims::<Asked>());
    match issuer {
        Ok(Asked { iss, .. }) => signed(source, &row.asked, (ASKED, &iss)).await,
        Err(_) => Ok(None),
    }
}

/// What was said, where a key of this body signed it, by the keys that were kept. A key that was put in another's place
/// has another name.
async fn signed<T: DeserializeOwned>(
    source: &mut Snapshot,
    text: &str,
    (kind, body): (&str, &str),
) -> Result<Option<T>> {
    let kid = Compact::parse(text, text.len())
        .ok()
        .and_then(|s| s.header().kid.clone());
    let Some(kid) = kid else { return Ok(None) };
    let Some(jwk) = register_exchange::key(source, &kid, body).await? else {
        return Ok(None);
    };
    let key = serde_json::from_str::<Value>(&jwk).ok();
    let key = key.and_then(|value| Jwk::parse(&value).ok());
    let Some(key) = key.filter(|key| key.thumbprint() == kid) else {
        return Ok(None);
    };
    let read = read(text, kind, &[key]);
    Ok(read.ok().map(|believed| believed.says))
}

/// Entries of the audit log whose row is gone, or was put back to what it was before it ended: the row of an end points
/// at the entry of that end.
async fn missing(source: &mut Snapshot, event: Event, findings: &mut Vec<Finding>) -> Result<()> {
    let mut after = AuditId::from_bytes([0; 16]);
    loop {
        let entries = audit::of_action(source, event.as_str(), after, PAGE).await?;
        let Some((last, _)) = entries.last() else {
            return Ok(());
        };
        after = *last;
        for (id, said) in &entries {
            let text = |name: &str| said.get(name).and_then(Value::as_str).unwrap_or_default();
            let (direction, body, message) = (text("direction"), text("body"), text("message"));
            let place = message_id(message).unwrap_or_default();
            let audit = register_exchange::audit_of(source, (direction, body), &place).await?;
            let what = match audit {
                None => "row-missing",
                Some(audit) if event != Event::RegisterAsked && audit != *id => "row-put-back",
                Some(_) => continue,
            };
            findings.push(Finding {
                place: format!("{direction} {body} {message}"),
                what,
            });
        }
    }
}
