//! Reading claims of tokens that others signed: types are checked, nothing is coerced (RFC 7519 §4.1).

use serde_json::{Map, Value};

/// Clocks differ: a time up to this many seconds ahead of ours is accepted. FAPI 2.0 §5.3.2.1 (13) demands 10 s and
/// forbids 60 s.
pub(crate) const AHEAD: i64 = 30;

/// A member that must be a text if it is there.
pub(crate) fn text<'a>(claims: &'a Map<String, Value>, name: &str) -> Option<&'a str> {
    claims.get(name).and_then(Value::as_str)
}

/// A time that is a number; fractions are cut (RFC 7519 §2, `NumericDate`). `Err` if it is there and not a number.
pub(crate) fn time(claims: &Map<String, Value>, name: &str) -> Result<Option<i64>, ()> {
    match claims.get(name) {
        None => Ok(None),
        Some(Value::Number(number)) => {
            let cut = number.as_i64().or_else(|| whole(number.as_f64()?));
            cut.map(Some).ok_or(())
        }
        Some(_) => Err(()),
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "cutting is the purpose; the range is checked"
)]
fn whole(seconds: f64) -> Option<i64> {
    (seconds.abs() < 1e15).then_some(seconds as i64)
}

/// The audience: one text or several.
pub(crate) fn audience(claims: &Map<String, Value>) -> Vec<&str> {
    match claims.get("aud") {
        Some(Value::String(one)) => vec![one],
        Some(Value::Array(several)) => several.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    }
}
