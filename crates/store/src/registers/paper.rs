//! What rows of licences, health cards and passports have in common.

use domain::document::{Authority, Owner, OwnerNumber, SourceState};
use domain::person::{BirthDate, FullName};

use super::{Cell, day};
use crate::{Error, Result};

/// Columns of an owner.
pub(crate) struct OwnerRow<'a> {
    pub(crate) number: &'a str,
    pub(crate) name: &'a str,
    pub(crate) birth: Option<&'a str>,
}

pub(crate) fn owner(row: &OwnerRow<'_>, table: &'static str) -> Result<Owner> {
    let corrupt = || Error::Corrupt(table);
    Ok(Owner {
        number: OwnerNumber::parse(row.number).map_err(|_| corrupt())?,
        name: FullName::parse(row.name).map_err(|_| corrupt())?,
        birth: row
            .birth
            .map(|text| BirthDate::parse(text).map_err(|_| corrupt()))
            .transpose()?,
    })
}

pub(crate) fn owner_cells(owner: &Owner) -> [Cell; 3] {
    [
        owner.number.as_str().into(),
        owner.name.as_str().into(),
        owner.birth.map(|birth| birth.to_iso()).into(),
    ]
}

/// Status, since when, by whom.
pub(crate) fn state_cells(state: &SourceState) -> [Cell; 3] {
    let (word, by) = match state {
        SourceState::InForce => ("in-force", None),
        SourceState::Held(by) => ("held", Some(by)),
        SourceState::Revoked(by) => ("revoked", Some(by)),
    };
    [
        word.into(),
        by.map(|by| by.since).into(),
        by.map(|by| by.name.as_str()).into(),
    ]
}

pub(crate) fn state(
    word: &str,
    since: Option<&str>,
    by: Option<String>,
    table: &'static str,
) -> Result<SourceState> {
    let authority = |since: Option<&str>, by: Option<String>| match (since, by) {
        (Some(since), Some(name)) => Ok(Authority {
            name,
            since: day(since, table)?,
        }),
        (None, _) | (_, None) => Err(Error::Corrupt(table)),
    };
    match word {
        "in-force" => Ok(SourceState::InForce),
        "held" => authority(since, by).map(SourceState::Held),
        "revoked" => authority(since, by).map(SourceState::Revoked),
        _ => Err(Error::Corrupt(table)),
    }
}
