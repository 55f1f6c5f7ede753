//! Clock and disk.

use std::path::{Path, PathBuf};
use std::process::Command;

use adapters::clock::SystemClock;
use app::ports::Clock as _;
use jiff::Timestamp;

use super::Finding;
use crate::config::{Settings, store_settings};

const LITTLE_MIB: u64 = 1024;
const TOO_LITTLE_MIB: u64 = 200;

pub(super) fn examine(settings: &Settings) -> Vec<Finding> {
    let mut findings = vec![clock(SystemClock.now(), built())];
    if let Ok(store::Settings::Lite { file }) = store_settings(settings) {
        findings.push(disk(&existing(&file)));
    }
    findings
}

/// No clock of a sound machine shows a time before this program was written.
fn built() -> Timestamp {
    Timestamp::from_second(1_763_000_000).unwrap_or(Timestamp::UNIX_EPOCH)
}

fn clock(now: Timestamp, built: Timestamp) -> Finding {
    if now < built {
        return Finding::failing(
            "clock",
            format!("shows {now}, before this program was made; set it (timedatectl set-ntp true)"),
        );
    }
    Finding::well(
        "clock",
        format!(
            "shows {}",
            domain::time::viet_nam_date_time(now)
                .round(jiff::Unit::Second)
                .unwrap_or_default()
        ),
    )
}

/// The nearest folder above that exists.
fn existing(file: &Path) -> PathBuf {
    let folders = file
        .ancestors()
        .skip(1)
        .filter(|folder| !folder.as_os_str().is_empty());
    folders
        .map(Path::to_path_buf)
        .find(|folder| folder.exists())
        .unwrap_or_else(|| PathBuf::from("."))
}

fn disk(folder: &Path) -> Finding {
    // The standard library does not tell free space; `df` is everywhere.
    let output = Command::new("df").args(["-Pk", "--"]).arg(folder).output();
    let text = output
        .map(|o| String::from_utf8_lossy(&o.stdout).into_owned())
        .unwrap_or_default();
    match free_mib(&text) {
        Some(mib) => judged(mib, folder),
        None => Finding::note(
            "disk",
            format!(
                "free space of {} is not known; look with df",
                folder.display()
            ),
        ),
    }
}

fn judged(mib: u64, folder: &Path) -> Finding {
    let place = folder.display();
    if mib < TOO_LITTLE_MIB {
        return Finding::failing(
            "disk",
            format!("only {mib} MiB free in {place}; make room before the database stops"),
        );
    }
    if mib < LITTLE_MIB {
        return Finding::note("disk", format!("{mib} MiB free in {place}; make room soon"));
    }
    Finding::well("disk", format!("{mib} MiB free in {place}"))
}

fn free_mib(df: &str) -> Option<u64> {
    let kib: u64 = df.lines().nth(1)?.split_whitespace().nth(3)?.parse().ok()?;
    Some(kib / 1024)
}

#[cfg(test)]
mod tests {
    use super::super::State;
    use super::*;

    #[test]
    fn a_clock_of_the_past_fails() {
        assert_eq!(clock(Timestamp::UNIX_EPOCH, built()).state, State::Failing);
        let later = built() + jiff::SignedDuration::from_hours(1);
        assert_eq!(clock(later, built()).state, State::Well);
    }

    #[test]
    fn free_space_is_read_and_judged() {
        let df = "Filesystem 1024-blocks Used Available Capacity Mounted on\n/dev/vda 263174212 2 52428800 28% /\n";
        assert_eq!(free_mib(df), Some(51_200));
        assert_eq!(free_mib("nonsense"), None);
        for (mib, state) in [
            (100, State::Failing),
            (500, State::Note),
            (5000, State::Well),
        ] {
            assert_eq!(judged(mib, Path::new("/x")).state, state, "{mib}");
        }
        assert_eq!(existing(Path::new("/tmp/no/such/file")), Path::new("/tmp"));
    }
}
