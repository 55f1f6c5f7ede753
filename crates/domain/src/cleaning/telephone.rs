//! Mobile numbers of Viet Nam as telecoms' files write them (FMT-TEL-1), in one normal form.

use super::Reason;
use super::digits::Digits;

/// A mobile number: the nine digits after the 0.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Telephone(u32);

crate::redacted_debug!(Telephone);

/// Network codes of eleven-digit numbers and what became of them from 15 September 2018 on (plan of the Ministry of
/// Information and Communications, decision 798/QĐ-BTTTT of 25 May 2018), without the 0.
const CONVERTED: [(u64, u32); 21] = [
    (120, 70),
    (121, 79),
    (122, 77),
    (123, 83),
    (124, 84),
    (125, 85),
    (126, 76),
    (127, 81),
    (128, 78),
    (129, 82),
    (162, 32),
    (163, 33),
    (164, 34),
    (165, 35),
    (166, 36),
    (167, 37),
    (168, 38),
    (169, 39),
    (186, 56),
    (188, 58),
    (199, 59),
];

impl Telephone {
    /// Reads `0912 345 678`, `+84 912…`, `84912…`, `0084912…`, `912…` (the zero lost in a spreadsheet), and the
    /// numbers of eleven digits from before 2018.
    pub fn parse(text: &str) -> Result<Self, Reason> {
        let bare = text.trim().trim_start_matches('\'').trim_start();
        let bare = bare.strip_prefix('(').unwrap_or(bare);
        let abroad = bare.strip_prefix('+');
        let digits = Digits::read(abroad.unwrap_or(bare))?;
        let inner = match (digits.count, digits.head(1), digits.head(2)) {
            (11 | 12, _, 84) => digits.tail(2),
            (13 | 14, 0, _) if digits.head(4) == 84 => digits.tail(4),
            _ if abroad.is_some() => return Err(Reason::NotMobile),
            (10 | 11, 0, _) => digits.tail(1),
            (9 | 10, 1.., _) => digits,
            _ => return Err(Reason::Length),
        };
        let number = match inner.count {
            9 if matches!(inner.head(1), 3 | 5 | 7 | 8 | 9) => Some(inner.value),
            10 => {
                let old = inner.head(3);
                let new = CONVERTED.iter().find(|(from, _)| *from == old);
                new.map(|(_, to)| u64::from(*to) * 10_000_000 + inner.tail(3).value)
            }
            _ => None,
        };
        let number = number.ok_or(Reason::NotMobile)?;
        u32::try_from(number).map(Self).map_err(|_| Reason::Length)
    }

    /// The nine digits as a number: its place among all, below 10^9.
    pub const fn place(self) -> u32 {
        self.0
    }

    /// `0912345678`.
    pub fn national(self) -> String {
        format!("0{:09}", self.0)
    }
}
