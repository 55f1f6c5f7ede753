//! Columns that several registers have in common: the owner of a paper, and whether it stands.

use jiff::civil::Date;

use super::{Fields, Reason, RowError};
use crate::document::{Authority, Owner, OwnerNumber, SourceState};
use crate::person::{BirthDate, FullName};

/// Columns of an owner.
pub(super) struct OwnerColumns {
    pub(super) number: usize,
    pub(super) name: usize,
    pub(super) birth: usize,
}

pub(super) fn owner(fields: &Fields<'_>, at: &OwnerColumns) -> Result<Owner, RowError> {
    Ok(Owner {
        number: fields.read(at.number, OwnerNumber::parse, Reason::OwnerNumber)?,
        name: fields.read(at.name, FullName::parse, Reason::Name)?,
        birth: fields.read_optional(at.birth, BirthDate::parse, Reason::BirthDate)?,
    })
}

/// What a status word means for the paper.
#[derive(Clone, Copy)]
pub(super) enum Standing {
    InForce,
    Held,
    Revoked,
}

/// Columns of a status: its word, and the optional day and authority.
pub(super) struct StatusColumns {
    pub(super) status: usize,
    pub(super) since: usize,
    pub(super) by: usize,
}

/// QR-8: who holds or withdrew a paper, since when. Where the file does not say, the issuing
/// authority and the day of issue stand in.
pub(super) fn state(
    fields: &Fields<'_>,
    at: &StatusColumns,
    words: &[(&str, Standing)],
    issued: (&str, Date),
) -> Result<SourceState, RowError> {
    let standing = fields.word(at.status, |text| {
        words
            .iter()
            .find(|(word, _)| *word == text)
            .map(|(_, standing)| *standing)
    })?;
    let since = fields.optional_date(at.since)?;
    fields.not_before(at.since, since, issued.1)?;
    let by = fields.free(at.by, 200)?;
    let name = if by.is_empty() {
        issued.0.to_owned()
    } else {
        by
    };
    let authority = Authority {
        name,
        since: since.unwrap_or(issued.1),
    };
    Ok(match standing {
        Standing::InForce => SourceState::InForce,
        Standing::Held => SourceState::Held(authority),
        Standing::Revoked => SourceState::Revoked(authority),
    })
}
