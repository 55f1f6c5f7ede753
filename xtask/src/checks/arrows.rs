//! The floors of the house (docs/architecture.md): which crate may know which, and which may use what from outside.

use std::path::Path;

use super::{Finding, Project};
use crate::files;

/// Crate, and those of ours that it may depend on.
const FLOORS: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("ui", &["domain"]),
    ("country", &["domain"]),
    ("biometrics", &["domain"]),
    ("print", &[]),
    ("chip", &["domain"]),
    ("credential", &["domain"]),
    ("oidc", &["domain"]),
    ("store", &["domain"]),
    (
        "app",
        &[
            "domain",
            "store",
            "oidc",
            "credential",
            "biometrics",
            "chip",
        ],
    ),
    (
        "adapters",
        &[
            "domain",
            "store",
            "app",
            "biometrics",
            "chip",
            "oidc",
            "credential",
        ],
    ),
    (
        "web",
        &[
            "domain",
            "store",
            "app",
            "ui",
            "oidc",
            "credential",
            "biometrics",
            "print",
        ],
    ),
    (
        "server",
        &[
            "domain",
            "store",
            "app",
            "adapters",
            "web",
            "ui",
            "country",
            "oidc",
            "credential",
            "biometrics",
            "chip",
        ],
    ),
    (
        "testkit",
        &[
            "domain",
            "store",
            "app",
            "adapters",
            "web",
            "ui",
            "country",
            "oidc",
            "credential",
            "biometrics",
            "chip",
        ],
    ),
    ("xtask", &[]),
];

/// Crates from outside, and those of ours that may use them.
const OUTSIDE: &[(&str, &[&str])] = &[
    ("sqlx", &["store", "testkit"]),
    ("libsqlite3-sys", &[]),
    ("axum", &["web", "server", "testkit"]),
    ("tower-http", &["web", "server", "testkit"]),
    ("maud", &["ui", "web"]),
    ("lettre", &["adapters"]),
    ("reqwest", &["adapters"]),
    ("hyper", &["adapters", "server", "testkit"]),
    ("hyper-util", &["adapters", "server", "testkit"]),
    ("hyper-rustls", &["adapters"]),
    ("ureq", &["adapters", "testkit"]),
    ("isahc", &[]),
    ("native-tls", &[]),
    ("openssl", &[]),
    ("clap", &["server"]),
    ("figment", &["server"]),
];

pub(super) fn check(project: &Project) -> Result<Vec<Finding>, String> {
    let mut findings = Vec::new();
    for file in project.files.iter().filter(|file| is_manifest(file)) {
        let name = file
            .iter()
            .rev()
            .nth(1)
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let Some((_, below)) = FLOORS.iter().find(|(floor, _)| *floor == name) else {
            let text = "a crate without a floor: add it to xtask/src/checks/arrows.rs";
            findings.push(Finding::new(file, 0, text));
            continue;
        };
        for dependency in dependencies(&files::text(file)?) {
            if let Some(text) = judge(&name, below, &dependency) {
                findings.push(Finding::new(file, dependency.line, text));
            }
        }
    }
    Ok(findings)
}

fn is_manifest(file: &Path) -> bool {
    file.ends_with("Cargo.toml")
        && (file.starts_with("crates") && file.iter().count() == 3 || file.starts_with("xtask"))
}

struct Dependency {
    name: String,
    line: usize,
    for_tests: bool,
}

fn dependencies(manifest: &str) -> Vec<Dependency> {
    let mut section = String::new();
    let mut found = Vec::new();
    for (at, line) in manifest.lines().map(str::trim).enumerate() {
        if let Some(name) = line.strip_prefix('[') {
            name.trim_end_matches(']').clone_into(&mut section);
        } else if section.ends_with("dependencies") && !line.starts_with('#') {
            let name = line
                .split(['=', '.', ' '])
                .next()
                .unwrap_or_default()
                .trim_matches('"');
            if !name.is_empty() {
                let for_tests = section.ends_with("dev-dependencies");
                found.push(Dependency {
                    name: name.to_owned(),
                    line: at + 1,
                    for_tests,
                });
            }
        }
    }
    found
}

fn judge(name: &str, below: &[&str], dependency: &Dependency) -> Option<String> {
    let wanted = dependency.name.as_str();
    // Tests reach every floor through testkit, call the use cases it hands out, and may look into the
    // database behind them.
    if dependency.for_tests && matches!(wanted, "testkit" | "app" | "sqlx") {
        return None;
    }
    if FLOORS.iter().any(|(floor, _)| *floor == wanted) {
        return (!below.contains(&wanted)).then(|| {
            format!(
                "{name} must not know {wanted}; it may know: {}",
                listed(below)
            )
        });
    }
    let (_, users) = OUTSIDE.iter().find(|(outside, _)| *outside == wanted)?;
    (!users.contains(&name)).then(|| format!("only {} may use {wanted}", listed(users)))
}

fn listed(names: &[&str]) -> String {
    if names.is_empty() {
        "none".to_owned()
    } else {
        names.join(", ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sees_a_wrong_arrow() {
        let manifest = "[dependencies]\nstore.workspace = true\nsqlx = \"1\"\n[dev-dependencies]\ntestkit.workspace = true\n";
        let told: Vec<_> = dependencies(manifest)
            .iter()
            .filter_map(|found| judge("ui", &["domain"], found))
            .collect();
        assert_eq!(told.len(), 2);
        assert!(told[0].contains("ui must not know store"));
        assert!(told[1].contains("only store, testkit may use sqlx"));
    }
}
