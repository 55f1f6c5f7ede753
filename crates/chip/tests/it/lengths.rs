//! Long files and long signatures: by extended lengths where card and reader take them, else by parts.

use std::collections::BTreeMap;

use chip::ReadFailure;
use chip::group::File;
use chip::reader::{Access, ChipReader, Terminal};
use dmrtd::passport::Passport;
use dmrtd::proto::dba_key::DBAKey;

use super::applet::{Card, Long};
use super::kit::{Table, Wire, bytes, challenge, group, seed, simulated};

/// Historical bytes that say which lengths a card takes.
const EXTENDED: [u8; 5] = [0x80, 0x73, 0x00, 0x00, 0x40];
const SHORT: [u8; 5] = [0x80, 0x73, 0x00, 0x00, 0x00];
/// EF.ATR/INFO: commands and answers of at most 4,096 bytes.
const INFO: [u8; 11] = [0x7F, 0x66, 8, 0x02, 2, 0x10, 0x00, 0x02, 2, 0x10, 0x00];

fn portrait(length: usize) -> Vec<u8> {
    let body: Vec<u8> = (0..length)
        .map(|n| u8::try_from(n * 31 % 251).expect("small"))
        .collect();
    let [_, first, high, low] = u32::try_from(length).expect("short").to_be_bytes();
    [&[0x75, 0x83, first, high, low], &body[..]].concat()
}

fn opened(card: Card) -> (Wire, Terminal<Wire>) {
    let (access, wire) = (Access::Seed(card.seed.clone()), Wire::to(card));
    let mut engine = Terminal::new(wire.clone(), [0x5A; 160]);
    engine.open(&access).expect("open");
    (wire, engine)
}

fn read(card: &Card, length: usize) -> (usize, Vec<u8>) {
    let file = portrait(length);
    let mut card = card.clone();
    card.files.insert(2, file.clone());
    let (wire, mut engine) = opened(card);
    let before = wire.instructions().len();
    assert!(engine.file(File::Group(group(2))).expect("read") == file);
    let instructions = wire.instructions().split_off(before);
    (instructions.len(), instructions)
}

#[test]
fn files_of_any_length_are_read_whole() {
    let card = simulated(&Table::of("good"), "answer");
    for length in [0x7FFA, 0x7FFB, 0x7FFC, 0x8000, 0x80FF, 70_000, 131_067] {
        let (_, instructions) = read(&card, length);
        assert_eq!(instructions.contains(&0xB1), length + 5 > 0x8000 + 0xDF - 8);
    }
    for (warns, lenient) in [(true, false), (true, true), (false, true)] {
        let other = Card {
            lenient,
            warns,
            ..card.clone()
        };
        read(&other, 40_000);
    }
}

#[test]
fn a_card_that_says_how_long_its_answers_are_is_asked_for_as_much() {
    let card = simulated(&Table::of("good"), "answer");
    let (short, _) = read(&card, 70_000);
    let saying = Card {
        extended: true,
        historical: EXTENDED.to_vec(),
        outside: [(0x01, INFO.to_vec())].into(),
        ..card.clone()
    };
    let (long, _) = read(&saying, 70_000);
    assert!(short > 300 && long < 20, "{short} {long}");
    // What the answer to reset promises and the trial does not keep is not asked for.
    for broken in [
        Card {
            extended: false,
            ..saying.clone()
        },
        Card {
            outside: BTreeMap::new(),
            ..saying
        },
    ] {
        assert_eq!(read(&broken, 70_000).0, short);
    }
}

#[test]
fn another_reader_gets_the_same_long_file() {
    let table = Table::of("good");
    let mut card = Card {
        lenient: true,
        ..simulated(&table, "answer")
    };
    let file = portrait(70_000);
    card.files.insert(2, file.clone());
    let zone = table.json["zone"].as_str().expect("a zone");
    let mrz = dmrtd::lds::mrz::Mrz::from_bytes(zone.as_bytes()).expect("a zone");
    let mut passport = Passport::new(Wire::to(card));
    let key = DBAKey::from_mrz(&mrz).expect("a key");
    passport.start_session(key).expect("opened");
    let read = passport.api_mut().read_file_by_sfi(2);
    assert!(read.expect("read") == file);
}

/// The signature of a card with RSA of 3072 bits, whose key is in DG15.
fn signed(card: Card) -> Result<Vec<u8>, ReadFailure> {
    let (_, mut engine) = opened(card);
    engine.file(File::Group(group(15))).expect("the key");
    engine.sign(&challenge(&Table::of("good-pace")))
}

#[test]
fn a_signature_longer_than_a_short_answer_comes_whole() {
    let table = Table::of("good-pace");
    let card = Card {
        outside: BTreeMap::new(),
        ..simulated(&table, "answer")
    };
    assert_eq!(seed(&table), card.seed);
    let right = bytes(&table.json, "answer");
    assert_eq!(right.len(), 384);
    // It says that it takes extended lengths, or nothing.
    for historical in [EXTENDED.to_vec(), Vec::new()] {
        let card = Card {
            extended: true,
            historical,
            ..card.clone()
        };
        let outside = [(0x01, INFO.to_vec())].into();
        assert_eq!(signed(Card { outside, ..card }), Ok(right.clone()));
    }
    // It says that it takes none: then it gives its answer in parts.
    let parts = Card {
        long: Long::Parts,
        historical: SHORT.to_vec(),
        ..card.clone()
    };
    assert_eq!(signed(parts), Ok(right));
    // It can do neither: that has a name.
    assert_eq!(signed(card), Err(ReadFailure::Status(0x6700)));
}
