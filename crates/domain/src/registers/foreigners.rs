//! Lines of the immigration register (D59-8, D59-10.1): foreigners in Viet Nam, their papers and stay.

use jiff::civil::Date;

use super::fields::Columns;
use super::{CardForm, CardRecord, CardStatus, Fields, PersonRecord, Reason, RowError};
use crate::person::{
    BirthDate, Foreign, FullName, Identity, Nationality, PersonNumber, Sex, StayKind, TravelForm,
    TravelNumber, TravelPaper,
};
use crate::redacted_debug;

/// Columns of `foreigners.csv`.
pub static COLUMNS: Columns = Columns {
    required: &[
        "file_number",
        "nationality",
        "passport_number",
        "passport_kind",
        "passport_issued_on",
        "passport_expires_on",
        "name",
        "birth_date",
        "sex",
        "stay_kind",
        "stay_until",
        "status",
    ],
    optional: &[
        "passport_issued_by",
        "died_on",
        "biometrics",
        "province",
        "address",
        "portrait",
    ],
};

const FILE: usize = 0;
const NATIONALITY: usize = 1;
const PASSPORT: usize = 2;
const FORM: usize = 3;
const ISSUED_ON: usize = 4;
const EXPIRES_ON: usize = 5;
const NAME: usize = 6;
const BIRTH: usize = 7;
const SEX: usize = 8;
const STAY: usize = 9;
const STAY_UNTIL: usize = 10;
const STATUS: usize = 11;
const ISSUED_BY: usize = 12;
const DIED_ON: usize = 13;
const BIOMETRICS: usize = 14;
const PROVINCE: usize = 15;
const ADDRESS: usize = 16;
/// Path of the portrait.
pub const PORTRAIT: usize = 17;

/// A foreigner of the immigration register.
#[derive(Clone, PartialEq, Eq)]
pub struct ForeignerRecord {
    /// The register's own number of the person's file: the same through every passport.
    pub file: String,
    /// Full name, as in the paper.
    pub name: FullName,
    /// Date of birth.
    pub birth: BirthDate,
    /// Sex.
    pub sex: Sex,
    /// Paper and stay.
    pub foreign: Foreign,
    /// Code of the province of residence; empty where unknown.
    pub province: String,
    /// Address as text.
    pub address: String,
    /// Day of death; `None` while living.
    pub died_on: Option<Date>,
    /// Whether the register records a death, even without a day.
    pub dead: bool,
}

redacted_debug!(ForeignerRecord);

impl ForeignerRecord {
    /// The person as every counter reads people, under the number that the platform gave.
    pub fn person(&self, number: PersonNumber) -> PersonRecord {
        PersonRecord {
            identity: Identity {
                number,
                name: self.name.clone(),
                birth: self.birth,
                sex: self.sex,
            },
            old_number: None,
            province: self.province.clone(),
            address: self.address.clone(),
            died_on: self.died_on,
            dead: self.dead,
            guardian: None,
            ward: false,
            foreign: Some(self.foreign.clone()),
        }
    }

    /// The travel paper, standing where a citizen's card stands.
    pub fn card(&self, number: PersonNumber) -> CardRecord {
        CardRecord {
            number,
            form: CardForm::TravelPaper,
            issued_on: self.foreign.issued_on,
            expires_on: Some(self.foreign.expires_on),
            status: CardStatus::Valid,
            changed_on: None,
        }
    }
}

/// Reads a line.
pub fn parse_row(fields: &Fields<'_>) -> Result<ForeignerRecord, RowError> {
    let birth = fields.read(BIRTH, BirthDate::parse, Reason::BirthDate)?;
    let dead = fields.word(STATUS, |text| match text {
        "living" => Some(false),
        "dead" => Some(true),
        _ => None,
    })?;
    let died_on = fields.optional_date(DIED_ON)?;
    if died_on.is_some() && !dead {
        return Err(fields.error(DIED_ON, Reason::Living));
    }
    let province = match fields.text(PROVINCE) {
        "" => String::new(),
        _ => fields.province(PROVINCE)?,
    };
    Ok(ForeignerRecord {
        file: file_number(fields)?,
        name: fields.read(NAME, FullName::parse, Reason::Name)?,
        birth,
        sex: fields.word(SEX, Sex::parse)?,
        foreign: foreign(fields)?,
        province,
        address: fields.free(ADDRESS, 500)?,
        died_on,
        dead,
    })
}

/// One to forty visible ASCII characters.
fn file_number(fields: &Fields<'_>) -> Result<String, RowError> {
    let fits = |text: &str| text.len() <= 40 && text.bytes().all(|b| b.is_ascii_graphic());
    let read = |text: &str| fits(text).then(|| text.to_owned()).ok_or(());
    fields.read(FILE, read, Reason::FileNumber)
}

fn foreign(fields: &Fields<'_>) -> Result<Foreign, RowError> {
    let issued_on = fields.date(ISSUED_ON)?;
    let expires_on = fields.date(EXPIRES_ON)?;
    fields.not_before(EXPIRES_ON, Some(expires_on), issued_on)?;
    let stay = fields.word(STAY, StayKind::parse)?;
    let stay_until = fields.optional_date(STAY_UNTIL)?;
    if stay_until.is_none() && stay != StayKind::Permanent {
        return Err(fields.error(STAY_UNTIL, Reason::Empty));
    }
    let biometrics = match fields.text(BIOMETRICS) {
        "" | "no" => false,
        "yes" => true,
        _ => return Err(fields.error(BIOMETRICS, Reason::Word)),
    };
    Ok(Foreign {
        paper: TravelPaper {
            nationality: fields.read(NATIONALITY, Nationality::parse, Reason::Nationality)?,
            number: fields.read(PASSPORT, TravelNumber::parse, Reason::TravelNumber)?,
        },
        form: fields.word(FORM, TravelForm::parse)?,
        issued_on,
        expires_on,
        issued_by: fields.free(ISSUED_BY, 200)?,
        stay,
        stay_until,
        biometrics,
    })
}
