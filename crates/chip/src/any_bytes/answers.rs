//! A chip that answers whatever it likes: the engine asks, reads and gives up, and opens nothing.

use proptest::prelude::*;

use super::cases;
use crate::curve::Curve;
use crate::group::File;
use crate::reader::{Access, ChipReader, Terminal, Transceive};
use crate::testing::hex;
use crate::tlv;
use crate::verify::ReadFailure;

/// EF.CardAccess of a chip that speaks PACE on P-256 with AES of 128 bits.
const ACCESS: &str = "31143012060A04007F0007020204020202010202010C";

type Answers = Vec<Vec<u8>>;

/// The chip; in the end it answers nothing.
struct Any {
    answers: std::vec::IntoIter<Vec<u8>>,
    atr: Vec<u8>,
}

impl Transceive for Any {
    fn transceive(&mut self, _: &[u8]) -> Result<Vec<u8>, ReadFailure> {
        self.answers.next().ok_or(ReadFailure::Lost)
    }

    fn atr(&self) -> Vec<u8> {
        self.atr.clone()
    }
}

fn noise() -> impl Strategy<Value = Vec<u8>> {
    prop::collection::vec(any::<u8>(), 0..70)
}

fn status() -> impl Strategy<Value = [u8; 2]> {
    prop::sample::select(vec![
        [0x90, 0x00],
        [0x61, 0x10],
        [0x62, 0x82],
        [0x63, 0xC2],
        [0x6A, 0x82],
    ])
}

/// Noise, or an object of PACE around noise.
fn strange() -> impl Strategy<Value = Vec<u8>> {
    let object =
        (0x80_u32..0x88, noise()).prop_map(|(tag, v)| tlv::write(0x7C, &tlv::write(tag, &v)));
    let data = prop_oneof![noise(), object];
    (data, status()).prop_map(|(data, status)| [data, status.to_vec()].concat())
}

fn object(tag: u32, value: &[u8]) -> Vec<u8> {
    done(&tlv::write(0x7C, &tlv::write(tag, value)))
}

fn done(data: &[u8]) -> Vec<u8> {
    [data, &[0x90, 0x00]].concat()
}

/// A run of PACE as somebody without the password would answer it: a nonce, two points of the curve, a
/// token. Some of it is replaced by something strange.
fn nearly() -> impl Strategy<Value = Answers> {
    let right = (any::<[u8; 16]>(), 1_u8..32, 1_u8..32, any::<[u8; 8]>());
    let strange = prop::collection::vec(prop::option::weighted(0.2, strange()), 5);
    (right, strange).prop_map(|((nonce, first, second, token), strange)| {
        let point = |secret: u8| Curve::P256.public(&[secret; 32]).unwrap_or_default();
        let right = [
            done(&[]),
            object(0x80, &nonce),
            object(0x82, &point(first)),
            object(0x84, &point(second)),
            object(0x86, &token),
        ];
        let answers = right.into_iter().zip(strange);
        answers
            .map(|(right, other)| other.unwrap_or(right))
            .collect()
    })
}

/// Opens and reads a chip that answers so; whether it is open.
fn opens(answers: Answers, atr: Vec<u8>, by_number: bool) -> bool {
    let access = if by_number {
        Access::Can("000015".to_owned())
    } else {
        Access::Seed("L898902C<369080619406236".to_owned())
    };
    let answers = answers.into_iter();
    let mut terminal = Terminal::new(Any { answers, atr }, [0x5A; 160]);
    let opened = terminal.open(&access).is_ok();
    let _ = (terminal.file(File::Com), terminal.sign(&[0; 8]));
    opened
}

/// EF.CardAccess as two answers give it.
fn in_two(file: &[u8]) -> Answers {
    let (head, rest) = file.split_at(file.len().min(8));
    vec![done(head), done(rest)]
}

fn bytes_of_atr() -> impl Strategy<Value = Vec<u8>> {
    prop::collection::vec(any::<u8>(), 0..34)
}

proptest! {
    #![proptest_config(cases(true))]

    #[test]
    fn a_chip_of_noise_is_not_opened(
        first in noise(),
        answers in prop::collection::vec(strange(), 0..8),
        atr in bytes_of_atr(),
        by_number in any::<bool>(),
    ) {
        let answers = [in_two(&first), answers].concat();
        prop_assert!(!opens(answers, atr, by_number));
    }
}

proptest! {
    #[test]
    fn a_chip_without_the_password_is_not_opened(answers in nearly(), by_number in any::<bool>()) {
        let answers = [in_two(&hex(ACCESS)), answers].concat();
        prop_assert!(!opens(answers, Vec::new(), by_number));
    }
}
