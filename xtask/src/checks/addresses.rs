//! Nothing committed knows one person's machine: no absolute path of a home folder, no download address in a lock.

use std::path::Path;

use super::{Finding, Project};
use crate::files;

/// In two halves, so that this file does not find itself.
const PLACES: [(&str, &str); 5] = [
    ("/wo", "rk/"),
    ("/ro", "ot/"),
    ("/ho", "me/"),
    ("/Us", "ers/"),
    ("C:\\", "Users"),
];

const TEXT: [&str; 17] = [
    "rs", "toml", "mjs", "js", "ts", "json", "md", "sh", "txt", "tsv", "csv", "ftl", "css", "sql",
    "yml", "yaml", "snap",
];

pub(super) fn check(project: &Project) -> Result<Vec<Finding>, String> {
    let mut findings = Vec::new();
    for file in project.files.iter().filter(|file| is_text(file)) {
        let text = files::text(file)?;
        for (at, line) in text.lines().enumerate() {
            if let Some(place) = machine_path(line) {
                findings.push(Finding::new(
                    file,
                    at + 1,
                    format!("an absolute path: {place}…"),
                ));
            }
            if file.ends_with("package-lock.json") && line.contains("\"resolved\": \"http") {
                let text =
                    "a download address; npm config set omit-lockfile-registry-resolved true";
                findings.push(Finding::new(file, at + 1, text));
            }
        }
    }
    Ok(findings)
}

fn is_text(file: &Path) -> bool {
    let ext = file
        .extension()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    TEXT.contains(&ext.as_str()) || file.starts_with(".ci")
}

fn machine_path(line: &str) -> Option<String> {
    PLACES
        .iter()
        .map(|(head, tail)| format!("{head}{tail}"))
        .find(|place| {
            line.match_indices(place.as_str()).any(|(at, _)| {
                // After a letter, digit or slash it is part of an address, not a path of a machine.
                let before = line.get(..at).and_then(|head| head.chars().next_back());
                before.is_none_or(|c| {
                    !c.is_alphanumeric() && c != '.' && c != '-' && c != '}' && c != '/'
                })
            })
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_paths_from_addresses() {
        let path = format!("let a = \"{}{}x\";", "/ho", "me/");
        assert!(machine_path(&path).is_some());
        let address = format!("https://example.test{}{}", "/ho", "me/");
        assert!(machine_path(&address).is_none());
    }
}
