use std::collections::HashMap;

use country::{CastMember, Expected, Plan};
use domain::document::licence::HeldClass;
use domain::document::matching::{HolderFacts, Verdict, check_licence};
use domain::document::{
    Authority, LicenceClaim, LicenceClass, LicenceForm, LicenceNumber, LicenceRecord, Owner,
    OwnerNumber, SourceState,
};
use domain::person::{BirthDate, FullName, OldNumber, PersonNumber};
use domain::registers::Register;
use jiff::civil::{Date, date};

use crate::{Folder, Line, TODAY, generate, plan, rows};

fn holder(line: &Line) -> HolderFacts {
    HolderFacts {
        number: PersonNumber::parse(&line["number"]).unwrap(),
        old_number: OldNumber::parse(&line["old_number"]).ok(),
        name: FullName::parse(&line["name"]).unwrap(),
        birth: BirthDate::parse(&line["birth_date"]).unwrap(),
    }
}

fn record(line: &Line) -> LicenceRecord {
    let issued_on: Date = line["issued_on"].parse().unwrap();
    let classes = line["classes"].split(';').map(|class| {
        let [code, _, last] = class.split(':').collect::<Vec<_>>()[..] else {
            panic!("{class}")
        };
        HeldClass {
            class: LicenceClass::parse(code, issued_on).unwrap(),
            expires_on: last.parse().ok(),
        }
    });
    let by = || Authority {
        name: line["status_by"].clone(),
        since: line["status_since"].parse().unwrap(),
    };
    LicenceRecord {
        number: LicenceNumber::parse(&line["number"]).unwrap(),
        form: if line["form"] == "paper" {
            LicenceForm::Paper
        } else {
            LicenceForm::Pet
        },
        owner: Owner {
            number: OwnerNumber::parse(&line["owner_number"]).unwrap(),
            name: FullName::parse(&line["owner_name"]).unwrap(),
            birth: BirthDate::parse(&line["owner_birth_date"]).ok(),
        },
        classes: classes.collect(),
        points: None,
        state: match line["status"].as_str() {
            "held" => SourceState::Held(by()),
            "revoked" => SourceState::Revoked(by()),
            _ => SourceState::InForce,
        },
        issued_on,
        issued_by: line["issued_by"].clone(),
    }
}

// law: DOC-r1, DOC-r2, DOC-r3, DOC-GPLX
#[test]
fn each_member_gets_from_the_rules_what_the_cast_promises() {
    for today in [
        date(2022, 11, 1),
        date(2023, 4, 17),
        date(2024, 12, 31),
        date(2025, 1, 1),
        TODAY,
        date(2031, 2, 28),
    ] {
        let folder = Folder::new(&format!("cast-{today}"));
        let summary = generate(&Plan { today, ..plan(50) }, &folder);
        let key = |register| -> HashMap<String, Line> {
            rows(&summary, register)
                .into_iter()
                .map(|line| (line["number"].clone(), line))
                .collect()
        };
        let (people, licences) = (key(Register::Population), key(Register::Licences));
        for member in &summary.cast {
            let Some(licence) = &member.licence else {
                continue;
            };
            let claim = LicenceClaim::parse(&licence.number, &licence.class).unwrap();
            let record = licences.get(&licence.number).map(record);
            let told = check_licence(
                &holder(&people[&member.number]),
                &claim,
                record.as_ref(),
                today,
            );
            let fits = match (licence.expected, told) {
                (Expected::Verified | Expected::OutsidePilot, Verdict::Verified(_)) => true,
                (Expected::Refused(reason), Verdict::Refused(told)) => reason == told,
                _ => false,
            };
            assert!(
                fits,
                "{} on {today}: not {}",
                member.role,
                licence.expected.code()
            );
        }
    }
}

#[test]
fn the_cast_is_the_same_in_a_country_of_any_size() {
    let small = country::cast(&plan(50)).unwrap();
    assert_eq!(small, country::cast(&plan(4_000_000)).unwrap());
    let folder = Folder::new("same");
    let summary = generate(&plan(3_000), &folder);
    assert_eq!(small, summary.cast);
    let first = rows(&summary, Register::Population);
    for (member, line) in small.iter().zip(&first) {
        assert_eq!(
            (&member.number, &member.full_name),
            (&line["number"], &line["name"])
        );
    }
    // Nobody else is one of them, nor under their guardianship.
    let numbers: Vec<_> = small.iter().map(|member| &member.number).collect();
    assert!(
        first
            .iter()
            .skip(small.len())
            .all(|line| !numbers.contains(&&line["guardian_number"]))
    );
}

fn role<'a>(cast: &'a [CastMember], role: &str) -> &'a CastMember {
    let member = cast.iter().find(|member| member.role == role);
    member.unwrap_or_else(|| panic!("nobody is {role}"))
}

// law: D59-14.1.a, D59-19.1.a.iii
#[test]
fn the_cast_holds_the_cards_that_the_journeys_need() {
    let cast = country::cast(&plan(50)).unwrap();
    let card = |key: &str| {
        let card = role(&cast, key).card.as_ref();
        card.map_or("none", |card| card.form).to_owned() + card.map_or("", |card| card.status)
    };
    for adult in [
        "licence_many",
        "other_province",
        "level_2_ready",
        "elderly",
        "all_marks",
    ] {
        assert_eq!(card(adult), "chipvalid", "{adult}");
    }
    assert_eq!(card("barcode_card"), "barcodevalid");
    assert_eq!(card("withdrawn_card"), "chipwithdrawn");
    assert_eq!(card("dead"), "chipwithdrawn");
    assert_eq!(card("lost_card"), "chiplost");
    assert_eq!(card("no_card"), "none");
    assert_eq!(card("child"), "none");
    let parent = role(&cast, "licence_many");
    assert_eq!(role(&cast, "child").guardian.as_ref(), Some(&parent.number));
    let ready = role(&cast, "level_2_ready");
    assert_eq!(ready.health_card.as_ref().unwrap().len(), 15);
    assert_eq!(ready.passport.as_ref().unwrap().number.len(), 8);
}

// law: FMT-ID-5, D59-11.1
#[test]
fn the_cast_has_the_ages_and_names_that_the_journeys_need() {
    let cast = country::cast(&plan(50)).unwrap();
    let birth = |key: &str| BirthDate::parse(&role(&cast, key).birth_date).unwrap();
    for (key, age) in [("elderly", 95), ("child", 13), ("just_14", 14)] {
        assert_eq!(birth(key).age_on(TODAY), age, "{key}");
    }
    assert_eq!(role(&cast, "year_only").birth_date, "1955");
    assert_eq!(role(&cast, "other_province").province, "079");
    assert!(role(&cast, "long_name").full_name.chars().count() > 60);
    let differs = role(&cast, "number_differs");
    let number = PersonNumber::parse(&differs.number).unwrap();
    assert_eq!(
        number.warnings(differs.sex, &birth("number_differs")).len(),
        2
    );
    let mut phones: Vec<_> = cast.iter().map(|member| &member.phone).collect();
    phones.sort();
    phones.dedup();
    assert_eq!(phones.len(), cast.len());
}
