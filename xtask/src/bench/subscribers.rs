//! Cleaning subscribers beside a hash join of the same two files in `DuckDB`. The measurement itself is an example of
//! the `app` crate, which makes the files and loads the register.

use std::collections::BTreeMap;
use std::path::Path;

use crate::say::say;
use crate::setup;
use crate::shell::{self, cargo};

/// Joins by number and compares name and date of birth, marks aside; writes every row with a word. The first line is
/// what reading the people into a table took, which the rates leave out as ours leave out the index.
const JOIN: &str = "
import sys, time
import duckdb
folder, names = sys.argv[1], sys.argv[2:]
begun = time.time()
duckdb.sql(f\"create table p as select number, name, birth_date from read_csv('{folder}/population.csv', all_varchar=true)\")
print('people', time.time() - begun)
for name in names:
    begun = time.time()
    duckdb.sql(f\"\"\"
copy (select s.*, case when p.number is null then 'not-found'
    when lower(p.name) = lower(s.name) and p.birth_date = strftime(try_strptime(s.dob, '%d/%m/%Y'), '%Y-%m-%d') then 'exact'
    when strip_accents(lower(p.name)) = strip_accents(lower(s.name)) then 'likely' else 'conflict' end as verdict
  from read_csv('{folder}/{name}.csv', all_varchar=true) s
  left join p on s.cccd = p.number)
to '{folder}/joined.csv'\"\"\")
    seconds = time.time() - begun
    rows = duckdb.sql(f\"select count(*) from read_csv('{folder}/joined.csv', all_varchar=true)\").fetchall()[0][0]
    print(name, rows / seconds)
";

pub(super) fn run(args: &[String]) -> Result<(), String> {
    let folder = std::env::temp_dir().join(format!("subscriber-bench-{}", std::process::id()));
    std::fs::create_dir_all(&folder).map_err(|e| e.to_string())?;
    let done = measure(&folder, args);
    std::fs::remove_dir_all(&folder).map_err(|e| e.to_string())?;
    done
}

fn measure(folder: &Path, args: &[String]) -> Result<(), String> {
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
    let cleaned: BTreeMap<&str, f64> = told
        .lines()
        .filter_map(|line| figure(line.strip_prefix("clean ")?))
        .collect();
    for line in told.lines().filter(|line| line.starts_with(' ')) {
        say(line);
    }
    setup::benched()?;
    let mut python = shell::command(setup::python_tool("python"), &["-c", JOIN]);
    let joined = shell::read(python.arg(folder).args(cleaned.keys()))?;
    for (name, join) in joined.lines().filter_map(figure) {
        if let Some(clean) = cleaned.get(name) {
            let ratio = clean / join;
            say(&format!(
                "  {name}: clean {clean:.0} rows/s, join {join:.0} rows/s, ratio {ratio:.2}"
            ));
        } else {
            say(&format!("  DuckDB read the {name} in {join:.1} s"));
        }
    }
    Ok(())
}

/// A name and its figure.
fn figure(line: &str) -> Option<(&str, f64)> {
    let (name, figure) = line.trim().split_once(' ')?;
    Some((name, figure.parse().ok()?))
}
