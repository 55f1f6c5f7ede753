//! Cleans made files of subscribers over a made register and prints the rates; leaves the files for other programs.
//!
//! `cargo run --release -p app --example subscriber_bench -- FOLDER [rows,rows…] [people]`

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
const SURNAMES: [&str; 12] = [
    "Nguyễn", "Trần", "Lê", "Phạm", "Huỳnh", "Phan", "Vũ", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ",
];
const WORDS: [&str; 48] = [
    "Thị",
    "Văn",
    "Hữu",
    "Ngọc",
    "Kim",
    "Đức",
    "Minh",
    "Thanh",
    "Quốc",
    "Xuân",
    "Thu",
    "Hoàng",
    "Bích",
    "Công",
    "Đình",
    "Gia",
    "Hải",
    "Khánh",
    "Ánh",
    "Tú",
    "Hương",
    "Dũng",
    "Lan",
    "Phượng",
    "Quỳnh",
    "Sơn",
    "Bảo",
    "An",
    "Bình",
    "Châu",
    "Duyên",
    "Giang",
    "Hạnh",
    "Hiếu",
    "Khôi",
    "Linh",
    "Mỹ",
    "Nga",
    "Oanh",
    "Phúc",
    "Quân",
    "Thảo",
    "Trâm",
    "Tuấn",
    "Uyên",
    "Vân",
    "Yến",
    "Thúy",
];

type Failure = Box<dyn std::error::Error>;

/// A number without a pattern from another (the finaliser of `SplitMix64`), so that every run makes the same files.
fn mixed(n: u64) -> u64 {
    let n = (n ^ (n >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let n = (n ^ (n >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    n ^ (n >> 31)
}

/// One of a list; the front of it comes oftener, as surnames do.
fn pick(list: &[&'static str], by: u64) -> &'static str {
    let places = list.len() as u64;
    let at = (by % places).min((by >> 20) % places);
    list[usize::try_from(at).unwrap()]
}

/// Number, name, date of birth of the n-th person: some three hundred thousand names, the commonest thousands of times.
fn person(n: u64) -> (String, String, [u64; 3]) {
    let by = mixed(n + 1);
    let more = mixed(by);
    let name = [
        pick(&SURNAMES, by),
        pick(&WORDS, by >> 8),
        pick(&WORDS, more),
        pick(&WORDS, more >> 8),
    ];
    // 3^18 has no factor of 10: nine digits that never come twice.
    let rest = n * 387_420_489 % 1_000_000_000;
    let number = format!("{:03}{rest:09}", 1 + n % 96);
    let birth = [
        1930 + more % 90,
        1 + (more >> 40) % 12,
        1 + (more >> 50) % 28,
    ];
    (number, name.join(" "), birth)
}

fn write_people(folder: &Path, people: u64) -> Result<(), Failure> {
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
    Ok(file.flush()?)
}

/// Of a hundred rows as telecoms keep them: 60 exact, 20 without marks, 6 with the year of birth alone, 4 with the day
/// and month changed, 3 with a slip in the number, 3 in the name, 2 without a number, 2 of nobody.
fn row(n: u64, people: u64, slips: bool) -> String {
    let (mut number, mut name, [year, month, day]) = person(mixed(n) % people);
    let mut birth = format!("{day:02}/{month:02}/{year}");
    match if slips { mixed(n + 7) % 100 } else { 99 } {
        0..20 => name = fold(&name).to_uppercase(),
        20..26 => birth = year.to_string(),
        26..30 => birth = format!("{month:02}/{day:02}/{year}"),
        30..33 => {
            let slip = if number.ends_with('3') { '8' } else { '3' };
            number.pop();
            number.push(slip);
        }
        33..36 => name.push('h'),
        36..38 => number.clear(),
        38..40 => "099999999999".clone_into(&mut number),
        _ => {}
    }
    format!("09{n:08},{name},{number},{birth},Số 1 Lê Lợi")
}

fn write_subscribers(file: &Path, rows: u64, people: u64, slips: bool) -> Result<(), Failure> {
    let mut file = BufWriter::new(std::fs::File::create(file)?);
    writeln!(file, "phone,name,cccd,dob,address")?;
    for n in 0..rows {
        writeln!(file, "{}", row(n, people, slips))?;
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

/// Most memory that the process held so far, in MiB; the kernel counts it, so only where there is `/proc`.
fn peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kib: u64 = line.trim().strip_suffix(" kB")?.trim().parse().ok()?;
    Some(kib / 1024)
}

/// Cleans one file and tells its rate: rows a second from the first block on, the reading of the register apart.
async fn measure(kit: &Kit, file: &Path, results: &Path) -> Result<(), Failure> {
    let begun = start();
    let mut first = None;
    let command = Clean {
        file,
        folder: Some(results),
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
    let all = begun.elapsed().as_secs_f64();
    let rows = first.map_or(all, |first| first.elapsed().as_secs_f64());
    let rate = f64::from(u32::try_from(report.counts.rows)?) / rows;
    say(&format!(
        "  {}: register read in {:.1} s, rows in {rows:.1} s, peak {} MiB, {:?}",
        file.file_stem().unwrap_or_default().display(),
        all - rows,
        peak().unwrap_or_default(),
        report.counts.verdicts
    ));
    say(&format!(
        "clean {} {rate:.0}",
        file.file_stem().unwrap_or_default().display()
    ));
    std::fs::remove_dir_all(results)?;
    Ok(())
}

#[tokio::main]
async fn main() -> Result<(), Failure> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let folder = Path::new(words.first().map_or(".", String::as_str));
    let sizes = words.get(1).map_or("1000000", String::as_str);
    let people = words.get(2).map_or(Ok(1_000_000), |word| word.parse())?;
    write_people(folder, people)?;
    let kit = Kit::sqlite().await;
    let command = Import {
        register: Register::Population,
        file: &folder.join("population.csv"),
        batch_lines: BATCH_LINES,
        progress: &mut |_| ControlFlow::Continue(()),
    };
    let begun = start();
    import(&kit.app, &kit.operator(), command).await?;
    let seconds = begun.elapsed().as_secs_f64();
    say(&format!("  {people} people loaded in {seconds:.0} s"));
    for size in sizes.split(',') {
        let rows: u64 = size.parse()?;
        for (kind, slips) in [("exact", false), ("slips", true)] {
            let file = folder.join(format!("{kind}-{rows}.csv"));
            write_subscribers(&file, rows, people, slips)?;
            measure(&kit, &file, &folder.join("results")).await?;
        }
    }
    Ok(())
}
