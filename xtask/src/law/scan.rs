//! Finds rule ids in the sources: in doc comments of the code, and in `// law: ID, ID` lines above tests.

use std::collections::BTreeMap;
use std::path::Path;

use super::rules::Rules;
use crate::files;

#[derive(Default)]
pub(super) struct Found {
    /// Rule to files whose doc comments name it.
    pub(super) code: BTreeMap<String, Vec<String>>,
    /// Rule to `file: test`.
    pub(super) tests: BTreeMap<String, Vec<String>>,
    pub(super) faults: Vec<String>,
}

pub(super) fn scan(rules: &Rules) -> Result<Found, String> {
    let mut found = Found::default();
    for file in files::ours()? {
        let rust = file.starts_with("crates") && files::has_ext(&file, "rs");
        let script = file.starts_with("e2e") && files::has_ext(&file, "mjs");
        if rust || script {
            scan_file(rules, &file, &files::text(&file)?, &mut found);
        }
    }
    Ok(found)
}

fn scan_file(rules: &Rules, file: &Path, body: &str, found: &mut Found) {
    let place = file.display().to_string();
    let lines: Vec<&str> = body.lines().collect();
    for (at, line) in lines.iter().map(|line| line.trim_start()).enumerate() {
        if let Some(list) = line.strip_prefix("// law:") {
            let Some(test) = test_at(&lines, at + 1, body) else {
                found.faults.push(format!(
                    "{place}:{}: '// law:' stands above no test",
                    at + 1
                ));
                continue;
            };
            for id in list
                .split([',', ' '])
                .map(str::trim)
                .filter(|id| !id.is_empty())
            {
                if rules.know(id) {
                    add(&mut found.tests, id, format!("`{test}` ({place})"));
                } else {
                    found
                        .faults
                        .push(format!("{place}:{}: no rule is called {id}", at + 1));
                }
            }
        } else if let Some(doc) = doc_comment(line) {
            for id in ids_in(doc) {
                if rules.know(id) {
                    add(&mut found.code, id, place.clone());
                } else if !is_range(id) && !rules.know_family(id) {
                    found
                        .faults
                        .push(format!("{place}:{}: no rule is called {id}", at + 1));
                }
            }
        }
    }
}

fn add(places: &mut BTreeMap<String, Vec<String>>, id: &str, place: String) {
    let list = places.entry(id.to_owned()).or_default();
    if !list.contains(&place) {
        list.push(place);
    }
}

fn doc_comment(line: &str) -> Option<&str> {
    let doc = line
        .strip_prefix("///")
        .or_else(|| line.strip_prefix("//!"));
    // JSDoc: `/** … */` and its lines, which start with a star.
    doc.or_else(|| line.strip_prefix("/**"))
        .or_else(|| line.strip_prefix("* "))
}

/// `APP-1..9` names no single rule, unless the list has it as one: `D59-32..38`.
fn is_range(id: &str) -> bool {
    id.contains("..")
}

/// Words that look like a rule's id. A family (`D59-19.*`) names no single rule.
fn ids_in(text: &str) -> impl Iterator<Item = &str> {
    const FAMILIES: [&str; 11] = [
        "D59-", "D69-", "R50-", "QR-", "APP-", "DOC-", "FMT-", "WD-", "UX-", "LCC-", "FINE",
    ];
    let ends = |c: char| c.is_whitespace() || "()[]{},;:`'\"/|–…".contains(c);
    text.split(ends)
        .map(|word| word.trim_end_matches('.'))
        .filter(|word| !word.contains('*'))
        .filter(|word| FAMILIES.iter().any(|family| word.starts_with(family)))
        .filter(|word| word.chars().any(|c| c.is_ascii_digit()) || word.matches('-').count() > 0)
        .filter(|word| !word.ends_with('-'))
}

/// The test that begins here, at the latest after more comments and attributes.
pub(crate) fn test_at(lines: &[&str], at: usize, body: &str) -> Option<String> {
    let below = lines.get(at..).unwrap_or_default();
    test_below(below).or_else(|| listed_test(below, body))
}

/// The name of the test that the lines below a `// law:` line begin with.
fn test_below(lines: &[&str]) -> Option<String> {
    let mut is_test = false;
    for line in lines.iter().map(|line| line.trim()).take(30) {
        if line.starts_with("//") || line.is_empty() {
            continue;
        }
        if let Some(name) = script_test(line) {
            return Some(name);
        }
        if line.starts_with('#') {
            is_test |= line.contains("test") || line.contains("case");
        } else if line.contains("proptest!") || line.ends_with("! {") {
            // A macro that makes tests (proptest!, a suite for both databases): its functions are tests.
            is_test = true;
        } else if let Some(name) = function(line) {
            return is_test.then(|| name.to_owned());
        } else if let Some(rest) = line.strip_prefix("mod ") {
            return Some(rest.trim_end_matches(" {").to_owned());
        }
    }
    None
}

/// A function that a macro of the same file makes into a test for each database: `both!(name, …);`.
fn listed_test(below: &[&str], body: &str) -> Option<String> {
    let name = below.iter().find_map(|line| function(line.trim()))?;
    let (_, list) = body.split_once("both!(")?;
    let (list, _) = list.split_once(')')?;
    let named = list.split([',', '\n', ' ']).any(|word| word.trim() == name);
    named.then(|| name.to_owned())
}

fn function(line: &str) -> Option<&str> {
    let (before, rest) = line.split_once("fn ")?;
    let clean = before
        .split(' ')
        .all(|word| matches!(word, "" | "pub" | "async" | "pub(crate)"));
    clean.then(|| {
        rest.split(['(', '<', '!'])
            .next()
            .unwrap_or_default()
            .trim()
    })
}

/// `test('name', …)`, `it(`, `describe(`, `journey(` of Node's test runner.
fn script_test(line: &str) -> Option<String> {
    let line = line.strip_prefix("await ").unwrap_or(line);
    let call = ["test(", "it(", "describe(", "test.", "journey(", "t.test("];
    call.iter().find(|call| line.starts_with(**call))?;
    let quote = line.find(['\'', '"', '`'])?;
    let rest = line.get(quote + 1..)?;
    let mark = line.get(quote..=quote)?;
    Some(rest.split(mark).next().unwrap_or(rest).replace('|', "/"))
}

#[cfg(test)]
mod tests {
    use super::super::rules::sample;
    use super::*;

    fn found(file: &str, text: &str) -> Found {
        let mut found = Found::default();
        scan_file(&sample(), Path::new(file), text, &mut found);
        found
    }

    #[test]
    fn finds_code_and_tests() {
        let found = found(
            "crates/a/src/b.rs",
            "/// Locks at once (D59-19.1.a.i). See `APP-1`.\nfn lock() {}\n\
             // law: D59-19.1.a.i, APP-1\n#[tokio::test]\nasync fn locks() {}\n\
             /// For APP-1..9 and D59-32..38.\n\
             // law: APP-1\nproptest! {\n  #[test]\n  fn holds(x in 0..9) {}\n}",
        );
        assert!(found.faults.is_empty(), "{:?}", found.faults);
        assert_eq!(found.code["APP-1"], ["crates/a/src/b.rs"]);
        assert_eq!(found.code["D59-32..38"], ["crates/a/src/b.rs"]);
        assert_eq!(found.tests["APP-1"].len(), 2);
        assert_eq!(found.tests["D59-19.1.a.i"], ["`locks` (crates/a/src/b.rs)"]);
    }

    #[test]
    fn finds_browser_tests() {
        let found = found(
            "e2e/a.test.mjs",
            "// law: APP-1\ntest('the whole story', async () => {})",
        );
        assert_eq!(found.tests["APP-1"], ["`the whole story` (e2e/a.test.mjs)"]);
    }

    #[test]
    fn tells_what_is_wrong() {
        let found = found(
            "crates/a/src/b.rs",
            "// law: D59-99\n#[test]\nfn a() {}\n// law: APP-1\nfn helper() {}\n/// D59-19.9 and D59-19.*\n",
        );
        assert_eq!(found.faults.len(), 3, "{:?}", found.faults);
    }
}
