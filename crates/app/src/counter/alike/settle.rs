//! An officer settles a warning: another person, or one person enrolled twice. No account is locked by it: the law gives
//! no such ground without a decision of its own (D59-19); what follows is an inspector's to start.

use domain::actor::Purpose;
use domain::event::Event;
use domain::evidence::{AlikeReason, Settled, Settlement};
use domain::fault::Fault;
use domain::ids::EvidenceId;
use store::evidence::{self, Evidence};
use store::face_warning::{self, Settling};
use store::registration::{self, Stored};
use store::{Entry, Tx};

use super::open::one;
use crate::registration::text;
use crate::training::may_decide;
use crate::{App, Cx, Error, Result, entry_with};

/// What the officer saw.
#[derive(Debug, Clone, Copy)]
pub struct Answer<'a> {
    /// `another` or `same`.
    pub settled: &'a str,
    /// Why the machine warned of another person, by its word.
    pub reason: &'a str,
    /// What he wants to say about it; may be empty.
    pub note: &'a str,
}

const LONGEST: usize = 500;

fn read(answer: &Answer<'_>) -> std::result::Result<Settled, Fault> {
    match answer.settled {
        "same" => Ok(Settled::Same),
        "another" => AlikeReason::parse(answer.reason)
            .map(Settled::Another)
            .ok_or_else(|| Fault::new("reason", "alike-reason")),
        _ => Err(Fault::new("settled", "alike-choose")),
    }
}

/// D59-3.1, D59-3.2: keeps what the officer saw; once a warning.
pub async fn settle(app: &App, cx: &Cx, warning: (&str, &str), answer: &Answer<'_>) -> Result<()> {
    may_decide(app, cx).await?;
    let cx = cx.with_purpose(Purpose::DuplicateCheck);
    let mut tx = app.db.begin().await?;
    // Who may not settle it learns nothing of what he typed.
    let (stored, warning) = one(&mut tx, &cx, warning).await?;
    let settled = read(answer)?;
    let settlement = Settlement {
        id: app.id(EvidenceId::from_bytes),
        warning: warning.id,
        search: warning.search,
        officer: cx.staff()?,
        at: cx.now,
        settled: settled.state().as_str().to_owned(),
        reason: settled.reason().map(|reason| reason.as_str().to_owned()),
        note: text::free_text("note", answer.note, LONGEST)?,
    };
    let kept = Evidence {
        id: settlement.id,
        registration: stored.id,
        kind: "alike-settled",
        at: settlement.at,
        staff: Some(settlement.officer),
    };
    evidence::insert(&mut tx, stored.subject, &kept, &settlement).await?;
    let settling = Settling {
        officer: settlement.officer,
        at: settlement.at,
        settled,
        evidence: settlement.id,
    };
    face_warning::settle(&mut tx, &warning, &settling).await?;
    let entries = match settled {
        Settled::Another(_) => vec![another(app, &cx, &stored, &settlement)],
        Settled::Same => twice(&mut tx, app, &cx, (&stored, &warning), &settlement).await?,
    };
    Ok(tx.commit(entries).await?)
}

fn another(app: &App, cx: &Cx, stored: &Stored, made: &Settlement) -> Entry {
    let detail = serde_json::json!({
        "registration": stored.id,
        "warning": made.warning,
        "evidence": made.id,
        "settled": made.settled,
        "reason": made.reason,
    });
    entry_with(app, cx, Event::AlikeSettled, stored.subject, detail)
}

/// On record with both, under both references: what an inspector takes up.
async fn twice(
    tx: &mut Tx,
    app: &App,
    cx: &Cx,
    (stored, warning): (&Stored, &face_warning::Stored),
    made: &Settlement,
) -> Result<Vec<Entry>> {
    let of = &warning.other;
    let other = registration::load(tx, of.subject, of.registration).await?;
    let other = other.ok_or(Error::NotFound)?;
    let detail = serde_json::json!({
        "warning": made.warning,
        "evidence": made.id,
        "references": [stored.reference, other.reference],
    });
    let entry = |subject| entry_with(app, cx, Event::DuplicateSettled, subject, detail.clone());
    Ok(vec![entry(stored.subject), entry(of.account)])
}
