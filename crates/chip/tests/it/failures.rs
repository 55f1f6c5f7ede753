//! Every way in which a card fails, with its step and what the officer is told. The table is exhaustive: a
//! new failure does not compile without a row, and a row does not pass without a card that fails so.

use chip::active::ActiveFlaw;
use chip::agreement::{AgreementFlaw, begin};
use chip::anchor::Authority;
use chip::group::{File, Flaw, Group, Unspoken};
use chip::reader::{Access, Asked, ChipReader, read};
use chip::{
    Advice, CODES, CertificateFlaw, CloneFlaw, DigestFlaw, DocumentFlaw, ExpiryFlaw, Failure,
    MessageFlaw, MrzMismatch, Printed, ReadFailure, RevocationFlaw, SignerFlaw, Step,
    WrongSignature,
};

use super::kit::{Table, answer, bytes, group, json};

/// The failure of the card of this name.
fn card(name: &str) -> Failure {
    changed(name, |_| ())
}

/// The failure of a card with which something was done.
fn changed(name: &str, change: impl FnOnce(&mut Table)) -> Failure {
    let mut table = Table::of(name);
    change(&mut table);
    table.verify().expect_err(name)
}

/// The failure of a card whose authority has another key, with this list.
fn with_next(list: &str) -> Failure {
    let table = Table::of("new-key-of-the-authority");
    let mut next = Authority::take_in(&bytes(&table.json, "next")).expect("a key");
    let list = bytes(&table.json, list);
    next.take_in_list(&list).expect("a list");
    let keys = table.anchors().iter().cloned().chain([next]).collect();
    let anchors = chip::anchor::Anchors::new(keys);
    let (printed, policy) = (&table.printed, &table.policy);
    let verdict = chip::verify(table.reading(), printed, &anchors, policy, table.now);
    verdict.expect_err("revoked")
}

/// The failure of chip authentication with a card that should have agreed.
fn agreement(dg14: &[u8], entropy: [u8; 80]) -> Failure {
    let finished = begin(dg14, &entropy).and_then(|b| b.finish(&[0x69, 0x88]));
    CloneFlaw::from(finished.expect_err("no agreement")).into()
}

/// A reader that fails.
#[derive(Default)]
struct Failing {
    open: Option<ReadFailure>,
    file: Option<ReadFailure>,
    sign: Option<ReadFailure>,
}

impl ChipReader for Failing {
    fn engine(&self) -> String {
        "failing".to_owned()
    }

    fn open(&mut self, _: &Access) -> Result<(), ReadFailure> {
        self.open.map_or(Ok(()), Err)
    }

    fn file(&mut self, file: File) -> Result<Vec<u8>, ReadFailure> {
        let table = Table::of("good");
        match (self.file, file) {
            (Some(failure), _) => Err(failure),
            (None, File::Com) => Ok(table.com),
            (None, File::Sod) => Ok(table.sod),
            (None, File::Access) => Err(ReadFailure::Status(0x6A82)),
            (None, File::Group(group)) => Ok(table.groups[&group].clone()),
        }
    }

    fn sign(&mut self, _: &[u8; 8]) -> Result<Vec<u8>, ReadFailure> {
        self.sign.map_or(Ok(vec![0]), Err)
    }

    fn agree(&mut self, _: &[Vec<u8>; 2], _: &[u8]) -> Result<Vec<u8>, ReadFailure> {
        Err(ReadFailure::Lost)
    }
}

fn reader(mut reader: Failing) -> Failure {
    let access = Access::Can("000015".to_owned());
    let asked = Asked {
        groups: [Group::DG1].into(),
        challenge: [0; 8],
    };
    let brought = read(&mut reader, &access, &asked);
    brought.expect_err("a failing reader")
}

fn opening(failure: ReadFailure) -> Failure {
    reader(Failing {
        open: Some(failure),
        ..Failing::default()
    })
}

fn reading(failure: ReadFailure) -> Failure {
    reader(Failing {
        file: Some(failure),
        ..Failing::default()
    })
}

fn signing(failure: ReadFailure) -> Failure {
    reader(Failing {
        sign: Some(failure),
        ..Failing::default()
    })
}

/// Replaces the last place where these bytes stand.
fn replace_last(bytes: &mut [u8], from: &[u8], to: &[u8]) {
    let at = bytes.windows(from.len()).rposition(|w| w == from);
    let at = at.expect("these bytes");
    bytes[at..at + to.len()].copy_from_slice(to);
}

/// The signer's certificate names another algorithm than the one that is signed in it.
fn other_algorithm(table: &mut Table) {
    const WITH_SHA384: &[u8] = b"\x2A\x86\x48\xCE\x3D\x04\x03\x03";
    const WITH_SHA512: &[u8] = b"\x2A\x86\x48\xCE\x3D\x04\x03\x04";
    replace_last(&mut table.sod, WITH_SHA384, WITH_SHA512);
}

/// A file with the tag of EF.SOD around this message.
fn sod(message: &[u8]) -> Vec<u8> {
    let [high, low] = u16::try_from(message.len()).expect("short").to_be_bytes();
    [&[0x77, 0x82, high, low], message].concat()
}

macro_rules! failures {
    ($($failure:pat => $step:ident, $advice:ident, $case:expr;)*) => {
        /// The row of a failure.
        fn row(failure: &Failure) -> &'static str {
            match failure {
                $($failure => stringify!($failure),)*
            }
        }

        type Row = (&'static str, Step, Advice, fn() -> Failure);

        const ROWS: &[Row] = &[
            $((stringify!($failure), Step::$step, Advice::$advice, || $case),)*
        ];
    };
}

use {CertificateFlaw as Certificate, Failure as F, ReadFailure as Reader};

failures! {
    F::Access(Reader::Refused) => Access, ReadAgain, opening(ReadFailure::Refused);
    F::Access(Reader::Lost) => Access, ReadAgain, opening(ReadFailure::Lost);
    F::Access(Reader::Status(_)) => Access, ReadAgain, opening(ReadFailure::Status(0x6985));
    F::Access(Reader::TooLarge) => Access, TellCentre, opening(ReadFailure::TooLarge);
    F::Access(Reader::WrongNumber(None)) => Access, ReadAgain,
        opening(ReadFailure::WrongNumber(None));
    F::Access(Reader::WrongNumber(Some(_))) => Access, ReadAgain,
        opening(ReadFailure::WrongNumber(Some(2)));
    F::Access(Reader::NumberBlocked) => Access, ReadAgain, opening(ReadFailure::NumberBlocked);
    F::Access(Reader::Unspoken(_)) => Access, TellCentre,
        opening(ReadFailure::Unspoken(Unspoken::Integrated));
    F::Read(Reader::WrongNumber(_)) => Read, ReadAgain, reading(ReadFailure::WrongNumber(None));
    F::Read(Reader::NumberBlocked) => Read, ReadAgain, reading(ReadFailure::NumberBlocked);
    F::Read(Reader::Unspoken(_)) => Read, TellCentre,
        signing(ReadFailure::Unspoken(Unspoken::Nothing));
    F::Read(Reader::Refused) => Read, ReadAgain, reading(ReadFailure::Refused);
    F::Read(Reader::Lost) => Read, ReadAgain, signing(ReadFailure::Lost);
    F::Read(Reader::Status(_)) => Read, ReadAgain, reading(ReadFailure::Status(0x6982));
    F::Read(Reader::TooLarge) => Read, TellCentre, reading(ReadFailure::TooLarge);

    F::Structure(_, Flaw::TooLarge) => Structure, TellCentre,
        changed("good", |t| t.sod = vec![0; File::Sod.largest() + 1]);
    F::Structure(File::Com | File::Sod | File::Access, Flaw::Coding(_)) => Structure, ReadAgain,
        changed("good", |t| t.sod.truncate(1000));
    F::Structure(File::Group(_), Flaw::Coding(_)) => Structure, TellCentre,
        card("unreadable-details");
    F::Structure(_, Flaw::Der) => Structure, TellCentre, card("unreadable-digests");
    F::Structure(_, Flaw::Mrz(_)) => Structure, TellCentre, card("unreadable-zone");
    F::Structure(_, Flaw::Portrait) => Structure, TellCentre, card("unreadable-portrait");
    F::Structure(_, Flaw::Version) => Structure, TellCentre,
        changed("good", |t| replace_last(&mut t.com, b"0107", b"0207"));
    F::Structure(_, Flaw::Key) => Structure, TellCentre, card("unreadable-key");

    F::Message(MessageFlaw::Der) => Structure, TellCentre,
        changed("good", |t| t.sod = vec![0x77, 0]);
    F::Message(MessageFlaw::Content) => Structure, TellCentre,
        changed("good", |t| t.sod = sod(&bytes(&json("master"), "good")));
    F::Message(MessageFlaw::Signers) => Structure, TellCentre, card("two-signers");
    F::Message(MessageFlaw::NoCertificate) => Signer, TellCentre, card("no-certificate");
    F::Message(MessageFlaw::Weak(_)) => Signature, TellCentre, card("sha1-signature");
    F::Message(MessageFlaw::Certificate(Certificate::Der)) => Signer, TellCentre,
        changed("good", other_algorithm);
    F::Message(MessageFlaw::Certificate(Certificate::Weak(_))) => Signer, TellCentre,
        card("small-rsa-signer");
    F::Message(MessageFlaw::Certificate(Certificate::Critical(_))) => Signer, TellCentre,
        card("unknown-critical-extension");
    F::Message(MessageFlaw::Certificate(Certificate::Extension(_))) => Signer, TellCentre,
        card("unreadable-key-period");
    F::Message(MessageFlaw::Certificate(Certificate::Repeated(_))) => Signer, TellCentre,
        card("repeated-key-usage");
    F::Message(MessageFlaw::Certificate(Certificate::TooLarge)) => Signer, TellCentre,
        card("many-extensions");
    F::Message(MessageFlaw::Certificate(Certificate::Country)) => Signer, TellCentre,
        card("signer-without-country");

    F::Anchor => Anchor, Suspect, card("foreign-same-identifier");
    F::Signer(SignerFlaw::Usage) => Signer, Suspect, card("signer-is-authority");
    F::Signer(SignerFlaw::Country) => Signer, Suspect, card("signer-of-another-country");
    F::Signer(SignerFlaw::State) => Signer, Suspect, card("zone-of-another-state");
    F::Signer(SignerFlaw::Kind) => Signer, Suspect, card("signer-of-passports");

    F::Expiry(ExpiryFlaw::NotYet) => Expiry, TellCentre, card("early-signer");
    F::Expiry(ExpiryFlaw::Signer) => Expiry, NewCard, card("expired-signer");
    F::Expiry(ExpiryFlaw::Authority) => Expiry, TellCentre, card("expired-authority");
    F::Expiry(ExpiryFlaw::KeyPeriod) => Expiry, Suspect, card("signer-key-period");
    F::Expiry(ExpiryFlaw::Card) => Expiry, NewCard, card("expired-card");

    F::Revocation(RevocationFlaw::Revoked) => Revocation, Suspect, card("revoked");
    F::Revocation(RevocationFlaw::Authority) => Revocation, Suspect,
        with_next("next_revoking_authority");
    F::Revocation(RevocationFlaw::NoList) => Revocation, TellCentre, card("no-list");
    F::Revocation(RevocationFlaw::Stale) => Revocation, TellCentre, card("stale-list");

    F::Signature(WrongSignature) => Signature, Suspect,
        changed("good", |t| *t.sod.last_mut().expect("a byte") ^= 1);

    F::Digest(DigestFlaw::Weak(_)) => Digest, TellCentre, card("sha1-digests");
    F::Digest(DigestFlaw::Altered(_)) => Digest, Suspect,
        changed("good", |t| t.group(Group::DG2)[40] ^= 1);
    F::Digest(DigestFlaw::NotSigned(_)) => Digest, Suspect,
        changed("good", |t| drop(t.groups.insert(group(7), vec![0x67, 0])));
    F::Digest(DigestFlaw::NotRead(_)) => Digest, ReadAgain,
        changed("good", |t| drop(t.groups.remove(&Group::DG13)));
    F::Digest(DigestFlaw::Missing(_)) => Digest, TellCentre, card("without-details");

    F::Digest(DigestFlaw::AccessAltered) => Digest, Suspect,
        changed("good-pace", |t| t.access = Some(vec![0x31, 0]));
    F::Digest(DigestFlaw::AccessNotSigned) => Digest, TellCentre,
        changed("good", |t| t.access = Table::of("good-pace").access);

    F::Document(DocumentFlaw::State) => Document, OtherDocument,
        changed("good", |t| t.policy.kinds.clear());
    F::Document(DocumentFlaw::Format) => Document, OtherDocument, card("passport");
    F::Document(DocumentFlaw::Code) => Document, OtherDocument, card("other-code");
    F::Document(DocumentFlaw::Nationality) => Document, OtherDocument, card("other-nationality");
    F::Document(DocumentFlaw::Number) => Document, TellCentre, card("short-number");

    F::Mrz(MrzMismatch::NotCompared) => Mrz, ReadAgain,
        changed("good", |t| t.printed = Printed::Nothing);
    F::Mrz(MrzMismatch::Printed) => Mrz, ReadAgain,
        changed("good", |t| t.printed = Table::of("expired-card").printed);
    F::Mrz(MrzMismatch::Number) => Mrz, TellCentre, card("other-number");
    F::Mrz(MrzMismatch::Layout) => Mrz, TellCentre, card("other-layout");

    F::Clone(CloneFlaw::NoKey) => Clone, TellCentre, card("no-copy-protection");
    F::Clone(CloneFlaw::Withheld(_)) => Clone, Suspect,
        changed("good", |t| drop(t.groups.remove(&Group::DG15)));
    F::Clone(CloneFlaw::NotAnswered) => Clone, ReadAgain, changed("good", |t| t.active = None);
    F::Clone(CloneFlaw::Refused(_)) => Clone, Suspect, signing(ReadFailure::Status(0x6D00));
    F::Clone(CloneFlaw::Active(ActiveFlaw::WrongSignature)) => Clone, Suspect,
        changed("good-rsa", |t| t.active = answer(&t.json, "copied"));
    F::Clone(CloneFlaw::Active(ActiveFlaw::Weak)) => Clone, TellCentre, card("active-by-sha1");
    F::Clone(CloneFlaw::Agreement(AgreementFlaw::Group(_))) => Clone, TellCentre,
        agreement(&[], [0x11; 80]);
    F::Clone(CloneFlaw::Agreement(AgreementFlaw::NoKey)) => Clone, TellCentre,
        agreement(&Table::of("triple-des-alone").groups[&Group::DG14], [0x11; 80]);
    F::Clone(CloneFlaw::Agreement(AgreementFlaw::Entropy)) => Clone, ReadAgain,
        agreement(&Table::of("good-bp384").groups[&Group::DG14], [0; 80]);
    F::Clone(CloneFlaw::Agreement(AgreementFlaw::WrongAnswer)) => Clone, Suspect,
        agreement(&Table::of("good-bp384").groups[&Group::DG14], [0x11; 80]);
    F::Clone(CloneFlaw::OtherKey) => Clone, Suspect,
        changed("good-bp384", |t| t.chip = Some(json("good-passport-authority")));
}

#[test]
fn every_failure_is_reached_with_its_step_and_its_advice() {
    for (name, step, advice, case) in ROWS {
        let failure = case();
        assert_eq!(row(&failure), *name, "{failure}");
        assert_eq!(
            (failure.step(), failure.advice()),
            (*step, *advice),
            "{name}"
        );
        assert!(!failure.to_string().is_empty());
    }
}

#[test]
fn every_failure_has_its_word_and_every_word_its_failure() {
    let mut words: Vec<&str> = ROWS.iter().map(|(_, _, _, case)| case().code()).collect();
    words.sort_unstable();
    words.dedup();
    let mut known = CODES.to_vec();
    known.sort_unstable();
    assert_eq!(words, known);
}

#[test]
fn words_of_steps_and_advices_are_told_apart() {
    let mut steps: Vec<&str> = ROWS.iter().map(|(_, step, _, _)| step.as_str()).collect();
    let mut advices: Vec<&str> = ROWS.iter().map(|(_, _, a, _)| a.as_str()).collect();
    for words in [&mut steps, &mut advices] {
        words.sort_unstable();
        words.dedup();
    }
    assert_eq!((steps.len(), advices.len()), (12, 5));
    assert!(Step::Digest < Step::Document && Step::Document < Step::Mrz);
}
