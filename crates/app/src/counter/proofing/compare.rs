//! The officer's comparison, kept as evidence whatever it says, with what machines say of the same portraits and of
//! the prints taken (D59-12.2, D59-14.2.a2).

use domain::actor::Purpose;
use domain::event::Event;
use domain::evidence::{Beside, Doubt, OfficerComparison, Shown, Verdict};
use domain::fault::Fault;
use domain::ids::EvidenceId;
use domain::registers::PortraitSource;
use store::comparison::Made;
use store::evidence::{self, Evidence};
use store::registration::Stored;
use store::{capture, second_look};

use super::{CardNow, keep, task, turned};
use crate::counter::access::{self, Register};
use crate::counter::machine::{self, Machines};
use crate::counter::{alike, prints, queue, second_looks};
use crate::registration::text;
use crate::training::may_decide;
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

/// What machines say of the portraits and the prints, before the officer does.
pub async fn machine(app: &App, cx: &Cx, reference: &str) -> Result<Machines> {
    let mut source = app.db.read().await?;
    let stored = access::open_proofing(&mut source, cx, reference).await?;
    drop(source);
    Ok(machines(app, &stored).await?.1)
}

/// Which portraits there are beside the live one, and what machines say of them and of the prints.
async fn machines(app: &App, stored: &Stored) -> Result<(Shown, Machines)> {
    let mut source = app.db.read().await?;
    let [live, chip] = [stored.dossier.portrait, stored.dossier.chip_portrait];
    let live = capture::image_of(&mut source, stored.subject, live).await?;
    let chip = capture::image_of(&mut source, stored.subject, chip).await?;
    drop(source);
    let register = queue::portrait(app, stored, PortraitSource::Population).await;
    let card = queue::portrait(app, stored, PortraitSource::Card).await;
    let shown = Shown {
        register: register.is_some(),
        card: card.is_some(),
        chip: chip.is_some(),
    };
    let others = [
        register.map(|bytes| (Beside::Population, bytes)),
        card.map(|bytes| (Beside::Card, bytes)),
        chip.map(|bytes| (Beside::Chip, bytes)),
    ];
    let others = others.into_iter().flatten().collect();
    let faces = machine::compare(app, live, others).await;
    let fingers = prints::compare(app, stored).await?;
    Ok((shown, Machines { faces, fingers }))
}

/// Keeps the comparison. Which portraits were shown, what machines say of them and which fields differ is found
/// here, not taken from the form.
pub async fn compare(
    app: &App,
    cx: &Cx,
    reference: &str,
    comparison: &Comparison<'_>,
) -> Result<Stored> {
    may_decide(app, cx).await?;
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
    if let Register::Silent(silent) = compared.register {
        return Err(silent.into());
    }
    if !compared.differences.is_empty() && verdict == Verdict::Same && explanation.is_none() {
        return Err(Fault::new("explanation", "explanation-needed").into());
    }
    let (shown, machines) = machines(app, &stored).await?;
    if verdict == Verdict::Same && denied(app, &stored).await? {
        return Err(Error::Refused("comparison-second-disagrees"));
    }
    let made = OfficerComparison {
        id: app.id(EvidenceId::from_bytes),
        officer: cx.staff()?,
        at: cx.now,
        portrait: stored.dossier.portrait,
        fingers: stored.dossier.fingers.iter().map(|f| f.capture).collect(),
        shown,
        chip_portrait: stored.dossier.chip_portrait,
        suspect_card: stored.dossier.suspect_card.clone(),
        verdict,
        differences: compared.differences,
        explanation,
        exception: stored.dossier.finger_exception.clone(),
        machine: machines.into_matches(),
        turns: turned(app, &cx, &stored).result,
    };
    // Whom an officer does not see on the portrait gets no account: nobody else's face is looked at.
    let search = match verdict {
        Verdict::Same => alike::search(app, &cx, &stored, cx.staff()?).await?,
        Verdict::Unsure | Verdict::Different => None,
    };
    record(app, &cx, stored, (made, search)).await
}

/// D59-14.2.a2: whether a second officer looked at this very portrait and did not see the same person. Only another
/// portrait asks anew.
async fn denied(app: &App, stored: &Stored) -> Result<bool> {
    let mut source = app.db.read().await?;
    for id in second_look::denied(&mut source, stored.subject, stored.id).await? {
        let made: Option<OfficerComparison> =
            evidence::body(&mut source, stored.subject, id).await?;
        if made.is_some_and(|made| made.portrait == stored.dossier.portrait) {
            return Ok(true);
        }
    }
    Ok(false)
}

async fn record(
    app: &App,
    cx: &Cx,
    mut stored: Stored,
    (made, search): (OfficerComparison, Option<alike::Made>),
) -> Result<Stored> {
    let mut tx = app.db.begin().await?;
    let kept = Evidence {
        id: made.id,
        registration: stored.id,
        kind: "officer-comparison",
        at: made.at,
        staff: Some(made.officer),
    };
    evidence::insert(&mut tx, stored.subject, &kept, &made).await?;
    let counted = Made {
        subject: stored.subject,
        id: made.id,
        unit: access::unit(cx)?,
        officer: made.officer,
        at: made.at,
        unclear: made.unclear(),
        machine: made.machine_word(),
        doubtful: made.doubt().is_some(),
    };
    store::comparison::insert(&mut tx, &counted).await?;
    // A comparison made anew is another one: nobody has looked at it.
    second_look::drop_waiting(&mut tx, stored.subject, stored.id).await?;
    if made.asks_second() {
        second_looks::ask(&mut tx, app, cx, &stored, &made).await?;
    }
    stored.dossier.comparison = Some(made.id);
    let detail = serde_json::json!({
        "registration": stored.id,
        "evidence": made.id,
        "verdict": made.verdict,
        "differences": made.differences,
        "doubt": made.doubt().map(Doubt::as_str),
    });
    let mut entries = vec![entry_with(
        app,
        cx,
        Event::ComparisonRecorded,
        stored.subject,
        detail,
    )];
    if let Some(found) = search {
        let by = (&stored, made.officer);
        let (entry, _) = alike::keep(&mut tx, app, cx, by, &found.search).await?;
        entries.push(entry);
    }
    keep(tx, app, cx, (stored, CardNow::NotAsked), entries).await
}
