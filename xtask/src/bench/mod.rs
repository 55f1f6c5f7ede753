//! `cargo xtask bench`: one module for each benchmark; each measures ours and what it is compared with in one run.

use crate::say::say;

type Bench = fn(&[String]) -> Result<(), String>;

/// Name, what it measures, the function.
const BENCHES: &[(&str, &str, Bench)] = &[];

pub(crate) fn run(args: &[String]) -> Result<(), String> {
    let Some((name, rest)) = args.split_first() else {
        list();
        return Ok(());
    };
    if name == "all" {
        return BENCHES.iter().try_for_each(|(_, _, bench)| bench(rest));
    }
    if let Some((_, _, bench)) = BENCHES.iter().find(|(known, _, _)| known == name) {
        bench(rest)
    } else {
        list();
        Err(format!("no benchmark is called '{name}'"))
    }
}

fn list() {
    say("cargo xtask bench <name> | all");
    for (name, what, _) in BENCHES {
        say(&format!("  {name:12} {what}"));
    }
    if BENCHES.is_empty() {
        say("  (none yet)");
    }
}
