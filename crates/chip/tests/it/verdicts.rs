//! Every card with its exact verdict.

use chip::group::{File, Flaw, Group, Item, Picture, read_mrz};
use chip::{
    Advice, CertificateFlaw, CloneFlaw, DigestFlaw, ExpiryFlaw, Failure, Genuine, MessageFlaw,
    MrzMismatch, Printed, RevocationFlaw, SignerFlaw, Step, WeakOrUnknown, WrongSignature,
};

use super::kit::Table;

// law: D59-14.2.a1
#[test]
fn good_cards_of_every_algorithm_are_accepted() {
    for (name, genuine) in [
        ("good", Genuine::Active),
        ("good-passport-authority", Genuine::Both),
        ("good-rsa", Genuine::Active),
        ("good-rsa-explicit-p521", Genuine::Chip),
        ("good-bp384", Genuine::Both),
        ("good-no-signing-time", Genuine::Active),
        ("good-without-options", Genuine::Active),
        ("good-signer-of-kinds", Genuine::Active),
        ("list-in-grace", Genuine::Active),
    ] {
        let card = Table::of(name)
            .verify()
            .unwrap_or_else(|e| panic!("{name}: {e}"));
        assert_eq!(card.genuine(), genuine, "{name}");
    }
}

// law: D59-14.2.a2
#[test]
fn a_card_gives_the_person_and_who_vouches() {
    let table = Table::of("good");
    let card = table.verify().expect("the card");
    assert_eq!(card.number(), "001188000015");
    assert_eq!(card.mrz().name(), "NGUYEN, THI AN");
    assert_eq!(card.portrait().picture(), Picture::Jpeg);
    let national = card.national().expect("details");
    assert_eq!(national.text(Item::Name), Some("Nguyễn Thị An"));
    let verified: Vec<u8> = card.verified().iter().map(|g| g.number()).collect();
    assert_eq!(verified, [1, 2, 13, 14, 15]);
    let vouching = card.vouching();
    assert_eq!(vouching.signer.serial(), "1092");
    assert_eq!(vouching.authority.fingerprint(), {
        let anchors = table.anchors();
        let authority = anchors.iter().next().expect("an authority");
        authority.certificate().fingerprint()
    });
    assert_eq!(card.at(), table.now);
    let shown = format!("{card:?} {:?} {:?}", table.reading, table.printed);
    assert!(
        !shown.contains("NGUYEN") && !shown.contains("001188"),
        "{shown}"
    );
}

fn weak(name: &str) -> WeakOrUnknown {
    WeakOrUnknown(name.to_owned())
}

fn signer(flaw: CertificateFlaw) -> Failure {
    Failure::Message(MessageFlaw::Certificate(flaw))
}

type Verdicts = &'static [(&'static str, fn() -> Failure, Step)];

fn each(verdicts: Verdicts) {
    for (name, failure, step) in verdicts {
        let verdict = Table::of(name).verify().expect_err(name);
        assert_eq!(verdict, failure(), "{name}");
        assert_eq!(verdict.step(), *step, "{name}");
    }
}

// law: D59-24.4
#[test]
fn what_is_not_valid_now_fails() {
    each(&[
        ("expired-signer", || ExpiryFlaw::Signer.into(), Step::Expiry),
        ("early-signer", || ExpiryFlaw::Signer.into(), Step::Expiry),
        (
            "expired-authority",
            || ExpiryFlaw::Authority.into(),
            Step::Expiry,
        ),
        (
            "authority-key-period",
            || ExpiryFlaw::KeyPeriod.into(),
            Step::Expiry,
        ),
        (
            "signer-key-period",
            || ExpiryFlaw::KeyPeriod.into(),
            Step::Expiry,
        ),
        (
            "signed-in-the-future",
            || ExpiryFlaw::KeyPeriod.into(),
            Step::Expiry,
        ),
        ("expired-card", || ExpiryFlaw::Card.into(), Step::Expiry),
        (
            "revoked",
            || RevocationFlaw::Revoked.into(),
            Step::Revocation,
        ),
        (
            "stale-list",
            || RevocationFlaw::Stale.into(),
            Step::Revocation,
        ),
        (
            "list-of-the-future",
            || RevocationFlaw::Stale.into(),
            Step::Revocation,
        ),
        (
            "no-list",
            || RevocationFlaw::NoList.into(),
            Step::Revocation,
        ),
    ]);
}

// law: D59-24.4
#[test]
fn who_may_not_vouch_fails() {
    const CRITICAL: &str = "1.3.6.1.4.1.99999.1";
    each(&[
        ("foreign", || Failure::Anchor, Step::Anchor),
        ("foreign-same-identifier", || Failure::Anchor, Step::Anchor),
        ("wrong-country", || SignerFlaw::State.into(), Step::Signer),
        (
            "signer-of-another-country",
            || SignerFlaw::Country.into(),
            Step::Signer,
        ),
        (
            "zone-of-another-state",
            || SignerFlaw::State.into(),
            Step::Signer,
        ),
        (
            "signer-may-sign-certificates",
            || SignerFlaw::Usage.into(),
            Step::Signer,
        ),
        (
            "signer-is-authority",
            || SignerFlaw::Usage.into(),
            Step::Signer,
        ),
        (
            "signer-of-master-lists",
            || SignerFlaw::Usage.into(),
            Step::Signer,
        ),
        (
            "signer-of-passports",
            || SignerFlaw::Kind.into(),
            Step::Signer,
        ),
        (
            "unknown-critical-extension",
            || signer(CertificateFlaw::Critical(CRITICAL.to_owned())),
            Step::Signer,
        ),
    ]);
}

// law: D59-24.4
#[test]
fn what_of_the_signers_certificate_is_not_understood_fails() {
    let flaws = [
        (
            "unreadable-key-period",
            CertificateFlaw::Extension("2.5.29.16".to_owned()),
        ),
        (
            "unreadable-kinds",
            CertificateFlaw::Extension("2.23.136.1.1.6.2".to_owned()),
        ),
        (
            "repeated-key-usage",
            CertificateFlaw::Repeated("2.5.29.15".to_owned()),
        ),
        ("many-extensions", CertificateFlaw::TooLarge),
        ("signer-without-country", CertificateFlaw::Country),
    ];
    for (name, flaw) in flaws {
        assert_eq!(Table::of(name).verify(), Err(signer(flaw)), "{name}");
    }
}

#[test]
fn what_is_too_weak_fails_by_name() {
    fn weak_signer(name: &str) -> Failure {
        signer(CertificateFlaw::Weak(weak(name)))
    }
    each(&[
        (
            "sha1-signature",
            || Failure::Message(MessageFlaw::Weak(weak("SHA-1"))),
            Step::Signature,
        ),
        (
            "sha1-mask",
            || Failure::Message(MessageFlaw::Weak(weak("RSASSA-PSS with SHA-1"))),
            Step::Signature,
        ),
        (
            "sha1-digests",
            || DigestFlaw::Weak(weak("SHA-1")).into(),
            Step::Digest,
        ),
        (
            "small-rsa-signer",
            || weak_signer("RSA with 1024 bits"),
            Step::Signer,
        ),
        (
            "small-curve-signer",
            || weak_signer("the curve"),
            Step::Signer,
        ),
        (
            "forged-curve-signer",
            || weak_signer("the curve"),
            Step::Signer,
        ),
    ]);
}

#[test]
fn what_is_missing_or_does_not_agree_fails() {
    each(&[
        (
            "without-details",
            || DigestFlaw::Missing(Group::DG13).into(),
            Step::Digest,
        ),
        (
            "without-portrait",
            || DigestFlaw::Missing(Group::DG2).into(),
            Step::Digest,
        ),
        (
            "listed-but-not-signed",
            || DigestFlaw::NotSigned(Group::new(7).expect("a group")).into(),
            Step::Digest,
        ),
        ("other-number", || MrzMismatch::Number.into(), Step::Mrz),
        ("other-layout", || MrzMismatch::Layout.into(), Step::Mrz),
        (
            "no-copy-protection",
            || CloneFlaw::NoKey.into(),
            Step::Clone,
        ),
    ]);
}

#[test]
fn the_officer_is_told_what_to_do() {
    for (advice, names) in [
        (Advice::NewCard, ["expired-card", "expired-signer"]),
        (Advice::ReadAgain, ["without-details", "without-portrait"]),
        (Advice::TellCentre, ["stale-list", "no-list"]),
        (Advice::TellCentre, ["expired-authority", "other-layout"]),
        (Advice::TellCentre, ["sha1-digests", "sha1-signature"]),
        (
            Advice::TellCentre,
            ["small-rsa-signer", "no-copy-protection"],
        ),
        (Advice::Suspect, ["foreign", "foreign-same-identifier"]),
        (Advice::Suspect, ["revoked", "other-number"]),
        (
            Advice::Suspect,
            ["signer-key-period", "signer-is-authority"],
        ),
    ] {
        for name in names {
            let verdict = Table::of(name).verify().expect_err(name);
            assert_eq!(verdict.advice(), advice, "{name}");
        }
    }
}

// law: D59-14.2.a2
#[test]
fn every_changed_byte_of_every_group_is_noticed() {
    let good = Table::of("good");
    for (group, file) in &good.reading.groups {
        for at in (0..file.len()).step_by(file.len().div_ceil(12)) {
            let mut table = Table::of("good");
            table.group(*group)[at] ^= 0x20;
            let verdict = table.verify().expect_err("altered");
            assert_eq!(verdict, DigestFlaw::Altered(*group).into(), "{group} {at}");
            assert_eq!(verdict.advice(), Advice::Suspect);
        }
    }
}

#[test]
fn a_changed_byte_of_the_signed_object_never_changes_the_card() {
    let mut table = Table::of("good");
    let good = table.verify().expect("the card");
    let length = table.reading.sod.len();
    let mut passed = 0;
    for at in (0..length).step_by(11) {
        table.reading.sod[at] ^= 1;
        // Which step notices differs by byte. The numbers of versions of RFC 5652 are not signed and
        // mean nothing to us.
        if let Ok(card) = table.verify() {
            assert_eq!(card, good, "{at}");
            passed += 1;
        }
        table.reading.sod[at] ^= 1;
    }
    assert!(passed <= 2, "{passed}");
    table.reading.sod[length - 1] ^= 1;
    assert_eq!(table.verify(), Err(Failure::Signature(WrongSignature)));
}

#[test]
fn a_group_of_another_card_and_one_that_nobody_signed_are_noticed() {
    let mut table = Table::of("good");
    *table.group(Group::DG2) = Table::of("good-rsa").reading.groups[&Group::DG13].clone();
    assert_eq!(table.verify(), Err(DigestFlaw::Altered(Group::DG2).into()));
    let mut table = Table::of("good");
    let seven = Group::new(7).expect("a group");
    table.reading.groups.insert(seven, vec![0x67, 0]);
    assert_eq!(table.verify(), Err(DigestFlaw::NotSigned(seven).into()));
}

#[test]
fn the_printed_zone_has_to_be_the_chips() {
    let mut table = Table::of("good");
    table.printed = Table::of("other-number").printed;
    table.verify().expect("the same zone is printed on both");
    table.printed = Table::of("expired-card").printed;
    let verdict = table.verify().expect_err("another card's zone");
    assert_eq!(verdict, MrzMismatch::Printed.into());
    assert_eq!(verdict.advice(), Advice::ReadAgain);
    let zone = table.json["zone"].as_str().expect("a zone");
    let seed = read_mrz(zone).expect("a zone").access_seed();
    table.printed = Printed::Seed(seed.clone());
    table.verify().expect("what opened the chip");
    table.printed = Printed::Seed(seed.replace("8805", "8905"));
    assert_eq!(table.verify(), Err(MrzMismatch::Printed.into()));
}

#[test]
fn a_passport_is_read_where_details_are_not_demanded() {
    let mut table = Table::of("passport");
    table.policy.groups.clear();
    let card = table.verify().expect("a passport");
    assert_eq!(card.mrz().number(), "C1234567");
    assert_eq!(card.number(), "001188000015");
}

#[test]
fn files_that_are_no_files_are_named() {
    let mut table = Table::of("good");
    table.reading.com = vec![0x60];
    let verdict = table.verify().expect_err("EF.COM");
    assert!(
        matches!(verdict, Failure::Structure(File::Com, Flaw::Coding(_))),
        "{verdict}"
    );
    let mut table = Table::of("good");
    table.reading.sod = vec![0; chip::group::LARGEST_FILE + 1];
    assert_eq!(
        table.verify(),
        Err(Failure::Structure(File::Sod, Flaw::TooLarge))
    );
    let mut table = Table::of("good");
    table.reading.sod = vec![0x77, 0];
    assert_eq!(table.verify(), Err(Failure::Message(MessageFlaw::Der)));
}
