//! `cargo xtask setup`: installs what the tests need, when it is missing and when it may. Quick when nothing is missing.

mod debian;
mod deny;
mod node;
mod prints;
mod python;

use crate::say::{say, step};
use crate::shell::tools;

pub(crate) fn run() -> Result<(), String> {
    step("setup", || {
        debian::install()?;
        std::fs::create_dir_all(tools())
            .map_err(|cause| format!("{}: {cause}", tools().display()))?;
        node::install()?;
        python::install()?;
        deny::install()?;
        prints::install()?;
        say(&format!("tools are in {}", tools().display()));
        Ok(())
    })
}

/// The fingerprints alone: for whoever works on the matcher and needs no browser.
pub(crate) fn prints() -> Result<(), String> {
    step("test prints", || {
        std::fs::create_dir_all(tools())
            .map_err(|cause| format!("{}: {cause}", tools().display()))?;
        prints::install()?;
        say(&format!(
            "prints are in {}",
            tools().join("prints").display()
        ));
        Ok(())
    })
}

/// Where `setup` put cargo-deny.
pub(crate) use deny::program as cargo_deny;
/// Its npm.
pub(crate) use node::npm;
/// The Node.js to run browser tests with.
pub(crate) use node::program as node;
/// A program of the Python environment.
pub(crate) use python::program as python_tool;
