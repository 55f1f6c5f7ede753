//! `docs/calibration.tsv`: bad requests that another provider refuses too (`e2e/calibration.test.mjs` tries them).

use std::collections::BTreeSet;

const PEER_ACCEPTS: &str = "accepted";

/// One bad request, or the reason why some modules have none.
struct Row {
    /// `None`: nothing is sent.
    name: Option<String>,
    modules: Vec<String>,
    ours: String,
    theirs: String,
    why: String,
}

#[derive(Default)]
pub(super) struct Calibration {
    rows: Vec<Row>,
}

/// Request, modules, our answer, theirs, why they may differ, with tabs between; `-` for a request that is not sent.
pub(super) fn read(text: &str) -> Result<Calibration, String> {
    let mut rows = Vec::new();
    let mut known = BTreeSet::new();
    for (at, line) in text.lines().enumerate() {
        if line.starts_with('#') || line.is_empty() {
            continue;
        }
        let fields: Vec<&str> = line.split('\t').collect();
        let [name, modules, ours, theirs, why] = fields[..] else {
            return Err(format!(
                "{}: must be request, modules, ours, theirs, why",
                at + 1
            ));
        };
        if name != "-" && !known.insert(name) {
            return Err(format!("{}: {name} stands here a second time", at + 1));
        }
        if name == "-" && why.is_empty() {
            return Err(format!("{}: no reason to send nothing", at + 1));
        }
        if ours != theirs && why.is_empty() {
            return Err(format!("{}: no clause allows the two answers", at + 1));
        }
        let modules = modules.split([',', ' ']).filter(|name| !name.is_empty());
        rows.push(Row {
            name: (name != "-").then(|| name.to_owned()),
            modules: modules.map(str::to_owned).collect(),
            ours: ours.to_owned(),
            theirs: theirs.to_owned(),
            why: why.to_owned(),
        });
    }
    Ok(Calibration { rows })
}

impl Calibration {
    /// The modules that some row names.
    pub(super) fn modules(&self) -> impl Iterator<Item = &str> {
        self.rows
            .iter()
            .flat_map(|row| &row.modules)
            .map(String::as_str)
    }

    /// Whether the other provider refuses what this module sends.
    pub(super) fn refuses(&self, module: &str) -> bool {
        self.of(module)
            .any(|row| row.name.is_some() && row.theirs != PEER_ACCEPTS)
    }

    /// What the other provider does with what this module sends.
    pub(super) fn cell(&self, module: &str) -> String {
        let told: Vec<String> = self.of(module).map(Row::cell).collect();
        let once: BTreeSet<&String> = told.iter().collect();
        let once: Vec<&str> = once.into_iter().map(String::as_str).collect();
        once.join("<br>")
    }

    /// The rows that stand for no module: request, both answers, why.
    pub(super) fn beyond(&self) -> impl Iterator<Item = String> {
        let beyond = self.rows.iter().filter(|row| row.modules.is_empty());
        beyond.map(|row| {
            let name = row.name.as_deref().unwrap_or_default();
            format!("| {name} | {} | {} | {} |", row.ours, row.theirs, row.why)
        })
    }

    fn of<'a>(&'a self, module: &'a str) -> impl Iterator<Item = &'a Row> {
        let named = move |row: &&Row| row.modules.iter().any(|one| one == module);
        self.rows.iter().filter(named)
    }
}

impl Row {
    fn cell(&self) -> String {
        let Self {
            name,
            ours,
            theirs,
            why,
            ..
        } = self;
        if name.is_none() {
            return format!("not calibrated: {why}");
        }
        if theirs == PEER_ACCEPTS {
            return format!("accepts; ours {ours}: {why}");
        }
        if ours == theirs {
            return format!("refuses too: {theirs}");
        }
        format!("refuses too: {theirs}; ours {ours}: {why}")
    }
}
