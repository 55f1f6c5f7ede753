//! Lists of exceptions that may only shrink. Each line is `path  reason`; the first line says how many there may be
//! at most. An exception that is no longer needed is a finding too.

use std::path::{Path, PathBuf};

use super::Finding;
use crate::files;

pub(super) struct AllowList {
    file: PathBuf,
    at_most: usize,
    entries: Vec<(PathBuf, usize, bool)>,
}

impl AllowList {
    pub(super) fn read(name: &str) -> Result<Self, String> {
        let file = PathBuf::from(format!("xtask/allow/{name}.txt"));
        let text = files::text(&file)?;
        let at_most = text
            .lines()
            .find_map(|line| line.strip_prefix("# at most "))
            .and_then(|number| number.trim().parse().ok())
            .ok_or_else(|| format!("{}: has no line '# at most N'", file.display()))?;
        let mut entries = Vec::new();
        for (at, line) in text.lines().enumerate() {
            if line.trim().is_empty() || line.starts_with('#') {
                continue;
            }
            let Some((path, _reason)) = line.split_once(char::is_whitespace) else {
                return Err(format!(
                    "{}:{}: a path needs a reason",
                    file.display(),
                    at + 1
                ));
            };
            entries.push((PathBuf::from(path), at + 1, false));
        }
        Ok(Self {
            file,
            at_most,
            entries,
        })
    }

    /// Whether the file is excepted; remembers that the exception is still needed.
    pub(super) fn covers(&mut self, file: &Path) -> bool {
        let found = self.entries.iter_mut().find(|(path, _, _)| path == file);
        found.map(|(_, _, used)| *used = true).is_some()
    }

    pub(super) fn leftovers(self) -> Vec<Finding> {
        let mut findings = Vec::new();
        let count = self.entries.len();
        if count != self.at_most {
            let text = format!(
                "{count} exceptions, but it says 'at most {}'; it may only shrink",
                self.at_most
            );
            findings.push(Finding::new(&self.file, 1, text));
        }
        for (path, line, _) in self.entries.iter().filter(|(_, _, used)| !used) {
            let text = format!(
                "{} needs no exception any more; remove the line",
                path.display()
            );
            findings.push(Finding::new(&self.file, *line, text));
        }
        findings
    }
}
