//! Prints: reading, finding minutiae, comparing. The measurement itself is an example of the `biometrics` crate.

use super::figures::{least, median, most, on_core, verdict};
use crate::say::say;
use crate::setup;
use crate::shell::{read, target_dir, tools};

const ROUNDS: &str = "11";

pub(super) fn run(_args: &[String]) -> Result<(), String> {
    setup::prints()?;
    super::build(&["--package", "biometrics", "--example", "finger_bench"])?;
    let program = target_dir()
        .join("release")
        .join("examples")
        .join("finger_bench");
    let told = read(on_core(0, &program).arg(tools().join("prints")).arg(ROUNDS))?;
    say("fingers: one thread on core 0, milliseconds of processor");
    for line in told.lines() {
        let mut words = line.split_whitespace();
        let name = words.next().unwrap_or_default();
        let times: Vec<f64> = words.filter_map(|word| word.parse().ok()).collect();
        let (middle, best, worst) = (median(&times), least(&times), most(&times));
        let figure = format!("median {middle:.3}, best {best:.3}, worst {worst:.3}");
        match name {
            "template" => verdict(name, &figure, "under 100", middle < 100.0),
            "two-fingers" => verdict(name, &figure, "under 50", middle < 50.0),
            _ => say(&format!("         {name}: {figure}")),
        }
    }
    Ok(())
}
