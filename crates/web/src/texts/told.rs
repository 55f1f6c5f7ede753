//! Whoever is told is told in words: each kind that a use case names has its texts. Kinds that are put together at
//! run time are for the tests of their use cases.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::i18n;

fn sources(folder: &Path, all: &mut Vec<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, all);
        } else {
            all.push(fs::read_to_string(path).unwrap());
        }
    }
}

/// The fifth argument of a call, where it is a word.
fn kind(arguments: &str) -> Option<&str> {
    let mut depth = 0;
    let mut commas = 0;
    let start = arguments.char_indices().find_map(|(at, c)| {
        match c {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth -= 1,
            ',' if depth == 0 => commas += 1,
            _ => {}
        }
        (commas == 4).then_some(at + 1)
    })?;
    let word = arguments[start..].trim_start().strip_prefix('"')?;
    word.split('"').next()
}

#[test]
fn every_kind_that_is_told_has_its_words() {
    let keys: BTreeSet<&str> = i18n::keys("message-")
        .chain(i18n::keys("notice-"))
        .collect();
    let mut all = Vec::new();
    let app = Path::new("../app/src");
    sources(app, &mut all);
    let mut seen = BTreeSet::new();
    for (call, starts) in [
        ("notify::tell(", &["message-", "notice-"][..]),
        ("notify::send(", &["message-"][..]),
        ("notify::notice(", &["notice-"][..]),
    ] {
        for kind in all
            .iter()
            .flat_map(|source| source.split(call).skip(1))
            .filter_map(kind)
        {
            for start in starts {
                let key = format!("{start}{kind}");
                assert!(keys.contains(key.as_str()), "{call}: no {key}");
            }
            if starts.contains(&"message-") {
                let key = format!("message-{kind}-subject");
                assert!(keys.contains(key.as_str()), "{call}: no {key}");
            }
            seen.insert(kind);
        }
    }
    assert!(seen.len() > 40, "{seen:?}");
}
