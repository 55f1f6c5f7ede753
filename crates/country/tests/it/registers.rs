use std::collections::{HashMap, HashSet};

use country::Plan;
use domain::calendar::YearPlan;
use domain::document::{HealthCode, LicenceClass, LicenceNumber, OwnerNumber, PassportNumber};
use domain::person::{BirthDate, FullName, OldNumber, PersonNumber, Sex};
use domain::registers::Register;
use jiff::civil::Date;

use crate::{Folder, Line, TODAY, generate, plan, rows};

fn day(text: &str) -> Date {
    text.parse()
        .unwrap_or_else(|_| panic!("{text:?} is no date"))
}

fn known_day(text: &str) -> Option<Date> {
    (!text.is_empty()).then(|| day(text))
}

// law: FMT-ID-1, FMT-ID-2, FMT-ID-3, FMT-ID-4, FMT-ID-5
#[test]
fn people_are_consistent_with_their_numbers() {
    let folder = Folder::new("people");
    let people = rows(&generate(&plan(8_000), &folder), Register::Population);
    assert_eq!(people.len(), 8_000);
    let mut differing = 0;
    for line in &people {
        let number = PersonNumber::parse(&line["number"]).unwrap();
        let birth = BirthDate::parse(&line["birth_date"]).unwrap();
        let sex = Sex::parse(&line["sex"]).unwrap();
        FullName::parse(&line["name"]).unwrap();
        assert_eq!(
            FullName::parse(&line["name"]).unwrap().as_str(),
            line["name"]
        );
        assert_eq!(number.province_code(), line["birth_province"]);
        assert!(domain::province::by_code(&line["birth_province"]).is_some());
        assert!((0..=100).contains(&birth.age_on(TODAY).max(0)));
        assert_eq!(line["status"] == "dead", !line["died_on"].is_empty());
        differing += usize::from(!number.warnings(sex, &birth).is_empty());
    }
    // FMT-ID-5: a few were corrected after the number was given.
    assert!((1..=30).contains(&differing), "{differing} numbers differ");
}

// law: D59-11.1
#[test]
fn children_have_a_parent_of_their_family_and_adults_have_none() {
    let folder = Folder::new("children");
    let people = rows(&generate(&plan(6_000), &folder), Register::Population);
    let by_number: HashMap<_, _> = people
        .iter()
        .map(|line| (line["number"].clone(), line))
        .collect();
    let (mut children, mut orphans) = (0, 0);
    for line in &people {
        let birth = BirthDate::parse(&line["birth_date"]).unwrap();
        if birth.age_on(TODAY) >= 14 {
            assert_eq!(line["guardian_number"], "", "{}", line["number"]);
            continue;
        }
        children += 1;
        let Some(parent) = by_number.get(&line["guardian_number"]) else {
            orphans += 1;
            continue;
        };
        let older = birth.year() - BirthDate::parse(&parent["birth_date"]).unwrap().year();
        assert!((18..=44).contains(&older), "a parent {older} years older");
        assert_eq!(
            (&parent["address"], parent["status"].as_str()),
            (&line["address"], "living")
        );
        let surname = |line: &Line| line["name"].split(' ').next().unwrap().to_owned();
        let style = ["Y", "H'", "K'", "Ka"];
        assert!(surname(parent) == surname(line) || style.contains(&surname(line).as_str()));
    }
    assert!(
        children > 1_000 && orphans == 0,
        "{children} children, {orphans} without a parent"
    );
}

#[test]
fn names_and_provinces_are_as_frequent_as_in_life() {
    let folder = Folder::new("frequent");
    let people = rows(&generate(&plan(20_000), &folder), Register::Population);
    let share = |what: &dyn Fn(&Line) -> bool| {
        people.iter().filter(|line| what(line)).count() * 100 / 20_000
    };
    assert!((33..=41).contains(&share(&|line| line["name"].starts_with("Nguyễn "))));
    assert!((4..=8).contains(&share(&|line| line["birth_province"] == "074")));
    assert!((48..=52).contains(&share(&|line| line["sex"] == "male")));
    assert!((19..=28).contains(&share(&|line| !line["guardian_number"].is_empty())));
    let provinces: HashSet<_> = people
        .iter()
        .map(|line| line["birth_province"].as_str())
        .collect();
    assert_eq!(provinces.len(), 63);
}

// law: FMT-ID-1, FMT-ID-7
#[test]
fn no_number_is_given_twice_among_50_000() {
    let folder = Folder::new("unique");
    let summary = generate(&plan(50_000), &folder);
    let once = |register: Register, column: &str| {
        let mut seen = HashSet::new();
        for line in rows(&summary, register) {
            let value = line[column].clone();
            // The long health codes end in the same ten digits (FMT-BH-2).
            let key = if register == Register::Health {
                value[value.len() - 10..].to_owned()
            } else {
                value
            };
            assert!(
                key.is_empty() || seen.insert(key.clone()),
                "{column} {key} stands twice"
            );
        }
    };
    once(Register::Population, "number");
    once(Register::Population, "old_number");
    once(Register::Population, "portrait");
    once(Register::Cards, "number");
    once(Register::Licences, "number");
    once(Register::Health, "code");
    once(Register::Passports, "number");
    once(Register::Business, "code");
    once(Register::Units, "code");
    once(Register::Holidays, "day");
}

// law: APP-16, D59-14.1.a
#[test]
fn most_adults_hold_a_chip_card_that_is_valid() {
    let folder = Folder::new("cards");
    let summary = generate(&plan(5_000), &folder);
    let births: HashMap<_, _> = rows(&summary, Register::Population)
        .iter()
        .map(|line| (line["number"].clone(), line["birth_date"].clone()))
        .collect();
    let adults = births
        .values()
        .filter(|birth| BirthDate::parse(birth).unwrap().age_on(TODAY) >= 15);
    let adults = adults.count();
    let cards = rows(&summary, Register::Cards);
    let mut valid = 0;
    for line in &cards {
        let issued = day(&line["issued_on"]);
        assert!(issued <= TODAY && (line["form"] == "barcode" || issued >= day("2021-01-18")));
        assert!(BirthDate::parse(&births[&line["number"]]).unwrap().year() + 14 <= issued.year());
        assert_eq!(line["status"] == "valid", line["changed_on"].is_empty());
        let current = known_day(&line["expires_on"]).is_none_or(|last| TODAY <= last);
        valid += usize::from(line["form"] == "chip" && line["status"] == "valid" && current);
    }
    assert!(
        (85..=97).contains(&(valid * 100 / adults)),
        "{valid} of {adults}"
    );
    for status in ["valid", "withdrawn", "held", "lost"] {
        assert!(
            cards.iter().any(|line| line["status"] == status),
            "no card is {status}"
        );
    }
}

/// Last day of each class on the card.
fn ends(line: &Line, issued: Date) -> Vec<Option<Date>> {
    let end = |class: &str| {
        let [code, _, last] = class.split(':').collect::<Vec<_>>()[..] else {
            panic!("{class}")
        };
        LicenceClass::parse(code, issued).unwrap_or_else(|_| panic!("{class} on {issued}"));
        known_day(last)
    };
    line["classes"].split(';').map(end).collect()
}

/// What there is to see on a licence, and whether it is seen.
fn traits(line: &Line, people: &HashMap<String, Line>) -> [(&'static str, bool); 10] {
    let issued = day(&line["issued_on"]);
    let ends = ends(line, issued);
    let paper = line["form"] == "paper";
    let owner = OwnerNumber::parse(&line["owner_number"]).unwrap();
    let linked = |old: &OldNumber| people.contains_key(old.as_str());
    let holder = people.get(&line["owner_number"]);
    let other_birth = holder.is_some_and(|holder| holder["birth_date"] != line["owner_birth_date"]);
    let old = |known| matches!(&owner, OwnerNumber::Old(old) if linked(old) == known);
    [
        ("paper", paper),
        (
            "expired",
            ends.iter()
                .all(|last| last.is_some_and(|last| last < TODAY)),
        ),
        ("several classes", ends.len() > 1),
        (
            "paper without birth",
            paper && line["owner_birth_date"].is_empty(),
        ),
        ("old and not linked", old(false)),
        ("old and linked", old(true)),
        (
            "of another",
            other_birth && line["owner_birth_date"].len() == 10,
        ),
        ("held", line["status"] == "held"),
        (
            "new classes",
            issued >= domain::document::licence_class::NEW_CLASSES_FROM,
        ),
        ("points lost", line["points"] != "12"),
    ]
}

// law: FMT-GP-1, FMT-GP-3, FMT-GP-4, FMT-GP-6, DOC-r2, DOC-r5
#[test]
fn licences_carry_every_defect() {
    let folder = Folder::new("licences");
    let summary = generate(&plan(20_000), &folder);
    let mut people: HashMap<String, Line> = HashMap::new();
    for line in rows(&summary, Register::Population) {
        people.insert(line["old_number"].clone(), line.clone());
        people.insert(line["number"].clone(), line);
    }
    let licences = rows(&summary, Register::Licences);
    let mut found: HashMap<&str, usize> = HashMap::new();
    for line in &licences {
        let number = LicenceNumber::parse(&line["number"]).unwrap();
        assert_eq!(format!("{:?}", number.form()).to_lowercase(), line["form"]);
        assert_eq!(line["status"] == "valid", line["status_since"].is_empty());
        for (what, seen) in traits(line, &people) {
            *found.entry(what).or_default() += usize::from(seen);
        }
    }
    let share = |what| found[what] * 1_000 / licences.len();
    assert!(
        (90..=200).contains(&share("paper")),
        "{found:?} of {}",
        licences.len()
    );
    assert!(
        (8..=80).contains(&share("expired")),
        "{found:?} of {}",
        licences.len()
    );
    assert!(
        found.values().all(|count| *count >= 15),
        "{found:?} of {}",
        licences.len()
    );
    println!("{found:?} of {}", licences.len());
}

// law: FMT-BH-1, FMT-BH-2, FMT-HC-1, FMT-ID-7
#[test]
fn papers_are_well_formed() {
    let folder = Folder::new("papers");
    let summary = generate(&plan(5_000), &folder);
    let mut lengths = HashSet::new();
    for line in rows(&summary, Register::Health) {
        HealthCode::parse(&line["code"]).unwrap();
        lengths.insert(line["code"].len());
        assert!(day(&line["valid_from"]) <= day(&line["valid_to"]));
    }
    assert_eq!(lengths, HashSet::from([10, 15]));
    for line in rows(&summary, Register::Passports) {
        PassportNumber::parse(&line["number"]).unwrap();
        assert!(
            day(&line["issued_on"]) <= TODAY && day(&line["issued_on"]) < day(&line["expires_on"])
        );
    }
    for line in rows(&summary, Register::Population)
        .iter()
        .filter(|line| !line["old_number"].is_empty())
    {
        OldNumber::parse(&line["old_number"]).unwrap();
    }
}

// law: WD-2, WD-3, WD-4, WD-5
#[test]
fn the_calendar_is_one_that_the_clock_accepts() {
    let folder = Folder::new("calendar");
    let holidays = rows(&generate(&plan(50), &folder), Register::Holidays);
    for year in 2022..=2035 {
        let days = |kind: &str| {
            let of = holidays.iter().filter(|line| line["kind"] == kind);
            of.map(|line| day(&line["day"]))
                .filter(|day| day.year() == year)
                .collect::<Vec<_>>()
        };
        YearPlan::new(year, days("off"), days("working")).unwrap();
        assert!(days("off").len() >= 10, "{year}");
    }
    let guessed = holidays
        .iter()
        .filter(|line| line["name"].ends_with("(tạm tính)"));
    assert!(
        guessed.clone().count() > 90 && guessed.clone().all(|line| day(&line["day"]).year() > 2026)
    );
}

#[test]
fn before_2025_there_are_no_points_and_no_new_classes() {
    let folder = Folder::new("before");
    let today = jiff::civil::date(2023, 4, 17);
    let summary = generate(
        &Plan {
            today,
            ..plan(2_000)
        },
        &folder,
    );
    for line in rows(&summary, Register::Licences) {
        assert_eq!(line["points"], "");
        assert!(day(&line["issued_on"]) <= today);
    }
    assert!(
        rows(&summary, Register::Cards)
            .iter()
            .all(|line| day(&line["issued_on"]) <= today)
    );
}
