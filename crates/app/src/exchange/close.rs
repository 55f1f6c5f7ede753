//! Questions that a crash left open: the log says that nobody knows how they ended.

use domain::event::Event;
use domain::exchange::Outcome;
use domain::ids::AuditId;
use jiff::SignedDuration;
use store::audit::NOBODY;
use store::{Entry, Tx, register_exchange};

use super::book::{detail, entry};
use crate::{App, Cx, Result};

/// No question takes so long: whoever would still write down its end died.
const LONGEST: SignedDuration = SignedDuration::from_hours(1);

/// Ends at most so many of them. An answer that comes later all the same finds its question ended, and is not used.
pub(crate) async fn close(tx: &mut Tx, app: &App, cx: &Cx, limit: i64) -> Result<Vec<Entry>> {
    let mut entries = Vec::new();
    let (rows, broken) = register_exchange::left_open(tx, cx.now - LONGEST, limit).await?;
    if broken > 0 {
        tracing::error!(
            rows = broken,
            "open questions to other bodies that cannot be read stay open"
        );
    }
    for mut row in rows {
        row.answered_at = Some(cx.now);
        row.outcome = Outcome::Failed;
        "left-open".clone_into(&mut row.why);
        row.audit = app.id(AuditId::from_bytes);
        register_exchange::end(tx, &row).await?;
        let place = (Event::RegisterTold, NOBODY);
        entries.push(entry(place, (row.audit, cx.now), detail(&row)));
    }
    Ok(entries)
}
