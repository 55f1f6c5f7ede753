//! Of whom an answer tells: I8, each of them has it on his own record.

use domain::document::{Owner, OwnerNumber};
use domain::ids::SubjectId;
use domain::person::{FullName, OldNumber, PersonNumber};
use store::Snapshot;
use store::account::{Identifier, subject_of};
use store::registers::person;

/// A person of whom a register tells.
#[derive(PartialEq, Eq)]
pub(super) enum Whose {
    /// By personal number.
    Number(PersonNumber),
    /// By the number of an old paper, and the name on it.
    Old(OldNumber, FullName),
}

impl Whose {
    /// The owner of a paper.
    pub(super) fn owner(owner: &Owner) -> Self {
        match &owner.number {
            OwnerNumber::Citizen(number) => Self::Number(number.clone()),
            OwnerNumber::Old(number) => Self::Old(number.clone(), owner.name.clone()),
        }
    }
}

/// The account of each, once however often he is named; `None` for somebody who has none.
pub(super) async fn accounts(
    source: &mut Snapshot,
    of: &[Whose],
) -> crate::Result<Vec<Option<SubjectId>>> {
    let mut numbers: Vec<PersonNumber> = Vec::new();
    let mut accounts = Vec::new();
    for one in of {
        let known = match one {
            Whose::Number(number) => Some(number.clone()),
            Whose::Old(number, name) => person::of_old_number(source, number, name).await?,
        };
        let Some(number) = known else {
            accounts.push(None);
            continue;
        };
        if !numbers.contains(&number) {
            accounts.push(subject_of(source, Identifier::Number, number.as_str()).await?);
            numbers.push(number);
        }
    }
    Ok(accounts)
}
