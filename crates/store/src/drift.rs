//! What approvals rested on and what re-checks said of it, by month, unit and officer (D59-14.2.a2). Added up by the
//! database; an approval counts for the officer who compared, in the unit where he did.

use domain::ids::StaffId;
use domain::month::Month;

use crate::{Error, Result, Source};

row! {
    struct LineRow {
        month: i64,
        unit: String,
        officer: Option<Vec<u8>>,
        name: String,
        approved: i64,
        rechecked: i64,
        disagreed: i64,
        matched: i64,
        unclear: i64,
        unmatched: i64,
        doubtful: i64,
    }
}

/// Counts of approvals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Figures {
    /// Approvals.
    pub approved: u32,
    /// Of these looked at again, and answered.
    pub rechecked: u32,
    /// Of these answered otherwise than "the same person".
    pub disagreed: u32,
    /// Approvals of which every machine that compared said "match".
    pub matched: u32,
    /// At least one was not sure, none said "no match".
    pub unclear: u32,
    /// At least one said "no match".
    pub unmatched: u32,
    /// Approvals that needed a second officer.
    pub doubtful: u32,
}

/// Figures of a month, a unit or an officer, as the statement groups them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The month; `None` of a whole span.
    pub month: Option<Month>,
    /// The unit; empty of the whole country.
    pub unit: String,
    /// The officer; `None` of a whole unit.
    pub officer: Option<StaffId>,
    /// His name; empty where it is not on record any more.
    pub name: String,
    /// The counts.
    pub figures: Figures,
}

/// A count as it is shown; more than four thousand million are that many.
fn count(of: i64) -> u32 {
    u32::try_from(of.max(0)).unwrap_or(u32::MAX)
}

impl TryFrom<LineRow> for Line {
    type Error = Error;

    fn try_from(row: LineRow) -> Result<Self> {
        let officer = row.officer.as_deref().map(StaffId::try_from).transpose();
        Ok(Self {
            month: Month::from_number(row.month),
            unit: row.unit,
            officer: officer.map_err(|_| Error::Corrupt("comparison"))?,
            name: row.name,
            figures: Figures {
                approved: count(row.approved),
                rechecked: count(row.rechecked),
                disagreed: count(row.disagreed),
                matched: count(row.matched),
                unclear: count(row.unclear),
                unmatched: count(row.unmatched),
                doubtful: count(row.doubtful),
            },
        })
    }
}

/// Approvals of the months `$1` to `$2`, grouped by the first words and narrowed by the last.
macro_rules! figures {
    ($keys:literal, $rest:literal) => {
        concat!(
            "SELECT ",
            $keys,
            ", CAST(COUNT(*) AS BIGINT) AS approved, CAST(COUNT(r.verdict) AS BIGINT) AS rechecked, \
             CAST(COUNT(*) FILTER (WHERE r.verdict <> 'same') AS BIGINT) AS disagreed, \
             CAST(COUNT(*) FILTER (WHERE c.machine = 'match') AS BIGINT) AS matched, \
             CAST(COUNT(*) FILTER (WHERE c.machine = 'unclear') AS BIGINT) AS unclear, \
             CAST(COUNT(*) FILTER (WHERE c.machine = 'no-match') AS BIGINT) AS unmatched, \
             CAST(COUNT(*) FILTER (WHERE c.doubtful) AS BIGINT) AS doubtful \
             FROM comparison c \
             LEFT JOIN second_look r ON r.subject = c.subject AND r.comparison = c.id AND r.kind = 'recheck' \
             LEFT JOIN staff f ON f.id = c.officer \
             WHERE c.approved_in >= $1 AND c.approved_in <= $2 ",
            $rest
        )
    };
}

/// The months of a span.
pub type Span = (Month, Month);

pub(crate) const MONTHS: &str = figures!(
    "c.approved_in AS month, '' AS unit, CAST(NULL AS BYTEA) AS officer, '' AS name",
    "GROUP BY c.approved_in ORDER BY c.approved_in"
);

/// The whole country by month.
pub async fn months(source: &mut impl Source, (from, to): Span) -> Result<Vec<Line>> {
    let rows = fetch_all!(source, LineRow, MONTHS, from.number(), to.number())?;
    rows.into_iter().map(Line::try_from).collect()
}

pub(crate) const MONTHS_OF_UNIT: &str = figures!(
    "c.approved_in AS month, '' AS unit, CAST(NULL AS BYTEA) AS officer, '' AS name",
    "AND c.unit = $3 GROUP BY c.approved_in ORDER BY c.approved_in"
);

/// A unit by month.
pub async fn months_of_unit(
    source: &mut impl Source,
    (from, to): Span,
    unit: &str,
) -> Result<Vec<Line>> {
    let (from, to) = (from.number(), to.number());
    let rows = fetch_all!(source, LineRow, MONTHS_OF_UNIT, from, to, unit)?;
    rows.into_iter().map(Line::try_from).collect()
}

pub(crate) const MONTHS_OF_OFFICER: &str = figures!(
    "c.approved_in AS month, '' AS unit, CAST(NULL AS BYTEA) AS officer, COALESCE(MAX(f.name), '') AS name",
    "AND c.unit = $3 AND c.officer = $4 GROUP BY c.approved_in ORDER BY c.approved_in"
);

/// An officer of a unit by month.
pub async fn months_of_officer(
    source: &mut impl Source,
    (from, to): Span,
    (unit, officer): (&str, StaffId),
) -> Result<Vec<Line>> {
    let (from, to) = (from.number(), to.number());
    let officer = officer.as_bytes().as_slice();
    let rows = fetch_all!(source, LineRow, MONTHS_OF_OFFICER, from, to, unit, officer)?;
    rows.into_iter().map(Line::try_from).collect()
}

/// So many lines of a list, after so many.
#[derive(Debug, Clone, Copy)]
pub struct Place {
    /// Lines wanted.
    pub limit: i64,
    /// Lines before them.
    pub after: i64,
}

/// Grouped by an expression: by the bare column the embedded database would walk through every approval there ever was,
/// in the order of the units, to save itself the sorting.
pub(crate) const UNITS: &str = figures!(
    "CAST(0 AS BIGINT) AS month, MIN(c.unit) AS unit, CAST(NULL AS BYTEA) AS officer, '' AS name",
    "GROUP BY c.unit || '' ORDER BY disagreed DESC, rechecked DESC, approved DESC, unit LIMIT $3 OFFSET $4"
);

/// Units over a span, those with the most disagreements first.
pub async fn units(source: &mut impl Source, (from, to): Span, place: Place) -> Result<Vec<Line>> {
    let (from, to) = (from.number(), to.number());
    let rows = fetch_all!(source, LineRow, UNITS, from, to, place.limit, place.after)?;
    rows.into_iter().map(Line::try_from).collect()
}

pub(crate) const OFFICERS: &str = figures!(
    "CAST(0 AS BIGINT) AS month, '' AS unit, c.officer AS officer, COALESCE(MAX(f.name), '') AS name",
    "AND c.unit = $3 GROUP BY c.officer ORDER BY disagreed DESC, rechecked DESC, approved DESC, c.officer LIMIT $4 OFFSET $5"
);

/// A unit's officers over a span, those with the most disagreements first.
pub async fn officers(
    source: &mut impl Source,
    (from, to): Span,
    unit: &str,
    place: Place,
) -> Result<Vec<Line>> {
    let (from, to, Place { limit, after }) = (from.number(), to.number(), place);
    let rows = fetch_all!(source, LineRow, OFFICERS, from, to, unit, limit, after)?;
    rows.into_iter().map(Line::try_from).collect()
}

pub(crate) const ALL: &str = figures!(
    "c.approved_in AS month, c.unit AS unit, c.officer AS officer, '' AS name",
    "GROUP BY c.approved_in, c.unit, c.officer ORDER BY c.approved_in, c.unit, c.officer LIMIT $3"
);

/// Every officer of every unit by month.
pub async fn all(source: &mut impl Source, (from, to): Span, limit: i64) -> Result<Vec<Line>> {
    let rows = fetch_all!(source, LineRow, ALL, from.number(), to.number(), limit)?;
    rows.into_iter().map(Line::try_from).collect()
}

pub(crate) const ALL_OF_UNIT: &str = figures!(
    "c.approved_in AS month, c.unit AS unit, c.officer AS officer, '' AS name",
    "AND c.unit = $3 GROUP BY c.approved_in, c.unit, c.officer ORDER BY c.approved_in, c.officer LIMIT $4"
);

/// Every officer of a unit by month.
pub async fn all_of_unit(
    source: &mut impl Source,
    (from, to): Span,
    unit: &str,
    limit: i64,
) -> Result<Vec<Line>> {
    let (from, to) = (from.number(), to.number());
    let rows = fetch_all!(source, LineRow, ALL_OF_UNIT, from, to, unit, limit)?;
    rows.into_iter().map(Line::try_from).collect()
}

#[cfg(test)]
mod tests {
    use rusqlite::Connection;

    use super::*;
    use crate::comparison;
    use crate::dialect::ddl_for_sqlite;
    use crate::migrate::{MIGRATIONS, statements};

    /// What the embedded database does for a statement, a line a step.
    fn plan(db: &Connection, statement: &str) -> Vec<String> {
        let mut asked = db
            .prepare(&format!("EXPLAIN QUERY PLAN {statement}"))
            .unwrap();
        let nothing = vec![rusqlite::types::Null; asked.parameter_count()];
        let nothing = rusqlite::params_from_iter(nothing);
        let steps = asked.query_map(nothing, |row| row.get(3)).unwrap();
        steps.map(|step| step.unwrap()).collect()
    }

    fn migrated() -> Connection {
        let db = Connection::open_in_memory().unwrap();
        for (name, text) in MIGRATIONS {
            for statement in statements(text) {
                let made = db.execute_batch(&ddl_for_sqlite(&statement));
                assert!(made.is_ok(), "{name}: {made:?}");
            }
        }
        db
    }

    #[test]
    fn an_approval_of_what_was_compared_before_doubt_was_counted_stays_out() {
        let db = migrated();
        let made = "INSERT INTO comparison (subject, id, unit, officer, at, unclear, doubtful) VALUES \
                    (X'01', X'01', 'H01', X'01', 0, FALSE, NULL), (X'02', X'02', 'H01', X'01', 0, FALSE, FALSE)";
        db.execute_batch(made).unwrap();
        // Numbered, as the embedded database counts them.
        let approved = comparison::APPROVED.replace('$', "?");
        for (id, counts) in [([1], 0), ([2], 1)] {
            let done = db.execute(&approved, (&id, &id, 202_611));
            assert_eq!(done.unwrap(), counts);
        }
    }

    #[test]
    fn no_statement_reads_a_table_from_end_to_end() {
        let db = migrated();
        for (statement, index) in [
            (MONTHS, "comparison_approved ("),
            (UNITS, "comparison_approved ("),
            (ALL, "comparison_approved ("),
            (MONTHS_OF_UNIT, "comparison_approved_unit (unit=?"),
            (MONTHS_OF_OFFICER, "comparison_approved_unit (unit=?"),
            (OFFICERS, "comparison_approved_unit (unit=?"),
            (ALL_OF_UNIT, "comparison_approved_unit (unit=?"),
        ] {
            let steps = plan(&db, statement);
            let step = |words: &str| steps.iter().any(|step| step.contains(words));
            assert!(step(&format!("SEARCH c USING INDEX {index}")), "{steps:#?}");
            assert!(step("SEARCH r USING "), "{steps:#?}");
            assert!(!step("SCAN "), "{steps:#?}");
        }
    }
}
