//! A phone with a chip card held to it: what a native app would send.

use adapters::card_reader::Simulated;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chip::group::{Group, read_mrz};
use chip::reader::{Access, Asked, ChipReader, read};
use serde_json::{Value, json};

use crate::cards::Card;

/// A card at a phone, opened by its printed zone.
pub struct ChipPhone {
    chip: Simulated,
    seed: String,
}

fn bytes(value: &Value) -> Vec<u8> {
    let text = value.as_str().expect("a text");
    URL_SAFE_NO_PAD.decode(text).expect("base64url")
}

impl ChipPhone {
    /// This card.
    pub fn with(card: &Card) -> Self {
        Self::of(card, &card.json())
    }

    /// This file in place of the card's, with the zone that is printed on the card.
    pub fn of(card: &Card, file: &Value) -> Self {
        let zone = read_mrz(&card.zone).expect("a zone");
        Self {
            chip: Simulated::read(file.to_string().as_bytes()).expect("a card"),
            seed: zone.access_seed(),
        }
    }

    /// The body of a reading for what was asked (`challenge`, `groups`).
    pub fn reading(&mut self, asked: &Value) -> Value {
        let numbers = asked["groups"].as_array().expect("groups").iter();
        let group = |n: &Value| Group::new(u8::try_from(n.as_u64()?).ok()?);
        let asked = Asked {
            groups: numbers.filter_map(group).collect(),
            challenge: bytes(&asked["challenge"]).try_into().expect("eight bytes"),
        };
        let seed = Access::Seed(self.seed.clone());
        let brought = read(&mut self.chip, &seed, &asked).expect("a card that can be read");
        let groups = brought.groups.iter();
        let groups = groups.map(|(g, file)| (g.number().to_string(), URL_SAFE_NO_PAD.encode(file)));
        json!({
            "com": URL_SAFE_NO_PAD.encode(&brought.com),
            "sod": URL_SAFE_NO_PAD.encode(&brought.sod),
            "groups": groups.map(|(n, file)| (n, file.into())).collect::<serde_json::Map<_, _>>(),
            "signature": brought.signature.map(|s| URL_SAFE_NO_PAD.encode(s)),
            "engine": brought.engine,
        })
    }

    /// The body of the answer to a probe (`commands`, `probe`).
    pub fn answer(&mut self, step: &Value) -> Value {
        let command = |place| bytes(step.pointer(place).expect("a command"));
        let commands = ["/commands/0", "/commands/1"].map(command);
        let answer = self.chip.agree(&commands, &bytes(&step["probe"]));
        json!({ "answer": URL_SAFE_NO_PAD.encode(answer.expect("a chip that agrees")) })
    }
}
