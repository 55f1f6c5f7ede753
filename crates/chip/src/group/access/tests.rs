//! EF.CardAccess: which way is chosen, and what is refused by which name.

use super::*;
use crate::testing::hex;

/// One `PACEInfo`: the last two arcs of its protocol, its version, the number of its parameters.
fn option(mapping: u8, cipher: u8, version: u8, parameter: Option<u8>) -> Vec<u8> {
    let mut value = hex("060A04007F00070202040000");
    let last = value.len() - 2;
    value[last..].copy_from_slice(&[mapping, cipher]);
    value.extend([0x02, 1, version]);
    value.extend(parameter.into_iter().flat_map(|p| [0x02, 1, p]));
    tlv::write(0x30, &value)
}

fn read(options: &[Vec<u8>]) -> CardAccess {
    CardAccess::read(&tlv::write(0x31, &options.concat())).expect("a set")
}

fn gm(cipher: u8, parameter: u8) -> Vec<u8> {
    option(2, cipher, 2, Some(parameter))
}

#[test]
fn the_strongest_way_that_we_speak_is_chosen() {
    for (options, cipher, curve) in [
        (vec![gm(2, 12)], Cipher::Aes128, Curve::P256),
        (vec![gm(2, 18), gm(4, 13)], Cipher::Aes256, Curve::Bp256),
        (vec![gm(4, 13), gm(2, 18)], Cipher::Aes256, Curve::Bp256),
        (vec![gm(3, 15), gm(3, 17)], Cipher::Aes192, Curve::Bp512),
        (vec![gm(4, 10), gm(2, 16)], Cipher::Aes128, Curve::Bp384),
        (
            vec![option(4, 4, 2, Some(18)), gm(1, 18), gm(2, 12)],
            Cipher::Aes128,
            Curve::P256,
        ),
    ] {
        let way = read(&options).way.expect("a way");
        assert_eq!((way.cipher, way.curve), (cipher, curve));
    }
}

#[test]
fn parameters_are_named_only_where_there_are_several() {
    assert_eq!(read(&[gm(2, 12), gm(4, 12)]).way.map(|w| w.named), Ok(None));
    let several = read(&[gm(2, 12), gm(4, 13)]);
    assert_eq!(several.way.map(|w| w.named), Ok(Some(13)));
}

#[test]
fn what_we_do_not_speak_has_a_name() {
    for (offered, unspoken, name) in [
        (option(1, 2, 2, Some(0)), Unspoken::DiffieHellman, "DH"),
        (option(3, 2, 2, Some(0)), Unspoken::DiffieHellman, "DH"),
        (option(4, 2, 2, Some(13)), Unspoken::Integrated, "IM"),
        (
            option(6, 2, 2, Some(13)),
            Unspoken::ChipAuthentication,
            "CAM",
        ),
        (gm(1, 13), Unspoken::TripleDes, "3DES"),
        (gm(2, 8), Unspoken::Curve(8), "P-192"),
        (gm(2, 9), Unspoken::Curve(9), "brainpoolP192r1"),
        (gm(2, 10), Unspoken::Curve(10), "P-224"),
        (gm(2, 11), Unspoken::Curve(11), "brainpoolP224r1"),
        (gm(2, 14), Unspoken::Curve(14), "brainpoolP320r1"),
        (gm(2, 32), Unspoken::Curve(32), "own-parameters"),
        (option(2, 2, 1, Some(13)), Unspoken::Unknown, "unknown"),
        (option(2, 2, 2, None), Unspoken::Unknown, "unknown"),
        (option(9, 2, 2, Some(13)), Unspoken::Unknown, "unknown"),
    ] {
        assert_eq!(read(&[offered]).way, Err(unspoken), "{name}");
        assert_eq!(unspoken.to_string(), name);
    }
    assert_eq!(read(&[]).way, Err(Unspoken::Nothing));
    // Of several, the first is named.
    let offered = [option(4, 2, 2, Some(13)), gm(2, 10)];
    assert_eq!(read(&offered).way, Err(Unspoken::Integrated));
}

#[test]
fn only_options_of_pace_are_compared_with_the_signed_ones() {
    // Parameters spelled out, terminal authentication, and PACE.
    let parameters = hex("3012060904007F0007020204 02300506030000002F");
    let parameters = tlv::write(0x30, &parameters[2..]);
    let terminal = hex("300D060804007F0007020202020102");
    let own = gm(2, 13);
    let options = read(&[terminal, own.clone(), parameters.clone()]).options;
    assert!(options.contains(&own) && options.len() <= 2);
}

#[test]
fn a_file_has_an_end() {
    let long = vec![0; File::Access.largest() + 1];
    assert_eq!(CardAccess::read(&long), Err(Flaw::TooLarge));
    let one = gm(2, 13);
    let many = tlv::write(0x31, &vec![one; 33].concat());
    assert_eq!(CardAccess::read(&many), Err(Flaw::TooLarge));
}
