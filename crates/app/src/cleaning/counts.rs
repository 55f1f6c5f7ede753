//! How many rows got which verdict.

use std::collections::{BTreeMap, HashMap};

use domain::cleaning::{Coded, Verdict};
use serde::{Deserialize, Serialize};

type Map = BTreeMap<String, u64>;

/// Counts of a file. A row with two differences counts under both.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Rows, the malformed ones too.
    pub rows: u64,
    /// By verdict.
    pub verdicts: Map,
    /// By verdict and what lies behind it.
    pub reasons: BTreeMap<String, Map>,
    /// By the province whose code the stated number begins with (FMT-ID-2), and verdict; `other` where it has none.
    pub provinces: BTreeMap<String, Map>,
    /// Rows that are exact or likely and whose person has an account of level 2.
    pub level_two: u64,
}

impl Counts {
    /// Rows of a verdict.
    pub fn of(&self, verdict: &str) -> u64 {
        self.verdicts.get(verdict).copied().unwrap_or(0)
    }
}

/// Counts since they were last added up.
#[derive(Default)]
pub(super) struct Tally(HashMap<(Verdict, Option<u16>, bool), u64>);

impl Tally {
    pub(super) fn count(&mut self, verdict: Verdict, province: Option<u16>, level_two: bool) {
        *self.0.entry((verdict, province, level_two)).or_default() += 1;
    }

    /// Moves them into the file's.
    pub(super) fn pour(&mut self, into: &mut Counts) {
        for ((verdict, province, level_two), count) in self.0.drain() {
            let code = verdict.code();
            into.rows += count;
            *into.verdicts.entry(code.to_owned()).or_default() += count;
            for reason in reasons(verdict) {
                let of = into.reasons.entry(code.to_owned()).or_default();
                *of.entry(reason).or_default() += count;
            }
            let of = into.provinces.entry(province_code(province)).or_default();
            *of.entry(code.to_owned()).or_default() += count;
            if level_two {
                into.level_two += count;
            }
        }
    }
}

fn reasons(verdict: Verdict) -> Vec<String> {
    let owned = |code: &'static str| code.to_owned();
    match verdict {
        Verdict::Exact | Verdict::Deceased | Verdict::DuplicateNumber => Vec::new(),
        Verdict::Likely(set) => set.iter().map(Coded::code).map(owned).collect(),
        Verdict::Conflict(set) => set.iter().map(Coded::code).map(owned).collect(),
        Verdict::NotFound(_) | Verdict::Malformed(_) => vec![verdict.why()],
    }
}

fn province_code(digits: Option<u16>) -> String {
    let code = digits.map(|digits| format!("{digits:03}"));
    code.filter(|code| domain::province::by_code(code).is_some())
        .unwrap_or_else(|| "other".to_owned())
}
