//! What an accepted reading of a card's chip leaves as evidence (D59-12.2, D59-14.2.a2).

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::ids::{AgentId, CaptureId, CardJobId, EvidenceId, StaffId};
use crate::person::{BirthDate, Difference, FullName, PersonNumber, Sex};
use crate::redacted_debug;

/// What the chip says of its holder, found authentic.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChipHolder {
    /// Personal identification number.
    pub number: PersonNumber,
    /// Full name with its diacritics, where the details of the card were understood.
    pub name: Option<FullName>,
    /// Name in Latin letters, as the machine-readable zone has it.
    pub latin: String,
    /// Date of birth.
    pub birth: Option<BirthDate>,
    /// Sex, where the card names it.
    pub sex: Option<Sex>,
    /// Day of issue, where the details name it.
    pub issued_on: Option<Date>,
    /// Last day on which the card is valid.
    pub expires_on: Date,
}

redacted_debug!(ChipHolder);

/// The register's side of a comparison with a chip.
#[derive(Clone, Copy)]
pub struct RegisterSide<'a> {
    /// Name.
    pub name: &'a FullName,
    /// Date of birth.
    pub birth: BirthDate,
    /// Sex.
    pub sex: Sex,
    /// Day of issue of the card, where the card's register knows one.
    pub issued_on: Option<Date>,
}

impl ChipHolder {
    /// D59-3.3: every field in which the chip differs from the registers. A field that the chip does not
    /// give differs from nothing.
    pub fn differences(&self, register: &RegisterSide<'_>) -> Vec<Difference> {
        let differs = [
            (
                Difference::Name,
                self.name
                    .as_ref()
                    .is_some_and(|n| !n.matches(register.name)),
            ),
            (
                Difference::Birth,
                self.birth.is_some_and(|b| b != register.birth),
            ),
            (Difference::Sex, self.sex.is_some_and(|s| s != register.sex)),
            (
                Difference::CardIssued,
                matches!((self.issued_on, register.issued_on), (Some(a), Some(b)) if a != b),
            ),
        ];
        let found = differs.into_iter().filter(|(_, differs)| *differs);
        found.map(|(field, _)| field).collect()
    }
}

/// What stands behind a chip that was accepted from somebody's own phone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChipVouching {
    /// What shows that the chip is no copy: `active`, `chip` or `both`.
    pub genuine: String,
    /// SHA-256 of the authority's certificate, in hexadecimal digits.
    pub authority: String,
    /// SHA-256 of the signer's certificate.
    pub signer: String,
    /// When the revocation list that was looked into was issued.
    pub list_issued: Timestamp,
    /// Name and version of the engine that spoke with the chip, as the phone says.
    pub engine: String,
}

/// D59-14.2.a2: a card whose chip was read and verified at a counter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChipReading {
    /// Identifier of this evidence.
    pub id: EvidenceId,
    /// The reading that it came by.
    pub job: CardJobId,
    /// The officer who asked for it.
    pub officer: StaffId,
    /// The counter agent that brought it.
    pub agent: AgentId,
    /// The instant for which all of this was found.
    pub at: Timestamp,
    /// What the chip says.
    pub holder: ChipHolder,
    /// The portrait of the chip.
    pub portrait: CaptureId,
    /// Whether that portrait can be shown: a coding that we do not decode is kept and not shown.
    pub shown: bool,
    /// What shows that the chip is no copy: `active`, `chip` or `both`.
    pub genuine: String,
    /// SHA-256 of the authority's certificate, in hexadecimal digits.
    pub authority: String,
    /// SHA-256 of the signer's certificate.
    pub signer: String,
    /// When the revocation list that was looked into was issued.
    pub list_issued: Timestamp,
    /// Name and version of the engine that spoke with the chip, as the agent says.
    pub engine: String,
    /// When it was read, where the line was down then; nothing where it was brought at once.
    #[serde(default)]
    pub taken: Option<Timestamp>,
    /// Who read it then, where the unit knows the name that he gave; `officer` took it in.
    #[serde(default)]
    pub taken_by: Option<StaffId>,
    /// Fields in which the chip differed from the registers, where they answered.
    pub differences: Option<Vec<Difference>>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holder() -> ChipHolder {
        ChipHolder {
            number: PersonNumber::parse("074190001234").unwrap(),
            name: FullName::parse("Nguyễn Thị Ánh").ok(),
            latin: "NGUYEN, THI ANH".into(),
            birth: BirthDate::parse("1990-02-03").ok(),
            sex: Some(Sex::Female),
            issued_on: "2021-06-15".parse().ok(),
            expires_on: "2030-02-03".parse().unwrap(),
        }
    }

    // law: D59-3.3, D59-14.2.a2
    #[test]
    fn each_field_that_the_chip_gives_is_compared() {
        let name = FullName::parse("NGUYỄN THỊ ÁNH").unwrap();
        let register = RegisterSide {
            name: &name,
            birth: BirthDate::parse("1990-02-03").unwrap(),
            sex: Sex::Female,
            issued_on: "2021-06-15".parse().ok(),
        };
        assert_eq!(holder().differences(&register), []);
        let other = FullName::parse("Nguyễn Thị Anh").unwrap();
        let differing = RegisterSide {
            name: &other,
            birth: BirthDate::parse("1990").unwrap(),
            sex: Sex::Male,
            issued_on: "2021-06-16".parse().ok(),
        };
        assert_eq!(
            holder().differences(&differing),
            [
                Difference::Name,
                Difference::Birth,
                Difference::Sex,
                Difference::CardIssued
            ]
        );
        let bare = ChipHolder {
            name: None,
            birth: None,
            sex: None,
            issued_on: None,
            ..holder()
        };
        assert_eq!(bare.differences(&differing), []);
        assert!(!format!("{:?}", holder()).contains("NGUYEN"));
    }
}
