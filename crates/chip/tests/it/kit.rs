//! The cards, as a reader would bring them.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use chip::active::{Answer, Challenge};
use chip::anchor::{Anchors, Authority};
use chip::group::{Group, read_mrz};
use chip::reader::Transceive;
use chip::{Card, Failure, Policy, Printed, ReadFailure, Reading, verify};
use jiff::Timestamp;
use serde_json::Value;

use super::applet::{self, AgreementKey, Applet, Curve};

/// When everything is read.
pub fn now() -> Timestamp {
    "2027-06-01T03:00:00Z".parse().expect("an instant")
}

pub fn unhex(text: &str) -> Vec<u8> {
    let pairs = text.as_bytes().chunks(2);
    let byte = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).expect("ASCII"), 16);
    pairs
        .map(|pair| byte(pair).expect("hexadecimal digits"))
        .collect()
}

pub fn json(name: &str) -> Value {
    let path = format!("tests/cards/{name}.json");
    let text = std::fs::read(path).unwrap_or_else(|e| panic!("{name}: {e}"));
    serde_json::from_slice(&text).expect("JSON")
}

pub fn bytes(value: &Value, field: &str) -> Vec<u8> {
    unhex(value[field].as_str().unwrap_or_else(|| panic!("{field}")))
}

/// What a chip answered to the challenge of these bytes.
#[derive(Clone)]
pub struct Signed {
    pub challenge: [u8; 8],
    pub signature: Vec<u8>,
}

/// A card on the table. A reading is made of it for each verdict, since that takes it.
pub struct Table {
    pub json: Value,
    pub com: Vec<u8>,
    pub sod: Vec<u8>,
    pub groups: BTreeMap<Group, Vec<u8>>,
    pub access: Option<Vec<u8>>,
    pub active: Option<Signed>,
    /// The card whose chip has agreed on a session.
    pub chip: Option<Value>,
    pub printed: Printed,
    pub policy: Policy,
    pub now: Timestamp,
}

impl Table {
    /// The card of this name, whose chip answered as it does.
    pub fn of(name: &str) -> Self {
        let json = json(name);
        let groups = json["groups"].as_object().expect("groups");
        let groups: BTreeMap<Group, Vec<u8>> = groups
            .iter()
            .map(|(number, file)| {
                let number = number.parse().expect("a number");
                let group = Group::new(number).expect("a group");
                (group, unhex(file.as_str().expect("a file")))
            })
            .collect();
        let zone = json["zone"].as_str().expect("a zone");
        Self {
            com: bytes(&json, "com"),
            sod: bytes(&json, "sod"),
            groups,
            access: json.get("access").map(|_| bytes(&json, "access")),
            active: answer(&json, "answer"),
            chip: json.get("agreement").is_some().then(|| json.clone()),
            printed: Printed::Zone(read_mrz(zone).expect("a zone")),
            policy: Policy::citizen_card(),
            now: now(),
            json,
        }
    }

    /// What a reader would bring of it.
    pub fn reading(&self) -> Reading {
        Reading {
            com: self.com.clone(),
            sod: self.sod.clone(),
            groups: self.groups.clone(),
            access: self.access.clone(),
            active: self.active.clone().map(|signed| Answer {
                challenge: Challenge::new(signed.challenge),
                signature: signed.signature,
            }),
            chip: self.chip.as_ref().map(super::agreement::agreed),
        }
    }

    /// The authorities that are trusted: the one of this card.
    pub fn anchors(&self) -> Anchors {
        let mut authority = Authority::take_in(&bytes(&self.json, "csca")).expect("an authority");
        if let Some(list) = self.json["list"].as_str() {
            authority.take_in_list(&unhex(list)).expect("a list");
        }
        Anchors::new(vec![authority])
    }

    pub fn verify(&self) -> Result<Card, Failure> {
        self.verdict(self.reading())
    }

    /// The verdict on another reading than the table's own.
    pub fn verdict(&self, reading: Reading) -> Result<Card, Failure> {
        let anchors = self.anchors();
        verify(reading, &self.printed, &anchors, &self.policy, self.now)
    }

    pub fn group(&mut self, group: Group) -> &mut Vec<u8> {
        self.groups.get_mut(&group).expect("the group")
    }
}

pub fn answer(json: &Value, field: &str) -> Option<Signed> {
    let signature = unhex(json.get(field)?.as_str()?);
    let challenge = bytes(json, "challenge");
    Some(Signed {
        challenge: challenge.try_into().expect("eight bytes"),
        signature,
    })
}

pub fn group(number: u8) -> Group {
    Group::new(number).expect("a group")
}

/// What opens the card by its printed lines.
pub fn seed(table: &Table) -> String {
    let zone = table.json["zone"].as_str().expect("a zone");
    read_mrz(zone).expect("a zone").access_seed()
}

pub fn challenge(table: &Table) -> [u8; 8] {
    let challenge = bytes(&table.json, "challenge");
    challenge.try_into().expect("eight bytes")
}

/// The chip of a card, which opens by basic access control and signs with this field.
pub fn simulated(table: &Table, answer: &str) -> applet::Card {
    let groups = table.groups.iter();
    let mut files: BTreeMap<u8, Vec<u8>> =
        groups.map(|(g, file)| (g.number(), file.clone())).collect();
    files.insert(0x1E, table.com.clone());
    files.insert(0x1D, table.sod.clone());
    let outside = table.access.iter().map(|file| (0x1C, file.clone()));
    let key = table.json["agreement-key"].as_str();
    applet::Card {
        files,
        outside: outside.collect(),
        seed: seed(table),
        can: "000015".to_owned(),
        bac: true,
        signature: bytes(&table.json, answer),
        agreement: key.map(|secret| AgreementKey {
            curve: Curve::of(16),
            cipher: 4,
            secret: unhex(secret),
        }),
        ..applet::Card::default()
    }
}

/// A wire to a card, which stays with the test.
#[derive(Clone)]
pub struct Wire(pub Rc<RefCell<Applet>>);

impl Wire {
    pub fn to(card: applet::Card) -> Self {
        Self(Rc::new(RefCell::new(Applet::new(card))))
    }

    /// Instructions of all the commands that the card got.
    pub fn instructions(&self) -> Vec<u8> {
        let applet = self.0.borrow();
        applet.log.iter().map(|command| command[1]).collect()
    }
}

impl Transceive for Wire {
    fn transceive(&mut self, command: &[u8]) -> Result<Vec<u8>, ReadFailure> {
        Ok(self.0.borrow_mut().answer(command))
    }

    fn atr(&self) -> Vec<u8> {
        self.0.borrow().atr()
    }
}
