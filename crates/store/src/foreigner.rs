//! D59-3.4: which number the platform made for which person of the immigration register.

use domain::person::PersonNumber;
use domain::time::millis;
use jiff::Timestamp;

use crate::{Error, Result, Source, Tx};

pub(crate) const NUMBER_OF: &str = "SELECT number FROM foreigner WHERE file = $1";

/// The number of a person's file, once it was made.
pub async fn number_of(source: &mut impl Source, file: &str) -> Result<Option<PersonNumber>> {
    let row = fetch_optional!(source, (String,), NUMBER_OF, file)?;
    row.map(|(number,)| PersonNumber::parse(&number).map_err(|_| Error::Corrupt("foreigner")))
        .transpose()
}

pub(crate) const FILE_OF: &str = "SELECT file FROM foreigner WHERE number = $1";

/// Whose number it is, as the immigration register's file number.
pub async fn file_of(source: &mut impl Source, number: &PersonNumber) -> Result<Option<String>> {
    let row = fetch_optional!(source, (String,), FILE_OF, number.as_str())?;
    Ok(row.map(|(file,)| file))
}

pub(crate) const AFTER: &str =
    "SELECT number FROM foreigner WHERE number > $1 ORDER BY number LIMIT $2";

/// Some numbers behind one, in order.
pub async fn after(
    source: &mut impl Source,
    number: &str,
    limit: i64,
) -> Result<Vec<PersonNumber>> {
    fetch_all!(source, (String,), AFTER, number, limit)?
        .into_iter()
        .map(|(number,)| PersonNumber::parse(&number).map_err(|_| Error::Corrupt("foreigner")))
        .collect()
}

pub(crate) const ASSIGN: &str =
    "INSERT INTO foreigner (number, file, at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";

/// Gives a file its number; `false` when number or file are taken.
pub async fn assign(tx: &mut Tx, number: &PersonNumber, file: &str, at: Timestamp) -> Result<bool> {
    Ok(execute!(tx, ASSIGN, number.as_str(), file, millis(at))? == 1)
}
