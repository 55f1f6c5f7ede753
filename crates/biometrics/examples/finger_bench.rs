//! How long prints take: `finger_bench FOLDER ROUNDS`, the folder that `cargo xtask prints` fills. Prints a line for
//! each step: its name and the milliseconds of processor of each round.
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a benchmark measures, and xtask reads what it prints"
)]

use std::hint::black_box;
use std::path::PathBuf;

use biometrics::finger::{FingerEngine, Nbis, Position, Reference, Scan, Template, compare};

/// How many make one round: of what takes tens of milliseconds, of what takes about one, of what
/// takes next to nothing.
const FEW: u32 = 10;
const EACH: u32 = 100;
const MANY: u32 = 50_000;

fn main() {
    let mut args = std::env::args().skip(1);
    let folder = PathBuf::from(args.next().unwrap());
    let rounds: u32 = args.next().unwrap().parse().unwrap();
    let engine = Nbis::default();
    let file = |name: &str| std::fs::read(folder.join(name)).unwrap();
    let (png, wsq) = (file("p1_1.png"), file("test.wsq"));
    let template = |name: &str, position| {
        let scan = Scan::read(&file(name), 500).unwrap();
        engine.extract(&scan, position).unwrap().template
    };
    let (right, left) = (Position::RightIndex, Position::LeftIndex);
    let scan = Scan::read(&png, 500).unwrap();
    let [on_record, same, other] = ["p1_1.png", "p1_2.png", "p2_1.png"].map(|p| template(p, right));
    let left_probe = template("p2_1.png", left);
    let record = on_record.to_record();
    let enrolled = [right, left].map(|position| {
        let impressions = ["p1_1.png", "p1_2.png", "p2_1.png"].map(|p| template(p, position));
        Reference::new(impressions.to_vec()).unwrap()
    });

    time("read-png", rounds, FEW, || {
        drop(black_box(Scan::read(&png, 500)))
    });
    time("read-wsq", rounds, FEW, || {
        drop(black_box(Scan::read(&wsq, 500)))
    });
    time("template", rounds, FEW, || {
        drop(black_box(engine.extract(&scan, right)));
    });
    time("record", rounds, MANY, || {
        let read = Template::from_record(&record, engine.identity().clone(), right);
        drop(black_box(read));
    });
    time("compare-same", rounds, EACH, || {
        black_box(engine.similarity(&same, &on_record)).unwrap();
    });
    time("compare-other", rounds, EACH, || {
        black_box(engine.similarity(&other, &on_record)).unwrap();
    });
    time("two-fingers", rounds, FEW, || {
        black_box(compare(&engine, &[&same, &left_probe], &enrolled)).unwrap();
    });
    // What somebody might make up to keep us busy.
    for (name, step) in [("worst-fine", 2), ("worst-coarse", 4)] {
        let scan = noise(step);
        time(name, rounds, 1, || {
            drop(black_box(engine.extract(&scan, right)))
        });
    }
    for (name, angle) in [("worst-grid", 0), ("worst-turned-grid", 7)] {
        let grid = grid(angle, &engine);
        time(name, rounds, FEW, || {
            black_box(engine.similarity(&grid, &grid)).ok();
        });
    }
}

/// Black and white grains, as much as passes for one finger.
fn noise(grain: u32) -> Scan {
    let side = 700;
    let pixels = (0..side * side).map(|at| {
        let (x, y) = (at % side / grain, at / side / grain);
        let mixed =
            (x.wrapping_mul(0x9E37_79B9) ^ y.wrapping_mul(0x85EB_CA6B)).wrapping_mul(0xC2B2_AE3D);
        if mixed.count_ones() % 2 == 0 { 0 } else { 255 }
    });
    Scan::raw(pixels.collect(), side, side, 500).unwrap()
}

/// A hundred and fifty minutiae in rank and file: every pair looks like every other.
fn grid(turn: u8, engine: &Nbis) -> Template {
    let mut record = b"FMR\0 20\0".to_vec();
    record.extend(930_u32.to_be_bytes());
    for word in [0_u16, 400, 500, 197, 197] {
        record.extend(word.to_be_bytes());
    }
    record.extend([1, 0, 2, 0, 50, 150]);
    for at in 0..150_u8 {
        let (x, y) = (u16::from(at % 10) * 30 + 9, u16::from(at / 10) * 30 + 9);
        record.extend(x.to_be_bytes());
        record.extend(y.to_be_bytes());
        record.extend([at.wrapping_mul(turn), 50]);
    }
    record.extend([0, 0]);
    Template::from_record(&record, engine.identity().clone(), Position::RightIndex).unwrap()
}

fn time(name: &str, rounds: u32, each: u32, mut work: impl FnMut()) {
    work();
    print!("{name}");
    for _ in 0..rounds {
        let from = processor();
        for _ in 0..each {
            work();
        }
        print!(" {:.4}", (processor() - from) / f64::from(each));
    }
    println!();
}

/// Milliseconds of processor that this thread has had, by the kernel's scheduler: others on the machine do not
/// count. It is brought up to date every few milliseconds, so a round must last for tens of them.
fn processor() -> f64 {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap();
    let nanoseconds: f64 = told.split_whitespace().next().unwrap().parse().unwrap();
    nanoseconds / 1e6
}
