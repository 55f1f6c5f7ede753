//! Running other programs: each is printed before it runs, and a failure names it.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::say::say;

/// A command that starts in the root of the workspace.
pub(crate) fn command(program: impl AsRef<OsStr>, args: &[&str]) -> Command {
    let mut command = Command::new(program);
    command.args(args).current_dir(root()).stdin(Stdio::null());
    command
}

/// The cargo that runs us.
pub(crate) fn cargo(args: &[&str]) -> Command {
    command(env("CARGO").unwrap_or_else(|| "cargo".to_owned()), args)
}

/// Prints and runs; anything but success is an error.
pub(crate) fn run(command: &mut Command) -> Result<(), String> {
    let line = shown(command);
    say(&format!("$ {line}"));
    let status = command
        .status()
        .map_err(|cause| format!("'{line}' did not start: {cause}"))?;
    if status.success() {
        Ok(())
    } else {
        Err(format!("'{line}' ended with {status}"))
    }
}

/// Runs without showing output; gives the standard output.
pub(crate) fn read(command: &mut Command) -> Result<String, String> {
    let line = shown(command);
    let out = command
        .output()
        .map_err(|cause| format!("'{line}' did not start: {cause}"))?;
    if out.status.success() {
        String::from_utf8(out.stdout).map_err(|cause| format!("'{line}' printed no UTF-8: {cause}"))
    } else {
        let told = String::from_utf8_lossy(&out.stderr);
        Err(format!(
            "'{line}' ended with {}\n{}",
            out.status,
            told.trim_end()
        ))
    }
}

pub(crate) fn shown(command: &Command) -> String {
    let mut line = Path::new(command.get_program())
        .file_name()
        .unwrap_or(command.get_program())
        .to_string_lossy()
        .into_owned();
    for arg in command.get_args() {
        line.push(' ');
        line.push_str(&arg.to_string_lossy());
    }
    line
}

/// The first file of that name on `PATH`.
pub(crate) fn which(program: &str) -> Option<PathBuf> {
    let path = env("PATH")?;
    std::env::split_paths(&path)
        .map(|folder| folder.join(program))
        .find(|file| file.is_file())
}

pub(crate) fn root() -> PathBuf {
    let manifest = env("CARGO_MANIFEST_DIR")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    manifest
        .parent()
        .map_or(manifest.clone(), Path::to_path_buf)
}

/// Tools that `setup` installs: `.tools` of the checkout, or where `DINHDANH_TEST_TOOLS` points
/// (a fresh clone in CI reuses one folder).
pub(crate) fn tools() -> PathBuf {
    env("DINHDANH_TEST_TOOLS").map_or_else(|| root().join(".tools"), PathBuf::from)
}

pub(crate) fn target_dir() -> PathBuf {
    env("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), |dir| root().join(dir))
}

#[expect(
    clippy::disallowed_methods,
    reason = "a build tool is configured by its environment"
)]
pub(crate) fn env(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}
