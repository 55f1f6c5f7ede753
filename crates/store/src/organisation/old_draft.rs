//! Requests for organisations' accounts that nobody handed in: kept thirty days from when they were begun,
//! however often they were changed.

use domain::ids::{RegistrationId, SubjectId};
use domain::journey::Outcome;
use domain::time::millis;
use jiff::Timestamp;

use super::registration::FORGET_PAPERS;
use crate::journey::{self, Part};
use crate::{Error, Result, Tx};

pub(crate) const OLD: &str = "SELECT subject, id FROM organisation_registration WHERE state = 'draft' AND created_at < $1 \
     ORDER BY created_at, id LIMIT $2";
pub(crate) const DELETE_OLD: &str =
    "DELETE FROM organisation_registration WHERE subject = $1 AND id = $2 AND state = 'draft'";

/// Removes at most so many drafts begun before an instant, with their papers; gives how many. One that is
/// handed in meanwhile stays.
pub async fn purge(tx: &mut Tx, (before, now): (Timestamp, Timestamp), limit: i64) -> Result<u64> {
    let old = fetch_all!(tx, (Vec<u8>, Vec<u8>), OLD, millis(before), limit)?;
    let mut dropped = 0;
    for (subject, id) in old {
        let corrupt = |_| Error::Corrupt("organisation_registration");
        let subject = SubjectId::try_from(subject.as_slice()).map_err(corrupt)?;
        let id = RegistrationId::try_from(id.as_slice()).map_err(corrupt)?;
        dropped += u64::from(drop_one(tx, (subject, id), now).await?);
    }
    Ok(dropped)
}

async fn drop_one(
    tx: &mut Tx,
    (subject, id): (SubjectId, RegistrationId),
    now: Timestamp,
) -> Result<bool> {
    let (of, draft) = (subject.as_bytes().as_slice(), id.as_bytes().as_slice());
    let gone = execute!(tx, DELETE_OLD, of, draft)? == 1;
    if gone {
        execute!(tx, FORGET_PAPERS, of, draft)?;
        let given_up = (Outcome::GivenUp, now);
        journey::end(tx, &id, given_up, Part::Apart).await?;
    }
    Ok(gone)
}

/// Removes one draft with its papers; [`Error::Stale`] when it was handed in meanwhile.
pub async fn remove(tx: &mut Tx, draft: (SubjectId, RegistrationId), now: Timestamp) -> Result<()> {
    if drop_one(tx, draft, now).await? {
        Ok(())
    } else {
        Err(Error::Stale)
    }
}
