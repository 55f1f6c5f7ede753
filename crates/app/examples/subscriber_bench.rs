//! Cleans a made file of subscribers over a made register and prints the rate; leaves both files for other programs.
//!
//! `cargo run --release -p app --example subscriber_bench -- FOLDER [rows] [people]`

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

use std::io::{BufWriter, Write};
use std::ops::ControlFlow;
use std::path::Path;

use app::cleaning::{BLOCK, CHECKPOINT, Clean, Correct, clean};
use app::registers::{BATCH_LINES, Import, import};
use domain::person::fold;
use domain::registers::Register;

use kit::Kit;

const COLUMNS: &str = "number,old_number,name,birth_date,sex,birth_province,address,status,died_on,guardian_number,portrait";
const SURNAMES: [&str; 7] = ["Nguyễn", "Trần", "Lê", "Phạm", "Huỳnh", "Đặng", "Vũ"];
const MIDDLES: [&str; 5] = ["Thị", "Văn", "Hữu", "Ngọc", "Thị Kim"];
const GIVEN: [&str; 9] = [
    "Ánh",
    "Tú",
    "Hương",
    "Dũng",
    "Lan",
    "Phượng",
    "Quỳnh",
    "Sơn",
    "Bảo",
];

type Failure = Box<dyn std::error::Error>;

/// Number, name, date of birth of the n-th person.
fn person(n: u64) -> (String, String, [u64; 3]) {
    let pick = |list: &[&'static str], by: u64| list[usize::try_from(n / by).unwrap() % list.len()];
    let name = format!(
        "{} {} {}",
        pick(&SURNAMES, 1),
        pick(&MIDDLES, 7),
        pick(&GIVEN, 35)
    );
    // 3^18 has no factor of 10: nine digits that never come twice.
    let rest = n * 387_420_489 % 1_000_000_000;
    let number = format!("{:03}{rest:09}", 1 + n % 96);
    (number, name, [1930 + n % 90, 1 + n % 12, 1 + n % 28])
}

fn write_files(folder: &Path, rows: u64, people: u64) -> Result<(), Failure> {
    let mut file = BufWriter::new(std::fs::File::create(folder.join("population.csv"))?);
    writeln!(file, "{COLUMNS}")?;
    for n in 0..people {
        let (number, name, [year, month, day]) = person(n);
        let sex = if n % 2 == 0 { "male" } else { "female" };
        writeln!(
            file,
            "{number},,{name},{year}-{month:02}-{day:02},{sex},074,x,living,,,"
        )?;
    }
    file.flush()?;
    let mut file = BufWriter::new(std::fs::File::create(folder.join("subscribers.csv"))?);
    writeln!(file, "phone,name,cccd,dob,address")?;
    for n in 0..rows {
        let (number, name, [year, month, day]) = person(n * 7_919 % people);
        let name = if n % 5 == 0 {
            fold(&name).to_uppercase()
        } else {
            name
        };
        let number = if n % 50 == 0 { "099999999999" } else { &number };
        writeln!(
            file,
            "09{n:08},{name},{number},{day:02}/{month:02}/{year},Số 1 Lê Lợi"
        )?;
    }
    Ok(file.flush()?)
}

#[expect(clippy::disallowed_methods, reason = "a benchmark measures")]
fn start() -> std::time::Instant {
    std::time::Instant::now()
}

#[expect(clippy::print_stdout, reason = "a benchmark tells")]
fn say(text: &str) {
    println!("{text}");
}

#[tokio::main]
async fn main() -> Result<(), Failure> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let folder = Path::new(words.first().map_or(".", String::as_str));
    let number = |at: usize, usual: u64| words.get(at).map_or(Ok(usual), |word| word.parse());
    let (rows, people) = (number(1, 1_000_000)?, number(2, 1_000_000)?);
    write_files(folder, rows, people)?;
    let kit = Kit::sqlite().await;
    let command = Import {
        register: Register::Population,
        file: &folder.join("population.csv"),
        batch_lines: BATCH_LINES,
        progress: &mut |_| ControlFlow::Continue(()),
    };
    import(&kit.app, &kit.operator(), command).await?;
    let begun = start();
    let mut first = None;
    let command = Clean {
        file: &folder.join("subscribers.csv"),
        folder: Some(&kit.folder.path().join("cleaned")),
        columns: &[],
        encoding: None,
        correct: Correct::default(),
        block: BLOCK,
        checkpoint: CHECKPOINT,
        sample: None,
        progress: &mut |_| {
            first.get_or_insert_with(start);
            ControlFlow::Continue(())
        },
    };
    let report = clean(&kit.app, &kit.operator(), command).await?;
    let rate = |seconds: f64| f64::from(u32::try_from(rows).unwrap_or(u32::MAX)) / seconds;
    let all = begun.elapsed().as_secs_f64();
    let register = first.map_or(all, |first| all - first.elapsed().as_secs_f64());
    say(&format!(
        "  register read in {register:.2} s, {people} people"
    ));
    say(&format!("  rows by verdict: {:?}", report.counts.verdicts));
    say(&format!("  clean {:.0} rows/s", rate(all - register)));
    Ok(())
}
