//! Error rates of the engine on pictures of known people: `face_rates MODELS SET…`. Each set is a folder with a
//! folder of pictures (PNG or JPEG, the person's face the largest) for each person; people of different sets are
//! compared too. For whoever calibrates thresholds: how often each is wrong, and what that is at most with 95 % confidence
//! (`biometrics::at_most`). That takes comparisons for independent, which those of one person are not, so the truth is
//! wider.
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::cast_precision_loss,
    reason = "a tool at a shell; whoever started it reads what it prints"
)]

use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use biometrics::at_most;
use biometrics::face::{
    Extraction, FaceEngine, Gate, Models, OnnxFaces, Picture, Suspicion, Thresholds, Unfit,
};

struct Face {
    person: String,
    set: usize,
    found: Extraction,
    suspicion: Option<Suspicion>,
}

fn main() {
    let mut args = std::env::args().skip(1).map(PathBuf::from);
    let models = Models::open(&args.next().unwrap(), NonZeroUsize::MIN).unwrap();
    let engine = OnnxFaces::new(models);
    let sets: Vec<PathBuf> = args.collect();
    let mut faces = Vec::new();
    for (number, set) in sets.iter().enumerate() {
        let from = faces.len();
        load(&engine, set, number, &mut faces);
        tell(set, faces.get(from..).unwrap());
    }
    if sets.len() > 1 {
        for (number, set) in sets.iter().enumerate() {
            let own: Vec<&Face> = faces.iter().filter(|face| face.set == number).collect();
            report(&set.display().to_string(), &engine, &own);
        }
    }
    report("all", &engine, &faces.iter().collect::<Vec<_>>());
    println!("\nengine digest {}", engine.identity().digest());
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let mut found: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    found.sort();
    found
}

fn load(engine: &OnnxFaces, set: &Path, number: usize, faces: &mut Vec<Face>) {
    for person in entries(set).iter().filter(|path| path.is_dir()) {
        for file in entries(person) {
            let picture = match Picture::read(&std::fs::read(&file).unwrap()) {
                Ok(picture) => picture,
                Err(why) => {
                    println!("{}: {why}", file.display());
                    continue;
                }
            };
            match engine.extract(&picture) {
                Ok(found) => faces.push(Face {
                    person: person.display().to_string(),
                    set: number,
                    suspicion: engine.suspicion(&picture, &found).unwrap(),
                    found,
                }),
                Err(why) => println!("{}: {why}", file.display()),
            }
        }
    }
}

/// What the gates and the flag make of a set.
fn tell(set: &Path, faces: &[Face]) {
    let suspected = faces.iter().filter(|face| face.suspicion.is_some()).count();
    let count = faces.len();
    println!(
        "{}: {count} faces, {suspected} of them suspected",
        set.display()
    );
    for (name, gate) in [
        ("enrolment", Gate::ENROLMENT),
        ("verification", Gate::VERIFICATION),
        (
            "verification, of any size",
            Gate {
                eyes: 0,
                ..Gate::VERIFICATION
            },
        ),
    ] {
        let mut faults: BTreeMap<&str, usize> = BTreeMap::new();
        for face in faces {
            let found = gate.faults(&face.found.quality);
            let first = found.first().copied();
            *faults.entry(first.map_or("pass", Unfit::code)).or_default() += 1;
        }
        println!("  {name}: {faults:?}");
    }
}

fn report(name: &str, engine: &OnnxFaces, faces: &[&Face]) {
    let (mut same, mut different) = (Vec::new(), Vec::new());
    for (at, one) in faces.iter().enumerate() {
        for other in faces.iter().skip(at + 1) {
            let score = engine.similarity(&one.found.template, &other.found.template);
            let to = if one.person == other.person {
                &mut same
            } else {
                &mut different
            };
            to.push(score.unwrap());
        }
    }
    if same.is_empty() || different.is_empty() {
        println!("\n{name}: no pairs to compare");
        return;
    }
    let most = different.iter().copied().fold(-1.0_f32, f32::max);
    let count = different.len() as f32;
    let mean = different.iter().sum::<f32>() / count;
    let spread = different.iter().map(|s| (s - mean).powi(2)).sum::<f32>() / count;
    println!(
        "\n{name}: {} comparisons of the same, {} of different people; those {mean:.3} on average, spread {:.3}, highest {most:.3}",
        same.len(),
        different.len(),
        spread.sqrt()
    );
    println!("equal error rate {:.2} %", equal_error(&same, &different));
    println!("from    false matches                      false non-matches");
    let (attended, unattended) = (Thresholds::attended(), Thresholds::unattended());
    let mut bounds = vec![0.20, 0.25, 0.30, 0.33, most + 1e-4, 0.40, 0.55, 0.60];
    bounds.extend([attended.unclear_from(), attended.match_from()]);
    bounds.push(unattended.match_from());
    bounds.sort_by(f32::total_cmp);
    for from in bounds {
        let wrong = different.iter().filter(|score| **score >= from).count();
        let missed = same.iter().filter(|score| **score < from).count();
        let (wrong, missed) = (share(wrong, different.len()), share(missed, same.len()));
        println!("{from:.3}  {wrong}  {missed}");
    }
}

/// Where as many of the same are refused as of different ones are let through, in percent.
fn equal_error(same: &[f32], different: &[f32]) -> f64 {
    let rates = (0..1000_u16).map(|at| {
        let from = f32::from(at) / 1000.0;
        let wrong = different.iter().filter(|score| **score >= from).count();
        let missed = same.iter().filter(|score| **score < from).count();
        (
            wrong as f64 / different.len() as f64,
            missed as f64 / same.len() as f64,
        )
    });
    let nearest = rates.min_by(|a, b| (a.0 - a.1).abs().total_cmp(&(b.0 - b.1).abs()));
    let (wrong, missed) = nearest.unwrap();
    100.0 * f64::midpoint(wrong, missed)
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
