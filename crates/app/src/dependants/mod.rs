//! D59-11.1, D59-11.2: children under fourteen and wards stand under the account of parent or guardian and
//! have no sign-in of their own.

mod add;
mod list;
mod remove;

pub use add::{Child, add};
pub use list::{Dependant, list};
pub use remove::remove;

use domain::event::Event;
use domain::ids::{DependantId, SubjectId};
use domain::person::PersonNumber;
use domain::regime::{Footing, Regime};
use domain::registers::PersonRecord;
use domain::time::viet_nam_date;

use store::account::{self, Identifier};
use store::{Entry, Source};

use crate::{App, Cx, Error, Result, entry_with};

/// The register's record of a number; silence is not an answer (I6).
async fn person(app: &App, number: &PersonNumber) -> Result<Option<PersonRecord>> {
    let told = app.registers.person(number).await;
    told.map_err(Error::from)
}

/// Whether the law puts the person under this guardian today. Age, guardianship and death are asked of the
/// register each time: whoever turned fourteen yesterday is no dependant any more.
fn stands_under(cx: &Cx, person: &PersonRecord, guardian: &PersonNumber) -> bool {
    let today = viet_nam_date(cx.now);
    let regime = Regime::on(today).unwrap_or(Regime::Decree59);
    let age = person.identity.birth.age_on(today);
    let kind = person.identity.number.kind();
    let footing = regime.age_band(kind, age, person.ward).footing;
    footing != Footing::Own && !person.dead && person.guardian.as_ref() == Some(guardian)
}

/// I8: what is done about a child or ward stands in the guardian's log, and in the own log of one who has
/// an account.
async fn on_record(
    source: &mut impl Source,
    app: &App,
    cx: &Cx,
    event: Event,
    (guardian, id, number): (SubjectId, DependantId, &PersonNumber),
) -> Result<Vec<Entry>> {
    let detail = serde_json::json!({ "dependant": id });
    let mut entries = vec![entry_with(app, cx, event, guardian, detail)];
    let own = account::subject_of(source, Identifier::Number, number.as_str()).await?;
    if let Some(own) = own.filter(|own| *own != guardian) {
        let detail = serde_json::json!({ "dependant": id, "guardian": guardian });
        entries.push(entry_with(app, cx, event, own, detail));
    }
    Ok(entries)
}
