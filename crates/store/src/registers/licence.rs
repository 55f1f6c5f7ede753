//! The driver's licence register.

use domain::document::{HeldClass, LicenceForm, LicenceNumber, LicenceRecord, Points};

use super::paper::{self, OwnerRow};
use super::{Cell, Table, day};
use crate::{Error, Result, Source};

/// Its table.
pub const TABLE: Table = Table {
    name: "reg_licence",
    columns: &[
        "number",
        "form",
        "owner_number",
        "owner_name",
        "owner_birth",
        "classes",
        "points",
        "status",
        "status_since",
        "status_by",
        "issued_on",
        "issued_by",
    ],
};

/// A row.
pub fn cells(record: &LicenceRecord, out: &mut Vec<Cell>) {
    out.push(record.number.as_str().into());
    out.push(form_word(record.form).into());
    out.extend(paper::owner_cells(&record.owner));
    out.push(classes_text(&record.classes).into());
    out.push(record.points.map(|points| i64::from(points.get())).into());
    out.extend(paper::state_cells(&record.state));
    out.push(record.issued_on.into());
    out.push(record.issued_by.as_str().into());
}

const fn form_word(form: LicenceForm) -> &'static str {
    match form {
        LicenceForm::Pet => "pet",
        LicenceForm::Paper => "paper",
    }
}

/// `old:B2 2030-05-04;new:A1`: the day is missing where there is no limit.
fn classes_text(classes: &[HeldClass]) -> String {
    let item = |held: &HeldClass| match held.expires_on {
        Some(last) => format!("{} {last}", held.class.token()),
        None => held.class.token(),
    };
    classes.iter().map(item).collect::<Vec<_>>().join(";")
}

fn classes(text: &str) -> Result<Vec<HeldClass>> {
    let item = |item: &str| {
        let (class, last) = item
            .split_once(' ')
            .map_or((item, None), |(class, last)| (class, Some(last)));
        let class = class
            .to_owned()
            .try_into()
            .map_err(|_| Error::Corrupt(TABLE.name))?;
        Ok(HeldClass {
            class,
            expires_on: super::optional_day(last, TABLE.name)?,
        })
    };
    text.split(';').map(item).collect()
}

row! {
    struct LicenceRow {
        number: String,
        form: String,
        owner_number: String,
        owner_name: String,
        owner_birth: Option<String>,
        classes: String,
        points: Option<i64>,
        status: String,
        status_since: Option<String>,
        status_by: Option<String>,
        issued_on: String,
        issued_by: String,
    }
}

impl TryFrom<LicenceRow> for LicenceRecord {
    type Error = Error;

    fn try_from(row: LicenceRow) -> Result<Self> {
        let corrupt = || Error::Corrupt(TABLE.name);
        let owner = OwnerRow {
            number: &row.owner_number,
            name: &row.owner_name,
            birth: row.owner_birth.as_deref(),
        };
        let points = |points: i64| {
            u8::try_from(points)
                .ok()
                .and_then(|points| Points::new(points).ok())
        };
        Ok(Self {
            number: LicenceNumber::parse(&row.number).map_err(|_| corrupt())?,
            form: match row.form.as_str() {
                "pet" => LicenceForm::Pet,
                "paper" => LicenceForm::Paper,
                _ => return Err(corrupt()),
            },
            owner: paper::owner(&owner, TABLE.name)?,
            classes: classes(&row.classes)?,
            points: row
                .points
                .map(|number| points(number).ok_or_else(corrupt))
                .transpose()?,
            state: paper::state(
                &row.status,
                row.status_since.as_deref(),
                row.status_by,
                TABLE.name,
            )?,
            issued_on: day(&row.issued_on, TABLE.name)?,
            issued_by: row.issued_by,
        })
    }
}

pub(crate) const BY_NUMBER: &str = "SELECT number, form, owner_number, owner_name, owner_birth, classes, points, status, status_since, \
     status_by, issued_on, issued_by FROM reg_licence WHERE number = $1";

/// A licence by its number.
pub async fn by_number(
    source: &mut impl Source,
    number: &LicenceNumber,
) -> Result<Option<LicenceRecord>> {
    let row = fetch_optional!(source, LicenceRow, BY_NUMBER, number.as_str())?;
    row.map(LicenceRecord::try_from).transpose()
}
