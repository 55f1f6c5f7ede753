//! The country as its readers find it: files, judged by the rules of `domain`.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::missing_panics_doc,
    reason = "helpers of tests fail loudly"
)]

mod cast;
mod files;
mod registers;

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use country::{Plan, Summary};
use domain::registers::Register;
use jiff::civil::{Date, date};

pub const TODAY: Date = date(2026, 6, 1);

pub fn plan(population: u32) -> Plan {
    Plan {
        seed: 7,
        population,
        today: TODAY,
        portraits: false,
    }
}

/// A folder that goes away with its test.
pub struct Folder(pub PathBuf);

impl Folder {
    pub fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("country-{}-{name}", std::process::id()));
        Self(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

pub fn generate(plan: &Plan, folder: &Folder) -> Summary {
    country::generate(plan, &folder.0, &mut |_| {}).expect("a country")
}

/// The file of a register.
pub fn path_of(summary: &Summary, register: Register) -> &Path {
    let file = summary.files.iter().find(|(of, _)| *of == register);
    &file.expect("every register has a file").1
}

/// The lines of a register's file.
pub fn rows(summary: &Summary, register: Register) -> Vec<Line> {
    lines(path_of(summary, register))
}

/// A line by the names of its columns.
pub type Line = HashMap<String, String>;

pub fn lines(path: &Path) -> Vec<Line> {
    let mut reader = csv::Reader::from_path(path).expect("a file");
    reader
        .deserialize()
        .map(|line| line.expect("a line"))
        .collect()
}
