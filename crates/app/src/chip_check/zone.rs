//! The machine-readable zone as scanned or typed.

use chip::group::{Mrz, MrzFlaw, read_mrz};
use domain::fault::Fault;

/// Reads it, whatever a keyboard or scanner made of the filler; faults name the field `zone`.
pub(crate) fn zone(text: &str) -> std::result::Result<Mrz, Fault> {
    let fault = |code| Fault::new("zone", code);
    let text: String = text
        .chars()
        .filter(|c| !c.is_whitespace())
        .take(200)
        .map(|c| match c {
            // What keyboards and scanners make of the filler.
            '‹' | '«' | '＜' => '<',
            other => other.to_ascii_uppercase(),
        })
        .collect();
    if text.is_empty() {
        return Err(fault("zone-needed"));
    }
    read_mrz(&text).map_err(|flaw| match flaw {
        MrzFlaw::Length => fault("zone-length").with("count", text.chars().count()),
        MrzFlaw::Character => fault("zone-character"),
        MrzFlaw::CheckDigit(_) => fault("zone-check"),
        MrzFlaw::Date(_) => fault("zone-date"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const ZONE: &str = "IDVNM1880000157001188000015<<<\n8805142F3505148VNM<<<<<<<<<<<8\nNGUYEN<<THI<AN<<<<<<<<<<<<<<<<";

    #[test]
    fn a_zone_is_read_as_scanned_or_typed() {
        assert_eq!(zone(ZONE).unwrap().optional(), "001188000015");
        let typed = ZONE.to_lowercase().replace('<', "‹");
        assert_eq!(zone(&typed).unwrap().optional(), "001188000015");
        for (text, code) in [
            (String::new(), "zone-needed"),
            (ZONE[..60].to_owned(), "zone-length"),
            (ZONE.replace("NGUYEN", "NGUY?N"), "zone-character"),
            (ZONE.replace("188000015", "188000016"), "zone-check"),
        ] {
            assert_eq!(zone(&text).unwrap_err().code, code);
        }
    }
}
