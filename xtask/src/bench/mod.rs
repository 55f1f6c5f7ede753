//! `cargo xtask bench`: one module for each benchmark; each measures ours and what it is compared with in one run.

pub(crate) mod browser;
pub(crate) mod demo;
mod events;
mod faces;
mod figures;
mod fingers;
mod import;
mod pages;
mod services;
mod sign_in;
mod start;
mod subscribers;
mod weight;

use crate::say::say;
use crate::shell::{self, cargo};

type Bench = fn(&[String]) -> Result<(), String>;

/// Name, what it measures, the function.
const BENCHES: &[(&str, &str, Bench)] = &[
    (
        "start",
        "demo up and answering, memory when idle",
        start::run,
    ),
    (
        "import",
        "population rows against the bare load [rows] [engine]",
        import::run,
    ),
    (
        "events",
        "a batch of deaths released over many accounts against the bare rows [accounts] [deaths] [engine]",
        events::run,
    ),
    (
        "faces",
        "a picture to its template, ready templates compared and searched, error rates [set…]",
        faces::run,
    ),
    (
        "fingers",
        "a print to its template, ready templates compared",
        fingers::run,
    ),
    (
        "pages",
        "signed-in pages against an empty handler with one read",
        pages::run,
    ),
    (
        "services",
        "the OpenID provider beside npm oidc-provider [rounds] [seconds] [scenario,…]",
        services::run,
    ),
    (
        "sign-in",
        "the password step against bare Argon2id",
        sign_in::run,
    ),
    (
        "subscribers",
        "a telecom's file cleaned beside a hash join in DuckDB [rows,rows…] [people]",
        subscribers::run,
    ),
    (
        "weight",
        "bytes and requests of the first page",
        weight::run,
    ),
];

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
}

/// Builds a program or example in release.
fn build(args: &[&str]) -> Result<(), String> {
    shell::run(cargo(&["build", "--locked", "--release"]).args(args))
}
