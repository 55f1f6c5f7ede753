//! Whom we take in as an authority, and lists of revoked certificates and of authorities.

use chip::anchor::{Anchors, Authority, AuthorityFlaw, ListFlaw, MasterList, MasterListFlaw};
use chip::{Card, CertificateFlaw, Failure, MessageFlaw, RevocationFlaw};
use jiff::SignedDuration;

use super::kit::{Table, bytes, json, now, unhex};

fn grace() -> SignedDuration {
    SignedDuration::from_hours(72)
}

fn authority(name: &str) -> Authority {
    Authority::take_in(&bytes(&json(name), "csca")).expect("an authority")
}

#[test]
fn an_authority_is_self_signed_and_may_sign_certificates() {
    let der = bytes(&json("good"), "csca");
    let taken = Authority::take_in(&der).expect("an authority");
    assert_eq!(taken.certificate().country(), "VN");
    assert_eq!(taken.certificate().fingerprint().len(), 32);
    let mut altered = der.clone();
    let last = altered.len() - 1;
    altered[last] ^= 1;
    assert_eq!(
        Authority::take_in(&altered),
        Err(AuthorityFlaw::WrongSignature)
    );
    let plain = bytes(&json("authority-without-constraints"), "csca");
    assert_eq!(Authority::take_in(&plain), Err(AuthorityFlaw::NoAuthority));
    assert_eq!(
        Authority::take_in(&der[1..]),
        Err(CertificateFlaw::Der.into())
    );
    let large = vec![0x30; 16 * 1024 + 1];
    assert_eq!(
        Authority::take_in(&large),
        Err(CertificateFlaw::TooLarge.into())
    );
}

#[test]
fn a_list_is_its_authoritys_and_never_older_than_ours() {
    let good = json("good");
    let mut taken = authority("good");
    let list = bytes(&good, "list");
    taken.take_in_list(&list).expect("its list");
    assert!(
        taken
            .list()
            .is_some_and(chip::anchor::RevocationList::is_empty)
    );
    let mut altered = list.clone();
    let last = altered.len() - 1;
    altered[last] ^= 1;
    assert_eq!(taken.take_in_list(&altered), Err(ListFlaw::WrongSignature));
    let other = bytes(&json("good-bp384"), "list");
    assert_eq!(taken.take_in_list(&other), Err(ListFlaw::Issuer));

    let master = json("master");
    let mut taken = authority("master");
    taken
        .take_in_list(&bytes(&master, "revoking"))
        .expect("newer");
    let older = taken.take_in_list(&bytes(&master, "list"));
    assert_eq!(older, Err(ListFlaw::Older));
    assert_eq!(taken.list().map(chip::anchor::RevocationList::len), Some(1));
}

fn trusted(list: &str) -> Anchors {
    let mut authority = authority("master");
    authority
        .take_in_list(&bytes(&json("master"), list))
        .expect("a list");
    Anchors::new(vec![authority])
}

#[test]
fn a_master_list_brings_authorities_and_skips_links() {
    let good = bytes(&json("master"), "good");
    let read = MasterList::read(&good, &trusted("list"), (now(), grace())).expect("the list");
    assert_eq!(read.country, "VN");
    let names = read.authorities.iter().map(|a| a.certificate().subject());
    let mut names: Vec<String> = names.collect();
    names.sort();
    assert_eq!(
        names,
        [
            "CN=Test CSCA 2,O=Test authority,C=VN",
            "CN=Test CSCA,O=Test authority,C=VN"
        ]
    );
    let flaws: Vec<&AuthorityFlaw> = read.skipped.iter().map(|(_, flaw)| flaw).collect();
    assert_eq!(flaws, [&AuthorityFlaw::Link]);
}

#[test]
fn a_master_list_cannot_vouch_for_itself() {
    let master = json("master");
    let good = bytes(&master, "good");
    let read = |der: &[u8], anchors: &Anchors| {
        MasterList::read(der, anchors, (now(), grace())).expect_err("refused")
    };
    assert_eq!(read(&good, &Anchors::default()), MasterListFlaw::NotTrusted);
    assert_eq!(
        read(&good, &Table::of("good").anchors()),
        MasterListFlaw::NotTrusted
    );
    assert_eq!(
        read(&good, &trusted("revoking")),
        RevocationFlaw::Revoked.into()
    );
    let other = bytes(&master, "other_purpose");
    assert_eq!(read(&other, &trusted("list")), MasterListFlaw::Signer);
    let without = Anchors::new(vec![authority("master")]);
    assert_eq!(read(&good, &without), RevocationFlaw::NoList.into());
    let mut altered = good.clone();
    let last = altered.len() - 1;
    altered[last] ^= 1;
    assert!(matches!(
        read(&altered, &trusted("list")),
        MasterListFlaw::Signature(_)
    ));
    let sod = unhex(json("good")["sod"].as_str().expect("SOD"));
    assert_eq!(
        read(&sod[4..], &trusted("list")),
        MasterListFlaw::Message(MessageFlaw::Content)
    );
}

#[test]
fn a_list_that_is_late_is_relied_on_for_the_grace_only() {
    let mut table = Table::of("list-in-grace");
    table
        .verify()
        .expect("due two days ago, three days of grace");
    table.policy.grace = SignedDuration::from_hours(24);
    let failure = table.verify().expect_err("stale");
    assert_eq!(failure, RevocationFlaw::Stale.into());
}

/// The verdict where the authority has another key besides: `next` or `old`, with one of its lists.
fn with_another_key(table: &Table, key: &str, list: Option<&str>) -> Result<Card, Failure> {
    let mut other = Authority::take_in(&bytes(&table.json, key)).expect("another key");
    if let Some(list) = list {
        let list = bytes(&table.json, list);
        other.take_in_list(&list).expect("its list");
    }
    let own = table.anchors().iter().next().cloned().expect("the key");
    // In either order: what counts is which key is newer, not which was taken in first.
    let both = [[own.clone(), other.clone()], [other, own]].map(Vec::from);
    let [first, second] = both.map(|keys| {
        let anchors = Anchors::new(keys);
        chip::verify(
            table.reading(),
            &table.printed,
            &anchors,
            &table.policy,
            now(),
        )
    });
    assert_eq!(first, second);
    first
}

#[test]
fn the_list_of_a_new_key_speaks_for_the_old_one() {
    let table = Table::of("new-key-of-the-authority");
    let stale = RevocationFlaw::Stale;
    assert_eq!(table.verify(), Err(stale.into()));
    let verdict = |list| with_another_key(&table, "next", list);
    assert_eq!(verdict(None), Err(stale.into()));
    let card = verdict(Some("next_list")).expect("the new list is fresh");
    let issued = "2027-05-25T00:00:00Z".parse().expect("an instant");
    assert_eq!(card.vouching().list_issued, issued);
    assert_eq!(
        verdict(Some("next_revoking")),
        Err(RevocationFlaw::Revoked.into())
    );
}

#[test]
fn the_list_of_an_old_key_says_nothing_of_what_the_new_one_issued() {
    let mut table = Table::of("signer-of-the-new-key");
    let verdict = |table: &Table, list| with_another_key(table, "old", Some(list));
    let stale = RevocationFlaw::Stale;
    assert_eq!(table.verify(), Err(stale.into()));
    assert_eq!(verdict(&table, "old_list"), Err(stale.into()));
    // But what it revokes is revoked.
    let revoked = RevocationFlaw::Revoked;
    assert_eq!(verdict(&table, "old_revoking"), Err(revoked.into()));
    // Where the new key has no list at all, the old one's is none.
    table.json["list"] = serde_json::Value::Null;
    let none = RevocationFlaw::NoList;
    assert_eq!(verdict(&table, "old_list"), Err(none.into()));
}

#[test]
fn an_authority_that_its_newer_key_revokes_vouches_for_nobody() {
    let table = Table::of("new-key-of-the-authority");
    assert_eq!(
        with_another_key(&table, "next", Some("next_revoking_authority")),
        Err(RevocationFlaw::Authority.into())
    );
}

#[test]
fn the_list_of_a_key_that_is_revoked_speaks_for_nobody() {
    let mut table = Table::of("new-key-of-the-authority");
    table.json["list"] = table.json["list_revoking_next"].clone();
    let stale = RevocationFlaw::Stale;
    assert_eq!(
        with_another_key(&table, "next", Some("next_list")),
        Err(stale.into())
    );
}
