//! The parts of the platform stay apart (D59-1): a part names another only where the law does.

use std::fs;
use std::path::{Path, PathBuf};

/// Name, sources, and the modules of other parts that its sources must not name.
const PARTS: &[(&str, &[&str], &[&str])] = &[
    (
        "identity",
        &["person"],
        &[
            "account", "hold", "actor", "means", "secret", "event", "document",
        ],
    ),
    (
        "account",
        &["account.rs", "hold.rs"],
        &["person", "actor", "means", "secret", "event", "document"],
    ),
    // Secrets know the person: a birthday is no passcode.
    (
        "authentication",
        &["actor.rs", "means.rs", "secret"],
        &["account", "hold", "event", "document", "registration"],
    ),
    (
        "documents",
        &["document"],
        &["hold", "actor", "means", "secret", "event", "registration"],
    ),
    (
        "audit",
        &["event.rs"],
        &[
            "person", "account", "hold", "actor", "means", "secret", "document",
        ],
    ),
];

fn sources(path: &Path, found: &mut Vec<PathBuf>) {
    if path.is_dir() {
        for entry in fs::read_dir(path).unwrap() {
            sources(&entry.unwrap().path(), found);
        }
    } else {
        found.push(path.to_owned());
    }
}

// law: D59-1
#[test]
fn identity_account_authentication_and_audit_are_separate_parts() {
    let src = Path::new("src");
    for (part, places, strangers) in PARTS {
        let mut files = Vec::new();
        for place in *places {
            sources(&src.join(place), &mut files);
        }
        for file in files {
            let text = fs::read_to_string(&file).unwrap();
            let code: String = text
                .lines()
                .filter(|line| !line.trim_start().starts_with("//"))
                .collect();
            for stranger in *strangers {
                let named = [
                    format!("crate::{stranger}::"),
                    format!("crate::{stranger};"),
                ];
                assert!(
                    !named.iter().any(|name| code.contains(name)),
                    "{part} knows {stranger}: {}",
                    file.display()
                );
            }
        }
    }
}
