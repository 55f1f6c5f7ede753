//! What the person at the terminal reads, and the clock that times it.

use std::io::Write;
use std::time::{Duration, Instant};

pub(crate) fn say(text: &str) {
    let mut out = std::io::stdout().lock();
    // A closed pipe (`cargo xtask check | head`) is no reason to die.
    let _ = writeln!(out, "{text}");
    let _ = out.flush();
}

pub(crate) fn fail(text: &str) {
    let _ = writeln!(std::io::stderr().lock(), "\n{text}");
}

/// Prints a step's name, does it, prints how long it took.
pub(crate) fn step<T>(name: &str, work: impl FnOnce() -> Result<T, String>) -> Result<T, String> {
    say(&format!("\n== {name}"));
    let since = now();
    let done = work();
    let verdict = if done.is_ok() { "ok" } else { "FAILED" };
    say(&format!(
        "== {name}: {verdict} ({})",
        seconds(since.elapsed())
    ));
    done
}

pub(crate) fn seconds(span: Duration) -> String {
    format!("{:.1} s", span.as_secs_f64())
}

#[expect(clippy::disallowed_methods, reason = "a build tool measures real time")]
pub(crate) fn now() -> Instant {
    Instant::now()
}
