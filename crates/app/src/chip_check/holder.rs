//! What a verified card says of its holder.

use chip::Card;
use chip::group::{Item, Mrz};
use domain::chip_reading::ChipHolder;
use domain::person::{BirthDate, FullName, PersonNumber, Sex};
use jiff::civil::Date;

fn day(text: &str) -> Option<Date> {
    let text = text.trim();
    let parts = ["%d/%m/%Y", "%Y-%m-%d", "%Y%m%d"];
    parts
        .iter()
        .find_map(|form| Date::strptime(form, text).ok())
}

/// The day of the zone, whose century is in the number.
fn of_zone(mrz: &Mrz, number: &PersonNumber) -> Option<BirthDate> {
    let part = |from: usize| mrz.birth().get(from..from + 2);
    let known = |from| part(from).and_then(|t| t.parse::<i16>().ok());
    let year = number.birth_year();
    if known(0)? != year.rem_euclid(100) {
        return None;
    }
    BirthDate::from_parts(year, known(2), known(4)).ok()
}

fn sex(mrz: &Mrz) -> Option<Sex> {
    match mrz.sex() {
        'M' => Some(Sex::Male),
        'F' => Some(Sex::Female),
        _ => None,
    }
}

/// The details of DG13 where they are understood, else what the zone says.
pub(crate) fn holder(card: &Card, number: &PersonNumber) -> ChipHolder {
    let detail = |item| card.national().and_then(|n| n.text(item));
    let mrz = card.mrz();
    let birth = detail(Item::Birth).and_then(day).map(BirthDate::Day);
    ChipHolder {
        number: number.clone(),
        name: detail(Item::Name).and_then(|n| FullName::parse(n).ok()),
        latin: mrz.name(),
        birth: birth.or_else(|| of_zone(mrz, number)),
        sex: sex(mrz),
        issued_on: detail(Item::Issued).and_then(day),
        expires_on: mrz.expiry(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_as_cards_may_write_them() {
        for text in ["14/05/1988", "1988-05-14", "19880514"] {
            assert_eq!(day(text), "1988-05-14".parse().ok(), "{text}");
        }
        for text in ["", "1988", "31/02/1988", "x"] {
            assert_eq!(day(text), None, "{text}");
        }
    }
}
