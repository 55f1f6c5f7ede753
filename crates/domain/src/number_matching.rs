//! Number matching: the computer shows a number, the phone shows three, and the person picks the one that
//! he sees. Who approves without looking at the computer is wrong two times out of three.

use serde::{Deserialize, Serialize};

/// How many numbers there are: those with two digits.
const ALL: u64 = 90;

/// A number and the choice that it stands in.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Matching {
    /// Shown by the computer.
    pub number: u8,
    /// Shown by the phone, in this order.
    pub choices: [u8; 3],
}

crate::redacted_debug!(Matching);

impl Matching {
    /// Out of random bits; every number, choice and order is as likely as any other, to one in 10¹³.
    pub fn draw(random: [u8; 8]) -> Self {
        let mut rest = u64::from_le_bytes(random);
        let mut take = |of: u64| {
            let taken = rest % of;
            rest /= of;
            taken
        };
        let first = take(ALL);
        // So many steps on, around: never the number itself, never the same twice.
        let step = 1 + take(ALL - 1);
        let other = 1 + take(ALL - 2);
        let other = other + u64::from(other >= step);
        let place = |steps: u64| u8::try_from(10 + (first + steps) % ALL).unwrap_or(10);
        let choices = [place(0), place(step), place(other)];
        let [a, b, c] = choices;
        let number = match take(3) {
            0 => a,
            1 => b,
            _ => c,
        };
        Self { number, choices }
    }

    /// Whether it is the one that the computer shows.
    pub const fn fits(&self, picked: u8) -> bool {
        self.number == picked
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn three_numbers_of_two_digits_and_one_of_them_fits(random in any::<[u8; 8]>()) {
            let drawn = Matching::draw(random);
            let [a, b, c] = drawn.choices;
            prop_assert!(a != b && b != c && a != c);
            for number in drawn.choices {
                prop_assert!((10..100).contains(&number));
            }
            prop_assert_eq!(drawn.choices.iter().filter(|n| drawn.fits(**n)).count(), 1);
        }
    }

    #[test]
    fn the_number_stands_in_each_place() {
        let places: std::collections::BTreeSet<usize> = (0..64_u64)
            .map(|n| Matching::draw(n.wrapping_mul(0x9E37_79B9_7F4A_7C15).to_le_bytes()))
            .filter_map(|drawn| drawn.choices.iter().position(|n| drawn.fits(*n)))
            .collect();
        assert_eq!(places.len(), 3);
    }
}
