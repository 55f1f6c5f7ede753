//! Sessions from both ends: what one protects, a chip with the same keys opens.

use super::*;
use crate::group::Cipher;

fn aes(cipher: Cipher) -> Session {
    Session::aes(Aes::of(cipher, b"a shared secret").expect("keys"))
}

/// A chip's answer: data, status.
fn answer(session: &mut Session, data: &[u8], status: u16, tag: u32) -> Vec<u8> {
    let counter = session.next();
    let mut body = Vec::new();
    if !data.is_empty() {
        let sealed = session.encrypt(&counter, data).expect("sealed");
        let value = if tag == 0x87 {
            [&[1], &sealed[..]].concat()
        } else {
            sealed
        };
        body.extend(tlv::write(tag, &value));
    }
    body.extend(tlv::write(0x99, &status.to_be_bytes()));
    let mac = session.mac(&[&counter[..], &body].concat()).expect("a mac");
    body.extend(tlv::write(0x8E, &mac));
    body.extend(status.to_be_bytes());
    body
}

fn sessions() -> [Session; 4] {
    let [a, b, c] = [Cipher::Aes128, Cipher::Aes192, Cipher::Aes256].map(aes);
    [a, b, c, Session::triple_des(TripleDes::of(b"seed"), 0)]
}

#[test]
fn an_answer_is_opened_once_and_in_its_turn() {
    for session in sessions() {
        for (data, tag) in [(&b"abc"[..], 0x87), (&[0x5A; 40], 0x85), (&[], 0x87)] {
            let (mut chip, mut terminal) = (session.clone(), session.clone());
            let sent = answer(&mut chip, data, 0x6282, tag);
            assert_eq!(terminal.open(&sent), Some((data.to_vec(), 0x6282)));
            assert_eq!(terminal.open(&sent), None, "a second time");
            let sent = answer(&mut session.clone(), data, 0x9000, tag);
            for at in 0..sent.len() - 2 {
                let mut wrong = sent.clone();
                wrong[at] ^= 1;
                assert_eq!(session.clone().open(&wrong), None, "{at}");
            }
            for end in 0..sent.len() - 2 {
                assert_eq!(session.clone().open(&sent[..end]), None, "{end}");
            }
        }
    }
}

#[test]
fn instructions_of_odd_number_do_not_indicate_their_padding() {
    let mut session = aes(Cipher::Aes256);
    let mut tag = |instruction| {
        let command = Command::new([0, instruction, 0, 0], &[1], Expected::Short(0));
        session.protect(&command).expect("protected").data[0]
    };
    assert_eq!((tag(0xB0), tag(0xB1)), (0x87, 0x85));
}

#[test]
fn what_is_expected_stands_in_its_own_object() {
    let mut session = aes(Cipher::Aes128);
    let mut protected = |expected| {
        let command = session.protect(&Command::new([0, 0xB0, 0, 0], &[], expected));
        command.and_then(|c| c.write()).expect("bytes")
    };
    assert_eq!(
        protected(Expected::Short(8))[..8],
        [0x0C, 0xB0, 0, 0, 13, 0x97, 1, 8]
    );
    let long = protected(Expected::Long(0x0200));
    assert_eq!(long[..11], [0x0C, 0xB0, 0, 0, 0, 0, 14, 0x97, 2, 2, 0]);
    assert!(long.ends_with(&[0, 0]) && long.len() == 23);
}

#[test]
fn a_counter_turns_over_within_its_length() {
    let mut session = Session::triple_des(TripleDes::of(b"seed"), u64::MAX);
    assert_eq!(session.next(), [0; 8]);
    let mut session = aes(Cipher::Aes128);
    session.counter = u128::MAX;
    assert_eq!(session.next(), [0; 16]);
    assert_eq!(session.next()[15], 1);
}

#[test]
fn padding_comes_off_as_it_went_on() {
    assert_eq!(unpadded(vec![1, 0x80, 0, 0]), Some(vec![1]));
    assert_eq!(unpadded(vec![1, 0, 0]), None);
    assert_eq!(unpadded(vec![0; 8]), None);
    assert_eq!(padded(&[1; 8], 8).len(), 16);
}
