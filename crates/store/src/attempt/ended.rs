//! Journeys that end: by their last step, with others of their account, or because their time is over. Those that are
//! counted are counted here (R50-6).

use std::collections::BTreeMap;

use domain::ids::SubjectId;
use domain::journey::{Journey, Outcome};
use domain::time::{from_millis, millis, viet_nam_date};
use jiff::Timestamp;

use crate::journey::Part;
use crate::journey::count::{self, Ended};
use crate::{Result, Tx};

row! {
    /// What is counted of a journey that ended.
    struct EndedRow {
        kind: String,
        stage: String,
        door: Option<String>,
        language: Option<String>,
        created_at: i64,
    }
}

impl EndedRow {
    /// R50-6: what is counted of it, where it is counted at all.
    fn ended(&self, outcome: Outcome, at: Timestamp) -> Option<Ended<'_>> {
        let from = self.door.as_ref().zip(self.language.as_ref());
        let (journey, (door, language)) = Journey::of_attempt(&self.kind).zip(from)?;
        Some(Ended {
            journey,
            door,
            language,
            step: &self.stage,
            outcome,
            began: from_millis(self.created_at),
            ended: at,
        })
    }
}

pub(crate) const FINISH: &str = "DELETE FROM attempt WHERE subject = $1 AND digest = $2 \
     RETURNING kind, stage, door, language, created_at";

/// Ends a journey that came to its end and counts it; `false` when it had ended already.
pub async fn finish(tx: &mut Tx, subject: SubjectId, digest: &[u8], at: Timestamp) -> Result<bool> {
    let subject = subject.as_bytes().as_slice();
    match fetch_optional!(tx, EndedRow, FINISH, subject, digest)? {
        Some(row) => {
            if let Some(ended) = row.ended(Outcome::Done, at) {
                count::add(tx, &ended, 1).await?;
            }
            Ok(true)
        }
        None => Ok(false),
    }
}

pub(crate) const DELETE_ALL: &str = "DELETE FROM attempt WHERE subject = $1 \
     RETURNING kind, stage, door, language, created_at";

/// Ends all journeys of an account (a lock, a recovery): nobody goes on with them.
pub async fn delete_all(tx: &mut Tx, subject: SubjectId) -> Result<u64> {
    let subject = subject.as_bytes().as_slice();
    let ended = fetch_all!(tx, EndedRow, DELETE_ALL, subject)?;
    given_up(tx, ended, Part::Shared).await
}

/// Counts what nobody went on with, those that are alike together; gives how many rows there were.
async fn given_up(tx: &mut Tx, rows: Vec<EndedRow>, part: Part) -> Result<u64> {
    let mut alike: BTreeMap<_, (&EndedRow, i64)> = BTreeMap::new();
    for row in &rows {
        let day = viet_nam_date(from_millis(row.created_at));
        let key = (&row.kind, day, &row.door, &row.language, &row.stage);
        alike.entry(key).or_insert((row, 0)).1 += 1;
    }
    for (row, many) in alike.into_values() {
        let began = from_millis(row.created_at);
        if let Some(ended) = row.ended(Outcome::GivenUp, began) {
            match part {
                Part::Shared => count::add(tx, &ended, many).await?,
                Part::Apart => count::add_apart(tx, &ended, many).await?,
            }
        }
    }
    Ok(u64::try_from(rows.len()).unwrap_or(u64::MAX))
}

pub(crate) const PURGE_ATTEMPTS: &str = "DELETE FROM attempt WHERE expires_at < $1 \
     RETURNING kind, stage, door, language, created_at";
pub(crate) const PURGE_CODES: &str = "DELETE FROM code WHERE expires_at < $1";

/// Removes journeys and codes that ran out; those that are counted were given up.
pub async fn purge(tx: &mut Tx, before: Timestamp) -> Result<u64> {
    let over = fetch_all!(tx, EndedRow, PURGE_ATTEMPTS, millis(before))?;
    Ok(given_up(tx, over, Part::Apart).await? + execute!(tx, PURGE_CODES, millis(before))?)
}
