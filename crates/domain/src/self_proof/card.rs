//! Whether an authentic chip is the card that its holder has now.

use jiff::civil::Date;

use super::NotProven;
use crate::chip_reading::{ChipHolder, RegisterSide};
use crate::person::{Difference, Identity};
use crate::registers::CardRecord;

/// Proof that a card is in the holder's hand. Only [`card_held`] makes one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CardHeld(());

/// D59-24.3, D59-19.1.a.iii: the chip says of its holder what the account says, and the card register knows this very
/// card as valid on the day. A new card may run out on the day of the one that was lost: only the day of issue tells
/// them apart, so that a chip which does not name it proves nothing. The number was compared before, and so was the
/// date on the chip itself.
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
    let person = |difference: &Difference| *difference != Difference::CardIssued;
    if chip.number != account.number || found.iter().any(person) {
        return Err(NotProven::Differs);
    }
    let card = card.ok_or(NotProven::CardUnknown)?;
    let replaced = card.expires_on.is_some_and(|day| day != chip.expires_on);
    match () {
        () if !card.facts(today).valid => Err(NotProven::CardInvalid),
        () if replaced || !found.is_empty() => Err(NotProven::CardReplaced),
        () if chip.issued_on.is_none() => Err(NotProven::CardUndated),
        () => Ok(CardHeld(())),
    }
}
