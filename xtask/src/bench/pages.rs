//! Signed-in pages beside an empty handler with one indexed read: same database, same core, same
//! rounds. The handler reads through sqlx, as most services do; the raw row reads as our pages do.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Stdio};

use super::browser::Browser;
use super::demo::{self, Demo};
use super::figures::{cpu_ms, least, median, on_core, verdict};
use crate::say::say;
use crate::shell::{read, target_dir, which};

const ROUNDS: usize = 5;
const CONNECTIONS: &str = "16";
const SECONDS: &str = "4s";

/// What is asked, and of which process.
struct Subject {
    name: &'static str,
    url: String,
    cookie: String,
    pid: u32,
}

/// One round of one subject.
struct Figures {
    per_second: f64,
    p99: String,
    cpu_us: f64,
}

struct Bare(Child);

impl Drop for Bare {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

pub(super) fn run(_args: &[String]) -> Result<(), String> {
    let wrk = which("wrk").ok_or("the load generator is missing; run: apt-get install wrk")?;
    demo::build()?;
    super::build(&["--package", "web", "--example", "bare"])?;
    let demo = Demo::start()?;
    let subjects = subjects(&demo)?;
    let (bare, address) = bare(&demo.person(OPEN)?.0)?;
    let reference = |name, path: &str| Subject {
        name,
        url: format!("{address}{path}"),
        cookie: String::new(),
        pid: bare.0.id(),
    };
    let (reference, raw) = (reference("one read", "pool"), reference("raw read", ""));
    say(&format!(
        "pages: {CONNECTIONS} connections, {SECONDS} a round, server on core 0, driver on core 1"
    ));
    let mut ratios: Vec<(&str, Vec<(f64, f64)>)> = subjects
        .iter()
        .map(|subject| (subject.name, Vec::new()))
        .collect();
    for round in 0..=ROUNDS {
        let base = measure(&wrk, &reference)?;
        let floor = measure(&wrk, &raw)?;
        for (subject, (_, ratios)) in subjects.iter().zip(&mut ratios) {
            let figures = measure(&wrk, subject)?;
            // The first round warms up.
            if round > 0 {
                ratios.push((
                    figures.per_second / base.per_second,
                    base.cpu_us / figures.cpu_us,
                ));
                tell(round, subject.name, &figures);
            }
        }
        if round > 0 {
            tell(round, reference.name, &base);
            tell(round, raw.name, &floor);
        }
    }
    for (name, ratios) in &ratios {
        let (rates, processor): (Vec<f64>, Vec<f64>) = ratios.iter().copied().unzip();
        let (middle, worst) = (median(&rates), least(&rates));
        let figure = format!(
            "median {middle:.2}, worst {worst:.2}; by processor time {:.2}",
            median(&processor)
        );
        verdict(
            &format!("{name} : one read"),
            &figure,
            "at least 0.50",
            middle >= 0.5,
        );
    }
    Ok(())
}

fn tell(round: usize, name: &str, figures: &Figures) {
    let Figures {
        per_second,
        p99,
        cpu_us,
    } = figures;
    say(&format!(
        "  round {round}  {name:12} {per_second:8.0} /s  p99 {p99:>9}  {cpu_us:6.0} us of processor each"
    ));
}

/// Who is asked for: somebody open, somebody locked.
const OPEN: &str = "level_2_ready";
const LOCKED: &str = "no_licence";

fn subjects(demo: &Demo) -> Result<Vec<Subject>, String> {
    let mut wallet = demo.signed_in(OPEN)?;
    let mut locked = demo.signed_in(LOCKED)?;
    if locked.get("/locked")?.status != 200 {
        let answer = locked.post("/lock", &[])?;
        if !answer.location.starts_with("/locked/receipt/") {
            return Err(format!(
                "{LOCKED}: cannot lock: {} {}",
                answer.status, answer.location
            ));
        }
    }
    let subject = |name, path: &str, browser: &mut Browser| {
        let status = browser.get(path)?.status;
        let (url, cookie) = (format!("{}{path}", demo.url), browser.cookies());
        if status == 200 {
            Ok(Subject {
                name,
                url,
                cookie,
                pid: demo.pid(),
            })
        } else {
            Err(format!("{path} answers {status}"))
        }
    };
    Ok(vec![
        subject("wallet", "/wallet", &mut wallet)?,
        subject("lock status", "/locked", &mut locked)?,
    ])
}

fn bare(number: &str) -> Result<(Bare, String), String> {
    let program = target_dir().join("release").join("examples").join("bare");
    let mut child = on_core(0, &program)
        .arg(demo::folder().join("demo.sqlite"))
        .arg(demo::folder().join("master.key"))
        .arg(number)
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|cause| format!("{}: {cause}", program.display()))?;
    let mut address = String::new();
    let out = child.stdout.take().ok_or("no output")?;
    let bare = Bare(child);
    BufReader::new(out)
        .read_line(&mut address)
        .map_err(|e| e.to_string())?;
    Ok((bare, format!("http://{}/", address.trim())))
}

fn measure(wrk: &Path, subject: &Subject) -> Result<Figures, String> {
    let before = cpu_ms(subject.pid)?;
    let mut load = on_core(1, wrk);
    load.args(["-t1", "--latency", "-c", CONNECTIONS, "-d", SECONDS]);
    if !subject.cookie.is_empty() {
        load.args(["-H", &format!("Cookie: {}", subject.cookie)]);
    }
    let told = read(load.arg(&subject.url))?;
    let used = cpu_ms(subject.pid)? - before;
    if told.contains("Non-2xx") || told.contains("Socket errors") {
        return Err(format!(
            "{}: not every answer was good\n{told}",
            subject.name
        ));
    }
    let after = |mark: &str| {
        told.lines()
            .find_map(|line| line.trim().strip_prefix(mark))
            .map(str::trim)
    };
    let per_second = after("Requests/sec:").and_then(|n| n.parse::<f64>().ok());
    let count = told
        .lines()
        .find(|line| line.contains(" requests in "))
        .and_then(|line| line.split_whitespace().next());
    let count = count.and_then(|n| n.parse::<f64>().ok());
    match (per_second, count, after("99%")) {
        (Some(per_second), Some(count), Some(p99)) => Ok(Figures {
            per_second,
            p99: p99.to_owned(),
            cpu_us: used * 1000.0 / count,
        }),
        _ => Err(format!("wrk said something else:\n{told}")),
    }
}
