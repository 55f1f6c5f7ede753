//! What a file says of its density: PNG in `pHYs` (PNG specification 11.3.4.3), JPEG in its JFIF header (ITU-T T.871,
//! 10.1).

/// Programs that know no density write that of a screen; whatever lies below is no statement about a scanner.
const SCREENS: u32 = 150;

/// Pixels an inch, if the file has them for a scanner's picture.
pub(super) fn of(bytes: &[u8]) -> Option<u16> {
    of_png(bytes).or_else(|| of_jpeg(bytes))
}

/// The header is the first segment of a file that has one: length, name, version, unit, densities.
fn of_jpeg(bytes: &[u8]) -> Option<u16> {
    let rest = bytes.strip_prefix(b"\xFF\xD8\xFF\xE0")?;
    let rest = rest.get(2..)?.strip_prefix(b"JFIF\0")?.get(2..)?;
    let (unit, rest) = rest.split_first()?;
    let (x, rest) = rest.split_first_chunk::<2>()?;
    let (y, _) = rest.split_first_chunk::<2>()?;
    let (x, y) = (u16::from_be_bytes(*x), u16::from_be_bytes(*y));
    match unit {
        1 => scanners(x.into(), y.into(), u64::from),
        2 => scanners(x.into(), y.into(), |centimetre| {
            (u64::from(centimetre) * 254 + 50) / 100
        }),
        // The shape of a pixel only.
        _ => None,
    }
}

fn of_png(bytes: &[u8]) -> Option<u16> {
    let mut rest = bytes.strip_prefix(b"\x89PNG\r\n\x1a\n")?;
    // The chunk stands before the data; a file of a thousand chunks before it is no scanner's.
    for _ in 0..1000 {
        let (length, after) = rest.split_first_chunk::<4>()?;
        let (kind, body) = after.split_first_chunk::<4>()?;
        let length = usize::try_from(u32::from_be_bytes(*length)).ok()?;
        match kind {
            b"pHYs" => return from_chunk(body.get(..length)?),
            b"IDAT" | b"IEND" => return None,
            _ => rest = body.get(length.checked_add(4)?..)?,
        }
    }
    None
}

fn from_chunk(body: &[u8]) -> Option<u16> {
    let (x, rest) = body.split_first_chunk::<4>()?;
    let (y, unit) = rest.split_first_chunk::<4>()?;
    // Unit 1 is the metre; 0 tells the shape of a pixel only.
    if unit != [1] {
        return None;
    }
    let (x, y) = (u32::from_be_bytes(*x), u32::from_be_bytes(*y));
    scanners(x, y, |metre| (u64::from(metre) * 254 + 5000) / 10_000)
}

/// The density across and down, if it can be a scanner's.
fn scanners(x: u32, y: u32, inch: impl Fn(u32) -> u64) -> Option<u16> {
    let ppi = u16::try_from(inch(x).max(inch(y))).unwrap_or(u16::MAX);
    // Pixels that are not square are no scanner's of ours; the larger side shows up as a wrong density.
    (u32::from(ppi) >= SCREENS).then_some(if x.abs_diff(y) > x / 50 {
        u16::MAX
    } else {
        ppi
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn png(chunks: &[(&[u8; 4], &[u8])]) -> Vec<u8> {
        let mut bytes = b"\x89PNG\r\n\x1a\n".to_vec();
        for (kind, body) in chunks {
            bytes.extend(u32::try_from(body.len()).unwrap().to_be_bytes());
            bytes.extend(*kind);
            bytes.extend(*body);
            bytes.extend([0; 4]);
        }
        bytes
    }

    fn metre(x: u32, y: u32, unit: u8) -> Vec<u8> {
        [&x.to_be_bytes()[..], &y.to_be_bytes(), &[unit]].concat()
    }

    #[test]
    fn the_density_is_read_where_it_is_stated() {
        for (x, y, unit, want) in [
            (19_685, 19_685, 1, Some(500)),
            (39_370, 39_370, 1, Some(1000)),
            (2_835, 2_835, 1, None),
            (19_685, 19_685, 0, None),
            (19_685, 9_843, 1, Some(u16::MAX)),
            (u32::MAX, u32::MAX, 1, Some(u16::MAX)),
        ] {
            let file = png(&[(b"IHDR", &[0; 13]), (b"pHYs", &metre(x, y, unit))]);
            assert_eq!(of(&file), want, "{x} {y} {unit}");
        }
        for (x, y, unit, want) in [
            (500_u16, 500_u16, 1, Some(500)),
            (1000, 1000, 1, Some(1000)),
            (197, 197, 2, Some(500)),
            (72, 72, 1, None),
            (1, 1, 0, None),
            (500, 250, 1, Some(u16::MAX)),
            (u16::MAX, u16::MAX, 2, Some(u16::MAX)),
        ] {
            let head = b"\xFF\xD8\xFF\xE0\0\x10JFIF\0\x01\x02";
            let file = [&head[..], &[unit], &x.to_be_bytes(), &y.to_be_bytes()].concat();
            assert_eq!(of(&file), want, "{x} {y} {unit}");
            assert_eq!(of(&file[..file.len() - 1]), None);
        }
        let late = png(&[(b"IDAT", &[]), (b"pHYs", &metre(19_685, 19_685, 1))]);
        assert_eq!(of(&late), None);
        assert_eq!(of(b"\x89PNG\r\n\x1a\n\xFF\xFF\xFF\xFFtEXt"), None);
    }
}
