//! The project's own checks: what no compiler and no clippy lint can know about this house.

use std::path::{Path, PathBuf};

mod addresses;
mod allow;
mod arrows;
mod errors;
mod escapes;
mod folders;
mod locales;
mod logs;
mod rust;
mod sizes;
mod texts;

use crate::files;
use crate::say::say;

/// One thing that is not as it should be.
pub(crate) struct Finding {
    file: PathBuf,
    line: usize,
    text: String,
}

impl Finding {
    pub(crate) fn new(file: &Path, line: usize, text: impl Into<String>) -> Self {
        Self {
            file: file.to_path_buf(),
            line,
            text: text.into(),
        }
    }
}

type Check = fn(&Project) -> Result<Vec<Finding>, String>;

const CHECKS: &[(&str, Check)] = &[
    ("file sizes", sizes::check),
    ("crate arrows", arrows::check),
    ("unescaped HTML", escapes::check),
    ("locales", locales::check),
    ("texts outside locales", texts::check),
    ("error codes", errors::check),
    ("personal data in logs", logs::check),
    ("absolute addresses", addresses::check),
    ("folders of the build", folders::check),
];

/// All files, and the Rust sources of the crates, read once.
pub(crate) struct Project {
    pub(crate) files: Vec<PathBuf>,
    pub(crate) sources: Vec<(PathBuf, rust::Source)>,
}

impl Project {
    fn read() -> Result<Self, String> {
        let files = files::ours()?;
        let mut sources = Vec::new();
        for file in files.iter().filter(|file| files::has_ext(file, "rs")) {
            sources.push((file.clone(), rust::Source::parse(&files::text(file)?)));
        }
        Ok(Self { files, sources })
    }

    /// Sources under `crates/*/src` that hold more than tests.
    fn shipped(&self) -> impl Iterator<Item = &(PathBuf, rust::Source)> {
        self.sources.iter().filter(|(file, _)| {
            file.starts_with("crates")
                && file.iter().nth(2).is_some_and(|part| part == "src")
                && !files::is_test_file(file)
        })
    }
}

pub(crate) fn run() -> Result<(), String> {
    let project = Project::read()?;
    let mut count = 0;
    for (name, check) in CHECKS {
        let findings = check(&project)?;
        let verdict = if findings.is_empty() {
            "ok".to_owned()
        } else {
            findings.len().to_string()
        };
        say(&format!("{name}: {verdict}"));
        for finding in &findings {
            let place = finding.file.display();
            match finding.line {
                0 => say(&format!("  {place}: {}", finding.text)),
                line => say(&format!("  {place}:{line}: {}", finding.text)),
            }
        }
        count += findings.len();
    }
    if count == 0 {
        Ok(())
    } else {
        Err(format!("{count} findings"))
    }
}
