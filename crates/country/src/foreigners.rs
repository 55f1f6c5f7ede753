//! Foreigners of the immigration register: a few for every thousand citizens, the cast first.

use domain::person::Sex;
use jiff::civil::Date;

use crate::dice::{Dice, Topic};
use crate::people::{self, Person};
use crate::time::{day_between, plus_days, plus_years, ymd};
use crate::world::World;

/// A foreigner with all that is needed to register in the app.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ForeignCast {
    /// Stable: `foreigner_resident`, `foreigner_visitor`, `foreigner_leaving`, `foreigner_child`.
    pub role: &'static str,
    pub nationality: &'static str,
    pub passport: String,
    pub full_name: String,
    /// ISO date.
    pub birth_date: String,
    pub sex: Sex,
    /// ISO date.
    pub passport_issued_on: String,
    /// Suggestion: not in any register.
    pub phone: String,
}

pub(crate) struct Foreigner {
    pub(crate) file: String,
    pub(crate) nationality: &'static str,
    pub(crate) passport: String,
    pub(crate) issued_on: Date,
    pub(crate) expires_on: Date,
    pub(crate) full_name: String,
    pub(crate) born: Date,
    pub(crate) sex: Sex,
    pub(crate) stay: &'static str,
    pub(crate) stay_until: Option<Date>,
    pub(crate) biometrics: bool,
    pub(crate) province: &'static str,
    pub(crate) address: String,
    /// File of the parent, where it is a child of another foreigner (D59-11.2).
    pub(crate) guardian: Option<String>,
}

struct Part {
    role: &'static str,
    nationality: &'static str,
    name: &'static str,
    sex: Sex,
    born: (i16, i8, i8),
    stay: &'static str,
    /// Days from today until the last day of the stay.
    days: i32,
    biometrics: bool,
    /// Place of the parent in the cast.
    guardian: Option<u32>,
}

const CAST: [Part; 4] = [
    Part {
        role: "foreigner_resident",
        nationality: "KOR",
        name: "KIM MIN JUN",
        sex: Sex::Male,
        born: (1985, 7, 14),
        stay: "temporary",
        days: 700,
        biometrics: true,
        guardian: None,
    },
    Part {
        role: "foreigner_visitor",
        nationality: "FRA",
        name: "DUPONT CLAIRE",
        sex: Sex::Female,
        born: (1992, 11, 2),
        stay: "entry",
        days: 60,
        biometrics: false,
        guardian: None,
    },
    Part {
        role: "foreigner_leaving",
        nationality: "JPN",
        name: "SATO HARUKA",
        sex: Sex::Female,
        born: (1990, 3, 9),
        stay: "temporary",
        days: 2,
        biometrics: true,
        guardian: None,
    },
    Part {
        role: "foreigner_child",
        nationality: "KOR",
        name: "KIM HA YUN",
        sex: Sex::Female,
        born: (2016, 5, 21),
        stay: "temporary",
        days: 700,
        biometrics: false,
        guardian: Some(0),
    },
];

const NAMES: [(&str, &[&str], &[&str]); 6] = [
    (
        "KOR",
        &["KIM", "LEE", "PARK", "CHOI"],
        &["JI HOON", "SEO YEON", "MIN SU", "HA EUN"],
    ),
    (
        "CHN",
        &["WANG", "LI", "ZHANG", "CHEN"],
        &["WEI", "FANG", "JUN", "XIUYING"],
    ),
    (
        "JPN",
        &["TANAKA", "SUZUKI", "ITO"],
        &["HIROSHI", "YUI", "KENTA", "AOI"],
    ),
    (
        "USA",
        &["SMITH", "JOHNSON", "BROWN"],
        &["EMILY", "JAMES", "OLIVIA", "NOAH"],
    ),
    (
        "LAO",
        &["PHOMMACHANH", "KEOVONGSA"],
        &["BOUNMY", "DAO", "SOMCHAI"],
    ),
    (
        "DEU",
        &["MÜLLER", "SCHMIDT", "WEBER"],
        &["ANNA", "LUKAS", "LENA"],
    ),
];

/// How many the country has.
pub(crate) fn count(world: &World) -> u32 {
    let cast = u32::try_from(CAST.len()).unwrap_or(0);
    cast + world.population / 200
}

/// The person whose face, home and age the foreigner at `index` has.
pub(crate) fn likeness(world: &World, index: u32) -> Person {
    people::person(world, world.population + index)
}

pub(crate) fn foreigner(world: &World, index: u32) -> Foreigner {
    match CAST.get(index as usize) {
        Some(part) => of_cast(world, index, part),
        None => anybody(world, index),
    }
}

fn file(index: u32) -> String {
    format!("NN{index:08}")
}

fn passport_number(world: &World, index: u32) -> String {
    format!("M{:08}", world.passport_serial(world.population + index))
}

fn of_cast(world: &World, index: u32, part: &Part) -> Foreigner {
    let person = likeness(world, index);
    let issued_on = plus_years(world.today, -3);
    let (year, month, day) = part.born;
    Foreigner {
        file: file(index),
        nationality: part.nationality,
        passport: passport_number(world, index),
        issued_on,
        expires_on: plus_years(issued_on, 10),
        full_name: part.name.into(),
        born: ymd(year, month, day),
        sex: part.sex,
        stay: part.stay,
        stay_until: Some(plus_days(world.today, part.days)),
        biometrics: part.biometrics,
        province: "074",
        address: person.address.to_string(),
        guardian: part.guardian.map(file),
    }
}

fn anybody(world: &World, index: u32) -> Foreigner {
    let person = likeness(world, index);
    let mut dice = Dice::new(world.seed, index, Topic::Foreigner);
    let (nationality, families, given) = dice.pick(&NAMES);
    let first = plus_years(world.today, -9).max(plus_days(person.born, 30));
    let issued_on = day_between(&mut dice, first.min(world.today), world.today);
    let (stay, days) = match dice.below(10) {
        0 => ("permanent", None),
        1..=6 => ("temporary", Some(dice.below(1200))),
        _ => ("entry", Some(dice.below(90))),
    };
    let days = days.map(|d| i32::try_from(d).unwrap_or(0) - 20);
    Foreigner {
        file: file(index),
        nationality,
        passport: passport_number(world, index),
        issued_on,
        expires_on: plus_years(issued_on, 10),
        full_name: format!("{} {}", dice.pick(families), dice.pick(given)),
        born: person.born,
        sex: person.sex,
        stay,
        stay_until: days.map(|days| plus_days(world.today, days)),
        biometrics: dice.chance(600),
        province: person.home.code,
        address: person.address.to_string(),
        guardian: None,
    }
}

/// Whether the demo's story knows him.
pub(crate) fn is_of_cast(index: u32) -> bool {
    usize::try_from(index).is_ok_and(|place| place < CAST.len())
}

/// The cast, for the demo's story.
pub(crate) fn cast(world: &World) -> Vec<ForeignCast> {
    (0..)
        .zip(&CAST)
        .map(|(index, part)| {
            let one = foreigner(world, index);
            ForeignCast {
                role: part.role,
                nationality: one.nationality,
                passport: one.passport,
                full_name: one.full_name,
                birth_date: one.born.to_string(),
                sex: one.sex,
                passport_issued_on: one.issued_on.to_string(),
                phone: format!("09990000{index:02}"),
            }
        })
        .collect()
}
