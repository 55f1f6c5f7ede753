//! Telephone numbers that a file has had so far: a bit for each there can be, 125 MB when all are in use.

use domain::cleaning::Telephone;

/// Mobile numbers have nine digits after the 0.
const ALL: usize = 1_000_000_000;

pub(super) struct Seen(Vec<u64>);

impl Seen {
    /// None yet; the system gives memory as bits are set.
    pub(super) fn none() -> Self {
        Self(vec![0; ALL / 64])
    }

    /// Remembers a number; `false` where it was there already.
    pub(super) fn first(&mut self, phone: Telephone) -> bool {
        let place = phone.place() as usize;
        let Some(word) = self.0.get_mut(place / 64) else {
            return false;
        };
        let bit = 1 << (place % 64);
        let first = *word & bit == 0;
        *word |= bit;
        first
    }
}
