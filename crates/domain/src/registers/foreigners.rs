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
        "guardian_number",
        "guardian_file",
        "ward",
        "fingers",
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
const GUARDIAN: usize = 18;
const GUARDIAN_FILE: usize = 19;
const WARD: usize = 20;
/// Paths of the prints in the entry/exit database ([`super::fingers`]).
pub const FINGERS: usize = 21;

/// D59-11.2: parent or guardian of a foreigner.
#[derive(Clone, PartialEq, Eq)]
pub enum Guardian {
    /// A citizen, by number.
    Citizen(PersonNumber),
    /// A foreigner, by the number of his own file.
    Foreigner(String),
}

redacted_debug!(Guardian);

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
    /// D59-11.2: parent or guardian.
    pub guardian: Option<Guardian>,
    /// D59-11.2: whether the guardian was appointed for somebody who may not act alone.
    pub ward: bool,
}

redacted_debug!(ForeignerRecord);

impl ForeignerRecord {
    /// The person as every counter reads people, under the number that the platform gave. `guardian`: the
    /// number of [`Self::guardian`]; none where a foreigner among them has none yet, and so no account.
    pub fn person(&self, number: PersonNumber, guardian: Option<PersonNumber>) -> PersonRecord {
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
            guardian,
            ward: self.ward,
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
    let file = file_number(fields)?;
    let guardian = guardian(fields, &file)?;
    let ward = match fields.text(WARD) {
        "" | "no" => false,
        "yes" if guardian.is_some() => true,
        _ => return Err(fields.error(WARD, Reason::Word)),
    };
    Ok(ForeignerRecord {
        file,
        name: fields.read(NAME, FullName::parse, Reason::Name)?,
        birth,
        sex: fields.word(SEX, Sex::parse)?,
        foreign: foreign(fields)?,
        province,
        address: fields.free(ADDRESS, 500)?,
        died_on,
        dead,
        guardian,
        ward,
    })
}

/// A citizen or another foreigner, not both.
fn guardian(fields: &Fields<'_>, own: &str) -> Result<Option<Guardian>, RowError> {
    let citizen = fields.read_optional(GUARDIAN, PersonNumber::parse, Reason::Number)?;
    let foreigner = fields.read_optional(GUARDIAN_FILE, file_text, Reason::FileNumber)?;
    match (citizen, foreigner) {
        (None, None) => Ok(None),
        (Some(number), None) => Ok(Some(Guardian::Citizen(number))),
        (None, Some(file)) if file != own => Ok(Some(Guardian::Foreigner(file))),
        (None, Some(_)) => Err(fields.error(GUARDIAN_FILE, Reason::OwnGuardian)),
        (Some(_), Some(_)) => Err(fields.error(GUARDIAN_FILE, Reason::TwoGuardians)),
    }
}

fn file_number(fields: &Fields<'_>) -> Result<String, RowError> {
    fields.read(FILE, file_text, Reason::FileNumber)
}

/// One to forty visible ASCII characters.
fn file_text(text: &str) -> Result<String, ()> {
    let fits = text.len() <= 40 && text.bytes().all(|b| b.is_ascii_graphic());
    fits.then(|| text.to_owned()).ok_or(())
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::registers::Register;
    use crate::registers::tests::{read, refused};

    const LINE: &str = "NN1,KOR,M1,ordinary,2021-06-15,2031-06-15,KIM HA YUN,2016-05-21,female,temporary,2030-01-01,living";

    // law: D59-11.2
    #[test]
    fn a_guardian_is_a_citizen_or_another_foreigner() {
        let guardian = |changes: &[(&str, &str)]| {
            let record = read(Register::Foreigners, parse_row, LINE, changes).unwrap();
            (record.guardian, record.ward)
        };
        let number = PersonNumber::parse("074190001234").unwrap();
        assert_eq!(guardian(&[]), (None, false));
        let citizen = [("guardian_number", number.as_str()), ("ward", "yes")];
        assert_eq!(guardian(&citizen), (Some(Guardian::Citizen(number)), true));
        let foreigner = Guardian::Foreigner("NN2".into());
        assert_eq!(
            guardian(&[("guardian_file", "NN2")]),
            (Some(foreigner), false)
        );
        refused(
            Register::Foreigners,
            parse_row,
            LINE,
            &[
                ("guardian_number", "1", Reason::Number),
                ("guardian_file", "NN 2", Reason::FileNumber),
                ("guardian_file", "NN1", Reason::OwnGuardian),
                ("ward", "yes", Reason::Word),
                ("ward", "1", Reason::Word),
            ],
        );
        let both = [
            ("guardian_number", "074190001234"),
            ("guardian_file", "NN2"),
        ];
        let both = read(Register::Foreigners, parse_row, LINE, &both).err();
        assert_eq!(both.unwrap().reason, Reason::TwoGuardians);
    }
}
