//! Starting on data that exist, and resting.

use std::time::Duration;

use super::demo::{self, Demo};
use super::figures::{median, memory_mb, most, verdict};
use crate::say::say;

const ROUNDS: usize = 7;

#[expect(clippy::disallowed_methods, reason = "idleness is measured by waiting")]
pub(super) fn run(_args: &[String]) -> Result<(), String> {
    demo::build()?;
    drop(Demo::start()?);
    let mut seconds = Vec::new();
    for _ in 0..ROUNDS {
        seconds.push(Demo::start()?.up_after.as_secs_f64());
    }
    say("start: 20,000 people, data exist, one core");
    let (middle, worst) = (median(&seconds), most(&seconds));
    verdict(
        "process start to first page",
        &format!("median {middle:.3} s, worst {worst:.3} s"),
        "under 1 s",
        worst < 1.0,
    );
    let demo = Demo::start()?;
    std::thread::sleep(Duration::from_secs(10));
    let (all, own) = (
        memory_mb(demo.pid(), "VmRSS")?,
        memory_mb(demo.pid(), "RssAnon")?,
    );
    let figure = format!("{all:.1} MB resident, {own:.1} MB of it not from files");
    verdict("memory after 10 s idle", &figure, "under 60 MB", all < 60.0);
    Ok(())
}
