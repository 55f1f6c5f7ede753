//! Organisations (D59-9): their code, their identity, who acts for them.

mod code;
mod power;

pub use code::{CodeError, CodeKind, OrganisationCode};
pub use power::{Act, Delegation, End, EndDateError, Power, end_of, until};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::person::{FullName, PersonNumber};
use crate::redacted_debug;
use crate::regime::Regime;

/// D59-9: the electronic identity of an organisation.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrganisationIdentity {
    /// D59-3.5: its code.
    pub code: OrganisationCode,
    /// Name in Vietnamese.
    pub name: String,
    /// Short name; may be empty.
    pub short_name: String,
    /// Name in a foreign language; may be empty.
    pub foreign_name: String,
    /// Day of foundation.
    pub founded_on: Date,
    /// Address of the head office.
    pub address: String,
    /// Number of the legal representative or head.
    pub representative: PersonNumber,
    /// His name.
    pub representative_name: FullName,
}

/// What the business register says of an organisation's life.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum BusinessStatus {
    /// It operates.
    Active,
    /// It was dissolved.
    Dissolved,
    /// It ceased by law.
    Ceased,
}

impl BusinessStatus {
    /// Every word.
    pub const ALL: [Self; 3] = [Self::Active, Self::Dissolved, Self::Ceased];

    /// Word in register files and rows.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Dissolved => "dissolved",
            Self::Ceased => "ceased",
        }
    }

    /// Reads the word.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.as_str() == text)
    }
}

/// An organisation as the business register holds it (D59-10.2).
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BusinessRecord {
    /// Tax code.
    pub code: OrganisationCode,
    /// Name in Vietnamese.
    pub name: String,
    /// Short name; may be empty.
    pub short_name: String,
    /// Name in a foreign language; may be empty.
    pub foreign_name: String,
    /// Day of foundation.
    pub founded_on: Date,
    /// Address of the head office.
    pub address: String,
    /// Number of the legal representative.
    pub representative: PersonNumber,
    /// D69-12: numbers of the other legal representatives.
    pub others: Vec<PersonNumber>,
    /// Whether it operates.
    pub status: BusinessStatus,
    /// Since when it does not.
    pub status_since: Option<Date>,
    /// Province of the head office; may be empty.
    pub province: String,
}

impl BusinessRecord {
    /// All its legal representatives, the first one first.
    pub fn representatives(&self) -> impl Iterator<Item = &PersonNumber> {
        std::iter::once(&self.representative).chain(&self.others)
    }

    /// D59-16.a, D69-12: whether somebody may stand for it without a mandate: the representative; under
    /// Decree 69 any of them.
    pub fn represented_by(&self, number: &PersonNumber, regime: Regime) -> bool {
        match regime {
            Regime::Decree59 => self.representative == *number,
            Regime::Decree69 => self.representatives().any(|one| one == number),
        }
    }

    /// D69-12: who must agree before somebody's request is received: all other legal representatives; all
    /// of them where he is empowered. Decree 59 asks nobody.
    pub fn must_agree(&self, registrant: &PersonNumber, regime: Regime) -> Vec<PersonNumber> {
        match regime {
            Regime::Decree59 => Vec::new(),
            Regime::Decree69 => {
                let mut others: Vec<PersonNumber> = Vec::new();
                // A register may name somebody twice; he is asked once.
                for one in self.representatives().filter(|one| *one != registrant) {
                    if !others.contains(one) {
                        others.push(one.clone());
                    }
                }
                others
            }
        }
    }

    /// D59-9: the identity, with the name of its representative as the population register has it.
    pub fn identity(self, representative_name: FullName) -> OrganisationIdentity {
        OrganisationIdentity {
            code: self.code,
            name: self.name,
            short_name: self.short_name,
            foreign_name: self.foreign_name,
            founded_on: self.founded_on,
            address: self.address,
            representative: self.representative,
            representative_name,
        }
    }
}

redacted_debug!(OrganisationIdentity, BusinessRecord);

#[cfg(test)]
mod tests {
    use super::*;

    fn record() -> BusinessRecord {
        let number = |text: &str| PersonNumber::parse(text).unwrap();
        BusinessRecord {
            code: OrganisationCode::generated(1),
            name: String::new(),
            short_name: String::new(),
            foreign_name: String::new(),
            founded_on: jiff::civil::date(2015, 6, 1),
            address: String::new(),
            representative: number("074085000123"),
            others: vec![number("074185000124"), number("074085000125")],
            status: BusinessStatus::Active,
            status_since: None,
            province: String::new(),
        }
    }

    // law: D69-12, D59-16.a
    #[test]
    fn who_stands_for_it_and_who_must_agree() {
        let record = record();
        let stranger = PersonNumber::parse("074085000129").unwrap();
        let [first, second, third] = [&record.representative, &record.others[0], &record.others[1]];
        for (who, regime, may, agree) in [
            (first, Regime::Decree59, true, vec![]),
            (second, Regime::Decree59, false, vec![]),
            (first, Regime::Decree69, true, vec![second, third]),
            (second, Regime::Decree69, true, vec![first, third]),
            (
                &stranger,
                Regime::Decree69,
                false,
                vec![first, second, third],
            ),
        ] {
            assert_eq!(record.represented_by(who, regime), may);
            assert_eq!(
                record.must_agree(who, regime).iter().collect::<Vec<_>>(),
                agree
            );
        }
    }

    // law: D69-12
    #[test]
    fn whom_the_register_names_twice_is_asked_once() {
        let mut record = record();
        let [first, second] = [record.representative.clone(), record.others[0].clone()];
        record.others.extend([second.clone(), first.clone()]);
        let third = record.others[1].clone();
        let asked = record.must_agree(&first, Regime::Decree69);
        assert_eq!(asked, [second.clone(), third.clone()]);
        let asked = record.must_agree(&second, Regime::Decree69);
        assert_eq!(asked, [first, third]);
    }
}
