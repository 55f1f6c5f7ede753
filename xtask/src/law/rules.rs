//! The list of rules: `docs/rules.tsv`, one rule a line: id, section, issue, duty.

use std::collections::BTreeSet;
use std::path::Path;

use crate::files;

pub(super) struct Rule {
    pub(super) id: String,
    pub(super) section: u32,
    /// The issue that builds it.
    pub(super) issue: u32,
    pub(super) duty: String,
}

pub(super) struct Rules {
    /// The issue that is being built; rules of later ones are no gaps yet.
    pub(super) current: u32,
    /// Number and name of each section, in order.
    pub(super) sections: Vec<(u32, String)>,
    pub(super) list: Vec<Rule>,
    ids: BTreeSet<String>,
}

impl Rules {
    pub(super) fn know(&self, id: &str) -> bool {
        self.ids.contains(id)
    }

    /// Whether it is an article or clause whose parts are rules: `D59-18` of `D59-18.1`.
    pub(super) fn know_family(&self, id: &str) -> bool {
        let parts = format!("{id}.");
        self.ids.iter().any(|known| known.starts_with(&parts))
    }
}

pub(super) fn read(file: &Path) -> Result<Rules, String> {
    parse(&files::text(file)?).map_err(|reason| format!("{}:{reason}", file.display()))
}

fn parse(text: &str) -> Result<Rules, String> {
    let mut all = Rules {
        current: 0,
        sections: Vec::new(),
        list: Vec::new(),
        ids: BTreeSet::new(),
    };
    for (at, line) in text.lines().enumerate() {
        if let Some(note) = line.strip_prefix('#') {
            read_note(note.trim(), &mut all);
        } else if !line.trim().is_empty() {
            let rule = rule(line).ok_or_else(|| {
                format!(
                    "{}: must be id, section, issue, duty with tabs between",
                    at + 1
                )
            })?;
            if !all.ids.insert(rule.id.clone()) {
                return Err(format!("{}: {} stands here a second time", at + 1, rule.id));
            }
            all.list.push(rule);
        }
    }
    Ok(all)
}

/// `# current issue 2` and `# section 4 Lock and unlock`; other notes are for people.
fn read_note(note: &str, all: &mut Rules) {
    if let Some(number) = note.strip_prefix("current issue ") {
        all.current = number.trim().parse().unwrap_or_default();
    } else if let Some((number, name)) = note
        .strip_prefix("section ")
        .and_then(|rest| rest.split_once(' '))
        && let Ok(number) = number.parse()
    {
        all.sections.push((number, name.to_owned()));
    }
}

fn rule(line: &str) -> Option<Rule> {
    let mut fields = line.split('\t');
    let id = fields.next()?.trim().to_owned();
    let section = fields.next()?.trim().parse().ok()?;
    let issue = fields.next()?.trim().parse().ok()?;
    let duty = fields.next()?.trim().to_owned();
    (fields.next().is_none() && !id.is_empty() && !duty.is_empty()).then_some(Rule {
        id,
        section,
        issue,
        duty,
    })
}

#[cfg(test)]
pub(super) fn sample() -> Rules {
    parse("# current issue 2\n# section 4 Lock\nD59-19.1.a.i\t4\t2\tlock at once\nD59-19.1.b\t4\t3\tcases\nAPP-1\t4\t2\tpassword\nD59-32..38\t5\t2\troles\n").unwrap()
}
