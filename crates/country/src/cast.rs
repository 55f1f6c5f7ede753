//! The cast: people of every interesting state, first in the country whatever its size, so that
//! the demo can name them and the tests can count on them.

mod table;

use domain::document::Reason;
use domain::person::Sex;

use crate::dice::{Dice, Topic};
use crate::licences::{self, Licence};
use crate::people::{Known, Person, other_sex, person as anybody};
use crate::places::{self, PROVINCES};
use crate::time::{age_on, plus_days, ymd};
use crate::world::World;
use crate::{businesses, cards, papers};

pub(crate) use table::{CAST_LEN, spec};

/// One of the cast, with all that is needed to act the part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CastMember {
    /// Stable: `licence_many`, `licence_expired`, …
    pub role: &'static str,
    pub number: String,
    pub full_name: String,
    /// ISO date, or the year alone.
    pub birth_date: String,
    pub sex: Sex,
    /// Code of the province of birth and of residence.
    pub province: &'static str,
    /// Suggestions: not in any register.
    pub phone: String,
    pub email: String,
    /// The nine-digit number, whether or not the population register links it.
    pub old_number: Option<String>,
    /// Number of the parent of a child.
    pub guardian: Option<String>,
    pub card: Option<CardFacts>,
    /// What to type in [Integrate information], and what must come of it.
    pub licence: Option<LicenceTry>,
    pub health_card: Option<String>,
    pub passport: Option<PassportFacts>,
    /// Tax code of the company whose legal representative this is.
    pub company: Option<String>,
    /// Keys of what is special, for a translated text.
    pub notes: &'static [&'static str],
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardFacts {
    /// `chip` or `barcode`.
    pub form: &'static str,
    pub issued_on: String,
    /// Empty when it never ends.
    pub expires_on: String,
    pub status: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LicenceTry {
    pub number: String,
    pub class: String,
    pub expected: Expected,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PassportFacts {
    pub number: String,
    pub expires_on: String,
}

/// What the platform must answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expected {
    Verified,
    Refused(Reason),
    /// R50-4: not in the pilot's provinces, so not even asked. Verified once the pilot is widened.
    OutsidePilot,
}

impl Expected {
    /// `verified`, a code of DOC-r2, `outside-pilot`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Verified => "verified",
            Self::Refused(reason) => reason.code(),
            Self::OutsidePilot => "outside-pilot",
        }
    }
}

/// A row of the table.
#[expect(
    clippy::struct_excessive_bools,
    reason = "a table of traits, not states"
)]
pub(crate) struct Spec {
    pub(crate) role: &'static str,
    pub(crate) name: &'static str,
    pub(crate) mailbox: &'static str,
    pub(crate) sex: Sex,
    pub(crate) born: Born,
    pub(crate) home: &'static str,
    pub(crate) card: CardSpec,
    pub(crate) licences: &'static [LicenceSpec],
    pub(crate) tries: Option<(Try, Expected)>,
    pub(crate) health: Health,
    pub(crate) passport: bool,
    pub(crate) dead: bool,
    /// FMT-ID-7: the population register knows the old number.
    pub(crate) old_linked: bool,
    /// FMT-ID-5: the number tells another sex and year than the register.
    pub(crate) number_differs: bool,
    /// Place in the table of the parent.
    pub(crate) guardian: Option<u32>,
    pub(crate) notes: &'static [&'static str],
}

#[derive(Clone, Copy)]
pub(crate) enum Born {
    On(i16, i8, i8),
    Year(i16),
    /// Of this age today, born this many days after the birthday that made it.
    Aged(i16, i32),
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum CardSpec {
    Chip,
    Barcode,
    Withdrawn,
    Lost,
    None,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Health {
    None,
    Short,
    Long,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Owner {
    Number,
    OldNumber,
    OldNumberNoBirth,
}

pub(crate) struct LicenceSpec {
    pub(crate) owner: Owner,
    pub(crate) years_ago: i16,
    /// Each as called before and since 2025.
    pub(crate) classes: &'static [(&'static str, &'static str)],
    pub(crate) held: bool,
}

/// Which licence the member asks to integrate.
#[derive(Clone, Copy)]
pub(crate) enum Try {
    /// The class at this place on the own first licence.
    Own(usize),
    /// The own first licence with a class that is not on it, by its old and its new name.
    Class(&'static str, &'static str),
    /// The first licence of the member at this place in the table.
    Others(u32),
    Unknown,
    UnknownPaper,
}

pub(crate) fn person(world: &World, index: u32, spec: &'static Spec) -> Person {
    let (born, known) = match spec.born {
        Born::On(year, month, day) => (ymd(year, month, day), Known::Day),
        Born::Year(year) => (ymd(year, 7, 1), Known::Year),
        Born::Aged(years, days) => {
            let birthday = ymd(
                world.today.year() - years,
                world.today.month(),
                world.today.day(),
            );
            (plus_days(birthday, -days), Known::Day)
        }
    };
    let home = places::province(spec.home).unwrap_or(&PROVINCES[0]);
    let (told_sex, told_year) = if spec.number_differs {
        (other_sex(spec.sex), born.year() - 2)
    } else {
        (spec.sex, born.year())
    };
    let adult = age_on(born, world.today) >= 14;
    // A child lives with the parent.
    let household = spec.guardian.unwrap_or(index);
    Person {
        index,
        number: world.number(index, home, told_sex, told_year),
        full_name: spec.name.into(),
        sex: spec.sex,
        born,
        known,
        home,
        address: places::address(&mut Dice::new(world.seed, household, Topic::Address), home),
        old_number: (adult && born.year() < 1998).then(|| world.old_number(index, home)),
        old_linked: spec.old_linked,
        guardian: spec.guardian.map(|place| anybody(world, place).number),
        died_on: spec.dead.then(|| plus_days(world.today, -40)),
        cast: Some(spec),
    }
}

pub(crate) fn members(world: &World) -> Vec<CastMember> {
    (0..CAST_LEN)
        .filter_map(|index| Some(member(world, index, spec(index)?)))
        .collect()
}

fn member(world: &World, index: u32, spec: &Spec) -> CastMember {
    let person = anybody(world, index);
    let card = cards::card(world, &person);
    let company = businesses::business(world, &person, card.as_ref()).map(|one| one.code);
    let card = card.map(|card| CardFacts {
        form: card.form.as_str(),
        issued_on: card.issued_on.to_string(),
        expires_on: card
            .expires_on
            .map(|date| date.to_string())
            .unwrap_or_default(),
        status: card.status,
    });
    let passport = papers::passport(world, &person).map(|passport| PassportFacts {
        number: passport.number,
        expires_on: passport.expires_on.to_string(),
    });
    CastMember {
        role: spec.role,
        birth_date: person.birth_text(),
        sex: person.sex,
        province: person.home.code,
        // 099 000 00xx: nobody is called, the demo keeps its messages.
        phone: format!("099000{:04}", 1 + index),
        email: format!("{}@hopthu.example", spec.mailbox),
        card,
        licence: spec
            .tries
            .and_then(|(what, expected)| attempt(world, &person, what, expected)),
        health_card: papers::health_card(world, &person).map(|card| card.code),
        passport,
        company,
        notes: spec.notes,
        number: person.number,
        full_name: person.full_name,
        old_number: person.old_number,
        guardian: person.guardian,
    }
}

fn attempt(world: &World, person: &Person, what: Try, expected: Expected) -> Option<LicenceTry> {
    let first = |person: &Person| licences::licences(world, person).into_iter().next();
    let class_of = |licence: &Licence, place: usize| {
        licence
            .classes
            .get(place)
            .map(|class| class.code.into())
            .unwrap_or_default()
    };
    let (number, class) = match what {
        Try::Own(place) => {
            let own = first(person)?;
            let class = class_of(&own, place);
            (own.number, class)
        }
        Try::Class(old, new) => {
            let own = first(person)?;
            let since_2025 = own.issued_on >= licences::NEW_CLASSES;
            (own.number, String::from(if since_2025 { new } else { old }))
        }
        Try::Others(place) => {
            let others = first(&anybody(world, place))?;
            let class = class_of(&others, 0);
            (others.number, class)
        }
        Try::UnknownPaper => (licences::unknown_paper_number(world), "A1".into()),
        Try::Unknown => (licences::unknown_number(world, person), "B2".into()),
    };
    Some(LicenceTry {
        number,
        class,
        expected,
    })
}
