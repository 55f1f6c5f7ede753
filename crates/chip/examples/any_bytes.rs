//! Gives every reader of outsiders' bytes as many inputs as it is told to, half of them noise and half
//! of them real files with some bytes changed: `any_bytes 5000000`. It ends, or a reader panicked.

use std::path::Path;

use chip::agreement::begin;
use chip::anchor::{Anchors, Authority, MasterList};
use chip::group::{Com, Mrz, National, Portrait, SecurityInfos, read_active_key, read_mrz};
use chip::{Policy, Printed, Reading, verify};
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

/// A small generator of Marsaglia's: the same inputs each time.
struct Noise(u64);

impl Noise {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, limit: usize) -> usize {
        let limit = u64::try_from(limit.max(1)).unwrap_or(1);
        usize::try_from(self.next() % limit).unwrap_or(0)
    }

    fn byte(&mut self) -> u8 {
        self.next().to_le_bytes()[0]
    }
}

/// An authority, and a file EF.COM with which a verification comes as far as EF.SOD.
struct Table {
    authority: Authority,
    com: Vec<u8>,
}

fn read_all(bytes: &[u8], table: &Table) {
    let _ = Com::read(bytes);
    let _ = Mrz::read(bytes);
    let _ = Portrait::read(bytes);
    let _ = National::read(bytes);
    let _ = SecurityInfos::read(bytes);
    let _ = read_active_key(bytes);
    let _ = begin(bytes, &[7; 80]);
    let _ = Authority::take_in(bytes);
    let _ = read_mrz(&String::from_utf8_lossy(bytes));
    let _ = table.authority.clone().take_in_list(bytes);
    let anchors = Anchors::new(vec![table.authority.clone()]);
    let now = Timestamp::UNIX_EPOCH;
    let _ = MasterList::read(bytes, &anchors, (now, SignedDuration::ZERO));
    let reading = Reading {
        com: table.com.clone(),
        sod: bytes.to_vec(),
        ..Reading::default()
    };
    let printed = Printed::Seed(String::new());
    let _ = verify(&reading, &printed, &anchors, &Policy::citizen_card(), now);
}

fn unhex(text: &str) -> Vec<u8> {
    let pairs = text.as_bytes().chunks(2);
    let byte = |pair| {
        std::str::from_utf8(pair)
            .ok()
            .and_then(|p| u8::from_str_radix(p, 16).ok())
    };
    pairs.filter_map(byte).collect()
}

fn json(name: &str) -> Value {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cards");
    let text = std::fs::read_to_string(folder.join(name)).unwrap_or_default();
    serde_json::from_str(&text).unwrap_or_default()
}

/// The files of the cards of the tests.
fn files() -> Vec<Vec<u8>> {
    let names = ["good.json", "good-rsa.json", "good-passport-authority.json"];
    let mut files = Vec::new();
    for json in names.map(json) {
        let groups = json.get("groups").and_then(Value::as_object);
        let groups = groups.into_iter().flat_map(serde_json::Map::values);
        let others = ["com", "csca", "sod", "list"]
            .into_iter()
            .filter_map(|f| json.get(f));
        files.extend(groups.chain(others).filter_map(Value::as_str).map(unhex));
    }
    files.extend(
        json("master.json")
            .get("good")
            .and_then(Value::as_str)
            .map(unhex),
    );
    files
}

fn table() -> Option<Table> {
    let json = json("good.json");
    let file = |name| Some(unhex(json.get(name)?.as_str()?));
    Some(Table {
        authority: Authority::take_in(&file("csca")?).ok()?,
        com: file("com")?,
    })
}

fn main() {
    let told = std::env::args().nth(1).and_then(|n| n.parse().ok());
    let inputs: u64 = told.unwrap_or(1_000_000);
    let files = files();
    let Some(table) = table() else {
        eprintln!("the cards of the tests are not there");
        std::process::exit(1);
    };
    let mut noise = Noise(0x9E37_79B9_7F4A_7C15);
    for input in 0..inputs {
        let bytes = if input % 2 == 0 {
            (0..noise.below(200)).map(|_| noise.byte()).collect()
        } else {
            let at = noise.below(files.len());
            let mut bytes = files.get(at).cloned().unwrap_or_default();
            for _ in 0..=noise.below(4) {
                let at = noise.below(bytes.len());
                let byte = noise.byte();
                if let Some(place) = bytes.get_mut(at) {
                    *place = byte;
                }
            }
            bytes
        };
        read_all(&bytes, &table);
    }
}
