//! Readers of outsiders' bytes: whatever the bytes, an answer and no panic. Noise, files cut off
//! anywhere, and files with one byte or several changed.
//!
//! `PROPTEST_CASES=1000000 cargo nextest run -p chip --release any_bytes` tries as many as it is told to.

use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;
use proptest::sample::Index;

use crate::active::{Answer, Challenge};
use crate::agreement::begin;
use crate::anchor::{Anchors, Authority, MasterList};
use crate::apdu::Command;
use crate::certificate::Certificate;
use crate::group::{
    CardAccess, Com, Group, LDS, Mrz, National, Portrait, SecurityInfos, read_active_key, read_lds,
    read_mrz,
};
use crate::messaging;
use crate::pace;
use crate::reader::capabilities;
use crate::signed::Message;
use crate::testing::card;
use crate::tlv;
use crate::verify::{Policy, Printed, Reading, verify};

mod answers;

/// A reader, whether it takes these bytes.
type Reader = fn(&[u8]) -> bool;

/// One that needs somebody who is trusted; what it takes from these bytes.
type Taking<'a> = &'a dyn Fn(&[u8]) -> Option<Vec<Vec<u8>>>;

/// Every reader with a file that it takes: the card, the field.
const READERS: &[(Reader, &str, &str)] = &[
    (|b| Com::read(b).is_ok(), "good", "com"),
    (|b| Mrz::read(b).is_ok(), "good", "1"),
    (|b| Mrz::read(b).is_ok(), "passport", "1"),
    (|b| Portrait::read(b).is_ok(), "good", "2"),
    (|b| National::read(b).is_ok(), "good", "13"),
    (|b| SecurityInfos::read(b).is_ok(), "good-bp384", "14"),
    (
        |b| CardAccess::read(b).is_ok_and(|a| a.way.is_ok()),
        "good-pace",
        "access",
    ),
    (|b| read_active_key(b).is_ok(), "good", "15"),
    (|b| read_active_key(b).is_ok(), "good-rsa", "15"),
    (|b| signed_object(b).is_some(), "good-rsa", "sod"),
    (
        |b| signed_object(b).is_some(),
        "good-signer-of-kinds",
        "sod",
    ),
    (|b| Certificate::read(b).is_ok(), "good", "csca"),
    (
        |b| Certificate::read(b).is_ok(),
        "good-passport-authority",
        "csca",
    ),
    (|b| Message::read(b, MASTER_LIST).is_ok(), "master", "good"),
];

const MASTER_LIST: der::asn1::ObjectIdentifier =
    der::asn1::ObjectIdentifier::new_unwrap("2.23.136.1.1.2");

fn signed_object(file: &[u8]) -> Option<()> {
    let message = Message::read(tlv::only(file, 0x77).ok()?, LDS).ok()?;
    read_lds(&message.content).ok().map(|_| ())
}

/// Runs every reader; the results do not matter.
fn read_all(bytes: &[u8]) {
    for (reader, _, _) in READERS {
        let _ = reader(bytes);
    }
    let _ = begin(bytes, &[0x11; 80]);
    messaging::open_any(bytes);
    capabilities::read_any(bytes);
    let _ = Command::read(bytes).map(|c| c.write());
    let _ = [0x80, 0x82, 0x84, 0x86].map(|tag| pace::answered(bytes, tag).is_some());
    let _ = read_mrz(&String::from_utf8_lossy(bytes));
    let _ = read_lds(bytes);
}

fn anchors(name: &str, list: &str) -> Anchors {
    let mut authority = Authority::take_in(&card(name, "csca")).expect("an authority");
    authority.take_in_list(&card(name, list)).expect("a list");
    Anchors::new(vec![authority])
}

fn now() -> Timestamp {
    "2027-06-01T03:00:00Z".parse().expect("an instant")
}

/// The reading of a card and its whole verdict, with files of which one is changed.
fn accepted(change: impl FnOnce(&mut Reading)) -> bool {
    let groups = ["1", "2", "13", "14", "15"].map(|field| {
        let number = field.parse().ok().and_then(Group::new);
        (number.expect("a group"), card("good", field))
    });
    let challenge = card("good", "challenge");
    let mut reading = Reading {
        com: card("good", "com"),
        sod: card("good", "sod"),
        groups: groups.into(),
        access: None,
        active: Some(Answer {
            challenge: Challenge::new(challenge.try_into().expect("eight bytes")),
            signature: card("good", "answer"),
        }),
        chip: None,
    };
    let zone = Mrz::read(&reading.groups[&Group::DG1]).expect("DG1");
    change(&mut reading);
    let (printed, policy) = (Printed::Zone(zone), Policy::citizen_card());
    verify(reading, &printed, &anchors("good", "list"), &policy, now()).is_ok()
}

#[test]
fn a_file_that_is_cut_off_or_goes_on_is_refused() {
    for (reader, name, field) in READERS {
        let file = card(name, field);
        assert!(reader(&file), "{name} {field}");
        for length in 0..file.len() {
            assert!(!reader(&file[..length]), "{name} {field} {length}");
        }
        let longer = [&file[..], &[0]].concat();
        assert!(!reader(&longer), "{name} {field}");
    }
}

#[test]
fn a_file_with_one_byte_changed_is_read_or_refused() {
    for (reader, name, field) in READERS {
        let mut file = card(name, field);
        let step = if file.len() > 256 { 3 } else { 1 };
        for at in (0..file.len()).step_by(step) {
            let right = file[at];
            for flipped in [0x01, 0x80] {
                file[at] = right ^ flipped;
                let _ = reader(&file);
            }
            file[at] = right;
        }
    }
}

#[test]
fn what_is_signed_is_refused_with_any_byte_changed() {
    let master = anchors("master", "list");
    let grace = SignedDuration::from_hours(72);
    let taken = Authority::take_in(&card("good", "csca")).expect("an authority");
    let fingerprint = |a: &Authority| a.certificate().fingerprint();
    let readers: [(Taking<'_>, Vec<u8>); 3] = [
        (
            &|b| Some(vec![fingerprint(&Authority::take_in(b).ok()?)]),
            card("good", "csca"),
        ),
        (
            &|b| taken.clone().take_in_list(b).ok().map(|()| Vec::new()),
            card("good", "list"),
        ),
        (
            &|b| {
                let list = MasterList::read(b, &master, (now(), grace)).ok()?;
                Some(list.authorities.iter().map(fingerprint).collect())
            },
            card("master", "good"),
        ),
    ];
    for (which, (reader, mut file)) in readers.into_iter().enumerate() {
        let whole = reader(&file);
        assert!(whole.is_some(), "{which}");
        for length in 0..file.len() {
            assert_eq!(reader(&file[..length]), None, "{which} {length}");
        }
        for at in (0..file.len()).step_by(11) {
            file[at] ^= 0x01;
            let read = reader(&file);
            file[at] ^= 0x01;
            // In a message (RFC 5652) the numbers of versions and the certificates besides the signer's
            // are not signed: they change nothing of what is.
            let unsigned = which == 2 && read == whole;
            assert!(read.is_none() || unsigned, "{which} {at}");
        }
    }
}

/// Four times as many as usual of what is quick, a quarter as many of what is slow.
fn cases(quick: bool) -> ProptestConfig {
    let usual = ProptestConfig::default();
    let cases = if quick {
        usual.cases * 4
    } else {
        usual.cases / 4
    };
    ProptestConfig { cases, ..usual }
}

proptest! {
    #![proptest_config(cases(true))]

    #[test]
    fn noise(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        read_all(&bytes);
    }

    #[test]
    fn noise_behind_a_right_tag(
        tag in prop::sample::select(vec![0x60_u8, 0x61, 0x75, 0x77, 0x6D, 0x6E, 0x6F, 0x30]),
        bytes in prop::collection::vec(any::<u8>(), 0..120),
    ) {
        let file = tlv::write(u32::from(tag), &bytes);
        read_all(&file);
    }

    #[test]
    fn a_zone_of_any_characters(text in "[A-Z0-9<]{88,90}|\\PC{80,95}") {
        let _ = read_mrz(&text);
    }

    /// Real files with some bytes changed reach deeper than noise does.
    #[test]
    fn changed_files(
        which in any::<Index>(),
        changes in prop::collection::vec((any::<Index>(), any::<u8>()), 1..6),
    ) {
        let (reader, name, field) = READERS[which.index(READERS.len())];
        let mut file = card(name, field);
        for (at, byte) in changes {
            let at = at.index(file.len());
            file[at] = byte;
        }
        let _ = reader(&file);
    }
}

proptest! {
    #![proptest_config(cases(false))]

    /// The whole verdict over files of any kind.
    #[test]
    fn a_changed_card_is_not_accepted(
        which in 0..7_u8, at in any::<Index>(), byte in 1_u8..,
    ) {
        let accepted = accepted(|reading| {
            let file = match (which, &mut reading.active) {
                (0, _) => &mut reading.sod,
                (1, Some(answer)) => &mut answer.signature,
                (other, _) => {
                    let number = [1, 1, 1, 2, 13, 14, 15][usize::from(other)];
                    let group = Group::new(number).expect("a group");
                    reading.groups.get_mut(&group).expect("a file")
                }
            };
            let at = at.index(file.len());
            file[at] ^= byte;
        });
        // The numbers of versions of RFC 5652 are not signed and mean nothing to us.
        prop_assert!(!accepted || which == 0);
    }
}
