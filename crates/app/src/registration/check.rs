//! Asking the registers, and what follows without anybody looking (D59-14.1, D59-3.3).

use domain::account::Level;
use domain::actor::{Actor, Purpose};
use domain::event::Event;
use domain::evidence::Consent;
use domain::fault::Fault;
use domain::ids::{EvidenceId, RegistrationId, SubjectId};
use domain::person::{Identity, PersonNumber};
use domain::regime::{Footing, PersonKind};
use domain::registers::{CardRecord, PersonRecord};
use domain::registration::{
    Automatic, LevelOneProof, Refusal, RegisterFacts, State, StayFacts, decide_level_one,
};
use domain::time::viet_nam_date;
use jiff::SignedDuration;
use jiff::civil::Date;
use store::evidence::{self, Evidence};
use store::job::{self, Job};
use store::registration::{self, Dossier, QueueReason, Stored};
use store::{Audit, Tx};

use super::receive::{moved, regime};
use super::{foreigner, issue, tell};
use crate::jobs::Finished;
use crate::ports::Silent;
use crate::{App, Cx, Error, Result, entry_with, jobs};

/// What became of a check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Checked {
    /// Decided, or left to an officer.
    Done,
    /// A register is silent: asked again later (I6).
    Silent,
}

/// What the registers know of a number.
pub(crate) struct Told {
    /// The population register.
    pub(crate) person: Option<PersonRecord>,
    /// The card register.
    pub(crate) card: Option<CardRecord>,
}

/// Asks both registers.
pub(crate) async fn ask(app: &App, number: &PersonNumber) -> std::result::Result<Told, Silent> {
    let person = app.registers.person(number).await?;
    let card = match &person {
        Some(_) => app.registers.card(number).await?,
        None => None,
    };
    Ok(Told { person, card })
}

/// What was stated, once every question is answered.
pub(crate) fn stated(dossier: &Dossier) -> Option<Identity> {
    Some(Identity {
        number: dossier.number.clone()?,
        name: dossier.name.clone()?,
        birth: dossier.birth?,
        sex: dossier.sex?,
    })
}

fn stay(person: &PersonRecord, today: Date) -> Option<StayFacts> {
    let foreign = person.foreign.as_ref()?;
    Some(StayFacts::of(foreign, today))
}

/// D59-14.1.a, D59-11.1, D59-11.2, D59-15: what no officer can set aside.
/// Ages and cards are judged on the day; which age counts, by the decree of the day of receipt (I10).
pub(crate) fn bar(
    cx: &Cx,
    state: &State,
    told: &Told,
    chip_needed: bool,
) -> Result<Option<Refusal>> {
    let today = viet_nam_date(cx.now);
    let Some(person) = &told.person else {
        return Ok(Some(Refusal::NotInRegister));
    };
    let judged_by = match state {
        State::Received { regime, .. } => *regime,
        State::Draft
        | State::Incomplete { .. }
        | State::Approved { .. }
        | State::Refused { .. } => regime(cx)?,
    };
    let kind = person.identity.number.kind();
    let age = person.identity.birth.age_on(today);
    let own = judged_by.age_band(kind, age, person.ward).footing == Footing::Own;
    let stay = stay(person, today).and_then(|stay| stay.bar(judged_by));
    let chip = told
        .card
        .as_ref()
        .map(|c| c.facts(today))
        .is_some_and(|c| c.fit && c.valid);
    Ok(match () {
        () if person.dead => Some(Refusal::Deceased),
        () if !own => Some(Refusal::UnderAge),
        () if stay.is_some() => stay,
        () if (chip_needed || kind == PersonKind::Foreigner) && !chip => {
            Some(Refusal::no_paper(kind))
        }
        () => None,
    })
}

/// Checks a registration of level 1 that was received: approves, refuses or queues it.
pub(crate) async fn check(app: &App, subject: SubjectId, id: RegistrationId) -> Result<Checked> {
    let cx = app.acting(Actor::System, Purpose::Registration);
    let mut source = app.db.read().await?;
    let stored = registration::load(&mut source, subject, id)
        .await?
        .ok_or(Error::NotFound)?;
    drop(source);
    if !waits(&stored) {
        return Ok(Checked::Done);
    }
    let stored = match foreigner::identify(app, &cx, stored).await? {
        Ok(stored) => stored,
        Err(silent) => return Ok(waits_for(&silent)),
    };
    if stored.dossier.number.is_none() && stored.dossier.paper.is_some() {
        let tx = app.db.begin().await?;
        return queue(tx, app, &cx, stored, QueueReason::UnknownNumber).await;
    }
    let identity =
        stated(&stored.dossier).ok_or(Error::Internal("a received dossier with gaps".into()))?;
    match ask(app, &identity.number).await {
        Ok(told) => decide(app, &cx, stored, &identity, &told).await,
        Err(silent) => Ok(waits_for(&silent)),
    }
}

fn waits_for(silent: &Silent) -> Checked {
    tracing::warn!(
        register = silent.register,
        why = silent.why,
        "registration waits for a register"
    );
    Checked::Silent
}

fn waits(stored: &Stored) -> bool {
    matches!(stored.state, State::Received { .. })
        && stored.level == Level::One
        && stored.dossier.queued.is_none()
}

async fn decide(
    app: &App,
    cx: &Cx,
    stored: Stored,
    stated: &Identity,
    told: &Told,
) -> Result<Checked> {
    let today = viet_nam_date(cx.now);
    let State::Received { regime, .. } = stored.state else {
        return Ok(Checked::Done);
    };
    let mut tx = app.db.begin().await?;
    let account = store::account::by_number(&mut tx, &stated.number, cx.now).await?;
    let facts = told.person.as_ref().map(|person| RegisterFacts {
        identity: person.identity.clone(),
        deceased: person.dead,
        card: told.card.as_ref().map(|card| card.facts(today)),
        account: account.map(|a| a.account.level),
        ward: person.ward,
        stay: stay(person, today),
    });
    let issued = stored
        .dossier
        .card_issued
        .ok_or(Error::Internal("a received dossier without card".into()))?;
    match (
        decide_level_one(stated, issued, facts.as_ref(), regime, today),
        &told.person,
    ) {
        (Automatic::Approve(proof), Some(person)) => {
            if issue::contact_taken(&mut tx, stored.subject, &stored.dossier).await? {
                return queue(tx, app, cx, stored, QueueReason::ContactTaken).await;
            }
            approve(tx, app, cx, stored, (&proof, person)).await?;
        }
        (Automatic::Refuse(reason), _) => refuse(tx, app, cx, stored, reason).await?,
        (Automatic::Queue(differing), person) => {
            let reason = match person {
                None => QueueReason::UnknownNumber,
                Some(_) if differing.is_empty() => QueueReason::Deceased,
                Some(_) => QueueReason::Differences,
            };
            let mut stored = stored;
            stored.dossier.differences = differing;
            return queue(tx, app, cx, stored, reason).await;
        }
        (Automatic::Approve(_), None) => {
            return Err(Error::Internal("approved without a record".into()));
        }
    }
    Ok(Checked::Done)
}

/// Leaves it to an officer; the applicant is told reference and due date.
async fn queue(
    mut tx: Tx,
    app: &App,
    cx: &Cx,
    mut stored: Stored,
    reason: QueueReason,
) -> Result<Checked> {
    stored.dossier.queued = Some(reason);
    registration::save(&mut tx, &stored).await?;
    let due = stored.due.map(super::text::day).unwrap_or_default();
    let args = [("reference", stored.reference.clone()), ("due", due)];
    tell::applicant(
        &mut tx,
        app,
        cx,
        (&stored, None),
        "registration-queued",
        &args,
    )
    .await?;
    tx.commit(Audit::Bookkeeping("registration queued")).await?;
    Ok(Checked::Done)
}

/// Which registers agreed.
const fn registers(person: &PersonRecord) -> &'static [&'static str] {
    match person.foreign {
        Some(_) => &["foreigners"],
        None => &["population", "card"],
    }
}

/// D59-14.1: approves level 1; account, identifiers, evidence, agreement and notices in one commit.
pub(crate) async fn approve(
    mut tx: Tx,
    app: &App,
    cx: &Cx,
    mut stored: Stored,
    decision: (&LevelOneProof, &PersonRecord),
) -> Result<()> {
    let (proof, person) = decision;
    stored.state = stored
        .state
        .clone()
        .approve_level_one(cx.now, proof)
        .map_err(moved)?;
    stored.officer = proof.officer();
    registration::save(&mut tx, &stored).await?;
    let (account, mut entries) =
        issue::issue(&mut tx, app, cx, (&stored, person), Level::One).await?;
    let check = Evidence {
        id: app.id(EvidenceId::from_bytes),
        registration: stored.id,
        kind: if proof.officer().is_some() {
            "officer-decision"
        } else {
            "registers-agree"
        },
        at: cx.now,
        staff: proof.officer(),
    };
    let found = serde_json::json!({
        "differences": stored.dossier.differences,
        "registers": registers(person),
        "details": stored.dossier.details_from,
        "chip": stored.dossier.chip_shown,
    });
    evidence::insert(&mut tx, stored.subject, &check, &found).await?;
    let consent: &Consent = stored
        .dossier
        .consent
        .as_ref()
        .ok_or(Error::Refused("no-consent"))?;
    store::consent::insert(&mut tx, stored.subject, super::CONSENT_PURPOSE, consent).await?;
    crate::terms::accepted_with(&mut tx, stored.subject, consent).await?;
    tell::approved(&mut tx, app, cx, &stored, &account).await?;
    let detail = serde_json::json!({ "registration": stored.id, "level": 1, "evidence": check.id });
    entries.push(entry_with(
        app,
        cx,
        Event::RegistrationApproved,
        stored.subject,
        detail,
    ));
    Ok(tx.commit(entries).await?)
}

/// I7: the reason that an officer chose; that somebody has an account already only where another officer found it, that
/// a card was refused only where one was applied for with the account.
pub(crate) fn chosen(
    reason: &str,
    duplicate: bool,
    joint: bool,
) -> std::result::Result<Refusal, Fault> {
    Refusal::by_officer(duplicate, joint)
        .find(|known| known.as_str() == reason)
        .ok_or_else(|| Fault::new("reason", "reason-choose"))
}

/// I7: refuses with a reason, told with its next step.
pub(crate) async fn refuse(
    mut tx: Tx,
    app: &App,
    cx: &Cx,
    mut stored: Stored,
    reason: Refusal,
) -> Result<()> {
    stored.state = stored.state.clone().refuse(cx.now, reason).map_err(moved)?;
    stored.officer = cx.staff().ok().or(stored.officer);
    registration::save(&mut tx, &stored).await?;
    if stored.level == Level::Two
        && let Some(number) = &stored.dossier.number
    {
        registration::unreserve(&mut tx, number, stored.subject).await?;
    }
    let account = tell::account(&mut tx, cx, &stored).await?;
    let args = [
        ("reference", stored.reference.clone()),
        ("reason", reason.as_str().to_owned()),
    ];
    tell::applicant(
        &mut tx,
        app,
        cx,
        (&stored, account.as_ref()),
        "registration-refused",
        &args,
    )
    .await?;
    let detail =
        serde_json::json!({ "registration": stored.id, "reason": reason, "basis": reason.basis() });
    Ok(tx
        .commit(entry_with(
            app,
            cx,
            Event::RegistrationRefused,
            stored.subject,
            detail,
        ))
        .await?)
}

const ASK_AGAIN: SignedDuration = SignedDuration::from_mins(2);

/// Job `registration-check`: asks again for as long as a register is silent.
pub(crate) async fn run(app: &App, cx: &Cx, job: &Job) -> Result<Finished> {
    let id: RegistrationId = jobs::payload(job, "registration")?;
    let checked = check(app, job.subject, id).await?;
    let mut tx = app.db.begin().await?;
    match checked {
        Checked::Done => job::done(&mut tx, job).await?,
        Checked::Silent => job::again(&mut tx, job, cx.now + ASK_AGAIN, false).await?,
    }
    tx.commit(Audit::Bookkeeping("registration checked"))
        .await?;
    Ok(Finished::Done)
}
