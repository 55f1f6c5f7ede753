//! The engine: speaks with a chip through any [`Transceive`], opens it by PACE or basic access control, and
//! reads it within secure messaging (ICAO Doc 9303-10, 3.6; 9303-11, 4 and 9.8).

use zeroize::Zeroizing;

use super::capabilities::{Capabilities, discretionary};
use super::{Access, ChipReader, Transceive};
use crate::apdu::{Command, Expected};
use crate::group::{File, Group, read_active_key};
use crate::key::PublicKey;
use crate::messaging::Session;
use crate::pace;
use crate::tlv;
use crate::verify::ReadFailure;

pub(super) const DONE: u16 = 0x9000;
/// The file ended before as many bytes as were asked for: what is there comes with it.
const END_OF_FILE: u16 = 0x6282;
/// Tag and length of a file are within these.
const HEAD: u8 = 8;
/// As much of a file as a protected answer of 256 bytes holds, with either cipher.
const CHUNK: u8 = 0xDF;
/// What is put around a protected answer, at most.
const AROUND: u16 = 48;
/// Offsets of `READ BINARY` with an even instruction have 15 bits.
const FARTHEST: usize = 0x8000;
/// Parts of an answer that are fetched one after another: 64 kB in all.
const PARTS: usize = 256;

/// The engine, for one reading of one card.
pub struct Terminal<T> {
    pub(super) card: T,
    /// Taken by the one attempt to open the chip.
    pub(super) entropy: Option<Zeroizing<[u8; pace::ENTROPY]>>,
    pub(super) session: Option<Session>,
    pub(super) capabilities: Capabilities,
    /// EF.CardAccess, once it was looked for.
    #[expect(clippy::option_option, reason = "not looked for yet, or not there")]
    pub(super) access: Option<Option<Vec<u8>>>,
    /// How the chip was opened.
    pub(super) opened: String,
    /// How long the chip's signature is, once its key was read.
    signature: usize,
}

/// The status at the end of an answer, and what stands before it.
pub(super) fn split(mut answer: Vec<u8>) -> Result<(Vec<u8>, u16), ReadFailure> {
    let status = answer.split_off(answer.len().checked_sub(2).ok_or(ReadFailure::Lost)?);
    let status = status.try_into().map_err(|_| ReadFailure::Lost)?;
    Ok((answer, u16::from_be_bytes(status)))
}

impl<T: Transceive> Terminal<T> {
    /// Bytes of entropy that a reading takes.
    pub const ENTROPY: usize = pace::ENTROPY;

    /// An engine for one reading. The card has to have been reset: nothing is selected on it.
    pub fn new(card: T, entropy: [u8; pace::ENTROPY]) -> Self {
        Self {
            capabilities: Capabilities::of_atr(&card.atr()),
            card,
            entropy: Some(Zeroizing::new(entropy)),
            session: None,
            access: None,
            opened: "closed".to_owned(),
            signature: 0,
        }
    }

    /// Sends bytes and fetches the whole answer, which a card without extended lengths may give in parts
    /// (ISO/IEC 7816-4, 5.3.4).
    fn transceive(&mut self, command: &[u8]) -> Result<Vec<u8>, ReadFailure> {
        let (mut data, mut status) = split(self.card.transceive(command)?)?;
        for _ in 0..PARTS {
            let [0x61, left] = status.to_be_bytes() else {
                break;
            };
            let more = [0x00, 0xC0, 0x00, 0x00, left];
            let (part, next) = split(self.card.transceive(&more)?)?;
            data.extend(part);
            status = next;
        }
        data.extend(status.to_be_bytes());
        Ok(data)
    }

    /// A command in the clear.
    pub(super) fn plain(&mut self, command: &Command<'_>) -> Result<(Vec<u8>, u16), ReadFailure> {
        let bytes = command.write().ok_or(ReadFailure::TooLarge)?;
        split(self.transceive(&bytes)?)
    }

    /// A command in the clear that succeeds.
    pub(super) fn done(&mut self, command: &Command<'_>) -> Result<Vec<u8>, ReadFailure> {
        match self.plain(command)? {
            (data, DONE) => Ok(data),
            (_, status) => Err(ReadFailure::Status(status)),
        }
    }

    /// A command within the session that succeeds.
    pub(super) fn within(&mut self, command: &Command<'_>) -> Result<Vec<u8>, ReadFailure> {
        match self.exchange(command)? {
            (data, DONE) => Ok(data),
            (_, status) => Err(ReadFailure::Status(status)),
        }
    }

    /// A command within the session: data and status.
    fn exchange(&mut self, command: &Command<'_>) -> Result<(Vec<u8>, u16), ReadFailure> {
        let session = self.session.as_mut().ok_or(ReadFailure::Lost)?;
        let command = session.protect(command).ok_or(ReadFailure::Lost)?;
        let bytes = command.write().ok_or(ReadFailure::TooLarge)?;
        let most = self.capabilities.command.unwrap_or(u16::MAX);
        let refused = self.capabilities.extended != Some(true) || bytes.len() > usize::from(most);
        if command.data.len() > usize::from(u8::MAX) && refused {
            return Err(ReadFailure::TooLarge);
        }
        let answer = self.transceive(&bytes)?;
        let bare = <[u8; 2]>::try_from(answer.as_slice()).ok();
        let session = self.session.as_mut().ok_or(ReadFailure::Lost)?;
        match (session.open(&answer), bare) {
            (Some(opened), _) => Ok(opened),
            // Without a checksum only a refusal to speak at all is believed: it ends the reading.
            (None, Some(status)) if status != DONE.to_be_bytes() => {
                Err(ReadFailure::Status(u16::from_be_bytes(status)))
            }
            (None, _) => Err(ReadFailure::Lost),
        }
    }

    /// Bytes of a file; some chips warn where it ends before as many as were asked for.
    fn binary(&mut self, command: &Command<'_>) -> Result<Vec<u8>, ReadFailure> {
        match self.exchange(command)? {
            (data, DONE) => Ok(data),
            (data, END_OF_FILE) if !data.is_empty() => Ok(data),
            (_, status) => Err(ReadFailure::Status(status)),
        }
    }

    /// As much as one answer holds of what is left.
    fn expected(&self, left: usize) -> Expected {
        let long = match self.capabilities {
            Capabilities {
                extended: Some(true),
                answer: Some(answer),
                ..
            } => answer.saturating_sub(AROUND),
            Capabilities { .. } => 0,
        };
        if left > usize::from(CHUNK) && long > u16::from(CHUNK) {
            Expected::Long(u16::try_from(left).unwrap_or(u16::MAX).min(long))
        } else {
            Expected::Short(u8::try_from(left).unwrap_or(CHUNK).min(CHUNK))
        }
    }

    /// Part of the file that is selected, from here on.
    fn part(&mut self, from: usize, left: usize) -> Result<Vec<u8>, ReadFailure> {
        let offset = u32::try_from(from).map_err(|_| ReadFailure::TooLarge)?;
        let [_, first, high, low] = offset.to_be_bytes();
        if from < FARTHEST {
            let expected = self.expected(left);
            return self.binary(&Command::new([0x00, 0xB0, high, low], &[], expected));
        }
        // The odd instruction has its offset in an object and its answer in another.
        let bytes = [first, high, low];
        let offset = tlv::write(0x54, bytes.strip_prefix(&[0]).unwrap_or(&bytes));
        let expected = self.expected(left.saturating_add(4));
        let command = Command::new([0x00, 0xB1, 0x00, 0x00], &offset, expected);
        let data = self.binary(&command)?;
        let part = discretionary(&data).ok_or(ReadFailure::Lost)?;
        Ok(part.to_vec())
    }

    /// Keeps how long the chip's signature is going to be.
    fn learn(&mut self, file: File, bytes: &[u8]) {
        if file == File::Group(Group::DG15) {
            self.signature = match read_active_key(bytes) {
                Ok(PublicKey::Rsa { modulus, .. }) => modulus.len(),
                // Two scalars at most, in DER.
                Ok(PublicKey::Ec { .. }) | Err(_) => 0,
            };
        }
    }
}

const fn short(file: File) -> u8 {
    match file {
        File::Com => 0x1E,
        File::Sod => 0x1D,
        File::Access => 0x1C,
        File::Group(group) => group.number(),
    }
}

/// How long a file is by its outermost tag and length.
pub(super) fn whole(head: &[u8]) -> Option<usize> {
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

/// `READ BINARY` of the first bytes of a file by its short identifier.
pub(super) fn head(file: File) -> Command<'static> {
    let header = [0x00, 0xB0, 0x80 | short(file), 0x00];
    Command::new(header, &[], Expected::Short(HEAD))
}

impl<T: Transceive> ChipReader for Terminal<T> {
    fn engine(&self) -> String {
        format!("dinhdanh {} {}", env!("CARGO_PKG_VERSION"), self.opened)
    }

    fn open(&mut self, access: &Access) -> Result<(), ReadFailure> {
        self.unlock(access)
    }

    fn access_file(&self) -> Option<&[u8]> {
        self.access.as_ref()?.as_deref()
    }

    fn file(&mut self, file: File) -> Result<Vec<u8>, ReadFailure> {
        let mut bytes = self.binary(&head(file))?;
        let length = whole(&bytes).ok_or(ReadFailure::Lost)?;
        if length > file.largest() {
            return Err(ReadFailure::TooLarge);
        }
        while bytes.len() < length {
            let part = self.part(bytes.len(), length - bytes.len())?;
            if part.is_empty() {
                return Err(ReadFailure::Lost);
            }
            bytes.extend(part);
        }
        bytes.truncate(length);
        self.learn(file, &bytes);
        Ok(bytes)
    }

    fn sign(&mut self, challenge: &[u8; 8]) -> Result<Vec<u8>, ReadFailure> {
        // A card that says nothing of lengths gets the only question that it can answer.
        let long = self.signature > usize::from(CHUNK) && self.capabilities.extended != Some(false);
        let expected = match u16::try_from(self.signature) {
            Ok(length) if long => Expected::Long(length),
            Ok(_) | Err(_) => Expected::Short(0),
        };
        self.within(&Command::new([0x00, 0x88, 0x00, 0x00], challenge, expected))
    }

    fn agree(&mut self, commands: &[Vec<u8>; 2], probe: &[u8]) -> Result<Vec<u8>, ReadFailure> {
        for command in commands {
            let command = Command::read(command).ok_or(ReadFailure::Lost)?;
            self.within(&command)?;
        }
        self.session = None;
        self.transceive(probe)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
    }
}
