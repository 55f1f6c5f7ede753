//! `docs/law.md`: each rule of `docs/rules.tsv` with the code that carries it out and the tests that show it.

mod page;
mod rules;
mod scan;

use std::path::Path;

pub(crate) use scan::test_at;

/// The page as it should be, from the sources as they are. Wrong rule ids in the sources are an error.
pub(crate) fn page() -> Result<String, String> {
    let rules = rules::read(Path::new("docs/rules.tsv"))?;
    let found = scan::scan(&rules)?;
    if found.faults.is_empty() {
        Ok(page::render(&rules, &found))
    } else {
        Err(format!("rule ids:\n  {}", found.faults.join("\n  ")))
    }
}
