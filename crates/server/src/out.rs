//! What is said on standard output; all else goes to the log on standard error.

use std::io::Write;

/// One line. A closed pipe is nobody's fault.
pub(crate) fn line(text: impl std::fmt::Display) {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{text}").and_then(|()| out.flush()).ok();
}
