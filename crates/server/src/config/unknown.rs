//! Keys that do not exist, with the one that was probably meant.

use figment::value::{Dict, Value};

use super::sections::SECTIONS;

/// The first key of a table that does not exist.
pub(crate) fn first_unknown(table: &Dict) -> Option<String> {
    table
        .iter()
        .find_map(|(section, value)| match (known(section), value) {
            (Some(keys), Value::Dict(_, inner)) => inner
                .keys()
                .find(|key| !keys.contains(&key.as_str()))
                .map(|key| format!("{section}.{key}")),
            (Some(_), _) => Some(format!("{section} (a section, written [{section}])")),
            (None, Value::Dict(_, inner)) => inner
                .keys()
                .next()
                .map(|key| format!("{section}.{key}"))
                .or(Some(section.clone())),
            (None, _) => Some(section.clone()),
        })
}

fn known(section: &str) -> Option<Vec<&'static str>> {
    let section = SECTIONS.iter().find(|s| s.name == section)?;
    Some(section.keys.iter().map(|key| key.name).collect())
}

/// The existing key that looks most like one that does not exist.
pub(crate) fn nearest(path: &str) -> String {
    // Pairs of letters: blind to the order of words and to which separator was typed.
    let letters = |text: &str| text.replace(['.', '_'], "");
    let near = |key: &str| strsim::sorensen_dice(&letters(path), &letters(key));
    let all = SECTIONS.iter().flat_map(|s| {
        s.keys
            .iter()
            .map(move |key| format!("{}.{}", s.name, key.name))
    });
    all.max_by(|a, b| near(a).total_cmp(&near(b)))
        .unwrap_or_default()
}

/// Whether a key exists.
pub(crate) fn exists(section: &str, key: &str) -> bool {
    known(section).is_some_and(|keys| keys.contains(&key))
}
