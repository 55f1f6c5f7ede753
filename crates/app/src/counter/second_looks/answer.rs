//! The second officer's answer, kept as evidence of its own (D59-14.2.a2).

use domain::actor::Purpose;
use domain::event::Event;
use domain::evidence::{SecondLook, Shown, Verdict};
use domain::fault::Fault;
use domain::ids::EvidenceId;
use store::evidence::{self, Evidence};
use store::second_look;

use super::open::{Behind, behind, open};
use crate::registration::text;
use crate::training::may_decide;
use crate::{App, Cx, Error, Result, entry_with};

/// What the second officer saw.
#[derive(Debug, Clone, Copy)]
pub struct Answer<'a> {
    /// `same`, `unsure` or `different`.
    pub verdict: &'a str,
    /// What he wants to say about it; may be empty.
    pub note: &'a str,
}

const LONGEST: usize = 500;

/// Keeps the answer; one answer a look.
pub async fn answer(app: &App, cx: &Cx, id: &str, answer: &Answer<'_>) -> Result<()> {
    may_decide(app, cx).await?;
    let cx = cx.with_purpose(Purpose::Proofing);
    let verdict =
        Verdict::parse(answer.verdict).ok_or_else(|| Fault::new("verdict", "verdict-choose"))?;
    // Registers are asked before the write begins.
    let beside = open(app, &cx, id).await?;
    let shown = Shown {
        register: beside.register,
        card: beside.card,
        chip: beside.chip,
    };
    if !shown.any() {
        return Err(Error::Refused("comparison-nothing-to-compare"));
    }
    let mut tx = app.db.begin().await?;
    let Behind { look, of, made } = behind(&mut tx, &cx, id).await?;
    let seen = SecondLook {
        id: app.id(EvidenceId::from_bytes),
        comparison: made.id,
        officer: cx.staff()?,
        at: cx.now,
        shown,
        verdict,
        note: text::free_text("note", answer.note, LONGEST)?,
    };
    let kept = Evidence {
        id: seen.id,
        registration: of.id,
        kind: look.kind.as_str(),
        at: seen.at,
        staff: Some(seen.officer),
    };
    evidence::insert(&mut tx, look.subject, &kept, &seen).await?;
    let done = second_look::Answer {
        officer: seen.officer,
        at: seen.at,
        verdict,
        evidence: seen.id,
    };
    second_look::answer(&mut tx, &look, &done).await?;
    let detail = serde_json::json!({
        "registration": of.id,
        "comparison": made.id,
        "evidence": seen.id,
        "kind": look.kind.as_str(),
        "verdict": verdict,
    });
    let entry = entry_with(app, &cx, Event::SecondLookRecorded, look.subject, detail);
    Ok(tx.commit(entry).await?)
}
