//! Issuing an account, or raising one to level 2 (D59-12, I1).

use domain::account::{Account, Level, Possession, SubjectKind};
use domain::ids::SubjectId;
use domain::regime::ClockKind;
use domain::registers::PersonRecord;
use domain::time::viet_nam_date;
use store::account::{self, Identifier, Profile, Stored as StoredAccount};
use store::registration::{Dossier, Stored};
use store::{Entry, Source, Tx, holiday};

use super::receive::regime;
use crate::relying_parties::event;
use crate::{App, Cx, Error, Result, holds, phone_change};

/// APP-11: whether the phone or address belongs to another account.
pub(crate) async fn contact_taken(
    source: &mut impl Source,
    subject: SubjectId,
    dossier: &Dossier,
) -> Result<bool> {
    for (kind, value) in contacts(dossier) {
        if account::subject_of(source, kind, &value)
            .await?
            .is_some_and(|owner| owner != subject)
        {
            return Ok(true);
        }
    }
    Ok(false)
}

fn contacts(dossier: &Dossier) -> Vec<(Identifier, String)> {
    let phone = dossier
        .phone
        .as_ref()
        .map(|p| (Identifier::Phone, p.as_str().to_owned()));
    let email = dossier
        .email
        .as_ref()
        .map(|e| (Identifier::Email, e.as_str().to_owned()));
    phone.into_iter().chain(email).collect()
}

/// I1: takes number and contacts; another request that took one meanwhile makes this one stale.
async fn claim(
    tx: &mut Tx,
    subject: SubjectId,
    person: &PersonRecord,
    dossier: &Dossier,
) -> Result<()> {
    let number = (
        Identifier::Number,
        person.identity.number.as_str().to_owned(),
    );
    for (kind, value) in std::iter::once(number).chain(contacts(dossier)) {
        if !account::claim(tx, kind, &value, subject).await? {
            return Err(Error::Stale);
        }
    }
    Ok(())
}

/// D59-18.1, WD-7: seven days from the notice, the last rolled to a working day.
async fn to_activate(tx: &mut Tx, cx: &Cx) -> Result<Possession> {
    let calendar = holiday::calendar(tx).await?;
    let term = regime(cx)?.term(ClockKind::Activation);
    let last = term.limit.due(&calendar, viet_nam_date(cx.now));
    Ok(Possession::Issued {
        notified_at: cx.now,
        activate_by: calendar.due_instant(last),
    })
}

/// A new account with its identifiers.
pub(crate) async fn issue(
    tx: &mut Tx,
    app: &App,
    cx: &Cx,
    whom: (&Stored, &PersonRecord),
    level: Level,
) -> Result<(StoredAccount, Vec<Entry>)> {
    let (stored, person) = whom;
    claim(tx, stored.subject, person, &stored.dossier).await?;
    let mut new = StoredAccount {
        account: Account {
            subject: stored.subject,
            kind: SubjectKind::of_person(person.identity.number.kind()),
            level,
            possession: to_activate(tx, cx).await?,
            holds: Vec::new(),
        },
        profile: Profile {
            identity: person.identity.clone(),
            foreign: person.foreign.clone(),
            phone: stored.dossier.phone.clone(),
            email: stored.dossier.email.clone(),
        },
        province: person.province.clone(),
        language: stored.dossier.language.clone(),
        revision: 1,
    };
    account::insert(tx, &new).await?;
    let entries = holds::set_dates(tx, app, cx, &mut new, "foreigners").await?;
    Ok((new, entries))
}

/// D59-12.2: raises an account to level 2. Whether and when it was activated does not change; what
/// was confirmed at the counter replaces the contact of before, and a change of the number that still waits.
pub(crate) async fn raise(
    tx: &mut Tx,
    app: &App,
    cx: &Cx,
    raised: (StoredAccount, &Stored, &PersonRecord),
) -> Result<(StoredAccount, Vec<Entry>)> {
    let (mut account, stored, person) = raised;
    let subject = account.account.subject;
    claim(tx, subject, person, &stored.dossier).await?;
    let before = (account.profile.phone.clone(), account.profile.email.clone());
    if let Some(phone) = &stored.dossier.phone
        && let Some(old) = account.profile.phone.replace(phone.clone())
        && old != *phone
    {
        account::release(tx, Identifier::Phone, old.as_str(), subject).await?;
    }
    if let Some(email) = &stored.dossier.email
        && let Some(old) = account.profile.email.replace(email.clone())
        && old != *email
    {
        account::release(tx, Identifier::Email, old.as_str(), subject).await?;
    }
    if before != (account.profile.phone.clone(), account.profile.email.clone()) {
        event::contact_changed(tx, app, cx, subject).await?;
    }
    let levels = (account.account.level, Level::Two);
    event::level_changed(tx, app, cx, subject, levels).await?;
    if account.profile.identity != person.identity {
        event::data_changed(tx, app, cx, subject).await?;
    }
    account.account.level = Level::Two;
    account.profile.identity = person.identity.clone();
    account.profile.foreign.clone_from(&person.foreign);
    account::save(tx, &account).await?;
    let mut entries = holds::set_dates(tx, app, cx, &mut account, "foreigners").await?;
    if stored.dossier.phone.is_some() {
        entries.extend(phone_change::overtaken(tx, app, cx, &account).await?);
    }
    Ok((account, entries))
}
