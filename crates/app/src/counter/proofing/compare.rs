//! The officer's comparison, kept as evidence whatever it says (D59-12.2, D59-14.2.a2).

use domain::actor::Purpose;
use domain::event::Event;
use domain::evidence::{OfficerComparison, Shown, Verdict};
use domain::fault::Fault;
use domain::ids::EvidenceId;
use domain::registers::PortraitSource;
use store::evidence::{self, Evidence};
use store::registration::Stored;

use super::{keep, task};
use crate::counter::access::{self, Register};
use crate::counter::queue::has_portrait;
use crate::registration::text;
use crate::{App, Cx, Error, Result, entry_with};

/// What the officer saw.
#[derive(Debug, Clone, Copy)]
pub struct Comparison<'a> {
    /// `same`, `unsure` or `different`.
    pub verdict: &'a str,
    /// Why fields differ, where they do.
    pub explanation: &'a str,
}

const LONGEST: usize = 1000;

/// Keeps the comparison. Which portraits were shown and which fields differ is found here, not
/// taken from the form.
pub async fn compare(
    app: &App,
    cx: &Cx,
    reference: &str,
    comparison: &Comparison<'_>,
) -> Result<Stored> {
    let cx = cx.with_purpose(Purpose::Proofing);
    let mut source = app.db.read().await?;
    let stored = access::open_proofing(&mut source, &cx, reference).await?;
    drop(source);
    if !task::complete(&stored) {
        return Err(Error::Refused("dossier-incomplete"));
    }
    let verdict = Verdict::parse(comparison.verdict)
        .ok_or_else(|| Fault::new("verdict", "verdict-choose"))?;
    let explanation = text::free_text("explanation", comparison.explanation, LONGEST)?;
    let compared = access::compare(app, &stored).await?;
    if let Register::Silent(register) = compared.register {
        return Err(Error::Silent(register));
    }
    if !compared.differences.is_empty() && verdict == Verdict::Same && explanation.is_none() {
        return Err(Fault::new("explanation", "explanation-needed").into());
    }
    let made = OfficerComparison {
        id: app.id(EvidenceId::from_bytes),
        officer: cx.staff()?,
        at: cx.now,
        portrait: stored.dossier.portrait,
        fingers: stored.dossier.fingers.iter().map(|f| f.capture).collect(),
        shown: Shown {
            register: has_portrait(app, &stored, PortraitSource::Population).await,
            card: has_portrait(app, &stored, PortraitSource::Card).await,
        },
        verdict,
        differences: compared.differences,
        explanation,
        exception: stored.dossier.finger_exception.clone(),
    };
    record(app, &cx, stored, made).await
}

async fn record(app: &App, cx: &Cx, mut stored: Stored, made: OfficerComparison) -> Result<Stored> {
    let mut tx = app.db.begin().await?;
    let kept = Evidence {
        id: made.id,
        registration: stored.id,
        kind: "officer-comparison",
        at: made.at,
        staff: Some(made.officer),
    };
    evidence::insert(&mut tx, stored.subject, &kept, &made).await?;
    stored.dossier.comparison = Some(made.id);
    let detail = serde_json::json!({
        "registration": stored.id,
        "evidence": made.id,
        "verdict": made.verdict,
        "differences": made.differences,
    });
    let entry = entry_with(app, cx, Event::ComparisonRecorded, stored.subject, detail);
    keep(tx, app, cx, stored, vec![entry]).await
}
