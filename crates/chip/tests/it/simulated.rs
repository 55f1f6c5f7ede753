//! A chip in this process: basic access control and secure messaging with triple DES (ICAO Doc
//! 9303-11, 4.3 and 9.8), as a citizen card has it, in front of the files of a card.

use std::collections::BTreeMap;

use aws_lc_rs::digest::{SHA1_FOR_LEGACY_USE_ONLY, digest};
use chip::ReadFailure;
use chip::reader::Transceive;
use des::cipher::{Array, BlockCipherDecrypt, BlockCipherEncrypt, KeyInit};
use des::{Des, TdesEde2};

const RND_IC: [u8; 8] = *b"\x46\x08\xF9\x19\x88\x70\x22\x12";
const K_IC: [u8; 16] = [0x0B; 16];

#[derive(Clone)]
struct Keys {
    encryption: TdesEde2,
    mac: [u8; 16],
    counter: u64,
}

/// The card.
pub struct Chip {
    access: Keys,
    session: Option<Keys>,
    files: BTreeMap<u8, Vec<u8>>,
    current: u8,
    signature: Vec<u8>,
    /// Whether it warns where more is asked for than the file has.
    pub warns: bool,
    /// What the chip was asked to sign.
    pub challenge: Option<Vec<u8>>,
}

fn derive(seed: &[u8], counter: u8) -> [u8; 16] {
    let hash = digest(
        &SHA1_FOR_LEGACY_USE_ONLY,
        &[seed, &[0, 0, 0, counter]].concat(),
    );
    hash.as_ref()[..16].try_into().expect("16 bytes")
}

fn xor(a: &[u8], b: &[u8]) -> Vec<u8> {
    a.iter().zip(b).map(|(a, b)| a ^ b).collect()
}

fn padded(data: &[u8]) -> Vec<u8> {
    let mut bytes = [data, &[0x80]].concat();
    bytes.resize(bytes.len().next_multiple_of(8), 0);
    bytes
}

fn tlv(tag: u8, value: &[u8]) -> Vec<u8> {
    let [high, low] = u16::try_from(value.len()).expect("short").to_be_bytes();
    let head = match (high, low) {
        (0, 0..0x80) => vec![tag, low],
        (0, _) => vec![tag, 0x81, low],
        _ => vec![tag, 0x82, high, low],
    };
    [&head, value].concat()
}

impl Keys {
    fn of(seed: &[u8], counter: u64) -> Self {
        Self {
            encryption: TdesEde2::new(&Array::from(derive(seed, 1))),
            mac: derive(seed, 2),
            counter,
        }
    }

    fn encrypt(&self, data: &[u8]) -> Vec<u8> {
        let (mut last, mut out) = (vec![0; 8], Vec::new());
        for block in data.chunks(8) {
            let mut block = Array::try_from(&xor(&last, block)[..]).expect("a block");
            self.encryption.encrypt_block(&mut block);
            last = block.to_vec();
            out.extend(&last);
        }
        out
    }

    fn decrypt(&self, data: &[u8]) -> Vec<u8> {
        let (mut last, mut out) = (vec![0; 8], Vec::new());
        for sealed in data.chunks(8) {
            let mut block = Array::try_from(sealed).expect("a block");
            self.encryption.decrypt_block(&mut block);
            out.extend(xor(&last, &block));
            last = sealed.to_vec();
        }
        out
    }

    /// MAC algorithm 3 of ISO/IEC 9797-1 with padding method 2.
    fn mac(&self, data: &[u8]) -> Vec<u8> {
        let first = Des::new(&Array::try_from(&self.mac[..8]).expect("a key"));
        let second = Des::new(&Array::try_from(&self.mac[8..]).expect("a key"));
        let mut state = Array::from([0; 8]);
        for block in padded(data).chunks(8) {
            state = Array::try_from(&xor(&state, block)[..]).expect("a block");
            first.encrypt_block(&mut state);
        }
        second.decrypt_block(&mut state);
        first.encrypt_block(&mut state);
        state.to_vec()
    }

    fn next(&mut self) -> [u8; 8] {
        self.counter += 1;
        self.counter.to_be_bytes()
    }
}

impl Chip {
    /// A chip that opens with this seed, has these files by their short identifiers, and signs so.
    pub fn new(seed: &str, files: BTreeMap<u8, Vec<u8>>, signature: Vec<u8>) -> Self {
        let seed = digest(&SHA1_FOR_LEGACY_USE_ONLY, seed.as_bytes());
        Self {
            access: Keys::of(&seed.as_ref()[..16], 0),
            session: None,
            files,
            current: 0,
            signature,
            warns: false,
            challenge: None,
        }
    }

    /// Mutual authentication: `None` where the terminal does not know the printed data.
    fn authenticate(&mut self, data: &[u8]) -> Option<Vec<u8>> {
        let (sealed, mac) = data.split_at_checked(32)?;
        let opened = self.access.decrypt(sealed);
        if self.access.mac(sealed) != mac || opened[8..16] != RND_IC {
            return None;
        }
        let answer = self
            .access
            .encrypt(&[&RND_IC, &opened[..8], &K_IC].concat());
        let counter = [&RND_IC[4..], &opened[4..8]].concat();
        let counter = u64::from_be_bytes(counter.try_into().expect("eight bytes"));
        self.session = Some(Keys::of(&xor(&opened[16..], &K_IC), counter));
        let mac = self.access.mac(&answer);
        Some([answer, mac].concat())
    }

    /// A command in the clear: its data and what it asks.
    fn command(&mut self, header: &[u8], data: &[u8], length: usize) -> (Vec<u8>, u16) {
        match header {
            [_, 0xA4, 0x04, ..] => (Vec::new(), 0x9000),
            [_, 0x84, ..] => (RND_IC.to_vec(), 0x9000),
            [_, 0x82, ..] => match self.authenticate(data) {
                Some(answer) => (answer, 0x9000),
                None => (Vec::new(), 0x6300),
            },
            _ if self.session.is_none() => (Vec::new(), 0x6982),
            [_, 0x88, ..] => {
                self.challenge = Some(data.to_vec());
                (self.signature.clone(), 0x9000)
            }
            [_, 0xB0, high, low] => self.binary(*high, *low, length),
            _ => (Vec::new(), 0x6D00),
        }
    }

    fn binary(&mut self, high: u8, low: u8, length: usize) -> (Vec<u8>, u16) {
        let mut from = usize::from(high) << 8 | usize::from(low);
        if high & 0x80 != 0 {
            self.current = high & 0x1F;
            from = usize::from(low);
        }
        match self.files.get(&self.current) {
            // Fingerprints need terminal authentication.
            None if self.current == 3 => (Vec::new(), 0x6982),
            None => (Vec::new(), 0x6A82),
            Some(file) => {
                let end = file.len().min(from + length);
                let warned = self.warns && end < from + length;
                let status = if warned { 0x6282 } else { 0x9000 };
                (file.get(from..end).unwrap_or_default().to_vec(), status)
            }
        }
    }

    /// A command of secure messaging; `None` where its checksum is wrong.
    fn protected(&mut self, header: &[u8], body: &[u8]) -> Option<Vec<u8>> {
        let mut keys = self.session.clone()?;
        let (mut sealed, mut length, mut covered, mut mac) =
            (Vec::new(), 0, Vec::new(), Vec::new());
        let mut rest = body;
        while let [tag, size, after @ ..] = rest {
            let (value, after) = after.split_at_checked(usize::from(*size))?;
            match tag {
                0x87 => sealed = value[1..].to_vec(),
                0x97 => length = value.first().map_or(0, |l| usize::from(*l)),
                _ => mac = value.to_vec(),
            }
            if *tag != 0x8E {
                covered.extend(tlv(*tag, value));
            }
            rest = after;
        }
        let counter = keys.next();
        if keys.mac(&[&counter[..], &padded(header), &covered].concat()) != mac {
            self.session = None;
            return None;
        }
        let mut data = keys.decrypt(&sealed);
        data.truncate(data.iter().rposition(|b| *b == 0x80).unwrap_or(0));
        let length = if length == 0 { 256 } else { length };
        let (answer, status) = self.command(header, &data, length);
        let mut out = Vec::new();
        if !answer.is_empty() {
            out = tlv(0x87, &[&[1], &keys.encrypt(&padded(&answer))[..]].concat());
        }
        out.extend(tlv(0x99, &status.to_be_bytes()));
        let counter = keys.next();
        let mac = keys.mac(&[&counter[..], &out].concat());
        out.extend(tlv(0x8E, &mac));
        out.extend(status.to_be_bytes());
        self.session = Some(keys);
        Some(out)
    }
}

impl Transceive for Chip {
    fn transceive(&mut self, command: &[u8]) -> Result<Vec<u8>, ReadFailure> {
        let (header, rest) = command.split_at_checked(4).ok_or(ReadFailure::Lost)?;
        let body = match rest {
            [size, data @ ..] => data.get(..usize::from(*size)).unwrap_or_default(),
            [] => &[],
        };
        if header[0] & 0x0C == 0x0C {
            let answer = self.protected(header, body);
            return Ok(answer.unwrap_or_else(|| vec![0x69, 0x88]));
        }
        // A new application or a plain command ends the session.
        self.session = None;
        let (answer, status) = self.command(header, body, 256);
        Ok([answer, status.to_be_bytes().to_vec()].concat())
    }
}
