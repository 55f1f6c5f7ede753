//! Whom a pilot admits besides its provinces and its days (R50-1): what the platform knows of a holder anyway. That
//! he has level 2 is no condition of a pilot: every document needs it (DOC-0).

use serde::{Deserialize, Serialize};

use super::eligibility::{Holder, NotYet};
use crate::account::SubjectKind;
use crate::fault::{Fault, Faults};

/// Whom a pilot admits; nothing set is everybody.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conditions {
    /// Citizens only, or foreigners only: the word of a [`SubjectKind`] that is a person.
    pub people: Option<People>,
    /// From so many full years on.
    pub age_from: Option<i16>,
    /// Up to so many full years.
    pub age_to: Option<i16>,
}

/// Of whom a pilot is where it is not of all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum People {
    /// Vietnamese citizens.
    Citizens,
    /// Foreigners.
    Foreigners,
}

impl People {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Citizens, Self::Foreigners];

    /// Stable word, as stored (`pilots-people-<word>`).
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Citizens => "citizens",
            Self::Foreigners => "foreigners",
        }
    }

    /// Reads the stored word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.as_str() == word)
    }

    /// The accounts that are theirs.
    pub const fn kind(self) -> SubjectKind {
        match self {
            Self::Citizens => SubjectKind::Citizen,
            Self::Foreigners => SubjectKind::Foreigner,
        }
    }
}

/// Ages that may be asked for, in full years.
pub const AGES: std::ops::RangeInclusive<i16> = 0..=120;

fn age(field: &'static str, text: &str) -> Result<Option<i16>, Fault> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let age = text.parse().ok().filter(|age| AGES.contains(age));
    age.map(Some)
        .ok_or_else(|| Fault::new(field, "pilot-age-range").with("most", AGES.end()))
}

impl Conditions {
    /// Reads what is typed; empty sets no condition.
    ///
    /// # Errors
    /// A fault for each field that is no age or no kind of people, and for a span of ages that is empty.
    pub fn read(people: &str, from: &str, to: &str) -> Result<Self, Faults> {
        let mut faults = Faults::default();
        let who = match people {
            "" => None,
            word => faults.take(
                People::parse(word).ok_or_else(|| Fault::new("people", "pilot-people-unknown")),
            ),
        };
        let age_from = faults.take(age("age-from", from)).flatten();
        let age_to = faults.take(age("age-to", to)).flatten();
        if age_from.zip(age_to).is_some_and(|(from, to)| to < from) {
            faults.push(Fault::new("age-to", "pilot-age-to-below-from"));
        }
        if faults.is_empty() {
            Ok(Self {
                people: who,
                age_from,
                age_to,
            })
        } else {
            Err(faults)
        }
    }

    /// Whether nobody is kept out.
    pub fn is_none(&self) -> bool {
        *self == Self::default()
    }

    /// Each condition that a holder does not meet.
    pub(super) fn unmet(&self, holder: &Holder, today: jiff::civil::Date) -> Vec<NotYet> {
        let years = holder.birth.age_on(today);
        let people = self.people.filter(|people| people.kind() != holder.kind);
        let young = self.age_from.filter(|least| years < *least);
        let old = self.age_to.filter(|most| years > *most);
        let young = young.map(|age| NotYet::TooYoung {
            age,
            on: holder.birth.turns(age),
        });
        people
            .map(NotYet::OtherPeople)
            .into_iter()
            .chain(young)
            .chain(old.map(NotYet::TooOld))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // law: R50-1
    #[test]
    fn conditions_are_read_or_named() {
        let read = |people, from, to| {
            Conditions::read(people, from, to).map_err(|faults| {
                let faults = faults.into_vec();
                faults.iter().map(|f| (f.field, f.code)).collect::<Vec<_>>()
            })
        };
        assert_eq!(read("", "", " "), Ok(Conditions::default()));
        let want = Conditions {
            people: Some(People::Foreigners),
            age_from: Some(18),
            age_to: Some(18),
        };
        assert_eq!(read("foreigners", "18", "18"), Ok(want));
        assert_eq!(
            read("martians", "-1", "121"),
            Err(vec![
                ("people", "pilot-people-unknown"),
                ("age-from", "pilot-age-range"),
                ("age-to", "pilot-age-range"),
            ])
        );
        assert_eq!(
            read("", "19", "18"),
            Err(vec![("age-to", "pilot-age-to-below-from")])
        );
    }
}
