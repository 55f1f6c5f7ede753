//! A source file has at most 400 lines of code, tests not counted. Generated tables and code lists are excepted by
//! name in `xtask/allow/sizes.txt`.

use super::allow::AllowList;
use super::{Finding, Project};
use crate::files;

const MOST: usize = 400;

pub(super) fn check(project: &Project) -> Result<Vec<Finding>, String> {
    let mut allowed = AllowList::read("sizes")?;
    let mut findings = Vec::new();
    for (file, source) in &project.sources {
        if files::is_test_file(file) {
            continue;
        }
        let count = source
            .lines()
            .filter(|(_, code, strings)| !code.trim().is_empty() || !strings.trim().is_empty())
            .count();
        if count > MOST && !allowed.covers(file) {
            findings.push(Finding::new(
                file,
                0,
                format!("{count} lines of code, more than {MOST}"),
            ));
        }
    }
    findings.extend(allowed.leftovers());
    Ok(findings)
}
