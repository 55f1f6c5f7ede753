//! D69-12: a request on paper (form TK02): an officer receives it at the counter. The other legal
//! representatives signed the form, so nobody is asked in the app.

use domain::account::{Level, Standing};
use domain::actor::Purpose;
use domain::authority::{Operation, require};
use domain::fault::Fault;
use domain::ids::RegistrationId;
use domain::organisation::{BusinessRecord, BusinessStatus, OrganisationCode};
use domain::person::PersonNumber;
use domain::time::viet_nam_date;
use store::organisation::registration::{self, Dossier, Manner, State, Stored, Way};
use store::{Tx, account, organisation};

use super::begin::{stated, typed};
use super::details::{self, Details};
use super::staff::RequestRef;
use super::submit::receive;
use crate::papers::names;
use crate::{App, Cx, Error, Result, assistance};

/// What stands on the form.
#[derive(Debug)]
pub struct OnPaper<'a> {
    /// Number of the head or representative who hands it in.
    pub number: &'a str,
    /// Tax code; empty where the organisation has none (D59-3.5).
    pub code: &'a str,
    /// What no register tells, and the scanned form with its papers.
    pub details: Details<'a>,
}

/// Receives the request; its clock starts, and the representative is told. His own unfinished request for
/// the same organisation becomes this one. Gives where it stands in the queue.
pub async fn on_paper(app: &App, cx: &Cx, command: &OnPaper<'_>) -> Result<RequestRef> {
    require(&cx.actor, Operation::DecideOrganisation)?;
    let cx = &cx.with_purpose(Purpose::Registration);
    let number = PersonNumber::parse(command.number).map_err(|e| Fault::new("number", e.code()))?;
    let code = match command.code.trim() {
        "" => None,
        code => Some(typed(code)?),
    };
    let record = known(app, code.as_ref()).await?;
    let dossier = dossier(cx, command, code, record)?;
    let mut tx = app.db.begin().await?;
    let person = representative(&mut tx, cx, &number).await?;
    if let Some(code) = &dossier.code
        && organisation::by_code(&mut tx, code, cx.now)
            .await?
            .is_some()
    {
        return Err(Fault::new("code", "organisation-registered").into());
    }
    let mut stored = place(&mut tx, app, cx, &person, dossier).await?;
    let (subject, id) = (stored.subject, stored.id);
    let files = command.details.files.iter();
    let sealed = files.map(|f| registration::seal_paper(app.db.keys(), subject, id, f.bytes));
    let sealed = sealed.collect::<store::Result<Vec<_>>>()?;
    registration::put_papers(&mut tx, subject, id, sealed).await?;
    let entry = receive(&mut tx, app, cx, (&mut stored, &person)).await?;
    tx.commit(entry).await?;
    Ok(RequestRef { subject, id })
}

/// What the business register tells; none where it does not know the code.
async fn known(app: &App, code: Option<&OrganisationCode>) -> Result<Option<BusinessRecord>> {
    let Some(code) = code else { return Ok(None) };
    let told = app.registers.business(code).await;
    let record = told.map_err(Error::from)?;
    match record {
        Some(record) if record.status != BusinessStatus::Active => {
            Err(Fault::new("code", "organisation-dissolved").into())
        }
        record => Ok(record),
    }
}

fn dossier(
    cx: &Cx,
    command: &OnPaper<'_>,
    code: Option<OrganisationCode>,
    record: Option<BusinessRecord>,
) -> Result<Dossier> {
    let papers = names(command.details.files)?;
    if papers.is_empty() {
        return Err(Fault::new("papers", "papers-missing").into());
    }
    let listed = record.is_some();
    let before = Dossier {
        way: Way::Paper,
        papers,
        ..stated(code, record)
    };
    if listed {
        return Ok(before);
    }
    details::check(&command.details, before, viet_nam_date(cx.now))
}

/// D59-16.a: of level 2 and open; held until the request is received (I5).
async fn representative(tx: &mut Tx, cx: &Cx, number: &PersonNumber) -> Result<account::Stored> {
    let nobody = || Error::from(Fault::new("number", "on-paper-no-account"));
    let found = account::by_number(tx, number, cx.now).await?;
    let subject = found.ok_or_else(nobody)?.account.subject;
    account::load_to_change(tx, subject, cx.now)
        .await?
        .filter(|one| one.account.level == Level::Two)
        .filter(|one| one.account.standing(cx.now) == Standing::Open)
        .ok_or_else(nobody)
}

/// A new request, or the representative's own that was not handed in.
async fn place(
    tx: &mut Tx,
    app: &App,
    cx: &Cx,
    person: &account::Stored,
    mut dossier: Dossier,
) -> Result<Stored> {
    if dossier.province.is_empty() {
        dossier.province.clone_from(&person.province);
    }
    let subject = person.account.subject;
    let name = if dossier.known { "" } else { &dossier.name };
    let digest = registration::digest(app.db.keys(), dossier.code.as_ref(), name);
    if let Some(same) = registration::same(tx, subject, &digest).await? {
        return match same.state {
            State::Draft | State::Asking => Ok(Stored {
                manner: Manner::Manual,
                dossier,
                ..same
            }),
            State::Received { .. } | State::Approved { .. } | State::Refused { .. } => {
                Err(Fault::new("number", "on-paper-asked").into())
            }
        };
    }
    let id = app.id(RegistrationId::from_bytes);
    let new = Stored {
        subject,
        id,
        reference: assistance::reference("TC", id.as_bytes()),
        digest,
        manner: Manner::Manual,
        state: State::Draft,
        regime: None,
        created: cx.now,
        received: None,
        due: None,
        decided_by: None,
        dossier,
        revision: 1,
    };
    if registration::insert(tx, &new).await? {
        Ok(new)
    } else {
        Err(Error::Stale)
    }
}
