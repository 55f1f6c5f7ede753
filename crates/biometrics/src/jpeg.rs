//! Whether a JPEG file has its end. Decoders fill what is missing with grey; a half grey face must not pass.

const SOI: u8 = 0xD8;
const EOI: u8 = 0xD9;
const SOS: u8 = 0xDA;

/// Walks the markers (ITU-T T.81, B.1.1): from the start of image over every segment and scan to the
/// end of image. What follows the end (phones append things) does not matter.
pub(crate) fn is_whole(bytes: &[u8]) -> bool {
    let Some(mut rest) = bytes.strip_prefix(&[0xFF, SOI]) else {
        return false;
    };
    let mut scanned = false;
    loop {
        let Some((marker, after)) = next_marker(rest) else {
            return false;
        };
        rest = match marker {
            EOI => return scanned,
            SOI | 0x01 | 0xD0..=0xD7 => after,
            _ => {
                scanned |= marker == SOS;
                let Some(body) = skip_segment(after) else {
                    return false;
                };
                body
            }
        };
    }
}

/// The next marker; entropy-coded data before it, stuffed zeros and restart markers included, is skipped.
fn next_marker(bytes: &[u8]) -> Option<(u8, &[u8])> {
    let mut rest = bytes;
    loop {
        let at = rest.iter().position(|b| *b == 0xFF)?;
        rest = rest.get(at + 1..)?;
        match rest.first()? {
            0x00 | 0xD0..=0xD7 => rest = rest.get(1..)?,
            0xFF => {}
            marker => return Some((*marker, rest.get(1..)?)),
        }
    }
}

fn skip_segment(bytes: &[u8]) -> Option<&[u8]> {
    let (length, _) = bytes.split_first_chunk::<2>()?;
    let length = usize::from(u16::from_be_bytes(*length));
    if length < 2 {
        None
    } else {
        bytes.get(length..)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WHOLE: &[u8] = &[
        0xFF, 0xD8, // start
        0xFF, 0xE1, 0, 4, 0xFF, 0xD9, // a segment that holds an end marker, as thumbnails do
        0xFF, 0xDA, 0, 2, 1, 2, 0xFF, 0, 3, 0xFF, 0xD0,
        4, // a scan with a stuffed zero and a restart
        0xFF, 0xD9, 9, 9, // end, and what a phone appended
    ];

    #[test]
    fn only_a_file_with_its_own_end_is_whole() {
        assert!(is_whole(WHOLE));
        for cut in 0..WHOLE.len() - 2 {
            let end = WHOLE.len() - 2;
            assert_eq!(is_whole(&WHOLE[..cut]), cut >= end, "{cut}");
        }
        assert!(!is_whole(&[0xFF, 0xD8, 0xFF, 0xD9]), "no picture in it");
        assert!(
            !is_whole(&[0xFF, 0xD8, 0xFF, 0xE1, 0, 0, 0xFF, 0xD9]),
            "a segment shorter than its own length"
        );
    }
}
