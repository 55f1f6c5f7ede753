//! The organisation that a person signs in to a service for (D59-13.7): chosen on the page of consent,
//! judged anew at each reading.

use domain::ids::SubjectId;
use domain::organisation::Power;
use domain::time::viet_nam_date;
use jiff::Timestamp;
use serde_json::{Value, json};
use store::organisation;
use store::organisation::representing::{Representing, representing};

use super::Outcome;
use crate::Cx;

/// What a person may choose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Represented {
    /// Which.
    pub id: SubjectId,
    /// Its name.
    pub name: String,
    /// Its code as stored.
    pub code: String,
    /// What he may do for it.
    pub power: Power,
    until: Option<Timestamp>,
}

/// All that he may sign in for now; locked ones and those not taken possession of are not among them (I5).
pub(super) async fn choices(
    source: &mut impl store::Source,
    cx: &Cx,
    person: SubjectId,
) -> Outcome<Vec<Represented>> {
    let mut all = Vec::new();
    for one in representing(source, person, cx.now).await? {
        all.extend(named(source, cx, one).await?);
    }
    Ok(all)
}

/// The claim for the one that was chosen; none where he may not sign in for it any more.
pub(super) async fn told(
    source: &mut impl store::Source,
    cx: &Cx,
    person: SubjectId,
    chosen: SubjectId,
) -> Outcome<Option<Value>> {
    let mut own = representing(source, person, cx.now).await?.into_iter();
    let Some(one) = own.find(|one| one.organisation == chosen) else {
        return Ok(None);
    };
    Ok(named(source, cx, one).await?.map(|one| one.claim()))
}

async fn named(
    source: &mut impl store::Source,
    cx: &Cx,
    one: Representing,
) -> Outcome<Option<Represented>> {
    let found = organisation::load(source, one.organisation, cx.now).await?;
    Ok(found.map(|found| Represented {
        id: one.organisation,
        code: found.identity.code.as_str().to_owned(),
        name: found.identity.name,
        power: one.power,
        until: one.until,
    }))
}

impl Represented {
    /// As the service reads it. Its last day is told, since the moment of its end is the start of the next.
    pub(super) fn claim(&self) -> Value {
        let last = self
            .until
            .map(|end| viet_nam_date(end - jiff::SignedDuration::from_secs(1)));
        let mut told = json!({ "code": self.code, "name": self.name, "role": self.power.as_str() });
        if let (Some(last), Some(told)) = (last, told.as_object_mut()) {
            told.insert("expires_on".to_owned(), json!(last));
        }
        told
    }
}
