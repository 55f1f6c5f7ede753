//! From the chip to the verdict: a reader by other people, our order of reading, a simulated chip.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use chip::active::Challenge;
use chip::agreement::begin;
use chip::group::{File, Group, Mrz};
use chip::reader::{Access, Asked, Brought, ChipReader, Transceive, agree, read};
use chip::{Failure, Genuine, ReadFailure, Step};
use dmrtd::com::{TransceiveError, Transceiver};
use dmrtd::passport::Passport;
use dmrtd::proto::dba_key::DBAKey;

use super::kit::{Table, bytes};
use super::simulated::Chip;

/// The wire between both.
struct Wire(Rc<RefCell<Chip>>);

impl Transceiver for Wire {
    fn transceive(&mut self, apdu: &[u8]) -> Result<Vec<u8>, TransceiveError> {
        let answer = self.0.borrow_mut().transceive(apdu);
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
            File::Group(group) => group.number(),
        };
        let read = self.passport.api_mut().read_file_by_sfi(short);
        read.map_err(|_| ReadFailure::Lost)
    }

    fn sign(&mut self, challenge: &Challenge) -> Result<Vec<u8>, ReadFailure> {
        let signed = self.passport.active_authenticate(challenge.bytes());
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
    chip: Rc<RefCell<Chip>>,
}

fn access(table: &Table) -> String {
    let dg1 = &table.reading.groups[&Group::DG1];
    Mrz::read(dg1).expect("DG1").access_seed()
}

fn desk(name: &str, answer: &str) -> Desk {
    let table = Table::of(name);
    let groups = table.reading.groups.iter();
    let mut files: BTreeMap<u8, Vec<u8>> =
        groups.map(|(g, file)| (g.number(), file.clone())).collect();
    files.insert(0x1E, table.reading.com.clone());
    files.insert(0x1D, table.reading.sod.clone());
    let chip = Chip::new(&access(&table), files, bytes(&table.json, answer));
    let chip = Rc::new(RefCell::new(chip));
    let engine = Engine {
        passport: Passport::new(Wire(chip.clone())),
        zone: table.json["zone"].as_str().expect("a zone").to_owned(),
    };
    Desk {
        table,
        engine,
        chip,
    }
}

fn challenge(table: &Table) -> Challenge {
    Challenge::new(
        bytes(&table.json, "challenge")
            .try_into()
            .expect("eight bytes"),
    )
}

impl Desk {
    fn read(&mut self, groups: &[u8]) -> Result<Brought, Failure> {
        let group = |n: &u8| Group::new(*n).expect("a group");
        let groups: BTreeSet<Group> = groups.iter().map(group).collect();
        let challenge = challenge(&self.table);
        let seed = access(&self.table);
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
        assert_eq!(brought.groups, desk.table.reading.groups);
        let challenge = challenge(&desk.table);
        assert_eq!(
            desk.chip.borrow().challenge.as_deref(),
            Some(&challenge.bytes()[..])
        );
        desk.table.reading = brought.reading(challenge);
        let card = desk.table.verify().expect("the card");
        assert_eq!(card.genuine(), Genuine::Active);
    }
}

#[test]
fn only_what_is_asked_is_read() {
    let mut desk = desk("good", "answer");
    let brought = desk.read(&[1, 13]).expect("read");
    let numbers: Vec<u8> = brought.groups.keys().map(|g| g.number()).collect();
    assert_eq!(numbers, [1, 13]);
    assert_eq!(brought.signature, None);
    assert_eq!(desk.chip.borrow().challenge, None);
}

#[test]
fn a_copied_chip_is_read_and_refused() {
    let mut desk = desk("good", "copied");
    let brought = desk.read(&WANTED).expect("read");
    desk.table.reading = brought.reading(challenge(&desk.table));
    assert_eq!(desk.table.verify().expect_err("a copy").step(), Step::Clone);
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

/// A reader that has read already, before a chip that is played by the maker of the cards.
struct Played {
    table: Table,
    asked: Vec<Vec<u8>>,
}

impl ChipReader for Played {
    fn engine(&self) -> String {
        "played".to_owned()
    }

    fn open(&mut self, _: &Access) -> Result<(), ReadFailure> {
        Ok(())
    }

    fn file(&mut self, file: File) -> Result<Vec<u8>, ReadFailure> {
        let reading = &self.table.reading;
        match file {
            File::Com => Ok(reading.com.clone()),
            File::Sod => Ok(reading.sod.clone()),
            File::Group(group) => Ok(reading.groups[&group].clone()),
        }
    }

    fn sign(&mut self, _: &Challenge) -> Result<Vec<u8>, ReadFailure> {
        Ok(bytes(&self.table.json, "answer"))
    }

    fn agree(&mut self, commands: &[Vec<u8>; 2], probe: &[u8]) -> Result<Vec<u8>, ReadFailure> {
        self.asked = commands.to_vec();
        let played = &self.table.json["agreement"];
        // Another session's probe: the chip cannot read it.
        if probe == bytes(played, "probe") {
            Ok(bytes(played, "answer"))
        } else {
            Ok(vec![0x69, 0x88])
        }
    }
}

// law: D59-24.4
#[test]
fn chip_authentication_goes_from_the_server_through_the_reader_and_back() {
    for (entropy, genuine) in [([0x11; 80], true), ([0x12; 80], false)] {
        let table = Table::of("good-bp384");
        let challenge = challenge(&table);
        let mut reader = Played {
            table,
            asked: Vec::new(),
        };
        let groups = [1, 2, 13, 14].into_iter().filter_map(Group::new).collect();
        let asked = Asked { groups, challenge };
        let access = Access::Can("000015".to_owned());
        let brought = read(&mut reader, &access, &asked).expect("read");
        let begun = begin(&brought.groups[&Group::DG14], &entropy).expect("begun");
        let commands = begun.commands();
        let answer = agree(&mut reader, &begun).expect("an answer");
        assert_eq!(reader.asked, commands);
        let agreed = begun.finish(&answer);
        assert_eq!(agreed.is_ok(), genuine);
        let Ok(agreed) = agreed else { continue };

        let mut table = reader.table;
        table.reading = brought.reading(challenge);
        assert_eq!(table.verify().expect_err("not yet").step(), Step::Clone);
        table.reading.chip = Some(agreed);
        assert_eq!(table.verify().expect("the card").genuine(), Genuine::Chip);
    }
}
