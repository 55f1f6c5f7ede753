//! Faces: reading, templates, comparing, searching; and error rates on sets of pictures. The measurements themselves
//! are examples of the `biometrics` crate.

use std::path::Path;

use super::figures::{least, median, most, on_core, verdict};
use crate::say::say;
use crate::setup;
use crate::shell::{self, read, target_dir, tools};

const ROUNDS: &str = "11";
const TEMPLATES: &str = "1000000";

/// The arguments are sets for the error rates: folders with a folder of pictures for each person.
pub(super) fn run(sets: &[String]) -> Result<(), String> {
    setup::models(&[])?;
    super::build(&[
        "--package",
        "biometrics",
        "--example",
        "face_bench",
        "--example",
        "face_rates",
    ])?;
    let examples = target_dir().join("release").join("examples");
    times(&examples.join("face_bench"))?;
    if sets.is_empty() {
        say("         no error rates: name folders with a folder of pictures for each person");
        return Ok(());
    }
    let mut rates = shell::command(examples.join("face_rates"), &[]);
    shell::run(rates.arg(setup::models_folder()).args(sets))
}

fn times(program: &Path) -> Result<(), String> {
    let mut bench = on_core(0, program);
    bench.arg(setup::models_folder());
    bench.arg(tools().join("faces").join("sample3.jpg"));
    let told = read(bench.args([ROUNDS, TEMPLATES]))?;
    say("faces: one thread on core 0, milliseconds of processor; memory in MB");
    let mut searched = f64::NAN;
    for line in told.lines() {
        let mut words = line.split_whitespace();
        let name = words.next().unwrap_or_default();
        let figures: Vec<f64> = words.filter_map(|word| word.parse().ok()).collect();
        let (middle, best, worst) = (median(&figures), least(&figures), most(&figures));
        let figure = format!("median {middle:.3}, best {best:.3}, worst {worst:.3}");
        match name {
            "template" => verdict(name, &figure, "under 60", middle < 60.0),
            "search" => {
                searched = middle;
                say(&format!("         {name}: {figure}"));
            }
            "bare-reading" => {
                say(&format!("         {name}: {figure}"));
                let times = searched / middle;
                verdict(
                    "search against bare reading",
                    &format!("{times:.2} times"),
                    "under 2",
                    times < 2.0,
                );
            }
            _ => say(&format!("         {name}: {figure}")),
        }
    }
    Ok(())
}
