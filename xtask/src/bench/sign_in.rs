//! The password step beside bare Argon2id with the same parameters, on the same core, in turns.

use super::browser::Browser;
use super::demo::{self, Demo};
use super::figures::{cpu_ms, median, most, on_core, verdict};
use crate::say::{now, say};
use crate::shell::{read, target_dir};

const ROUNDS: usize = 5;
const EACH: u32 = 40;

pub(super) fn run(_args: &[String]) -> Result<(), String> {
    demo::build()?;
    super::build(&["--package", "app", "--example", "bare_hash"])?;
    let demo = Demo::start()?;
    let (number, password) = demo.person("licence_paper")?;
    let mut browser = Browser::new(&demo.url);
    let mut ratios = Vec::new();
    say(&format!(
        "sign-in: {ROUNDS} rounds of {EACH}, server and bare hash on core 0"
    ));
    for round in 0..=ROUNDS {
        let bare = bare()?;
        let (mut wall, before) = (Vec::new(), cpu_ms(demo.pid())?);
        for _ in 0..EACH {
            let since = now();
            let answer =
                browser.post("/sign-in", &[("number", &number), ("password", &password)])?;
            wall.push(since.elapsed().as_secs_f64() * 1000.0);
            if answer.location != "/sign-in/code" {
                return Err(format!(
                    "the password step answers {} {}",
                    answer.status, answer.location
                ));
            }
        }
        let cpu = (cpu_ms(demo.pid())? - before) / f64::from(EACH);
        let step = median(&wall);
        if round > 0 {
            ratios.push(step / bare);
            say(&format!(
                "  round {round}  password step {step:6.2} ms ({cpu:6.2} ms of processor), bare hash {bare:6.2} ms"
            ));
        }
    }
    let (middle, worst) = (median(&ratios), most(&ratios));
    let figure = format!("median {middle:.2}, worst {worst:.2}");
    verdict(
        "password step : bare hash",
        &figure,
        "at most 1.10",
        middle <= 1.10,
    );
    Ok(())
}

fn bare() -> Result<f64, String> {
    let program = target_dir()
        .join("release")
        .join("examples")
        .join("bare_hash");
    let told = read(on_core(0, &program).arg(EACH.to_string()))?;
    Ok(median(
        &told
            .lines()
            .filter_map(|line| line.parse().ok())
            .collect::<Vec<f64>>(),
    ))
}
