//! The tests of the agent's card reader over the real PC/SC. Only they need the cargo feature, so nothing else is
//! built with it.

use crate::say::say;
use crate::shell::{self, cargo, command};

/// Runs them, or says why they cannot run here.
pub(crate) fn run() -> Result<(), String> {
    // Each has a `/run` of its own, where the service puts its socket.
    let mut own = command("unshare", &["--map-root-user", "--mount", "true"]);
    if let Err(reason) = shell::read(&mut own) {
        let last = reason.lines().last().unwrap_or_default().trim();
        say("SKIPPED: card readers. This machine lets no process have a file system of its own,");
        say(&format!(
            "so no card was read through PC/SC in this run ({last})"
        ));
        return Ok(());
    }
    // All members, so that what they share is built as for the other tests; one small program runs.
    let args = [
        "test",
        "--locked",
        "--workspace",
        "--features",
        "adapters/pcsc",
        "--test",
        "pcsc",
    ];
    shell::run(&mut cargo(&args))
}
