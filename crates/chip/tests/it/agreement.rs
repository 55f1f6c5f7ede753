//! Chip authentication against a chip that another program plays.

use chip::agreement::{Agreed, AgreementFlaw, begin};
use chip::group::Group;
use chip::{Failure, Genuine, Step};
use serde_json::Value;

use super::kit::{Table, bytes, unhex};

const ENTROPY: [u8; 80] = [0x11; 80];

/// The proof of the card's own chip.
pub fn agreed(json: &Value) -> Agreed {
    let dg14 = unhex(json["groups"]["14"].as_str().expect("DG14"));
    let begun = begin(&dg14, &ENTROPY).expect("begun");
    let played = &json["agreement"];
    assert_eq!(begun.probe(), bytes(played, "probe"), "another session key");
    begun.finish(&bytes(played, "answer")).expect("agreed")
}

// law: D59-24.4
#[test]
fn a_chip_with_the_key_agrees_on_each_curve_and_cipher() {
    for (name, genuine) in [
        ("good-passport-authority", Genuine::Both),
        ("good-rsa-explicit-p521", Genuine::Chip),
        ("good-bp384", Genuine::Both),
    ] {
        let card = Table::of(name).verify().expect(name);
        assert_eq!(card.genuine(), genuine, "{name}");
    }
}

#[test]
fn the_commands_offer_the_ephemeral_key_and_name_the_chips() {
    let table = Table::of("good-passport-authority");
    let begun = begin(&table.groups[&Group::DG14], &ENTROPY).expect("begun");
    let [choose, general] = begun.commands();
    // MSE:Set AT: id-CA-ECDH-AES-CBC-CMAC-256, key 7.
    let expected = unhex(
        "002241A40F800A04007F0007020203020484 0107"
            .replace(' ', "")
            .as_str(),
    );
    assert_eq!(choose, expected);
    let ephemeral = bytes(&table.json["agreement"], "ephemeral");
    assert_eq!(general[..9], unhex("00860000457C438041"));
    assert_eq!(general[9..general.len() - 1], ephemeral);
    assert_eq!(general.last(), Some(&0));
}

#[test]
fn any_other_answer_shows_nothing() {
    let table = Table::of("good-passport-authority");
    let dg14 = table.groups[&Group::DG14].clone();
    let right = bytes(&table.json["agreement"], "answer");
    for at in 0..right.len() {
        let mut wrong = right.clone();
        wrong[at] ^= 1;
        let begun = begin(&dg14, &ENTROPY).expect("begun");
        assert_eq!(
            begun.finish(&wrong),
            Err(AgreementFlaw::WrongAnswer),
            "{at}"
        );
    }
    for wrong in [
        &[][..],
        &[0x90, 0x00],
        &[0x69, 0x88],
        &right[..right.len() - 1],
    ] {
        let begun = begin(&dg14, &ENTROPY).expect("begun");
        assert_eq!(begun.finish(wrong), Err(AgreementFlaw::WrongAnswer));
    }
    // The same answer in another session: a replay.
    let begun = begin(&dg14, &[0x12; 80]).expect("begun");
    assert_eq!(begun.finish(&right), Err(AgreementFlaw::WrongAnswer));
}

#[test]
fn a_key_that_is_not_the_cards_shows_nothing_about_the_card() {
    let mut table = Table::of("good-bp384");
    table.chip = Some(Table::of("good-passport-authority").json);
    let failure = table.verify().expect_err("another key");
    assert_eq!(failure.step(), Step::Clone);
    assert!(matches!(failure, Failure::Clone(chip::CloneFlaw::OtherKey)));
}

#[test]
fn a_card_without_such_a_key_says_so() {
    for name in ["good", "triple-des-alone"] {
        let dg14 = &Table::of(name).groups[&Group::DG14];
        let begun = begin(dg14, &ENTROPY);
        assert!(matches!(begun, Err(AgreementFlaw::NoKey)), "{name}");
    }
}

#[test]
fn the_same_entropy_is_the_same_authentication_by_name() {
    let dg14 = &Table::of("good-bp384").groups[&Group::DG14];
    let id = |entropy: &[u8; 80]| begin(dg14, entropy).expect("begun").id();
    assert_eq!(id(&ENTROPY), id(&ENTROPY));
    assert_ne!(id(&ENTROPY), id(&[0x12; 80]));
    let agreed = agreed(&Table::of("good-bp384").json);
    assert_eq!(agreed.id(), &id(&ENTROPY));
}
