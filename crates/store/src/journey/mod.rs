//! How far people get (R50-6): what is under way remembers its furthest step, and is counted once, when it ends, in the
//! transaction that ends it. What is counted are numbers; nobody is in them.

pub mod count;
pub mod survey;

use std::fmt::Display;

use domain::journey::{Door, Journey, Outcome};
use domain::time::{from_millis, millis};
use jiff::{SignedDuration, Timestamp};

use crate::{Error, Result, Source, Tx};
use count::Ended;

const CORRUPT: Error = Error::Corrupt("journey");

/// A journey that begins.
#[derive(Debug, Clone, Copy)]
pub struct New<'a> {
    /// Which.
    pub journey: Journey,
    /// By which door.
    pub door: Door,
    /// Tag of the language.
    pub language: &'a str,
    /// When.
    pub at: Timestamp,
}

/// What it is about, by its random identifier, as a keyed digest: the row leads to nobody.
fn digest(tx: &Tx, of: &(impl Display + Sync)) -> Vec<u8> {
    tx.keys().digest("journey", &of.to_string())
}

pub(crate) const BEGIN: &str = "INSERT INTO journey_open (digest, journey, door, language, step, place, began_at) \
     VALUES ($1, $2, $3, $4, $5, 0, $6) ON CONFLICT (digest) DO NOTHING";

/// Begins a journey at its first step; once, however often it is told.
pub async fn begin(tx: &mut Tx, of: &(impl Display + Sync), new: &New<'_>) -> Result<()> {
    let digest = digest(tx, of);
    let Some(first) = new.journey.steps().first() else {
        return Ok(());
    };
    execute!(
        tx,
        BEGIN,
        digest,
        new.journey.as_str(),
        new.door.as_str(),
        new.language,
        first.word,
        millis(new.at)
    )?;
    Ok(())
}

pub(crate) const REACH: &str =
    "UPDATE journey_open SET step = $2, place = $3 WHERE digest = $1 AND place < $3";

/// Comes to a step; one that was passed before changes nothing, nor does what is not counted.
pub async fn reach(
    tx: &mut Tx,
    of: &(impl Display + Sync),
    (journey, step): (Journey, &str),
) -> Result<()> {
    let digest = digest(tx, of);
    let place = journey.place(step).and_then(|at| i64::try_from(at).ok());
    if let Some(place) = place.filter(|place| *place > 0) {
        execute!(tx, REACH, digest, step, place)?;
    }
    Ok(())
}

pub(crate) const TURN: &str = "UPDATE journey_open SET journey = $2 WHERE digest = $1";

/// It shows to be another journey of the same steps.
pub async fn turn(tx: &mut Tx, of: &(impl Display + Sync), journey: Journey) -> Result<()> {
    let digest = digest(tx, of);
    execute!(tx, TURN, digest, journey.as_str())?;
    Ok(())
}

row! {
    struct OpenRow {
        digest: Vec<u8>,
        journey: String,
        door: String,
        language: String,
        step: String,
        began_at: i64,
    }
}

impl OpenRow {
    async fn count(
        &self,
        tx: &mut Tx,
        (outcome, at): (Outcome, Timestamp),
        part: Part,
    ) -> Result<()> {
        let ended = Ended {
            journey: Journey::parse(&self.journey).ok_or(CORRUPT)?,
            door: &self.door,
            language: &self.language,
            step: &self.step,
            outcome,
            began: from_millis(self.began_at),
            ended: at,
        };
        match part {
            Part::Shared => count::add(tx, &ended, 1).await,
            Part::Apart => count::add_apart(tx, &ended, 1).await,
        }
    }
}

pub(crate) const END: &str = "DELETE FROM journey_open WHERE digest = $1 RETURNING digest, journey, door, language, step, began_at";

/// Which row a journey is counted in.
#[derive(Debug, Clone, Copy)]
pub enum Part {
    /// One of a few that all share.
    Shared,
    /// One that only work on many people shares, as at night: it holds its rows for long, and nobody waits for it.
    Apart,
}

/// Ends a journey and counts it; calm where it ended before or was never counted.
pub async fn end(
    tx: &mut Tx,
    of: &(impl Display + Sync),
    (outcome, at): (Outcome, Timestamp),
    part: Part,
) -> Result<()> {
    let digest = digest(tx, of);
    match fetch_optional!(tx, OpenRow, END, digest)? {
        Some(open) => open.count(tx, (outcome, at), part).await,
        None => Ok(()),
    }
}

/// What takes longer is counted as given up, whether or not it goes on.
const LONGEST: SignedDuration = SignedDuration::from_hours(90 * 24);

pub(crate) const OLD: &str = "SELECT digest, journey, door, language, step, began_at FROM journey_open \
     WHERE began_at < $1 ORDER BY began_at LIMIT $2";
pub(crate) const DROP: &str = "DELETE FROM journey_open WHERE digest = $1";

/// Counts at most so many journeys as given up of which nothing was heard any more; gives how many.
pub async fn give_up(tx: &mut Tx, now: Timestamp, limit: i64) -> Result<u64> {
    let mut given_up = 0;
    for open in fetch_all!(tx, OpenRow, OLD, millis(now - LONGEST), limit)? {
        if execute!(tx, DROP, open.digest.as_slice())? == 1 {
            open.count(tx, (Outcome::GivenUp, now), Part::Apart).await?;
            given_up += 1;
        }
    }
    Ok(given_up)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    /// Columns that the migration gives to tables of its own.
    fn columns() -> BTreeSet<&'static str> {
        let text = include_str!("../migrations/0060_journey.sql");
        let own = text.split("CREATE TABLE").skip(1);
        let lines = own.flat_map(|table| table.split(");").next().unwrap_or_default().lines());
        lines
            .filter_map(|line| line.strip_prefix("    "))
            .filter(|line| line.contains(" NOT NULL"))
            .filter_map(|line| line.split_whitespace().next())
            .collect()
    }

    // law: R50-6
    #[test]
    fn no_column_holds_a_person_a_session_or_an_address() {
        let known = [
            "answer", "began_at", "day", "digest", "door", "journey", "language", "many", "mark",
            "outcome", "part", "place", "seconds", "step", "until",
        ];
        assert_eq!(columns(), BTreeSet::from(known));
    }
}
