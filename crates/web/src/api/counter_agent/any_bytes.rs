//! The bodies of agents' requests: whatever the bytes, a body or none, and no panic. What is brought of a
//! card goes on to `app`, which has such tests of its own.
//!
//! `PROPTEST_CASES=1000000 cargo nextest run -p web any_bytes` tries as many as it is told to.

use proptest::prelude::*;
use serde_json::json;

use super::offline::{PacketBody, PassesBody, packed};
use super::{AnswerBody, NextBody, OfferBody, answered, body};

/// Takes the bytes as each of the bodies; whether one of them was it.
fn take(bytes: &[u8]) -> bool {
    let answer = body::<AnswerBody>(bytes);
    if let Ok(answer) = &answer {
        assert!(answered(answer).len() <= answer.answer.len());
    }
    let next = body::<NextBody>(bytes);
    if let Ok(next) = &next {
        let told = super::agents::abilities(next.abilities.as_deref());
        assert!(told.reader || next.abilities.is_some());
    }
    let offer = body::<OfferBody>(bytes);
    let packet = body::<PacketBody>(bytes);
    if let Ok(packet) = &packet {
        packed(packet);
    }
    let passes = body::<PassesBody>(bytes);
    answer.is_ok() || next.is_ok() || offer.is_ok() || packet.is_ok() || passes.is_ok()
}

proptest! {
    #[test]
    fn noise(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        take(&bytes);
    }

    #[test]
    fn abilities(words in prop::collection::vec("reader|scanner|\\PC{0,20}", 0..40)) {
        let bytes = json!({ "wait": 1, "abilities": &words }).to_string().into_bytes();
        prop_assert!(take(&bytes));
    }

    #[test]
    fn shaped(field in "wait|name|answer|packet", text in "\\PC{0,60}", number in any::<i64>(), as_text in any::<bool>()) {
        let value = if as_text { json!(text) } else { json!(number) };
        let right = match field.as_str() {
            "wait" => !as_text && u32::try_from(number).is_ok(),
            _ => as_text,
        };
        let bytes = json!({ &field: value }).to_string().into_bytes();
        prop_assert_eq!(take(&bytes), right);
        let more = json!({ &field: value, "more": 1 }).to_string().into_bytes();
        prop_assert!(!take(&more), "a field that nobody asked for");
        let cut = &bytes[..bytes.len() / 2];
        prop_assert!(!take(cut));
    }
}
