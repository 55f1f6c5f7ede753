//! Medians, and what the kernel knows of a process.

use std::process::Command;

use crate::say::say;
use crate::shell;

/// The middle one.
pub(super) fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.get(sorted.len() / 2).copied().unwrap_or(f64::NAN)
}

/// The smallest one.
pub(super) fn least(values: &[f64]) -> f64 {
    values.iter().copied().fold(f64::INFINITY, f64::min)
}

/// The largest one.
pub(super) fn most(values: &[f64]) -> f64 {
    values.iter().copied().fold(f64::NEG_INFINITY, f64::max)
}

/// Milliseconds of processor that a process has used, in steps of ten.
pub(super) fn cpu_ms(pid: u32) -> Result<f64, String> {
    let stat = read(&format!("/proc/{pid}/stat"))?;
    // The name in brackets may hold blanks; utime and stime are the 12th and 13th after it.
    let rest = stat.rsplit(')').next().unwrap_or_default();
    let ticks = |at: usize| {
        rest.split_whitespace()
            .nth(at)
            .and_then(|t| t.parse::<f64>().ok())
    };
    match (ticks(11), ticks(12)) {
        (Some(user), Some(system)) => Ok((user + system) * 10.0),
        _ => Err(format!("/proc/{pid}/stat: unreadable")),
    }
}

/// Memory of a process in MB (`VmRSS`, `RssAnon`).
pub(super) fn memory_mb(pid: u32, field: &str) -> Result<f64, String> {
    let status = read(&format!("/proc/{pid}/status"))?;
    let line = status
        .lines()
        .find(|line| line.starts_with(field))
        .unwrap_or_default();
    let kib = line
        .split_whitespace()
        .nth(1)
        .and_then(|n| n.parse::<f64>().ok());
    kib.map(|kib| kib * 1024.0 / 1e6)
        .ok_or_else(|| format!("no {field} of process {pid}"))
}

fn read(file: &str) -> Result<String, String> {
    std::fs::read_to_string(file).map_err(|cause| format!("{file}: {cause}"))
}

/// A command bound to one processor core.
pub(super) fn on_core(core: u8, program: &std::path::Path) -> Command {
    let mut command = shell::command("taskset", &["-c", &core.to_string()]);
    command.arg(program);
    command
}

/// A line that says whether a target is met.
pub(super) fn verdict(what: &str, figure: &str, target: &str, met: bool) {
    say(&format!(
        "  {:6} {what}: {figure} (target {target})",
        if met { "met" } else { "MISSED" }
    ));
}
