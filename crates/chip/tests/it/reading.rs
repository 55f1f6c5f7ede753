//! From the chip to the verdict: a reader by other people, our order of reading, a simulated chip.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::rc::Rc;

use chip::active::Challenge;
use chip::agreement::begin;
use chip::group::{File, Group, Unspoken};
use chip::reader::{Access, Asked, Brought, ChipReader, Terminal, Transceive, agree, read};
use chip::{CloneFlaw, Failure, Genuine, ReadFailure, Step};
use dmrtd::com::{TransceiveError, Transceiver};
use dmrtd::passport::Passport;
use dmrtd::proto::dba_key::DBAKey;

use super::applet::{Applet, Card, Long};
use super::kit::{Table, Wire, bytes, challenge, group, seed, simulated};

impl Transceiver for Wire {
    fn transceive(&mut self, apdu: &[u8]) -> Result<Vec<u8>, TransceiveError> {
        let answer = Transceive::transceive(self, apdu);
        answer.map_err(|e| TransceiveError::new(e.to_string()))
    }
}

/// The engine: `dmrtd` with basic access control.
struct Engine {
    passport: Passport<Wire>,
    zone: String,
}

impl ChipReader for Engine {
    fn engine(&self) -> String {
        "dmrtd 0.3.5".to_owned()
    }

    fn open(&mut self, _: &Access) -> Result<(), ReadFailure> {
        let mrz = dmrtd::lds::mrz::Mrz::from_bytes(self.zone.as_bytes()).expect("a zone");
        let key = DBAKey::from_mrz(&mrz).expect("a key");
        let opened = self.passport.start_session(key);
        opened.map_err(|_| ReadFailure::Refused)
    }

    fn file(&mut self, file: File) -> Result<Vec<u8>, ReadFailure> {
        let short = match file {
            File::Com => 0x1E,
            File::Sod => 0x1D,
            File::Access => 0x1C,
            File::Group(group) => group.number(),
        };
        let read = self.passport.api_mut().read_file_by_sfi(short);
        read.map_err(|_| ReadFailure::Lost)
    }

    fn sign(&mut self, challenge: &[u8; 8]) -> Result<Vec<u8>, ReadFailure> {
        let signed = self.passport.active_authenticate(challenge);
        signed.map_err(|_| ReadFailure::Lost)
    }

    fn agree(&mut self, _: &[Vec<u8>; 2], _: &[u8]) -> Result<Vec<u8>, ReadFailure> {
        Err(ReadFailure::Status(0x6D00))
    }
}

/// A card on the reader: the verdict's table, the engine, the chip.
struct Desk {
    table: Table,
    engine: Engine,
    chip: Rc<RefCell<Applet>>,
}

fn desk(name: &str, answer: &str) -> Desk {
    let table = Table::of(name);
    let wire = Wire::to(Card {
        // The other engine asks for short answers only.
        long: Long::Whole,
        extended: true,
        ..simulated(&table, answer)
    });
    let chip = wire.0.clone();
    let engine = Engine {
        passport: Passport::new(wire),
        zone: table.json["zone"].as_str().expect("a zone").to_owned(),
    };
    Desk {
        table,
        engine,
        chip,
    }
}

impl Desk {
    fn read(&mut self, groups: &[u8]) -> Result<Brought, Failure> {
        let groups: BTreeSet<Group> = groups.iter().map(|n| group(*n)).collect();
        let challenge = challenge(&self.table);
        let seed = seed(&self.table);
        read(
            &mut self.engine,
            &Access::Seed(seed),
            &Asked { groups, challenge },
        )
    }
}

const WANTED: [u8; 6] = [1, 2, 3, 13, 14, 15];

// law: D59-14.2.a2
#[test]
fn a_card_is_read_through_its_session_and_verified() {
    for name in ["good", "good-rsa"] {
        let mut desk = desk(name, "answer");
        let brought = desk.read(&WANTED).expect("read");
        assert_eq!(brought.engine, "dmrtd 0.3.5");
        assert_eq!(brought.groups, desk.table.groups);
        let challenge = challenge(&desk.table);
        assert_eq!(
            desk.chip.borrow().challenge.as_deref(),
            Some(&challenge[..])
        );
        let reading = brought.reading(Challenge::new(challenge));
        let card = desk.table.verdict(reading).expect("the card");
        assert_eq!(card.genuine(), Genuine::Active);
    }
}

#[test]
fn only_what_is_asked_is_read_and_the_keys() {
    let mut desk = desk("good", "answer");
    let brought = desk.read(&[1, 13]).expect("read");
    let numbers: Vec<u8> = brought.groups.keys().map(|g| g.number()).collect();
    assert_eq!(numbers, [1, 13, 14, 15]);
    assert!(brought.signature.is_some());
}

#[test]
fn a_copied_chip_is_read_and_refused() {
    let mut desk = desk("good", "copied");
    let brought = desk.read(&WANTED).expect("read");
    let reading = brought.reading(Challenge::new(challenge(&desk.table)));
    let verdict = desk.table.verdict(reading).expect_err("a copy");
    assert_eq!(verdict.step(), Step::Clone);
}

#[test]
fn the_zone_of_another_card_does_not_open_the_chip() {
    let mut desk = desk("good", "answer");
    desk.engine.zone = Table::of("expired-card").json["zone"]
        .as_str()
        .expect("a zone")
        .to_owned();
    let failure = desk.read(&WANTED).expect_err("refused");
    assert_eq!(failure, Failure::Access(ReadFailure::Refused));
    assert_eq!(failure.step(), Step::Access);
}

#[test]
fn a_file_that_the_chip_promises_and_has_not_breaks_the_reading_off() {
    let mut desk = desk("listed-but-not-signed", "answer");
    let failure = desk.read(&[1, 7]).expect_err("no DG7");
    assert_eq!(failure, Failure::Read(ReadFailure::Lost));
    assert_eq!(failure.step(), Step::Read);
}

// law: D59-14.2.a2
#[test]
fn our_own_engine_reads_what_the_other_one_reads() {
    for name in ["good", "good-rsa"] {
        let mut desk = desk(name, "answer");
        let theirs = desk.read(&WANTED).expect("read");
        let other = self::desk(name, "answer");
        let seed = seed(&other.table);
        let challenge = challenge(&other.table);
        let groups = WANTED.iter().map(|n| group(*n)).collect();
        let asked = Asked { groups, challenge };
        let mut engine = Terminal::new(Wire(other.chip.clone()), [0x5A; 160]);
        let ours = read(&mut engine, &Access::Seed(seed), &asked).expect("read");
        assert_eq!((&ours.com, &ours.sod), (&theirs.com, &theirs.sod));
        assert_eq!(ours.groups, theirs.groups);
        assert_eq!(ours.signature, theirs.signature);
        let reading = ours.reading(Challenge::new(challenge));
        let card = other.table.verdict(reading).expect("the card");
        assert_eq!(card.genuine(), Genuine::Active);
    }
}

#[test]
fn the_end_of_a_file_may_come_with_a_warning() {
    let desk = desk("good", "answer");
    let (short, whole) = (vec![0x60, 2, 7, 7], desk.table.sod.clone());
    let wire = Wire::to(Card {
        files: [(0x1E, short.clone()), (0x1D, whole.clone())].into(),
        warns: true,
        ..simulated(&desk.table, "answer")
    });
    let mut engine = Terminal::new(wire, [0x5A; 160]);
    engine.open(&Access::Seed(seed(&desk.table))).expect("open");
    assert_eq!(engine.file(File::Com), Ok(short));
    assert_eq!(engine.file(File::Sod), Ok(whole));
}

#[test]
fn our_own_engine_names_what_fails() {
    let asked = || Asked {
        groups: [group(1)].into(),
        challenge: [7; 8],
    };
    let open = |seed: String| {
        let desk = desk("good", "answer");
        let mut engine = Terminal::new(Wire(desk.chip), [0x5A; 160]);
        read(&mut engine, &Access::Seed(seed), &asked()).map(|_| ())
    };
    let right = seed(&Table::of("good"));
    assert_eq!(open(right.clone()), Ok(()));
    let refused = Err(Failure::Access(ReadFailure::Refused));
    assert_eq!(open(seed(&Table::of("expired-card"))), refused);
    let desk = desk("good", "answer");
    let mut engine = Terminal::new(Wire(desk.chip), [0x5A; 160]);
    let can = Access::Can("000015".to_owned());
    assert_eq!(
        engine.open(&can),
        Err(ReadFailure::Unspoken(Unspoken::Nothing))
    );
    engine.open(&Access::Seed(right)).expect("open");
    let fingers = engine.file(File::Group(group(3)));
    assert_eq!(fingers, Err(ReadFailure::Status(0x6982)));
}

/// A reader that has read already, before a chip that is played by the maker of the cards.
struct Played {
    table: Table,
    asked: Vec<Vec<u8>>,
    /// What the chip answers to be asked for a proof, where it does not give one.
    instead: Option<ReadFailure>,
}

impl Played {
    fn of(name: &str) -> Self {
        Self {
            table: Table::of(name),
            asked: Vec::new(),
            instead: None,
        }
    }

    fn read(&mut self) -> Result<Brought, Failure> {
        let groups = [1, 2, 13].into_iter().filter_map(Group::new).collect();
        let challenge = challenge(&self.table);
        let access = Access::Can("000015".to_owned());
        read(self, &access, &Asked { groups, challenge })
    }
}

impl ChipReader for Played {
    fn engine(&self) -> String {
        "played".to_owned()
    }

    fn open(&mut self, _: &Access) -> Result<(), ReadFailure> {
        Ok(())
    }

    fn file(&mut self, file: File) -> Result<Vec<u8>, ReadFailure> {
        match file {
            File::Com => Ok(self.table.com.clone()),
            File::Sod => Ok(self.table.sod.clone()),
            File::Access => Err(ReadFailure::Status(0x6A82)),
            File::Group(group) => {
                let file = self.table.groups.get(&group);
                file.cloned().ok_or(ReadFailure::Status(0x6A82))
            }
        }
    }

    fn sign(&mut self, _: &[u8; 8]) -> Result<Vec<u8>, ReadFailure> {
        match self.instead {
            Some(failure) => Err(failure),
            None => Ok(bytes(&self.table.json, "answer")),
        }
    }

    fn agree(&mut self, commands: &[Vec<u8>; 2], probe: &[u8]) -> Result<Vec<u8>, ReadFailure> {
        self.asked = commands.to_vec();
        let played = &self.table.json["agreement"];
        match self.instead {
            Some(failure) => Err(failure),
            None if probe == bytes(played, "probe") => Ok(bytes(played, "answer")),
            // Another session's probe: the chip cannot read it.
            None => Ok(vec![0x69, 0x88]),
        }
    }
}

// law: D59-24.4
#[test]
fn chip_authentication_goes_from_the_server_through_the_reader_and_back() {
    for (entropy, genuine) in [([0x11; 80], true), ([0x12; 80], false)] {
        let mut reader = Played::of("good-bp384");
        let mut brought = reader.read().expect("read");
        let begun = begin(&brought.groups[&Group::DG14], &entropy).expect("begun");
        let commands = begun.commands();
        let answer = agree(&mut reader, &begun).expect("an answer");
        assert_eq!(reader.asked, commands);
        let agreed = begun.finish(&answer);
        assert_eq!(agreed.is_ok(), genuine);
        let Ok(agreed) = agreed else { continue };

        let table = reader.table;
        brought.signature = None;
        let mut reading = brought.reading(Challenge::new(challenge(&table)));
        reading.chip = Some(agreed);
        let card = table.verdict(reading).expect("the card");
        assert_eq!(card.genuine(), Genuine::Chip);
    }
}

// law: D59-24.4
#[test]
fn a_file_with_a_key_that_the_chip_promises_and_has_not_is_judged_not_skipped() {
    let mut reader = Played::of("good");
    reader.table.groups.remove(&Group::DG15);
    let brought = reader.read().expect("what the chip has");
    let reading = brought.reading(Challenge::new(challenge(&reader.table)));
    let withheld = CloneFlaw::Withheld(Group::DG15).into();
    assert_eq!(reader.table.verdict(reading), Err(withheld));
}

#[test]
fn a_chip_that_refuses_a_proof_is_not_one_that_was_taken_away() {
    for (instead, failure) in [
        (
            ReadFailure::Status(0x6D00),
            CloneFlaw::Refused(0x6D00).into(),
        ),
        (ReadFailure::Lost, Failure::Read(ReadFailure::Lost)),
    ] {
        let mut reader = Played::of("good-bp384");
        let dg14 = reader.table.groups[&Group::DG14].clone();
        reader.instead = Some(instead);
        assert_eq!(reader.read().err(), Some(failure.clone()));
        let begun = begin(&dg14, &[0x11; 80]).expect("begun");
        assert_eq!(agree(&mut reader, &begun), Err(failure));
    }
}
