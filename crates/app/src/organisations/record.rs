//! D59-10.2: what the business register changed in an organisation's record reaches its account: name,
//! address, and whether it still operates.

use domain::actor::{Actor, Purpose};
use domain::event::Event;
use domain::hold::{Channel, Ground, Hold};
use domain::organisation::{BusinessRecord, BusinessStatus};
use domain::register_event::Teller;
use domain::time::viet_nam_date;
use store::organisation::{self, StoredOrganisation};
use store::{Entry, Tx, register_event};

use crate::holds::{NewHold, end_hold, place};
use crate::{App, Cx, Result, entry_with};

/// Source of a hold that comes with the register's record, and not with an event that it told.
const FILE: &str = "business/file";

/// Whether the register's record says something else than the account.
pub(super) fn news(known: &StoredOrganisation, record: &BusinessRecord) -> bool {
    !changed(known, record).is_empty() || life(known, record).is_some()
}

/// Names of the data that differ; a record without a province tells none. The representative and his name are not among them: he takes over
/// himself (D59-16.a).
fn changed(known: &StoredOrganisation, record: &BusinessRecord) -> Vec<&'static str> {
    let identity = &known.identity;
    [
        ("name", identity.name == record.name),
        ("short-name", identity.short_name == record.short_name),
        ("foreign-name", identity.foreign_name == record.foreign_name),
        ("founded-on", identity.founded_on == record.founded_on),
        ("address", identity.address == record.address),
        (
            "province",
            record.province.is_empty() || known.province == record.province,
        ),
    ]
    .into_iter()
    .filter_map(|(field, same)| (!same).then_some(field))
    .collect()
}

/// What becomes of the ground of dissolution.
#[derive(Debug)]
enum Life {
    /// It begins.
    Over,
    /// The hold that an earlier record placed ends. One that an event placed ends by an event.
    Again(Hold),
}

fn life(known: &StoredOrganisation, record: &BusinessRecord) -> Option<Life> {
    let holds = &known.account.holds;
    let mut dissolved = holds.iter().filter(|h| h.ground == Ground::Dissolved);
    match record.status {
        BusinessStatus::Dissolved | BusinessStatus::Ceased => {
            dissolved.next().is_none().then_some(Life::Over)
        }
        BusinessStatus::Active => {
            let mine = dissolved.find(|h| h.source == FILE);
            mine.cloned().map(Life::Again)
        }
    }
}

/// D59-10.2, D59-19.3.a, D59-19.4.a: takes over what differs, in the transaction that holds the row.
pub(super) async fn take_over(
    tx: &mut Tx,
    app: &App,
    cx: &Cx,
    (found, record): (&mut StoredOrganisation, &BusinessRecord),
) -> Result<Vec<Entry>> {
    let teller = Actor::Register(Teller::Business.as_str());
    let cx = &Cx {
        now: cx.now,
        ..app.acting(teller, Purpose::RegisterUpdate)
    };
    let mut entries = Vec::new();
    let fields = changed(found, record);
    if !fields.is_empty() {
        found.identity.name.clone_from(&record.name);
        found.identity.short_name.clone_from(&record.short_name);
        found.identity.foreign_name.clone_from(&record.foreign_name);
        found.identity.founded_on = record.founded_on;
        found.identity.address.clone_from(&record.address);
        if !record.province.is_empty() {
            found.province.clone_from(&record.province);
        }
        organisation::save(tx, found).await?;
        found.revision += 1;
        let detail =
            serde_json::json!({ "register": Teller::Business.as_str(), "changed": fields });
        let event = Event::RegisterEventTold;
        entries.push(entry_with(app, cx, event, found.account.subject, detail));
    }
    match life(found, record) {
        Some(Life::Over) if !corrected(tx, found, record).await? => {
            let new = NewHold::of(Ground::Dissolved, Channel::Register, FILE);
            entries.extend(place(tx, app, cx, found, new).await?.1);
        }
        Some(Life::Again(hold)) => {
            let gone = (hold.id, Channel::Register, FILE);
            entries.extend(end_hold(tx, app, cx, found, gone).await?.1);
        }
        Some(Life::Over) | None => {}
    }
    Ok(entries)
}

/// D59-10.1: whether the register told since that the dissolution was a mistake. Its last event left no
/// ground in force, and is not older than the record's: the record of an older file does not lock again.
async fn corrected(
    tx: &mut Tx,
    found: &StoredOrganisation,
    record: &BusinessRecord,
) -> Result<bool> {
    let last = register_event::last(tx, found.account.subject, Teller::Business).await?;
    let since = record.status_since;
    Ok(last.is_some_and(|last| since.is_none_or(|day| viet_nam_date(last.moment.at) >= day)))
}
