use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use country::{CountryError, Plan, Summary};
use domain::registers::{
    Fields, Header, Register, RowError, business, cards, health, holidays, licences, line,
    passports, population, units,
};
use jiff::civil::date;

use crate::{Folder, TODAY, generate, path_of, plan, rows};

fn all_bytes(dir: &Path, into: &mut BTreeMap<String, Vec<u8>>, root: &Path) {
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            all_bytes(&path, into, root);
        } else {
            let name = path
                .strip_prefix(root)
                .unwrap()
                .to_string_lossy()
                .into_owned();
            into.insert(name, fs::read(&path).unwrap());
        }
    }
}

fn bytes_of(plan: &Plan, name: &str) -> BTreeMap<String, Vec<u8>> {
    let folder = Folder::new(name);
    generate(plan, &folder);
    let mut files = BTreeMap::new();
    all_bytes(&folder.0, &mut files, &folder.0);
    files
}

#[test]
fn the_same_plan_gives_the_same_bytes_and_another_seed_other_ones() {
    let plan = Plan {
        portraits: true,
        ..plan(120)
    };
    let first = bytes_of(&plan, "first");
    assert!(first == bytes_of(&plan, "second"));
    let other = bytes_of(&Plan { seed: 8, ..plan }, "other");
    assert!(first["population.csv"] != other["population.csv"]);
    assert!(first["portraits/0000/0000100.jpg"] != other["portraits/0000/0000100.jpg"]);
    assert!(first.keys().all(|name| !name.contains(".part")));
}

/// Reads a register's file as the importer does; how many lines it took.
fn import<T>(
    summary: &Summary,
    register: Register,
    parse: fn(&Fields<'_>) -> Result<T, RowError>,
) -> usize {
    let bytes = fs::read(path_of(summary, register)).unwrap();
    let mut lines = bytes
        .strip_suffix(b"\n")
        .unwrap()
        .split(|byte| *byte == b'\n');
    let header = line::text(lines.next().unwrap()).unwrap();
    let header = Header::read(register.columns(), &header).unwrap();
    let mut taken = 0;
    for (bytes, at) in lines.zip(2..) {
        let text = line::text(bytes).unwrap();
        assert!(
            matches!(text, Cow::Borrowed(_)),
            "{register:?} line {at} is not NFC"
        );
        let mut values = Vec::new();
        line::split(&text, &mut values).unwrap();
        let told = header
            .fields(&values)
            .and_then(|fields| parse(&fields).map(drop));
        assert_eq!(told, Ok(()), "{register:?} line {at}: {text}");
        taken += 1;
    }
    taken
}

#[test]
fn the_importer_takes_every_line_of_every_file() {
    for today in [date(2022, 1, 1), date(2023, 4, 17), TODAY] {
        let folder = Folder::new(&format!("import-{today}"));
        let summary = generate(
            &Plan {
                today,
                ..plan(6_000)
            },
            &folder,
        );
        assert_eq!(
            import(&summary, Register::Population, population::parse_row),
            6_000
        );
        assert!(import(&summary, Register::Cards, cards::parse_row) > 4_000);
        assert!(import(&summary, Register::Licences, licences::parse_row) > 2_400);
        assert!(import(&summary, Register::Health, health::parse_row) > 5_000);
        assert!(import(&summary, Register::Passports, passports::parse_row) > 450);
        assert!(import(&summary, Register::Business, business::parse_row) > 50);
        assert!(import(&summary, Register::Units, units::parse_row) > 600);
        assert!(import(&summary, Register::Holidays, holidays::parse_row) > 150);
    }
}

// law: D59-14.2.a2, D59-15.2
#[test]
fn the_cast_has_prints_on_record_and_nobody_else() {
    let folder = Folder::new("prints");
    let plan = Plan {
        portraits: true,
        ..plan(150)
    };
    let summary = generate(&plan, &folder);
    let cast: Vec<_> = summary.cast.iter().map(|one| one.number.clone()).collect();
    let read = |path: &str| fs::read(folder.0.join(path)).unwrap();
    let mut seen = std::collections::HashSet::new();
    for (register, least) in [(Register::Cards, 10), (Register::Foreigners, 2)] {
        let mut with = 0;
        for line in rows(&summary, register) {
            let fingers = &line["fingers"];
            if register == Register::Cards {
                let chip = cast.contains(&line["number"]) && line["form"] == "chip";
                assert_eq!(!fingers.is_empty(), chip, "{}", line["number"]);
            } else if !fingers.is_empty() {
                assert_eq!(line["biometrics"], "yes");
            }
            with += usize::from(!fingers.is_empty());
            for part in fingers.split(';').filter(|part| !part.is_empty()) {
                let (finger, path) = part.split_once(':').unwrap();
                assert!(path.ends_with(&format!("-{finger}.png")), "{path}");
                let kept = read(path);
                assert!(kept.len() < 150_000, "{} bytes", kept.len());
                assert_ne!(kept, read(&path.replace("prints/", "prints/live/")));
                assert!(seen.insert(kept), "somebody's prints twice");
            }
        }
        assert!(with >= least, "{register:?}: {with}");
    }
}

#[test]
fn a_portrait_of_everybody_is_a_small_jpeg_of_its_own() {
    let folder = Folder::new("portraits");
    let summary = generate(
        &Plan {
            portraits: true,
            ..plan(150)
        },
        &folder,
    );
    let mut seen = std::collections::HashSet::new();
    for line in rows(&summary, Register::Population) {
        let bytes = fs::read(folder.0.join(&line["portrait"])).unwrap();
        assert!(
            (1_500..7_000).contains(&bytes.len()),
            "{} bytes",
            bytes.len()
        );
        let image = image::load_from_memory_with_format(&bytes, image::ImageFormat::Jpeg).unwrap();
        assert_eq!((image.width(), image.height()), (180, 240));
        assert!(
            seen.insert(bytes),
            "{} looks like another",
            line["portrait"]
        );
    }
    let cards = rows(&summary, Register::Cards);
    assert!(
        cards
            .iter()
            .all(|line| folder.0.join(&line["portrait"]).is_file())
    );
    assert!(
        cards
            .iter()
            .any(|line| line["portrait"].ends_with("-card.jpg"))
    );
    let own = cards
        .iter()
        .filter(|line| line["portrait"].ends_with("-card.jpg"))
        .count();
    let foreigners = rows(&summary, Register::Foreigners);
    assert!(
        foreigners
            .iter()
            .all(|line| folder.0.join(&line["portrait"]).is_file())
    );
    assert_eq!(summary.portraits as usize, 150 + own + foreigners.len());
}

#[test]
fn progress_ends_with_everybody() {
    let folder = Folder::new("progress");
    let mut told = Vec::new();
    country::generate(&plan(1_234), &folder.0, &mut |progress| {
        told.push(progress.people);
    })
    .unwrap();
    assert_eq!(told, [500, 1_000, 1_234]);
}

#[test]
fn plans_that_cannot_be_are_named_errors() {
    let refused = |plan: Plan| country::cast(&plan).unwrap_err();
    assert!(matches!(
        refused(plan(49)),
        CountryError::TooFewPeople {
            least: 50,
            asked: 49
        }
    ));
    assert!(matches!(
        refused(plan(u32::MAX)),
        CountryError::TooManyPeople { .. }
    ));
    let early = Plan {
        today: jiff::civil::date(2021, 12, 31),
        ..plan(50)
    };
    assert!(matches!(
        refused(early),
        CountryError::OutsideCalendar { .. }
    ));
    let nowhere = country::generate(&plan(50), Path::new("/dev/null/x"), &mut |_| {});
    assert!(matches!(nowhere.unwrap_err(), CountryError::Write { .. }));
}
