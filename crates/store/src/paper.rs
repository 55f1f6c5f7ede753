//! Papers that came with something: sealed, in a table beside it, keyed by subject, its identifier, place.

use crate::{Result, Source, Tx};

/// Subject and identifier, as stored.
pub(crate) type Key<'a> = (&'a [u8], &'a [u8]);

/// Keeps a sealed paper by a statement that takes subject, identifier, place, content.
pub(crate) async fn add(
    tx: &mut Tx,
    sql: &'static str,
    (subject, id): Key<'_>,
    place: i64,
    sealed: Vec<u8>,
) -> Result<()> {
    execute!(tx, sql, subject, id, place, sealed)?;
    Ok(())
}

/// One paper, opened, by a statement that takes subject, identifier, place.
pub(crate) async fn read(
    source: &mut impl Source,
    sql: &'static str,
    (subject, id): Key<'_>,
    place: i64,
    context: &str,
) -> Result<Option<Vec<u8>>> {
    let row = fetch_optional!(source, (Vec<u8>,), sql, subject, id, place)?;
    let keys = source.keys();
    row.map(|(sealed,)| keys.open(context, &sealed)).transpose()
}
