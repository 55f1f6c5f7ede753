//! Packets that nobody took in in time.

use domain::event::Event;
use domain::packet::{ARRIVAL, REMEMBERED, State};
use store::audit::NOBODY;
use store::packet::{self, pass};
use store::{Entry, Tx};

use super::CLAIM;
use crate::{App, Cx, Result, entry_with};

/// They carry images.
const BATCH: i64 = 50;

/// Drops what nobody took in in time, with all that it held; what is said of finished packets, and passes that count no
/// more. Gives what goes on record, and whether there may be more.
pub(crate) async fn lapse(tx: &mut Tx, app: &App, cx: &Cx) -> Result<(Vec<Entry>, bool)> {
    let overdue = packet::overdue(tx, (cx.now, cx.now - CLAIM), BATCH).await?;
    let more = i64::try_from(overdue.len()).is_ok_and(|n| n >= BATCH);
    let mut entries = Vec::with_capacity(overdue.len());
    for found in overdue {
        packet::finish::<()>(tx, &found, (State::Dropped, None)).await?;
        let detail = serde_json::json!({
            "packet": found.id,
            "unit": found.unit,
            "taken": found.taken,
            "received": found.received,
        });
        entries.push(entry_with(app, cx, Event::PacketDropped, NOBODY, detail));
    }
    packet::forget(tx, cx.now).await?;
    packet::purge(tx, cx.now - REMEMBERED).await?;
    pass::purge(tx, cx.now - ARRIVAL).await?;
    Ok((entries, more))
}
