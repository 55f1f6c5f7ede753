//! The worked example of ICAO Doc 9303-11, G.1: PACE with generic mapping on brainpoolP256r1 and AES of
//! 128 bits, by the printed zone.

use super::*;
use crate::curve::Curve;
use crate::group::{CardAccess, Cipher};
use crate::testing::hex;

const ACCESS: &str = "31143012060A04007F0007020204020202010202010D";
const ZONE: &str = "T22000129364081251010318";
const SEALED: &str = "95A3A016522EE98D01E76CB6B98B42C3";
const NONCE: &str = "3F00C4D39D153F2B2A214A078D899B22";
const MAP_SECRET: &str = "7F4EF07B9EA82FD78AD689B38D0BC78CF21F249D953BC46F4C6E19259C010F99";
const MAP_OURS: &str = "047ACF3EFC982EC45565A4B155129EFBC74650DCBFA6362D896FC70262E0C2CC5E\
                        544552DCB6725218799115B55C9BAA6D9F6BC3A9618E70C25AF71777A9C4922D";
const MAP_THEIRS: &str = "04824FBA91C9CBE26BEF53A0EBE7342A3BF178CEA9F45DE0B70AA601651FBA3F57\
                          30D8C879AAA9C9F73991E61B58F4D52EB87A0A0C709A49DC63719363CCD13C54";
const GENERATOR: &str = "048CED63C91426D4F0EB1435E7CB1D74A46723A0AF21C89634F65A9AE87A9265E2\
                         8C879506743F8611AC33645C5B985C80B5F09A0B83407C1B6A4D857AE76FE522";
const SECRET: &str = "A73FB703AC1436A18E0CFA5ABB3F7BEC7A070E7A6788486BEE230C4A22762595";
const OURS: &str = "042DB7A64C0355044EC9DF190514C625CBA2CEA48754887122F3A5EF0D5EDD301C\
                    3556F3B3B186DF10B857B58F6A7EB80F20BA5DC7BE1D43D9BF850149FBB36462";
const THEIRS: &str = "049E880F842905B8B3181F7AF7CAA9F0EFB743847F44A306D2D28C1D9EC65DF6DB\
                      7764B22277A2EDDC3C265A9F018F9CB852E111B768B326904B59A0193776F094";
const SHARED: &str = "28768D20701247DAE81804C9E780EDE582A9996DB4A315020B2733197DB84925";
const OUR_TOKEN: &str = "C2B0BD78D94BA866";
const THEIR_TOKEN: &str = "3ABB9674BCE93C08";

fn way() -> Way {
    let access = CardAccess::read(&hex(ACCESS)).expect("EF.CardAccess");
    access.way.expect("a way")
}

fn begun() -> Begun {
    let password = Password::Zone(ZONE);
    let begun = begin(way(), password, &[0x11; ENTROPY]).expect("begun");
    Begun {
        secrets: [MAP_SECRET, SECRET].map(|s| Zeroizing::new(hex(s))),
        offered: Curve::Bp256.public(&hex(MAP_SECRET)).expect("a point"),
        ..begun
    }
}

#[test]
fn the_worked_example_goes_as_it_is_printed() {
    assert_eq!(
        way(),
        Way {
            cipher: Cipher::Aes128,
            curve: Curve::Bp256,
            named: None
        }
    );
    let begun = begun();
    assert_eq!(begun.choice(), hex("800A04007F00070202040202830101"));
    assert_eq!(begun.key[..], hex("89DED1B26624EC1E634C1989302849DD"));
    assert_eq!(offer(0x81, &begun.offered)[..4], hex("7C438141"));
    let mapping = begun.map(&hex(SEALED)).expect("a nonce");
    assert_eq!(mapping.nonce[..], hex(NONCE));
    assert_eq!(mapping.offered(), hex(MAP_OURS));
    let generator = Curve::Bp256.map(&hex(NONCE), &hex(MAP_SECRET), &hex(MAP_THEIRS));
    assert_eq!(generator, Some(hex(GENERATOR)));
    let agreeing = mapping.agree(&hex(MAP_THEIRS)).expect("a generator");
    assert_eq!(agreeing.offered(), hex(OURS));
    let shared = Curve::Bp256.agree(&hex(SECRET), &hex(THEIRS));
    assert_eq!(shared, Some(hex(SHARED)));
    let proving = agreeing.prove(&hex(THEIRS)).expect("keys");
    assert_eq!(proving.token(), hex(OUR_TOKEN));
    assert!(proving.finish(&hex(THEIR_TOKEN)).is_some());
}

#[test]
fn keys_are_derived_as_long_as_the_cipher() {
    // 9303-11, G.1 for 128 bits; the longer ones are of SHA-256.
    let shared = hex(SHARED);
    let key = |cipher, purpose| derive(cipher, &shared, purpose).expect("a key").to_vec();
    assert_eq!(
        key(Cipher::Aes128, Purpose::Encryption),
        hex("F5F0E35C0D7161EE6724EE513A0D9A7F")
    );
    assert_eq!(
        key(Cipher::Aes128, Purpose::Mac),
        hex("FE251C7858B356B24514B3BD5F4297D1")
    );
    let [longer, longest] = [Cipher::Aes192, Cipher::Aes256].map(|c| key(c, Purpose::Mac));
    assert_eq!((longer.len(), longest.len()), (24, 32));
    assert_eq!(longest[..24], longer);
}

#[test]
fn the_access_number_is_its_digits() {
    assert_eq!(Password::Number("123456").secret()[..], *b"123456");
    let begun = begin(way(), Password::Number("123456"), &[0x11; ENTROPY]).expect("begun");
    assert_eq!(begun.choice(), hex("800A04007F00070202040202830102"));
    // SHA-1 of the digits and the purpose.
    assert_eq!(begun.key[..], hex("591468CDA83D65219CCCB8560233600F"));
    let named = Way {
        named: Some(13),
        ..way()
    };
    let begun = begin(named, Password::Number("123456"), &[0x11; ENTROPY]).expect("begun");
    assert_eq!(begun.choice(), hex("800A04007F0007020204020283010284010D"));
}

#[test]
fn a_chip_that_knows_less_opens_nothing() {
    let mapping = || begun().map(&hex(SEALED)).expect("a nonce");
    let proving = || {
        let agreeing = mapping().agree(&hex(MAP_THEIRS)).expect("a generator");
        agreeing.prove(&hex(THEIRS)).expect("keys")
    };
    for at in 0..8 {
        let mut token = hex(THEIR_TOKEN);
        token[at] ^= 1;
        assert!(proving().finish(&token).is_none(), "{at}");
    }
    assert!(proving().finish(&[]).is_none());
    // Our own token, mirrored.
    assert!(proving().finish(&hex(OUR_TOKEN)).is_none());
    // A nonce of another length, a mirrored key, a point beside the curve, infinity.
    assert!(begun().map(&[0; 15]).is_none() && begun().map(&[0; 48]).is_none());
    assert!(mapping().agree(&hex(MAP_OURS)).is_none());
    let mut beside = hex(MAP_THEIRS);
    beside[64] ^= 1;
    assert!(mapping().agree(&beside).is_none() && mapping().agree(&[0]).is_none());
    let agreeing = || mapping().agree(&hex(MAP_THEIRS)).expect("a generator");
    assert!(agreeing().prove(&hex(OURS)).is_none());
    assert!(agreeing().prove(&beside).is_none());
}

#[test]
fn both_sides_agree_on_each_curve_and_cipher() {
    for curve in Curve::ALL {
        for cipher in [Cipher::Aes128, Cipher::Aes192, Cipher::Aes256] {
            let way = Way {
                cipher,
                curve,
                named: None,
            };
            let run = |byte: u8| {
                let mut entropy = [byte; ENTROPY];
                entropy[80..].fill(byte + 1);
                begin(way, Password::Number("000015"), &entropy).expect("begun")
            };
            // Both are terminals here: what they agree on is the same.
            let sealed = [7; 32];
            let [a, b] = [0x11, 0x33].map(|byte| run(byte).map(&sealed).expect("a nonce"));
            let (from_a, from_b) = (a.offered().to_vec(), b.offered().to_vec());
            let a = a.agree(&from_b).expect("a generator");
            let b = b.agree(&from_a).expect("a generator");
            let (from_a, from_b) = (a.offered().to_vec(), b.offered().to_vec());
            let a = a.prove(&from_b).expect("keys");
            let b = b.prove(&from_a).expect("keys");
            let tokens = (a.token().to_vec(), b.token().to_vec());
            assert!(a.finish(&tokens.1).is_some(), "{curve:?} {cipher:?}");
            assert!(b.finish(&tokens.0).is_some(), "{curve:?} {cipher:?}");
        }
    }
}

#[test]
fn bad_entropy_begins_nothing() {
    assert!(begin(way(), Password::Zone(ZONE), &[0; ENTROPY]).is_none());
}
