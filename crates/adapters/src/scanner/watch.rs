//! A folder from the moment when a picture was asked for. Whatever lay there before is older, under whatever name
//! it turns up later.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::fs::{self, File, Metadata};
use std::io::{self, Read};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use jiff::{SignedDuration, Timestamp};

use super::NoPicture;

/// Most bytes of a picture: a rolled finger at 1000 pixels an inch, packed.
pub(super) const LARGEST: u64 = 2 << 20;
/// As programs name pictures; files of other names may lie beside them.
const NAMES: [&str; 5] = ["png", "wsq", "jpg", "jpeg", "bmp"];
/// How they begin: PNG, JPEG, WSQ.
const STARTS: [&[u8]; 3] = [b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"\xff\xa0"];
/// Looks in which nothing about a file changed before it counts as written whole.
const QUIET: u8 = 3;
/// Some file systems note whole pairs of seconds only.
const GRAIN: SignedDuration = SignedDuration::from_secs(2);

/// Which file it is, whatever its name.
type Inode = (u64, u64);

/// A file as it was seen.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Seen {
    inode: Inode,
    plain: bool,
    size: u64,
    modified: Timestamp,
}

impl Seen {
    fn of(found: &Metadata) -> Self {
        let second = Timestamp::from_second(found.mtime()).unwrap_or(Timestamp::MIN);
        let parts = SignedDuration::from_nanos(found.mtime_nsec());
        Self {
            inode: (found.dev(), found.ino()),
            plain: found.is_file(),
            size: found.len(),
            modified: second.checked_add(parts).unwrap_or(second),
        }
    }
}

/// A picture that is written whole.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Whole {
    pub(super) path: PathBuf,
    pub(super) inode: Inode,
    pub(super) bytes: Vec<u8>,
}

/// A file that may be written still.
struct Growing {
    name: OsString,
    seen: Seen,
    bytes: Vec<u8>,
    quiet: u8,
}

/// The folder since a picture was asked for.
pub(super) struct Watch<'a> {
    place: &'a Path,
    asked: Timestamp,
    names: BTreeMap<OsString, Seen>,
    inodes: BTreeSet<Inode>,
    growing: Option<Growing>,
    /// What came, and is not what was asked for.
    came: NoPicture,
}

/// Which file a name leads to now; links are not followed.
pub(super) fn inode(path: &Path) -> Option<Inode> {
    let found = fs::symlink_metadata(path).ok()?;
    Some(Seen::of(&found).inode)
}

fn list(place: &Path) -> io::Result<BTreeMap<OsString, Seen>> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(place)? {
        let entry = entry?;
        match entry.metadata() {
            Ok(metadata) => found.insert(entry.file_name(), Seen::of(&metadata)),
            // It went while we looked.
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(error),
        };
    }
    Ok(found)
}

fn named_as_picture(name: &OsString) -> bool {
    let ending = Path::new(name).extension().and_then(|e| e.to_str());
    ending.is_some_and(|e| NAMES.iter().any(|n| n.eq_ignore_ascii_case(e)))
}

/// The file, where it is still the one that was seen.
fn read(path: &Path, seen: &Seen) -> io::Result<Option<Vec<u8>>> {
    let file = File::open(path)?;
    let found = Seen::of(&file.metadata()?);
    if found.inode != seen.inode || !found.plain {
        return Ok(None);
    }
    let mut bytes = Vec::new();
    file.take(LARGEST + 1).read_to_end(&mut bytes)?;
    Ok(Some(bytes))
}

impl<'a> Watch<'a> {
    /// From now on.
    pub(super) fn begin(place: &'a Path, asked: Timestamp) -> Result<Self, NoPicture> {
        let there = list(place).map_err(|_| NoPicture::Folder)?;
        Ok(Self {
            place,
            asked,
            inodes: there.values().map(|seen| seen.inode).collect(),
            names: there,
            growing: None,
            came: NoPicture::Nothing,
        })
    }

    /// Looks once: a picture that is written whole, or none yet.
    pub(super) fn look(&mut self) -> Result<Option<Whole>, NoPicture> {
        let found = list(self.place).map_err(|_| NoPicture::Folder)?;
        let mut fresh = Vec::new();
        for (name, seen) in found {
            if self.names.get(&name) == Some(&seen) {
                continue;
            }
            if self.names.contains_key(&name) || self.inodes.contains(&seen.inode) {
                self.came = NoPicture::Older;
            } else if !seen.plain || !named_as_picture(&name) {
                self.came = NoPicture::NotImage;
            } else if seen.modified < self.asked - GRAIN {
                self.came = NoPicture::Older;
            } else {
                fresh.push((name, seen));
            }
        }
        if fresh.len() > 1 {
            return Err(NoPicture::Several);
        }
        match fresh.pop() {
            Some((name, seen)) => self.follow(name, seen),
            None => {
                self.growing = None;
                Ok(None)
            }
        }
    }

    fn follow(&mut self, name: OsString, seen: Seen) -> Result<Option<Whole>, NoPicture> {
        if seen.size > LARGEST {
            return Err(NoPicture::TooLarge);
        }
        let path = self.place.join(&name);
        let before = self.growing.take();
        // One that cannot be read yet may be locked by the program that writes it.
        let bytes = match read(&path, &seen) {
            Ok(Some(bytes)) if !bytes.is_empty() => bytes,
            Ok(_) | Err(_) => return Ok(None),
        };
        let same = |g: &Growing| g.name == name && g.seen == seen && g.bytes == bytes;
        let quiet = match before.filter(same) {
            Some(before) => before.quiet + 1,
            None => 1,
        };
        if quiet < QUIET {
            self.growing = Some(Growing {
                name,
                seen,
                bytes,
                quiet,
            });
            return Ok(None);
        }
        if !STARTS.iter().any(|start| bytes.starts_with(start)) {
            return Err(NoPicture::NotImage);
        }
        Ok(Some(Whole {
            path,
            inode: seen.inode,
            bytes,
        }))
    }

    /// Nothing more is waited for.
    pub(super) const fn over(&self) -> NoPicture {
        self.came
    }
}

#[cfg(test)]
mod tests;
