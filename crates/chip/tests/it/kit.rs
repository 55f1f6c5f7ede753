//! The cards, as a reader would bring them.

use std::collections::BTreeMap;
use std::path::Path;

use chip::active::{Answer, Challenge};
use chip::anchor::{Anchors, Authority};
use chip::group::{Group, read_mrz};
use chip::{Card, Failure, Policy, Printed, Reading, verify};
use jiff::Timestamp;
use serde_json::Value;

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
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/cards/{name}.json"));
    let text = std::fs::read(&path).unwrap_or_else(|e| panic!("{name}: {e}"));
    serde_json::from_slice(&text).expect("JSON")
}

pub fn bytes(value: &Value, field: &str) -> Vec<u8> {
    unhex(value[field].as_str().unwrap_or_else(|| panic!("{field}")))
}

/// A card on the table.
pub struct Table {
    pub json: Value,
    pub reading: Reading,
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
        let reading = Reading {
            com: bytes(&json, "com"),
            sod: bytes(&json, "sod"),
            groups,
            active: answer(&json, "answer"),
            chip: json
                .get("agreement")
                .map(|_| super::agreement::agreed(&json)),
        };
        let zone = json["zone"].as_str().expect("a zone");
        Self {
            reading,
            printed: Printed::Zone(read_mrz(zone).expect("a zone")),
            policy: Policy::citizen_card(),
            now: now(),
            json,
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
        verify(
            &self.reading,
            &self.printed,
            &self.anchors(),
            &self.policy,
            self.now,
        )
    }

    pub fn group(&mut self, group: Group) -> &mut Vec<u8> {
        self.reading.groups.get_mut(&group).expect("the group")
    }
}

pub fn answer(json: &Value, field: &str) -> Option<Answer> {
    let signature = unhex(json.get(field)?.as_str()?);
    let challenge = bytes(json, "challenge");
    let challenge = Challenge::new(challenge.try_into().expect("eight bytes"));
    Some(Answer {
        challenge,
        signature,
    })
}
