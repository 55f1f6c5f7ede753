//! Cards of the tests of `chip`.

use std::collections::BTreeMap;
use std::path::Path;

use chip::group::read_mrz;
use serde_json::Value;

use super::applet::{AgreementKey, Card, Curve, Long, Way};

pub const CAN: &str = "000015";

pub fn json(name: &str) -> Value {
    let folder = Path::new("../chip/tests/cards");
    let text = std::fs::read(folder.join(format!("{name}.json"))).expect("a card");
    serde_json::from_slice(&text).expect("JSON")
}

pub fn bytes(value: &Value) -> Vec<u8> {
    let text = value.as_str().expect("digits").as_bytes();
    let byte = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).expect("ASCII"), 16);
    let pairs = text.chunks(2).map(|pair| byte(pair).expect("digits"));
    pairs.collect()
}

/// The card that opens by PACE, signs with a long key, agrees, and says how long its answers are.
pub fn modern() -> Card {
    let json = json("good-pace");
    let way = |cipher, parameter| Way {
        curve: Curve::of(parameter),
        cipher,
        parameter,
    };
    Card {
        ways: vec![way(2, 12), way(4, 16)],
        outside: [
            (0x1C, bytes(&json["access"])),
            (0x01, vec![0x7F, 0x66, 8, 2, 2, 0x10, 0, 2, 2, 0x10, 0]),
        ]
        .into(),
        agreement: Some(AgreementKey {
            curve: Curve::of(16),
            cipher: 4,
            secret: bytes(&json["agreement-key"]),
        }),
        historical: vec![0x80, 0x73, 0x00, 0x00, 0x40],
        extended: true,
        long: Long::Refused,
        ..plain("good-pace")
    }
}

/// The card of this name, which opens by basic access control and takes short commands only.
pub fn plain(name: &str) -> Card {
    let json = json(name);
    let groups = json["groups"].as_object().expect("groups").iter();
    let group = |(number, file): (&String, &Value)| {
        let number = number.parse().expect("a number");
        (number, bytes(file))
    };
    let mut files: BTreeMap<u8, Vec<u8>> = groups.map(group).collect();
    files.insert(0x1E, bytes(&json["com"]));
    files.insert(0x1D, bytes(&json["sod"]));
    let zone = json["zone"].as_str().expect("a zone");
    Card {
        files,
        seed: read_mrz(zone).expect("a zone").access_seed(),
        can: CAN.to_owned(),
        bac: true,
        long: Long::Parts,
        signature: bytes(&json["answer"]),
        ..Card::default()
    }
}
