//! A chip that carries the files of another card, and answers that show nothing.

use chip::active::{ActiveFlaw, Answer, Challenge};
use chip::agreement::{Agreed, Begun};
use chip::group::Group;
use chip::{Advice, CloneCheck, CloneFlaw, Genuine, Reading, Step};

use super::kit::{Table, answer};

// law: D59-24.4
#[test]
fn a_copied_chip_cannot_answer() {
    for name in ["good", "good-rsa", "good-bp384", "good-passport-authority"] {
        let mut table = Table::of(name);
        table.chip = None;
        table.active = answer(&table.json, "copied");
        let verdict = table.verify().expect_err(name);
        assert_eq!(
            verdict,
            CloneFlaw::Active(ActiveFlaw::WrongSignature).into(),
            "{name}"
        );
        assert_eq!(verdict.advice(), Advice::Suspect);

        table.active = None;
        assert_eq!(table.verify(), Err(CloneFlaw::NotAnswered.into()), "{name}");
        table.policy.clone_check = CloneCheck::Optional;
        let card = table.verify().expect("not asked for");
        assert_eq!(card.genuine(), Genuine::NotShown, "{name}");

        // Not needed does not mean that a wrong answer is overlooked.
        table.active = answer(&table.json, "copied");
        assert_eq!(table.verify().expect_err(name).step(), Step::Clone);
    }
}

// law: D59-24.4
#[test]
fn a_copy_does_not_hide_that_it_has_no_key() {
    for (name, group) in [
        ("good", Group::DG15),
        ("good", Group::DG14),
        ("good-rsa", Group::DG15),
        ("good-rsa-explicit-p521", Group::DG14),
    ] {
        for check in [CloneCheck::Required, CloneCheck::Optional] {
            let mut table = Table::of(name);
            table.policy.clone_check = check;
            table.groups.remove(&group);
            (table.active, table.chip) = (None, None);
            let withheld = CloneFlaw::Withheld(group).into();
            assert_eq!(table.verify(), Err(withheld), "{name} {group} {check:?}");
            // Nor by leaving it out of the list that nobody signs, nor where it was asked for.
            table.com = Table::of("no-copy-protection").com;
            table.policy.groups.insert(group);
            let withheld = CloneFlaw::Withheld(group).into();
            assert_eq!(table.verify(), Err(withheld), "{name} {group} {check:?}");
        }
    }
    // An answer does not stand for the file: there is nothing to hold it against.
    let mut table = Table::of("good");
    table.groups.remove(&Group::DG15);
    let withheld = CloneFlaw::Withheld(Group::DG15).into();
    assert_eq!(table.verify(), Err(withheld));
}

#[test]
fn a_key_that_we_cannot_use_is_none() {
    let failure = Table::of("triple-des-alone").verify();
    assert_eq!(failure, Err(CloneFlaw::NoKey.into()));
    let failure = Table::of("active-by-sha1").verify();
    assert_eq!(failure, Err(CloneFlaw::Active(ActiveFlaw::Weak).into()));
}

/// Compiles only for types of which no copy can be made.
macro_rules! no_copies {
    ($($kind:ty),*) => {$({
        trait Ambiguous<A> {
            fn found() {}
        }
        impl<T> Ambiguous<()> for T {}
        impl<T: Clone> Ambiguous<u8> for T {}
        <$kind as Ambiguous<_>>::found();
    })*};
}

#[test]
fn a_proof_counts_once() {
    no_copies!(Challenge, Answer, Begun, Agreed, Reading);
    let table = Table::of("good-bp384");
    let reading = table.reading();
    let challenge = Challenge::new(table.active.as_ref().expect("signed").challenge);
    let agreed = super::agreement::agreed(&table.json);
    assert_eq!(reading.proofs(), [challenge.id(), agreed.id().clone()]);
    assert_eq!(challenge.id().bytes().len(), 32);
    assert_ne!(challenge.id(), Challenge::new([0; 8]).id());
    assert_eq!(Reading::default().proofs(), []);
    // It takes the reading and its proofs with it: a second verdict on them does not compile.
    table.verdict(reading).expect("the card");
}

#[test]
fn an_answer_in_der_is_an_answer() {
    let mut table = Table::of("good");
    let mut answer = answer(&table.json, "answer").expect("an answer");
    let number = |bytes: &[u8]| {
        let mut bytes = bytes.to_vec();
        while bytes[0] == 0 {
            bytes.remove(0);
        }
        if bytes[0] >= 0x80 {
            bytes.insert(0, 0);
        }
        [&[2, u8::try_from(bytes.len()).expect("short")], &bytes[..]].concat()
    };
    let (r, s) = answer.signature.split_at(32);
    let pair = [number(r), number(s)].concat();
    let head = [0x30, u8::try_from(pair.len()).expect("short")];
    answer.signature = [&head, &pair[..]].concat();
    table.active = Some(answer.clone());
    table.verify().expect("the same signature");
    answer.signature[8] ^= 1;
    table.active = Some(answer);
    assert_eq!(table.verify().expect_err("altered").step(), Step::Clone);
}

#[test]
fn an_answer_to_another_challenge_is_a_replay() {
    for name in ["good", "good-rsa"] {
        let mut table = Table::of(name);
        let mut replayed = answer(&table.json, "answer").expect("an answer");
        replayed.challenge = [0; 8];
        table.active = Some(replayed);
        let wrong = CloneFlaw::Active(ActiveFlaw::WrongSignature).into();
        assert_eq!(table.verify(), Err(wrong), "{name}");
    }
}
