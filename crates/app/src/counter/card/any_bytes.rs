//! What an agent says: whatever the bytes, a reading within its bounds or a fault, and no panic. Noise,
//! objects of the right shape around noise, and a right body with bytes changed.
//!
//! `PROPTEST_CASES=1000000 cargo nextest run -p app any_bytes` tries as many as it is told to.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chip::group::{File, Group};
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::{Value, json};

use super::{Brought, FLAWS, Failed, Outcome};
use crate::chip_check::Question;

/// Takes the bytes as each of the bodies.
fn take(bytes: &[u8]) {
    if let Ok(brought) = serde_json::from_slice::<Brought>(bytes) {
        assert!(brought.engine().chars().count() <= 60);
        let _ = Question::fixed().begun(&brought);
        if let Ok(reading) = brought.reading([7; 8]) {
            assert!(reading.com.len() <= File::Com.largest());
            assert!(reading.sod.len() <= File::Sod.largest());
            let access = reading.access.as_ref().map_or(0, Vec::len);
            assert!(access <= File::Access.largest());
            for (group, file) in &reading.groups {
                assert!(file.len() <= File::Group(*group).largest());
            }
        }
    }
    if let Ok(failed) = serde_json::from_slice::<Failed>(bytes)
        && let Some(Outcome::Refused { code, about, .. }) = Outcome::told(&failed)
    {
        assert!(chip::CODES.contains(&code.as_str()) || FLAWS.contains(&code.as_str()));
        assert!(about.is_none_or(|a| a.len() <= 16));
    }
}

/// Text that may be base64url, or not.
fn text() -> impl Strategy<Value = String> {
    let coded = prop::collection::vec(any::<u8>(), 0..120).prop_map(|b| URL_SAFE_NO_PAD.encode(b));
    prop_oneof![3 => coded, 1 => "\\PC{0,40}"]
}

/// A body of the right shape.
fn body() -> impl Strategy<Value = Value> {
    let groups = prop::collection::btree_map("[0-9]{1,3}|\\PC{0,3}", text(), 0..5);
    let maybe = || prop::option::of(text());
    (text(), text(), groups, maybe(), maybe(), "\\PC{0,80}").prop_map(
        |(com, sod, groups, signature, access, engine)| {
            json!({
                "com": com, "sod": sod, "groups": groups, "signature": signature,
                "access": access, "engine": engine,
            })
        },
    )
}

/// A word for a failure, or something like it.
fn code() -> impl Strategy<Value = String> {
    let known = prop::sample::select(&chip::CODES[..]).prop_map(str::to_owned);
    prop_oneof![known, "\\PC{0,20}", "[a-z-]{0,20}"]
}

/// The body of a real card.
fn right() -> Vec<u8> {
    let card = include_str!("../../../../chip/tests/cards/good-pace.json");
    let card: Value = serde_json::from_str(card).expect("JSON");
    let coded = |digits: &Value| {
        let digits = digits.as_str().unwrap_or_default();
        let byte = |at| u8::from_str_radix(&digits[at..at + 2], 16).expect("digits");
        URL_SAFE_NO_PAD.encode((0..digits.len()).step_by(2).map(byte).collect::<Vec<u8>>())
    };
    let groups = card["groups"].as_object().expect("groups").iter();
    let groups: serde_json::Map<String, Value> = groups
        .map(|(number, file)| (number.clone(), coded(file).into()))
        .collect();
    let body = json!({
        "com": coded(&card["com"]), "sod": coded(&card["sod"]), "groups": groups,
        "access": coded(&card["access"]), "engine": "an engine",
    });
    body.to_string().into_bytes()
}

#[test]
fn a_right_body_is_taken() {
    let brought: Brought = serde_json::from_slice(&right()).expect("a body");
    let reading = brought.reading([7; 8]).expect("a reading");
    assert_eq!(reading.groups.len(), 5);
    assert!(
        Question::fixed()
            .begun(&brought)
            .expect("an answer")
            .is_some()
    );
    assert!(reading.groups.contains_key(&Group::DG14) && reading.access.is_some());
}

proptest! {
    #[test]
    fn noise(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        take(&bytes);
    }

    #[test]
    fn shaped(body in body()) {
        take(body.to_string().as_bytes());
    }

    #[test]
    fn told(code in code(), about in prop::option::of("\\PC{0,40}")) {
        take(json!({ "code": code, "about": about }).to_string().as_bytes());
    }

    #[test]
    fn changed(changes in prop::collection::vec((any::<Index>(), any::<u8>()), 1..6)) {
        thread_local! {
            static RIGHT: Vec<u8> = right();
        }
        let mut bytes = RIGHT.with(Clone::clone);
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        take(&bytes);
    }
}
