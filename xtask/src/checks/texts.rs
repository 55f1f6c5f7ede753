//! What a person reads stands in `locales`, not in code: no Vietnamese letter in a string literal.
//! Excepted: tests, the synthetic country, tables of names in `domain`, and `xtask/allow/vietnamese.txt`.

use std::path::Path;

use super::allow::AllowList;
use super::{Finding, Project};

pub(super) fn check(project: &Project) -> Result<Vec<Finding>, String> {
    let mut allowed = AllowList::read("vietnamese")?;
    let mut findings = Vec::new();
    for (file, source) in project.shipped().filter(|(file, _)| !is_table(file)) {
        let found = source
            .lines()
            .find(|(_, _, strings)| strings.chars().any(is_vietnamese));
        let Some((line, _, strings)) = found else {
            continue;
        };
        if !allowed.covers(file) {
            let shown: String = strings
                .trim()
                .replace('\u{1f}', " ")
                .chars()
                .take(40)
                .collect();
            findings.push(Finding::new(
                file,
                line,
                format!("a text outside locales: {shown}"),
            ));
        }
    }
    findings.extend(allowed.leftovers());
    Ok(findings)
}

fn is_table(file: &Path) -> bool {
    let in_locales = file.iter().any(|part| part == "locales");
    let table = file
        .iter()
        .any(|part| part.to_string_lossy().contains("table"));
    in_locales || file.starts_with("crates/country") || file.starts_with("crates/domain") && table
}

/// Letters with Vietnamese marks, in one code point or with combining marks.
fn is_vietnamese(c: char) -> bool {
    matches!(c,
        'À'..='Ö' | 'Ø'..='ö' | 'ø'..='ý'
        | 'Ă' | 'ă' | 'Đ' | 'đ' | 'Ĩ' | 'ĩ' | 'Ũ' | 'ũ' | 'Ơ' | 'ơ' | 'Ư' | 'ư'
        | '\u{1EA0}'..='\u{1EF9}'
        | '\u{0300}'..='\u{0303}' | '\u{0306}' | '\u{0309}' | '\u{031B}' | '\u{0323}')
}
