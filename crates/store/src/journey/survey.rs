//! Answers to the one question after a journey (R50-6): numbers, and marks of what was answered, without the answer.

use domain::journey::Journey;
use domain::journey::survey::Answer;
use domain::time::{millis, viet_nam_date};
use jiff::Timestamp;
use jiff::civil::Date;

use super::CORRUPT;
use super::count::PARTS;
use crate::{Result, Source, Tx};

pub(crate) const USED: &str = "SELECT CAST(COUNT(*) AS BIGINT) FROM survey_used WHERE mark = $1";

/// Whether the question of a mark was answered.
pub async fn answered(source: &mut impl Source, mark: &[u8]) -> Result<bool> {
    Ok(fetch_one!(source, (i64,), USED, mark)?.0 > 0)
}

pub(crate) const USE: &str =
    "INSERT INTO survey_used (mark, until) VALUES ($1, $2) ON CONFLICT (mark) DO NOTHING";

/// Uses a mark up; `false` where it was used before.
pub async fn use_up(tx: &mut Tx, mark: &[u8], until: Timestamp) -> Result<bool> {
    Ok(execute!(tx, USE, mark, millis(until))? == 1)
}

pub(crate) const COUNT: &str = "INSERT INTO survey_count (journey, day, language, answer, part, many) \
     VALUES ($1, $2, $3, $4, $5, 1) ON CONFLICT (journey, day, language, answer, part) \
     DO UPDATE SET many = survey_count.many + excluded.many";

/// Counts an answer; `chance`: a random byte, to spread the rows.
pub async fn count(
    tx: &mut Tx,
    (journey, answer): (Journey, Answer),
    (language, at): (&str, Timestamp),
    chance: u8,
) -> Result<()> {
    execute!(
        tx,
        COUNT,
        journey.as_str(),
        viet_nam_date(at).to_string(),
        language,
        answer.as_str(),
        i64::from(chance) % PARTS
    )?;
    Ok(())
}

pub(crate) const SUM: &str = "SELECT answer, CAST(SUM(many) AS BIGINT) FROM survey_count \
     WHERE journey = $1 AND day >= $2 AND day < $3 GROUP BY answer ORDER BY answer";

/// So many answers of each kind, in the order of [`Answer::ALL`], given from a day on and before another.
pub async fn answers(
    source: &mut impl Source,
    journey: Journey,
    (from, to): (Date, Date),
) -> Result<Vec<u64>> {
    let (from, to) = (from.to_string(), to.to_string());
    let rows = fetch_all!(source, (String, i64), SUM, journey.as_str(), from, to)?;
    let mut counts = vec![0; Answer::ALL.len()];
    for (answer, many) in rows {
        let place = Answer::ALL.iter().position(|one| one.as_str() == answer);
        let cell = place.and_then(|at| counts.get_mut(at)).ok_or(CORRUPT)?;
        *cell = u64::try_from(many).map_err(|_| CORRUPT)?;
    }
    Ok(counts)
}

pub(crate) const PURGE: &str = "DELETE FROM survey_used WHERE until < $1";

/// Forgets marks whose question is not asked any more.
pub async fn purge(tx: &mut Tx, now: Timestamp) -> Result<u64> {
    execute!(tx, PURGE, millis(now))
}
