//! Driving licences in both class systems, with the defects that DOC-r2 names.

mod classes;

use domain::person::Sex;
use jiff::civil::Date;

use crate::cast::{LicenceSpec, Owner};
use crate::dice::{Dice, Topic};
use crate::names;
use crate::people::{self, Person};
use crate::places::Province;
use crate::time::{day_between, plus_days, plus_years, ymd};
use crate::world::World;

pub(crate) use classes::{Class, NEW_CLASSES};

pub(crate) struct Licence {
    pub(crate) number: String,
    /// The paper form from before July 2013, else the plastic (PET) card.
    pub(crate) paper: bool,
    pub(crate) owner_number: String,
    pub(crate) owner_name: String,
    pub(crate) owner_birth: String,
    pub(crate) issued_on: Date,
    pub(crate) issued_by: String,
    /// Who holds it if it is held.
    pub(crate) police: String,
    /// QR-9: from 2025 on.
    pub(crate) points: Option<u32>,
    pub(crate) status: &'static str,
    /// Since when the traffic police hold it or withdrew it (QR-8).
    pub(crate) status_on: Option<Date>,
    pub(crate) classes: Vec<Class>,
}

/// None, one or two.
pub(crate) fn licences(world: &World, person: &Person) -> Vec<Licence> {
    if let Some(spec) = person.cast {
        let own = spec.licences.iter().zip(0..);
        return own
            .map(|(licence, which)| acted(world, person, licence, which))
            .collect();
    }
    let mut dice = Dice::new(world.seed, person.index, Topic::Licence);
    let age = person.age(world);
    if age < 18 || !dice.chance(if age < 75 { 725 } else { 350 }) {
        return Vec::new();
    }
    let end = person.died_on.unwrap_or(world.today);
    if end < plus_years(person.born, 19) {
        return Vec::new();
    }
    let sets = classes::sets(&mut dice, person, end);
    let own = sets.into_iter().zip(0..);
    own.map(|(set, which)| ordinary(world, person, &mut dice, set, which))
        .collect()
}

/// FMT-GP-1, 2: province, sex and century, year, serial.
pub(crate) fn pet_number(home: &Province, sex: Sex, year: i16, serial: u32) -> String {
    let century = u8::from(sex == Sex::Female);
    let place = home.code.get(1..).unwrap_or("00");
    format!("{place}{century}{:02}{serial:07}", year.rem_euclid(100))
}

fn paper_number(dice: &mut Dice, serial: u32) -> String {
    format!(
        "{}{serial:07}",
        dice.pick(&["H", "P", "T", "AK", "BD", "SB"])
    )
}

fn ordinary(
    world: &World,
    person: &Person,
    dice: &mut Dice,
    set: classes::Set,
    which: u32,
) -> Licence {
    let issued_on = set.issued_on;
    let paper = issued_on < ymd(2013, 7, 1) && dice.chance(560);
    let (status, status_on) = status(world, dice, issued_on);
    let other = names::other_spelling(&person.full_name).filter(|_| dice.chance(120));
    let serial = world.licence_serial(person.index, which);
    Licence {
        number: if paper {
            paper_number(dice, serial)
        } else {
            pet_number(person.home, person.sex, set.passed_on.year(), serial)
        },
        paper,
        owner_number: owner_number(world, dice, person, issued_on, paper),
        owner_name: other.unwrap_or_else(|| person.full_name.clone()),
        owner_birth: match (paper, dice.below(100)) {
            (true, ..45) => String::new(),
            (true, 45..70) => person.born.year().to_string(),
            _ => person.birth_text(),
        },
        issued_on,
        issued_by: authority(person.home, issued_on),
        police: traffic_police(person.home),
        points: points(world, dice),
        status,
        status_on,
        classes: set.classes,
    }
}

fn owner_number(
    world: &World,
    dice: &mut Dice,
    person: &Person,
    issued_on: Date,
    paper: bool,
) -> String {
    let slip = dice
        .chance(7)
        .then(|| people::neighbours_number(world, person.index))
        .flatten();
    let old_share = match issued_on.year() {
        _ if paper => 850,
        ..2016 => 420,
        2016..2021 => 130,
        _ => 0,
    };
    let old = person.old_number.clone().filter(|_| dice.chance(old_share));
    slip.or(old).unwrap_or_else(|| person.number.clone())
}

fn points(world: &World, dice: &mut Dice) -> Option<u32> {
    let points = match dice.below(1000) {
        0..3 => 0,
        3..45 => 2 * (1 + dice.below(5)),
        _ => 12,
    };
    (world.today >= NEW_CLASSES).then_some(points)
}

fn status(world: &World, dice: &mut Dice, issued_on: Date) -> (&'static str, Option<Date>) {
    let lately = plus_days(world.today, -150).max(issued_on);
    let day = day_between(dice, lately, world.today);
    match dice.below(1000) {
        ..10 => ("held", Some(day)),
        10..13 => ("revoked", Some(day)),
        _ => ("valid", None),
    }
}

/// Transport departments gave licences until the traffic police took over on 1 March 2025.
fn authority(home: &Province, issued_on: Date) -> String {
    if issued_on < ymd(2025, 3, 1) {
        format!("Sở Giao thông vận tải {}", home.name())
    } else {
        traffic_police(home)
    }
}

fn traffic_police(home: &Province) -> String {
    format!("Phòng Cảnh sát giao thông, Công an {}", home.titled())
}

/// The licence that the cast's table asks for.
fn acted(world: &World, person: &Person, spec: &LicenceSpec, which: u32) -> Licence {
    let issued_on = plus_years(world.today, -spec.years_ago);
    let serial = world.licence_serial(person.index, which);
    let paper = spec.owner == Owner::OldNumberNoBirth;
    let held = spec.held.then(|| plus_days(world.today, -12));
    let classes = spec.classes.iter().map(|&(old, new)| {
        Class::given(if issued_on < NEW_CLASSES { old } else { new }, issued_on)
    });
    Licence {
        number: if paper {
            format!("SB{serial:07}")
        } else {
            pet_number(person.home, person.sex, issued_on.year(), serial)
        },
        paper,
        owner_number: match (spec.owner, &person.old_number) {
            (Owner::OldNumber | Owner::OldNumberNoBirth, Some(old)) => old.clone(),
            _ => person.number.clone(),
        },
        owner_name: person.full_name.clone(),
        owner_birth: if paper {
            String::new()
        } else {
            person.birth_text()
        },
        issued_on,
        issued_by: authority(person.home, issued_on),
        police: traffic_police(person.home),
        points: (world.today >= NEW_CLASSES).then_some(12),
        status: if spec.held { "held" } else { "valid" },
        status_on: held,
        classes: classes.collect(),
    }
}

/// A well-formed number that nobody holds.
pub(crate) fn unknown_number(world: &World, person: &Person) -> String {
    let year = world.today.year() - 1;
    pet_number(person.home, person.sex, year, world.unused_licence_serial())
}

/// The number of a paper licence that nobody ever copied into the register.
pub(crate) fn unknown_paper_number(world: &World) -> String {
    format!("SB{:07}", world.unused_licence_serial())
}
