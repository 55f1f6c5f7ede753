//! The officer's decision on level 1: approve, refuse with a reason, send back as incomplete.

use domain::actor::Purpose;
use domain::event::Event;
use domain::fault::Fault;
use domain::person::PersonNumber;
use domain::registration::{LevelOneProof, Refusal, State};
use store::registration::{self, Stored};

use crate::counter::access::{self, Seen, compare};
use crate::registration::{check, foreigner, issue, receive::moved, tell, text};
use crate::training::may_decide;
use crate::{App, Cx, Error, Result, entry_with};

const LONGEST: usize = 500;

fn received(state: &State) -> Result<()> {
    match state {
        State::Received { .. } => Ok(()),
        State::Draft
        | State::Incomplete { .. }
        | State::Approved { .. }
        | State::Refused { .. } => Err(Error::Refused("registration-decided")),
    }
}

/// D59-14.1: an officer looked and approves. What the law asks of everybody he cannot set aside.
pub async fn approve(app: &App, cx: &Cx, seen: Seen<'_>) -> Result<()> {
    may_decide(app, cx).await?;
    let cx = cx.with_purpose(Purpose::Registration);
    let officer = cx.staff()?;
    let mut source = app.db.read().await?;
    let stored = access::queued(&mut source, &cx, seen.reference).await?;
    drop(source);
    received(&stored.state)?;
    seen.unchanged(&stored)?;
    let number = number(app, &cx, &stored).await?;
    let told = check::ask(app, &number).await.map_err(Error::from)?;
    if let Some(reason) = check::bar(&cx, &stored.state, &told, true)? {
        return Err(Error::Refused(reason.as_str()));
    }
    let person = told
        .person
        .ok_or(Error::Refused(Refusal::NotInRegister.as_str()))?;
    let differences = compare(app, &stored).await?.differences;
    let mut tx = app.db.begin().await?;
    let mut stored = access::queued(&mut tx, &cx, seen.reference).await?;
    received(&stored.state)?;
    seen.unchanged(&stored)?;
    if store::account::by_number(&mut tx, &number, cx.now)
        .await?
        .is_some()
    {
        return Err(Error::Refused(Refusal::AlreadyRegistered.as_str()));
    }
    if issue::contact_taken(&mut tx, stored.subject, &stored.dossier).await? {
        return Err(Error::Refused("contact-taken"));
    }
    stored.dossier.differences = differences;
    check::approve(
        tx,
        app,
        &cx,
        stored,
        (&LevelOneProof::by_officer(officer), &person),
    )
    .await
}

/// The applicant's number. A foreigner whom the register has come to know since the page was drawn: the
/// officer has not seen its record yet and looks again (D59-15.1).
async fn number(app: &App, cx: &Cx, stored: &Stored) -> Result<PersonNumber> {
    if let Some(number) = &stored.dossier.number {
        return Ok(number.clone());
    }
    match foreigner::identify(app, cx, stored.clone()).await? {
        Ok(asked) if asked.dossier.number.is_some() => Err(Error::Stale),
        Ok(_) => Err(Error::Refused(Refusal::NotInRegister.as_str())),
        Err(silent) => Err(silent.into()),
    }
}

/// I7: refuses with a reason from the list.
pub async fn refuse(app: &App, cx: &Cx, seen: Seen<'_>, reason: &str) -> Result<()> {
    may_decide(app, cx).await?;
    let cx = cx.with_purpose(Purpose::Registration);
    let mut tx = app.db.begin().await?;
    let stored = access::queued(&mut tx, &cx, seen.reference).await?;
    if !access::is_open(&stored) {
        return Err(Error::Refused("registration-decided"));
    }
    seen.unchanged(&stored)?;
    let reason = check::chosen(reason, false, stored.joint())?;
    check::refuse(tx, app, &cx, stored, reason).await
}

/// D59-17.s: something is missing; the clock stops and the applicant is told what.
pub async fn send_back(app: &App, cx: &Cx, seen: Seen<'_>, missing: &str) -> Result<()> {
    may_decide(app, cx).await?;
    let cx = cx.with_purpose(Purpose::Registration);
    let mut tx = app.db.begin().await?;
    let stored = access::queued(&mut tx, &cx, seen.reference).await?;
    received(&stored.state)?;
    seen.unchanged(&stored)?;
    let missing = text::free_text("missing", missing, LONGEST)?
        .ok_or_else(|| Fault::new("missing", "missing-empty"))?;
    send_back_stored(tx, app, &cx, stored, missing).await
}

/// Sends any received registration back.
pub(crate) async fn send_back_stored(
    mut tx: store::Tx,
    app: &App,
    cx: &Cx,
    mut stored: registration::Stored,
    missing: String,
) -> Result<()> {
    stored.state = stored
        .state
        .clone()
        .send_back(cx.now, missing.clone())
        .map_err(moved)?;
    stored.dossier.missing = Some(missing.clone());
    stored.dossier.awaits_card = None;
    stored.dossier.issue_stopped = None;
    stored.officer = Some(cx.staff()?);
    registration::save(&mut tx, &stored).await?;
    let account = tell::account(&mut tx, cx, &stored).await?;
    let args = [
        ("reference", stored.reference.clone()),
        ("missing", missing.clone()),
    ];
    tell::applicant(
        &mut tx,
        app,
        cx,
        (&stored, account.as_ref()),
        "registration-incomplete",
        &args,
    )
    .await?;
    let detail = serde_json::json!({ "registration": stored.id, "missing": missing });
    Ok(tx
        .commit(entry_with(
            app,
            cx,
            Event::RegistrationIncomplete,
            stored.subject,
            detail,
        ))
        .await?)
}
