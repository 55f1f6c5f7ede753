//! Issuing an organisation's account, or refusing it, and telling the representative (D59-16.c).

use domain::account::{Account, Level, Possession, SubjectKind};
use domain::event::Event;
use domain::ids::SubjectId;
use domain::organisation::{OrganisationCode, OrganisationIdentity};
use domain::regime::ClockKind;
use domain::time::viet_nam_date;
use jiff::Timestamp;
use store::account::{self, Identifier};
use store::organisation::registration::{self, State, Stored};
use store::organisation::{self, StoredOrganisation, delegation};
use store::{Entry, Tx, holiday};

use super::acting::both;
use super::change::legal;
use crate::registration::receive::regime;
use crate::{App, Cx, Error, Result, entry_with, notify};

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

/// D59-12.3: the account counts as level 2. Its representative has his power from here on.
pub(super) async fn approve(
    tx: &mut Tx,
    app: &App,
    cx: &Cx,
    (stored, person): (&mut Stored, &account::Stored),
) -> Result<Vec<Entry>> {
    let subject = app.id(SubjectId::from_bytes);
    let Some(code) = code(tx, app, stored, subject).await? else {
        return refuse(tx, app, cx, (stored, person), "already-registered").await;
    };
    let until = activate_by(tx, cx).await?;
    let dossier = &stored.dossier;
    let corrupt = || Error::Internal("a request without its data was received".to_owned());
    let new = StoredOrganisation {
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
            representative: person.profile.identity.number.clone(),
            representative_name: person.profile.identity.name.clone(),
        },
        province: dossier.province.clone(),
        language: person.language.clone(),
        revision: 1,
        phone: None,
        email: None,
    };
    organisation::insert(tx, &new).await?;
    let power = legal(app, cx, person.account.subject);
    delegation::insert(tx, subject, &power).await?;
    stored.state = State::Approved {
        at: cx.now,
        organisation: subject,
    };
    registration::save(tx, stored).await?;
    let args = [
        ("reference", stored.reference.clone()),
        ("organisation", new.identity.name.clone()),
        ("until", crate::holds::clock(until)),
    ];
    notify::tell(tx, app, cx, person, "organisation-approved", &args).await?;
    let detail = serde_json::json!({ "registration": stored.id, "delegation": power.id });
    let whom = (subject, person.account.subject);
    Ok(both(app, cx, Event::OrganisationApproved, whom, detail))
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
