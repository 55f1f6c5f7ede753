use jiff::civil::date;
use proptest::prelude::*;

use super::*;
use crate::registration::{Refusal, State};

fn code<T: PartialEq + std::fmt::Debug>(got: Result<T, Fault>) -> &'static str {
    got.unwrap_err().code
}

#[test]
fn a_reference_is_read_as_people_write_it() {
    for (typed, want) in [
        ("G01.899.108-241123-0001", "G01.899.108-241123-0001"),
        (" cc 2024/000123 ", "CC2024/000123"),
        ("123456", "123456"),
    ] {
        assert_eq!(CardReference::parse(typed).unwrap().as_str(), want);
    }
    assert_eq!(code(CardReference::parse("  ")), "card-reference-empty");
    for bad in [
        "12345",
        "ABCDEF",
        "-123456",
        "123456.",
        "12345é",
        "123456;DROP",
        "１２３４５６",
        &"1".repeat(41),
        &" ".repeat(10_000_000),
    ] {
        assert_eq!(code(CardReference::parse(bad)), "card-reference-format");
    }
}

proptest! {
    #[test]
    fn what_was_read_is_read_again_the_same(text in "\\PC{0,60}") {
        if let Ok(reference) = CardReference::parse(&text) {
            prop_assert!(CardReference::LENGTH.contains(&reference.as_str().len()));
            prop_assert_eq!(CardReference::parse(reference.as_str()).unwrap(), reference);
        }
    }
}

#[test]
fn an_application_is_of_today_or_not_long_ago() {
    let today = date(2024, 3, 6);
    assert_eq!(applied_on(Some(today), today), Ok(today));
    assert_eq!(
        applied_on(Some(date(2023, 12, 7)), today),
        Ok(date(2023, 12, 7))
    );
    for (day, want) in [
        (None, "card-applied-not-a-date"),
        (Some(date(2024, 3, 7)), "card-applied-future"),
        (Some(date(2023, 12, 6)), "card-applied-old"),
    ] {
        assert_eq!(code(applied_on(day, today)), want);
    }
}

fn application() -> CardApplication {
    CardApplication {
        reference: CardReference::parse("CC-2024-000123").unwrap(),
        applied_on: date(2024, 3, 6),
        kind: CardApplicationKind::Replacement,
    }
}

// law: D59-14.2.b
#[test]
fn both_come_together() {
    let applied = application();
    let card = |fit, valid, issued_on| {
        Some(CardFacts {
            fit,
            valid,
            issued_on,
        })
    };
    let (same, before) = (date(2024, 3, 6), date(2024, 3, 5));
    for (card, want) in [
        (None, Err(CardWait::NotIssued)),
        (card(false, true, same), Err(CardWait::NotIssued)),
        (card(true, false, same), Err(CardWait::NotIssued)),
        (card(true, true, before), Err(CardWait::Older)),
        (card(true, true, same), Ok(())),
        (card(true, true, date(2024, 3, 15)), Ok(())),
    ] {
        let told = Together::of(true, Some(&applied), card).map(|_| ());
        assert_eq!(told, want, "{card:?}");
        // Without an application no card counts; who has his card already waits for none.
        let nothing = Together::of(true, None, card).map(|_| ());
        assert_eq!(nothing, Err(CardWait::NoApplication));
        assert!(Together::of(false, None, card).is_ok());
    }
}

// law: D59-14.2.b
#[test]
fn that_the_card_was_refused_is_a_reason_of_joint_applications_alone() {
    let given = |duplicate, joint| Refusal::by_officer(duplicate, joint).collect::<Vec<_>>();
    assert!(given(false, true).contains(&Refusal::CardRefused));
    assert!(!given(false, true).contains(&Refusal::NoChipCard));
    assert!(!given(false, false).contains(&Refusal::CardRefused));
    assert!(given(false, false).contains(&Refusal::NoChipCard));
    for joint in [true, false] {
        assert_eq!(given(true, joint), [Refusal::Duplicate]);
        assert!(!given(false, joint).contains(&Refusal::Duplicate));
    }
    assert_eq!(Refusal::CardRefused.basis(), "D59-14.2.b");
    let at = Timestamp::UNIX_EPOCH;
    assert!(State::Draft.refuse(at, Refusal::CardRefused).is_err());
}

#[test]
fn nothing_of_an_application_stands_in_a_log() {
    assert!(!format!("{:?}", application()).contains("CC-2024"));
}
