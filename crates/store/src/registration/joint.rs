//! D59-14.2.b: what is decided and waits for a card.

use super::{RegistrationRow, Stored};
use crate::{Result, Source};

pub(crate) const AWAITING: &str =
    select!("WHERE awaits_card IS NOT NULL AND unit = $1 ORDER BY due, id LIMIT $2");

/// What an officer of a unit decided and what waits for its card, the most urgent first.
pub async fn awaiting_card(
    source: &mut impl Source,
    unit: &str,
    limit: i64,
) -> Result<Vec<Stored>> {
    let rows = fetch_all!(source, RegistrationRow, AWAITING, unit, limit)?;
    let keys = source.keys();
    rows.into_iter().map(|row| row.into_stored(&keys)).collect()
}

pub(crate) const AWAITED: &str =
    "SELECT CAST(COUNT(*) AS BIGINT) FROM registration WHERE awaits_card IS NOT NULL";

/// How many cards are waited for, at all units.
pub async fn card_awaited(source: &mut impl Source) -> Result<i64> {
    Ok(fetch_one!(source, (i64,), AWAITED)?.0)
}
