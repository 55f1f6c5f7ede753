//! Cleaning subscribers beside a hash join of the same two files in `DuckDB`. The measurement itself is an example of
//! the `app` crate; the join runs where the Python of the tests
//! can import `duckdb`.

use std::path::PathBuf;

use crate::say::say;
use crate::setup;
use crate::shell::{self, cargo};

/// Joins by number and compares name and date of birth, marks aside; writes every row with a word.
const JOIN: &str = "
import sys, time
import duckdb
folder = sys.argv[1]
begun = time.time()
duckdb.sql(f\"\"\"
copy (select s.*, case when p.number is null then 'not-found'
    when lower(p.name) = lower(s.name) and p.birth_date = strftime(strptime(s.dob, '%d/%m/%Y'), '%Y-%m-%d') then 'exact'
    when strip_accents(lower(p.name)) = strip_accents(lower(s.name)) then 'likely' else 'conflict' end as verdict
  from read_csv('{folder}/subscribers.csv', all_varchar=true) s
  left join read_csv('{folder}/population.csv', all_varchar=true) p on s.cccd = p.number)
to '{folder}/joined.csv'\"\"\")
rows = duckdb.sql(f\"select count(*) from '{folder}/joined.csv'\").fetchone()[0]
print(rows / (time.time() - begun))
";

pub(super) fn run(args: &[String]) -> Result<(), String> {
    let folder: PathBuf =
        std::env::temp_dir().join(format!("subscriber-bench-{}", std::process::id()));
    std::fs::create_dir_all(&folder).map_err(|e| e.to_string())?;
    let done = measure(&folder, args);
    std::fs::remove_dir_all(&folder).map_err(|e| e.to_string())?;
    done
}

fn measure(folder: &std::path::Path, args: &[String]) -> Result<(), String> {
    let example = [
        "run",
        "--locked",
        "--release",
        "--package",
        "app",
        "--example",
    ];
    let mut command = cargo(&example);
    command
        .args(["subscriber_bench", "--"])
        .arg(folder)
        .args(args);
    let told = shell::read(&mut command)?;
    say(told.trim_end());
    let mut python = shell::command(setup::python_tool("python"), &["-c", JOIN]);
    let Ok(joined) = shell::read(python.arg(folder)) else {
        say("  no DuckDB: Python cannot import duckdb, or the join failed");
        return Ok(());
    };
    let rate = |text: &str| text.trim().parse::<f64>().ok();
    let ours = told
        .lines()
        .find_map(|line| line.trim().strip_prefix("clean ")?.strip_suffix(" rows/s"))
        .and_then(rate);
    if let (Some(ours), Some(theirs)) = (ours, rate(&joined)) {
        say(&format!("  join  {theirs:.0} rows/s"));
        say(&format!("  ratio {:.2}", ours / theirs));
    }
    Ok(())
}
