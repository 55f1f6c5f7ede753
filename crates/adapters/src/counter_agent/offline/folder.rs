//! Where passes and packets lie: a folder that only its owner reads. A file is there whole or not at all; a pass is one
//! file, which whoever takes it renames, so that no two packets are taken with one pass.

use std::fs::{self, File, OpenOptions, Permissions};
use std::io::{ErrorKind, Write};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use domain::ids::PassId;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

const PASSES: &str = "passes";
const PACKETS: &str = "packets";
const REFUSED: &str = "refused";
/// Nobody takes a person for so many seconds.
const LEFT: i64 = 3600;

/// Why the folder cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum FolderError {
    /// A file.
    #[error("{0}")]
    File(#[from] std::io::Error),
    /// Others can read it.
    #[error("others can read {0}: let its owner alone read it (mode 0700)")]
    Open(String),
}

/// A pass as it is kept: what a packet needs that is taken with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pass {
    /// Identifier.
    pub id: PassId,
    /// What the chip has to sign, base64url.
    pub challenge: String,
    /// The groups to read.
    pub groups: Vec<u8>,
    /// Until when.
    pub expires: Timestamp,
    /// Version of the text that the person agrees to.
    pub consent: String,
    /// Number of the server's key.
    pub key: u32,
    /// That key, base64url.
    pub server: String,
}

/// A packet that waits to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Packet {
    file: PathBuf,
}

impl std::fmt::Display for Packet {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let name = self.file.file_name().unwrap_or_default();
        f.write_str(&name.to_string_lossy())
    }
}

/// The folder.
#[derive(Debug, Clone)]
pub struct Folder(PathBuf);

type Kept<T> = Result<T, FolderError>;

impl Folder {
    /// This one, which is made where there is none.
    pub fn open(root: &Path) -> Kept<Self> {
        for folder in [
            root.to_owned(),
            root.join(PASSES),
            root.join(PACKETS),
            root.join(REFUSED),
        ] {
            if !folder.is_dir() {
                fs::create_dir_all(&folder)?;
                fs::set_permissions(&folder, Permissions::from_mode(0o700))?;
            }
            if fs::metadata(&folder)?.permissions().mode() & 0o077 != 0 {
                return Err(FolderError::Open(folder.display().to_string()));
            }
        }
        Ok(Self(root.to_owned()))
    }

    /// Where packets lie that the server refused, each with its reason.
    pub fn refused_place(&self) -> PathBuf {
        self.0.join(REFUSED)
    }

    /// Files of a folder with this ending, by name.
    fn files(&self, folder: &str, ending: &str) -> Kept<Vec<PathBuf>> {
        let mut found = Vec::new();
        for entry in fs::read_dir(self.0.join(folder))? {
            let path = entry?.path();
            if path.extension().is_some_and(|e| e == ending) {
                found.push(path);
            }
        }
        found.sort();
        Ok(found)
    }

    fn pass_file(&self, id: PassId) -> PathBuf {
        self.0.join(PASSES).join(format!("{id}.pass"))
    }

    /// Keeps a pass; it is there after a crash too once they were settled.
    pub fn put(&self, pass: &Pass) -> Kept<()> {
        let json = serde_json::to_vec(pass).map_err(std::io::Error::from)?;
        match place(&self.pass_file(pass.id), &json) {
            Err(FolderError::File(e)) if e.kind() == ErrorKind::AlreadyExists => Ok(()),
            done => done,
        }
    }

    /// Passes that were put are there after a crash too.
    pub fn settle_passes(&self) -> Kept<()> {
        Ok(File::open(self.0.join(PASSES))?.sync_all()?)
    }

    /// Passes that count at an instant, those that end first before the others.
    pub fn passes(&self, now: Timestamp) -> Kept<Vec<Pass>> {
        let mut found = self.all_passes()?;
        found.retain(|pass| pass.expires > now);
        Ok(found)
    }

    /// The same, and those whose time is over by a clock that may be wrong: the server says which ones go.
    pub fn all_passes(&self) -> Kept<Vec<Pass>> {
        let mut found = Vec::new();
        for file in self.files(PASSES, "pass")? {
            let Ok(bytes) = fs::read(&file) else {
                // Somebody took it just now.
                continue;
            };
            let pass = serde_json::from_slice::<Pass>(&bytes).ok();
            found.extend(pass.filter(|pass| self.pass_file(pass.id) == file));
        }
        found.sort_by_key(|pass| (pass.expires, pass.id));
        Ok(found)
    }

    /// Forgets a pass.
    pub fn forget(&self, id: PassId) -> Kept<()> {
        gone(fs::remove_file(self.pass_file(id)))
    }

    /// Takes a pass out, the one that ends first: from now on nobody else has it.
    pub fn claim(&self, now: Timestamp) -> Kept<Option<Pass>> {
        for pass in self.passes(now)? {
            let file = self.pass_file(pass.id);
            match fs::rename(&file, file.with_extension("taken")) {
                Ok(()) => {
                    settled(&file)?;
                    return Ok(Some(pass));
                }
                Err(e) if e.kind() == ErrorKind::NotFound => {}
                Err(e) => return Err(e.into()),
            }
        }
        Ok(None)
    }

    /// Puts a pass back that nothing was taken with.
    pub fn give_back(&self, pass: &Pass) -> Kept<()> {
        let file = self.pass_file(pass.id);
        Ok(fs::rename(file.with_extension("taken"), file)?)
    }

    /// Puts back what was taken out an hour ago or longer, and nothing was kept with: whoever took it was stopped. One
    /// that a packet was sent with is put back too, until the server says that it counts no more.
    pub fn recover(&self, now: Timestamp) -> Kept<()> {
        for file in self.files(PASSES, "taken")? {
            let Ok(found) = fs::metadata(&file) else {
                continue;
            };
            if found.ctime() > now.as_second() - LEFT {
                continue;
            }
            let id = file.file_stem().unwrap_or_default().to_string_lossy();
            let ending = format!("-{id}.packet");
            let mut kept = self.files(PACKETS, "packet")?.into_iter();
            if kept.any(|packet| packet.to_string_lossy().ends_with(&ending)) {
                gone(fs::remove_file(&file))?;
            } else {
                fs::rename(&file, file.with_extension("pass"))?;
            }
        }
        Ok(())
    }

    /// Keeps a packet, and uses its pass up.
    pub fn keep(&self, pass: &Pass, taken: Timestamp, packet: &[u8]) -> Kept<()> {
        let name = format!("{:020}-{}.packet", taken.as_millisecond().max(0), pass.id);
        let file = self.0.join(PACKETS).join(name);
        match write(&file, packet) {
            Err(FolderError::File(e)) if e.kind() == ErrorKind::AlreadyExists => {
                return Err(e.into());
            }
            Err(error) => {
                // Its pass is given back: no half-kept packet may use it too.
                gone(fs::remove_file(&file))?;
                return Err(error);
            }
            Ok(()) => {}
        }
        gone(fs::remove_file(
            self.pass_file(pass.id).with_extension("taken"),
        ))
    }

    /// Packets that wait to be sent, the oldest first.
    pub fn packets(&self) -> Kept<Vec<Packet>> {
        let files = self.files(PACKETS, "packet")?;
        Ok(files.into_iter().map(|file| Packet { file }).collect())
    }

    /// What a packet is.
    pub fn bytes(&self, packet: &Packet) -> Kept<Vec<u8>> {
        Ok(fs::read(&packet.file)?)
    }

    /// The server has it.
    pub fn sent(&self, packet: &Packet) -> Kept<()> {
        gone(fs::remove_file(&packet.file))?;
        settled(&packet.file)
    }

    /// The server does not want it: it is kept with the reason.
    pub fn refuse(&self, packet: &Packet, code: &str) -> Kept<()> {
        let Some(name) = packet.file.file_name() else {
            return Ok(());
        };
        let place = self.refused_place().join(name);
        let reason = place.with_extension("reason");
        match write(&reason, format!("{code}\n").as_bytes()) {
            Err(FolderError::File(e)) if e.kind() == ErrorKind::AlreadyExists => {}
            done => done?,
        }
        fs::rename(&packet.file, &place)?;
        settled(&place)
    }

    /// Packets that the server refused: file names and reasons.
    pub fn refused(&self) -> Kept<Vec<(String, String)>> {
        let mut found = Vec::new();
        for file in self.files(REFUSED, "packet")? {
            let name = file.file_name().unwrap_or_default().to_string_lossy();
            let reason = fs::read_to_string(file.with_extension("reason")).unwrap_or_default();
            found.push((name.into_owned(), reason.trim().to_owned()));
        }
        Ok(found)
    }
}

/// Whole or not at all, and on the disk when this returns; never in the place of another file.
fn write(file: &Path, bytes: &[u8]) -> Kept<()> {
    place(file, bytes)?;
    settled(file)
}

/// The same, but for the folder: where several files are placed it is settled once.
fn place(file: &Path, bytes: &[u8]) -> Kept<()> {
    let half = file.with_extension("half");
    let linked = filled(&half, bytes).and_then(|()| fs::hard_link(&half, file));
    // Also where the disk is full: the next one needs the room.
    let removed = gone(fs::remove_file(&half));
    linked?;
    removed
}

fn filled(half: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut options = OpenOptions::new();
    let options = options.write(true).create(true).truncate(true).mode(0o600);
    let mut out = options.open(half)?;
    out.write_all(bytes)?;
    out.sync_all()
}

/// A file that is gone already is gone.
fn gone(removed: std::io::Result<()>) -> Kept<()> {
    match removed {
        Err(e) if e.kind() != ErrorKind::NotFound => Err(e.into()),
        Ok(()) | Err(_) => Ok(()),
    }
}

/// What was renamed or removed beside this file is so after a crash too.
fn settled(file: &Path) -> Kept<()> {
    if let Some(folder) = file.parent() {
        File::open(folder)?.sync_all()?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A folder that goes with the test.
    struct Trial(PathBuf);

    impl Trial {
        fn new(name: &str) -> (Self, Folder) {
            let path = std::env::temp_dir().join(format!("dinhdanh-{name}-{}", std::process::id()));
            fs::remove_dir_all(&path).ok();
            let folder = Folder::open(&path).unwrap();
            (Self(path), folder)
        }
    }

    impl Drop for Trial {
        fn drop(&mut self) {
            fs::remove_dir_all(&self.0).ok();
        }
    }

    fn at(hour: u8) -> Timestamp {
        format!("2024-03-04T{hour:02}:00:00Z").parse().unwrap()
    }

    fn pass(n: u8, expires: Timestamp) -> Pass {
        Pass {
            id: PassId::from_bytes([n; 16]),
            challenge: "AQIDBAUGBwg".to_owned(),
            groups: vec![1, 2, 13],
            expires,
            consent: "2026-01".to_owned(),
            key: 1,
            server: String::new(),
        }
    }

    #[test]
    fn a_pass_is_taken_once_and_comes_back_where_nothing_came_of_it() {
        let (_trial, folder) = Trial::new("passes");
        for (n, hour) in [(1, 9), (2, 8), (3, 3)] {
            folder.put(&pass(n, at(hour))).unwrap();
        }
        folder.put(&pass(1, at(9))).unwrap();
        let first = folder.claim(at(5)).unwrap().unwrap();
        assert_eq!(first, pass(2, at(8)), "the third is over");
        assert_eq!(folder.claim(at(5)).unwrap(), Some(pass(1, at(9))));
        assert_eq!(folder.claim(at(5)).unwrap(), None);
        // The clock may be wrong: what is over is passed over, and stays.
        assert_eq!(folder.all_passes().unwrap(), [pass(3, at(3))]);
        folder.forget(pass(3, at(3)).id).unwrap();
        // Somebody takes with them now; later nobody can any more.
        folder.recover(Timestamp::UNIX_EPOCH).unwrap();
        assert_eq!(folder.all_passes().unwrap(), []);
        folder.recover(Timestamp::MAX).unwrap();
        assert_eq!(folder.all_passes().unwrap().len(), 2);
        assert_eq!(folder.claim(at(5)).unwrap(), Some(first.clone()));
        assert!(folder.claim(at(5)).unwrap().is_some());
        folder.give_back(&first).unwrap();
        assert_eq!(folder.passes(at(5)).unwrap(), std::slice::from_ref(&first));
        let mode = fs::metadata(folder.pass_file(first.id))
            .unwrap()
            .permissions();
        assert_eq!(mode.mode() & 0o777, 0o600);
        folder.forget(first.id).unwrap();
        folder.forget(first.id).unwrap();
        assert_eq!(folder.passes(at(5)).unwrap(), []);
    }

    #[test]
    fn packets_wait_in_their_order_and_what_is_refused_is_kept_with_its_reason() {
        let (trial, folder) = Trial::new("waiting-packets");
        for (n, hour) in [(1, 7), (2, 6)] {
            folder.put(&pass(n, at(9))).unwrap();
            let taken = folder.claim(at(5)).unwrap().unwrap();
            folder.keep(&taken, at(hour), &[n]).unwrap();
            assert!(folder.keep(&taken, at(hour), &[9]).is_err(), "in its place");
        }
        assert_eq!(folder.claim(at(5)).unwrap(), None);
        let waiting = folder.packets().unwrap();
        let held: Vec<_> = waiting.iter().map(|p| folder.bytes(p).unwrap()).collect();
        assert_eq!(held, [[2], [1]]);
        folder.sent(&waiting[0]).unwrap();
        folder.refuse(&waiting[1], "packet-late").unwrap();
        assert_eq!(folder.packets().unwrap(), []);
        let refused = folder.refused().unwrap();
        assert_eq!(refused.len(), 1);
        assert_eq!(refused[0].1, "packet-late");
        let kept = fs::read(folder.refused_place().join(&refused[0].0)).unwrap();
        assert_eq!(kept, [1]);
        fs::set_permissions(&trial.0, Permissions::from_mode(0o755)).unwrap();
        assert!(matches!(Folder::open(&trial.0), Err(FolderError::Open(_))));
    }
}
