//! A person is a pure function of (seed, place in the country): whoever needs a neighbour works
//! him out again, so nothing has to be remembered and any part can run on any thread.

use domain::person::{BirthDate, Sex};
use jiff::civil::Date;

use crate::cast::{self, CAST_LEN, Spec};
use crate::dice::{Dice, Topic};
use crate::names::{self, Family};
use crate::places::{self, Address, PROVINCES, Province};
use crate::time::{age_on, day_between, plus_days, plus_years, ymd};
use crate::world::World;

pub(crate) struct Person {
    pub(crate) index: u32,
    pub(crate) number: String,
    pub(crate) full_name: String,
    pub(crate) sex: Sex,
    pub(crate) born: Date,
    pub(crate) known: Known,
    pub(crate) home: &'static Province,
    pub(crate) address: Address,
    pub(crate) old_number: Option<String>,
    /// Whether the population register knows the old number.
    pub(crate) old_linked: bool,
    pub(crate) guardian: Option<String>,
    pub(crate) died_on: Option<Date>,
    pub(crate) cast: Option<&'static Spec>,
}

/// How much of the date of birth the register knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Known {
    Year,
    Month,
    Day,
}

impl Person {
    pub(crate) fn birth_text(&self) -> String {
        match self.known {
            Known::Year => BirthDate::Year(self.born.year()),
            Known::Month => BirthDate::Month(self.born.year(), self.born.month()),
            Known::Day => BirthDate::Day(self.born),
        }
        .to_iso()
    }

    pub(crate) fn age(&self, world: &World) -> i16 {
        age_on(self.born, world.today)
    }
}

pub(crate) const fn other_sex(sex: Sex) -> Sex {
    match sex {
        Sex::Male => Sex::Female,
        Sex::Female => Sex::Male,
    }
}

/// What others may have to work out about somebody.
struct Core {
    sex: Sex,
    born: Date,
    home: &'static Province,
    lives_in: &'static Province,
    family: Family,
    died_on: Option<Date>,
    /// Sex and year as the number tells them (FMT-ID-5: one in a thousand was corrected later).
    told: (Sex, i16),
}

const ADULT: i16 = 14;

pub(crate) fn person(world: &World, index: u32) -> Person {
    if let Some(spec) = cast::spec(index) {
        return cast::person(world, index, spec);
    }
    let mut core = core(world, index);
    let mut address = None;
    let mut guardian = None;
    if age_on(core.born, world.today) < ADULT
        && let Some((place, parent)) = parent(world, index, core.born)
    {
        core.home = parent.lives_in;
        core.family = parent.family;
        address = Some(address_of(world, place, &parent));
        guardian = Some(number(world, place, &parent));
    }
    let mut dice = Dice::new(world.seed, index, Topic::Name);
    let year = core.born.year();
    let full_name = names::full_name(&mut dice, core.family, core.sex, year);
    let old_share = match year {
        ..1998 => 960,
        1998..2002 => 450,
        _ => 0,
    };
    Person {
        index,
        number: number(world, index, &core),
        full_name,
        sex: core.sex,
        born: core.born,
        known: match dice.below(1000) {
            ..60 if year < 1960 => Known::Year,
            60..75 if year < 1960 => Known::Month,
            ..2 => Known::Year,
            _ => Known::Day,
        },
        home: core.home,
        address: address.unwrap_or_else(|| address_of(world, index, &core)),
        old_number: dice
            .chance(old_share)
            .then(|| world.old_number(index, core.home)),
        old_linked: dice.chance(720),
        guardian,
        died_on: core.died_on,
        cast: None,
    }
}

/// The number of somebody near by, as a clerk who slips in the list would take it.
pub(crate) fn neighbours_number(world: &World, index: u32) -> Option<String> {
    let near = index.checked_sub(1).filter(|near| *near >= CAST_LEN)?;
    Some(person(world, near).number)
}

fn number(world: &World, index: u32, core: &Core) -> String {
    world.number(index, core.home, core.told.0, core.told.1)
}

fn address_of(world: &World, index: u32, core: &Core) -> Address {
    places::address(
        &mut Dice::new(world.seed, index, Topic::Address),
        core.lives_in,
    )
}

fn core(world: &World, index: u32) -> Core {
    let mut dice = Dice::new(world.seed, index, Topic::Core);
    let born = birth(world, index, &mut dice);
    let age = age_on(born, world.today);
    let men = match age {
        ..20 => 525,
        20..60 => 500,
        60..75 => 460,
        _ => 370,
    };
    let sex = if dice.chance(men) {
        Sex::Male
    } else {
        Sex::Female
    };
    let home = PROVINCES
        .get(dice.weighted(PROVINCES.iter().map(|province| province.weight)))
        .unwrap_or(&PROVINCES[0]);
    let family = names::family(&mut dice, home.code, home.region);
    let lives_in = places::residence(&mut dice, home);
    let died_on = death(world, &mut dice, born, age);
    let year = born.year();
    let told = match dice.below(2000) {
        0 => (other_sex(sex), year),
        1 if year > 1930 => (sex, year - world.blocks),
        _ => (sex, year),
    };
    Core {
        sex,
        born,
        home,
        lives_in,
        family,
        died_on,
        told,
    }
}

/// Shares of 10,000 by five years of age, after the census projections for the 2020s.
const PYRAMID: [u32; 20] = [
    740, 810, 820, 720, 660, 760, 860, 840, 740, 660, 580, 530, 460, 350, 220, 120, 75, 40, 12, 3,
];

fn birth(world: &World, index: u32, dice: &mut Dice) -> Date {
    let band = dice.weighted(PYRAMID.into_iter());
    let age = i16::try_from(band * 5).unwrap_or(0) + i16::try_from(dice.below(5)).unwrap_or(0);
    let last = plus_years(world.today, -age);
    let first = plus_days(plus_years(world.today, -age - 1), 1);
    let born = day_between(dice, first, last);
    // Many of the old were written down as born on 1 January.
    let born = if born.year() < 1965 && dice.chance(45) {
        ymd(born.year(), 1, 1)
    } else {
        born
    };
    ymd(
        year_of_block(world, index, born.year()),
        born.month(),
        born.day(),
    )
}

/// Past 999,000 people the serials come a second time; then each block keeps to its own birth
/// years, so that year and serial together never repeat.
fn year_of_block(world: &World, index: u32, year: i16) -> i16 {
    let over = (year - World::block(index)).rem_euclid(world.blocks);
    if over == 0 || year - over >= world.today.year() - 99 {
        year - over
    } else {
        year - over + world.blocks
    }
}

fn death(world: &World, dice: &mut Dice, born: Date, age: i16) -> Option<Date> {
    let share = match age {
        ..1 => 0,
        1..50 => 2,
        50..65 => 9,
        65..80 => 35,
        _ => 130,
    };
    let first = ymd(2016, 1, 1).max(plus_days(born, 30));
    dice.chance(share)
        .then(|| day_between(dice, first, plus_days(world.today, -1)))
}

/// The nearest person who could be mother or father, before the child if possible.
fn parent(world: &World, index: u32, born: Date) -> Option<(u32, Core)> {
    const WINDOW: u32 = 300;
    let before = (index.saturating_sub(WINDOW).max(CAST_LEN)..index).rev();
    let after = index + 1..world.population.min(index + WINDOW);
    before.chain(after).find_map(|place| {
        let core = core(world, place);
        let fits = (19..=42).contains(&age_on(core.born, born)) && core.died_on.is_none();
        fits.then_some((place, core))
    })
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::Plan;

    #[test]
    fn numbers_stay_unique_when_the_serials_come_round_again() {
        let today = ymd(2026, 6, 1);
        let plan = Plan {
            seed: 3,
            population: 4_900_000,
            today,
            portraits: false,
        };
        let world = World::new(&plan).unwrap();
        let mut seen = HashSet::new();
        for place in (CAST_LEN..999_000).step_by(331) {
            for round in 0..4 {
                let person = person(&world, place + round * 999_000);
                assert!(seen.insert(person.number), "place {place}, round {round}");
            }
        }
    }
}
