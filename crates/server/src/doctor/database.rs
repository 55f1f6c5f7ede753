//! Database, keys, registers, holidays, jobs.

use adapters::clock::SystemClock;
use app::ports::Clock as _;
use domain::registers::Register;
use jiff::{SignedDuration, Timestamp};
use store::registers::state::{self, State};
use store::{Db, holiday, job, maintenance};

use super::Finding;
use crate::config::{Settings, store_settings};
use crate::wiring;

const OLD: SignedDuration = SignedDuration::from_hours(24 * 30);

pub(super) async fn examine(settings: &Settings) -> Vec<Finding> {
    let Ok(store) = store_settings(settings) else {
        return Vec::new();
    };
    if let store::Settings::Lite { file } = &store
        && !file.exists()
    {
        return vec![Finding::failing(
            "database",
            format!("{} does not exist; run: dinhdanh migrate", file.display()),
        )];
    }
    let mut findings = vec![match maintenance::schema(&store).await {
        Err(error) => return vec![Finding::failing("database", unreachable(&store, &error))],
        Ok(schema) => schema_finding(&schema),
    }];
    if findings
        .iter()
        .any(|finding| finding.state == super::State::Failing)
    {
        return findings;
    }
    if !settings.database.master_key_file.exists() {
        let file = settings.database.master_key_file.display();
        findings.push(Finding::failing(
            "keys",
            format!("the master key {file} is missing; put its copy there"),
        ));
        return findings;
    }
    match wiring::database(settings).await {
        Err(failure) => findings.push(Finding::failing(
            "keys",
            format!("{failure}; put the right master key in its place"),
        )),
        Ok(db) => {
            findings.push(Finding::well("keys", "open"));
            findings.extend(contents(&db, away(settings), SystemClock.now()).await);
            findings.extend(super::bodies::examine(settings, &db).await);
        }
    }
    findings
}

fn unreachable(store: &store::Settings, error: &store::Error) -> String {
    match store {
        store::Settings::Lite { file } => format!(
            "{} cannot be read ({error}); restore it from a backup",
            file.display()
        ),
        // The driver's words may repeat the URL, and with it the password.
        store::Settings::Postgres { .. } => {
            "PostgreSQL cannot be reached; check that it runs and that database.url is right"
                .to_owned()
        }
    }
}

fn schema_finding(schema: &maintenance::Schema) -> Finding {
    if let Some(newer) = &schema.newer {
        return Finding::failing(
            "database",
            format!("has migration {newer}, which this version does not know; use a newer program"),
        );
    }
    if schema.is_current() {
        return Finding::well(
            "database",
            format!(
                "reachable, schema at {} of {}",
                schema.applied, schema.known
            ),
        );
    }
    let (applied, known) = (schema.applied, schema.known);
    Finding::failing(
        "database",
        format!("its schema is at {applied} of {known} migrations; run: dinhdanh migrate"),
    )
}

/// Registers that other bodies run.
fn away(settings: &Settings) -> Vec<&str> {
    let remote = settings.registers.remote.values();
    remote
        .flat_map(|body| &body.registers)
        .map(String::as_str)
        .collect()
}

async fn contents(db: &Db, away: Vec<&str>, now: Timestamp) -> Vec<Finding> {
    let looked = async {
        let mut source = db.read().await?;
        let mut findings: Vec<Finding> = state::list(&mut source)
            .await?
            .iter()
            .filter(|state| !away.contains(&state.register.as_str()))
            .map(|state| register(state, now))
            .collect();
        let days: Vec<_> = holiday::list(&mut source)
            .await?
            .iter()
            .map(|record| record.day)
            .collect();
        findings.push(holidays(&days, domain::time::viet_nam_date(now).year()));
        findings.push(jobs(job::counts(&mut source, now).await?, now));
        Ok::<_, store::Error>(findings)
    };
    looked.await.unwrap_or_else(|error| {
        vec![Finding::failing(
            "database",
            format!("cannot be read: {error}; restore it from a backup"),
        )]
    })
}

fn register(state: &State, now: Timestamp) -> Finding {
    let word = state.register.as_str();
    let needed = matches!(
        state.register,
        Register::Units | Register::Holidays | Register::Population | Register::Cards
    );
    let Some(loaded) = state.loaded else {
        let sentence =
            format!("{word} was never loaded; run: dinhdanh registers import {word} FILE.csv");
        return if needed {
            Finding::failing("register", sentence)
        } else {
            Finding::note("register", sentence)
        };
    };
    let days = now.duration_since(loaded).as_hours() / 24;
    if !state.answering {
        return Finding::note(
            "register",
            format!("{word} is closed ({}); open it in the console", state.note),
        );
    }
    if now.duration_since(loaded) > OLD && state.register != Register::Holidays {
        return Finding::note(
            "register",
            format!("{word} was loaded {days} days ago; load a fresh file"),
        );
    }
    Finding::well(
        "register",
        format!("{word}: {} rows, loaded {days} days ago", state.rows),
    )
}

fn holidays(days: &[jiff::civil::Date], year: i16) -> Finding {
    let missing: Vec<String> = [year, year + 1]
        .into_iter()
        .filter(|year| !days.iter().any(|day| day.year() == *year))
        .map(|year| year.to_string())
        .collect();
    if missing.is_empty() {
        return Finding::well("holidays", format!("known for {year} and {}", year + 1));
    }
    let missing = missing.join(" and ");
    Finding::failing(
        "holidays",
        format!(
            "none for {missing}, so terms there would be wrong; run: dinhdanh registers import holidays FILE.csv"
        ),
    )
}

fn jobs((due, _, dead, oldest): (i64, i64, i64, Timestamp), now: Timestamp) -> Finding {
    if dead > 0 {
        return Finding::failing(
            "jobs",
            format!("{dead} given up after many tries; read the log for their cause"),
        );
    }
    let waiting = now.duration_since(oldest).as_mins();
    if due > 0 && waiting > 10 {
        return Finding::failing(
            "jobs",
            format!(
                "{due} due, the oldest for {waiting} minutes; start: dinhdanh serve or dinhdanh work"
            ),
        );
    }
    Finding::well("jobs", format!("{due} due, none given up"))
}

#[cfg(test)]
mod tests {
    use super::super::State as Mark;
    use super::*;
    use jiff::civil::date;

    fn loaded(register: Register, days: i64, answering: bool) -> State {
        let at = now() - SignedDuration::from_hours(24 * days);
        State {
            register,
            loaded: (days >= 0).then_some(at),
            rows: 5,
            answering,
            note: "maintenance".to_owned(),
        }
    }

    fn now() -> Timestamp {
        "2025-06-01T00:00:00Z".parse().unwrap()
    }

    #[test]
    #[expect(clippy::too_many_lines, reason = "one table of parts")]
    fn every_failing_part_names_its_cure() {
        let schema = |applied, newer: Option<&str>| maintenance::Schema {
            applied,
            known: 7,
            newer: newer.map(str::to_owned),
        };
        for (finding, mark, cure) in [
            (
                schema_finding(&schema(3, None)),
                Mark::Failing,
                "dinhdanh migrate",
            ),
            (
                schema_finding(&schema(8, Some("0008_x"))),
                Mark::Failing,
                "newer program",
            ),
            (schema_finding(&schema(7, None)), Mark::Well, ""),
            (
                register(&loaded(Register::Population, -1, false), now()),
                Mark::Failing,
                "registers import population",
            ),
            (
                register(&loaded(Register::Passports, -1, false), now()),
                Mark::Note,
                "registers import passports",
            ),
            (
                register(&loaded(Register::Cards, 31, true), now()),
                Mark::Note,
                "fresh file",
            ),
            (
                register(&loaded(Register::Cards, 1, false), now()),
                Mark::Note,
                "console",
            ),
            (
                register(&loaded(Register::Cards, 1, true), now()),
                Mark::Well,
                "",
            ),
            (
                holidays(&[date(2025, 1, 1)], 2025),
                Mark::Failing,
                "none for 2026",
            ),
            (
                holidays(&[date(2025, 1, 1), date(2026, 1, 1)], 2025),
                Mark::Well,
                "",
            ),
            (jobs((0, 0, 2, now()), now()), Mark::Failing, "log"),
            (
                jobs((3, 0, 0, now() - SignedDuration::from_mins(11)), now()),
                Mark::Failing,
                "dinhdanh work",
            ),
            (jobs((3, 9, 0, now()), now()), Mark::Well, ""),
        ] {
            assert_eq!(finding.state, mark, "{}", finding.sentence);
            assert!(finding.sentence.contains(cure), "{}", finding.sentence);
        }
    }
}
