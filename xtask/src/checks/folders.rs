//! No folder of the build stands in a binary: a target directory that is kept outlives the clone that
//! filled it, and cargo does not build anew because the clone lies elsewhere. Tests run in their
//! crate's folder, so a relative path says all.

use super::{Finding, Project};

#[expect(clippy::unnecessary_wraps, reason = "all checks have one shape")]
pub(super) fn check(project: &Project) -> Result<Vec<Finding>, String> {
    let mut findings = Vec::new();
    for (file, source) in project
        .sources
        .iter()
        .filter(|(f, _)| f.starts_with("crates"))
    {
        for (at, (code, strings)) in source.code.iter().zip(&source.strings).enumerate() {
            if code.contains("env!") && strings.contains("CARGO_MANIFEST_DIR") {
                let text = "the folder of the build: name the file relative to the crate";
                findings.push(Finding::new(file, at + 1, text));
            }
        }
    }
    Ok(findings)
}
