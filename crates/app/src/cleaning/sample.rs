//! Rows drawn at random from the results, so many of each verdict, for officers to look at.

use std::fs::File;
use std::io::{BufReader, Error, ErrorKind};

use csv::StringRecord;
use domain::cleaning::batch::SAMPLED;
use domain::cleaning::{People, Stated, StatedNumber, Subscriber, resolve};
use domain::ids::{ClientId, SubscriberBatchId};
use store::cleaning::sample::Drawn;

use super::error::FileError;
use super::folder::{CLEANED, Folder};
use super::index::Index;
use super::open::Layout;

/// What is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Draw {
    /// Rows of each verdict, at most.
    pub each: usize,
    /// What the draw follows from: the same file and seed give the same rows.
    pub seed: u64,
    /// For which batch.
    pub batch: SubscriberBatchId,
    /// Of which telecom.
    pub client: ClientId,
}

/// Chance that follows from a seed: `splitmix64` (Steele, Lea, Flood 2014).
struct Chance(u64);

impl Chance {
    /// A number below `end`, which is not 0.
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^= mixed >> 31;
        u64::try_from((u128::from(mixed) * u128::from(end)) >> 64).unwrap_or(0)
    }
}

/// Some rows of one verdict, each as likely as any other (reservoir sampling).
#[derive(Default)]
struct Drawer {
    seen: u64,
    rows: Vec<StringRecord>,
}

impl Drawer {
    fn offer(&mut self, row: &StringRecord, each: usize, chance: &mut Chance) {
        self.seen += 1;
        let place = usize::try_from(chance.below(self.seen)).unwrap_or(usize::MAX);
        if self.rows.len() < each {
            self.rows.push(row.clone());
        } else if let Some(kept) = self.rows.get_mut(place) {
            kept.clone_from(row);
        }
    }
}

impl Draw {
    /// Draws from the cleaned rows while they are still called `.part`.
    pub(super) fn from(
        self,
        folder: &Folder,
        layout: &Layout,
        index: &Index,
    ) -> Result<Vec<Drawn>, FileError> {
        let path = folder.part(CLEANED);
        let file = File::open(&path).map_err(FileError::Read)?;
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(layout.delimiter)
            .from_reader(BufReader::with_capacity(1 << 20, file));
        let mut drawers: [Drawer; SAMPLED.len()] = Default::default();
        let mut chance = Chance(self.seed);
        let mut row = StringRecord::new();
        let broken = |error: csv::Error| FileError::Read(Error::new(ErrorKind::InvalidData, error));
        while reader.read_record(&mut row).map_err(broken)? {
            let verdict = row.get(layout.places.width).unwrap_or_default();
            let of = SAMPLED.iter().position(|sampled| *sampled == verdict);
            if let Some(drawer) = of.and_then(|place| drawers.get_mut(place)) {
                drawer.offer(&row, self.each, &mut chance);
            }
        }
        let rows = drawers.iter().flat_map(|drawer| &drawer.rows);
        Ok(rows.map(|row| drawn(row, layout, index)).collect())
    }
}

fn drawn(row: &StringRecord, layout: &Layout, index: &Index) -> Drawn {
    let field = |place: usize| row.get(place).unwrap_or_default();
    let places = &layout.places;
    let stated = Stated {
        phone: field(places.phone),
        number: field(places.number),
        name: field(places.name),
        birth: field(places.birth),
        sex: places.sex.map_or("", field),
    };
    Drawn {
        verdict: field(places.width).to_owned(),
        why: field(places.width + 1).to_owned(),
        person: meant(&stated, index).map(|number| format!("{number:012}")),
        stated: [
            stated.phone,
            stated.number,
            stated.name,
            stated.birth,
            stated.sex,
        ]
        .map(str::to_owned),
    }
}

/// Whom the verdict speaks of: who was found, or whom the stated number leads to.
fn meant(stated: &Stated<'_>, index: &Index) -> Option<u64> {
    let row = Subscriber::read(stated).ok()?;
    if let (_, Some(held)) = resolve(&row, index) {
        return Some(held.number);
    }
    match row.number? {
        StatedNumber::Twelve { number, .. } => index.by_number(number).map(|held| held.number),
        StatedNumber::Old { number, .. } => match index.by_old(number).as_slice() {
            [held] => Some(held.number),
            _ => None,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_row_is_as_likely_as_any_other() {
        let rows: Vec<_> = (0..10_u32)
            .map(|n| StringRecord::from(vec![n.to_string()]))
            .collect();
        let mut hits = [0_u32; 10];
        for seed in 0..2_000 {
            let (mut drawer, mut chance) = (Drawer::default(), Chance(seed));
            for row in &rows {
                drawer.offer(row, 3, &mut chance);
            }
            assert_eq!(drawer.rows.len(), 3);
            for row in &drawer.rows {
                hits[row[0].parse::<usize>().unwrap()] += 1;
            }
        }
        // 600 are expected of each, with a standard deviation of 20.5.
        assert!(hits.iter().all(|hit| (500..700).contains(hit)), "{hits:?}");
    }

    #[test]
    fn fewer_rows_are_all_drawn() {
        let (mut drawer, mut chance) = (Drawer::default(), Chance(1));
        for text in ["a", "b"] {
            drawer.offer(&StringRecord::from(vec![text]), 5, &mut chance);
        }
        assert_eq!(drawer.rows.len(), 2);
    }
}
