//! The population register.

use domain::person::{BirthDate, FullName, Identity, OldNumber, PersonNumber, Sex, fold};
use domain::registers::PersonRecord;

use super::{Cell, Table, optional_day};
use crate::{Error, Result, Source};

/// Its table.
pub const TABLE: Table = Table {
    name: "reg_population",
    columns: &[
        "number",
        "old_number",
        "name",
        "folded",
        "birth",
        "sex",
        "province",
        "address",
        "status",
        "died_on",
        "guardian",
        "ward",
    ],
};

/// A row.
pub fn cells(record: &PersonRecord, out: &mut Vec<Cell>) {
    let identity = &record.identity;
    out.extend([
        identity.number.as_str().into(),
        record
            .old_number
            .as_ref()
            .map_or("", OldNumber::as_str)
            .into(),
        identity.name.as_str().into(),
        Cell::Bytes(identity.name.folded().into_bytes()),
        identity.birth.to_iso().into(),
        identity.sex.as_str().into(),
        record.province.as_str().into(),
        record.address.as_str().into(),
        if record.dead { "dead" } else { "living" }.into(),
        record.died_on.into(),
        record
            .guardian
            .as_ref()
            .map_or("", PersonNumber::as_str)
            .into(),
        i64::from(record.ward).into(),
    ]);
}

row! {
    struct PersonRow {
        number: String,
        old_number: String,
        name: String,
        birth: String,
        sex: String,
        province: String,
        address: String,
        status: String,
        died_on: Option<String>,
        guardian: String,
        ward: i64,
    }
}

impl TryFrom<PersonRow> for PersonRecord {
    type Error = Error;

    fn try_from(row: PersonRow) -> Result<Self> {
        let corrupt = || Error::Corrupt(TABLE.name);
        let filled = |text: String| (!text.is_empty()).then_some(text);
        Ok(Self {
            identity: Identity {
                number: PersonNumber::parse(&row.number).map_err(|_| corrupt())?,
                name: FullName::parse(&row.name).map_err(|_| corrupt())?,
                birth: BirthDate::parse(&row.birth).map_err(|_| corrupt())?,
                sex: Sex::parse(&row.sex).ok_or_else(corrupt)?,
            },
            old_number: filled(row.old_number)
                .map(OldNumber::try_from)
                .transpose()
                .map_err(|_| corrupt())?,
            province: row.province,
            address: row.address,
            died_on: optional_day(row.died_on.as_deref(), TABLE.name)?,
            dead: row.status == "dead",
            guardian: filled(row.guardian)
                .map(PersonNumber::try_from)
                .transpose()
                .map_err(|_| corrupt())?,
            ward: row.ward != 0,
            foreign: None,
        })
    }
}

pub(crate) const BY_NUMBER: &str = "SELECT number, old_number, name, birth, sex, province, address, status, died_on, guardian, ward \
     FROM reg_population WHERE number = $1";

/// A person by number.
pub async fn by_number(
    source: &mut impl Source,
    number: &PersonNumber,
) -> Result<Option<PersonRecord>> {
    let row = fetch_optional!(source, PersonRow, BY_NUMBER, number.as_str())?;
    row.map(PersonRecord::try_from).transpose()
}

pub(crate) const OF_OLD_NUMBER: &str = "SELECT number FROM reg_population WHERE folded = $1 AND old_number = $2 ORDER BY number LIMIT 2";

/// Whose an old paper is: the one person of this name, marks and case left out, who had this number. Where there are two it
/// is nobody's: neither must learn what was told of the other.
pub async fn of_old_number(
    source: &mut impl Source,
    old: &OldNumber,
    name: &FullName,
) -> Result<Option<PersonNumber>> {
    let folded = name.folded().into_bytes();
    let rows = fetch_all!(source, (String,), OF_OLD_NUMBER, folded, old.as_str())?;
    let [(number,)] = rows.as_slice() else {
        return Ok(None);
    };
    let number = PersonNumber::parse(number).map_err(|_| Error::Corrupt(TABLE.name))?;
    Ok(Some(number))
}

pub(crate) const SEARCH: &str = "SELECT number, old_number, name, birth, sex, province, address, status, died_on, guardian, ward \
     FROM reg_population WHERE folded >= $1 AND folded < $2 AND substr(birth, 1, 4) = $3 ORDER BY folded, birth, number LIMIT $4";

/// Most people a search gives.
pub const SEARCH_LIMIT: i64 = 20;

/// D59-14.2: people whose name begins so, marks and case left out, born in a year.
pub async fn search(
    source: &mut impl Source,
    name: &str,
    birth_year: i16,
) -> Result<Vec<PersonRecord>> {
    let from = fold(name)
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .into_bytes();
    if from.is_empty() {
        return Ok(Vec::new());
    }
    // No byte of UTF-8 is 255: everything that begins so lies before.
    let to = [from.as_slice(), &[u8::MAX]].concat();
    let rows = fetch_all!(
        source,
        PersonRow,
        SEARCH,
        from,
        to,
        format!("{birth_year:04}"),
        SEARCH_LIMIT
    )?;
    rows.into_iter().map(PersonRecord::try_from).collect()
}
