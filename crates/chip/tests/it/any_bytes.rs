//! Readers of outsiders' bytes: whatever the bytes, an answer and no panic. 2,000 inputs each here;
//! `cargo run -p chip --release --example any_bytes` tries as many as it is told to.

use chip::Certificate;
use chip::agreement::begin;
use chip::anchor::Authority;
use chip::group::{Com, Group, Mrz, National, Portrait, SecurityInfos, read_active_key, read_mrz};
use proptest::prelude::*;

use super::kit::{Table, bytes, json};

/// Runs every reader; the results do not matter.
fn read_all(bytes: &[u8]) {
    let _ = Com::read(bytes);
    let _ = Mrz::read(bytes);
    let _ = Portrait::read(bytes);
    let _ = National::read(bytes);
    let _ = SecurityInfos::read(bytes);
    let _ = read_active_key(bytes);
    let _ = begin(bytes, &[7; 80]);
    let _ = Certificate::read(bytes);
    let _ = Authority::take_in(bytes);
    let _ = read_mrz(&String::from_utf8_lossy(bytes));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn arbitrary_bytes(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        read_all(&bytes);
    }

    #[test]
    fn arbitrary_bytes_behind_a_right_tag(
        tag in prop::sample::select(vec![0x60_u8, 0x61, 0x75, 0x6D, 0x6E, 0x6F, 0x30]),
        bytes in prop::collection::vec(any::<u8>(), 0..120),
    ) {
        let mut file = vec![tag, u8::try_from(bytes.len()).expect("short")];
        file.extend(bytes);
        read_all(&file);
    }

    #[test]
    fn a_zone_of_any_characters(text in "[A-Z0-9<]{88,90}|\\PC{80,95}") {
        let _ = read_mrz(&text);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    /// Real files with some bytes changed reach deeper than noise does.
    #[test]
    fn changed_files(changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6)) {
        let mut table = Table::of("good-passport-authority");
        for (at, byte) in changes {
            for group in [Group::DG1, Group::DG2, Group::DG13, Group::DG14, Group::DG15] {
                let file = table.group(group);
                let at = at.index(file.len());
                file[at] = byte;
                read_all(file);
            }
            let at = at.index(table.reading.sod.len());
            table.reading.sod[at] = byte;
            let mut root = bytes(&json("good"), "csca");
            let at = at % root.len();
            root[at] = byte;
            read_all(&root);
        }
        prop_assert!(table.verify().is_err());
    }
}
