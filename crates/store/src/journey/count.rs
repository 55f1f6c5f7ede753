//! The numbers of journeys that ended (R50-6), by the day on which they were begun.

use domain::journey::funnel::Line;
use domain::journey::{Door, Journey, Outcome, took};
use domain::time::{millis, viet_nam_date};
use jiff::Timestamp;
use jiff::civil::Date;

use super::CORRUPT;
use crate::{Result, Source, Tx};

/// A journey that ended.
#[derive(Debug, Clone, Copy)]
pub struct Ended<'a> {
    /// Which.
    pub journey: Journey,
    /// Word of the door.
    pub door: &'a str,
    /// Tag of the language.
    pub language: &'a str,
    /// The furthest step.
    pub step: &'a str,
    /// How.
    pub outcome: Outcome,
    /// When it was begun.
    pub began: Timestamp,
    /// When it ended.
    pub ended: Timestamp,
}

/// So many rows for journeys that are alike: those that end at once wait for one another an eighth as often.
pub(super) const PARTS: i64 = 8;

pub(crate) const COUNT: &str = "INSERT INTO journey_count (journey, day, door, language, step, outcome, seconds, part, many) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (journey, day, door, language, step, outcome, seconds, part) \
     DO UPDATE SET many = journey_count.many + excluded.many";

/// Counts so many alike in one of a few rows that all share.
pub async fn add(tx: &mut Tx, of: &Ended<'_>, many: i64) -> Result<()> {
    // As good as random, and of nobody: the thousandths of the second in which it began.
    put(tx, of, (millis(of.began).rem_euclid(PARTS), many)).await
}

/// Counts so many journeys in the row of work that holds its rows for long.
pub async fn add_apart(tx: &mut Tx, of: &Ended<'_>, many: i64) -> Result<()> {
    put(tx, of, (PARTS, many)).await
}

async fn put(tx: &mut Tx, of: &Ended<'_>, (part, many): (i64, i64)) -> Result<()> {
    let seconds = match of.outcome {
        Outcome::Done => took::bucket(
            u64::try_from(of.ended.duration_since(of.began).as_secs()).unwrap_or_default(),
        ),
        Outcome::Refused | Outcome::GivenUp => 0,
    };
    execute!(
        tx,
        COUNT,
        of.journey.as_str(),
        viet_nam_date(of.began).to_string(),
        of.door,
        of.language,
        of.step,
        of.outcome.as_str(),
        i64::try_from(seconds).unwrap_or(i64::MAX),
        part,
        many
    )?;
    Ok(())
}

row! {
    struct LineRow {
        door: String,
        language: String,
        step: String,
        outcome: String,
        seconds: i64,
        many: i64,
    }
}

pub(crate) const LINES: &str = "SELECT door, language, step, outcome, seconds, CAST(SUM(many) AS BIGINT) AS many \
     FROM journey_count WHERE journey = $1 AND day >= $2 AND day < $3 \
     GROUP BY door, language, step, outcome, seconds ORDER BY door, language, step, outcome, seconds";

/// Journeys begun from a day on and before another.
pub async fn lines(
    source: &mut impl Source,
    journey: Journey,
    (from, to): (Date, Date),
) -> Result<Vec<Line>> {
    let (from, to) = (from.to_string(), to.to_string());
    let rows = fetch_all!(source, LineRow, LINES, journey.as_str(), from, to)?;
    rows.into_iter()
        .map(|row| {
            Ok(Line {
                door: Door::parse(&row.door).ok_or(CORRUPT)?,
                outcome: Outcome::parse(&row.outcome).ok_or(CORRUPT)?,
                seconds: u64::try_from(row.seconds).map_err(|_| CORRUPT)?,
                count: u64::try_from(row.many).map_err(|_| CORRUPT)?,
                language: row.language,
                step: row.step,
            })
        })
        .collect()
}
