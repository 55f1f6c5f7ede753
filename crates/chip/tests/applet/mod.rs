//! A chip in software, at the level of commands: what a citizen card answers to a reader, byte for byte
//! (ICAO Doc 9303-10, 3.6; 9303-11, 4, 6 and 9.8). It is written from the standard and shares no code with
//! the terminal that the tests hold against it; its curves are reckoned by formulas of its own.
//!
//! The tests of the card readers take it in by its path, so it needs no other module of these tests.

mod bac;
mod command;
mod curve;
mod keys;
mod pace;

use std::collections::BTreeMap;

use command::Command;
pub use curve::Curve;
use keys::Keys;

/// Which way of PACE the chip speaks.
#[derive(Clone)]
pub struct Way {
    /// Its curve.
    pub curve: Curve,
    /// The last number of the protocol: 2, 3 or 4 for AES of 128, 192 or 256 bits.
    pub cipher: u8,
    /// The number of its parameters.
    pub parameter: u8,
}

/// A key of chip authentication.
#[derive(Clone)]
pub struct AgreementKey {
    /// Its curve.
    pub curve: Curve,
    /// Its cipher, as [`Way::cipher`].
    pub cipher: u8,
    /// Its private half.
    pub secret: Vec<u8>,
}

/// What becomes of an answer of more than 256 bytes to a short command.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub enum Long {
    /// It is refused.
    #[default]
    Refused,
    /// It is given in parts, which have to be fetched.
    Parts,
    /// It is given all the same.
    Whole,
}

/// What a card is made of, and how it behaves.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each habit of a card is there or not, whatever the others are"
)]
#[derive(Clone, Default)]
pub struct Card {
    /// The application's files by their short identifiers.
    pub files: BTreeMap<u8, Vec<u8>>,
    /// Files outside of it: EF.CardAccess is `1C`, EF.ATR/INFO is `01`.
    pub outside: BTreeMap<u8, Vec<u8>>,
    /// Number, birth and expiry with their check digits.
    pub seed: String,
    /// The access number.
    pub can: String,
    /// Ways of PACE.
    pub ways: Vec<Way>,
    /// Whether it opens by basic access control.
    pub bac: bool,
    /// What it signs any challenge with: the signature of the one that its maker knew.
    pub signature: Vec<u8>,
    /// Its key of chip authentication.
    pub agreement: Option<AgreementKey>,
    /// Whether it takes extended lengths.
    pub extended: bool,
    /// What it does with an answer that is longer than was asked for.
    pub long: Long,
    /// Whether it counts what is asked for by an odd instruction without the object around it.
    pub lenient: bool,
    /// Whether it warns where more is asked for than a file has.
    pub warns: bool,
    /// How often a wrong access number is still taken.
    pub tries: Option<u8>,
    /// Whether it proves what it does not know: the last token of PACE is noise.
    pub impostor: bool,
    /// Historical bytes of its answer to reset.
    pub historical: Vec<u8>,
}

/// A card on a reader.
#[derive(Clone)]
pub struct Applet {
    /// The card.
    pub card: Card,
    /// What the chip was asked to sign.
    pub challenge: Option<Vec<u8>>,
    /// Every command that it got, in the clear where it could open it.
    pub log: Vec<Vec<u8>>,
    session: Option<Keys>,
    /// The session that the next command is in, after chip authentication.
    next: Option<Keys>,
    inside: bool,
    selected: u8,
    opening: pace::State,
    nonce: Option<[u8; 8]>,
    agreeing: bool,
    rest: Vec<u8>,
}

/// Data and status.
type Answer = (Vec<u8>, u16);

/// An answer without data.
const fn bare(status: u16) -> Answer {
    (Vec::new(), status)
}

/// One field in tag-length-value.
fn tlv(tag: u16, value: &[u8]) -> Vec<u8> {
    let [high, low] = u16::try_from(value.len()).expect("short").to_be_bytes();
    let mut out = match tag.to_be_bytes() {
        [0, tag] => vec![tag],
        tag => tag.to_vec(),
    };
    match (high, low) {
        (0, 0..0x80) => out.push(low),
        (0, _) => out.extend([0x81, low]),
        _ => out.extend([0x82, high, low]),
    }
    out.extend(value);
    out
}

/// The value of the first field with this tag of one byte.
fn field(mut bytes: &[u8], wanted: u8) -> Option<&[u8]> {
    while let [tag, rest @ ..] = bytes {
        let (size, rest) = match rest {
            [0x82, high, low, rest @ ..] => (usize::from(*high) << 8 | usize::from(*low), rest),
            [0x81, size, rest @ ..] | [size @ 0..=0x7F, rest @ ..] => (usize::from(*size), rest),
            _ => return None,
        };
        let (value, rest) = rest.split_at_checked(size)?;
        if *tag == wanted {
            return Some(value);
        }
        bytes = rest;
    }
    None
}

impl Applet {
    /// A card that has just been put on the reader.
    pub fn new(card: Card) -> Self {
        Self {
            card,
            challenge: None,
            log: Vec::new(),
            session: None,
            next: None,
            inside: false,
            selected: 0,
            opening: pace::State::default(),
            nonce: None,
            agreeing: false,
            rest: Vec::new(),
        }
    }

    /// Takes its power away: sessions end, what it has counted stays.
    pub fn reset(&mut self) {
        let (log, challenge) = (std::mem::take(&mut self.log), self.challenge.take());
        *self = Self {
            challenge,
            log,
            ..Self::new(self.card.clone())
        };
    }

    /// Its answer to reset, as PC/SC shows that of a contactless card.
    pub fn atr(&self) -> Vec<u8> {
        let historical = &self.card.historical;
        let count = u8::try_from(historical.len()).expect("at most fifteen");
        let mut atr = vec![0x3B, 0x80 | count, 0x80, 0x01];
        atr.extend(historical);
        let check = atr[1..].iter().fold(0, |sum, byte| sum ^ byte);
        atr.push(check);
        atr
    }

    /// What it answers to these bytes.
    pub fn answer(&mut self, bytes: &[u8]) -> Vec<u8> {
        let Some(command) = Command::read(bytes) else {
            return vec![0x67, 0x00];
        };
        if command.long && !self.card.extended {
            self.session = None;
            return vec![0x67, 0x00];
        }
        let (data, status) = if command.is(0xC0) {
            (std::mem::take(&mut self.rest), 0x9000)
        } else if command.header[0] & 0x0C == 0x0C {
            self.protected(&command)
        } else {
            // A plain command ends the session.
            self.session = None;
            self.log.push(bytes.to_vec());
            self.plain(&command)
        };
        self.given(data, status, command.long)
    }

    /// As much as one answer holds; the rest is fetched.
    fn given(&mut self, mut data: Vec<u8>, status: u16, long: bool) -> Vec<u8> {
        let fits = long || data.len() <= 256;
        match self.card.long {
            Long::Refused if !fits => vec![0x67, 0x00],
            Long::Parts if !fits => {
                self.rest = data.split_off(256);
                let left = u8::try_from(self.rest.len()).unwrap_or(0);
                data.extend([0x61, left]);
                data
            }
            Long::Refused | Long::Parts | Long::Whole => {
                data.extend(status.to_be_bytes());
                data
            }
        }
    }

    fn protected(&mut self, command: &Command) -> Answer {
        // The session that chip authentication has agreed on begins with the next command.
        if let Some(next) = self.next.take() {
            self.session = Some(next);
        }
        let Some(mut keys) = self.session.take() else {
            return bare(0x6988);
        };
        let Some(inner) = keys.open(command) else {
            return bare(0x6988);
        };
        self.log.push(inner.log());
        let (data, status) = self.within(&inner);
        let sealed = keys.seal(&inner, &data, status);
        self.session = Some(keys);
        (sealed, status)
    }

    /// A command in the clear.
    #[expect(clippy::match_same_arms, reason = "the first that fits counts")]
    fn plain(&mut self, command: &Command) -> Answer {
        match command.header {
            // The master file is not known by its name.
            [_, 0xA4, 0x00, ..] => bare(0x6D00),
            [_, 0xA4, 0x04, ..] => self.select(&command.data),
            [_, 0xB0, ..] if !self.inside => self.binary(command),
            [_, 0x84, ..] if self.card.bac => self.challenge_of_bac(),
            [_, 0x82, ..] if self.card.bac => self.authenticate(&command.data),
            [_, 0x22, 0xC1, 0xA4] => self.choose_way(&command.data),
            [_, 0x86, ..] => self.general(command),
            [_, 0x84 | 0x82, ..] => bare(0x6D00),
            _ => bare(0x6982),
        }
    }

    /// A command within a session.
    fn within(&mut self, command: &Command) -> Answer {
        match command.header {
            [_, 0xA4, 0x04, ..] => self.select(&command.data),
            [_, 0xA4, 0x02, ..] if self.inside => bare(0x9000),
            [_, 0xB0 | 0xB1, ..] => self.binary(command),
            [_, 0x88, ..] => {
                self.challenge = Some(command.data.clone());
                (self.card.signature.clone(), 0x9000)
            }
            [_, 0x22, 0x41, 0xA4] if self.card.agreement.is_some() => {
                self.agreeing = true;
                bare(0x9000)
            }
            [_, 0x86, ..] if self.agreeing => self.agree(&command.data),
            _ => bare(0x6D00),
        }
    }

    fn select(&mut self, name: &[u8]) -> Answer {
        self.inside = name == [0xA0, 0x00, 0x00, 0x02, 0x47, 0x10, 0x01];
        bare(if self.inside { 0x9000 } else { 0x6A82 })
    }

    /// Chip authentication: the terminal's point, then new keys (9303-11, 6.2).
    fn agree(&mut self, data: &[u8]) -> Answer {
        let point = field(data, 0x7C).and_then(|d| field(d, 0x80));
        let (Some(point), Some(key)) = (point, &self.card.agreement) else {
            return bare(0x6A80);
        };
        let Some(shared) = key.curve.multiply(&key.secret, point) else {
            return bare(0x6A80);
        };
        self.next = Some(Keys::aes(key.cipher, key.curve.first(&shared)));
        (tlv(0x7C, &[]), 0x9000)
    }

    fn binary(&mut self, command: &Command) -> Answer {
        let [_, instruction, high, low] = command.header;
        let odd = instruction & 1 == 1;
        let mut from = usize::from(high & 0x7F) << 8 | usize::from(low);
        if odd {
            let Some(offset) = field(&command.data, 0x54) else {
                return bare(0x6A80);
            };
            from = offset.iter().fold(0, |n, b| n << 8 | usize::from(*b));
        } else if high & 0x80 != 0 {
            self.selected = high & 0x1F;
            from = usize::from(low);
        }
        let files = if self.inside {
            &self.card.files
        } else {
            &self.card.outside
        };
        match files.get(&self.selected) {
            // Fingerprints need terminal authentication.
            None if self.inside && self.selected == 3 => bare(0x6982),
            None => bare(0x6A82),
            Some(file) => {
                // The object around what an odd instruction gives takes its part of what is asked for.
                let around = if odd && !self.card.lenient { 4 } else { 0 };
                let end = file
                    .len()
                    .min(from + command.expected.saturating_sub(around));
                let part = file.get(from..end).unwrap_or_default();
                let warned = self.card.warns && end < from + command.expected;
                let data = if odd { tlv(0x53, part) } else { part.to_vec() };
                (data, if warned { 0x6282 } else { 0x9000 })
            }
        }
    }
}
