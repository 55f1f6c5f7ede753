//! `cargo xtask test`: everything, on both databases and in the browser.

use std::process::Command;

use crate::cluster::Cluster;
use crate::say::{say, step};
use crate::shell::{self, cargo, read, root, which};
use crate::{api, check, e2e, readers, setup};

/// Crates whose tests touch the database: they run a second time on `PostgreSQL`.
const ON_BOTH: [&str; 5] = ["store", "app", "web", "server", "testkit"];

#[derive(Clone, Copy)]
enum Engine {
    Sqlite,
    Postgres,
}

impl Engine {
    /// What `testkit` reads to know where a test's database is.
    fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "sqlite",
            Self::Postgres => "postgres",
        }
    }
}

pub(crate) fn run(args: &[String]) -> Result<(), String> {
    match args {
        [] => everything(),
        [filter] => with_cluster(|url| rust_tests(url, Some(filter))),
        _ => Err("use: cargo xtask test [filter]".to_owned()),
    }
}

fn everything() -> Result<(), String> {
    setup::run()?;
    check::run(&[])?;
    with_cluster(|url| rust_tests(url, None))?;
    step("card readers", readers::run)?;
    step("documentation tests", || {
        let args = ["test", "--locked", "--workspace", "--doc", "--quiet"];
        shell::run(&mut cargo(&args))
    })?;
    step("API tests", || api::run(&[]))?;
    step("browser tests", || e2e::run(&[]))?;
    say("\nall checks and all tests passed");
    Ok(())
}

/// One `PostgreSQL` for the whole run.
fn with_cluster(work: impl FnOnce(&str) -> Result<(), String>) -> Result<(), String> {
    let cluster = Cluster::start().map_err(|cause| cause.to_string())?;
    let url = cluster.url();
    say(&format!("PostgreSQL for tests: {url}"));
    work(&url)
}

fn rust_tests(url: &str, filter: Option<&str>) -> Result<(), String> {
    step("tests, SQLite", || {
        shell::run(prepared(
            &mut runner(&["--workspace"], filter),
            Engine::Sqlite,
            url,
        ))
    })?;
    step("tests, PostgreSQL", || {
        let crates: Vec<&str> = ON_BOTH
            .into_iter()
            .filter(|name| root().join("crates").join(name).is_dir())
            .flat_map(|name| ["--package", name])
            .collect();
        shell::run(prepared(
            &mut runner(&crates, filter),
            Engine::Postgres,
            url,
        ))
    })
}

/// nextest where it is installed, else cargo's own runner.
fn runner(which_crates: &[&str], filter: Option<&str>) -> Command {
    let mut runner = if has_nextest() {
        // No retries: a test that sometimes fails is a defect.
        let args = [
            "nextest",
            "run",
            "--locked",
            "--no-fail-fast",
            "--no-tests=pass",
            "--retries=0",
        ];
        cargo(&args)
    } else {
        cargo(&[
            "test",
            "--locked",
            "--no-fail-fast",
            "--lib",
            "--bins",
            "--tests",
        ])
    };
    runner.args(which_crates).args(filter);
    runner
}

fn has_nextest() -> bool {
    which("cargo-nextest").is_some() && read(&mut cargo(&["nextest", "--version"])).is_ok()
}

fn prepared<'a>(runner: &'a mut Command, engine: Engine, url: &str) -> &'a mut Command {
    runner
        .env("DINHDANH_TEST_PG", url)
        .env("DINHDANH_TEST_DB", engine.name())
        .env("DINHDANH_TEST_TOOLS", shell::tools())
        .env("DINHDANH_TEST_MODELS", setup::models_folder())
}
