//! Gives committed entries their place, in one transaction with the new hashes and a checkpoint.

use jiff::SignedDuration;
use store::{Audit, log};

use super::tree::{Frontier, sign};
use crate::{App, Cx, Result};

/// Few enough that nobody waits long for the embedded database's one writer meanwhile.
const AT_ONCE: i64 = 200;
const LEASE: SignedDuration = SignedDuration::from_secs(10);

/// Places what waits; gives how many. One node at a time does it.
pub async fn sequence(app: &App) -> Result<usize> {
    let mut all = 0;
    loop {
        let placed = some(app, &app.system()).await?;
        all += placed;
        if i64::try_from(placed).is_ok_and(|placed| placed < AT_ONCE) {
            return Ok(all);
        }
    }
}

async fn some(app: &App, cx: &Cx) -> Result<usize> {
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
    log::place(&mut tx, &waiting, size).await?;
    let mut hashes = Vec::with_capacity(2 * waiting.len());
    for (_, _, leaf) in &waiting {
        let new = tree.append(leaf)?;
        let index = |index| i64::try_from(index).unwrap_or(i64::MAX);
        hashes.extend(new.into_iter().map(|(at, hash)| (index(at), hash.0)));
    }
    log::insert_hashes(&mut tx, &hashes).await?;
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
