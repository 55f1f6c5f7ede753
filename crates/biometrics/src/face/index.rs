//! One face against very many: who of those on record looks like this one. Every template is read once in a coarse
//! form of a byte a number, as fast as memory gives them; what may be near enough is scored exactly. What comes out
//! is exactly what comparing with every single one would give.
//!
//! Searching among all people is another thing than checking one, in law and in error: at a false-match rate of one in
//! ten thousand a search among a million finds a hundred strangers. It exists only to warn of people enrolled twice,
//! behind a permission and an audit entry of its own, and an officer settles each warning; no endpoint offers it.

use std::num::NonZeroUsize;

use zeroize::Zeroizing;

use super::template::dot;
use super::{EngineError, FaceTemplate, Identity};

/// Templates of a block: a block is allocated once, so that no copies are left behind by growing.
const BLOCK: usize = 4096;
/// Numbers are summed in groups of so many: what the processor multiplies and adds at once.
const LANES: usize = 32;
/// What rounding in sums of a few hundred products can make of a coarse score.
const ROUNDING: f32 = 1e-4;

/// Templates of one engine in memory, by a number that only the caller understands.
#[derive(Debug)]
pub struct Index {
    engine: Identity,
    width: NonZeroUsize,
    blocks: Vec<Block>,
}

/// One of those on record.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Hit {
    /// The caller's number.
    pub key: u64,
    /// How alike, as [`super::FaceEngine::similarity`] tells it.
    pub score: f32,
}

struct Block {
    keys: Vec<u64>,
    scales: Vec<f32>,
    coarse: Zeroizing<Vec<i8>>,
    exact: Zeroizing<Vec<f32>>,
    /// The largest error of a coarse form in this block, as a length.
    error: f32,
}

impl std::fmt::Debug for Block {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Block({} ‹private›)", self.keys.len())
    }
}

impl Block {
    fn new(width: usize) -> Self {
        Self {
            keys: Vec::with_capacity(BLOCK),
            scales: Vec::with_capacity(BLOCK),
            coarse: Zeroizing::new(Vec::with_capacity(BLOCK * width)),
            exact: Zeroizing::new(Vec::with_capacity(BLOCK * width)),
            error: 0.0,
        }
    }

    fn push(&mut self, key: u64, unit: &[f32]) {
        let coarse = Coarse::of(unit, 127.0);
        self.error = self.error.max(coarse.error);
        self.keys.push(key);
        self.scales.push(coarse.scale);
        let bytes = coarse.numbers.iter().map(|n| i8::try_from(*n));
        self.coarse.extend(bytes.map(Result::unwrap_or_default));
        self.exact.extend(unit);
    }

    /// Everything in the block whose exact score is at least `from`.
    fn search(&self, probe: &Probe<'_>, from: f32, hits: &mut Vec<Hit>) {
        let width = probe.unit.len();
        let worth = from - probe.error(self.error);
        let rows = self.coarse.chunks_exact(width).zip(&self.scales);
        for (at, (row, scale)) in rows.enumerate() {
            if coarse_score(&probe.coarse.numbers, row) * scale * probe.coarse.scale < worth {
                continue;
            }
            let exact = self.exact.chunks_exact(width).nth(at);
            let (Some(exact), Some(key)) = (exact, self.keys.get(at)) else {
                continue;
            };
            let score = dot(probe.unit, exact);
            if score >= from {
                hits.push(Hit { key: *key, score });
            }
        }
    }
}

/// Numbers as small whole ones, times a scale.
struct Coarse {
    numbers: Zeroizing<Vec<i16>>,
    scale: f32,
    /// How far the coarse form is from the exact one, as a length.
    error: f32,
}

impl Coarse {
    fn of(unit: &[f32], most: f32) -> Self {
        let largest = unit.iter().fold(0.0_f32, |most, n| most.max(n.abs()));
        let scale = largest.max(f32::MIN_POSITIVE) / most;
        let mut error = 0.0_f32;
        let mut numbers = Zeroizing::new(Vec::with_capacity(unit.len()));
        for number in unit {
            let whole = super::geometry::rounded(number / scale, -i16::MAX, i16::MAX);
            error += (number - f32::from(whole) * scale).powi(2);
            numbers.push(whole);
        }
        Self {
            numbers,
            scale,
            error: error.sqrt(),
        }
    }
}

/// The face that is looked for.
struct Probe<'a> {
    unit: &'a [f32],
    coarse: Coarse,
}

impl Probe<'_> {
    /// How far a coarse score may be from the exact one: |p·t − p'·t'| ≤ |p|·|t − t'| + |p − p'|·|t'|, where p and
    /// t are one long and t' at most 1 + |t − t'|.
    fn error(&self, of_block: f32) -> f32 {
        of_block + self.coarse.error * (1.0 + of_block) + ROUNDING
    }
}

/// The most that a number of the probe is: as many products of it with 127 as a template may have numbers stay
/// within 32 bits.
const PROBE: f32 = 4_095.0;

/// Sum of products in whole numbers, so laid out that the compiler makes one instruction of eight products.
fn coarse_score(probe: &[i16], row: &[i8]) -> f32 {
    let (probe, probe_rest) = probe.as_chunks::<LANES>();
    let (row, row_rest) = row.as_chunks::<LANES>();
    let mut sum = 0_i32;
    for (probe, row) in probe.iter().zip(row) {
        let products = probe.iter().zip(row).map(product);
        sum += products.sum::<i32>();
    }
    sum += probe_rest.iter().zip(row_rest).map(product).sum::<i32>();
    #[expect(
        clippy::cast_precision_loss,
        reason = "a coarse score; what is lost is within ROUNDING"
    )]
    let score = sum as f32;
    score
}

fn product((a, b): (&i16, &i8)) -> i32 {
    i32::from(*a) * i32::from(*b)
}

impl Index {
    /// An empty index for templates of this engine, of so many numbers each.
    pub const fn new(engine: Identity, width: NonZeroUsize) -> Self {
        Self {
            engine,
            width,
            blocks: Vec::new(),
        }
    }

    /// How many templates it holds.
    pub fn len(&self) -> usize {
        self.blocks.iter().map(|block| block.keys.len()).sum()
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Adds a template. The same key may stand for several templates of one person.
    pub fn insert(&mut self, key: u64, template: &FaceTemplate) -> Result<(), EngineError> {
        let unit = self.fitting(template)?;
        // What was taken out leaves room in any block.
        if let Some(block) = self.blocks.iter_mut().find(|b| b.keys.len() < BLOCK) {
            block.push(key, unit);
        } else {
            let mut block = Block::new(self.width.get());
            block.push(key, unit);
            self.blocks.push(block);
        }
        Ok(())
    }

    /// Takes all templates of a key out; says whether there were any.
    pub fn remove(&mut self, key: u64) -> bool {
        let before = self.len();
        let width = self.width.get();
        for block in &mut self.blocks {
            if !block.keys.contains(&key) {
                continue;
            }
            let mut kept = Block::new(width);
            for (other, unit) in block.keys.iter().zip(block.exact.chunks_exact(width)) {
                if *other != key {
                    kept.push(*other, unit);
                }
            }
            *block = kept;
        }
        self.blocks.retain(|block| !block.keys.is_empty());
        before != self.len()
    }

    /// Those at least as alike as `from`, the most alike first, `limit` of them at most. Runs on the caller's thread.
    pub fn search(
        &self,
        probe: &FaceTemplate,
        limit: usize,
        from: f32,
    ) -> Result<Vec<Hit>, EngineError> {
        let unit = self.fitting(probe)?;
        let probe = Probe {
            unit,
            coarse: Coarse::of(unit, PROBE),
        };
        let mut hits = Vec::new();
        for block in &self.blocks {
            block.search(&probe, from, &mut hits);
        }
        hits.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.key.cmp(&b.key)));
        hits.truncate(limit);
        Ok(hits)
    }

    fn fitting<'a>(&self, template: &'a FaceTemplate) -> Result<&'a [f32], EngineError> {
        let unit = template.unit();
        if template.engine() == &self.engine && unit.len() == self.width.get() {
            Ok(unit)
        } else {
            Err(EngineError::OtherEngine)
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn engine() -> Identity {
        Identity {
            id: "test".to_owned(),
            version: "1".to_owned(),
            digest: "d".repeat(64),
        }
    }

    fn index(width: usize) -> Index {
        Index::new(engine(), NonZeroUsize::new(width).unwrap())
    }

    fn template(numbers: Vec<f32>) -> FaceTemplate {
        FaceTemplate::new(engine(), numbers).unwrap()
    }

    /// Numbers that look random and are always the same.
    fn noise(seed: u64, width: usize) -> Vec<f32> {
        let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
        let mut next = || {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            f32::from(u16::try_from(state >> 48).unwrap()) / 32768.0 - 1.0
        };
        (0..width).map(|_| next()).collect()
    }

    fn every_one(all: &[FaceTemplate], probe: &FaceTemplate, limit: usize, from: f32) -> Vec<Hit> {
        let mut hits: Vec<Hit> = (0..)
            .zip(all)
            .map(|(key, one)| Hit {
                key,
                score: one.cosine(probe).unwrap(),
            })
            .filter(|hit| hit.score >= from)
            .collect();
        hits.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.key.cmp(&b.key)));
        hits.truncate(limit);
        hits
    }

    #[test]
    fn a_search_finds_what_comparing_with_every_one_finds() {
        for width in [3, 32, 100, 512] {
            let all: Vec<_> = (1..=5000)
                .map(|seed| template(noise(seed, width)))
                .collect();
            let mut index = index(width);
            for (key, one) in (0..).zip(&all) {
                index.insert(key, one).unwrap();
            }
            assert_eq!(index.len(), 5000);
            for (seed, limit, from) in [(7, 10, 0.1), (5001, 3, -1.0), (9000, 9000, 0.05)] {
                let probe = template(noise(seed, width));
                let want = every_one(&all, &probe, limit, from);
                assert_eq!(
                    index.search(&probe, limit, from),
                    Ok(want),
                    "{width} {seed}"
                );
            }
        }
    }

    #[test]
    fn what_was_taken_out_is_not_found() {
        let mut index = index(64);
        for key in 0..10 {
            index
                .insert(key / 2, &template(noise(key + 1, 64)))
                .unwrap();
        }
        let probe = template(noise(5, 64));
        assert_eq!(index.search(&probe, 1, 0.9).unwrap()[0].key, 2);
        assert!(index.remove(2));
        assert!(!index.remove(2));
        assert_eq!(index.len(), 8);
        assert_eq!(index.search(&probe, 1, 0.9), Ok(Vec::new()));
        assert_eq!(index.search(&probe, 99, -1.0).unwrap().len(), 8);
    }

    #[test]
    fn templates_of_other_engines_stay_out() {
        let mut index = index(2);
        index.insert(1, &template(vec![1.0, 2.0])).unwrap();
        let mut other = engine();
        other.digest = "e".repeat(64);
        let other = FaceTemplate::new(other, vec![1.0, 2.0]).unwrap();
        let longer = template(vec![1.0, 2.0, 3.0]);
        for foreign in [&other, &longer] {
            assert_eq!(index.insert(2, foreign), Err(EngineError::OtherEngine));
            assert_eq!(index.search(foreign, 1, 0.0), Err(EngineError::OtherEngine));
        }
        let empty = super::tests::index(3);
        assert!(empty.is_empty());
        assert_eq!(empty.search(&longer, 5, -1.0), Ok(Vec::new()));
    }

    #[test]
    fn room_that_was_left_is_used_again() {
        let mut index = index(3);
        let count = u64::try_from(2 * BLOCK).unwrap();
        for key in 0..count {
            index.insert(key, &template(noise(key + 1, 3))).unwrap();
        }
        for key in (0..20).chain(count - 20..count) {
            assert!(index.remove(key));
        }
        for key in 0..40 {
            index.insert(key, &template(noise(key + 1, 3))).unwrap();
        }
        assert_eq!((index.blocks.len(), index.len()), (2, 2 * BLOCK));
    }

    #[test]
    fn a_block_that_is_empty_is_given_back() {
        let mut index = index(3);
        index.insert(1, &template(noise(1, 3))).unwrap();
        assert!(index.remove(1));
        assert!(index.blocks.is_empty() && index.is_empty());
    }

    proptest! {
        #[test]
        fn a_coarse_score_is_within_its_bound(
            a in prop::collection::vec(-1.0_f32..1.0, 512), b in prop::collection::vec(-1.0_f32..1.0, 512),
            spike in 0_usize..512, height in 0.0_f32..100.0,
        ) {
            let mut b = b;
            b[spike] += height;
            let (a, b) = (template(a), template(b));
            let probe = Probe { unit: a.unit(), coarse: Coarse::of(a.unit(), PROBE) };
            let row = Coarse::of(b.unit(), 127.0);
            let bytes: Vec<i8> = row.numbers.iter().map(|n| i8::try_from(*n).unwrap()).collect();
            let score = coarse_score(&probe.coarse.numbers, &bytes) * row.scale * probe.coarse.scale;
            let exact = dot(a.unit(), b.unit());
            prop_assert!((score - exact).abs() <= probe.error(row.error), "{score} {exact}");
        }
    }
}
