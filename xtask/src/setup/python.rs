//! A virtual environment with the Python tools of the tests.

use std::path::PathBuf;

use crate::files;
use crate::shell::{command, run, tools};

pub(super) fn install() -> Result<(), String> {
    let list = "xtask/requirements.txt";
    let marker = venv().join("installed-from");
    let wanted = files::text(std::path::Path::new(list))?;
    if std::fs::read_to_string(&marker).is_ok_and(|had| had == wanted) {
        return Ok(());
    }
    make_venv()?;
    run(pip().args([
        "install",
        "--quiet",
        "--only-binary",
        ":all:",
        "--requirement",
        list,
    ]))?;
    std::fs::write(&marker, wanted).map_err(|cause| files::told(&marker, &cause))
}

pub(super) fn make_venv() -> Result<(), String> {
    if program("python").exists() {
        return Ok(());
    }
    run(command("python3", &["-m", "venv"]).arg(venv()))
}

/// Installs what benchmarks measure beside.
pub(crate) fn install_benched() -> Result<(), String> {
    make_venv()?;
    let args = ["install", "--quiet", "--only-binary", ":all:"];
    run(pip()
        .args(args)
        .args(["--requirement", "xtask/requirements-bench.txt"]))
}

/// Installs packages whose contents are pinned by digest.
pub(super) fn install_hashed(list: &str) -> Result<(), String> {
    let args = [
        "install",
        "--quiet",
        "--no-deps",
        "--require-hashes",
        "--only-binary",
        ":all:",
    ];
    run(pip().args(args).args(["--requirement", list]))
}

/// Downloads source packages whose contents are pinned by digest, without installing them.
pub(super) fn download_hashed(list: &str, folder: &std::path::Path) -> Result<(), String> {
    let args = [
        "download",
        "--quiet",
        "--no-deps",
        "--require-hashes",
        "--no-binary",
        ":all:",
    ];
    run(pip()
        .args(args)
        .args(["--requirement", list, "--dest"])
        .arg(folder))
}

/// Downloads wheels whose contents are pinned by digest, those for Linux of this kind of processor, without
/// installing them: whatever Python this is, the same files.
pub(super) fn download_wheels(list: &str, folder: &std::path::Path) -> Result<(), String> {
    let platform = format!("manylinux_2_28_{}", std::env::consts::ARCH);
    let args = [
        "download",
        "--quiet",
        "--no-deps",
        "--require-hashes",
        "--only-binary",
        ":all:",
        "--implementation",
        "cp",
        "--python-version",
        "3.11",
        "--platform",
        platform.as_str(),
    ];
    run(pip()
        .args(args)
        .args(["--requirement", list, "--dest"])
        .arg(folder))
}

fn pip() -> std::process::Command {
    let args = ["-m", "pip", "--disable-pip-version-check", "--no-input"];
    command(program("python"), &args)
}

/// A program of the environment.
pub(crate) fn program(name: &str) -> PathBuf {
    venv().join("bin").join(name)
}

fn venv() -> PathBuf {
    tools().join("venv")
}
