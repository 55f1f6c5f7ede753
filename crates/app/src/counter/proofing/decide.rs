//! The decision on level 2 (D59-14.2, D59-17.1): approve, refuse, send back, take up again.

use domain::account::Level;
use domain::actor::Purpose;
use domain::event::Event;
use domain::evidence::{Consent, Matched, OfficerComparison};
use domain::fault::Fault;
use domain::registers::PersonRecord;
use domain::registration::{Refusal, State};
use store::registration::{self, Stored};
use store::{Source, Tx, evidence, face_warning, second_look};

use super::{clock, task};
use crate::counter::access::{self, Seen};
use crate::counter::queue::send_back_stored;
use crate::counter::{alike, second_looks};
use crate::registration::receive::{moved, receive};
use crate::registration::{CONSENT_PURPOSE, check, issue, tell, text};
use crate::{App, Cx, Error, Result, documents, entry_with};

const LONGEST: usize = 500;

/// I3: the two proofs that level 2 needs, or the named reason why one is missing.
async fn proofs(source: &mut impl Source, stored: &Stored) -> Result<(Matched, Consent)> {
    let id = stored
        .dossier
        .comparison
        .ok_or(Error::Refused("comparison-missing"))?;
    let made: Option<OfficerComparison> = evidence::body(source, stored.subject, id).await?;
    let made = made.ok_or(Error::Refused("comparison-missing"))?;
    let second = second_looks::answered(source, stored.subject, id).await?;
    let matched = made
        .conclude(second.as_ref())
        .map_err(|e| Error::Refused(e.code()))?;
    let consent = stored
        .dossier
        .consent
        .clone()
        .ok_or(Error::Refused("no-consent"))?;
    Ok((matched, consent))
}

fn received(stored: &Stored) -> Result<()> {
    match stored.state {
        State::Received { .. } => Ok(()),
        State::Draft | State::Incomplete { .. } => Err(Error::Refused("dossier-incomplete")),
        State::Approved { .. } | State::Refused { .. } => {
            Err(Error::Refused("registration-decided"))
        }
    }
}

/// D59-12.2, D59-14.2.a2: approves level 2, with a match and the citizen's agreement only.
pub async fn approve(app: &App, cx: &Cx, seen: Seen<'_>) -> Result<()> {
    let cx = cx.with_purpose(Purpose::Proofing);
    let mut source = app.db.read().await?;
    let stored = access::proofing(&mut source, &cx, seen.reference).await?;
    received(&stored)?;
    seen.unchanged(&stored)?;
    if super::forward::pending(&mut source, &stored).await? {
        return Err(Error::Refused("forward-first"));
    }
    let (compared, _) = proofs(&mut source, &stored).await?;
    alike::distinct(&mut source, &stored).await?;
    drop(source);
    let number = stored.dossier.number.clone().ok_or(Error::NotFound)?;
    let told = check::ask(app, &number)
        .await
        .map_err(|s| Error::Silent(s.register))?;
    if let Some(reason) = check::bar(&cx, &stored.state, &told, false)? {
        return Err(Error::Refused(reason.as_str()));
    }
    let person = told
        .person
        .ok_or(Error::Refused(Refusal::NotInRegister.as_str()))?;
    // Nobody else's face is looked at for what cannot be approved anyway.
    let mut source = app.db.read().await?;
    let known = store::account::by_number(&mut source, &number, cx.now).await?;
    let subject = known.map_or(stored.subject, |a| a.account.subject);
    if issue::contact_taken(&mut source, subject, &stored.dossier).await? {
        return Err(Error::Refused("contact-taken"));
    }
    drop(source);
    let by = (&stored, compared.officer());
    let enrolment = alike::before_approval(app, &cx, by).await?;
    let mut tx = app.db.begin().await?;
    let mut stored = access::proofing(&mut tx, &cx, seen.reference).await?;
    received(&stored)?;
    seen.unchanged(&stored)?;
    if super::forward::pending(&mut tx, &stored).await? {
        return Err(Error::Refused("forward-first"));
    }
    let (matched, consent) = proofs(&mut tx, &stored).await?;
    let distinct = alike::distinct(&mut tx, &stored).await?;
    stored.state = stored
        .state
        .clone()
        .approve_level_two(cx.now, &matched, &consent, &distinct)
        .map_err(moved)?;
    stored.officer = Some(cx.staff()?);
    registration::save(&mut tx, &stored).await?;
    let facts = (&person, &matched, &consent);
    issue_or_raise(tx, app, &cx, stored, facts, enrolment).await
}

async fn issue_or_raise(
    mut tx: Tx,
    app: &App,
    cx: &Cx,
    stored: Stored,
    facts: (&PersonRecord, &Matched, &Consent),
    enrolment: Option<alike::Enrolment>,
) -> Result<()> {
    let (person, matched, consent) = facts;
    let known = store::account::by_number(&mut tx, &person.identity.number, cx.now).await?;
    let subject = known.as_ref().map_or(stored.subject, |a| a.account.subject);
    if issue::contact_taken(&mut tx, subject, &stored.dossier).await? {
        return Err(Error::Refused("contact-taken"));
    }
    let (account, mut entries) = match known {
        Some(account) => issue::raise(&mut tx, app, cx, (account, &stored, person)).await?,
        None => issue::issue(&mut tx, app, cx, (&stored, person), Level::Two).await?,
    };
    store::consent::insert(&mut tx, subject, CONSENT_PURPOSE, consent).await?;
    crate::terms::accepted_with(&mut tx, subject, consent).await?;
    registration::unreserve(&mut tx, &person.identity.number, stored.subject).await?;
    if !stored.dossier.documents.is_empty() {
        documents::request_from_registration(&mut tx, app, cx, subject, &stored).await?;
    }
    second_looks::draw(&mut tx, app, cx, &stored, matched).await?;
    tell::approved(&mut tx, app, cx, &stored, &account).await?;
    let detail = serde_json::json!({
        "registration": stored.id,
        "level": 2,
        "evidence": matched.evidence(),
        "second": matched.second(),
    });
    entries.push(entry_with(
        app,
        cx,
        Event::RegistrationApproved,
        subject,
        detail,
    ));
    alike::enrol(&mut tx, app, cx, (&stored, subject), enrolment).await?;
    Ok(tx.commit(entries).await?)
}

/// I7: refuses with a reason; the citizen is told in writing.
pub async fn refuse(app: &App, cx: &Cx, seen: Seen<'_>, reason: &str) -> Result<()> {
    let cx = cx.with_purpose(Purpose::Proofing);
    let mut tx = app.db.begin().await?;
    let stored = access::open_proofing(&mut tx, &cx, seen.reference).await?;
    if stored.state == State::Draft {
        return Err(Error::Refused("dossier-incomplete"));
    }
    seen.unchanged(&stored)?;
    if super::forward::pending(&mut tx, &stored).await? {
        return Err(Error::Refused("forward-first"));
    }
    let reason = check::chosen(reason, alike::duplicate(&mut tx, &stored).await?)?;
    second_look::drop_waiting(&mut tx, stored.subject, stored.id).await?;
    face_warning::drop_open(&mut tx, stored.subject, stored.id).await?;
    check::refuse(tx, app, &cx, stored, reason).await
}

/// D59-17.s: something is missing; the clock stops and the citizen is told what.
pub async fn send_back(app: &App, cx: &Cx, seen: Seen<'_>, missing: &str) -> Result<()> {
    let cx = cx.with_purpose(Purpose::Proofing);
    let mut tx = app.db.begin().await?;
    let mut stored = access::open_proofing(&mut tx, &cx, seen.reference).await?;
    received(&stored)?;
    seen.unchanged(&stored)?;
    // D59-3.1: nothing that could be brought would change it.
    if alike::duplicate(&mut tx, &stored).await? {
        return Err(Error::Refused(Refusal::Duplicate.as_str()));
    }
    let missing = text::free_text("missing", missing, LONGEST)?
        .ok_or_else(|| Fault::new("missing", "missing-empty"))?;
    // What is missing is mended at the counter that took it.
    if let Some(counter) = stored.dossier.forwarded_by.take() {
        stored.unit = counter;
        second_look::hand_on(&mut tx, stored.subject, stored.id, &stored.unit).await?;
    }
    send_back_stored(tx, app, &cx, stored, missing).await
}

/// D59-17.s: what was missing is there; a new clock starts.
pub async fn receive_again(app: &App, cx: &Cx, reference: &str) -> Result<()> {
    let cx = cx.with_purpose(Purpose::Proofing);
    let mut tx = app.db.begin().await?;
    let mut stored = access::open_proofing(&mut tx, &cx, reference).await?;
    if !matches!(stored.state, State::Incomplete { .. }) || !task::complete(&stored) {
        return Err(Error::Refused("dossier-incomplete"));
    }
    let clock = clock(&stored);
    let entry = receive(&mut tx, app, &cx, &mut stored, clock).await?;
    registration::save(&mut tx, &stored).await?;
    Ok(tx.commit(entry).await?)
}
