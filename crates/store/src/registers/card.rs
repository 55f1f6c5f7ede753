//! The citizen-id card register.

use domain::person::PersonNumber;
use domain::registers::{CardForm, CardRecord, CardStatus};

use super::{Cell, Table, day, optional_day};
use crate::{Error, Result, Source};

/// Its table.
pub const TABLE: Table = Table {
    name: "reg_card",
    columns: &[
        "number",
        "form",
        "issued_on",
        "expires_on",
        "status",
        "changed_on",
    ],
};

/// A row.
pub fn cells(record: &CardRecord, out: &mut Vec<Cell>) {
    out.extend([
        record.number.as_str().into(),
        record.form.as_str().into(),
        record.issued_on.into(),
        record.expires_on.into(),
        record.status.as_str().into(),
        record.changed_on.into(),
    ]);
}

row! {
    struct CardRow {
        form: String,
        issued_on: String,
        expires_on: Option<String>,
        status: String,
        changed_on: Option<String>,
    }
}

pub(crate) const BY_NUMBER: &str =
    "SELECT form, issued_on, expires_on, status, changed_on FROM reg_card WHERE number = $1";

/// The card of a person.
pub async fn by_number(
    source: &mut impl Source,
    number: &PersonNumber,
) -> Result<Option<CardRecord>> {
    let Some(row) = fetch_optional!(source, CardRow, BY_NUMBER, number.as_str())? else {
        return Ok(None);
    };
    let corrupt = || Error::Corrupt(TABLE.name);
    Ok(Some(CardRecord {
        number: number.clone(),
        form: CardForm::parse(&row.form).ok_or_else(corrupt)?,
        issued_on: day(&row.issued_on, TABLE.name)?,
        expires_on: optional_day(row.expires_on.as_deref(), TABLE.name)?,
        status: CardStatus::parse(&row.status).ok_or_else(corrupt)?,
        changed_on: optional_day(row.changed_on.as_deref(), TABLE.name)?,
    }))
}
