//! Loads population rows through the import and through the bare database in one run, and prints
//! both rates and their ratio.
//!
//! `cargo run --release -p app --example import_bench -- [rows] [sqlite|postgres]…`

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a benchmark that cannot be set up must stop"
)]

#[path = "../tests/it/kit.rs"]
#[expect(
    dead_code,
    unused_imports,
    unused_macros,
    reason = "the tests use more of it"
)]
mod kit;

use std::fmt::Write as _;
use std::io::{BufWriter, Write};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::time::Instant;

use app::registers::{BATCH_LINES, Import, import};
use domain::registers::{Header, Register, line, population};
use store::registers::{Cell, person};

use kit::Kit;

const COLUMNS: &str = "number,old_number,name,birth_date,sex,birth_province,address,status,died_on,guardian_number,portrait";
const SURNAMES: [&str; 8] = ["Nguyễn", "Trần", "Lê", "Phạm", "Huỳnh", "Đặng", "Vũ", "Đỗ"];
const MIDDLES: [&str; 7] = ["Thị", "Văn", "Hữu", "Ngọc", "Minh", "Thị Kim", "Quốc"];
const GIVEN: [&str; 11] = [
    "Ánh",
    "Tú",
    "Hương",
    "Dũng",
    "Lan",
    "Phượng",
    "Quỳnh",
    "Sơn",
    "Yến",
    "Bảo",
    "Hậu",
];

type Failure = Box<dyn std::error::Error>;

fn row(n: u64) -> String {
    let pick =
        |list: &[&'static str], by: u64| list[usize::try_from(n / by).unwrap_or(0) % list.len()];
    let name = format!(
        "{} {} {}",
        pick(&SURNAMES, 1),
        pick(&MIDDLES, 8),
        pick(&GIVEN, 56)
    );
    // 3^18 has no factor of 10: nine digits that never come twice.
    let rest = n * 387_420_489 % 1_000_000_000;
    let (year, month, day) = (1930 + n % 90, 1 + n % 12, 1 + n % 28);
    let sex = if n.is_multiple_of(2) {
        "male"
    } else {
        "female"
    };
    format!(
        "{:03}{rest:09},,{name},{year}-{month:02}-{day:02},{sex},074,\"Số {}, đường Lê Lợi, Thủ Dầu Một\",living,,,\n",
        1 + n % 96,
        n % 500
    )
}

fn write_file(path: &Path, rows: u64) -> Result<(), Failure> {
    let mut file = BufWriter::new(std::fs::File::create(path)?);
    writeln!(file, "{COLUMNS}")?;
    for n in 0..rows {
        file.write_all(row(n).as_bytes())?;
    }
    Ok(file.flush()?)
}

/// The same rows, as the database takes them.
fn cells(rows: u64) -> Result<Vec<Cell>, Failure> {
    let header = Header::read(Register::Population.columns(), COLUMNS)?;
    let mut cells = Vec::new();
    for n in 0..rows {
        let text = row(n);
        let mut fields = Vec::new();
        let refused = |reason| format!("row {n}: {reason:?}");
        line::split(text.trim_end(), &mut fields).map_err(|e| refused(e.code()))?;
        let fields = header
            .fields(&fields)
            .map_err(|e| refused(e.reason.code()))?;
        person::cells(
            &population::parse_row(&fields).map_err(|e| refused(e.reason.code()))?,
            &mut cells,
        );
    }
    Ok(cells)
}

#[expect(clippy::disallowed_methods, reason = "a benchmark measures")]
fn start() -> Instant {
    Instant::now()
}

fn rate(what: &str, rows: u64, from: Instant) -> f64 {
    let seconds = from.elapsed().as_secs_f64();
    let rows = f64::from(u32::try_from(rows).unwrap_or(u32::MAX));
    say(&format!(
        "  {what:34} {:9.0} rows/s  {seconds:7.2} s",
        rows / seconds
    ));
    rows / seconds
}

#[expect(clippy::print_stdout, reason = "a benchmark tells")]
fn say(text: &str) {
    println!("{text}");
}

/// Most memory this process ever held.
fn peak() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    status
        .lines()
        .find(|line| line.starts_with("VmHWM"))
        .unwrap_or_default()
        .replace('\t', " ")
}

async fn through_import(kit: &Kit, file: &Path, rows: u64, what: &str) -> Result<f64, Failure> {
    let mut go_on = |_| ControlFlow::Continue(());
    let command = Import {
        register: Register::Population,
        file,
        batch_lines: BATCH_LINES,
        progress: &mut go_on,
    };
    let from = start();
    let report = import(&kit.app, &kit.operator(), command).await?;
    if report.accepted != rows {
        return Err(format!("{} rows of {rows}", report.accepted).into());
    }
    Ok(rate(what, rows, from))
}

async fn sqlite(file: &Path, rows: u64) -> Result<(), Failure> {
    let kit = Kit::sqlite().await;
    let ours = through_import(&kit, file, rows, "import").await?;
    say(&format!("  {}", peak()));
    through_import(&kit, file, rows, "import of the same file again").await?;
    let mut text = String::new();
    for per_statement in [1, 100] {
        let kit = Kit::sqlite().await;
        let cells = cells(rows)?;
        let from = start();
        testkit::bare::sqlite(
            &kit.folder.path().join("data.sqlite"),
            &person::TABLE,
            cells,
            per_statement,
        )
        .await?;
        let bare = rate(
            &format!("bare insert, {per_statement} a statement"),
            rows,
            from,
        );
        write!(text, "  {:.2} of {per_statement} a statement", ours / bare)?;
    }
    say(&text);
    Ok(())
}

async fn postgres(file: &Path, rows: u64) -> Result<(), Failure> {
    let kit = Kit::postgres().await;
    let ours = through_import(&kit, file, rows, "import").await?;
    say(&format!("  {}", peak()));
    through_import(&kit, file, rows, "import of the same file again").await?;
    let kit = Kit::postgres().await;
    let lines = testkit::bare::copy_lines(&person::TABLE, &cells(rows)?);
    let from = start();
    testkit::bare::postgres(kit.url().unwrap_or_default(), &person::TABLE, &lines).await?;
    let bare = rate("bare COPY", rows, from);
    say(&format!("  {:.2} of COPY", ours / bare));
    Ok(())
}

#[tokio::main]
async fn main() -> Result<(), Failure> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let rows = arguments
        .iter()
        .find_map(|text| text.parse().ok())
        .unwrap_or(200_000);
    let asked = |engine: &str| {
        arguments.iter().all(|text| text.parse::<u64>().is_ok())
            || arguments.iter().any(|a| a == engine)
    };
    let file: PathBuf =
        std::env::temp_dir().join(format!("import-bench-{}.csv", std::process::id()));
    write_file(&file, rows)?;
    let mut result = Ok(());
    if asked("sqlite") {
        say(&format!("SQLite, {rows} rows"));
        result = sqlite(&file, rows).await;
    }
    if result.is_ok() && asked("postgres") {
        say(&format!("PostgreSQL, {rows} rows"));
        result = postgres(&file, rows).await;
    }
    std::fs::remove_file(&file)?;
    result
}
