//! Putting a child or ward under the holder's account.

use domain::event::Event;
use domain::fault::{Fault, Faults};
use domain::ids::DependantId;
use domain::person::{BirthDate, PersonNumber, TravelPaper};
use domain::regime::Feature;
use domain::throttle::Throttle;
use jiff::SignedDuration;
use store::dependant::{self, Stored};
use store::throttle::Rule;

use super::{on_record, person, stands_under};
use crate::holder::{account_to_change, own_account, require_level, require_open};
use crate::registration::{foreigner, read_paper};
use crate::throttle::{self, Counted};
use crate::{App, Cx, Error, Result};

/// As typed.
#[derive(Debug, Clone, Copy)]
pub struct Child<'a> {
    /// Personal identification number; empty for a foreigner by his passport.
    pub number: &'a str,
    /// Three letters of a foreigner's nationality.
    pub nationality: &'a str,
    /// Number of a foreigner's passport or travel document.
    pub passport: &'a str,
    /// Date of birth: `YYYY-MM-DD`, `YYYY-MM` or `YYYY`.
    pub birth: &'a str,
}

/// Nobody tries numbers.
const TRIES: Throttle = Throttle::new(10, SignedDuration::from_hours(1));

/// Whom the guardian names.
enum Who {
    Number(PersonNumber),
    Paper(TravelPaper),
}

/// A number, or nationality and passport where one of these was typed (D59-11.2).
fn read(child: &Child<'_>) -> Result<(Who, BirthDate)> {
    let mut faults = Faults::default();
    let by_paper = !child.nationality.trim().is_empty() || !child.passport.trim().is_empty();
    let who = if by_paper && child.number.trim().is_empty() {
        match read_paper(child.nationality, child.passport) {
            Ok(paper) => Some(Who::Paper(paper)),
            Err(Error::Invalid(found)) => {
                found.into_iter().for_each(|fault| faults.push(fault));
                None
            }
            Err(other) => return Err(other),
        }
    } else {
        let number = PersonNumber::parse(child.number);
        faults.take(
            number
                .map(Who::Number)
                .map_err(|e| Fault::new("number", e.code())),
        )
    };
    let birth = BirthDate::parse(child.birth).map_err(|e| Fault::new("birth", e.code()));
    match (who, faults.take(birth)) {
        (Some(who), Some(birth)) => Ok((who, birth)),
        _ => Err(faults.into()),
    }
}

/// D59-11.1, D59-11.2: only the parent or guardian whom the register names, with an account of level 2. An
/// unknown number, another birthday, another guardian and an age with an own account get the same answer.
pub async fn add(app: &App, cx: &Cx, child: &Child<'_>) -> Result<()> {
    let (who, birth) = read(child)?;
    let own = own_account(app, cx).await?;
    require_level(&own, cx, Feature::Dependants)?;
    let holder = cx.holder()?.to_string();
    let limits = [Counted {
        kind: "dependant-add",
        value: &holder,
        rule: Rule::Rate(TRIES),
    }];
    throttle::reserve(app, cx, &limits).await?;
    let guardian = &own.profile.identity.number;
    let (number, field) = match who {
        Who::Number(number) => (Some(number), "number"),
        Who::Paper(paper) => {
            let found = foreigner::find(app, cx, &paper).await?;
            (found.map(|(number, _)| number), "passport")
        }
    };
    let found = match &number {
        Some(number) => person(app, number).await?,
        None => None,
    };
    let fits = found
        .filter(|p| p.identity.birth == birth)
        .filter(|p| stands_under(cx, p, guardian));
    let Some(number) = fits.map(|p| p.identity.number) else {
        return Err(Fault::new(field, "dependant-not-yours").into());
    };
    let mut tx = app.db.begin().await?;
    let stored = account_to_change(&mut tx, cx).await?;
    require_open(&stored, cx)?;
    let subject = stored.account.subject;
    let new = Stored {
        id: app.id(DependantId::from_bytes),
        number,
        since: cx.now,
    };
    if !dependant::insert(&mut tx, subject, &new).await? {
        return Err(Error::Refused("dependant-there"));
    }
    let whom = (subject, new.id, &new.number);
    let entries = on_record(&mut tx, app, cx, Event::DependantAdded, whom).await?;
    Ok(tx.commit(entries).await?)
}
