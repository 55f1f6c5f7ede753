//! A second verifier, by other people, on the same cards. It knows no policy, so it accepts more than
//! we do; whatever we accept it accepts, group by group, and whatever it refuses we refuse.

use std::path::Path;

use chip::group::Group;
use dmrtd::auth::passive::{DataGroup, TrustAnchor, verify};

use super::kit::{Table, bytes};

/// The groups that the second verifier finds authentic; none where it refuses the card.
fn second(table: &Table) -> Vec<u8> {
    let anchor = TrustAnchor::from_certificate(&bytes(&table.json, "csca"));
    let files = table.groups.iter();
    let groups: Vec<DataGroup<'_>> = files
        .map(|(group, bytes)| DataGroup {
            number: group.number(),
            bytes,
        })
        .collect();
    let verdict = verify(&table.sod, &groups, &[anchor.expect("an anchor")]);
    let authentic = verdict
        .ok()
        .filter(dmrtd::auth::passive::PassiveAuth::is_authentic);
    authentic.map_or_else(Vec::new, |v| v.verified_groups)
}

fn cards() -> Vec<String> {
    let folder = Path::new("tests/cards");
    let files = std::fs::read_dir(folder).expect("the cards");
    let names = files.filter_map(|f| {
        let name = f
            .expect("a file")
            .file_name()
            .into_string()
            .expect("a name");
        let card = name.strip_suffix(".json")?.to_owned();
        (card != "master" && card != "authority-without-constraints").then_some(card)
    });
    names.collect()
}

#[test]
fn both_agree_on_every_card() {
    let cards = cards();
    assert!(cards.len() >= 58, "{}", cards.len());
    let mut accepted = 0;
    for name in cards {
        let table = Table::of(&name);
        let theirs = second(&table);
        match table.verify() {
            Ok(card) => {
                let ours: Vec<u8> = card.verified().iter().map(|g| g.number()).collect();
                assert_eq!(ours, theirs, "{name}");
                accepted += 1;
            }
            // What only the policy refuses, the second verifier may accept.
            Err(failure) if theirs.is_empty() => {
                let cause = [
                    "foreign",
                    "foreign-same-identifier",
                    "small-curve-signer",
                    "forged-curve-signer",
                    "no-certificate",
                    "two-signers",
                    "unreadable-digests",
                ];
                assert!(cause.contains(&name.as_str()), "{name}: {failure}");
            }
            Err(_) => {}
        }
    }
    assert!(accepted >= 7, "{accepted}");
}

#[test]
fn both_refuse_what_was_altered() {
    for group in [Group::DG1, Group::DG2, Group::DG13] {
        let mut table = Table::of("good");
        *table.group(group).last_mut().expect("a byte") ^= 1;
        assert!(
            second(&table).is_empty() && table.verify().is_err(),
            "{group}"
        );
    }
    let mut table = Table::of("good");
    *table.sod.last_mut().expect("a byte") ^= 1;
    assert!(second(&table).is_empty() && table.verify().is_err());
}
