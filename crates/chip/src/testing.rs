//! What several tests need.

pub(crate) fn hex(text: &str) -> Vec<u8> {
    let digits: Vec<u8> = text
        .chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| u8::try_from(c.to_digit(16).expect("a hexadecimal digit")).expect("a nibble"))
        .collect();
    digits
        .chunks(2)
        .map(|pair| pair[0] << 4 | pair[1])
        .collect()
}

/// A field of a card that `tests/cards/make.py` has made: `sod`, `csca`, `list`, or a group's number.
pub(crate) fn card(name: &str, field: &str) -> Vec<u8> {
    let folder = std::path::Path::new("tests/cards");
    let text = std::fs::read(folder.join(format!("{name}.json"))).expect("a card");
    let json: serde_json::Value = serde_json::from_slice(&text).expect("JSON");
    let groups = || json["groups"].get(field);
    let found = json.get(field).or_else(groups);
    hex(found.and_then(serde_json::Value::as_str).expect("a field"))
}
