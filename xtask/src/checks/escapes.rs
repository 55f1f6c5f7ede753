//! HTML that bypasses escaping is made in one place: `crates/ui/src/raw`.

use super::{Finding, Project};

#[expect(clippy::unnecessary_wraps, reason = "all checks have one shape")]
pub(super) fn check(project: &Project) -> Result<Vec<Finding>, String> {
    let mut findings = Vec::new();
    for (file, source) in project.shipped() {
        if file.starts_with("crates/ui/src/raw") || file.ends_with("ui/src/raw.rs") {
            continue;
        }
        for (line, _, _) in source
            .lines()
            .filter(|(_, code, _)| code.contains("PreEscaped"))
        {
            let text = "PreEscaped outside crates/ui/src/raw.rs: use a component, or add one there";
            findings.push(Finding::new(file, line, text));
        }
    }
    Ok(findings)
}
