//! RFC 6238: codes by time. HMAC-SHA-1, thirty seconds, six digits: what every app can do.

use aws_lc_rs::hmac::{HMAC_SHA1_FOR_LEGACY_USE_ONLY, Key, sign};
use jiff::Timestamp;

const STEP: i64 = 30;

/// The time step of an instant (RFC 6238 4.2).
pub(super) fn step(now: Timestamp) -> i64 {
    now.as_second().div_euclid(STEP)
}

/// The code of a step (RFC 4226 5.3).
pub(super) fn code(secret: &[u8], step: i64) -> String {
    let key = Key::new(HMAC_SHA1_FOR_LEGACY_USE_ONLY, secret);
    let tag = sign(&key, &step.to_be_bytes());
    let tag = tag.as_ref();
    let at = usize::from(tag.last().copied().unwrap_or_default() & 0x0f);
    let four = tag.get(at..).and_then(|rest| rest.first_chunk::<4>());
    let number = u32::from_be_bytes(four.copied().unwrap_or_default()) & 0x7fff_ffff;
    format!("{:06}", number % 1_000_000)
}

/// The step whose code this is: the present one, or one on either side for clocks that differ (RFC 6238 5.2,
/// 6), and later than the last one used. Compared without telling by time where the difference is.
pub(super) fn matching(secret: &[u8], entered: &str, now: Timestamp, last: i64) -> Option<i64> {
    let present = step(now);
    let mut found = None;
    for step in present - 1..=present + 1 {
        let right = code(secret, step);
        let same =
            aws_lc_rs::constant_time::verify_slices_are_equal(right.as_bytes(), entered.as_bytes());
        if same.is_ok() && step > last {
            found = found.or(Some(step));
        }
    }
    found
}

/// RFC 4648 6, without padding: the form in which apps take a secret.
pub(super) fn base32(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let mut text = String::new();
    for five in bytes.chunks(5) {
        let bits = five
            .iter()
            .fold(0_u64, |sum, byte| (sum << 8) | u64::from(*byte));
        let length = five.len() * 8;
        let bits = bits << (40 - length);
        for place in 0..length.div_ceil(5) {
            let index = usize::try_from((bits >> (35 - place * 5)) & 31).unwrap_or_default();
            text.push(char::from(LETTERS.get(index).copied().unwrap_or(b'A')));
        }
    }
    text
}

/// RFC 3986 2.1: a text as part of an address.
pub(super) fn escaped(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                char::from(byte).to_string()
            }
            other => format!("%{other:02X}"),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &[u8] = b"12345678901234567890";

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    /// RFC 6238, appendix B, the last six of its eight digits.
    #[test]
    fn the_codes_of_the_rfc() {
        for (second, want) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            assert_eq!(code(SECRET, step(at(second))), want, "{second}");
        }
    }

    #[test]
    fn one_step_either_way_and_never_an_old_one() {
        let now = at(1_111_111_111);
        let present = step(now);
        for (of, last, want) in [
            (present, 0, Some(present)),
            (present - 1, 0, Some(present - 1)),
            (present + 1, 0, Some(present + 1)),
            (present - 2, 0, None),
            (present + 2, 0, None),
            (present, present, None),
            (present - 1, present, None),
            (present + 1, present, Some(present + 1)),
        ] {
            assert_eq!(matching(SECRET, &code(SECRET, of), now, last), want);
        }
        assert_eq!(matching(SECRET, "", now, 0), None);
    }

    /// RFC 4648, section 10.
    #[test]
    fn secrets_are_written_as_apps_read_them() {
        for (plain, want) in [
            ("", ""),
            ("f", "MY"),
            ("fo", "MZXQ"),
            ("foob", "MZXW6YQ"),
            ("foobar", "MZXW6YTBOI"),
        ] {
            assert_eq!(base32(plain.as_bytes()), want);
        }
        assert_eq!(escaped("Định 1"), "%C4%90%E1%BB%8Bnh%201");
        assert_eq!(base32(SECRET), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
    }
}
