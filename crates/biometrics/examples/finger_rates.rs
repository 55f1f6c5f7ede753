//! Error rates of the engine on prints of known fingers: `finger_rates FOLDER…`. Each folder is a set of pictures
//! (PNG or WSQ, 500 pixels an inch) named `<finger>_<impression>.<ending>`; different sets are never compared.
//! For whoever calibrates thresholds: how often each threshold is wrong, and what that is at most with 95 %
//! confidence (`biometrics::at_most`; it takes comparisons for independent, which those of one finger are not, so the
//! truth is wider).
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::indexing_slicing,
    clippy::cast_precision_loss,
    reason = "a tool at a shell; whoever started it reads what it prints"
)]

use std::collections::BTreeMap;
use std::path::Path;

use biometrics::at_most;
use biometrics::finger::{
    EngineError, Extraction, FingerEngine, Gate, IMPRESSIONS, Nbis, Position, Scan,
};

/// Scores of one kind of comparison: of the same person, of different ones.
#[derive(Default)]
struct Trials {
    same: Vec<u32>,
    different: Vec<u32>,
}

/// One set: the prints of each finger, and every print scored against every other.
struct Set {
    fingers: Vec<Vec<usize>>,
    scores: Vec<Vec<u32>>,
}

fn main() {
    let folders: Vec<String> = std::env::args().skip(1).collect();
    let mut kinds = [const { (Vec::new(), Vec::new()) }; 4];
    let [mut own, mut carried]: [Vec<[u32; 2]>; 2] = Default::default();
    let mut names = Trials::default();
    let mut threes = (0, 0);
    let mut all = 0;
    for folder in &folders {
        let (prints, set) = load(Path::new(folder));
        all += prints.len();
        let fit = prints
            .iter()
            .filter(|p| Gate::START.check((*p).clone()).is_ok());
        let fit = fit.count();
        println!("{folder}: {} prints, {fit} pass the gate", prints.len());
        for (kind, trials) in kinds.iter_mut().zip(trials(&set)) {
            kind.0.extend(trials.same);
            kind.1.extend(trials.different);
        }
        parts(&set, &mut own, &mut carried);
        under_two_names(&set, &mut names);
        alike(&set, &mut threes);
    }
    println!("{all} prints in {} sets", folders.len());
    let titles = [
        "one finger, one impression on record",
        "one finger, three impressions on record",
        "two fingers, one impression on record",
        "two fingers, three impressions on record",
    ];
    for (name, (same, different)) in titles.iter().zip(&kinds) {
        report(name, same, different);
    }
    for (name, (_, different)) in titles.iter().zip(&kinds).take(2) {
        println!(
            "\nfalse matches of the sum over two fingers, if fingers were independent: {name}"
        );
        for from in [30, 36, 40, 45, 50, 55, 60] {
            println!("{from:4}  {:.5} %", 100.0 * sums(different, from));
        }
    }
    report_each(&own, &carried);
    println!("\nthree impressions of a finger, each two alike from {ALIKE}:");
    println!("{}", share(threes.0, threes.1));
    report(
        "three impressions against three of another name",
        &names.same,
        &names.different,
    );
}

/// Both scores of two fingers with three impressions on record: of their owner, and of somebody of whom one finger
/// is the owner's and the other is not.
fn parts(set: &Set, own: &mut Vec<[u32; 2]>, carried: &mut Vec<[u32; 2]>) {
    let best = |probe: usize, on: &[usize]| {
        let three = on.iter().take(IMPRESSIONS);
        three.map(|on| set.scores[probe][*on]).max().unwrap()
    };
    let people: Vec<_> = set.fingers.chunks_exact(2).collect();
    for (a, person) in people.iter().enumerate() {
        for (b, on) in people.iter().enumerate() {
            let probes = person[0].iter().zip(person[1].iter()).skip(IMPRESSIONS);
            for (one, two) in probes {
                if a == b {
                    own.push([best(*one, &on[0]), best(*two, &on[1])]);
                } else {
                    carried.push([best(*one, &person[0]), best(*two, &on[1])]);
                    carried.push([best(*two, &person[1]), best(*one, &on[0])]);
                }
            }
        }
    }
}

fn report_each(own: &[[u32; 2]], carried: &[[u32; 2]]) {
    const SUM: u32 = 50;
    println!(
        "\nsum from {SUM}, and so much of each finger: matches of the owner; of one right finger"
    );
    for each in [0, 8, 12, 16, 20, 24] {
        let matches = |pairs: &[[u32; 2]]| {
            let pair = |p: &&[u32; 2]| p[0] + p[1] >= SUM && p[0].min(p[1]) >= each;
            share(pairs.iter().filter(pair).count(), pairs.len())
        };
        println!("{each:4}  {}  {}", matches(own), matches(carried));
    }
}

/// What an enrolment asks of each two impressions.
const ALIKE: u32 = 20;

/// Counts the sets of three impressions that an enrolment would take in their order, and all.
fn alike(set: &Set, (taken, all): &mut (usize, usize)) {
    for finger in &set.fingers {
        for (a, one) in finger.iter().enumerate() {
            for (b, two) in finger.iter().enumerate().skip(a + 1) {
                for three in finger.iter().skip(b + 1) {
                    let pairs = [(*two, *one), (*three, *one), (*three, *two)];
                    *taken += usize::from(pairs.iter().all(|(p, r)| set.scores[*p][*r] >= ALIKE));
                    *all += 1;
                }
            }
        }
    }
}

/// The best of nine scores: of one finger's first three impressions against the next three, and of two fingers'.
fn under_two_names(set: &Set, names: &mut Trials) {
    for (a, finger) in set.fingers.iter().enumerate() {
        for (b, other) in set.fingers.iter().enumerate() {
            let skip = if a == b { IMPRESSIONS } else { 0 };
            let others = || other.iter().skip(skip).take(IMPRESSIONS);
            let best = finger
                .iter()
                .take(IMPRESSIONS)
                .flat_map(|one| others().map(|two| set.scores[*one][*two]));
            let to = if a == b {
                &mut names.same
            } else {
                &mut names.different
            };
            to.extend(best.max());
        }
    }
}

/// How often two of the scores add up to so much.
fn sums(scores: &[u32], from: u32) -> f64 {
    let reaching = |one: &u32| scores.iter().filter(|two| *one + **two >= from).count();
    scores.iter().map(reaching).sum::<usize>() as f64 / (scores.len() as f64).powi(2)
}

fn load(folder: &Path) -> (Vec<Extraction>, Set) {
    let engine = Nbis::default();
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|e| e == "png" || e == "wsq"))
        .collect();
    files.sort();
    let (mut prints, mut fingers) = (Vec::new(), BTreeMap::<String, Vec<usize>>::new());
    for file in files {
        let name = file.file_stem().unwrap().to_string_lossy().into_owned();
        let finger = name.rsplit_once('_').unwrap().0.to_owned();
        let scan = Scan::read(&std::fs::read(&file).unwrap(), 500).unwrap();
        match engine.extract(&scan, Position::RightIndex) {
            Ok(print) => {
                fingers.entry(finger).or_default().push(prints.len());
                prints.push(print);
            }
            Err(error) => println!("{name}: {error}"),
        }
    }
    let score = |probe: &Extraction, reference: &Extraction| match engine
        .similarity(&probe.template, &reference.template)
    {
        Ok(score) => score,
        Err(EngineError::TooFew | EngineError::TooHard) => 0,
        Err(error) => unreachable!("{error}"),
    };
    let row = |probe| prints.iter().map(|other| score(probe, other)).collect();
    let scores = prints.iter().map(row).collect();
    let fingers = fingers.into_values().collect();
    (prints, Set { fingers, scores })
}

fn trials(set: &Set) -> [Trials; 4] {
    let single = |probe: usize, finger: &[usize], enrolled: usize| -> u32 {
        let best = finger
            .iter()
            .take(enrolled)
            .map(|on| set.scores[probe][*on]);
        best.max().unwrap()
    };
    let mut found: [Trials; 4] = Default::default();
    for (kind, enrolled) in [1, IMPRESSIONS].into_iter().enumerate() {
        for (a, probes) in set.fingers.iter().enumerate() {
            for (b, on) in set.fingers.iter().enumerate() {
                for probe in probes.iter().skip(enrolled) {
                    let score = single(*probe, on, enrolled);
                    let to = &mut found[kind];
                    (if a == b {
                        &mut to.same
                    } else {
                        &mut to.different
                    })
                    .push(score);
                }
            }
        }
        let people: Vec<_> = set.fingers.chunks_exact(2).collect();
        for (a, person) in people.iter().enumerate() {
            for (b, on) in people.iter().enumerate() {
                let (first, second) = (person[0].iter(), person[1].iter());
                for (one, two) in first.zip(second).skip(enrolled) {
                    let score = single(*one, &on[0], enrolled) + single(*two, &on[1], enrolled);
                    let to = &mut found[kind + 2];
                    (if a == b {
                        &mut to.same
                    } else {
                        &mut to.different
                    })
                    .push(score);
                }
            }
        }
    }
    found
}

fn report(name: &str, same: &[u32], different: &[u32]) {
    let most = different.iter().max().unwrap();
    println!(
        "\n{name}: {} comparisons of the same, {} of different people, highest of these {most}",
        same.len(),
        different.len()
    );
    println!("from   false matches                     false non-matches");
    for from in [12, 16, 20, 24, 28, 30, 32, 34, 36, 38, 40, 42, 45, 50, 60] {
        let wrong = different.iter().filter(|score| **score >= from).count();
        let missed = same.iter().filter(|score| **score < from).count();
        println!(
            "{from:4}  {}  {}",
            share(wrong, different.len()),
            share(missed, same.len())
        );
    }
}

fn share(count: usize, of: usize) -> String {
    let [found, of] = [count, of].map(|number| u32::try_from(number).unwrap());
    let most = at_most(found, of);
    let share = f64::from(found) / f64::from(of);
    format!(
        "{count:5} {:7.3} % (at most {:.3})",
        100.0 * share,
        100.0 * most
    )
}
