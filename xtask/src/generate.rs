//! `cargo xtask gen`: files that are made from the sources, committed, and checked for freshness.

use std::path::Path;

use crate::say::say;
use crate::shell::{cargo, read};
use crate::{conformance, files, law};

struct Generated {
    name: &'static str,
    file: &'static str,
    make: fn() -> Result<String, String>,
}

/// A file counts from the day it is first committed: `cargo xtask gen <name>` makes it, then it must stay fresh.
const GENERATED: &[Generated] = &[
    Generated {
        name: "law",
        file: "docs/law.md",
        make: law::page,
    },
    Generated {
        name: "conformance",
        file: "docs/conformance.md",
        make: conformance::page,
    },
    Generated {
        name: "openapi",
        file: "docs/openapi.json",
        make: || from_server("openapi"),
    },
];

pub(crate) fn run(args: &[String]) -> Result<(), String> {
    if let Some(unknown) = args
        .iter()
        .find(|arg| GENERATED.iter().all(|one| one.name != *arg))
    {
        let names: Vec<&str> = GENERATED.iter().map(|one| one.name).collect();
        return Err(format!(
            "nothing is called '{unknown}'; there is: {}",
            names.join(", ")
        ));
    }
    for one in GENERATED {
        let named = args.iter().any(|arg| arg == one.name);
        if named || args.is_empty() && (one.name == "law" || exists(one)) {
            let fresh = (one.make)()?;
            let had = files::text(Path::new(one.file)).unwrap_or_default();
            if had == fresh {
                say(&format!("{}: fresh", one.file));
            } else {
                files::write(Path::new(one.file), &fresh)?;
                say(&format!("{}: written", one.file));
            }
        }
    }
    Ok(())
}

/// Whether each generated file is what it would be if made now.
pub(crate) fn check() -> Result<(), String> {
    let mut stale = Vec::new();
    for one in GENERATED
        .iter()
        .filter(|one| one.name == "law" || exists(one))
    {
        let fresh = (one.make)()?;
        let same = files::text(Path::new(one.file)).is_ok_and(|had| had == fresh);
        say(&format!(
            "{}: {}",
            one.file,
            if same { "fresh" } else { "STALE" }
        ));
        if !same {
            stale.push(one.name);
        }
    }
    if stale.is_empty() {
        Ok(())
    } else {
        Err(format!("stale; run: cargo xtask gen {}", stale.join(" ")))
    }
}

fn exists(one: &Generated) -> bool {
    crate::shell::root().join(one.file).is_file()
}

fn from_server(name: &str) -> Result<String, String> {
    let args = [
        "run",
        "--quiet",
        "--locked",
        "--package",
        "server",
        "--bin",
        "dinhdanh",
        "--",
    ];
    let mut text = read(cargo(&args).arg(name))?;
    if !text.ends_with('\n') {
        text.push('\n');
    }
    Ok(text)
}
