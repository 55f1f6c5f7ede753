//! Issuing an organisation's account, or refusing it, and telling the representative (D59-16.c).

use domain::account::{Account, Level, Possession, SubjectKind};
use domain::event::Event;
use domain::ids::{DelegationId, SubjectId};
use domain::journey::Outcome;
use domain::organisation::{Delegation, OrganisationCode, OrganisationIdentity, Power, end_of};
use domain::regime::ClockKind;
use domain::time::viet_nam_date;
use jiff::Timestamp;
use store::account::{self, Identifier};
use store::organisation::registration::{self, Dossier, State, Stored, Way};
use store::organisation::{self, StoredOrganisation, delegation};
use store::{Entry, Tx, holiday};

use super::acting::both;
use super::change::legal;
use crate::registration::receive::regime;
use crate::{App, Cx, Error, Result, entry_with, experience, notify};

/// More than chance needs to find a free code.
const TRIES: u8 = 8;

/// I1, D59-3.5: the organisation's code, taken for its account; none where it has one already.
async fn code(
    tx: &mut Tx,
    app: &App,
    stored: &Stored,
    subject: SubjectId,
) -> Result<Option<OrganisationCode>> {
    if let Some(code) = stored.dossier.code.clone() {
        let free = account::claim(tx, Identifier::Organisation, code.as_str(), subject).await?;
        return Ok(free.then_some(code));
    }
    for _ in 0..TRIES {
        let code = OrganisationCode::generated(u64::from_be_bytes(app.random()));
        if account::claim(tx, Identifier::Organisation, code.as_str(), subject).await? {
            return Ok(Some(code));
        }
    }
    Err(Error::Internal("no free code was found".to_owned()))
}

/// D59-18.1, WD-7: until when the representative may take possession.
async fn activate_by(tx: &mut Tx, cx: &Cx) -> Result<Timestamp> {
    let calendar = holiday::calendar(tx).await?;
    let term = regime(cx)?.term(ClockKind::Activation);
    Ok(calendar.due_instant(term.limit.due(&calendar, viet_nam_date(cx.now))))
}

/// Who has the legal power: the registrant himself; where he is empowered, the representative whom the
/// register names, who agreed in his own account (D69-12).
async fn head(
    tx: &mut Tx,
    cx: &Cx,
    (stored, person): (&Stored, &account::Stored),
) -> Result<Option<account::Stored>> {
    match (&stored.dossier.way, &stored.dossier.representative) {
        (Way::Head | Way::Paper, _) => Ok(Some(person.clone())),
        (Way::Empowered(_), Some(number)) => Ok(account::by_number(tx, number, cx.now).await?),
        (Way::Empowered(_), None) => Ok(None),
    }
}

/// D59-12.3, D69-7.3: the account as it is issued: it counts as level 2, and shows no level.
fn issued(
    cx: &Cx,
    (subject, code, until): (SubjectId, OrganisationCode, Timestamp),
    dossier: &Dossier,
    head: &account::Stored,
) -> Result<StoredOrganisation> {
    let corrupt = || Error::Internal("a request without its data was received".to_owned());
    Ok(StoredOrganisation {
        account: Account {
            subject,
            kind: SubjectKind::Organisation,
            level: Level::Two,
            possession: Possession::Issued {
                notified_at: cx.now,
                activate_by: until,
            },
            holds: Vec::new(),
        },
        identity: OrganisationIdentity {
            code,
            name: dossier.name.clone(),
            short_name: dossier.short_name.clone(),
            foreign_name: dossier.foreign_name.clone(),
            founded_on: dossier.founded_on.ok_or_else(corrupt)?,
            address: dossier.address.clone(),
            representative: head.profile.identity.number.clone(),
            representative_name: head.profile.identity.name.clone(),
        },
        province: dossier.province.clone(),
        language: head.language.clone(),
        revision: 1,
        phone: None,
        email: None,
    })
}

/// D59-12.3: issues the account. Its representative has his power from here on; somebody empowered has
/// his until the last day of his mandate (D69-12).
pub(super) async fn approve(
    tx: &mut Tx,
    app: &App,
    cx: &Cx,
    (stored, person): (&mut Stored, &account::Stored),
) -> Result<Vec<Entry>> {
    let Some(head) = head(tx, cx, (stored, person)).await? else {
        return refuse(tx, app, cx, (stored, person), "consent-missing").await;
    };
    let subject = app.id(SubjectId::from_bytes);
    let Some(code) = code(tx, app, stored, subject).await? else {
        return refuse(tx, app, cx, (stored, person), "already-registered").await;
    };
    let until = activate_by(tx, cx).await?;
    let new = issued(cx, (subject, code, until), &stored.dossier, &head)?;
    organisation::insert(tx, &new).await?;
    let power = legal(app, cx, head.account.subject);
    delegation::insert(tx, subject, &power).await?;
    if let Way::Empowered(Some(last)) = stored.dossier.way {
        let own = Delegation {
            id: app.id(DelegationId::from_bytes),
            person: person.account.subject,
            power: Power::Represent,
            until: Some(end_of(last)),
            ..power.clone()
        };
        delegation::insert(tx, subject, &own).await?;
    }
    stored.state = State::Approved {
        at: cx.now,
        organisation: subject,
    };
    registration::save(tx, stored).await?;
    experience::end(tx, cx, &stored.id, Outcome::Done).await?;
    let args = [
        ("reference", stored.reference.clone()),
        ("organisation", new.identity.name.clone()),
        ("until", crate::holds::clock(until)),
    ];
    notify::tell(tx, app, cx, person, "organisation-approved", &args).await?;
    let detail = serde_json::json!({ "registration": stored.id, "delegation": power.id });
    let mut entries = both(
        app,
        cx,
        Event::OrganisationApproved,
        (subject, person.account.subject),
        detail.clone(),
    );
    if head.account.subject != person.account.subject {
        notify::tell(tx, app, cx, &head, "organisation-approved", &args).await?;
        let event = Event::OrganisationApproved;
        entries.push(entry_with(app, cx, event, head.account.subject, detail));
    }
    Ok(entries)
}

/// I7: refused, with a reason.
pub(super) async fn refuse(
    tx: &mut Tx,
    app: &App,
    cx: &Cx,
    (stored, person): (&mut Stored, &account::Stored),
    reason: &'static str,
) -> Result<Vec<Entry>> {
    stored.state = State::Refused {
        at: cx.now,
        reason: reason.to_owned(),
    };
    registration::save(tx, stored).await?;
    experience::end(tx, cx, &stored.id, Outcome::Refused).await?;
    let args = [
        ("reference", stored.reference.clone()),
        ("organisation", stored.dossier.name.clone()),
        ("reason", reason.to_owned()),
    ];
    notify::tell(tx, app, cx, person, "organisation-refused", &args).await?;
    let detail = serde_json::json!({ "registration": stored.id, "reason": reason });
    let event = Event::OrganisationRefused;
    Ok(vec![entry_with(app, cx, event, stored.subject, detail)])
}
