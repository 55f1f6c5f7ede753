//! D59-11.1, D59-11.2: children under fourteen and wards stand under the account of parent or guardian and
//! have no sign-in of their own.

mod add;
mod list;
mod remove;

pub use add::{Child, add};
pub use list::{Dependant, list};
pub use remove::remove;

use domain::person::PersonNumber;
use domain::regime::{Footing, Regime};
use domain::registers::PersonRecord;
use domain::time::viet_nam_date;

use crate::{App, Cx, Error, Result};

/// The register's record of a number; silence is not an answer (I6).
async fn person(app: &App, number: &PersonNumber) -> Result<Option<PersonRecord>> {
    let told = app.registers.person(number).await;
    told.map_err(|s| Error::Silent(s.register))
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
