//! Another representative for an organisation that stands in no register (D59-16.b): an officer looks at
//! the papers and enters him. What a register holds is the register's to change.

use domain::account::{Level, Standing};
use domain::actor::Purpose;
use domain::authority::{Operation, require};
use domain::event::Event;
use domain::fault::{Fault, Faults};
use domain::ids::{RegistrationId, SubjectId};
use domain::organisation::{CodeKind, OrganisationCode};
use domain::person::PersonNumber;
use store::organisation::{self, StoredOrganisation, delegation, registration};
use store::{Tx, account};

use super::acting::both;
use super::change::{end_powers, legal};
use crate::counter::find;
use crate::papers::{File, names};
use crate::training::may_decide;
use crate::{App, Cx, Result, notify};

/// Who shall represent which organisation, and the papers that prove it.
#[derive(Debug)]
pub struct Replace<'a> {
    /// Code of the organisation, set by the platform (D59-3.5).
    pub code: &'a str,
    /// Number of the new representative.
    pub number: &'a str,
    /// PDF; at least one.
    pub files: &'a [File<'a>],
}

fn check(command: &Replace<'_>) -> Result<(OrganisationCode, PersonNumber, Vec<String>)> {
    let mut faults = Faults::default();
    let code = OrganisationCode::parse(command.code).map_err(|e| Fault::new("code", e.code()));
    let code = faults.take(code.and_then(|code| match code.kind() {
        CodeKind::Generated => Ok(code),
        CodeKind::Main | CodeKind::Dependent | CodeKind::Household => {
            Err(Fault::new("code", "replace-in-register"))
        }
    }));
    let number = PersonNumber::parse(command.number).map_err(|e| Fault::new("number", e.code()));
    let number = faults.take(number);
    let papers = faults.take(names(command.files).and_then(|papers| match papers.len() {
        0 => Err(Fault::new("papers", "papers-missing")),
        _ => Ok(papers),
    }));
    match (code, number, papers) {
        (Some(code), Some(number), Some(papers)) => Ok((code, number, papers)),
        _ => Err(faults.into()),
    }
}

/// Both accounts, held until the change is made.
async fn both_accounts(
    tx: &mut Tx,
    cx: &Cx,
    (code, number): (&OrganisationCode, &PersonNumber),
) -> Result<(StoredOrganisation, account::Stored)> {
    let unknown = || Fault::new("code", "replace-unknown");
    let found = organisation::by_code(tx, code, cx.now).await?;
    let subject = found.ok_or_else(unknown)?.account.subject;
    let person = account::by_number(tx, number, cx.now).await?;
    if let Some(person) = &person {
        account::hold_row(tx, person.account.subject).await?;
    }
    let found = organisation::load_to_change(tx, subject, cx.now).await?;
    let fits = |one: &account::Stored| {
        one.account.level == Level::Two && one.account.standing(cx.now) == Standing::Open
    };
    let person = account::by_number(tx, number, cx.now).await?.filter(fits);
    let person = person.ok_or_else(|| Fault::new("number", "delegation-no-account"))?;
    Ok((found.ok_or_else(unknown)?, person))
}

/// D59-16.a, D59-16.b, D59-13.7: the old representative loses his power, and with it end all that he gave;
/// both are told. What codes and numbers tell counts as a search: nobody trawls.
pub async fn replace(app: &App, cx: &Cx, command: &Replace<'_>) -> Result<SubjectId> {
    may_decide(app, cx).await?;
    require(&cx.actor, Operation::DecideOrganisation)?;
    let cx = &cx.with_purpose(Purpose::Registration);
    let (code, number, papers) = check(command)?;
    find::count(app, cx).await?;
    let mut tx = app.db.begin().await?;
    let (mut found, person) = both_accounts(&mut tx, cx, (&code, &number)).await?;
    let (subject, new) = (found.account.subject, person.account.subject);
    let before = delegation::legal(&mut tx, subject).await?;
    if before.is_some_and(|one| one.person == new) {
        return Err(Fault::new("number", "replace-same").into());
    }
    let mut entries = end_powers(&mut tx, app, (cx, cx), &found).await?;
    let identity = &person.profile.identity;
    found.identity.representative = identity.number.clone();
    found.identity.representative_name = identity.name.clone();
    organisation::save(&mut tx, &found).await?;
    let power = legal(app, cx, new);
    delegation::insert(&mut tx, subject, &power).await?;
    let kept = app.id(RegistrationId::from_bytes);
    let seal = |file: &File<'_>| registration::seal_paper(app.db.keys(), subject, kept, file.bytes);
    let sealed = command.files.iter().map(seal);
    let sealed = sealed.collect::<store::Result<Vec<_>>>()?;
    registration::put_papers(&mut tx, subject, kept, sealed).await?;
    let args = [("organisation", found.identity.name.clone())];
    notify::tell(&mut tx, app, cx, &person, "representative-named", &args).await?;
    let detail = serde_json::json!({
        "delegation": power.id,
        "power": power.power.as_str(),
        "kept": kept,
        "papers": papers.len(),
    });
    let event = Event::RepresentativeChanged;
    entries.extend(both(app, cx, event, (subject, new), detail));
    tx.commit(entries).await?;
    Ok(subject)
}
