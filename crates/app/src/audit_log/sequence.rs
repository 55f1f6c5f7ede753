//! Gives committed entries their place, in one transaction with the new hashes and a checkpoint.

use jiff::SignedDuration;
use store::{Audit, log};

use super::tree::{Frontier, sign};
use crate::{App, Cx, Result};

const AT_ONCE: i64 = 1000;
const LEASE: SignedDuration = SignedDuration::from_secs(10);

/// Places what waits; gives how many. One node at a time does it.
pub async fn sequence(app: &App, cx: &Cx) -> Result<usize> {
    let mut source = app.db.read().await?;
    if log::unplaced(&mut source, 1).await?.is_empty() {
        return Ok(0);
    }
    drop(source);
    let mut tx = app.db.begin().await?;
    if !log::lease(&mut tx, cx.now, LEASE).await? {
        return Ok(0);
    }
    let waiting = log::unplaced(&mut tx, AT_ONCE).await?;
    let size = log::latest(&mut tx).await?.map_or(0, |(size, _)| size);
    let mut tree = Frontier::load(&mut tx, u64::try_from(size).unwrap_or(0)).await?;
    for (entry, seq) in waiting.iter().zip(size..) {
        log::place(&mut tx, entry, seq).await?;
        for (index, hash) in tree.append(&entry.2)? {
            log::insert_hash(&mut tx, i64::try_from(index).unwrap_or(i64::MAX), &hash.0).await?;
        }
    }
    let note = sign(app.db.keys(), tree.size, tree.root()?)?;
    log::insert_checkpoint(
        &mut tx,
        i64::try_from(tree.size).unwrap_or(i64::MAX),
        cx.now,
        &note,
    )
    .await?;
    log::release(&mut tx).await?;
    tx.commit(Audit::Bookkeeping("audit sequenced")).await?;
    Ok(waiting.len())
}
