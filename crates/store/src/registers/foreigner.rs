//! The immigration register: foreigners, their papers and stay.

use domain::person::{
    BirthDate, Foreign, FullName, Nationality, PersonNumber, Sex, StayKind, TravelForm,
    TravelNumber, TravelPaper,
};
use domain::registers::{ForeignerRecord, Guardian};

use super::{Cell, Table, day, optional_day};
use crate::{Error, Result, Source};

/// Its table.
pub const TABLE: Table = Table {
    name: "reg_foreigner",
    columns: &[
        "file",
        "nationality",
        "passport",
        "form",
        "issued_on",
        "expires_on",
        "issued_by",
        "name",
        "birth",
        "sex",
        "stay",
        "stay_until",
        "biometrics",
        "province",
        "address",
        "status",
        "died_on",
        "guardian",
        "guardian_file",
        "ward",
    ],
};

/// A row.
pub fn cells(record: &ForeignerRecord, out: &mut Vec<Cell>) {
    let foreign = &record.foreign;
    let (guardian, guardian_file) = match &record.guardian {
        None => ("", ""),
        Some(Guardian::Citizen(number)) => (number.as_str(), ""),
        Some(Guardian::Foreigner(file)) => ("", file.as_str()),
    };
    out.extend([
        record.file.as_str().into(),
        foreign.paper.nationality.as_str().into(),
        foreign.paper.number.as_str().into(),
        foreign.form.as_str().into(),
        foreign.issued_on.into(),
        foreign.expires_on.into(),
        foreign.issued_by.as_str().into(),
        record.name.as_str().into(),
        record.birth.to_iso().into(),
        record.sex.as_str().into(),
        foreign.stay.as_str().into(),
        foreign.stay_until.into(),
        i64::from(foreign.biometrics).into(),
        record.province.as_str().into(),
        record.address.as_str().into(),
        if record.dead { "dead" } else { "living" }.into(),
        record.died_on.into(),
        guardian.into(),
        guardian_file.into(),
        i64::from(record.ward).into(),
    ]);
}

row! {
    struct ForeignerRow {
        file: String,
        nationality: String,
        passport: String,
        form: String,
        issued_on: String,
        expires_on: String,
        issued_by: String,
        name: String,
        birth: String,
        sex: String,
        stay: String,
        stay_until: Option<String>,
        biometrics: i64,
        province: String,
        address: String,
        status: String,
        died_on: Option<String>,
        guardian: String,
        guardian_file: String,
        ward: i64,
    }
}

impl TryFrom<ForeignerRow> for ForeignerRecord {
    type Error = Error;

    fn try_from(row: ForeignerRow) -> Result<Self> {
        let corrupt = || Error::Corrupt(TABLE.name);
        Ok(Self {
            name: FullName::parse(&row.name).map_err(|_| corrupt())?,
            birth: BirthDate::parse(&row.birth).map_err(|_| corrupt())?,
            sex: Sex::parse(&row.sex).ok_or_else(corrupt)?,
            foreign: Foreign {
                paper: TravelPaper {
                    nationality: Nationality::parse(&row.nationality).map_err(|_| corrupt())?,
                    number: TravelNumber::parse(&row.passport).map_err(|_| corrupt())?,
                },
                form: TravelForm::parse(&row.form).ok_or_else(corrupt)?,
                issued_on: day(&row.issued_on, TABLE.name)?,
                expires_on: day(&row.expires_on, TABLE.name)?,
                issued_by: row.issued_by,
                stay: StayKind::parse(&row.stay).ok_or_else(corrupt)?,
                stay_until: optional_day(row.stay_until.as_deref(), TABLE.name)?,
                biometrics: row.biometrics != 0,
            },
            province: row.province,
            address: row.address,
            died_on: optional_day(row.died_on.as_deref(), TABLE.name)?,
            dead: row.status == "dead",
            guardian: match (row.guardian.as_str(), row.guardian_file) {
                ("", file) if file.is_empty() => None,
                ("", file) => Some(Guardian::Foreigner(file)),
                (number, _) => Some(Guardian::Citizen(
                    PersonNumber::parse(number).map_err(|_| corrupt())?,
                )),
            },
            ward: row.ward != 0,
            file: row.file,
        })
    }
}

pub(crate) const BY_FILE: &str = "SELECT file, nationality, passport, form, issued_on, expires_on, issued_by, name, birth, sex, stay, stay_until, biometrics, \
     province, address, status, died_on, guardian, guardian_file, ward FROM reg_foreigner WHERE file = $1";

/// D59-11.2: the number of a parent or guardian; none for a foreigner who has none yet.
pub async fn guardian_number(
    source: &mut impl Source,
    record: &ForeignerRecord,
) -> Result<Option<PersonNumber>> {
    match &record.guardian {
        None => Ok(None),
        Some(Guardian::Citizen(number)) => Ok(Some(number.clone())),
        Some(Guardian::Foreigner(file)) => crate::foreigner::number_of(source, file).await,
    }
}

/// A foreigner by the register's own file number.
pub async fn by_file(source: &mut impl Source, file: &str) -> Result<Option<ForeignerRecord>> {
    let row = fetch_optional!(source, ForeignerRow, BY_FILE, file)?;
    row.map(ForeignerRecord::try_from).transpose()
}

pub(crate) const BY_PAPER: &str = "SELECT file, nationality, passport, form, issued_on, expires_on, issued_by, name, birth, sex, stay, stay_until, biometrics, \
     province, address, status, died_on, guardian, guardian_file, ward FROM reg_foreigner WHERE passport = $1 AND nationality = $2 ORDER BY file";

/// A foreigner by the paper he holds now.
pub async fn by_paper(
    source: &mut impl Source,
    paper: &TravelPaper,
) -> Result<Option<ForeignerRecord>> {
    let rows = fetch_all!(
        source,
        ForeignerRow,
        BY_PAPER,
        paper.number.as_str(),
        paper.nationality.as_str()
    )?;
    let row = rows.into_iter().next();
    row.map(ForeignerRecord::try_from).transpose()
}
