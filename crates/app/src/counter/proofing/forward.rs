//! D59-15.2: the immigration authority forwards a foreigner's dossier to the identification agency, which
//! decides it.

use domain::account::SubjectKind;
use domain::actor::Purpose;
use domain::event::Event;
use domain::registers::{UnitKind, UnitLevel, UnitRecord};
use domain::registration::State;
use domain::time::viet_nam_date;
use jiff::civil::Date;
use store::registration::{self, Stored};
use store::{Source, second_look, unit};

use crate::counter::access::{self, Seen};
use crate::{App, Cx, Error, Result, entry_with};

/// The ministry's department that issues accounts (D59-20.1).
async fn agency(source: &mut impl Source, today: Date) -> Result<UnitRecord> {
    let units = unit::list(source).await?;
    let issues = |u: &UnitRecord| {
        u.kind == UnitKind::Police
            && u.level == UnitLevel::Ministry
            && u.valid_from <= today
            && u.valid_to.is_none_or(|last| today <= last)
    };
    units
        .into_iter()
        .find(issues)
        .ok_or(Error::Refused("no-agency"))
}

/// D59-15.2: whether a dossier still waits for being forwarded.
pub(super) async fn pending(source: &mut impl Source, stored: &Stored) -> Result<bool> {
    if stored.dossier.kind != SubjectKind::Foreigner {
        return Ok(false);
    }
    let unit = unit::by_code(source, &stored.unit).await?;
    // A unit that is gone from the list is none that decides.
    Ok(unit.is_none_or(|u| u.kind == UnitKind::Immigration))
}

/// D59-15.2: hands a foreigner's compared dossier to the identification agency; its clock runs on.
pub async fn forward(app: &App, cx: &Cx, seen: Seen<'_>) -> Result<String> {
    let cx = cx.with_purpose(Purpose::Proofing);
    let mut tx = app.db.begin().await?;
    let mut stored = access::open_proofing(&mut tx, &cx, seen.reference).await?;
    seen.unchanged(&stored)?;
    if !pending(&mut tx, &stored).await? {
        return Err(Error::Refused("not-to-forward"));
    }
    if !matches!(stored.state, State::Received { .. }) || stored.dossier.comparison.is_none() {
        return Err(Error::Refused("comparison-missing"));
    }
    let to = agency(&mut tx, viet_nam_date(cx.now)).await?;
    let from = std::mem::replace(&mut stored.unit, to.code.clone());
    stored.dossier.forwarded_by = Some(from.clone());
    registration::save(&mut tx, &stored).await?;
    second_look::hand_on(&mut tx, stored.subject, stored.id, &stored.unit).await?;
    let detail = serde_json::json!({ "registration": stored.id, "from": from, "to": to.code });
    let entry = entry_with(
        app,
        &cx,
        Event::RegistrationForwarded,
        stored.subject,
        detail,
    );
    tx.commit(entry).await?;
    Ok(to.name)
}
