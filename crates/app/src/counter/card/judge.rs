//! The verdict on a reading, and what an accepted card leaves in the dossier.

use chip::{Card, Reading};
use domain::chip_reading::{ChipReading, RegisterSide};
use domain::ids::{CaptureId, EvidenceId};
use domain::person::{Difference, PersonNumber};
use store::Tx;
use store::capture::{self, Capture, Taken};
use store::card_job::{self, Job};
use store::evidence::{self, Evidence};
use store::registration::{self, Stored};

use super::bring::{entry, refuse_in};
use super::{Asked, Outcome};
use crate::chip_check::{self, Judged, Refusal, genuine, hex, holder};
use crate::counter::access::is_open;
use crate::counter::proofing::{CardNow, Taking, keep};
use crate::registration::check::{self, Told};
use crate::registration::image;
use crate::{App, Cx, Error, Result};

/// A reading that is judged.
pub(super) struct Case<'a> {
    pub(super) job: Job,
    pub(super) asked: Asked,
    pub(super) stored: Stored,
    pub(super) engine: String,
    /// The packet that it comes out of, where the line was down when it was read.
    pub(super) offline: Option<Taking<'a>>,
}

/// The dossier as it is now, where it is open still and not decided: verifying took a while, and officers may have gone
/// on with it.
pub(super) async fn open_now(tx: &mut Tx, job: &Job) -> Result<Option<Stored>> {
    let stored = registration::load(tx, job.subject, job.registration).await?;
    let here = |s: &Stored| s.unit == job.unit && is_open(s) && s.awaits_card().is_none();
    Ok(stored.filter(here))
}

/// A transaction of the reading's own: of one out of a packet, the packet is held in it.
pub(super) async fn begin(app: &App, offline: Option<&Taking<'_>>) -> Result<Tx> {
    let mut tx = app.db.begin().await?;
    if let Some(taking) = offline {
        taking.hold(&mut tx, app).await?;
    }
    Ok(tx)
}

/// What was found of a reading.
type Found = std::result::Result<(ChipReading, Capture), Refusal>;

/// D59-14.2.a2, D59-24.4: judges a reading; its proofs count as used whatever the verdict is.
pub(super) async fn judge(app: &App, cx: &Cx, case: Case<'_>, reading: Reading) -> Result<Outcome> {
    let number = case.stored.dossier.number.clone().ok_or(Error::NotFound)?;
    let asked = (&case.asked.question, &number);
    let judged = chip_check::judge(app, cx, asked, reading).await?;
    let found = match &judged.card {
        Ok(card) => Ok(found(app, cx, &case, (card, &number)).await?),
        Err(refusal) => Err(refusal.clone()),
    };
    // Once more where an officer changed the dossier in between: a verdict is not lost to that.
    match conclude(app, cx, &case, (&judged, &found)).await {
        Err(Error::Stale) => conclude(app, cx, &case, (&judged, &found)).await,
        done => done,
    }
}

/// Uses the proofs up, ends the reading, and puts what came of it on record, also where the dossier was decided
/// meanwhile: that stays as it was decided.
async fn conclude(
    app: &App,
    cx: &Cx,
    case: &Case<'_>,
    (judged, found): (&Judged, &Found),
) -> Result<Outcome> {
    let job = &case.job;
    let mut tx = begin(app, case.offline.as_ref()).await?;
    let fresh = judged.use_up(&mut tx, cx).await?;
    match found {
        _ if !fresh => refuse_in(tx, app, cx, job, Refusal::repeated().into()).await,
        Err(refusal) => refuse_in(tx, app, cx, job, refusal.clone().into()).await,
        Ok(found) => match open_now(&mut tx, job).await? {
            // D59-14.2.b: the dossier may have become a joint one since the card was asked for.
            Some(stored) if stored.joint() => {
                refuse_in(tx, app, cx, job, Refusal::to_come().into()).await
            }
            Some(stored) => accept(tx, app, cx, (job, stored), found).await,
            None => refuse_in(tx, app, cx, job, Refusal::decided().into()).await,
        },
    }
}

/// What an accepted card leaves: the evidence, and the portrait.
async fn found(
    app: &App,
    cx: &Cx,
    case: &Case<'_>,
    (card, number): (&Card, &PersonNumber),
) -> Result<(ChipReading, Capture)> {
    let raw = card.portrait().bytes();
    let drawn = image::portrait_of_chip(raw.to_vec()).await?;
    let shown = drawn.is_some();
    let capture = Capture {
        id: app.id(CaptureId::from_bytes),
        registration: case.stored.id,
        kind: "portrait-chip",
        finger: String::new(),
        // What cannot be drawn anew is kept as it came, and never shown.
        image: drawn.unwrap_or_else(|| raw.to_vec()),
        taken: case
            .offline
            .as_ref()
            .map_or(Taken::now(Some(case.job.staff), cx.now), |o| o.taken),
    };
    let holder = holder(card, number);
    let told = match check::ask(app, number).await {
        Ok(told) => Some(told),
        // Spared, not silent: it is read again once the registers may be asked.
        Err(silent) if silent.again.is_some() => return Err(silent.into()),
        Err(_) => None,
    };
    let differences = told.and_then(|told| against(&holder, &told));
    let reading = ChipReading {
        id: app.id(EvidenceId::from_bytes),
        job: case.job.id,
        officer: case.job.staff,
        agent: case.job.agent,
        at: card.at(),
        holder,
        portrait: capture.id,
        shown,
        genuine: genuine(card.genuine()).to_owned(),
        authority: hex(&card.vouching().authority.fingerprint()),
        signer: hex(&card.vouching().signer.fingerprint()),
        list_issued: card.vouching().list_issued,
        engine: case.engine.clone(),
        taken: case.offline.as_ref().map(|offline| offline.taken.at),
        taken_by: case.offline.as_ref().and_then(|offline| offline.taken.by),
        differences,
    };
    Ok((reading, capture))
}

/// D59-3.3: chip beside registers; nothing where they do not know the number.
pub(super) fn against(
    holder: &domain::chip_reading::ChipHolder,
    told: &Told,
) -> Option<Vec<Difference>> {
    let person = told.person.as_ref()?;
    Some(holder.differences(&RegisterSide {
        name: &person.identity.name,
        birth: person.identity.birth,
        sex: person.identity.sex,
        issued_on: told.card.as_ref().map(|c| c.issued_on),
    }))
}

async fn accept(
    mut tx: Tx,
    app: &App,
    cx: &Cx,
    (job, mut stored): (&Job, Stored),
    (reading, portrait): &(ChipReading, Capture),
) -> Result<Outcome> {
    let outcome = Outcome::Accepted {
        evidence: reading.id,
    };
    let kept = Evidence {
        id: reading.id,
        registration: stored.id,
        kind: "chip-reading",
        at: reading.at,
        staff: Some(reading.officer),
    };
    capture::insert(&mut tx, stored.subject, portrait).await?;
    evidence::insert(&mut tx, stored.subject, &kept, reading).await?;
    card_job::finish(&mut tx, job, &outcome).await?;
    stored.dossier.chip_reading = Some(reading.id);
    stored.dossier.chip_portrait = reading.shown.then_some(portrait.id);
    stored.dossier.suspect_card = None;
    // The portrait of the chip was not among those that were compared.
    stored.dossier.comparison = None;
    let entry = entry(app, cx, job, &outcome);
    keep(tx, app, cx, (stored, CardNow::NotAsked), vec![entry]).await?;
    Ok(outcome)
}
