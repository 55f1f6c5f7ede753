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
