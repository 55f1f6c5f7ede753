//! Requests for organisations' accounts that nobody handed in.

use domain::time::millis;
use jiff::Timestamp;

use super::registration::FORGET_PAPERS;
use crate::{Result, Tx};

pub(crate) const OLD: &str = "SELECT subject, id FROM organisation_registration WHERE state = 'draft' AND created_at < $1 \
     ORDER BY created_at, id LIMIT $2";
pub(crate) const DELETE_OLD: &str =
    "DELETE FROM organisation_registration WHERE subject = $1 AND id = $2 AND state = 'draft'";

/// Removes at most so many drafts begun before an instant, with their papers; gives how many. One that is
/// handed in meanwhile stays.
pub async fn purge(tx: &mut Tx, before: Timestamp, limit: i64) -> Result<u64> {
    let old = fetch_all!(tx, (Vec<u8>, Vec<u8>), OLD, millis(before), limit)?;
    let mut dropped = 0;
    for (subject, id) in old {
        if execute!(tx, DELETE_OLD, subject.as_slice(), id.as_slice())? == 1 {
            execute!(tx, FORGET_PAPERS, subject.as_slice(), id.as_slice())?;
            dropped += 1;
        }
    }
    Ok(dropped)
}
