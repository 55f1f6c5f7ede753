//! The folder into which the capture program of a scanner writes.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::time::Duration;

use app::ports::Clock;

use super::watch::{Watch, Whole, inode};
use super::{NoPicture, Scanner};
use crate::clock::SystemClock;

/// Between two looks into it.
const LOOK: Duration = Duration::from_millis(250);

/// Why a folder is none for prints.
#[derive(Debug, thiserror::Error)]
pub enum Unfit {
    /// It cannot be read.
    #[error("{0}")]
    File(#[from] std::io::Error),
    /// It is none.
    #[error("this is no folder")]
    NoFolder,
    /// Anybody could take pictures out, or put his own in.
    #[error(
        "everybody on this computer can use the folder: take their rights away (chmod o= FOLDER)"
    )]
    Open,
}

/// Pictures in a folder. Files have times of the machine, so its clock is asked and none that is moved by hand.
pub struct Folder {
    place: PathBuf,
    last: Option<Whole>,
}

impl Folder {
    /// This one.
    pub fn new(place: PathBuf) -> Result<Self, Unfit> {
        let found = fs::metadata(&place)?;
        if !found.is_dir() {
            return Err(Unfit::NoFolder);
        }
        if found.permissions().mode() & 0o007 != 0 {
            return Err(Unfit::Open);
        }
        fs::read_dir(&place)?;
        Ok(Self { place, last: None })
    }
}

impl Scanner for Folder {
    async fn picture(&mut self, patience: Duration) -> Result<Vec<u8>, NoPicture> {
        self.last = None;
        let mut watch = Watch::begin(&self.place, SystemClock.now())?;
        let looks = patience.as_millis().div_ceil(LOOK.as_millis());
        for _ in 0..looks {
            tokio::time::sleep(LOOK).await;
            if let Some(whole) = watch.look()? {
                let bytes = whole.bytes.clone();
                self.last = Some(whole);
                return Ok(bytes);
            }
        }
        Err(watch.over())
    }

    fn handed_in(&mut self) {
        let Some(whole) = self.last.take() else {
            return;
        };
        // Under its name may lie another one by now.
        if inode(&whole.path) == Some(whole.inode)
            && let Err(error) = fs::remove_file(&whole.path)
        {
            tracing::warn!(%error, "a picture that was handed in stays in the folder of the scanner");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_for_its_owner_and_his_group() {
        let name = format!("dinhdanh-scanner-{}", std::process::id());
        let place = std::env::temp_dir().join(name);
        assert!(matches!(Folder::new(place.clone()), Err(Unfit::File(_))));
        fs::create_dir(&place).unwrap();
        for (mode, fits) in [(0o700, true), (0o770, true), (0o755, false), (0o702, false)] {
            fs::set_permissions(&place, fs::Permissions::from_mode(mode)).unwrap();
            assert_eq!(Folder::new(place.clone()).is_ok(), fits, "{mode:o}");
        }
        let file = place.join("a.png");
        fs::write(&file, b"x").unwrap();
        assert!(matches!(Folder::new(file), Err(Unfit::NoFolder)));
        fs::remove_dir_all(place).unwrap();
    }
}
