//! Digits as files hold them: with blanks, dots and hyphens between, and as spreadsheets leave them.

use super::Reason;

/// Most digits that any number here has.
const MOST: usize = 15;

/// A run of digits.
#[derive(Clone, Copy)]
pub(super) struct Digits {
    pub(super) value: u64,
    pub(super) count: usize,
    /// It stood there as a decimal number: `79190001234.0`.
    pub(super) decimal: bool,
}

impl Digits {
    /// Reads them. A sign, a country's `+` included, is for the caller to take off.
    pub(super) fn read(text: &str) -> Result<Self, Reason> {
        // An apostrophe makes a spreadsheet keep the digits; some programs export it.
        let text = text.trim().trim_start_matches('\'').trim_start();
        if text.is_empty() {
            return Err(Reason::Empty);
        }
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        let whole = text.strip_suffix(".0").or_else(|| text.strip_suffix(",0"));
        let (text, decimal) = match whole.filter(|whole| digits(whole)) {
            Some(whole) => (whole, true),
            None => (text, false),
        };
        let mut read = Self {
            value: 0,
            count: 0,
            decimal,
        };
        for c in text.chars() {
            match c.to_digit(10) {
                Some(digit) if read.count < MOST => {
                    read.value = read.value * 10 + u64::from(digit);
                    read.count += 1;
                }
                Some(_) => return Err(Reason::Length),
                None if c.is_whitespace() || matches!(c, '.' | '-' | '(' | ')') => {}
                None if scientific(text) => return Err(Reason::Scientific),
                None => return Err(Reason::NotDigits),
            }
        }
        if read.count == 0 {
            return Err(Reason::NotDigits);
        }
        Ok(read)
    }

    /// The first `keep` digits.
    pub(super) fn head(self, keep: usize) -> u64 {
        self.value / power(self.count.saturating_sub(keep))
    }

    /// Without the first `drop` digits.
    pub(super) fn tail(self, drop: usize) -> Self {
        let count = self.count.saturating_sub(drop);
        Self {
            value: self.value % power(count),
            count,
            ..self
        }
    }
}

fn power(of: usize) -> u64 {
    u32::try_from(of).map_or(u64::MAX, |of| 10_u64.saturating_pow(of))
}

/// `7,9E+10`: what a spreadsheet shows of a number that is wider than its cell.
fn scientific(text: &str) -> bool {
    let Some((digits, exponent)) = text.split_once(['e', 'E']) else {
        return false;
    };
    let number =
        |t: &str, more: &[char]| t.chars().all(|c| c.is_ascii_digit() || more.contains(&c));
    digits.starts_with(|c: char| c.is_ascii_digit())
        && number(digits, &['.', ','])
        && exponent.ends_with(|c: char| c.is_ascii_digit())
        && number(exponent, &['+'])
}

/// Whether two numbers of `width` digits differ by one digit, or by two neighbours that changed places.
pub(super) fn one_slip(a: u64, b: u64, width: usize) -> bool {
    let digit = |n: u64, at: usize| n / power(at) % 10;
    let different: Vec<usize> = (0..width)
        .filter(|at| digit(a, *at) != digit(b, *at))
        .collect();
    match different.as_slice() {
        [_] => true,
        [low, high] => {
            high - low == 1
                && digit(a, *low) == digit(b, *high)
                && digit(a, *high) == digit(b, *low)
        }
        _ => false,
    }
}
