//! WSQ files by NIST's own encoder; the digests are those of NIST's own decoder's pixels. Made ridges stand here,
//! a real print comes from `cargo xtask prints`.

use aws_lc_rs::digest::{SHA256, digest};
use biometrics::finger::{FingerError, Scan, ScanError};

use crate::prints::print;

use ScanError::{Truncated, Unsupported};

const ODD: &[u8] = include_bytes!("../data/ridges-301x257.wsq");
const EVEN: &[u8] = include_bytes!("../data/ridges-256x300.wsq");
const TALL: &[u8] = include_bytes!("../data/ridges-259x403.wsq");

fn hex(bytes: &[u8]) -> String {
    digest(&SHA256, bytes)
        .as_ref()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

#[test]
fn pixels_are_those_of_the_reference_decoder() {
    let real = print("test.wsq");
    for (file, width, height, want) in [
        (
            ODD,
            301,
            257,
            "69b9fbfd560f650560215ee6319fa79b1ca09fedd6d0dbd2706a2669c3c794f2",
        ),
        (
            EVEN,
            256,
            300,
            "e96306e79d44b91bfa78f7e9a492a0baf2c30fc59ff446c8db1666b634b220c5",
        ),
        (
            TALL,
            259,
            403,
            "28a49e6d213432789f034301b4369cf8aca8968ff5d9bf77c05a68b2c976a1b0",
        ),
        (
            &real,
            540,
            520,
            "8cc0a0df684c056b6f7f3d3b1cd9fa69920dd577a991461ee8ece55f68c22345",
        ),
    ] {
        let scan = Scan::read(file, 500).unwrap();
        assert_eq!((scan.width(), scan.height()), (width, height));
        assert_eq!(hex(scan.pixels()), want, "{width}x{height}");
    }
}

#[test]
fn the_files_own_density_goes_first() {
    // NIST's encoder wrote 500 into the comment; the real file has none.
    assert!(Scan::read(ODD, 1000).is_ok());
    let real = print("test.wsq");
    assert_eq!(
        Scan::read(&real, 1000),
        Err(ScanError::WrongDensity { found: 1000 })
    );
    let at = ODD.windows(7).position(|w| w == b"PPI 500").unwrap();
    let mut other = ODD.to_vec();
    other[at + 4] = b'7';
    assert_eq!(
        Scan::read(&other, 500),
        Err(ScanError::WrongDensity { found: 700 })
    );
}

/// Where the body of the first segment behind a marker begins.
fn segment(file: &[u8], marker: u8) -> usize {
    file.windows(2).position(|w| w == [0xFF, marker]).unwrap() + 4
}

fn changed(change: impl Fn(&mut Vec<u8>)) -> Vec<u8> {
    let mut file = ODD.to_vec();
    change(&mut file);
    file
}

fn check(cases: Vec<(&str, Vec<u8>, ScanError)>) {
    for (name, file, want) in cases {
        assert_eq!(Scan::read(&file, 500), Err(want), "{name}");
    }
}

#[test]
fn what_ends_too_early_or_is_not_ours_is_named() {
    let (frame, filters) = (segment(ODD, 0xA2), segment(ODD, 0xA4));
    let (steps, block) = (segment(ODD, 0xA5), segment(ODD, 0xA3));
    let dimensions = ScanError::File(FingerError::Dimensions);
    let cut = |at: usize, to: u8| changed(|file| file[at] = to);
    let sides = |width: u16, height: u16| {
        changed(|file| {
            file[frame + 2..frame + 4].copy_from_slice(&height.to_be_bytes());
            file[frame + 4..frame + 6].copy_from_slice(&width.to_be_bytes());
        })
    };
    check(vec![
        ("start alone", ODD[..2].to_vec(), Truncated),
        ("no block", ODD[..block - 4].to_vec(), Truncated),
        ("half", ODD[..ODD.len() / 2].to_vec(), Truncated),
        ("without its end", ODD[..ODD.len() - 2].to_vec(), Truncated),
        (
            "more rows than data",
            changed(|file| file[frame + 3] += 1),
            Truncated,
        ),
        (
            "too wide",
            changed(|file| file[frame + 4] = 0x7F),
            dimensions,
        ),
        (
            "flat",
            changed(|file| file[frame + 2..frame + 4].fill(0)),
            dimensions,
        ),
        (
            "even filters",
            changed(|file| file[filters] = 8),
            Unsupported,
        ),
        (
            "restarts",
            changed(|file| file[steps - 3] = 0xA7),
            Unsupported,
        ),
        ("a table without end", cut(steps - 2, 0xFF), Truncated),
        ("the largest sides", sides(u16::MAX, u16::MAX), dimensions),
        ("a side too long", sides(1001, 257), dimensions),
        ("a side too short", sides(301, 199), dimensions),
        (
            "filters of 33 taps",
            changed(|file| file[filters] = 33),
            Unsupported,
        ),
    ]);
}

#[test]
fn what_breaks_the_rules_is_damaged() {
    let (frame, codes) = (segment(ODD, 0xA2), segment(ODD, 0xA6));
    let (steps, block) = (segment(ODD, 0xA5), segment(ODD, 0xA3));
    let damaged = ScanError::File(FingerError::Damaged);
    check(vec![
        (
            "fewer rows than data",
            changed(|file| file[frame + 3] -= 1),
            damaged,
        ),
        ("an unknown table", changed(|file| file[block] = 7), damaged),
        (
            "a table out of range",
            changed(|file| file[block] = 200),
            damaged,
        ),
        ("code table 200", changed(|file| file[codes] = 200), damaged),
        (
            "a segment shorter than its own length",
            changed(|file| file[steps - 2..steps].fill(0)),
            damaged,
        ),
        (
            "an unknown marker",
            changed(|file| file[steps - 3] = 0xB0),
            damaged,
        ),
        (
            "more codes than there are",
            changed(|file| file[codes + 1] = 3),
            damaged,
        ),
        (
            "no steps",
            changed(|file| {
                let length = usize::from(u16::from_be_bytes([file[steps - 2], file[steps - 1]]));
                file.drain(steps - 4..steps - 2 + length);
            }),
            damaged,
        ),
    ]);
}

/// A copy of a segment, with its marker and its length.
fn copied(file: &[u8], marker: u8) -> Vec<u8> {
    let at = segment(file, marker);
    let length = usize::from(u16::from_be_bytes([file[at - 2], file[at - 1]]));
    file[at - 4..at - 2 + length].to_vec()
}

#[test]
fn what_blocks_were_read_with_does_not_change_behind_them() {
    let end = ODD.len() - 2;
    assert_eq!(ODD[end..], [0xFF, 0xA1]);
    let behind = |marker| changed(|file| drop(file.splice(end..end, copied(ODD, marker))));
    // Code tables may, and comments.
    assert!(Scan::read(&behind(0xA6), 500).is_ok());
    assert!(Scan::read(&behind(0xA8), 500).is_ok());
    let damaged = ScanError::File(FingerError::Damaged);
    check(vec![
        ("filters", behind(0xA4), damaged),
        ("steps", behind(0xA5), damaged),
    ]);
}

/// A dozen segments are enough for anybody; thousands would be work without a picture.
#[test]
fn tables_and_comments_without_end_are_refused() {
    let comments = |count| {
        changed(|file| {
            let more = [0xFF, 0xA8, 0, 3, b'x'].repeat(count);
            file.splice(2..2, more);
        })
    };
    assert!(Scan::read(&comments(40), 500).is_ok());
    assert_eq!(Scan::read(&comments(64), 500), Err(Unsupported));
    let blocks = segment(ODD, 0xA3) - 4;
    let empty = |count| {
        changed(|file| {
            // The table of the first block, and no bits.
            let block = [&file[blocks..blocks + 5], &[]].concat();
            file.splice(blocks..blocks, block.repeat(count));
        })
    };
    assert!(Scan::read(&empty(40), 500).is_ok());
    assert_eq!(Scan::read(&empty(64), 500), Err(Unsupported));
}
