//! Fingerprints beside a register file. Only their beginning is looked at here: reading millions of them whole takes
//! days, and an engine says of each one that it cannot use.

use std::path::Path;

use domain::registers::Reason;

use super::picture::{self, Trouble};

/// Most pixels a side that an engine takes (docs/biometrics.md).
const WIDEST: u32 = 1000;
/// How a WSQ file begins: start of image, and the marker of its first table (IAFIS-IC-0110 v3.1).
const WSQ: [&[u8]; 5] = [
    b"\xff\xa0\xff\xa2",
    b"\xff\xa0\xff\xa4",
    b"\xff\xa0\xff\xa5",
    b"\xff\xa0\xff\xa6",
    b"\xff\xa0\xff\xa8",
];

/// Whether bytes that another body told are such a picture.
pub fn is_print(image: &[u8]) -> bool {
    let wsq = || image.len() <= 1 << 20 && WSQ.iter().any(|start| image.starts_with(start));
    picture::fits(image, WIDEST) || wsq()
}

/// The bytes of a print whose path is relative to the folder.
pub(super) fn load(folder: &Path, path: &str) -> Result<Vec<u8>, Reason> {
    let image = picture::load(folder, path).map_err(|trouble| match trouble {
        Trouble::Outside => Reason::PrintPath,
        Trouble::Missing => Reason::PrintMissing,
        Trouble::TooLarge => Reason::PrintTooLarge,
    })?;
    match picture::size(&image) {
        Some((width, height)) if width <= WIDEST && height <= WIDEST => Ok(image),
        Some(_) => Err(Reason::PrintTooLarge),
        None if WSQ.iter().any(|start| image.starts_with(start)) => Ok(image),
        None => Err(Reason::PrintFormat),
    }
}
