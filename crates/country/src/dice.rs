//! Chance that repeats: one `ChaCha` stream for each (seed, person, topic), with our own arithmetic
//! on top, so that a new version of `rand` can never change the country.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

/// What a stream is for. A person's card never changes because the portrait drew one number more.
#[derive(Clone, Copy)]
pub(crate) enum Topic {
    Core = 1,
    Name,
    Address,
    Card,
    Licence,
    Health,
    Passport,
    Face,
    Dress,
    CardDress,
    Foreigner,
    Business,
    Ridges,
    Touch,
}

pub(crate) struct Dice(ChaCha8Rng);

impl Dice {
    pub(crate) fn new(seed: u64, index: u32, topic: Topic) -> Self {
        let words = [seed, u64::from(index), topic as u64, 0x6469_6e68_6461_6e68];
        let mut key = [0_u8; 32];
        for (bytes, word) in key.chunks_exact_mut(8).zip(words) {
            bytes.copy_from_slice(&word.to_le_bytes());
        }
        Self(ChaCha8Rng::from_seed(key))
    }

    /// A number from 0 up to but without `end`.
    pub(crate) fn below(&mut self, end: u32) -> u32 {
        let wide = u64::from(self.0.next_u32()) * u64::from(end);
        u32::try_from(wide >> 32).unwrap_or(0)
    }

    /// True in `share` of 1000 throws.
    pub(crate) fn chance(&mut self, share: u32) -> bool {
        self.below(1000) < share
    }

    /// Evenly between the two, for drawing.
    pub(crate) fn between(&mut self, low: f32, high: f32) -> f32 {
        let step = u16::try_from(self.below(10_001)).unwrap_or(0);
        low + (high - low) * f32::from(step) / 10_000.0
    }

    #[expect(
        clippy::indexing_slicing,
        reason = "below(len) < len; every table is non-empty"
    )]
    pub(crate) fn pick<T: Copy>(&mut self, table: &[T]) -> T {
        table[self.below(u32::try_from(table.len()).unwrap_or(u32::MAX)) as usize]
    }

    /// The place in a table of weights.
    pub(crate) fn weighted(&mut self, weights: impl Iterator<Item = u32> + Clone) -> usize {
        let mut left = self.below(weights.clone().sum());
        for (place, weight) in weights.enumerate() {
            if left < weight {
                return place;
            }
            left -= weight;
        }
        0
    }
}
