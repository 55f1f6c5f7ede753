//! Organisations of the business register, each represented by an adult with a chip card.

use domain::organisation::OrganisationCode;
use domain::registers::CardForm;
use jiff::civil::Date;

use crate::cards::Card;
use crate::dice::{Dice, Topic};
use crate::people::Person;
use crate::time::{day_between, plus_days, ymd};
use crate::world::World;

/// A company.
pub(crate) struct Business {
    pub(crate) code: String,
    pub(crate) name: String,
    pub(crate) short_name: String,
    pub(crate) founded_on: Date,
    pub(crate) status: &'static str,
    pub(crate) status_since: Option<Date>,
}

/// Of a thousand adults so many have a company.
const SHARE: u32 = 25;
/// The cast's company: the first of them has one, so that the demonstration can count on it.
const CAST: u32 = 0;

const TRADES: [&str; 8] = [
    "Thương mại",
    "Xây dựng",
    "Vận tải",
    "Cơ khí",
    "Nông sản",
    "May mặc",
    "Công nghệ",
    "Du lịch",
];
const NAMES: [&str; 10] = [
    "An Bình",
    "Hòa Phát",
    "Minh Long",
    "Phú Cường",
    "Tân Thành",
    "Đại Lộc",
    "Hưng Thịnh",
    "Sao Mai",
    "Bình Minh",
    "Thuận An",
];

/// The tax code of somebody's company: province, seven digits that nobody else has, check digit. Where
/// those nine digits have none, no province.
fn code(world: &World, person: &Person) -> Option<String> {
    let serial = world.business_serial(person.index);
    let province = person.home.code.get(1..).unwrap_or("00");
    [province, "00"].into_iter().find_map(|province| {
        (0..10)
            .map(|last| format!("{province}{serial:07}{last}"))
            .find(|code| OrganisationCode::parse(code).is_ok())
    })
}

pub(crate) fn business(world: &World, person: &Person, card: Option<&Card>) -> Option<Business> {
    let mut dice = Dice::new(world.seed, person.index, Topic::Business);
    let chip = card.is_some_and(|card| card.form == CardForm::Chip && card.status == "valid");
    let drawn = match person.cast {
        Some(_) => person.index == CAST,
        None => dice.chance(SHARE),
    };
    if !drawn || !chip || person.died_on.is_some() || person.age(world) < 25 {
        return None;
    }
    let founded_on = day_between(&mut dice, ymd(2010, 1, 1), plus_days(world.today, -365));
    let status = match dice.below(100) {
        0..4 if person.cast.is_none() => "dissolved",
        4..6 if person.cast.is_none() => "ceased",
        _ => "active",
    };
    let since = (status != "active").then(|| plus_days(world.today, -30).max(founded_on));
    let name = dice.pick(&NAMES);
    Some(Business {
        code: code(world, person)?,
        name: format!("Công ty TNHH {} {name}", dice.pick(&TRADES)),
        short_name: name.to_owned(),
        founded_on,
        status,
        status_since: since,
    })
}
