//! How long faces take: `face_bench MODELS PICTURE ROUNDS TEMPLATES`. Prints a line for each step: its name and the
//! milliseconds of processor of each round; before them what loading took, in milliseconds, and how much memory, in MB.
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::cast_precision_loss,
    reason = "a benchmark measures, and xtask reads what it prints"
)]

use std::hint::black_box;
use std::num::NonZeroUsize;
use std::path::PathBuf;

use biometrics::face::{FaceEngine, FaceTemplate, Identity, Index, Models, OnnxFaces, Picture};

/// How many make one round: of what takes tens of milliseconds, and of what takes next to nothing.
const FEW: u32 = 5;
const MANY: u32 = 100_000;
const NUMBERS: usize = 512;

fn main() {
    let mut args = std::env::args().skip(1);
    let folder = PathBuf::from(args.next().unwrap());
    let file = std::fs::read(args.next().unwrap()).unwrap();
    let rounds: u32 = args.next().unwrap().parse().unwrap();
    let count: u64 = args.next().unwrap().parse().unwrap();

    let (from, before) = (processor(), memory());
    let models = Models::open(&folder, NonZeroUsize::MIN).unwrap();
    let engine = OnnxFaces::new(models);
    println!("load {:.1}", processor() - from);
    let picture = Picture::read(&file).unwrap();
    let face = engine.extract(&picture).unwrap();
    engine.suspicion(&picture, &face).unwrap();
    println!("memory-engine {:.1}", memory() - before);

    time("read", rounds, FEW, || {
        drop(black_box(Picture::read(&file)));
    });
    time("template", rounds, FEW, || {
        drop(black_box(engine.extract(&picture)));
    });
    time("suspicion", rounds, FEW, || {
        black_box(engine.suspicion(&picture, &face)).unwrap();
    });
    time("whole", rounds, FEW, || {
        let picture = Picture::read(&file).unwrap();
        drop(black_box(engine.extract(&picture)));
    });
    let other = strange(engine.identity(), 1);
    time("compare", rounds, MANY, || {
        black_box(engine.similarity(&face.template, &other)).unwrap();
    });
    let bytes = face.template.to_bytes();
    time("from-bytes", rounds, MANY / 10, || {
        let read = FaceTemplate::from_bytes(&bytes, engine.identity());
        drop(black_box(read));
    });
    search(&engine, &face.template, count, rounds);
}

/// A search over strangers and one that is looked for, beside the bare reading of as many bytes.
fn search(engine: &OnnxFaces, probe: &FaceTemplate, count: u64, rounds: u32) {
    let before = memory();
    let mut index = Index::new(
        engine.identity().clone(),
        NonZeroUsize::new(NUMBERS).unwrap(),
    );
    for key in 1..count {
        index.insert(key, &strange(engine.identity(), key)).unwrap();
    }
    index.insert(0, probe).unwrap();
    println!("memory-index {:.1}", memory() - before);
    println!("searched {}", index.len());
    let found = index.search(probe, 10, 0.43).unwrap();
    assert_eq!(found.first().map(|hit| hit.key), Some(0));
    time("search", rounds, 1, || {
        drop(black_box(index.search(black_box(probe), 10, 0.43)));
    });
    // What a search must read: a byte for each number and a scale for each template.
    let words = usize::try_from(count).unwrap() * (NUMBERS + 4) / 8;
    let memory = vec![1_u64; words];
    println!("bytes {}", words * 8);
    time("bare-reading", rounds, 1, || {
        let mut sums = [0_u64; 16];
        for chunk in black_box(&memory).as_chunks::<16>().0 {
            for (sum, word) in sums.iter_mut().zip(chunk) {
                *sum ^= word;
            }
        }
        black_box(sums);
    });
}

/// A template that looks random and is always the same.
fn strange(engine: &Identity, seed: u64) -> FaceTemplate {
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        // Four even numbers make nearly a normal one.
        let parts = [0, 16, 32, 48].map(|at| (state >> at & 0xFFFF) as f32);
        parts.iter().sum::<f32>() / 65_536.0 - 2.0
    };
    FaceTemplate::new(engine.clone(), (0..NUMBERS).map(|_| next()).collect()).unwrap()
}

fn time(name: &str, rounds: u32, each: u32, mut work: impl FnMut()) {
    work();
    print!("{name}");
    for _ in 0..rounds {
        let from = processor();
        for _ in 0..each {
            work();
        }
        print!(" {:.5}", (processor() - from) / f64::from(each));
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

/// Megabytes of memory that this process holds.
fn memory() -> f64 {
    let told = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = told.lines().find(|line| line.starts_with("VmRSS")).unwrap();
    let kib: f64 = line.split_whitespace().nth(1).unwrap().parse().unwrap();
    kib * 1024.0 / 1e6
}
