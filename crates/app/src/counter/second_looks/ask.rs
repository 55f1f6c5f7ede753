//! Asking for a second look, drawing a re-check, reading the answer.

use domain::evidence::{Matched, OfficerComparison, SecondLook};
use domain::ids::{EvidenceId, LookId, SubjectId};
use store::registration;
use store::second_look::{self, Kind, Stored};
use store::{Source, Tx, evidence};

use crate::{App, Cx, Result};

/// Asks the unit's other officers to look at a doubtful comparison.
pub(crate) async fn ask(
    tx: &mut Tx,
    app: &App,
    cx: &Cx,
    of: &registration::Stored,
    made: &OfficerComparison,
) -> Result<()> {
    let first = (made.id, made.officer);
    Ok(second_look::insert(tx, &waiting(app, cx, (of, Kind::SecondLook), first)).await?)
}

/// Draws whether an approved comparison is looked at again. Nobody can know before which one is.
pub(crate) async fn draw(
    tx: &mut Tx,
    app: &App,
    cx: &Cx,
    of: &registration::Stored,
    matched: &Matched,
) -> Result<()> {
    let drawn = u32::from_le_bytes(app.random()) % 1000;
    if drawn >= u32::from(app.config.recheck_per_mille) {
        return Ok(());
    }
    let first = (matched.evidence(), matched.officer());
    Ok(second_look::insert(tx, &waiting(app, cx, (of, Kind::Recheck), first)).await?)
}

fn waiting(
    app: &App,
    cx: &Cx,
    (of, kind): (&registration::Stored, Kind),
    (comparison, first): (EvidenceId, domain::ids::StaffId),
) -> Stored {
    Stored {
        subject: of.subject,
        id: app.id(LookId::from_bytes),
        registration: of.id,
        comparison,
        kind,
        unit: of.unit.clone(),
        first,
        asked: cx.now,
        evidence: None,
    }
}

/// What a second officer said of a comparison, if one did.
pub(crate) async fn answered(
    source: &mut impl Source,
    subject: SubjectId,
    comparison: EvidenceId,
) -> Result<Option<SecondLook>> {
    let look = second_look::of_comparison(source, subject, comparison).await?;
    match look.and_then(|look| look.evidence) {
        Some(id) => Ok(evidence::body(source, subject, id).await?),
        None => Ok(None),
    }
}
