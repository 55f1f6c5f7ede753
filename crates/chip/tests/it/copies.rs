//! A chip that carries the files of another card, and answers that show nothing.

use chip::active::{ActiveFlaw, Challenge};
use chip::{Advice, CloneCheck, CloneFlaw, Genuine, Step};

use super::kit::{Table, answer};

// law: D59-24.4
#[test]
fn a_copied_chip_cannot_answer() {
    for name in ["good", "good-rsa", "good-bp384", "good-passport-authority"] {
        let mut table = Table::of(name);
        table.reading.chip = None;
        table.reading.active = answer(&table.json, "copied");
        let verdict = table.verify().expect_err(name);
        assert_eq!(
            verdict,
            CloneFlaw::Active(ActiveFlaw::WrongSignature).into(),
            "{name}"
        );
        assert_eq!(verdict.advice(), Advice::Suspect);

        table.reading.active = None;
        assert_eq!(table.verify(), Err(CloneFlaw::NotAnswered.into()), "{name}");
        table.policy.clone_check = CloneCheck::Optional;
        let card = table.verify().expect("not asked for");
        assert_eq!(card.genuine(), Genuine::NotShown, "{name}");

        // Not needed does not mean that a wrong answer is overlooked.
        table.reading.active = answer(&table.json, "copied");
        assert_eq!(table.verify().expect_err(name).step(), Step::Clone);
    }
}

#[test]
fn a_key_that_we_cannot_use_is_none() {
    let failure = Table::of("triple-des-alone").verify();
    assert_eq!(failure, Err(CloneFlaw::NoKey.into()));
    let failure = Table::of("active-by-sha1").verify();
    assert_eq!(failure, Err(CloneFlaw::Active(ActiveFlaw::Weak).into()));
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
    table.reading.active = Some(answer.clone());
    table.verify().expect("the same signature");
    answer.signature[8] ^= 1;
    table.reading.active = Some(answer);
    assert_eq!(table.verify().expect_err("altered").step(), Step::Clone);
}

#[test]
fn an_answer_to_another_challenge_is_a_replay() {
    for name in ["good", "good-rsa"] {
        let mut table = Table::of(name);
        let mut replayed = answer(&table.json, "answer").expect("an answer");
        replayed.challenge = Challenge::new([0; 8]);
        table.reading.active = Some(replayed);
        let wrong = CloneFlaw::Active(ActiveFlaw::WrongSignature).into();
        assert_eq!(table.verify(), Err(wrong), "{name}");
    }
}
