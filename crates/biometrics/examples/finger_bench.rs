//! How long prints take: `finger_bench FOLDER ROUNDS`, the folder that `cargo xtask prints` fills. Prints a line for
//! each step: its name and the milliseconds of processor of each round.
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a benchmark measures, and xtask reads what it prints"
)]

use std::hint::black_box;
use std::path::PathBuf;

use biometrics::finger::{
    FingerEngine, Fingers, Fit, Gate, Kind, Minutia, Nbis, Position, Scan, Template,
};

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
    let fingers = Fingers::default();
    let take = |name: &str, position| -> Fit {
        let taken = fingers.take(&Gate::START, position, &file(name), 500);
        taken.unwrap()
    };
    let (right, left) = (Position::RightIndex, Position::LeftIndex);
    let scan = Scan::read(&png, 500).unwrap();
    let [on_record, same, other] = ["p1_1.png", "p1_2.png", "p2_1.png"].map(|p| take(p, right));
    let left_probe = take("p2_1.png", left);
    let [on_record, other] = [on_record, other].map(Fit::into_template);
    let record = on_record.to_record();
    let records = [right, left].map(|position| {
        ["p1_1.png", "p1_2.png", "p2_1.png"]
            .map(|p| (position, take(p, position).template().to_record()))
    });
    let records = records
        .iter()
        .flatten()
        .map(|(position, record)| (*position, &record[..]));
    let enrolled = fingers.restore(records).unwrap();

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
        let read = Template::from_record(&record, engine.identity(), right);
        drop(black_box(read));
    });
    time("compare-same", rounds, EACH, || {
        black_box(engine.similarity(same.template(), &on_record)).unwrap();
    });
    time("compare-other", rounds, EACH, || {
        black_box(engine.similarity(&other, &on_record)).unwrap();
    });
    time("two-fingers", rounds, FEW, || {
        black_box(fingers.compare(&[&same, &left_probe], &enrolled)).unwrap();
    });
    worst(&engine, rounds);
}

/// What somebody might make up to keep us busy.
fn worst(engine: &Nbis, rounds: u32) {
    for (name, step) in [("worst-fine", 2), ("worst-coarse", 4)] {
        let scan = noise(step);
        time(name, rounds, 1, || {
            drop(black_box(engine.extract(&scan, Position::RightIndex)))
        });
    }
    let grids = [("worst-grid", 0), ("worst-turned-grid", 7)];
    let grids = grids.map(|(name, turn)| (name, made(engine, |at| grid(at, turn))));
    let blocks = ("worst-blocks", made(engine, block));
    for (name, template) in grids.into_iter().chain([blocks]) {
        time(name, rounds, 1, || {
            black_box(engine.similarity(&template, &template)).ok();
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

fn made(engine: &Nbis, place: impl Fn(u8) -> (u16, u16, u8)) -> Template {
    let minutiae = (0..150).map(place).map(|(x, y, angle)| Minutia {
        x,
        y,
        angle,
        quality: 50,
        kind: Kind::Other,
    });
    let (right, size) = (Position::RightIndex, (1000, 1000));
    Template::new(engine.identity(), right, size, 50, minutiae.collect()).unwrap()
}

/// In rank and file: every pair looks like every other.
fn grid(at: u8, turn: u8) -> (u16, u16, u8) {
    let (column, row) = (u16::from(at % 12), u16::from(at / 12));
    (column * 20 + 9, row * 20 + 9, at.wrapping_mul(turn))
}

/// Blocks of nine close together: each of a block may be each other, and the search goes on for ever.
fn block(at: u8) -> (u16, u16, u8) {
    let at = u16::from(at);
    let (x, y) = (at % 3 * 5 + 9, at / 3 % 3 * 5 + 9);
    (at / 9 % 6 * 60 + x, at / 54 * 60 + y, 0)
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
