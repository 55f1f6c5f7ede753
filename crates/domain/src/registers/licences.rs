//! Lines of the driver's licence register.

use jiff::civil::Date;

use super::fields::{Columns, iso_date};
use super::standing::{OwnerColumns, Standing, StatusColumns, owner, state};
use super::{Fields, Reason, RowError};
use crate::document::{HeldClass, LicenceClass, LicenceForm, LicenceNumber, LicenceRecord, Points};

/// Columns of `licences.csv`.
pub static COLUMNS: Columns = Columns {
    required: &[
        "number",
        "form",
        "owner_number",
        "owner_name",
        "owner_birth_date",
        "classes",
        "points",
        "status",
        "issued_on",
        "issued_by",
    ],
    optional: &["status_since", "status_by"],
};

const NUMBER: usize = 0;
const FORM: usize = 1;
const OWNER: OwnerColumns = OwnerColumns {
    number: 2,
    name: 3,
    birth: 4,
};
const CLASSES: usize = 5;
const POINTS: usize = 6;
const STATUS: StatusColumns = StatusColumns {
    status: 7,
    since: 10,
    by: 11,
};
const ISSUED_ON: usize = 8;
const ISSUED_BY: usize = 9;

const WORDS: [(&str, Standing); 3] = [
    ("valid", Standing::InForce),
    ("held", Standing::Held),
    ("revoked", Standing::Revoked),
];

/// Reads a line.
pub fn parse_row(fields: &Fields<'_>) -> Result<LicenceRecord, RowError> {
    let number = fields.read(NUMBER, LicenceNumber::parse, Reason::LicenceNumber)?;
    let form = fields.word(FORM, |text| match text {
        "pet" => Some(LicenceForm::Pet),
        "paper" => Some(LicenceForm::Paper),
        _ => None,
    })?;
    if form == LicenceForm::Pet && number.form() != LicenceForm::Pet {
        return Err(fields.error(NUMBER, Reason::LicenceNumber));
    }
    let issued_on = fields.date(ISSUED_ON)?;
    let issued_by = fields.free(ISSUED_BY, 200)?;
    Ok(LicenceRecord {
        number,
        form,
        owner: owner(fields, &OWNER)?,
        classes: classes(fields, issued_on)?,
        points: fields.read_optional(POINTS, points, Reason::Points)?,
        state: state(fields, &STATUS, &WORDS, (&issued_by, issued_on))?,
        issued_on,
        issued_by,
    })
}

fn points(text: &str) -> Result<Points, ()> {
    text.parse()
        .map_err(|_| ())
        .and_then(|points| Points::new(points).map_err(|_| ()))
}

/// DOC-r5: `CLASS:VALID_FROM:VALID_TO` joined by `;`, the last empty where there is no limit.
fn classes(fields: &Fields<'_>, issued_on: Date) -> Result<Vec<HeldClass>, RowError> {
    let error = |reason| fields.error(CLASSES, reason);
    let text = fields.text(CLASSES);
    if text.is_empty() {
        return Err(error(Reason::Empty));
    }
    let mut held: Vec<HeldClass> = Vec::new();
    for item in text.split(';') {
        let mut parts = item.split(':').map(str::trim);
        let (Some(class), Some(from), Some(to), None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(error(Reason::ClassForm));
        };
        let class = LicenceClass::parse(class, issued_on).map_err(|_| error(Reason::Class))?;
        let from = day(from).map_err(error)?;
        let expires_on = day(to).map_err(error)?;
        if let (Some(from), Some(to)) = (from, expires_on)
            && to < from
        {
            return Err(error(Reason::DateOrder));
        }
        if held.iter().any(|other| other.class == class) {
            return Err(error(Reason::ClassTwice));
        }
        held.push(HeldClass { class, expires_on });
    }
    Ok(held)
}

fn day(text: &str) -> Result<Option<Date>, Reason> {
    if text.is_empty() {
        return Ok(None);
    }
    iso_date(text).map(Some).ok_or(Reason::Date)
}
