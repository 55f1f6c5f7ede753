//! What every part of the generator shares: the plan and the permutations behind the numbers.

use domain::person::Sex;
use jiff::civil::Date;

use crate::cast::CAST_LEN;
use crate::numbers::{FIRST_CAST_SERIAL, Scramble};
use crate::places::Province;
use crate::{CountryError, Plan, numbers};

pub const MIN_POPULATION: u32 = 50;
pub const MAX_POPULATION: u32 = 4_900_000;

/// Licence serials from here on are never given to anybody.
const UNUSED_LICENCE_SLOT: u32 = MAX_POPULATION * 2;

pub(crate) struct World {
    pub(crate) seed: u64,
    pub(crate) today: Date,
    pub(crate) population: u32,
    /// How often the serials of personal numbers run out; see `people::year_of_block`.
    pub(crate) blocks: i16,
    serials: Scramble,
    old: Scramble,
    licences: Scramble,
    social: Scramble,
    passports: Scramble,
    businesses: Scramble,
}

impl World {
    pub(crate) fn new(plan: &Plan) -> Result<Self, CountryError> {
        let Plan {
            seed,
            population,
            today,
            ..
        } = *plan;
        if population < MIN_POPULATION {
            return Err(CountryError::TooFewPeople {
                least: MIN_POPULATION,
                asked: population,
            });
        }
        if population > MAX_POPULATION {
            return Err(CountryError::TooManyPeople {
                most: MAX_POPULATION,
                asked: population,
            });
        }
        if !(2022..=2035).contains(&today.year()) {
            return Err(CountryError::OutsideCalendar { asked: today });
        }
        let blocks = (population - CAST_LEN).div_ceil(FIRST_CAST_SERIAL);
        Ok(Self {
            seed,
            today,
            population,
            blocks: i16::try_from(blocks).unwrap_or(1),
            serials: Scramble::new(seed, 1, FIRST_CAST_SERIAL),
            old: Scramble::new(seed, 2, 10_000_000),
            licences: Scramble::new(seed, 3, 10_000_000),
            social: Scramble::new(seed, 4, 100_000_000),
            passports: Scramble::new(seed, 5, 10_000_000),
            businesses: Scramble::new(seed, 6, 10_000_000),
        })
    }

    /// The 12-digit number of the person at `index`, saying `year` and `sex`.
    pub(crate) fn number(&self, index: u32, home: &Province, sex: Sex, year: i16) -> String {
        let serial = match index.checked_sub(CAST_LEN) {
            None => FIRST_CAST_SERIAL + index,
            Some(place) => self.serials.at(place % FIRST_CAST_SERIAL),
        };
        numbers::personal(home.code, sex, year, serial)
    }

    pub(crate) fn block(index: u32) -> i16 {
        i16::try_from(index.saturating_sub(CAST_LEN) / FIRST_CAST_SERIAL).unwrap_or(0)
    }

    pub(crate) fn old_number(&self, index: u32, home: &Province) -> String {
        format!("{}{:07}", home.old_prefix, self.old.at(index))
    }

    /// Seven digits of the person's first (0) or second (1) licence.
    pub(crate) fn licence_serial(&self, index: u32, which: u32) -> u32 {
        self.licences.at(index * 2 + which)
    }

    pub(crate) fn unused_licence_serial(&self) -> u32 {
        self.licences.at(UNUSED_LICENCE_SLOT)
    }

    /// FMT-BH-1: the 10-digit social insurance number.
    pub(crate) fn social_number(&self, index: u32, home: &Province) -> String {
        format!(
            "{}{:08}",
            home.code.get(1..).unwrap_or("00"),
            self.social.at(index)
        )
    }

    pub(crate) fn passport_serial(&self, index: u32) -> u32 {
        self.passports.at(index)
    }

    pub(crate) fn business_serial(&self, index: u32) -> u32 {
        self.businesses.at(index)
    }
}
