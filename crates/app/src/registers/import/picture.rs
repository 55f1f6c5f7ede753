//! Pictures beside a register file: inside its folder, not too large.

use std::fs::File;
use std::io::Read;
use std::path::{Component, Path};

const LARGEST: u64 = 1 << 20;

/// Why a file is no picture that is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Trouble {
    /// The path leads out of the folder.
    Outside,
    /// No such file, or it cannot be read.
    Missing,
    /// More than 1 MiB.
    TooLarge,
}

/// The bytes of a file whose path is relative to the folder.
pub(super) fn load(folder: &Path, path: &str) -> Result<Vec<u8>, Trouble> {
    let inside = Path::new(path)
        .components()
        .all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
    if !inside {
        return Err(Trouble::Outside);
    }
    let place = folder.join(path);
    let place = place.canonicalize().map_err(|_| Trouble::Missing)?;
    if !place.starts_with(folder) {
        return Err(Trouble::Outside);
    }
    if !place.is_file() {
        return Err(Trouble::Missing);
    }
    let mut image = Vec::new();
    let file = File::open(&place).map_err(|_| Trouble::Missing)?;
    file.take(LARGEST + 1)
        .read_to_end(&mut image)
        .map_err(|_| Trouble::Missing)?;
    if u64::try_from(image.len()).unwrap_or(u64::MAX) > LARGEST {
        return Err(Trouble::TooLarge);
    }
    Ok(image)
}

/// Whether bytes are an image of at most so many pixels each way, as its header states them, and not too long.
pub(super) fn fits(image: &[u8], widest: u32) -> bool {
    u64::try_from(image.len()).is_ok_and(|length| length <= LARGEST)
        && size(image).is_some_and(|(width, height)| width <= widest && height <= widest)
}

/// Width and height of a JPEG or PNG, as the image's own header states them.
pub(super) fn size(image: &[u8]) -> Option<(u32, u32)> {
    let size = png(image).or_else(|| jpeg(image))?;
    (size.0 > 0 && size.1 > 0).then_some(size)
}

/// PNG (ISO/IEC 15948) section 5.2, 11.2.2.
fn png(image: &[u8]) -> Option<(u32, u32)> {
    let rest = image
        .strip_prefix(b"\x89PNG\r\n\x1a\n")?
        .get(4..)?
        .strip_prefix(b"IHDR")?;
    let (width, rest) = rest.split_first_chunk()?;
    let (height, _) = rest.split_first_chunk()?;
    Some((u32::from_be_bytes(*width), u32::from_be_bytes(*height)))
}

/// JPEG (ITU-T T.81) annex B: the first frame header.
fn jpeg(image: &[u8]) -> Option<(u32, u32)> {
    let mut rest = image.strip_prefix(b"\xff\xd8")?;
    loop {
        let [mark, code, high, low, body @ ..] = rest else {
            return None;
        };
        if *mark != 0xff {
            return None;
        }
        if *code == 0xff {
            rest = rest.get(1..)?;
            continue;
        }
        if matches!(code, 0xc0..=0xcf) && !matches!(code, 0xc4 | 0xc8 | 0xcc) {
            let [_, h1, h0, w1, w0, ..] = body else {
                return None;
            };
            return Some((
                u16::from_be_bytes([*w1, *w0]).into(),
                u16::from_be_bytes([*h1, *h0]).into(),
            ));
        }
        if matches!(code, 0x01 | 0xd0..=0xda) {
            return None;
        }
        let length = usize::from(u16::from_be_bytes([*high, *low]));
        rest = body.get(length.checked_sub(2)?..)?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn jpeg_of(width: u16, height: u16) -> Vec<u8> {
        let (w, h) = (width.to_be_bytes(), height.to_be_bytes());
        let frame = [0xff, 0xc0, 0, 11, 8, h[0], h[1], w[0], w[1], 1, 1, 0x11, 0];
        [&[0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 2][..], &frame].concat()
    }

    #[test]
    fn headers_state_the_size() {
        let png = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\x01\x02\0\0\0\x03\x08\x02\0\0\0";
        for (image, want) in [
            (png.to_vec(), Some((258, 3))),
            (jpeg_of(300, 400), Some((300, 400))),
            (jpeg_of(0, 400), None),
            (b"GIF89a".to_vec(), None),
            (b"\xff\xd8".to_vec(), None),
            (b"\xff\xd8\xff\xe0\0\0".to_vec(), None),
            (b"\xff\xd8\xff\xda\0\x08aaaaaaaaaa".to_vec(), None),
            (Vec::new(), None),
        ] {
            assert_eq!(size(&image), want, "{image:?}");
        }
    }
}
