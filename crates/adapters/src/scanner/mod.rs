//! Fingerprint scanners of a counter's computer. No open library drives those of the makers; what the capture
//! program of each can do is write a picture into a folder.

mod folder;
mod watch;

pub use folder::{Folder, Unfit};

use std::time::Duration;

/// Why there is no picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoPicture {
    /// None came in time.
    #[error("no picture came in time")]
    Nothing,
    /// One came that was made, or whose file was begun, before it was asked for: it may be of somebody else.
    #[error("the picture that came is older than the question for it")]
    Older,
    /// The folder cannot be read.
    #[error("the folder of the scanner cannot be read")]
    Folder,
    /// Something came that is no picture of a kind that the server takes.
    #[error("what came is no PNG, JPEG or WSQ file")]
    NotImage,
    /// The file is larger than any print.
    #[error("the file is larger than a picture of a finger")]
    TooLarge,
    /// More than one came: nobody knows which is meant.
    #[error("several pictures came at once")]
    Several,
}

impl NoPicture {
    /// Stable code, as the server knows it.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Nothing => "scan-nothing",
            Self::Older => "scan-older",
            Self::Folder => "scan-folder",
            Self::NotImage => "scan-not-image",
            Self::TooLarge => "scan-too-large",
            Self::Several => "scan-several",
        }
    }
}

/// A scanner, asked for one picture at a time.
pub trait Scanner {
    /// Waits so long for a picture that is made from now on: never one from before, which may be of somebody else.
    fn picture(&mut self, patience: Duration) -> impl Future<Output = Result<Vec<u8>, NoPicture>>;

    /// The server has the picture: it is kept here no longer.
    fn handed_in(&mut self);
}
