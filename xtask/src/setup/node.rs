//! Node.js, npm and the browser tests' modules.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::{debian, python};
use crate::files;
use crate::say::say;
use crate::shell::{command, env, read, root, run, which};

/// The oldest Node.js that the modules run on.
const OLDEST: u32 = 20;

pub(super) fn install() -> Result<(), String> {
    program_or_bring()?;
    modules()
}

/// Node.js with npm, brought if the machine has none.
pub(super) fn program_or_bring() -> Result<(), String> {
    if program().is_none() {
        say(&format!("missing: Node.js {OLDEST} or newer, with npm"));
        if let Err(reason) = from_wheel() {
            say(&format!("no ready Node.js ({reason}); trying Debian's"));
            debian::install_packages(&["nodejs", "npm"])?;
        }
    }
    if program().is_none() {
        return Err(format!(
            "the browser tests need Node.js {OLDEST} or newer, with npm"
        ));
    }
    Ok(())
}

/// `node`, with `npm` beside it: the machine's, or the one that `setup` brought.
pub(crate) fn program() -> Option<PathBuf> {
    let ours = python::program("node");
    [which("node"), Some(ours)]
        .into_iter()
        .flatten()
        .find(|node| new_enough(node))
}

fn new_enough(node: &Path) -> bool {
    let told = read(&mut command(node, &["--version"])).unwrap_or_default();
    let major = told
        .trim()
        .trim_start_matches('v')
        .split('.')
        .next()
        .unwrap_or_default();
    node.with_file_name("npm").is_file() && major.parse().is_ok_and(|major: u32| major >= OLDEST)
}

fn from_wheel() -> Result<(), String> {
    python::make_venv()?;
    python::install_hashed("xtask/requirements-node.txt")
}

fn modules() -> Result<(), String> {
    let marker = Path::new("e2e/node_modules/.installed-from");
    let wanted = files::text(Path::new("e2e/package-lock.json"))?;
    if files::text(marker).is_ok_and(|had| had == wanted) {
        return Ok(());
    }
    // No install scripts: playwright-core and axe-core need none, and nothing else may run here.
    let mut npm = npm(&["ci", "--ignore-scripts", "--no-audit", "--no-fund"]);
    run(npm.current_dir(root().join("e2e")))?;
    files::write(marker, &wanted)
}

/// `npm`, with its own Node.js first on the path.
pub(crate) fn npm(args: &[&str]) -> Command {
    let node = program().unwrap_or_else(|| PathBuf::from("node"));
    let mut npm = command(node.with_file_name("npm"), args);
    if let Some(folder) = node.parent() {
        // npm finds its node by PATH.
        let path = env("PATH").unwrap_or_default();
        npm.env("PATH", format!("{}:{path}", folder.display()));
    }
    npm
}
