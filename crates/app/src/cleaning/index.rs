//! The population register in memory, for look-ups by number, old number, and name with date of birth.
//!
//! Bytes of a person: 8 the number, 4 date of birth, sex and state, 4 the name's place, 8 the entry by name, 8 the entry
//! by old number where there is one; and the names, each once.

use domain::cleaning::{Held, Name, People};
use domain::person::{BirthDate, Sex};
use jiff::civil::Date;

use super::names::{Gather, Names, key};

/// A person as the register tells him.
pub(super) struct Told<'a> {
    pub(super) number: u64,
    pub(super) old: Option<u32>,
    pub(super) name: &'a str,
    pub(super) birth: BirthDate,
    pub(super) sex: Sex,
    pub(super) dead: bool,
    pub(super) level_two: bool,
}

/// The register in the order of its numbers.
#[derive(Default)]
pub(super) struct Index {
    numbers: Vec<u64>,
    facts: Vec<u32>,
    names: Vec<u32>,
    /// Old number and place, sorted.
    old: Vec<(u32, u32)>,
    /// Key of name and date of birth, and place, sorted.
    by_name: Vec<(u32, u32)>,
    book: Names,
}

const FEMALE: u32 = 1;
const DEAD: u32 = 2;
const LEVEL_TWO: u32 = 4;

/// Year, month and day, 0 where unknown, above the three bits of sex and state.
fn pack(birth: BirthDate) -> u32 {
    let (month, day) = match birth {
        BirthDate::Year(_) => (0, 0),
        BirthDate::Month(_, month) => (month, 0),
        BirthDate::Day(date) => (date.month(), date.day()),
    };
    let year = u32::from(birth.year().unsigned_abs());
    let (month, day) = (
        u32::from(month.unsigned_abs()),
        u32::from(day.unsigned_abs()),
    );
    (year << 12) | (month << 8) | (day << 3)
}

fn unpack(facts: u32) -> BirthDate {
    let year = i16::try_from(facts >> 12).unwrap_or(0);
    let month = i8::try_from((facts >> 8) & 15).unwrap_or(0);
    let day = i8::try_from((facts >> 3) & 31).unwrap_or(0);
    match (month, Date::new(year, month, day)) {
        (_, Ok(date)) => BirthDate::Day(date),
        (0, Err(_)) => BirthDate::Year(year),
        (_, Err(_)) => BirthDate::Month(year, month),
    }
}

/// Half of the digest: what it finds too much is judged anyway.
fn name_key(name: u64, birth: u32) -> u32 {
    let mixed = (name ^ u64::from(birth >> 3)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    u32::try_from(mixed >> 32).unwrap_or(0)
}

/// A register in the making; people come in the order of their numbers.
#[derive(Default)]
pub(super) struct Builder {
    index: Index,
    gather: Gather,
}

impl Builder {
    /// Takes a person; `false` when there is no room for more.
    pub(super) fn add(&mut self, told: &Told<'_>) -> bool {
        let (Ok(place), Some(name)) = (
            u32::try_from(self.index.numbers.len()),
            self.gather.name(told.name),
        ) else {
            return false;
        };
        let bit = |is: bool, bit: u32| if is { bit } else { 0 };
        let facts = pack(told.birth)
            | bit(told.sex == Sex::Female, FEMALE)
            | bit(told.dead, DEAD)
            | bit(told.level_two, LEVEL_TWO);
        self.index.numbers.push(told.number);
        self.index.facts.push(facts);
        self.index.names.push(name);
        self.index.old.extend(told.old.map(|old| (old, place)));
        let key = name_key(self.gather.key(name), facts);
        self.index.by_name.push((key, place));
        true
    }

    /// How many people.
    pub(super) fn people(&self) -> usize {
        self.index.numbers.len()
    }

    /// Sorts what is looked up.
    pub(super) fn build(self) -> Index {
        let mut index = self.index;
        index.old.sort_unstable();
        index.by_name.sort_unstable();
        index.numbers.shrink_to_fit();
        index.facts.shrink_to_fit();
        index.names.shrink_to_fit();
        index.old.shrink_to_fit();
        index.by_name.shrink_to_fit();
        index.book = self.gather.done();
        index
    }
}

impl Index {
    /// How many people.
    pub(super) fn people(&self) -> usize {
        self.numbers.len()
    }

    /// Bytes in memory.
    pub(super) fn bytes(&self) -> usize {
        self.numbers.len() * 16 + (self.old.len() + self.by_name.len()) * 8 + self.book.bytes()
    }

    /// The name of a person as held.
    pub(super) fn name(&self, place: usize) -> String {
        let name = self.names.get(place).copied();
        name.map_or_else(String::new, |name| self.book.held(name))
    }

    /// Whether a person has an account of level 2.
    pub(super) fn level_two(&self, place: usize) -> bool {
        self.facts.get(place).is_some_and(|f| f & LEVEL_TWO != 0)
    }

    fn person(&self, place: usize, old: Option<u32>) -> Option<Held<'_>> {
        let facts = *self.facts.get(place)?;
        Some(Held {
            place,
            number: *self.numbers.get(place)?,
            old,
            words: self.book.lower(*self.names.get(place)?),
            birth: unpack(facts),
            sex: if facts & FEMALE == 0 {
                Sex::Male
            } else {
                Sex::Female
            },
            dead: facts & DEAD != 0,
        })
    }
}

/// The places that stand under a key.
fn under(sorted: &[(u32, u32)], key: u32) -> impl Iterator<Item = usize> {
    let start = sorted.partition_point(|(known, _)| *known < key);
    let rest = sorted.get(start..).unwrap_or_default();
    rest.iter()
        .take_while(move |(known, _)| *known == key)
        .map(|(_, place)| *place as usize)
}

impl People for Index {
    fn by_number(&self, number: u64) -> Option<Held<'_>> {
        let place = self.numbers.binary_search(&number).ok()?;
        self.person(place, None)
    }

    fn by_old(&self, old: u32) -> Vec<Held<'_>> {
        under(&self.old, old)
            .filter_map(|place| self.person(place, Some(old)))
            .collect()
    }

    fn by_name(&self, name: &Name, birth: BirthDate) -> Vec<Held<'_>> {
        let key = name_key(key(name), pack(birth));
        under(&self.by_name, key)
            .filter_map(|place| self.person(place, None))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(
        number: u64,
        old: Option<u32>,
        name: &str,
        birth: &str,
    ) -> (u64, Option<u32>, String, BirthDate) {
        (
            number,
            old,
            name.to_owned(),
            BirthDate::parse(birth).unwrap(),
        )
    }

    #[test]
    fn everybody_is_found_as_told() {
        let all = [
            told(1, Some(7), "Nguyễn Thị Ánh", "1990-02-03"),
            told(2, None, "H' Hen Niê", "1985"),
            told(3, Some(7), "NGUYỄN THỊ ÁNH", "1990-02"),
            told(400, None, "Ánh Nguyễn Thị", "1990-02-03"),
        ];
        let mut builder = Builder::default();
        for (number, old, name, birth) in &all {
            let told = Told {
                number: *number,
                old: *old,
                name,
                birth: *birth,
                sex: Sex::Female,
                dead: *number == 2,
                level_two: *number == 3,
            };
            assert!(builder.add(&told));
        }
        let index = builder.build();
        for (place, (number, _, name, birth)) in all.iter().enumerate() {
            let held = index.by_number(*number).unwrap();
            let words: Vec<_> = Name::parse(name)
                .unwrap()
                .words()
                .map(str::to_owned)
                .collect();
            assert!(held.words == words && held.birth == *birth && held.place == place);
            assert_eq!((index.name(place), held.dead), (name.clone(), *number == 2));
            assert_eq!(index.level_two(place), *number == 3);
        }
        assert!(index.by_number(5).is_none());
        let places = |held: Vec<Held<'_>>| held.iter().map(|h| h.place).collect::<Vec<_>>();
        assert_eq!(places(index.by_old(7)), [0, 2]);
        assert_eq!(places(index.by_old(8)), [] as [usize; 0]);
        let name = Name::parse("thi anh nguyen").unwrap();
        let birth = BirthDate::parse("1990-02-03").unwrap();
        assert_eq!(places(index.by_name(&name, birth)), [0, 3]);
    }
}
