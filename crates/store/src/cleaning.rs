//! R50-2: the population register read once, from its first number to its last, and who has an account of level 2.

pub mod batch;
pub mod grant;
pub mod sample;

use crate::{Result, Source};

row! {
    /// A person of the population register, as far as subscribers are held against him.
    pub struct Resident {
        /// Twelve digits.
        pub number: String,
        /// Nine digits, or nothing.
        pub old_number: String,
        /// Name as held.
        pub name: String,
        /// `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
        pub birth: String,
        /// `male` or `female`.
        pub sex: String,
        /// `living` or `dead`.
        pub status: String,
    }
}

domain::redacted_debug!(Resident);

pub(crate) const PAGE: &str = "SELECT number, old_number, name, birth, sex, status FROM reg_population \
     WHERE number > $1 ORDER BY number LIMIT $2";

/// People behind a number, in the order of their numbers.
pub async fn page(source: &mut impl Source, after: &str, limit: i64) -> Result<Vec<Resident>> {
    fetch_all!(source, Resident, PAGE, after, limit)
}

pub(crate) const LEVEL_TWO: &str = "SELECT i.digest FROM identifier i JOIN account a ON a.subject = i.subject \
     WHERE i.kind = 'number' AND a.level = 2 AND i.digest > $1 ORDER BY i.digest LIMIT $2";

/// Keyed digests of the numbers of accounts of level 2, behind one of them, in order.
pub async fn level_two(source: &mut impl Source, after: &[u8], limit: i64) -> Result<Vec<Vec<u8>>> {
    let rows = fetch_all!(source, (Vec<u8>,), LEVEL_TWO, after, limit)?;
    Ok(rows.into_iter().map(|(digest,)| digest).collect())
}

/// The digest that [`level_two`] has of a number.
pub fn digest(source: &impl Source, number: &str) -> Vec<u8> {
    let kind = crate::account::Identifier::Number;
    source.keys().digest(kind.as_str(), number)
}
