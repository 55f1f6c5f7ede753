//! Approving level 2 (D59-12.2, D59-14.2): by an officer at once, or with the card he decided before it was there
//! (D59-14.2.b).

use domain::account::Level;
use domain::actor::Purpose;
use domain::event::Event;
use domain::evidence::{Consent, Matched, OfficerComparison};
use domain::ids::StaffId;
use domain::month::Month;
use domain::registers::PersonRecord;
use domain::registration::{CardWait, Refusal, State, Together};
use domain::time::viet_nam_date;
use store::job::{self, Job};
use store::registration::{self, Stored};
use store::{Source, Tx, evidence};

use super::together;
use crate::counter::access::{self, Seen};
use crate::counter::{alike, second_looks};
use crate::registration::receive::moved;
use crate::registration::{CONSENT_PURPOSE, check, issue, tell};
use crate::training::may_decide;
use crate::{App, Cx, Error, Result, documents, entry_with};

/// I3: the two proofs that level 2 needs, or the named reason why one is missing.
pub(super) async fn proofs(
    source: &mut impl Source,
    stored: &Stored,
) -> Result<(Matched, Consent)> {
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

pub(super) fn received(stored: &Stored) -> Result<()> {
    match stored.state {
        State::Received { .. } => Ok(()),
        State::Draft | State::Incomplete { .. } => Err(Error::Refused("dossier-incomplete")),
        State::Approved { .. } | State::Refused { .. } => {
            Err(Error::Refused("registration-decided"))
        }
    }
}

/// What holds before a transaction begins.
pub(super) struct Ready {
    /// As the population register has him.
    pub(super) person: PersonRecord,
    /// Who compared.
    first: StaffId,
    /// D59-14.2.b: whether a card is still to come.
    pub(super) card: std::result::Result<Together, CardWait>,
}

/// Everything that an approval needs, or the named reason why it cannot be: evidence, agreement, registers, contacts.
pub(super) async fn ready(app: &App, cx: &Cx, stored: &Stored) -> Result<Ready> {
    let mut source = app.db.read().await?;
    if super::forward::pending(&mut source, stored).await? {
        return Err(Error::Refused("forward-first"));
    }
    let (compared, _) = proofs(&mut source, stored).await?;
    alike::distinct(&mut source, stored).await?;
    drop(source);
    let number = stored.dossier.number.clone().ok_or(Error::NotFound)?;
    let told = check::ask(app, &number).await.map_err(Error::from)?;
    if let Some(reason) = check::bar(cx, &stored.state, &told, false)? {
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
    let own = told.card.filter(|card| card.number == number);
    let card = own.map(|card| card.facts(viet_nam_date(cx.now)));
    Ok(Ready {
        person,
        first: compared.officer(),
        card: Together::of(
            stored.joint(),
            stored.dossier.card_application.as_ref(),
            card,
        ),
    })
}

/// D59-12.2, D59-14.2.a2: approves level 2, with a match and the citizen's agreement only. D59-14.2.b: where the card is
/// still to come the decision is kept, and the account issued with it.
pub async fn approve(app: &App, cx: &Cx, seen: Seen<'_>) -> Result<()> {
    may_decide(app, cx).await?;
    let cx = cx.with_purpose(Purpose::Proofing);
    let mut source = app.db.read().await?;
    let stored = access::proofing(&mut source, &cx, seen.reference).await?;
    drop(source);
    received(&stored)?;
    seen.unchanged(&stored)?;
    let ready = ready(app, &cx, &stored).await?;
    match &ready.card {
        Ok(_) => issue_two(app, &cx, (&stored, ready), None).await,
        Err(CardWait::NotIssued) if stored.awaits_card().is_none() => {
            together::decide(app, &cx, &stored).await
        }
        Err(wait) => Err(Error::Refused(wait.code())),
    }
}

/// Issues what an officer decided, in one transaction, with the job that waited for the card where there was one. What
/// was decided before the card was there stays the decision of who made it, whoever asks for the card.
pub(super) async fn issue_two(
    app: &App,
    cx: &Cx,
    (seen, ready): (&Stored, Ready),
    job: Option<&Job>,
) -> Result<()> {
    let together = ready.card.map_err(|wait| Error::Refused(wait.code()))?;
    let officer = match seen.awaits_card() {
        Some(awaits) => {
            together::as_compared(app, (seen, awaits), &ready.person).await?;
            awaits.officer()
        }
        None => cx.staff()?,
    };
    let enrolment = alike::before_approval(app, cx, (seen, ready.first), officer).await?;
    let mut tx = app.db.begin().await?;
    if let Some(job) = job {
        job::done(&mut tx, job).await?;
    }
    let mut stored = unchanged(&mut tx, seen).await?;
    let (matched, consent) = proofs(&mut tx, &stored).await?;
    let distinct = alike::distinct(&mut tx, &stored).await?;
    stored.state = stored
        .state
        .clone()
        .approve_level_two(cx.now, (&matched, &consent, &distinct), &together)
        .map_err(moved)?;
    stored.officer = Some(officer);
    stored.dossier.issue_stopped = None;
    registration::save(&mut tx, &stored).await?;
    let facts = (&ready.person, &matched, &consent);
    issue_or_raise(tx, app, cx, stored, facts, enrolment).await
}

/// The registration as it is now, received and as it was seen before: nobody decides on what changed meanwhile.
pub(super) async fn unchanged(tx: &mut Tx, seen: &Stored) -> Result<Stored> {
    let now = registration::load(tx, seen.subject, seen.id).await?;
    let now = now.ok_or(Error::NotFound)?;
    received(&now)?;
    if now.revision == seen.revision {
        Ok(now)
    } else {
        Err(Error::Stale)
    }
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
    let rests_on = (stored.subject, matched.evidence());
    store::comparison::approved(&mut tx, rests_on, Month::of(cx.now)).await?;
    second_looks::draw(&mut tx, app, cx, &stored, matched).await?;
    tell::approved(&mut tx, app, cx, &stored, &account).await?;
    let detail = serde_json::json!({
        "registration": stored.id,
        "level": 2,
        "evidence": matched.evidence(),
        "second": matched.second(),
        "officer": stored.officer,
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
