//! Loading a register: the measurement itself is an example of the `app` crate.

use crate::shell::{self, cargo};

/// As the target is worded.
const ROWS: &str = "1000000";

pub(super) fn run(args: &[String]) -> Result<(), String> {
    let mut example = cargo(&[
        "run",
        "--locked",
        "--release",
        "--package",
        "app",
        "--example",
        "import_bench",
        "--",
    ]);
    if args.is_empty() {
        example.arg(ROWS);
    }
    shell::run(example.args(args))
}
