//! Register events carried out (D59-10.1): each once, however often it is told.

use domain::time::millis;
use jiff::Timestamp;

use crate::{Result, Tx};

pub(crate) const NOTE: &str =
    "INSERT INTO register_event (register, event, at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";

/// Notes an event; `false` when it was carried out before.
pub async fn note(tx: &mut Tx, register: &str, event: &str, at: Timestamp) -> Result<bool> {
    Ok(execute!(tx, NOTE, register, event, millis(at))? == 1)
}
