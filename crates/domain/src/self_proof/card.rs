//! Whether an authentic chip is the card that its holder has now.

use jiff::civil::Date;

use super::NotProven;
use crate::chip_reading::{ChipHolder, RegisterSide};
use crate::person::{Difference, Identity};
use crate::registers::CardRecord;

/// Proof that a card is in the holder's hand. Only [`card_held`] makes one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CardHeld(());

/// D59-24.3, D59-19.1.a.iii: the chip says of its holder what the account says, and the card register, where it
/// knows a card, knows this one as valid on the day. The number was compared before, and so was the date on the
/// chip itself.
pub fn card_held(
    chip: &ChipHolder,
    account: &Identity,
    card: Option<&CardRecord>,
    today: Date,
) -> Result<CardHeld, NotProven> {
    let found = chip.differences(&RegisterSide {
        name: &account.name,
        birth: account.birth,
        sex: account.sex,
        issued_on: card.map(|c| c.issued_on),
    });
    let replaced = card.is_some_and(|c| c.expires_on.is_some_and(|day| day != chip.expires_on));
    let person = |difference: &Difference| *difference != Difference::CardIssued;
    match () {
        () if chip.number != account.number || found.iter().any(person) => Err(NotProven::Differs),
        () if card.is_some_and(|c| !c.facts(today).valid) => Err(NotProven::CardInvalid),
        () if replaced || !found.is_empty() => Err(NotProven::CardReplaced),
        () => Ok(CardHeld(())),
    }
}
