//! `cargo xtask check`: everything that is judged without running a test, quickest first.

use std::process::Command;

use crate::say::{say, step};
use crate::shell::{self, cargo, command};
use crate::{checks, generate, setup};

type Step = fn() -> Result<(), String>;

const STEPS: [(&str, Step); 6] = [
    ("fmt", fmt),
    ("own", checks::run),
    ("clippy", clippy),
    ("doc", doc),
    ("generated", generate::check),
    ("deny", deny),
];

/// All steps, or those that are named.
pub(crate) fn run(named: &[String]) -> Result<(), String> {
    let known = STEPS.map(|(name, _)| name);
    if let Some(other) = named.iter().find(|name| !known.contains(&name.as_str())) {
        return Err(format!(
            "no step is called '{other}'; there is: {}",
            known.join(", ")
        ));
    }
    STEPS
        .iter()
        .filter(|(name, _)| named.is_empty() || named.iter().any(|one| one == name))
        .try_for_each(|(name, work)| step(&format!("check {name}"), work))
}

fn fmt() -> Result<(), String> {
    shell::run(&mut cargo(&["fmt", "--all", "--check"]))
}

fn clippy() -> Result<(), String> {
    let args = ["clippy", "--locked", "--workspace", "--all-targets", "--"];
    shell::run(cargo(&args).args(["-D", "warnings"]))
}

fn doc() -> Result<(), String> {
    let args = ["doc", "--locked", "--workspace", "--no-deps"];
    shell::run(cargo(&args).env("RUSTDOCFLAGS", "-D warnings"))
}

/// Bans, licences and sources always; advisories when their database can be fetched.
fn deny() -> Result<(), String> {
    let Some(program) = setup::cargo_deny() else {
        return Err("cargo-deny is missing; run: cargo xtask setup".to_owned());
    };
    shell::run(&mut denying(
        &program,
        &[
            "check",
            "--hide-inclusion-graph",
            "bans",
            "licenses",
            "sources",
        ],
    ))?;
    if let Err(reason) = shell::read(&mut denying(&program, &["fetch", "db"])) {
        let last = reason
            .lines()
            .map(str::trim)
            .rfind(|line| !line.is_empty())
            .unwrap_or_default();
        say(
            "SKIPPED: advisories. Their database could not be fetched, so known vulnerabilities of our",
        );
        say(&format!(
            "dependencies were NOT looked up in this run ({last})"
        ));
        return Ok(());
    }
    shell::run(&mut denying(
        &program,
        &[
            "check",
            "--hide-inclusion-graph",
            "--disable-fetch",
            "advisories",
        ],
    ))
}

fn denying(program: &std::path::Path, args: &[&str]) -> Command {
    let mut deny = command(program, &["--locked", "--workspace"]);
    // Without the network git would ask for a password and wait.
    deny.args(args).env("GIT_TERMINAL_PROMPT", "0");
    deny
}
