//! The browser tests: the real program, real Chromium, Node's own test runner.

use std::path::{Path, PathBuf};

use crate::files;
use crate::setup;
use crate::shell::{self, cargo, command, root, target_dir};

pub(crate) fn run(args: &[String]) -> Result<(), String> {
    let tests = if args.is_empty() {
        all()?
    } else {
        args.iter().map(PathBuf::from).collect()
    };
    // Apart, for an example brings features of the tests' own crates, and the program must be the one that ships;
    // with the whole workspace, as the tests were built, so that nothing is built a third time.
    let others = [
        "--workspace",
        "--example=openidconnect_service",
        "--example=simulated_card",
    ];
    for target in [&others[..], &["--package", "server", "--bin", "dinhdanh"]] {
        shell::run(cargo(&["build", "--locked"]).args(target))?;
    }
    // One file at a time: two cores carry one server and one browser.
    let program = setup::node().ok_or("Node.js is missing; run: cargo xtask setup")?;
    let args = ["--test", "--test-concurrency=1", "--test-reporter=spec"];
    let mut node = command(program, &args);
    node.args(tests.iter().map(|file| root().join(file)));
    node.env(
        "DINHDANH_TEST_BIN",
        target_dir().join("debug").join("dinhdanh"),
    );
    shell::run(
        node.env("DINHDANH_TEST_TOOLS", shell::tools())
            .current_dir(root().join("e2e")),
    )
}

fn all() -> Result<Vec<PathBuf>, String> {
    let mut tests = files::ours()?;
    tests.retain(|file| file.starts_with("e2e") && file.to_string_lossy().ends_with(".test.mjs"));
    if tests.is_empty() {
        return Err(format!("no test in {}", Path::new("e2e").display()));
    }
    Ok(tests)
}
