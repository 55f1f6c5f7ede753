//! How much of a picture is finger: the area where grey varies as ridges make it vary, enough and not too often.
//! Noise varies too, and would keep a detector of ridges busy for seconds.

use super::Scan;

/// Half a ridge period or more at 500 pixels an inch: a block over ridges holds both black and white.
const BLOCK: usize = 16;
/// Variance of grey levels in a block of ridges, at least: a standard deviation of 16.
const RIDGES: u64 = 256;

/// Changes between dark and light in a block, along its rows and columns, at most. Ridges lie some nine pixels apart
/// and make about a hundred of them; noise makes two hundred and forty.
const CHANGES: usize = 180;

/// Square millimetres of ridges.
pub(super) fn area(scan: &Scan) -> u16 {
    let width = usize::from(scan.width());
    let mut blocks = 0_u64;
    for band in scan.pixels().chunks_exact(width * BLOCK) {
        for from in (0..width.saturating_sub(BLOCK - 1)).step_by(BLOCK) {
            blocks += u64::from(varies(band, width, from));
        }
    }
    // A pixel is 25.4 / 500 mm wide.
    let area = blocks * (BLOCK * BLOCK) as u64 * 258_064 / 100_000_000;
    u16::try_from(area).unwrap_or(u16::MAX)
}

fn varies(band: &[u8], width: usize, from: usize) -> bool {
    let (mut sum, mut squares, mut count) = (0_u64, 0_u64, 0_u64);
    let block = || {
        band.chunks_exact(width)
            .map(|row| row.iter().skip(from).take(BLOCK))
    };
    for grey in block().flatten().copied().map(u64::from) {
        sum += grey;
        squares += grey * grey;
        count += 1;
    }
    if count * squares - sum * sum <= RIDGES * count * count {
        return false;
    }
    let dark: Vec<bool> = block()
        .flatten()
        .map(|grey| u64::from(*grey) * count < sum)
        .collect();
    let differ = |(a, b): (&bool, &bool)| a != b;
    let along: usize = dark
        .chunks_exact(BLOCK)
        .map(|row| {
            row.iter()
                .zip(row.iter().skip(1))
                .filter(|p| differ(*p))
                .count()
        })
        .sum();
    let down = dark
        .iter()
        .zip(dark.iter().skip(BLOCK))
        .filter(|p| differ(*p));
    along + down.count() <= CHANGES
}
