//! What lengths a card takes (ISO/IEC 7816-4, 12.1.1 and 12.2.2): in the historical bytes of its answer to
//! reset, and in EF.ATR/INFO (ICAO Doc 9303-10, 3.11.3). Nobody signs it; it only says how to ask.

use crate::tlv::{Fields, only};

/// What is known of the card's lengths.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Capabilities {
    /// Whether it takes extended lengths, where it says so.
    pub(super) extended: Option<bool>,
    /// The longest answer that it gives, status left out, where it says so.
    pub(super) answer: Option<u16>,
    /// The longest command that it takes.
    pub(super) command: Option<u16>,
}

/// The historical bytes of an answer to reset (ISO/IEC 7816-3, 8.2).
fn historical(atr: &[u8]) -> Option<&[u8]> {
    let (_, rest) = atr.split_first()?;
    let (format, mut rest) = rest.split_first()?;
    let count = usize::from(format & 0x0F);
    let mut follow = format >> 4;
    // At most 32 bytes in all, so this ends.
    while follow != 0 {
        let interface = usize::try_from(follow.count_ones()).ok()?;
        let more = follow & 8 != 0;
        let (bytes, after) = rest.split_at_checked(interface)?;
        follow = match bytes.last() {
            Some(last) if more => last >> 4,
            Some(_) | None => 0,
        };
        rest = after;
    }
    rest.get(..count)
}

/// Bit 7 of the third byte of software functions: extended lengths.
fn extended(capabilities: &[u8]) -> Option<bool> {
    capabilities.get(2).map(|functions| functions & 0x40 != 0)
}

/// The card's capabilities among the historical bytes, in compact TLV.
fn announced(historical: &[u8]) -> Option<bool> {
    let (category, mut rest) = historical.split_first()?;
    if !matches!(category, 0x00 | 0x80) {
        return None;
    }
    while let Some((head, after)) = rest.split_first() {
        let (value, next) = after.split_at_checked(usize::from(head & 0x0F))?;
        if head >> 4 == 7 {
            return extended(value);
        }
        rest = next;
    }
    None
}

impl Capabilities {
    /// What an answer to reset says.
    pub(super) fn of_atr(atr: &[u8]) -> Self {
        Self {
            extended: historical(atr).and_then(announced),
            ..Self::default()
        }
    }

    /// The same, with what EF.ATR/INFO says: a card that has just answered an extended command with it
    /// takes them.
    pub(super) fn with_info(self, file: &[u8]) -> Self {
        Self {
            extended: Some(true),
            ..sizes(file).unwrap_or(self)
        }
    }
}

/// Extended length information: the longest command, the longest answer.
fn sizes(file: &[u8]) -> Option<Capabilities> {
    let mut sizes = Fields::of(Fields::of(file).find(0x7F66).ok()?);
    let number = |value: &[u8]| match value {
        [low] => Some(u16::from(*low)),
        [high, low] | [0, high, low] => Some(u16::from_be_bytes([*high, *low])),
        // More than an extended length can say.
        [_, _, _] => Some(u16::MAX),
        _ => None,
    };
    let command = number(sizes.expect(0x02).ok()?)?;
    let answer = number(sizes.expect(0x02).ok()?)?;
    Some(Capabilities {
        extended: None,
        answer: Some(answer),
        command: Some(command),
    })
}

/// The data of an object `53` or `73`, as `READ BINARY` with an odd instruction gives it.
pub(super) fn discretionary(data: &[u8]) -> Option<&[u8]> {
    let value = only(data, 0x53).or_else(|_| only(data, 0x73));
    value.ok()
}

/// Whatever the bytes, an answer: for the tests of any bytes.
#[cfg(test)]
pub(crate) fn read_any(bytes: &[u8]) {
    let capabilities = Capabilities::of_atr(bytes).with_info(bytes);
    assert_eq!(capabilities.extended, Some(true));
    let _ = (announced(bytes), discretionary(bytes));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::hex;

    #[test]
    fn an_answer_to_reset_says_whether_lengths_are_extended() {
        for (atr, extended) in [
            // A contactless card as PC/SC shows it: category 80, capabilities without and with the bit.
            ("3B8480018073F600800F", None),
            ("3B858001807300008073", Some(false)),
            ("3B858001807300004033", Some(true)),
            // Behind a card service byte.
            ("3B87800180 3180 73000040 11", Some(true)),
            // Behind interface bytes of two rounds.
            ("3BF51300008131FE45 80730000C0 00", Some(true)),
            // Another category, historical bytes that end too early, and none.
            ("3B8580015173000040 33", None),
            ("3B8580018073", None),
            ("3B8280018073", None),
            ("3B00", None),
            ("3BFF", None),
            ("3B", None),
            ("", None),
        ] {
            let found = Capabilities::of_atr(&hex(atr));
            assert_eq!(found.extended, extended, "{atr}");
        }
    }

    #[test]
    fn the_file_says_how_long() {
        let unknown = Capabilities::default();
        let found = unknown.with_info(&hex("43 01 B8 47 03 94 01 C0 7F66 08 0202 0400 0202 0800"));
        assert_eq!((found.command, found.answer), (Some(0x400), Some(0x800)));
        let most = unknown.with_info(&hex("7F66 0A 0203 010000 0203 00FFFF"));
        assert_eq!((most.command, most.answer), (Some(0xFFFF), Some(0xFFFF)));
        for other in ["", "4301B8", "7F66020202", "7F66040202 0400", "7F66"] {
            let found = unknown.with_info(&hex(other));
            assert_eq!(
                (found.extended, found.answer),
                (Some(true), None),
                "{other}"
            );
        }
    }
}
