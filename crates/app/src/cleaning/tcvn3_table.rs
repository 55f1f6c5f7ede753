//! TCVN 5712:1993 VN3, "ABC": one byte a letter from 0xA1 on. Capitals with a tone have no byte of their own: they are
//! small letters in a font of capitals, so case is not kept.

/// Letters of the bytes from 0xA0 on; U+FFFD where a byte is no letter.
#[rustfmt::skip]
pub(super) const LETTERS: [char; 96] = [
    '\u{fffd}', '\u{102}', '\u{c2}', '\u{ca}', '\u{d4}', '\u{1a0}', '\u{1af}', '\u{110}', // A0
    '\u{103}', '\u{e2}', '\u{ea}', '\u{f4}', '\u{1a1}', '\u{1b0}', '\u{111}', '\u{fffd}', // A8
    '\u{fffd}', '\u{fffd}', '\u{fffd}', '\u{fffd}', '\u{fffd}', '\u{e0}', '\u{1ea3}', '\u{e3}', // B0
    '\u{e1}', '\u{1ea1}', '\u{fffd}', '\u{1eb1}', '\u{1eb3}', '\u{1eb5}', '\u{1eaf}', '\u{fffd}', // B8
    '\u{fffd}', '\u{fffd}', '\u{fffd}', '\u{fffd}', '\u{fffd}', '\u{fffd}', '\u{1eb7}', '\u{1ea7}', // C0
    '\u{1ea9}', '\u{1eab}', '\u{1ea5}', '\u{1ead}', '\u{e8}', '\u{fffd}', '\u{1ebb}', '\u{1ebd}', // C8
    '\u{e9}', '\u{1eb9}', '\u{1ec1}', '\u{1ec3}', '\u{1ec5}', '\u{1ebf}', '\u{1ec7}', '\u{ec}', // D0
    '\u{1ec9}', '\u{fffd}', '\u{fffd}', '\u{fffd}', '\u{129}', '\u{ed}', '\u{1ecb}', '\u{f2}', // D8
    '\u{fffd}', '\u{1ecf}', '\u{f5}', '\u{f3}', '\u{1ecd}', '\u{1ed3}', '\u{1ed5}', '\u{1ed7}', // E0
    '\u{1ed1}', '\u{1ed9}', '\u{1edd}', '\u{1edf}', '\u{1ee1}', '\u{1edb}', '\u{1ee3}', '\u{f9}', // E8
    '\u{fffd}', '\u{1ee7}', '\u{169}', '\u{fa}', '\u{1ee5}', '\u{1eeb}', '\u{1eed}', '\u{1eef}', // F0
    '\u{1ee9}', '\u{1ef1}', '\u{1ef3}', '\u{1ef7}', '\u{1ef9}', '\u{fd}', '\u{1ef5}', '\u{fffd}', // F8
];
