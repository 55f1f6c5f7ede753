//! Which documents are accepted, and what of their print is held against the chip.

use chip::group::{Format, read_mrz};
use chip::reader::Access;
use chip::{Compared, DocumentFlaw, MrzMismatch, Printed};

use super::kit::Table;

// law: D59-14.2.a1
#[test]
fn an_authentic_document_of_another_kind_is_not_the_citizen_card() {
    for (name, flaw) in [
        ("passport", DocumentFlaw::Format),
        ("other-code", DocumentFlaw::Code),
        ("other-nationality", DocumentFlaw::Nationality),
        ("short-number", DocumentFlaw::Number),
        ("foreigners-number", DocumentFlaw::Number),
    ] {
        assert_eq!(Table::of(name).verify(), Err(flaw.into()), "{name}");
    }
    let mut table = Table::of("good");
    let state = &mut table.policy.kinds[0].state;
    (state.zone, state.country) = ("UTO".to_owned(), "UT".to_owned());
    assert_eq!(table.verify(), Err(DocumentFlaw::State.into()));
}

#[test]
fn each_kind_is_accepted_whole() {
    // What one kind lacks, another one does not lend.
    let mut table = Table::of("other-nationality");
    let mut foreign = table.policy.kinds[0].clone();
    foreign.nationality = Some("UTO".to_owned());
    foreign.codes = ["AR".to_owned()].into();
    table.policy.kinds.push(foreign.clone());
    let flaw = DocumentFlaw::Nationality.into();
    assert_eq!(table.verify(), Err(flaw));
    foreign.codes = ["ID".to_owned()].into();
    table.policy.kinds.push(foreign);
    table.verify().expect("a kind that has all of it");
}

#[test]
fn the_printed_zone_has_to_be_the_chips() {
    let mut table = Table::of("good");
    table.printed = Table::of("other-number").printed;
    table.verify().expect("the same zone is printed on both");
    table.printed = Table::of("expired-card").printed;
    let verdict = table.verify().expect_err("another card's zone");
    assert_eq!(verdict, MrzMismatch::Printed.into());
    let zone = table.json["zone"].as_str().expect("a zone");
    let seed = read_mrz(zone).expect("a zone").access_seed();
    table.printed = Printed::Seed(seed.clone());
    let card = table.verify().expect("what opened the chip");
    assert_eq!(card.compared(), Compared::Seed);
    table.printed = Printed::Seed(seed.replace("8805", "8905"));
    assert_eq!(table.verify(), Err(MrzMismatch::Printed.into()));
}

#[test]
fn what_of_the_print_was_not_compared_is_not_claimed() {
    let mut table = Table::of("good");
    let zone = table.json["zone"].as_str().expect("a zone");
    let seed = read_mrz(zone).expect("a zone").access_seed();
    // Only the access number was seen, which is on no file of the chip.
    table.printed = Access::Can("000015".to_owned()).printed();
    assert_eq!(table.printed, Printed::Nothing);
    assert_eq!(table.verify(), Err(MrzMismatch::NotCompared.into()));
    table.printed = Access::Seed(seed).printed();
    table.verify().expect("enough for a citizen card");
    table.policy.compared = Compared::Zone;
    assert_eq!(table.verify(), Err(MrzMismatch::NotCompared.into()));
    table.printed = Printed::Nothing;
    table.policy.compared = Compared::Nothing;
    let card = table.verify().expect("nothing was asked for");
    assert_eq!(card.compared(), Compared::Nothing);
}

#[test]
fn a_passport_is_read_where_one_is_accepted() {
    let mut table = Table::of("passport");
    table.policy.groups.clear();
    let kind = &mut table.policy.kinds[0];
    (kind.format, kind.codes) = (Format::Td3, ["P".to_owned()].into());
    let card = table.verify().expect("a passport");
    assert_eq!(card.mrz().number(), "C1234567");
    let number = card.number().expect("a number");
    assert_eq!(number.as_str(), "001188000015");
}
