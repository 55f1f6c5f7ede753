//! Reading a chip, as far as it does not depend on the reader: which files, in which order, how large.
//!
//! A [`ChipReader`] opens the chip (BAC or PACE, ICAO Doc 9303-11, 4) and carries its secure messaging;
//! it runs at the counter, beside the card. What it brings is judged elsewhere: [`crate::verify`].

mod bac;
pub(crate) mod capabilities;
mod opening;
mod terminal;

pub use terminal::Terminal;

use std::collections::{BTreeMap, BTreeSet};

use crate::active::{Answer, Challenge};
use crate::agreement::Begun;
use crate::group::{Com, File, Group};
use crate::redact::redacted;
use crate::verify::{CloneFlaw, Failure, Printed, ReadFailure, Reading};

/// What opens the chip.
#[derive(Clone, PartialEq, Eq)]
pub enum Access {
    /// Number, birth and expiry with their check digits ([`crate::group::Mrz::access_seed`]), for BAC
    /// or PACE.
    Seed(String),
    /// The card access number, for PACE.
    Can(String),
}

impl std::fmt::Debug for Access {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Seed(_) => "Seed(..)",
            Self::Can(_) => "Can(..)",
        })
    }
}

impl Access {
    /// What this compares with the print, once the card is verified: the access number is in no file of
    /// the chip, so a chip that it has opened may sit in any card.
    pub fn printed(&self) -> Printed {
        match self {
            Self::Seed(seed) => Printed::Seed(seed.clone()),
            Self::Can(_) => Printed::Nothing,
        }
    }
}

/// Carries one command (ISO/IEC 7816-4) to a card and its answer back, status included.
pub trait Transceive {
    /// Sends a command and waits for the answer.
    fn transceive(&mut self, command: &[u8]) -> Result<Vec<u8>, ReadFailure>;

    /// The card's answer to reset, where it is known: it says what lengths the card takes.
    fn atr(&self) -> Vec<u8> {
        Vec::new()
    }
}

/// An engine that speaks with a chip. Which one it was goes into the record of a reading.
pub trait ChipReader {
    /// Name and version of the engine.
    fn engine(&self) -> String;

    /// Selects the application and opens a session. It tries once: nothing that a chip refuses is said to
    /// it again.
    fn open(&mut self, access: &Access) -> Result<(), ReadFailure>;

    /// EF.CardAccess as it was read before the chip was opened, where the chip has one.
    fn access_file(&self) -> Option<&[u8]> {
        None
    }

    /// Reads a file whole within the session; [`ReadFailure::TooLarge`] above [`File::largest`].
    fn file(&mut self, file: File) -> Result<Vec<u8>, ReadFailure>;

    /// `INTERNAL AUTHENTICATE` within the session (9303-11, 6.1).
    fn sign(&mut self, challenge: &[u8; 8]) -> Result<Vec<u8>, ReadFailure>;

    /// Sends the two commands within the session and the probe as it is, and gives the answer to the
    /// probe. The session is over then: do it last.
    fn agree(&mut self, commands: &[Vec<u8>; 2], probe: &[u8]) -> Result<Vec<u8>, ReadFailure>;
}

/// What the server asks of a reading.
#[derive(Debug, Clone)]
pub struct Asked {
    /// Groups to read if the card has them, besides those with its keys (DG14 and DG15), which are
    /// always read. Fingerprints and irises never are: they need terminal authentication, and nobody
    /// gave us its certificates.
    pub groups: BTreeSet<Group>,
    /// What the chip has to sign, where it has a key for that: the bytes of the [`Challenge`] that the
    /// server keeps.
    pub challenge: [u8; 8],
}

/// What a reader brought before chip authentication.
#[derive(Clone)]
pub struct Brought {
    /// EF.COM.
    pub com: Vec<u8>,
    /// EF.SOD.
    pub sod: Vec<u8>,
    /// The groups' files.
    pub groups: BTreeMap<Group, Vec<u8>>,
    /// EF.CardAccess, where the reader saw one.
    pub access: Option<Vec<u8>>,
    /// The chip's signature of the challenge.
    pub signature: Option<Vec<u8>>,
    /// Name and version of the engine.
    pub engine: String,
}

redacted!(Brought: engine);

impl Brought {
    /// A reading to verify. The challenge is the one that the server made and kept.
    pub fn reading(self, challenge: Challenge) -> Reading {
        Reading {
            com: self.com,
            sod: self.sod,
            groups: self.groups,
            access: self.access,
            active: self.signature.map(|signature| Answer {
                challenge,
                signature,
            }),
            chip: None,
        }
    }
}

/// Opens a chip and reads what is asked of it. A file that EF.COM lists and the chip does not have is
/// left out: what that means is judged where the signed list is known, by [`crate::verify`].
pub fn read(
    reader: &mut impl ChipReader,
    access: &Access,
    asked: &Asked,
) -> Result<Brought, Failure> {
    reader.open(access).map_err(Failure::Access)?;
    let com = file(reader, File::Com)?;
    let listed = Com::read(&com).map_err(|flaw| Failure::Structure(File::Com, flaw))?;
    let sod = file(reader, File::Sod)?;
    let keys = [Group::DG14, Group::DG15];
    let mut groups = BTreeMap::new();
    for group in listed.groups() {
        let wanted = asked.groups.contains(group) || keys.contains(group);
        if !wanted || guarded(*group) {
            continue;
        }
        match file(reader, File::Group(*group)) {
            Ok(bytes) => drop(groups.insert(*group, bytes)),
            Err(Failure::Read(ReadFailure::Status(NOT_FOUND))) => {}
            Err(failure) => return Err(failure),
        }
    }
    let signs = groups.contains_key(&Group::DG15);
    let signature = signs.then(|| reader.sign(&asked.challenge)).transpose();
    Ok(Brought {
        com,
        sod,
        groups,
        access: reader.access_file().map(<[u8]>::to_vec),
        signature: signature.map_err(not_proven)?,
        engine: reader.engine(),
    })
}

/// Chip authentication, which the server has begun with the DG14 that was brought. Gives the answer
/// that the server judges ([`Begun::finish`]).
pub fn agree(reader: &mut impl ChipReader, begun: &Begun) -> Result<Vec<u8>, Failure> {
    let answer = reader.agree(&begun.commands(), &begun.probe());
    answer.map_err(not_proven)
}

/// File not found (ISO/IEC 7816-4, 5.6).
const NOT_FOUND: u16 = 0x6A82;

/// A chip that answers with a status will not prove that it is no copy; one that left the reader has
/// not been asked.
fn not_proven(failure: ReadFailure) -> Failure {
    match failure {
        ReadFailure::Status(status) => CloneFlaw::Refused(status).into(),
        ReadFailure::Refused
        | ReadFailure::Lost
        | ReadFailure::TooLarge
        | ReadFailure::WrongNumber(_)
        | ReadFailure::NumberBlocked
        | ReadFailure::Unspoken(_) => Failure::Read(failure),
    }
}

/// DG3 and DG4 (9303-11, 7).
fn guarded(group: Group) -> bool {
    matches!(group.number(), 3 | 4)
}

fn file(reader: &mut impl ChipReader, file: File) -> Result<Vec<u8>, Failure> {
    let bytes = reader.file(file).map_err(Failure::Read)?;
    if bytes.len() > file.largest() {
        return Err(Failure::Read(ReadFailure::TooLarge));
    }
    Ok(bytes)
}
