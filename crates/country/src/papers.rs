//! Health-insurance cards and passports.

use jiff::civil::Date;

use crate::cast::Health;
use crate::dice::{Dice, Topic};
use crate::people::Person;
use crate::time::{age_on, day_between, plus_days, plus_years, ymd};
use crate::world::World;

pub(crate) struct HealthCard {
    pub(crate) code: String,
    pub(crate) valid_from: Date,
    pub(crate) valid_to: Date,
    pub(crate) facility: String,
}

pub(crate) struct Passport {
    pub(crate) number: String,
    pub(crate) issued_on: Date,
    pub(crate) expires_on: Date,
    pub(crate) status: &'static str,
}

pub(crate) fn health_card(world: &World, person: &Person) -> Option<HealthCard> {
    let mut dice = Dice::new(world.seed, person.index, Topic::Health);
    let (insured, long) = match person.cast.map(|spec| spec.health) {
        Some(health) => (health != Health::None, health == Health::Long),
        None => (
            dice.chance(905) && person.died_on.is_none(),
            dice.chance(300),
        ),
    };
    if !insured {
        return None;
    }
    let social = world.social_number(person.index, person.home);
    let newborn = person.born.year() == world.today.year();
    let lapsed = person.cast.is_none() && !newborn && dice.chance(30);
    let year = world.today.year() - i16::from(lapsed);
    let first = ymd(year, 1, 1).max(person.born);
    Some(HealthCard {
        code: if long {
            format!("{}{social}", group(&mut dice, person, world))
        } else {
            social
        },
        valid_from: first.min(world.today),
        valid_to: ymd(year, 12, 31),
        facility: format!(
            "Trạm y tế {}, {}",
            person.address.commune, person.address.district
        ),
    })
}

/// FMT-BH-1: two letters for the group, a digit for the benefit, two for the province.
fn group(dice: &mut Dice, person: &Person, world: &World) -> String {
    let letters = match person.age(world) {
        ..6 => "TE1",
        6..18 => "HS4",
        18..23 => dice.pick(&["SV4", "DN4", "GD4"]),
        23..60 => dice.pick(&[
            "DN4", "DN4", "DN4", "GD4", "HC4", "HX4", "CH4", "HN2", "XK2",
        ]),
        _ => dice.pick(&["HT3", "HT3", "GD4", "HN2", "TB1", "CC1"]),
    };
    format!("{letters}{}", person.home.code.get(1..).unwrap_or("00"))
}

pub(crate) fn passport(world: &World, person: &Person) -> Option<Passport> {
    let mut dice = Dice::new(world.seed, person.index, Topic::Passport);
    let age = person.age(world);
    let share = match age {
        ..14 => 40,
        18..60 => 165,
        _ => 70,
    };
    let holds = match person.cast {
        Some(spec) => spec.passport,
        None => dice.chance(share) && person.died_on.is_none(),
    };
    if !holds {
        return None;
    }
    let back = if person.cast.is_some() { 3 } else { 11 };
    let first = plus_years(world.today, -back)
        .max(plus_days(person.born, 40))
        .min(world.today);
    let issued_on = day_between(&mut dice, first, world.today);
    let years = if age_on(person.born, issued_on) < 14 {
        5
    } else {
        10
    };
    let serial = world.passport_serial(person.index);
    // FMT-HC-1: the booklets since July 2022 seem to have eight digits.
    let long = person.cast.is_none() && issued_on >= ymd(2022, 7, 1) && dice.chance(600);
    let number = if long {
        format!("P{}{serial:07}", dice.below(3))
    } else {
        format!("{}{serial:07}", dice.pick(&["B", "C", "C", "N"]))
    };
    let lost = person.cast.is_none() && dice.chance(12);
    Some(Passport {
        number,
        issued_on,
        expires_on: plus_years(issued_on, years),
        status: if lost { "lost" } else { "valid" },
    })
}
