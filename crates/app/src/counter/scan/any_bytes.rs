//! What an agent sends of a finger: whatever the bytes, a picture to look at or a fault, and no panic.
//!
//! `PROPTEST_CASES=1000000 cargo nextest run -p app any_bytes` tries as many as it is told to.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::json;

use super::Brought;

/// Whether the bytes are a body; what is in it is a file or a fault.
fn take(bytes: &[u8]) -> Option<Vec<u8>> {
    let brought: Brought = serde_json::from_slice(bytes).ok()?;
    match brought.file() {
        Ok(file) => Some(file),
        Err(fault) => {
            assert_eq!((fault.field, fault.code), ("image", "card-file"));
            None
        }
    }
}

proptest! {
    #[test]
    fn noise(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        take(&bytes);
    }

    #[test]
    fn right(file in prop::collection::vec(any::<u8>(), 0..300)) {
        let body = json!({ "image": URL_SAFE_NO_PAD.encode(&file) }).to_string();
        prop_assert_eq!(take(body.as_bytes()), Some(file.clone()));
        let more = json!({ "image": URL_SAFE_NO_PAD.encode(&file), "finger": "x" }).to_string();
        prop_assert_eq!(take(more.as_bytes()), None, "a field that nobody asked for");
    }

    #[test]
    fn shaped(text in "\\PC{0,80}") {
        take(json!({ "image": text }).to_string().as_bytes());
    }

    #[test]
    fn changed(file in prop::collection::vec(any::<u8>(), 1..300), at in any::<Index>(), byte in any::<u8>()) {
        let mut body = json!({ "image": URL_SAFE_NO_PAD.encode(&file) }).to_string().into_bytes();
        let at = at.index(body.len());
        body[at] = byte;
        take(&body);
    }
}
