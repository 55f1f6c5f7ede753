//! Basic access control and secure messaging with triple DES (ICAO Doc 9303-11, 4.3 and 9.8), the
//! terminal's side: an engine that speaks with a chip through any [`Transceive`].
//!
//! What the chip answers is an outsider's: every length is checked, and an answer whose checksum is wrong
//! ends the reading. PACE is not spoken here.

use aws_lc_rs::digest::{SHA1_FOR_LEGACY_USE_ONLY, digest};
use des::cipher::{Array, BlockCipherDecrypt, BlockCipherEncrypt, KeyInit};
use des::{Des, TdesEde2};

use super::{Access, ChipReader, Transceive};
use crate::group::File;
use crate::redact::redacted;
use crate::tlv::{self, Fields};
use crate::verify::ReadFailure;

/// The application of travel documents (9303-10, 3.3).
const APPLICATION: &[u8] = &[0xA0, 0x00, 0x00, 0x02, 0x47, 0x10, 0x01];
const DONE: u16 = 0x9000;
/// The file ended before as many bytes as were asked for: what is there comes with it.
const END_OF_FILE: u16 = 0x6282;
/// Function not supported: this engine has no PACE.
const UNSUPPORTED: u16 = 0x6A81;
/// Tag and length of a file are within these.
const HEAD: u8 = 8;
/// As much of a file as a protected answer of 256 bytes holds.
const CHUNK: u8 = 0xDF;
/// Offsets of `READ BINARY` have 15 bits.
const FARTHEST: usize = 0x8000;

const BLOCK: usize = 8;

/// The engine.
pub struct Bac<T> {
    card: T,
    entropy: [u8; 24],
    session: Option<Session>,
}

/// Keys and counter of a session, or of the access to it.
#[derive(Clone)]
struct Session {
    encryption: TdesEde2,
    mac: [u8; 16],
    counter: u64,
}

redacted!(Session:);

fn sixteen(bytes: &[u8]) -> [u8; 16] {
    let mut out = [0; 16];
    for (to, from) in out.iter_mut().zip(bytes) {
        *to = *from;
    }
    out
}

fn block(bytes: &[u8]) -> [u8; BLOCK] {
    let mut out = [0; BLOCK];
    for (to, from) in out.iter_mut().zip(bytes) {
        *to = *from;
    }
    out
}

/// 9303-11, 9.7.1: parities do not count.
fn derive(seed: &[u8], counter: u8) -> [u8; 16] {
    let input = [seed, &[0, 0, 0, counter]].concat();
    sixteen(digest(&SHA1_FOR_LEGACY_USE_ONLY, &input).as_ref())
}

fn xor(a: &[u8], b: &[u8]) -> Vec<u8> {
    a.iter().zip(b).map(|(a, b)| a ^ b).collect()
}

/// ISO/IEC 9797-1, padding method 2.
fn padded(data: &[u8]) -> Vec<u8> {
    let mut bytes = [data, &[0x80]].concat();
    bytes.resize(bytes.len().next_multiple_of(BLOCK), 0);
    bytes
}

/// The same without its padding; nothing where there is none.
fn unpadded(mut data: Vec<u8>) -> Option<Vec<u8>> {
    let end = data.iter().rposition(|b| *b != 0)?;
    (data.get(end) == Some(&0x80)).then(|| {
        data.truncate(end);
        data
    })
}

/// Compares without telling by time where the difference is.
fn same(a: &[u8], b: &[u8]) -> bool {
    let differs = xor(a, b).iter().fold(0, |sum, byte| sum | byte);
    a.len() == b.len() && std::hint::black_box(differs) == 0
}

impl Session {
    fn of(seed: &[u8], counter: u64) -> Self {
        Self {
            encryption: TdesEde2::new(&Array::from(derive(seed, 1))),
            mac: derive(seed, 2),
            counter,
        }
    }

    /// CBC from a vector of zeros; whole blocks.
    fn encrypt(&self, data: &[u8]) -> Vec<u8> {
        let (mut last, mut out) = (vec![0; BLOCK], Vec::new());
        for clear in data.chunks(BLOCK) {
            let mut sealed = Array::from(block(&xor(&last, clear)));
            self.encryption.encrypt_block(&mut sealed);
            last = sealed.to_vec();
            out.extend(&last);
        }
        out
    }

    fn decrypt(&self, data: &[u8]) -> Vec<u8> {
        let (mut last, mut out) = (vec![0; BLOCK], Vec::new());
        for sealed in data.chunks(BLOCK) {
            let mut clear = Array::from(block(sealed));
            self.encryption.decrypt_block(&mut clear);
            out.extend(xor(&last, &clear));
            last = sealed.to_vec();
        }
        out
    }

    /// ISO/IEC 9797-1, MAC algorithm 3.
    fn mac(&self, data: &[u8]) -> Vec<u8> {
        let (first, second) = self.mac.split_at(BLOCK);
        let first = Des::new(&Array::from(block(first)));
        let second = Des::new(&Array::from(block(second)));
        let mut state = Array::from([0; BLOCK]);
        for part in padded(data).chunks(BLOCK) {
            state = Array::from(block(&xor(&state, part)));
            first.encrypt_block(&mut state);
        }
        second.decrypt_block(&mut state);
        first.encrypt_block(&mut state);
        state.to_vec()
    }

    fn next(&mut self) -> [u8; BLOCK] {
        self.counter = self.counter.wrapping_add(1);
        self.counter.to_be_bytes()
    }

    /// A command within the session (9303-11, 9.8.4); `length`: what is expected, 0 for as much as fits.
    fn protect(
        &mut self,
        header: [u8; 4],
        data: &[u8],
        length: Option<u8>,
    ) -> Result<Vec<u8>, ReadFailure> {
        let [class, rest @ ..] = header;
        let header = [&[class | 0x0C], &rest[..]].concat();
        let mut body = Vec::new();
        if !data.is_empty() {
            let sealed = self.encrypt(&padded(data));
            body.extend(tlv::write(0x87, &[&[1], &sealed[..]].concat()));
        }
        if let Some(length) = length {
            body.extend(tlv::write(0x97, &[length]));
        }
        let counter = self.next();
        let mac = self.mac(&[&counter[..], &padded(&header), &body].concat());
        body.extend(tlv::write(0x8E, &mac));
        // Longer commands are not sent.
        let size = u8::try_from(body.len()).map_err(|_| ReadFailure::TooLarge)?;
        Ok([header, vec![size], body, vec![0]].concat())
    }

    /// The answer to it: data and status. Nothing where it is not of this session.
    fn open(&mut self, answer: &[u8]) -> Option<(Vec<u8>, u16)> {
        let body = answer.get(..answer.len().checked_sub(2)?)?;
        let (mut sealed, mut status, mut mac) = (None, None, None);
        let mut fields = Fields::of(body);
        let mut covered = Vec::new();
        while let Some(field) = fields.next().ok()? {
            match field.tag {
                0x87 => sealed = Some(field.value),
                0x99 => status = Some(field.value),
                0x8E => mac = Some(field.value),
                _ => return None,
            }
            if field.tag != 0x8E {
                covered.extend(tlv::write(field.tag, field.value));
            }
        }
        let counter = self.next();
        let own = self.mac(&[&counter[..], &covered].concat());
        if !same(&own, mac?) {
            return None;
        }
        let status = <[u8; 2]>::try_from(status?).ok()?;
        let data = match sealed {
            None => Vec::new(),
            Some([1, sealed @ ..]) if sealed.len().is_multiple_of(BLOCK) => {
                unpadded(self.decrypt(sealed))?
            }
            Some(_) => return None,
        };
        Some((data, u16::from_be_bytes(status)))
    }
}

/// The parts of a plain command (ISO/IEC 7816-4, 5.1): header, data, expected length.
fn parts(command: &[u8]) -> Option<([u8; 4], &[u8], Option<u8>)> {
    let (header, rest) = command.split_first_chunk::<4>()?;
    let (size, rest) = rest.split_first()?;
    let (data, length) = rest.split_at_checked(usize::from(*size))?;
    Some((*header, data, length.first().copied()))
}

impl<T: Transceive> Bac<T> {
    /// An engine for one reading, with 24 bytes of entropy: a nonce and half of a key.
    pub const fn new(card: T, entropy: [u8; 24]) -> Self {
        Self {
            card,
            entropy,
            session: None,
        }
    }

    /// A command in the clear.
    fn plain(&mut self, command: &[u8]) -> Result<Vec<u8>, ReadFailure> {
        let mut answer = self.card.transceive(command)?;
        let status = answer.split_off(answer.len().checked_sub(2).ok_or(ReadFailure::Lost)?);
        match u16::from_be_bytes(status.try_into().map_err(|_| ReadFailure::Lost)?) {
            DONE => Ok(answer),
            other => Err(ReadFailure::Status(other)),
        }
    }

    /// A command within the session that succeeds.
    fn within(
        &mut self,
        header: [u8; 4],
        data: &[u8],
        length: Option<u8>,
    ) -> Result<Vec<u8>, ReadFailure> {
        match self.exchange(header, data, length)? {
            (data, DONE) => Ok(data),
            (_, status) => Err(ReadFailure::Status(status)),
        }
    }

    /// Bytes of a file, at most so many; some chips warn where it ends before them.
    fn binary(&mut self, [high, low]: [u8; 2], length: u8) -> Result<Vec<u8>, ReadFailure> {
        match self.exchange([0x00, 0xB0, high, low], &[], Some(length))? {
            (data, DONE) => Ok(data),
            (data, END_OF_FILE) if !data.is_empty() => Ok(data),
            (_, status) => Err(ReadFailure::Status(status)),
        }
    }

    /// A command within the session: data and status.
    fn exchange(
        &mut self,
        header: [u8; 4],
        data: &[u8],
        length: Option<u8>,
    ) -> Result<(Vec<u8>, u16), ReadFailure> {
        let session = self.session.as_mut().ok_or(ReadFailure::Lost)?;
        let command = session.protect(header, data, length)?;
        let answer = self.card.transceive(&command)?;
        let bare = <[u8; 2]>::try_from(answer.as_slice()).ok();
        match (session.open(&answer), bare) {
            (Some(opened), _) => Ok(opened),
            // Without a checksum only a refusal to speak at all is believed: it ends the reading.
            (None, Some(status)) => Err(ReadFailure::Status(u16::from_be_bytes(status))),
            (None, None) => Err(ReadFailure::Lost),
        }
    }

    /// 9303-11, 4.3.3: each shows the other that it knows the printed data.
    fn authenticate(&mut self, seed: &str) -> Result<Session, ReadFailure> {
        let seed = digest(&SHA1_FOR_LEGACY_USE_ONLY, seed.as_bytes());
        let access = Session::of(&sixteen(seed.as_ref()), 0);
        let theirs = self.plain(&[0x00, 0x84, 0x00, 0x00, 0x08])?;
        let (nonce, half) = self.entropy.split_at(BLOCK);
        let (nonce, half) = (nonce.to_vec(), half.to_vec());
        if theirs.len() != BLOCK {
            return Err(ReadFailure::Lost);
        }
        let sealed = access.encrypt(&[&nonce[..], &theirs, &half].concat());
        let mac = access.mac(&sealed);
        let command = [&[0x00, 0x82, 0x00, 0x00, 0x28], &sealed[..], &mac, &[0x28]].concat();
        let answer = match self.plain(&command) {
            Err(ReadFailure::Status(_)) => Err(ReadFailure::Refused),
            other => other,
        }?;
        let (sealed, mac) = answer.split_at_checked(32).ok_or(ReadFailure::Lost)?;
        let opened = access.decrypt(sealed);
        let (nonces, their_half) = opened.split_at_checked(16).ok_or(ReadFailure::Lost)?;
        let right = same(&access.mac(sealed), mac) && same(nonces, &[&theirs[..], &nonce].concat());
        if !right {
            return Err(ReadFailure::Refused);
        }
        let (_, low) = theirs.split_at(BLOCK / 2);
        let (_, own_low) = nonce.split_at(BLOCK / 2);
        let counter = u64::from_be_bytes(block(&[low, own_low].concat()));
        Ok(Session::of(&xor(&half, their_half), counter))
    }
}

const fn short(file: File) -> u8 {
    match file {
        File::Com => 0x1E,
        File::Sod => 0x1D,
        File::Group(group) => group.number(),
    }
}

/// How long a file is by its outermost tag and length.
fn whole(head: &[u8]) -> Option<usize> {
    let (tag, rest) = head.split_first()?;
    let tags = if tag & 0x1F == 0x1F { 2 } else { 1 };
    let rest = rest.get(tags - 1..)?;
    let (first, rest) = rest.split_first()?;
    let (count, length) = match first {
        0..=0x7F => (0, usize::from(*first)),
        0x81..=0x83 => {
            let count = usize::from(first & 0x7F);
            let coded = rest.get(..count)?;
            (count, coded.iter().fold(0, |n, b| n << 8 | usize::from(*b)))
        }
        _ => return None,
    };
    Some(tags + 1 + count + length)
}

impl<T: Transceive> ChipReader for Bac<T> {
    fn engine(&self) -> String {
        concat!("dinhdanh BAC ", env!("CARGO_PKG_VERSION")).to_owned()
    }

    fn open(&mut self, access: &Access) -> Result<(), ReadFailure> {
        let Access::Seed(seed) = access else {
            return Err(ReadFailure::Status(UNSUPPORTED));
        };
        let size = u8::try_from(APPLICATION.len()).unwrap_or_default();
        self.plain(&[&[0x00, 0xA4, 0x04, 0x0C, size], APPLICATION].concat())?;
        self.session = Some(self.authenticate(seed)?);
        Ok(())
    }

    fn file(&mut self, file: File) -> Result<Vec<u8>, ReadFailure> {
        let mut bytes = self.binary([0x80 | short(file), 0x00], HEAD)?;
        let length = whole(&bytes).ok_or(ReadFailure::Lost)?;
        if length > file.largest() || length > FARTHEST {
            return Err(ReadFailure::TooLarge);
        }
        while bytes.len() < length {
            let from = u16::try_from(bytes.len()).map_err(|_| ReadFailure::TooLarge)?;
            let left = length - bytes.len();
            let chunk = u8::try_from(left).unwrap_or(CHUNK).min(CHUNK);
            let part = self.binary(from.to_be_bytes(), chunk)?;
            if part.is_empty() {
                return Err(ReadFailure::Lost);
            }
            bytes.extend(part);
        }
        bytes.truncate(length);
        Ok(bytes)
    }

    fn sign(&mut self, challenge: &[u8; 8]) -> Result<Vec<u8>, ReadFailure> {
        self.within([0x00, 0x88, 0x00, 0x00], challenge, Some(0))
    }

    fn agree(&mut self, commands: &[Vec<u8>; 2], probe: &[u8]) -> Result<Vec<u8>, ReadFailure> {
        for command in commands {
            let (header, data, length) = parts(command).ok_or(ReadFailure::Lost)?;
            self.within(header, data, length)?;
        }
        self.session = None;
        self.card.transceive(probe)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// ICAO Doc 9303-11, D.2 and D.3: the worked example.
    #[test]
    fn keys_are_those_of_the_worked_example() {
        let seed = digest(&SHA1_FOR_LEGACY_USE_ONLY, b"L898902C<369080619406236");
        let access = Session::of(&sixteen(seed.as_ref()), 0);
        let nonces =
            crate::testing::hex("781723860C06C2264608F919887022120B795240CB7049B01C19B33E32804F0B");
        let sealed = access.encrypt(&nonces);
        let want = "72C29C2371CC9BDB65B779B8E8D37B29ECC154AA56A8799FAE2F498F76ED92F2";
        assert_eq!(sealed, crate::testing::hex(want));
        assert_eq!(access.mac(&sealed), crate::testing::hex("5F1448EEA8AD90A7"));
        assert_eq!(access.decrypt(&sealed), nonces);
    }

    #[test]
    fn lengths_are_read_and_never_believed_too_far() {
        for (head, length) in [
            (&[0x60, 0x14][..], Some(22)),
            (&[0x75, 0x82, 0x01, 0x00], Some(260)),
            (&[0x7F, 0x61, 0x81, 0x80], Some(132)),
            (&[0x60], None),
            (&[0x60, 0x84, 1, 1, 1, 1], None),
            (&[0x60, 0x82, 1], None),
            (&[], None),
        ] {
            assert_eq!(whole(head), length, "{head:02X?}");
        }
        assert_eq!(unpadded(vec![1, 0x80, 0, 0]), Some(vec![1]));
        assert_eq!(unpadded(vec![1, 0, 0]), None);
        assert_eq!(unpadded(vec![0; 8]), None);
    }

    #[test]
    fn a_command_that_one_byte_cannot_measure_is_not_sent() {
        let mut session = Session::of(&[1; 16], 0);
        let mut protect = |length| session.protect([0, 0x88, 0, 0], &vec![7; length], Some(0));
        assert!(protect(223).is_ok());
        assert_eq!(protect(240), Err(ReadFailure::TooLarge));
    }
}
