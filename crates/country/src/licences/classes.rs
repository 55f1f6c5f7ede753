//! The two systems of classes (FMT-GP-3, FMT-GP-4) and which of them a person may hold.

use jiff::civil::Date;

use crate::dice::Dice;
use crate::people::Person;
use crate::time::{age_on, day_between, plus_days, plus_years, ymd};

/// Law 36/2024: from this day on the letters mean something else.
pub(crate) use domain::document::licence_class::NEW_CLASSES_FROM as NEW_CLASSES;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Class {
    /// As printed; the day of issue tells of which list it is.
    pub(crate) code: &'static str,
    pub(crate) since: Date,
    pub(crate) until: Option<Date>,
}

/// One card: when it was issued, when the first class on it was passed, and the classes.
pub(super) struct Set {
    pub(super) issued_on: Date,
    pub(super) passed_on: Date,
    pub(super) classes: Vec<Class>,
}

impl Class {
    pub(crate) fn given(code: &'static str, issued_on: Date) -> Self {
        Self {
            code,
            since: issued_on,
            until: term(code, issued_on).map(|years| plus_years(issued_on, years)),
        }
    }
}

/// FMT-GP-6 for the new classes; for the old ones, motorcycles without limit, cars ten years,
/// lorries, buses and trailers five.
fn term(code: &str, issued_on: Date) -> Option<i16> {
    match (issued_on < NEW_CLASSES, code) {
        (true, "A1" | "A2" | "A3") | (false, "A1" | "A" | "B1") => None,
        (true, "A4" | "B1" | "B11" | "B2") | (false, "B" | "C1") => Some(10),
        _ => Some(5),
    }
}

/// The cards that the person holds: one or two.
pub(super) fn sets(dice: &mut Dice, person: &Person, end: Date) -> Vec<Set> {
    let age = age_on(person.born, end);
    let (car, lorry) = match age {
        ..22 => (150, 0),
        22..60 => (340, 60),
        _ => (190, 20),
    };
    let passed_on = passed(dice, person, end);
    // Lost, damaged or changed to plastic since.
    let renewed = if dice.chance(250) {
        day_between(dice, passed_on, end)
    } else {
        passed_on
    };
    let ridden = |dice: &mut Dice, issued_on| Set {
        issued_on,
        passed_on,
        classes: vec![motorcycle(dice, passed_on, issued_on)],
    };
    let throw = dice.below(1000);
    if throw >= car + lorry || age < 20 {
        return vec![ridden(dice, renewed)];
    }
    let (issued_on, class) = if throw < lorry && age >= 25 {
        lorry_or_bus(dice, person, end)
    } else {
        light_car(dice, person, end)
    };
    let driven = Set {
        issued_on,
        passed_on: issued_on,
        classes: vec![class],
    };
    match dice.below(100) {
        // Motorcycle and car on one card.
        ..55 => {
            let passed_on = passed_on.min(issued_on);
            let classes = vec![motorcycle(dice, passed_on, issued_on), class];
            vec![Set {
                passed_on,
                classes,
                ..driven
            }]
        }
        // DOC-r5: a card without limit and one with a term.
        55..80 => vec![ridden(dice, renewed), driven],
        _ => vec![driven],
    }
}

/// When the person learnt to ride: from 18 on, mostly young.
fn passed(dice: &mut Dice, person: &Person, end: Date) -> Date {
    let first = plus_days(plus_years(person.born, 18), 20).max(ymd(1995, 1, 1));
    day_between(dice, first, plus_years(first, 14).min(end))
}

fn motorcycle(dice: &mut Dice, passed_on: Date, issued_on: Date) -> Class {
    let throw = dice.below(100);
    let code = if issued_on < NEW_CLASSES {
        match throw {
            ..93 => "A1",
            93..98 => "A2",
            _ => "A3",
        }
    } else if passed_on >= NEW_CLASSES && throw < 75 {
        "A1"
    } else {
        // FMT-GP-5: also what an old A1 becomes, limited to under 175 cc.
        "A"
    };
    Class {
        since: passed_on.min(issued_on),
        ..Class::given(code, issued_on)
    }
}

fn light_car(dice: &mut Dice, person: &Person, end: Date) -> (Date, Class) {
    let issued_on = last_issue(dice, plus_years(person.born, 18), 10, end);
    let code = match (issued_on < NEW_CLASSES, dice.below(100)) {
        (true, ..74) => "B2",
        (true, 74..86) => "B1",
        (true, _) => "B11",
        (false, ..90) => "B",
        (false, _) => "C1",
    };
    (issued_on, Class::given(code, issued_on))
}

fn lorry_or_bus(dice: &mut Dice, person: &Person, end: Date) -> (Date, Class) {
    let issued_on = last_issue(dice, plus_years(person.born, 24), 5, end);
    let grown = age_on(person.born, issued_on) >= 27;
    let code = match (issued_on < NEW_CLASSES, grown) {
        (true, false) => dice.pick(&["C", "C", "C", "D"]),
        (true, true) => dice.pick(&["C", "C", "C", "D", "D", "E", "FB2", "FC", "FD", "FE"]),
        (false, false) => dice.pick(&["C", "C", "D1", "D2"]),
        (false, true) => dice.pick(&[
            "C", "C", "D1", "D2", "D2", "D", "D", "BE", "C1E", "CE", "D2E", "DE",
        ]),
    };
    (issued_on, Class::given(code, issued_on))
}

/// Most are within their term, some ran out in the last years.
fn last_issue(dice: &mut Dice, allowed: Date, years: i16, end: Date) -> Date {
    let running = plus_days(plus_years(end, -years), 1).max(plus_days(allowed, 30));
    let lapsed = plus_years(end, -years - 4).max(plus_days(allowed, 30));
    if lapsed < running && dice.chance(70) {
        return day_between(dice, lapsed, plus_days(running, -1));
    }
    day_between(dice, running.min(end), end)
}
