//! One window of load on one server.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use super::example;
use super::server::Running;
use crate::bench::figures::{cpu_ms, on_core};

/// What came out.
#[derive(Debug, Clone, Copy)]
pub(super) struct Figures {
    pub(super) rate: f64,
    pub(super) p50: f64,
    pub(super) p99: f64,
    /// Microseconds of processor for one operation, store and all.
    pub(super) cpu: f64,
}

/// A driver under way.
pub(super) struct Driver {
    child: Child,
    lines: std::io::Lines<BufReader<std::process::ChildStdout>>,
    what: String,
}

fn command(server: &Running<'_>, scenario: &str, connections: u32, seconds: u32) -> Command {
    let mut driver = on_core(1, &example("party_load"));
    let peer = if server.kind.ours() { "ours" } else { "npm" };
    driver.args([peer, &server.address(), scenario]);
    driver.args([connections.to_string(), seconds.to_string()]);
    if server.kind.ours() {
        driver.arg(server.world.facts(server.kind));
        if scenario == "password" {
            driver.arg(server.world.strangers(seconds).to_string());
        }
    }
    driver
}

impl Driver {
    pub(super) fn start(
        server: &Running<'_>,
        scenario: &str,
        connections: u32,
        seconds: u32,
    ) -> Result<Self, String> {
        let mut child = command(server, scenario, connections, seconds)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|cause| format!("the driver did not start: {cause}"))?;
        let out = child.stdout.take().ok_or("the driver says nothing")?;
        Ok(Self {
            child,
            lines: BufReader::new(out).lines(),
            what: format!("{}: {scenario}", server.kind.name()),
        })
    }

    pub(super) fn line(&mut self) -> Result<String, String> {
        let line = self.lines.next().and_then(Result::ok);
        line.ok_or_else(|| format!("{}: the driver gave up", self.what))
    }

    /// Reads the figures, and voids them at any error.
    pub(super) fn figures(mut self, used_ms: f64, seconds: u32) -> Result<Figures, String> {
        let line = self.line()?;
        let _ = self.child.wait();
        let mut words = line.splitn(4, ' ');
        let mut figure = || words.next().and_then(|word| word.parse::<f64>().ok());
        let (Some(rate), Some(p50), Some(p99)) = (figure(), figure(), figure()) else {
            return Err(format!("{}: '{line}'", self.what));
        };
        match words.next() {
            Some("-") => Ok(Figures {
                rate,
                p50,
                p99,
                cpu: used_ms * 1000.0 / (rate * f64::from(seconds)),
            }),
            wrong => Err(format!("{}: {}", self.what, wrong.unwrap_or_default())),
        }
    }
}

pub(super) fn load(
    server: &Running<'_>,
    scenario: &str,
    connections: u32,
    seconds: u32,
) -> Result<Figures, String> {
    let mut driver = Driver::start(server, scenario, connections, seconds)?;
    driver.line()?;
    let before = used(server);
    driver.line()?;
    let after = used(server);
    driver.figures(after - before, seconds)
}

/// Milliseconds of processor of the server and its store.
fn used(server: &Running<'_>) -> f64 {
    let processes = server.processes();
    processes.iter().filter_map(|pid| cpu_ms(*pid).ok()).sum()
}
