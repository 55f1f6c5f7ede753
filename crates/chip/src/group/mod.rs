//! The files of a card's application (ICAO Doc 9303-10): which there are, and the readers of those
//! that we use. A reader takes any bytes and gives the content or a named flaw; it believes nothing,
//! and what it gives counts only once [`crate::verify`] has found the bytes authentic.

mod access;
mod com;
mod dg1;
mod dg13;
mod dg14;
mod dg15;
mod dg2;
mod info;
mod sod;
mod zone;

pub use access::Unspoken;
pub(crate) use access::{CardAccess, PACE_ECDH_GM, Way};
pub(crate) use com::Com;
pub use dg1::{Format, Mrz, MrzFlaw, read_mrz};
pub use dg2::{Picture, Portrait};
pub use dg13::{Item, National};
pub(crate) use dg14::{AgreementKey, CA_ECDH, SecurityInfos};
pub(crate) use dg15::read_active_key;
pub(crate) use info::Cipher;
pub(crate) use sod::{LDS, Lds, read_lds};

use std::fmt;

use thiserror::Error;

use crate::tlv::TlvError;

/// A data group of the application: 1 to 16 (ICAO Doc 9303-10, 4.7).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Group(u8);

impl Group {
    /// Machine-readable zone.
    pub const DG1: Self = Self(1);
    /// Portrait.
    pub const DG2: Self = Self(2);
    /// Details in a national layout.
    pub const DG13: Self = Self(13);
    /// Security options: chip authentication's key.
    pub const DG14: Self = Self(14);
    /// Active authentication's key.
    pub const DG15: Self = Self(15);

    /// A group by its number.
    pub const fn new(number: u8) -> Option<Self> {
        match number {
            1..=16 => Some(Self(number)),
            _ => None,
        }
    }

    /// Its number.
    pub const fn number(self) -> u8 {
        self.0
    }

    /// Its tag in EF.COM and at the head of its file (ICAO Doc 9303-10, table 38).
    pub const fn tag(self) -> u8 {
        match self.0 {
            1 => 0x61,
            2 => 0x75,
            3 => 0x63,
            4 => 0x76,
            5..=13 => 0x60 + self.0,
            14 => 0x6E,
            15 => 0x6F,
            _ => 0x70,
        }
    }

    /// The identifier of its file.
    pub const fn file_id(self) -> u16 {
        0x0100 + self.0 as u16
    }

    /// The group with this tag.
    pub fn of_tag(tag: u32) -> Option<Self> {
        (1..=16).map(Self).find(|g| u32::from(g.tag()) == tag)
    }
}

impl fmt::Display for Group {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DG{}", self.0)
    }
}

/// A file of the application.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum File {
    /// List of what there is; not signed.
    Com,
    /// The signed digests of the groups.
    Sod,
    /// EF.CardAccess: by which ways the chip opens.
    Access,
    /// A data group.
    Group(Group),
}

impl File {
    /// The most bytes that the file may have: what ICAO Doc 9303-10 lets it hold, several times over.
    pub const fn largest(self) -> usize {
        const KB: usize = 1024;
        match self {
            // Two versions and sixteen tags are 42 bytes (4.6.1).
            Self::Com => 256,
            // Sixteen digests of 64 bytes, one certificate, one signature: 3 to 6 kB (4.6.2).
            Self::Sod => 32 * KB,
            // Fourteen options at most, of which parameters spelled out take 0.5 kB.
            Self::Access => 2 * KB,
            Self::Group(group) => match group.0 {
                // A zone of 90 or 88 characters and two tags: 95 or 93 bytes (4.7.1).
                1 => 128,
                // Text in a layout that nobody has published, of which the printed card holds half a kB.
                13 => 32 * KB,
                // Fourteen options at most, of which a key with its curve spelled out takes 0.5 kB.
                14 => 16 * KB,
                // One key: RSA of 8192 bits takes 1.1 kB, a curve spelled out 0.6 kB.
                15 => 4 * KB,
                // Pictures: a portrait takes 15 to 30 kB (4.7.2).
                _ => 128 * KB,
            },
        }
    }
}

impl fmt::Display for File {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Com => f.write_str("EF.COM"),
            Self::Sod => f.write_str("EF.SOD"),
            Self::Access => f.write_str("EF.CardAccess"),
            Self::Group(group) => group.fmt(f),
        }
    }
}

/// What is wrong with the bytes of a file.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Flaw {
    /// Longer than [`File::largest`], or with more entries than there can be.
    #[error("it is too large")]
    TooLarge,
    /// Not tag-length-value.
    #[error(transparent)]
    Coding(#[from] TlvError),
    /// Not DER, or not the type that it has to be.
    #[error("it is no valid DER of its type")]
    Der,
    /// The machine-readable zone.
    #[error("machine-readable zone: {0}")]
    Mrz(#[from] MrzFlaw),
    /// The portrait's record is not of ISO/IEC 19794-5, or its picture is neither JPEG nor JPEG 2000.
    #[error("the portrait's record is not understood")]
    Portrait,
    /// The version of the logical data structure is none that we know.
    #[error("the version is not known")]
    Version,
    /// A key or an algorithm that is not understood.
    #[error("the key is not understood")]
    Key,
}

pub(crate) const fn sized(file: File, bytes: &[u8]) -> Result<&[u8], Flaw> {
    if bytes.len() > file.largest() {
        return Err(Flaw::TooLarge);
    }
    Ok(bytes)
}

/// The content of a group's file, without its outermost tag.
pub(crate) fn content(group: Group, file: &[u8]) -> Result<&[u8], Flaw> {
    let file = sized(File::Group(group), file)?;
    Ok(crate::tlv::only(file, u32::from(group.tag()))?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_and_numbers_agree_both_ways() {
        let tags = [
            0x61, 0x75, 0x63, 0x76, 0x65, 0x66, 0x67, 0x68, 0x69, 0x6A, 0x6B, 0x6C, 0x6D, 0x6E,
            0x6F, 0x70,
        ];
        for (number, tag) in (1..=16).zip(tags) {
            let group = Group::new(number).expect("a group");
            assert_eq!(group.tag(), tag);
            assert_eq!(Group::of_tag(u32::from(tag)), Some(group));
        }
        assert_eq!(Group::new(0), None);
        assert_eq!(Group::new(17), None);
        assert_eq!(Group::of_tag(0x60), None);
        assert_eq!(Group::DG13.file_id(), 0x010D);
    }

    type Reader = fn(&[u8]) -> Option<Flaw>;

    #[test]
    fn every_file_has_an_end() {
        let groups = (1..=16).filter_map(Group::new).map(File::Group);
        for file in groups.chain([File::Com, File::Sod, File::Access]) {
            let most = vec![0; file.largest()];
            sized(file, &most).expect("as much as there can be");
            let more = vec![0; file.largest() + 1];
            assert_eq!(sized(file, &more), Err(Flaw::TooLarge), "{file}");
        }
        let read: [(Group, Reader); 5] = [
            (Group::DG1, |f| Mrz::read(f).err()),
            (Group::DG2, |f| Portrait::read(f).err()),
            (Group::DG13, |f| National::read(f).err()),
            (Group::DG14, |f| SecurityInfos::read(f).err()),
            (Group::DG15, |f| read_active_key(f).err()),
        ];
        for (group, read) in read {
            let more = vec![0; File::Group(group).largest() + 1];
            assert_eq!(read(&more), Some(Flaw::TooLarge), "{group}");
        }
        let com = Com::read(&vec![0; File::Com.largest() + 1]);
        assert_eq!(com, Err(Flaw::TooLarge));
    }
}
