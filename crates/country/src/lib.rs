//! A synthetic country: registers full of plausible people who do not exist.
//!
//! [`generate`] writes the CSV files that `dinhdanh registers import` reads (their columns stand in
//! `domain::registers`) and one drawn portrait per person. The same plan gives the same bytes, on any
//! number of threads; memory does not grow with the population.

mod businesses;
mod cards;
mod cast;
mod dice;
mod foreigners;
mod holidays;
mod licences;
mod names;
mod numbers;
mod papers;
mod people;
pub mod pictures;
mod places;
mod portrait;
pub mod prints;
mod rows;
mod time;
mod units;
mod world;
mod write;

use std::path::PathBuf;

use jiff::civil::Date;

pub use cast::{CardFacts, CastMember, Expected, LicenceTry, PassportFacts};
pub use foreigners::ForeignCast;
pub use world::{MAX_POPULATION, MIN_POPULATION};
pub use write::{Progress, Summary, generate};

/// What decides every byte.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Plan {
    pub seed: u64,
    /// From [`MIN_POPULATION`] to [`MAX_POPULATION`], the cast included.
    pub population: u32,
    /// Ages and terms are counted from here; the calendar covers 2022 to 2035.
    pub today: Date,
    /// Without portraits their columns stay empty.
    pub portraits: bool,
}

#[derive(Debug, thiserror::Error)]
pub enum CountryError {
    #[error("a country needs at least {least} people, asked for {asked}")]
    TooFewPeople { least: u32, asked: u32 },
    #[error("numbers suffice for {most} people, asked for {asked}")]
    TooManyPeople { most: u32, asked: u32 },
    #[error("the calendar covers 2022 to 2035, asked for {asked}")]
    OutsideCalendar { asked: Date },
    #[error("cannot write {path}: {source}")]
    Write {
        path: PathBuf,
        source: std::io::Error,
    },
    #[error("cannot draw a portrait: {0}")]
    Draw(String),
}

/// The foreigners of the cast, without writing anything.
pub fn foreigners(plan: &Plan) -> Result<Vec<ForeignCast>, CountryError> {
    Ok(foreigners::cast(&world::World::new(plan)?))
}

/// The cast of a plan, without writing anything.
pub fn cast(plan: &Plan) -> Result<Vec<CastMember>, CountryError> {
    Ok(cast::members(&world::World::new(plan)?))
}
