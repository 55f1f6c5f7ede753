//! Every card with its exact verdict.

use chip::group::{File, Flaw, Group, Item, Picture};
use chip::{
    Advice, CertificateFlaw, CloneFlaw, Compared, DigestFlaw, ExpiryFlaw, Failure, Genuine,
    MessageFlaw, MrzMismatch, RevocationFlaw, SignerFlaw, Step, WeakOrUnknown, WrongSignature,
};

use super::kit::{Table, group};

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
        ("good-pace", Genuine::Both),
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
    let number = card.number().expect("a citizen's number");
    assert_eq!(number.as_str(), "001188000015");
    assert_eq!(card.compared(), Compared::Zone);
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
    let shown = format!("{card:?} {:?} {:?}", table.reading(), table.printed);
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
        ("early-signer", || ExpiryFlaw::NotYet.into(), Step::Expiry),
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
            || DigestFlaw::NotSigned(group(7)).into(),
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

// law: D59-14.2.a2
#[test]
fn every_changed_byte_of_every_group_is_noticed() {
    let good = Table::of("good");
    for (group, file) in &good.groups {
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
    let length = table.sod.len();
    let mut passed = 0;
    for at in (0..length).step_by(11) {
        table.sod[at] ^= 1;
        // Which step notices differs by byte. The numbers of versions of RFC 5652 are not signed and
        // mean nothing to us.
        if let Ok(card) = table.verify() {
            assert_eq!(card, good, "{at}");
            passed += 1;
        }
        table.sod[at] ^= 1;
    }
    assert!(passed <= 2, "{passed}");
    table.sod[length - 1] ^= 1;
    assert_eq!(table.verify(), Err(Failure::Signature(WrongSignature)));
}

#[test]
fn a_group_of_another_card_and_one_that_nobody_signed_are_noticed() {
    let mut table = Table::of("good");
    *table.group(Group::DG2) = Table::of("good-rsa").groups[&Group::DG13].clone();
    assert_eq!(table.verify(), Err(DigestFlaw::Altered(Group::DG2).into()));
    let mut table = Table::of("good");
    table.groups.insert(group(7), vec![0x67, 0]);
    assert_eq!(table.verify(), Err(DigestFlaw::NotSigned(group(7)).into()));
}

#[test]
fn a_file_that_is_there_and_was_not_read_is_not_one_that_is_not_there() {
    let mut table = Table::of("good");
    table.groups.remove(&Group::DG13);
    assert_eq!(table.verify(), Err(DigestFlaw::NotRead(Group::DG13).into()));
    let missing = DigestFlaw::Missing(Group::DG13).into();
    assert_eq!(Table::of("without-details").verify(), Err(missing));
}

#[test]
fn files_that_are_too_large_are_not_looked_into() {
    for file in [File::Com, File::Sod, File::Access, File::Group(Group::DG15)] {
        let mut table = Table::of("good");
        let bytes = match file {
            File::Com => &mut table.com,
            File::Sod => &mut table.sod,
            File::Access => table.access.insert(Vec::new()),
            File::Group(group) => table.group(group),
        };
        *bytes = vec![0; file.largest() + 1];
        let large = Failure::Structure(file, Flaw::TooLarge);
        assert_eq!(table.verify(), Err(large));
    }
}
