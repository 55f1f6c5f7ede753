//! `docs/conformance.md`: each test module of the `OpenID` Foundation's suite (`docs/conformance.tsv`) with our
//! own test of the same thing: the `// conformance: <module>, <module>` lines above tests; and beside what must be
//! refused what another provider answers to it.

mod calibration;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::Path;

use calibration::Calibration;

use crate::files;
use crate::law::test_at;

const LIST: &str = "docs/conformance.tsv";
const PEER: &str = "docs/calibration.tsv";
const MARK: &str = "// conformance:";

struct Module {
    profile: String,
    name: String,
    note: String,
    /// It sends what must be refused.
    refused: bool,
}

#[derive(Default)]
struct Suite {
    /// Key and name of each profile, in order.
    profiles: Vec<(String, String)>,
    modules: Vec<Module>,
}

#[derive(Default)]
struct Found {
    /// Module to tests.
    tests: BTreeMap<String, BTreeSet<String>>,
    faults: Vec<String>,
}

/// The page as it should be, from the sources as they are. Names that the suite has not are an error.
pub(crate) fn page() -> Result<String, String> {
    let suite = read(&files::text(Path::new(LIST))?).map_err(|at| format!("{LIST}:{at}"))?;
    let peer =
        calibration::read(&files::text(Path::new(PEER))?).map_err(|at| format!("{PEER}:{at}"))?;
    let mut found = Found {
        faults: calibrated(&suite, &peer),
        ..Found::default()
    };
    for file in files::ours()? {
        let rust = file.starts_with("crates") && files::has_ext(&file, "rs");
        let script = file.starts_with("e2e") && files::has_ext(&file, "mjs");
        if rust || script {
            let place = file.display().to_string();
            scan(&suite, &place, &files::text(&file)?, &mut found);
        }
    }
    if found.faults.is_empty() {
        Ok(render(&suite, &found, &peer))
    } else {
        Err(format!("test modules:\n  {}", found.faults.join("\n  ")))
    }
}

/// Each module that must be refused has its row, and each row its module.
fn calibrated(suite: &Suite, peer: &Calibration) -> Vec<String> {
    let refused = || suite.modules.iter().filter(|module| module.refused);
    let unknown = peer
        .modules()
        .filter(|name| !refused().any(|module| module.name == *name))
        .map(|name| format!("{PEER}: no module that must be refused is called {name}"));
    let missing = refused()
        .filter(|module| !peer.modules().any(|name| name == module.name))
        .map(|module| format!("{PEER}: {} must be refused and has no row", module.name));
    unknown.chain(missing).collect()
}

/// Profile, module, a note where there is one, `refused` where that is right, with tabs between; `# profile key Name`.
fn read(text: &str) -> Result<Suite, String> {
    let mut suite = Suite::default();
    let mut known = BTreeSet::new();
    for (at, line) in text.lines().enumerate() {
        if let Some(note) = line.strip_prefix('#') {
            let profile = note.trim().strip_prefix("profile ");
            if let Some((key, name)) = profile.and_then(|rest| rest.split_once(' ')) {
                suite.profiles.push((key.to_owned(), name.to_owned()));
            }
            continue;
        }
        let mut fields = line.split('\t').map(str::to_owned);
        let (Some(profile), Some(name)) = (fields.next(), fields.next()) else {
            return Err(format!("{}: must be profile, module, note", at + 1));
        };
        if !suite.profiles.iter().any(|(key, _)| *key == profile) {
            return Err(format!("{}: no profile is called {profile}", at + 1));
        }
        if !known.insert(name.clone()) {
            return Err(format!("{}: {name} stands here a second time", at + 1));
        }
        suite.modules.push(Module {
            profile,
            name,
            note: fields.next().unwrap_or_default(),
            refused: fields.next().is_some_and(|mark| mark == "refused"),
        });
    }
    Ok(suite)
}

fn scan(suite: &Suite, place: &str, body: &str, found: &mut Found) {
    let lines: Vec<&str> = body.lines().collect();
    for (at, line) in lines.iter().enumerate() {
        let Some(list) = line.trim_start().strip_prefix(MARK) else {
            continue;
        };
        let Some(test) = test_at(&lines, at + 1, body) else {
            let fault = format!("{place}:{}: '{MARK}' stands above no test", at + 1);
            found.faults.push(fault);
            continue;
        };
        for name in list.split([',', ' ']).filter(|name| !name.is_empty()) {
            if suite.modules.iter().any(|module| module.name == name) {
                let tests = found.tests.entry(name.to_owned()).or_default();
                tests.insert(format!("`{test}` ({place})"));
            } else {
                let fault = format!("{place}:{}: no module is called {name}", at + 1);
                found.faults.push(fault);
            }
        }
    }
}

fn render(suite: &Suite, found: &Found, peer: &Calibration) -> String {
    let mut page = String::from(
        "# The OpenID Foundation's conformance suite, module by module\n\n\
         Generated by `cargo xtask gen conformance` from `docs/conformance.tsv` and the `// conformance:` lines above \
         tests. Do not edit.\n\n\
         The suite itself has not been run against the platform, and nothing here is a certification. pass: a test of \
         our own, run with every change, tries the same thing. **gap**: no test of ours says that it does.\n\n\
         Where a module sends what must be refused, the same is sent to npm's `oidc-provider` \
         (`e2e/calibration.test.mjs`, `docs/calibration.tsv`), so that our tests are known to ask for the right \
         thing; `page` is an error that the person sees and the service does not.\n\n\
         | Profile | modules | pass | gap | to be refused | refused by oidc-provider too |\n|---|---|---|---|---|---|\n",
    );
    let of = |key: &str| -> Vec<&Module> {
        let modules = suite.modules.iter();
        modules.filter(|module| module.profile == key).collect()
    };
    for (key, name) in &suite.profiles {
        let all = of(key);
        let passed = all.iter().filter(|m| found.tests.contains_key(&m.name));
        let pass = passed.count();
        let gap = all.len() - pass;
        let refused: Vec<_> = all.iter().filter(|m| m.refused).collect();
        let too = refused.iter().filter(|m| peer.refuses(&m.name)).count();
        let (all, refused) = (all.len(), refused.len());
        line(
            &mut page,
            &format!("| {name} | {all} | {pass} | {gap} | {refused} | {too} |"),
        );
    }
    for (key, name) in &suite.profiles {
        line(&mut page, &format!("\n## {name}\n"));
        page.push_str("| Module | Our test | Status | oidc-provider |\n|---|---|---|---|\n");
        for module in of(key) {
            let other = module.refused.then(|| peer.cell(&module.name));
            let tests = found.tests.get(&module.name);
            row(&mut page, module, tests, &other.unwrap_or_default());
        }
    }
    beyond(&mut page, peer);
    page
}

/// What no module sends and both providers got.
fn beyond(page: &mut String, peer: &Calibration) {
    let mut rows = peer.beyond().peekable();
    if rows.peek().is_none() {
        return;
    }
    page.push_str(
        "\n## Refused beyond the suite\n\n\
         | What is bad | ours | oidc-provider | why they differ |\n|---|---|---|---|\n",
    );
    for row in rows {
        line(page, &row);
    }
}

fn row(page: &mut String, module: &Module, tests: Option<&BTreeSet<String>>, other: &str) {
    let list: Vec<&str> = tests.into_iter().flatten().map(String::as_str).collect();
    let status = match (list.is_empty(), module.note.as_str()) {
        (false, _) => "pass".to_owned(),
        (true, "") => "**gap**".to_owned(),
        (true, note) => format!("**gap**: {note}"),
    };
    let (name, tests) = (&module.name, list.join("<br>"));
    line(page, &format!("| {name} | {tests} | {status} | {other} |"));
}

fn line(page: &mut String, text: &str) {
    // Writing to a String cannot fail.
    let _ = writeln!(page, "{text}");
}

#[cfg(test)]
mod tests;
