//! Breaches of the terms of use (D59-19.1.a.ii, D59-19.2.a, D59-19.3.a): recorded by one officer with
//! evidence, confirmed by another, ended in the same two steps; the holder may object in writing.

mod decide;
mod own;
mod record;
mod review;

pub use decide::{Decide, decide, decide_end, propose_end};
pub use own::{Own, object, own};
pub use record::{Record, record};
pub use review::{Review, list, open, paper};

use std::fmt;
use std::str::FromStr;

use domain::ids::{BreachId, IdError, SubjectId};
use store::Source;
use store::breach::{self, Stored};

use crate::counter::access::unit as own_unit;
use crate::{Cx, Error, Result};

/// A breach in an address: `sub_….brc_…`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BreachRef {
    /// Whose account.
    pub subject: SubjectId,
    /// Which breach.
    pub id: BreachId,
}

impl fmt::Display for BreachRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.subject, self.id)
    }
}

impl FromStr for BreachRef {
    type Err = IdError;

    fn from_str(text: &str) -> std::result::Result<Self, IdError> {
        let (subject, id) = text.split_once('.').ok_or(IdError)?;
        Ok(Self {
            subject: subject.parse()?,
            id: id.parse()?,
        })
    }
}

/// A breach that lies with the reader's own unit.
async fn seen(source: &mut impl Source, cx: &Cx, place: BreachRef) -> Result<Stored> {
    let unit = own_unit(cx)?;
    let found = breach::load(source, place.subject, place.id).await?;
    found.filter(|s| s.unit == unit).ok_or(Error::NotFound)
}
