//! Portraits beside a register file: real images, not too large.

use std::path::Path;

use domain::registers::Reason;

use super::picture::{self, Trouble};

const WIDEST: u32 = 4096;

/// Whether bytes that another body told are such an image.
pub fn is_portrait(image: &[u8]) -> bool {
    picture::fits(image, WIDEST)
}

/// The bytes of a portrait whose path is relative to the folder.
pub(super) fn load(folder: &Path, path: &str) -> Result<Vec<u8>, Reason> {
    let image = picture::load(folder, path).map_err(|trouble| match trouble {
        Trouble::Outside => Reason::PortraitPath,
        Trouble::Missing => Reason::PortraitMissing,
        Trouble::TooLarge => Reason::PortraitTooLarge,
    })?;
    match picture::size(&image) {
        Some((width, height)) if width <= WIDEST && height <= WIDEST => Ok(image),
        Some(_) => Err(Reason::PortraitTooLarge),
        None => Err(Reason::PortraitFormat),
    }
}
