//! A packet: whatever the bytes, parts within their bounds or nothing, and no panic; what it holds likewise. Noise, a right
//! head with noise behind it, right contents with bytes changed.
//!
//! `PROPTEST_CASES=1000000 cargo nextest run -p app any_bytes` tries as many as it is told to.

use domain::ids::PassId;
use domain::time::from_millis;
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::json;

use super::content::{self, picture};
use super::format::{self, Head};

/// Takes the bytes as a packet and as what one holds.
fn take(bytes: &[u8]) {
    if let Some((head, parts)) = format::read(bytes) {
        assert!(bytes.starts_with(&head.bytes()));
        assert!(!parts.is_of(&[4; 65]));
    }
    if let Ok((content, zone, number)) = content::read(bytes) {
        assert_eq!(zone.optional(), number.as_str());
        for kept in content.portrait.iter().chain(content.fingers.values()) {
            assert!(picture(kept).is_some_and(|p| p.len() <= 1 << 20));
        }
        assert!(content.login.chars().count() <= 60);
    }
}

fn right() -> Vec<u8> {
    let zone = "IDVNM1880000157001188000015<<<8805142F3505148VNM<<<<<<<<<<<8NGUYEN<<THI<AN<<<<<<<<<<<<<<<<";
    json!({
        "zone": zone, "reading": null, "failure": "read-lost", "portrait": "_9j_", "fingers": { "right-index": "AAEC" },
        "phone": "0912345678", "email": null, "agreed": true, "consent": "2026-01", "login": "qn.an",
    })
    .to_string()
    .into_bytes()
}

#[test]
fn right_contents_are_taken() {
    let (content, _, number) = content::read(&right()).expect("contents");
    assert_eq!(number.as_str(), "001188000015");
    assert_eq!(content.fingers.len(), 1);
}

proptest! {
    #[test]
    fn noise(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        take(&bytes);
    }

    #[test]
    fn headed(key in any::<u32>(), pass in any::<[u8; 16]>(), taken in any::<i64>(), more in prop::collection::vec(any::<u8>(), 0..200)) {
        let head = Head { key, pass: PassId::from_bytes(pass), taken: from_millis(taken), ephemeral: [4; 65] };
        let bytes = [head.bytes(), more.clone()].concat();
        take(&bytes);
        prop_assert_eq!(format::read(&bytes).is_some(), more.len() > 16 + 64);
    }

    #[test]
    fn changed(changes in prop::collection::vec((any::<Index>(), any::<u8>()), 1..6)) {
        let mut bytes = right();
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        take(&bytes);
    }
}
