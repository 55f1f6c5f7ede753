//! Citizen identity cards: the chip card of 2021, the barcode card before it.

use domain::registers::CardForm;
use jiff::civil::Date;

use crate::cast::CardSpec;
use crate::dice::{Dice, Topic};
use crate::people::Person;
use crate::time::{day_between, plus_days, plus_years, ymd};
use crate::world::World;

pub(crate) struct Card {
    pub(crate) form: CardForm,
    pub(crate) issued_on: Date,
    pub(crate) expires_on: Option<Date>,
    pub(crate) status: &'static str,
    pub(crate) changed_on: Option<Date>,
    pub(crate) own_portrait: bool,
}

pub(crate) fn card(world: &World, person: &Person) -> Option<Card> {
    let mut dice = Dice::new(world.seed, person.index, Topic::Card);
    let form = match person.cast.map(|spec| spec.card) {
        Some(CardSpec::None) => return None,
        Some(CardSpec::Barcode) => CardForm::Barcode,
        Some(_) => CardForm::Chip,
        None => match dice.below(1000) {
            ..925 => CardForm::Chip,
            925..975 => CardForm::Barcode,
            _ => return None,
        },
    };
    let end = person.died_on.unwrap_or(world.today).min(world.today);
    let (issued_on, expires_on) = issue(&mut dice, form, person, end)?;
    let (status, changed_on) = status(world, &mut dice, person, issued_on);
    Some(Card {
        form,
        issued_on,
        expires_on,
        status,
        changed_on,
        own_portrait: person.cast.is_some() || dice.chance(60),
    })
}

/// Good until the next of the birthdays 25, 40, 60; a card given within the two years before one
/// runs to the one after; none from 58 on.
pub(crate) fn expiry(born: Date, issued_on: Date) -> Option<Date> {
    let birthdays = [25, 40, 60].map(|age| plus_years(born, age));
    birthdays
        .into_iter()
        .find(|day| plus_years(*day, -2) > issued_on)
}

fn issue(
    dice: &mut Dice,
    form: CardForm,
    person: &Person,
    end: Date,
) -> Option<(Date, Option<Date>)> {
    let fourteen = plus_years(person.born, 14);
    let (from, to) = match form {
        CardForm::Chip => (ymd(2021, 1, 18), end),
        CardForm::Barcode | CardForm::TravelPaper => (ymd(2016, 1, 4), end.min(ymd(2020, 12, 31))),
    };
    let from = from.max(plus_days(fourteen, 3));
    if from > to {
        return None;
    }
    // Half the country got its chip card in the campaign of 2021.
    let campaign = ymd(2021, 12, 31).min(to);
    let rush = form == CardForm::Chip && from < campaign && dice.chance(550);
    let issued_on = day_between(dice, from, if rush { campaign } else { to });
    let expires_on = expiry(person.born, issued_on);
    let Some(last) = expires_on.filter(|last| *last < end && form == CardForm::Chip) else {
        return Some((issued_on, expires_on));
    };
    if person.cast.is_none() && dice.chance(120) {
        return Some((issued_on, expires_on));
    }
    let renewed = day_between(dice, plus_days(last, -60), plus_days(last, 40).min(end));
    Some((renewed, expiry(person.born, renewed)))
}

fn status(
    world: &World,
    dice: &mut Dice,
    person: &Person,
    issued_on: Date,
) -> (&'static str, Option<Date>) {
    let day = day_between(dice, plus_days(issued_on, 1).min(world.today), world.today);
    let throw = dice.below(1000);
    if let Some(spec) = person.cast {
        let lately = |days: i32| Some(plus_days(world.today, -days).max(issued_on));
        return match spec.card {
            CardSpec::Withdrawn => ("withdrawn", lately(20)),
            CardSpec::Lost => ("lost", lately(5)),
            _ if person.died_on.is_some() => ("withdrawn", lately(3)),
            CardSpec::Chip | CardSpec::Barcode | CardSpec::None => ("valid", None),
        };
    }
    if let Some(died) = person.died_on {
        let known = plus_days(died, 15).min(world.today);
        return if throw < 600 {
            ("withdrawn", Some(known))
        } else {
            ("valid", None)
        };
    }
    match throw {
        ..4 => ("withdrawn", Some(day)),
        4..9 => ("held", Some(day)),
        9..18 => ("lost", Some(day)),
        _ => ("valid", None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn app_16_a_card_ends_at_25_40_60_or_never() {
        let born = ymd(1990, 5, 17);
        assert_eq!(expiry(born, ymd(2010, 1, 1)), Some(ymd(2015, 5, 17)));
        assert_eq!(expiry(born, ymd(2013, 6, 1)), Some(ymd(2030, 5, 17)));
        assert_eq!(expiry(born, ymd(2021, 6, 1)), Some(ymd(2030, 5, 17)));
        assert_eq!(expiry(born, ymd(2048, 6, 1)), None);
    }
}
