//! An error's stable code has a text in every language: each literal `error-…` in code is a key of the locales.

use std::collections::BTreeSet;

use super::{Finding, Project, locales};
use crate::files;

pub(super) fn check(project: &Project) -> Result<Vec<Finding>, String> {
    let mut known = BTreeSet::new();
    for file in project
        .files
        .iter()
        .filter(|file| files::has_ext(file, "ftl"))
    {
        // Doubled and missing keys are told by the check of locales; one language is enough here.
        known.extend(locales::keys(file, &files::text(file)?, &mut Vec::new()).into_keys());
    }
    if known.is_empty() {
        return Ok(Vec::new());
    }
    let mut findings = Vec::new();
    for (file, source) in project.shipped() {
        for (line, _, strings) in source.lines() {
            for code in strings.split('\u{1f}').filter(|text| is_code(text)) {
                if !known.contains(code) {
                    let text = format!("'{code}' has no text in locales");
                    findings.push(Finding::new(file, line, text));
                }
            }
        }
    }
    Ok(findings)
}

fn is_code(text: &str) -> bool {
    let letters = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    text.strip_prefix("error-")
        .is_some_and(|rest| !rest.is_empty() && rest.chars().all(letters))
}
