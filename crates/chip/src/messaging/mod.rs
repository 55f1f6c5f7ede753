//! Secure messaging (ICAO Doc 9303-11, 9.8), the terminal's side: commands and answers under the keys that
//! basic access control, PACE or chip authentication have agreed on.
//!
//! What the chip answers is an outsider's: every length is checked, and an answer whose checksum is wrong
//! is none.

mod aes;
mod tdes;

pub(crate) use aes::{Aes, Purpose, derive, open};
pub(crate) use tdes::TripleDes;

use zeroize::Zeroizing;

use crate::apdu::{Command, Expected};
use crate::redact::redacted;
use crate::tlv::{self, Fields};

/// Bytes of a checksum, with every cipher.
const MAC: usize = 8;

/// The cipher of a session with its keys.
#[expect(
    clippy::large_enum_variant,
    reason = "one session a card: not worth a place of its own"
)]
#[derive(Clone)]
enum Keys {
    TripleDes(TripleDes),
    Aes(Aes),
}

/// Keys and send sequence counter of a session.
#[derive(Clone)]
pub(crate) struct Session {
    keys: Keys,
    counter: u128,
}

redacted!(Session:);

/// Padding method 2 of ISO/IEC 9797-1.
pub(crate) fn padded(data: &[u8], block: usize) -> Vec<u8> {
    let mut bytes = [data, &[0x80]].concat();
    bytes.resize(bytes.len().next_multiple_of(block), 0);
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

/// What a printed zone is a key by (9303-11, 9.7.2): nothing rests on its collisions.
pub(crate) fn sha1(bytes: &[u8]) -> Zeroizing<Vec<u8>> {
    use aws_lc_rs::digest::{SHA1_FOR_LEGACY_USE_ONLY, digest};
    let digest = digest(&SHA1_FOR_LEGACY_USE_ONLY, bytes);
    Zeroizing::new(digest.as_ref().to_vec())
}

/// Compares without telling by time where the difference is.
pub(crate) fn same(a: &[u8], b: &[u8]) -> bool {
    aws_lc_rs::constant_time::verify_slices_are_equal(a, b).is_ok()
}

impl Session {
    /// One that basic access control has opened: its counter comes from both nonces.
    pub(crate) fn triple_des(keys: TripleDes, counter: u64) -> Self {
        Self {
            keys: Keys::TripleDes(keys),
            counter: u128::from(counter),
        }
    }

    /// One that PACE or chip authentication has opened.
    pub(crate) const fn aes(keys: Aes) -> Self {
        Self {
            keys: Keys::Aes(keys),
            counter: 0,
        }
    }

    const fn block(&self) -> usize {
        match self.keys {
            Keys::TripleDes(_) => tdes::BLOCK,
            Keys::Aes(_) => aes::BLOCK,
        }
    }

    /// The counter's next value, as long as a block; it turns over within its length.
    fn next(&mut self) -> Vec<u8> {
        self.counter = self.counter.wrapping_add(1);
        let bytes = self.counter.to_be_bytes();
        let skip = bytes.len() - self.block();
        bytes.get(skip..).unwrap_or_default().to_vec()
    }

    fn encrypt(&self, counter: &[u8], data: &[u8]) -> Option<Vec<u8>> {
        let data = padded(data, self.block());
        match &self.keys {
            Keys::TripleDes(keys) => Some(keys.encrypt(&data)),
            Keys::Aes(keys) => keys.encrypt(counter, data),
        }
    }

    fn decrypt(&self, counter: &[u8], data: &[u8]) -> Option<Vec<u8>> {
        if data.is_empty() || !data.len().is_multiple_of(self.block()) {
            return None;
        }
        let clear = match &self.keys {
            Keys::TripleDes(keys) => keys.decrypt(data),
            Keys::Aes(keys) => keys.decrypt(counter, data.to_vec())?,
        };
        unpadded(clear)
    }

    /// The checksum of whole blocks behind the counter and what follows them.
    fn mac(&self, covered: &[u8]) -> Option<Vec<u8>> {
        let mac = match &self.keys {
            Keys::TripleDes(keys) => keys.mac(covered),
            Keys::Aes(keys) => keys.mac(&padded(covered, aes::BLOCK))?,
        };
        (mac.len() == MAC).then_some(mac)
    }

    /// A command within the session (9.8.4). Its data and what it expects come in objects; the answer has
    /// at least a checksum. Nothing where the keys are of no use, which cannot be.
    pub(crate) fn protect(&mut self, command: &Command<'_>) -> Option<Command<'static>> {
        let [class, instruction, rest @ ..] = command.header;
        let [first, second] = rest;
        let header = [class | 0x0C, instruction, first, second];
        let counter = self.next();
        let mut body = Vec::new();
        if !command.data.is_empty() {
            let sealed = self.encrypt(&counter, &command.data)?;
            // Instructions of odd number have data in BER-TLV, whose padding is not indicated.
            body.extend(match instruction & 1 {
                1 => tlv::write(0x85, &sealed),
                _ => tlv::write(0x87, &[&[1], &sealed[..]].concat()),
            });
        }
        match command.expected {
            Expected::Nothing => {}
            Expected::Short(length) => body.extend(tlv::write(0x97, &[length])),
            Expected::Long(length) => body.extend(tlv::write(0x97, &length.to_be_bytes())),
        }
        let covered = [&counter[..], &padded(&header, self.block()), &body].concat();
        body.extend(tlv::write(0x8E, &self.mac(&covered)?));
        Some(Command {
            header,
            data: body.into(),
            expected: match command.expected {
                Expected::Nothing | Expected::Short(_) => Expected::Short(0),
                Expected::Long(_) => Expected::Long(0),
            },
        })
    }

    /// The answer to it, its last two bytes being the status that nobody vouches for: data and status.
    /// Nothing where it is not of this session.
    pub(crate) fn open(&mut self, answer: &[u8]) -> Option<(Vec<u8>, u16)> {
        let body = answer.get(..answer.len().checked_sub(2)?)?;
        let parts = Parts::of(body)?;
        let counter = self.next();
        let own = self.mac(&[&counter[..], parts.covered].concat())?;
        if !same(&own, parts.mac) {
            return None;
        }
        let status = <[u8; 2]>::try_from(parts.status).ok()?;
        let data = match parts.sealed {
            None => Vec::new(),
            Some(sealed) => self.decrypt(&counter, sealed)?,
        };
        Some((data, u16::from_be_bytes(status)))
    }
}

/// The objects of a protected answer.
struct Parts<'a> {
    sealed: Option<&'a [u8]>,
    status: &'a [u8],
    mac: &'a [u8],
    /// What the checksum covers: all before it, as it came.
    covered: &'a [u8],
}

impl<'a> Parts<'a> {
    fn of(body: &'a [u8]) -> Option<Self> {
        let (mut sealed, mut status) = (None, None);
        let mut fields = Fields::of(body);
        loop {
            let covered = body.get(..body.len() - fields.rest().len())?;
            let field = fields.next().ok()??;
            match (field.tag, field.value) {
                (0x87, [1, value @ ..]) | (0x85, value) if sealed.is_none() => sealed = Some(value),
                (0x99, value) if status.is_none() => status = Some(value),
                (0x8E, mac) => {
                    fields.end().ok()?;
                    return Some(Self {
                        sealed,
                        status: status?,
                        mac,
                        covered,
                    });
                }
                _ => return None,
            }
        }
    }
}

/// Whatever the bytes, an answer or none: for the tests of any bytes.
#[cfg(test)]
pub(crate) fn open_any(answer: &[u8]) {
    let aes = Aes::of(crate::group::Cipher::Aes128, b"seed").expect("keys");
    for session in [
        Session::aes(aes),
        Session::triple_des(TripleDes::of(b"seed"), 0),
    ] {
        assert_eq!(session.clone().open(answer), None, "a forged checksum");
        // Behind the checksum: what only the chip could have sent.
        if let Some(parts) = answer
            .len()
            .checked_sub(2)
            .and_then(|end| Parts::of(&answer[..end]))
        {
            let counter = vec![0; session.block()];
            let _ = parts.sealed.map(|sealed| session.decrypt(&counter, sealed));
        }
    }
}

#[cfg(test)]
mod tests;
