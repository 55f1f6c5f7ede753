//! Harmed files against everything that reads prints: `finger_fuzz [MILLIONS] [SEED]`. A panic ends it and names
//! the input's number and seed; else it tells how many inputs were read, how many refused, and the slowest.
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "a tool at a shell; whoever started it reads what it prints"
)]

use std::time::{Duration, Instant};

use biometrics::finger::{FingerEngine, Nbis, Position, Scan, Template};

const WSQ: [&[u8]; 2] = [
    include_bytes!("../tests/data/ridges-301x257.wsq"),
    include_bytes!("../tests/data/ridges-256x300.wsq"),
];
/// One engine run costs as much as thousands of records.
const ENGINE_EVERY: u64 = 5_000;
const FILE_EVERY: u64 = 100;

/// xorshift64*: small, and the same on every machine.
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 16
    }

    fn below(&mut self, most: usize) -> usize {
        usize::try_from(self.roll()).unwrap() % most.max(1)
    }

    fn byte(&mut self) -> u8 {
        u8::try_from(self.roll() & 0xFF).unwrap()
    }

    /// Some bytes set, some bits turned, a piece cut out or doubled, the end cut off. Headers more than the rest.
    fn harm(&mut self, sound: &[u8]) -> Vec<u8> {
        let mut bytes = sound.to_vec();
        for _ in 0..=self.below(4) {
            if bytes.is_empty() {
                break;
            }
            let reach = if self.below(3) > 0 { 700 } else { usize::MAX };
            let at = self.below(bytes.len().min(reach));
            match self.below(8) {
                0..=2 => bytes[at] = self.byte(),
                3 => bytes[at] ^= 1 << self.below(8),
                4 => bytes[at] = [0, 1, 0x7F, 0x80, 0xFE, 0xFF][self.below(6)],
                5 => drop(bytes.drain(at..bytes.len().min(at + 1 + self.below(30)))),
                6 => {
                    let piece = bytes[at..bytes.len().min(at + 1 + self.below(30))].to_vec();
                    bytes.splice(at..at, piece);
                }
                _ => bytes.truncate(at.max(bytes.len() / 2)),
            }
        }
        bytes
    }
}

#[derive(Default)]
struct Told {
    read: u64,
    refused: u64,
    slowest: Duration,
}

impl Told {
    fn count<T>(&mut self, work: impl FnOnce() -> Option<T>) -> Option<T> {
        let from = Instant::now();
        let answer = work();
        self.slowest = self.slowest.max(from.elapsed());
        *(if answer.is_some() {
            &mut self.read
        } else {
            &mut self.refused
        }) += 1;
        answer
    }
}

fn main() {
    let mut args = std::env::args()
        .skip(1)
        .map(|arg| arg.parse::<u64>().unwrap());
    let inputs = args.next().unwrap_or(1) * 1_000_000;
    let seed = args.next().unwrap_or(1);
    let engine = Nbis::default();
    let scans = WSQ.map(|file| Scan::read(file, 500).unwrap());
    let finger = Position::RightIndex;
    let found = scans
        .each_ref()
        .map(|scan| engine.extract(scan, finger).unwrap());
    let records = found.each_ref().map(|found| found.template.to_record());
    let png = png(&scans[0]);
    let [mut record, mut wsq, mut picture, mut noise, mut match_] = <[Told; 5]>::default();
    for input in 0..inputs {
        let _on_panic = Named { seed, input };
        let mut dice = Dice((seed << 40 | input).wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
        let which = dice.below(2);
        if input % ENGINE_EVERY == 0 {
            let harmed = harmed_scan(&scans[which], &mut dice);
            noise.count(|| engine.extract(&harmed, finger).ok());
        } else if input % FILE_EVERY == 1 {
            let file = dice.harm(WSQ[which]);
            wsq.count(|| Scan::read(&file, 500).ok());
        } else if input % FILE_EVERY == 2 {
            let file = dice.harm(&png);
            picture.count(|| Scan::read(&file, 500).ok());
        } else {
            let bytes = dice.harm(&records[which]);
            let identity = engine.identity();
            let read = record.count(|| Template::from_record(&bytes, identity, finger).ok());
            if let Some(template) = read.filter(|_| input % FILE_EVERY == 3) {
                match_.count(|| engine.similarity(&template, &found[which].template).ok());
            }
        }
    }
    for (name, told) in [
        ("records", record),
        ("WSQ files", wsq),
        ("PNG files", picture),
        ("harmed pictures through the engine", noise),
        ("harmed templates through the matcher", match_),
    ] {
        println!(
            "{name}: {} read, {} refused, slowest {:.1} ms",
            told.read,
            told.refused,
            told.slowest.as_secs_f64() * 1000.0
        );
    }
}

struct Named {
    seed: u64,
    input: u64,
}

impl Drop for Named {
    fn drop(&mut self) {
        if std::thread::panicking() {
            println!("seed {} input {}", self.seed, self.input);
        }
    }
}

/// Blocks of the picture replaced by noise, stripes or a flat grey.
fn harmed_scan(scan: &Scan, dice: &mut Dice) -> Scan {
    let (width, height) = (usize::from(scan.width()), usize::from(scan.height()));
    let mut pixels = scan.pixels().to_vec();
    for _ in 0..=dice.below(20) {
        let (x, y) = (dice.below(width), dice.below(height));
        let (wide, high) = (1 + dice.below(width - x), 1 + dice.below(height - y));
        let (kind, step) = (dice.below(3), 1 + dice.below(12));
        let flat = dice.byte();
        for row in y..y + high {
            for column in x..x + wide {
                pixels[row * width + column] = match kind {
                    0 => dice.byte(),
                    1 if (row + column) / step % 2 == 0 => 0,
                    1 => 255,
                    _ => flat,
                };
            }
        }
    }
    Scan::raw(pixels, scan.width().into(), scan.height().into(), 500).unwrap()
}

fn png(scan: &Scan) -> Vec<u8> {
    let (width, height) = (u32::from(scan.width()), u32::from(scan.height()));
    let image = image::GrayImage::from_raw(width, height, scan.pixels().to_vec()).unwrap();
    let mut bytes = std::io::Cursor::new(Vec::new());
    image.write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    bytes.into_inner()
}
