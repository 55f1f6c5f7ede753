//! The worked example of ICAO Doc 9303-11, D.2 to D.4: keys, mutual authentication, secure messaging.

use super::*;
use crate::apdu::{Command, Expected};
use crate::testing::hex;

const ZONE: &str = "L898902C<369080619406236";
const THEIRS: [u8; 8] = [0x46, 0x08, 0xF9, 0x19, 0x88, 0x70, 0x22, 0x12];
const ANSWER: &str = "46B9342A41396CD7386BF5803104D7CEDC122B9132139BAF2EEDC94EE178534F\
                      2F2D235D074D7449";

fn asked() -> (Vec<u8>, Asked) {
    let entropy = hex("781723860C06C2260B795240CB7049B01C19B33E32804F0B");
    let entropy = entropy.try_into().expect("24 bytes");
    ask(ZONE, THEIRS, &entropy).expect("asked")
}

#[test]
fn the_worked_example_goes_as_it_is_printed() {
    let (data, asked) = asked();
    let sealed = "72C29C2371CC9BDB65B779B8E8D37B29ECC154AA56A8799FAE2F498F76ED92F2";
    assert_eq!(data, hex(&format!("{sealed}5F1448EEA8AD90A7")));
    let mut session = asked.finish(&hex(ANSWER)).expect("a session");
    for (header, data, expected, sent, answer, clear) in [
        (
            [0x00, 0xA4, 0x02, 0x0C],
            &[0x01, 0x1E][..],
            Expected::Nothing,
            "0CA4020C158709016375432908C044F68E08BF8B92D635FF24F800",
            "990290008E08FA855A5D4C50A8ED9000",
            "",
        ),
        (
            [0x00, 0xB0, 0x00, 0x00],
            &[],
            Expected::Short(4),
            "0CB000000D9701048E08ED6705417E96BA5500",
            "8709019FF0EC34F9922651990290008E08AD55CC17140B2DED9000",
            "60145F01",
        ),
        (
            [0x00, 0xB0, 0x00, 0x04],
            &[],
            Expected::Short(0x12),
            "0CB000040D9701128E082EA28A70F3C7B53500",
            "871901FB9235F4E4037F2327DCC8964F1F9B8C30F42C8E2FFF224A990290008E08C8B2787EAEA07D749000",
            "04303130365F36063034303030305C026175",
        ),
    ] {
        let command = session.protect(&Command::new(header, data, expected));
        let bytes = command.and_then(|c| c.write());
        assert_eq!(bytes, Some(hex(sent)));
        assert_eq!(session.open(&hex(answer)), Some((hex(clear), 0x9000)));
    }
}

#[test]
fn a_chip_that_does_not_know_the_data_opens_nothing() {
    for at in 0..40 {
        let mut answer = hex(ANSWER);
        answer[at] ^= 1;
        assert!(asked().1.finish(&answer).is_none(), "{at}");
    }
    assert!(asked().1.finish(&hex(ANSWER)[..39]).is_none());
    let (_, other) = ask(ZONE, THEIRS, &[7; ENTROPY]).expect("asked");
    assert!(other.finish(&hex(ANSWER)).is_none(), "an old answer");
}
