//! `cargo xtask setup`: installs what the tests need, when it is missing and when it may. Quick when nothing is missing.

mod debian;
mod deny;
mod faces;
mod models;
mod node;
mod onnx;
mod packages;
mod prints;
mod python;

use std::path::PathBuf;

use crate::say::{say, step};
use crate::shell::{env, root, tools};

pub(crate) fn run() -> Result<(), String> {
    step("setup", || {
        debian::install()?;
        std::fs::create_dir_all(tools())
            .map_err(|cause| format!("{}: {cause}", tools().display()))?;
        node::install()?;
        python::install()?;
        deny::install()?;
        prints::install()?;
        models::install(&models_folder())?;
        faces::install()?;
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

/// The networks that compare faces. Into the named folder for an installation; without one where the tests find
/// them, with pictures of faces.
pub(crate) fn models(args: &[String]) -> Result<(), String> {
    step("models", || match args {
        [folder] => models::install(&models::named(folder)),
        [] => {
            std::fs::create_dir_all(tools())
                .map_err(|cause| format!("{}: {cause}", tools().display()))?;
            models::install(&models_folder())?;
            faces::install()?;
            say(&format!("models are in {}", models_folder().display()));
            Ok(())
        }
        _ => Err("use: cargo xtask models [FOLDER]".to_owned()),
    })
}

/// Where the tests find the networks: `models` of the checkout, or beside the tools where those have a place of
/// their own.
pub(crate) fn models_folder() -> PathBuf {
    match env("DINHDANH_TEST_TOOLS") {
        Some(tools) => PathBuf::from(tools).join("models"),
        None => root().join("models"),
    }
}

/// Where `setup` put cargo-deny.
pub(crate) use deny::program as cargo_deny;
/// Its npm.
pub(crate) use node::npm;
/// The Node.js to run browser tests with.
pub(crate) use node::program as node;
/// Installs what benchmarks measure beside.
pub(crate) use python::install_benched as benched;
/// A program of the Python environment.
pub(crate) use python::program as python_tool;
