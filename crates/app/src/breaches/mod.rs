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

use store::Source;
use store::breach::{self, Stored};

use crate::counter::access::unit as own_unit;
use crate::in_address::in_address;
use crate::{Cx, Error, Result};

in_address! {
    /// A breach in an address: `sub_….brc_…`.
    BreachRef(BreachId),
    /// Whose account.
}

/// A breach that lies with the reader's own unit.
async fn seen(source: &mut impl Source, cx: &Cx, place: BreachRef) -> Result<Stored> {
    let unit = own_unit(cx)?;
    let found = breach::load(source, place.subject, place.id).await?;
    found.filter(|s| s.unit == unit).ok_or(Error::NotFound)
}
