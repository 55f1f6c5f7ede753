//! How much of a picture is finger: the area where grey varies as ridges make it vary.

use super::Scan;

/// Half a ridge period or more at 500 pixels an inch: a block over ridges holds both black and white.
const BLOCK: usize = 16;
/// Variance of grey levels in a block of ridges, at least: a standard deviation of 16.
const RIDGES: u64 = 256;

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
    for row in band.chunks_exact(width) {
        for pixel in row.iter().skip(from).take(BLOCK) {
            let grey = u64::from(*pixel);
            sum += grey;
            squares += grey * grey;
            count += 1;
        }
    }
    count * squares - sum * sum > RIDGES * count * count
}
