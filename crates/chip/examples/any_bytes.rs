//! Gives every reader of outsiders' bytes as many inputs as it is told to, half of them noise and half
//! of them real files with some bytes changed: `any_bytes 5000000`. It ends, or a reader panicked.

use std::path::Path;

use chip::agreement::begin;
use chip::anchor::Authority;
use chip::group::{Com, Mrz, National, Portrait, SecurityInfos, read_active_key, read_mrz};

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

fn read_all(bytes: &[u8]) {
    let _ = Com::read(bytes);
    let _ = Mrz::read(bytes);
    let _ = Portrait::read(bytes);
    let _ = National::read(bytes);
    let _ = SecurityInfos::read(bytes);
    let _ = read_active_key(bytes);
    let _ = begin(bytes, &[7; 80]);
    let _ = Authority::take_in(bytes);
    let _ = read_mrz(&String::from_utf8_lossy(bytes));
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

/// The files of the cards of the tests.
fn files() -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cards");
    let names = ["good.json", "good-rsa.json", "good-passport-authority.json"];
    let texts = names.map(|n| std::fs::read_to_string(folder.join(n)).unwrap_or_default());
    let mut files = Vec::new();
    for text in texts {
        let json: serde_json::Value = serde_json::from_str(&text).unwrap_or_default();
        let groups = json.get("groups").and_then(serde_json::Value::as_object);
        let groups = groups.into_iter().flat_map(serde_json::Map::values);
        let others = ["com", "csca"].into_iter().filter_map(|f| json.get(f));
        files.extend(groups.chain(others).filter_map(|v| v.as_str()).map(unhex));
    }
    files
}

fn main() {
    let told = std::env::args().nth(1).and_then(|n| n.parse().ok());
    let inputs: u64 = told.unwrap_or(1_000_000);
    let files = files();
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
        read_all(&bytes);
    }
}
