//! The audit log as an RFC 6962 tree: places of entries, hashes as rows, signed checkpoints.

use domain::time::millis;
use jiff::{SignedDuration, Timestamp};

use crate::audit::Row;
use crate::{Error, Result, Source, Tx};

pub(crate) const LEASE_MAKE: &str =
    "INSERT INTO log_lease (log, until) VALUES ('audit', 0) ON CONFLICT (log) DO NOTHING";
pub(crate) const LEASE_TAKE: &str =
    "UPDATE log_lease SET until = $2 WHERE log = 'audit' AND until < $1";

/// Takes the right to sequence for a moment; `false` while another node has it.
pub async fn lease(tx: &mut Tx, now: Timestamp, hold: SignedDuration) -> Result<bool> {
    execute!(tx, LEASE_MAKE)?;
    Ok(execute!(tx, LEASE_TAKE, millis(now), millis(now + hold))? == 1)
}

pub(crate) const LEASE_END: &str = "UPDATE log_lease SET until = 0 WHERE log = 'audit'";

/// Gives it back.
pub async fn release(tx: &mut Tx) -> Result<()> {
    execute!(tx, LEASE_END)?;
    Ok(())
}

/// An entry without its place: key and leaf.
pub type Unplaced = (Vec<u8>, Vec<u8>, Vec<u8>);

pub(crate) const UNPLACED: &str =
    "SELECT subject, id, leaf FROM audit WHERE seq IS NULL ORDER BY at, id LIMIT $1";

/// Entries that have no place yet, oldest first.
pub async fn unplaced(source: &mut impl Source, limit: i64) -> Result<Vec<Unplaced>> {
    fetch_all!(source, Unplaced, UNPLACED, limit)
}

pub(crate) const PLACE: &str =
    "UPDATE audit SET seq = $3 WHERE subject = $1 AND id = $2 AND seq IS NULL";
pub(crate) const PLACE_PG: &str = "UPDATE audit SET seq = p.seq FROM UNNEST($1::bytea[], $2::bytea[], $3::bigint[]) AS p (subject, id, seq) \
     WHERE audit.subject = p.subject AND audit.id = p.id AND audit.seq IS NULL";

/// Gives entries their places, in order from `first` on.
pub async fn place(tx: &mut Tx, entries: &[Unplaced], first: i64) -> Result<()> {
    let mut placed = 0;
    match tx.conn() {
        crate::Conn::Lite(c) => {
            for ((subject, id, _), seq) in entries.iter().zip(first..) {
                placed += c.execute(PLACE, &[subject, id, &seq])?;
            }
        }
        crate::Conn::Pg(c) => {
            let subjects: Vec<&[u8]> = entries.iter().map(|e| e.0.as_slice()).collect();
            let ids: Vec<&[u8]> = entries.iter().map(|e| e.1.as_slice()).collect();
            let places: Vec<i64> = entries.iter().zip(first..).map(|(_, seq)| seq).collect();
            let place = sqlx::query(PLACE_PG).bind(subjects).bind(ids).bind(places);
            placed = place.execute(c).await?.rows_affected();
        }
    }
    // A leaf in the tree whose entry has no place would be found by nobody.
    if usize::try_from(placed).is_ok_and(|placed| placed == entries.len()) {
        Ok(())
    } else {
        Err(Error::Corrupt("audit"))
    }
}

pub(crate) const HASH: &str = "SELECT hash FROM log_hash WHERE idx = $1";

/// One stored hash of the tree.
pub async fn hash(source: &mut impl Source, index: i64) -> Result<Option<Vec<u8>>> {
    Ok(fetch_optional!(source, (Vec<u8>,), HASH, index)?.map(|(h,)| h))
}

pub(crate) const HASH_INSERT: &str = "INSERT INTO log_hash (idx, hash) VALUES ($1, $2)";
pub(crate) const HASH_INSERT_PG: &str =
    "INSERT INTO log_hash (idx, hash) SELECT * FROM UNNEST($1::bigint[], $2::bytea[])";

/// Stores hashes, each with its index.
pub async fn insert_hashes(tx: &mut Tx, hashes: &[(i64, [u8; 32])]) -> Result<()> {
    match tx.conn() {
        crate::Conn::Lite(c) => {
            for (index, hash) in hashes {
                c.execute(HASH_INSERT, &[index, &hash.as_slice()])?;
            }
        }
        crate::Conn::Pg(c) => {
            let indexes: Vec<i64> = hashes.iter().map(|(index, _)| *index).collect();
            let values: Vec<&[u8]> = hashes.iter().map(|(_, hash)| hash.as_slice()).collect();
            let insert = sqlx::query(HASH_INSERT_PG).bind(indexes).bind(values);
            insert.execute(c).await?;
        }
    }
    Ok(())
}

pub(crate) const CHECKPOINT_INSERT: &str =
    "INSERT INTO log_checkpoint (size, at, note) VALUES ($1, $2, $3)";

/// Stores a signed checkpoint.
pub async fn insert_checkpoint(tx: &mut Tx, size: i64, at: Timestamp, note: &str) -> Result<()> {
    execute!(tx, CHECKPOINT_INSERT, size, millis(at), note)?;
    Ok(())
}

pub(crate) const LATEST: &str = "SELECT size, note FROM log_checkpoint ORDER BY size DESC LIMIT 1";

/// The latest checkpoint: size and note.
pub async fn latest(source: &mut impl Source) -> Result<Option<(i64, String)>> {
    fetch_optional!(source, (i64, String), LATEST)
}

pub(crate) const CHECKPOINTS: &str =
    "SELECT size, note FROM log_checkpoint WHERE size > $1 ORDER BY size LIMIT $2";

/// Checkpoints after a size, in order.
pub async fn checkpoints(
    source: &mut impl Source,
    after: i64,
    limit: i64,
) -> Result<Vec<(i64, String)>> {
    fetch_all!(source, (i64, String), CHECKPOINTS, after, limit)
}

#[derive(sqlx::FromRow)]
struct PlacedRow {
    #[sqlx(flatten)]
    row: Row,
    seq: i64,
}

impl crate::local::Row for PlacedRow {
    fn read(row: &rusqlite::Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            row: crate::local::Row::read(row)?,
            seq: row.get("seq")?,
        })
    }
}

pub(crate) const PLACED: &str = "SELECT subject, id, at, actor, actor_id, unit, action, purpose, request, body, leaf, seq \
     FROM audit WHERE seq >= $1 ORDER BY seq LIMIT $2";

/// Entries from a place on, in order.
pub async fn placed(source: &mut impl Source, from: i64, limit: i64) -> Result<Vec<(i64, Row)>> {
    let rows = fetch_all!(source, PlacedRow, PLACED, from, limit)?;
    Ok(rows.into_iter().map(|r| (r.seq, r.row)).collect())
}
