//! Every message exists in Vietnamese and in English, once, with the same attributes.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::{Finding, Project};
use crate::files;

pub(super) const LANGUAGES: [&str; 2] = ["vi", "en"];

/// Message or attribute (`key.attribute`) to its line.
type Keys = BTreeMap<String, usize>;

pub(super) fn check(project: &Project) -> Result<Vec<Finding>, String> {
    let mut findings = Vec::new();
    let mut areas: BTreeMap<PathBuf, BTreeMap<&str, (PathBuf, Keys)>> = BTreeMap::new();
    for file in project
        .files
        .iter()
        .filter(|file| files::has_ext(file, "ftl"))
    {
        let Some((area, language)) = place(file) else {
            findings.push(Finding::new(
                file,
                0,
                "not in a folder locales/vi or locales/en",
            ));
            continue;
        };
        let keys = keys(file, &files::text(file)?, &mut findings);
        areas
            .entry(area)
            .or_default()
            .insert(language, (file.clone(), keys));
    }
    for (area, texts) in &areas {
        compare(area, texts, &mut findings);
    }
    Ok(findings)
}

/// `x/locales/vi/wallet.ftl` is the area `x/locales/*/wallet.ftl` in `vi`; `x/locales/vi.ftl` counts too.
fn place(file: &Path) -> Option<(PathBuf, &'static str)> {
    let parts: Vec<String> = file
        .iter()
        .map(|part| part.to_string_lossy().into_owned())
        .collect();
    let language = LANGUAGES.into_iter().find(|language| {
        parts
            .iter()
            .any(|part| part == language || part == &format!("{language}.ftl"))
    })?;
    let area = parts.iter().map(|part| match part.as_str() {
        part if part == language => "*",
        part if part.strip_suffix(".ftl") == Some(language) => "*.ftl",
        part => part,
    });
    Some((area.collect(), language))
}

/// The keys of one file; a key told twice is a finding.
pub(super) fn keys(file: &Path, text: &str, findings: &mut Vec<Finding>) -> Keys {
    let mut keys = Keys::new();
    let mut message = String::new();
    for (at, line) in text.lines().enumerate() {
        let Some((left, _)) = line.split_once('=') else {
            continue;
        };
        let name = left.trim_end();
        let is_name = |name: &str| {
            name.starts_with(|c: char| c.is_ascii_alphabetic())
                && name
                    .chars()
                    .all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_')
        };
        let key = if let Some(attribute) = name.trim_start().strip_prefix('.') {
            if !is_name(attribute) || !line.starts_with(char::is_whitespace) {
                continue;
            }
            format!("{message}.{attribute}")
        } else if is_name(name.strip_prefix('-').unwrap_or(name)) {
            name.clone_into(&mut message);
            message.clone()
        } else {
            continue;
        };
        if keys.insert(key.clone(), at + 1).is_some() {
            findings.push(Finding::new(
                file,
                at + 1,
                format!("'{key}' stands here a second time"),
            ));
        }
    }
    keys
}

fn compare(area: &Path, texts: &BTreeMap<&str, (PathBuf, Keys)>, findings: &mut Vec<Finding>) {
    let all: BTreeSet<&String> = texts.values().flat_map(|(_, keys)| keys.keys()).collect();
    for language in LANGUAGES {
        let Some((file, keys)) = texts.get(language) else {
            findings.push(Finding::new(
                area,
                0,
                format!("has no file in '{language}'"),
            ));
            continue;
        };
        for key in all.iter().filter(|key| !keys.contains_key(**key)) {
            findings.push(Finding::new(file, 0, format!("'{key}' is missing")));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_keys_and_attributes() {
        let text = "# note = x\nhello = Hi\n  there = no key\nform-name = Name\n    .hint = As on the card\n-brand = X\nhello = again\n";
        let mut findings = Vec::new();
        let keys = keys(Path::new("a.ftl"), text, &mut findings);
        assert_eq!(
            keys.keys().collect::<Vec<_>>(),
            ["-brand", "form-name", "form-name.hint", "hello"]
        );
        assert_eq!(findings.len(), 1);
    }

    #[test]
    fn pairs_files_of_two_languages() {
        let (vi, language) = place(Path::new("crates/web/locales/vi/wallet.ftl")).unwrap();
        assert_eq!(language, "vi");
        assert_eq!(
            vi,
            place(Path::new("crates/web/locales/en/wallet.ftl"))
                .unwrap()
                .0
        );
        assert!(place(Path::new("crates/web/wallet.ftl")).is_none());
    }
}
