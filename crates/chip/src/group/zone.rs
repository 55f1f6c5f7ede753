//! Where the fields of a machine-readable zone stand (ICAO Doc 9303-4, 4.2.2; 9303-5, 4.2.2), and its
//! check digits.

use super::dg1::Format;

/// Where the fields of a zone stand: start and end.
pub(super) struct Layout {
    pub(super) format: Format,
    pub(super) issuer: (usize, usize),
    pub(super) number: (usize, usize),
    pub(super) optional: (usize, usize),
    pub(super) birth: (usize, usize),
    pub(super) sex: usize,
    pub(super) expiry: (usize, usize),
    pub(super) nationality: (usize, usize),
    pub(super) name: (usize, usize),
    pub(super) composite: (&'static [(usize, usize)], usize),
}

pub(super) const TD1: Layout = Layout {
    format: Format::Td1,
    issuer: (2, 5),
    number: (5, 14),
    optional: (15, 30),
    birth: (30, 36),
    sex: 37,
    expiry: (38, 44),
    nationality: (45, 48),
    name: (60, 90),
    composite: (&[(5, 30), (30, 37), (38, 45), (48, 59)], 59),
};

pub(super) const TD3: Layout = Layout {
    format: Format::Td3,
    issuer: (2, 5),
    number: (44, 53),
    optional: (72, 86),
    birth: (57, 63),
    sex: 64,
    expiry: (65, 71),
    nationality: (54, 57),
    name: (5, 44),
    composite: (&[(44, 54), (57, 64), (65, 87)], 87),
};

pub(super) const fn layout(format: Format) -> &'static Layout {
    match format {
        Format::Td1 => &TD1,
        Format::Td3 => &TD3,
    }
}

/// The document's number with its fillers, its check digit, and the optional data beside it.
pub(super) struct Document {
    pub(super) number: String,
    pub(super) check: String,
    pub(super) optional: String,
}

/// ICAO Doc 9303-5, 4.2.2.1: a card's number of more than nine characters goes on in the optional data,
/// where its check digit stands, too; a filler is in the check digit's own place.
pub(super) fn document(layout: &Layout, text: &str) -> Document {
    let part = |(from, to): (usize, usize)| text.get(from..to).unwrap_or_default();
    let (first, optional) = (part(layout.number), part(layout.optional));
    let check = part((layout.number.1, layout.number.1 + 1));
    let (rest, after) = optional.split_once('<').unwrap_or((optional, ""));
    let split = rest
        .len()
        .checked_sub(1)
        .and_then(|at| rest.split_at_checked(at));
    match split {
        Some((rest, last)) if layout.format == Format::Td1 && check == "<" => Document {
            number: format!("{first}{rest}"),
            check: last.to_owned(),
            optional: after.trim_matches('<').to_owned(),
        },
        Some(_) | None => Document {
            number: first.to_owned(),
            check: check.to_owned(),
            optional: optional.trim_end_matches('<').to_owned(),
        },
    }
}

/// ICAO Doc 9303-3, 4.9: weights 7, 3, 1, modulo 10.
pub(super) fn check_digit(field: &str) -> String {
    let sum: u32 = field
        .bytes()
        .zip([7, 3, 1].into_iter().cycle())
        .map(|(b, weight)| value(b).unwrap_or(0) * weight)
        .sum();
    (sum % 10).to_string()
}

pub(super) fn value(byte: u8) -> Option<u32> {
    match byte {
        b'0'..=b'9' => Some(u32::from(byte - b'0')),
        b'A'..=b'Z' => Some(u32::from(byte - b'A') + 10),
        b'<' => Some(0),
        _ => None,
    }
}
