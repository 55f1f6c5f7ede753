//! The project's own helper: `cargo xtask <command>`. It has no dependencies, so that it is ready in seconds.

use std::process::ExitCode;

mod api;
mod bench;
mod check;
mod checks;
#[expect(dead_code, reason = "shared with testkit, which uses the rest")]
#[path = "../../crates/testkit/src/pg/cluster.rs"]
mod cluster;
mod conformance;
mod db;
mod e2e;
mod files;
mod generate;
mod law;
mod readers;
mod say;
mod setup;
mod shell;
mod test;
mod vendor_ui;

use say::{fail, say};

const HELP: &str = "\
cargo xtask <command>

  setup             install what the tests need (Debian packages, node modules, Python tools, cargo-deny, prints,
                    models)
  prints            the test fingerprints alone
  models [folder]   the networks that compare faces: into the folder, or for the tests
  check [step] ...  fmt, own, clippy, doc, generated, deny (no step: all)
  test [filter]     setup, check, all tests on both databases, API tests, browser tests;
                    with a filter: only the tests whose names contain it, nothing else
  gen [name]        write generated files: law, conformance, openapi (no name: all that exist)
  bench [name] ...  measure (no name: the list)
  db start|stop|url a scratch PostgreSQL, and its URL
  e2e [file]        the browser tests alone
  api               the API asked by schemathesis alone
  vendor-ui         renew the vendored style and font files of crates/ui
";

fn main() -> ExitCode {
    let mut args = std::env::args().skip(1);
    let command = args.next().unwrap_or_default();
    let rest: Vec<String> = args.collect();
    let done = match command.as_str() {
        "setup" => setup::run(),
        "prints" => setup::prints(),
        "models" => setup::models(&rest),
        "check" => check::run(&rest),
        "test" => test::run(&rest),
        "gen" => generate::run(&rest),
        "bench" => bench::run(&rest),
        "db" => db::run(&rest),
        "e2e" => e2e::run(&rest),
        "api" => api::run(&rest),
        "vendor-ui" => vendor_ui::run(&rest).map_err(|cause| cause.to_string()),
        "" | "help" | "--help" | "-h" => {
            say(HELP);
            Ok(())
        }
        other => Err(format!("unknown command '{other}'\n\n{HELP}")),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(reason) => {
            fail(&format!("cargo xtask {command}: {reason}"));
            ExitCode::FAILURE
        }
    }
}
