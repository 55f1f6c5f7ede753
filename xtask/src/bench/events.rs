//! Releasing register events: the measurement itself is an example of the `app` crate.

use crate::shell::{self, cargo};

pub(super) fn run(args: &[String]) -> Result<(), String> {
    let mut example = cargo(&[
        "run",
        "--locked",
        "--release",
        "--package",
        "app",
        "--example",
        "event_bench",
        "--",
    ]);
    if args.is_empty() {
        // As the target is worded.
        example.args(["1000000", "10000"]);
    }
    shell::run(example.args(args))
}
