//! How a row agrees with one person of the register.

use super::birth::Agreement;
use super::digits::one_slip;
use super::{Difference, Field, Set, StatedNumber, Subscriber, Verdict, birth, name};
use crate::person::{BirthDate, Sex};

/// What the register holds of somebody, as far as it is compared.
#[derive(Clone)]
pub struct Held<'a> {
    /// Where the register's reader finds him again.
    pub place: usize,
    /// FMT-ID-1: the twelve digits as a number.
    pub number: u64,
    /// FMT-ID-7: the old number, where he was found by it.
    pub old: Option<u32>,
    /// The name's words, as [`super::Name`] has them.
    pub words: Vec<&'a str>,
    /// Date of birth.
    pub birth: BirthDate,
    /// Sex.
    pub sex: Sex,
    /// Whether he has died.
    pub dead: bool,
}

/// Differences that a row may have whose number does not itself point at the person: the name is his whole name.
const WITHOUT_NUMBER: [Difference; 6] = [
    Difference::NumberMissing,
    Difference::NumberSlip,
    Difference::MarksMissing,
    Difference::TonePlace,
    Difference::WordOrder,
    Difference::SpreadsheetDate,
];

/// Differences that are slips of the hand: one field may have one.
const SLIPS: [(Difference, Field); 4] = [
    (Difference::NumberSlip, Field::Number),
    (Difference::NameSlip, Field::Name),
    (Difference::BirthSlip, Field::Birth),
    (Difference::DayMonth, Field::Birth),
];

/// R50-2: what agrees and what does not. Whoever has died is told as such only where all else agrees: a number alone
/// must not ask for a death.
pub fn judge(row: &Subscriber, held: &Held<'_>) -> Verdict {
    let mut conflict = Set::default();
    let mut differences = Set::default();
    let mut note = |field, found: Option<Set<Difference>>| match found {
        Some(found) => differences = differences.and(found),
        None => conflict.insert(field),
    };
    note(Field::Number, number(row, held));
    let words: Vec<&str> = row.name.words().collect();
    note(Field::Name, name::compare(&words, &held.words));
    note(Field::Birth, born(row, held));
    if row.sex.is_some_and(|sex| sex != held.sex) {
        conflict.insert(Field::Sex);
    }
    let slips = SLIPS
        .iter()
        .filter(|(slip, _)| differences.has(*slip))
        .fold(Set::default(), |fields: Set<Field>, (_, field)| {
            fields.with(*field)
        });
    let pointed =
        !differences.has(Difference::NumberMissing) && !differences.has(Difference::NumberSlip);
    if !pointed && differences.iter().any(|d| !WITHOUT_NUMBER.contains(&d)) {
        conflict.insert(Field::Number);
    }
    if !conflict.is_empty() {
        return Verdict::Conflict(conflict);
    }
    if slips.len() > 1 {
        return Verdict::Conflict(slips);
    }
    match (held.dead, differences.is_empty()) {
        (true, _) => Verdict::Deceased,
        (false, true) => Verdict::Exact,
        (false, false) => Verdict::Likely(differences),
    }
}

fn number(row: &Subscriber, held: &Held<'_>) -> Option<Set<Difference>> {
    let mend = |mended: bool| {
        let all = mended.then_some(Difference::SpreadsheetNumber);
        all.into_iter().fold(Set::default(), Set::with)
    };
    match row.number {
        None => Some(Set::from([Difference::NumberMissing])),
        Some(StatedNumber::Twelve { number, mended }) if number == held.number => {
            Some(mend(mended))
        }
        Some(StatedNumber::Twelve {
            number,
            mended: false,
        }) if one_slip(number, held.number, 12) => Some(Set::from([Difference::NumberSlip])),
        Some(StatedNumber::Twelve { .. }) => None,
        Some(StatedNumber::Old { number, mended }) => match held.old {
            Some(old) if old == number => Some(mend(mended).with(Difference::OldNumber)),
            Some(_) => None,
            None => Some(Set::from([Difference::NumberMissing])),
        },
    }
}

fn born(row: &Subscriber, held: &Held<'_>) -> Option<Set<Difference>> {
    let Some(stated) = row.birth else {
        return Some(Set::from([Difference::BirthMissing]));
    };
    let mut found = Set::default();
    if stated.serial {
        found.insert(Difference::SpreadsheetDate);
    }
    match birth::compare(stated.date, held.birth) {
        Agreement::Same => Some(found),
        Agreement::But(difference) => Some(found.with(difference)),
        Agreement::No => None,
    }
}
