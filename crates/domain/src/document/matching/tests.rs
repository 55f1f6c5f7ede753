use jiff::civil::date;
use proptest::prelude::*;

use super::*;
use crate::document::record::Authority;
use crate::document::{HealthCode, HeldClass, LicenceClass, LicenceNumber, PassportNumber};

const TODAY: Date = date(2026, 3, 4);
const NUMBER: &str = "790123456789";

fn holder() -> HolderFacts {
    HolderFacts {
        number: PersonNumber::parse("074190001234").unwrap(),
        old_number: Some(OldNumber::parse("280123456").unwrap()),
        name: FullName::parse("Nguyễn Thị Ánh").unwrap(),
        birth: BirthDate::parse("1990-02-03").unwrap(),
    }
}

fn owner(number: &str, name: &str, birth: Option<&str>) -> Owner {
    Owner {
        number: OwnerNumber::parse(number).unwrap(),
        name: FullName::parse(name).unwrap(),
        birth: birth.map(|text| BirthDate::parse(text).unwrap()),
    }
}

fn own() -> Owner {
    owner("074190001234", "NGUYỄN THỊ ÁNH", Some("1990-02-03"))
}

fn held(token: &str, expires_on: Option<Date>) -> HeldClass {
    HeldClass {
        class: LicenceClass::from_token(token).unwrap(),
        expires_on,
    }
}

fn licence() -> LicenceRecord {
    LicenceRecord {
        number: LicenceNumber::parse(NUMBER).unwrap(),
        form: LicenceForm::Pet,
        owner: own(),
        classes: vec![held("old:A1", None), held("old:B2", Some(TODAY))],
        points: None,
        state: SourceState::InForce,
        issued_on: date(2016, 3, 4),
        issued_by: "Sở Giao thông vận tải Bình Dương".to_owned(),
    }
}

fn authority() -> Authority {
    Authority {
        name: "Cảnh sát giao thông".to_owned(),
        since: TODAY,
    }
}

fn refusal(verdict: &Verdict) -> Option<Reason> {
    match verdict {
        Verdict::Verified(_) => None,
        Verdict::Refused(reason) => Some(*reason),
    }
}

fn licence_refusal(class: &str, change: impl FnOnce(&mut LicenceRecord)) -> Option<Reason> {
    let mut record = licence();
    change(&mut record);
    let claim = LicenceClaim::parse(NUMBER, class).unwrap();
    refusal(&check_licence(&holder(), &claim, Some(&record), TODAY))
}

/// For the neighbours: a verdict that only a check can give.
pub(crate) fn verified() -> Verdict {
    let claim = LicenceClaim::parse(NUMBER, "A1").unwrap();
    check_licence(&holder(), &claim, Some(&licence()), TODAY)
}

// law: DOC-GPLX, DOC-r1
#[test]
fn a_licence_of_the_holder_with_the_class_entered_is_verified() {
    let Verdict::Verified(matched) = verified() else {
        panic!("refused")
    };
    let Facts::DrivingLicence(facts) = matched.facts() else {
        panic!("other kind")
    };
    assert_eq!(facts.classes.len(), 2, "shown in full");
    assert_eq!(matched.facts().kind(), DocumentKind::DrivingLicence);
    assert_eq!(
        (matched.facts().number(), matched.facts().expires_on()),
        (NUMBER, None)
    );
    assert!(!format!("{matched:?}").contains(NUMBER));
}

const MINE: &str = "074190001234";
const LINKED: &str = "280123456";
const FOREIGN: &str = "280999999";
const ME: &str = "Nguyễn Thị Ánh";
const OTHER: &str = "Lê Văn An";

fn owner_refusal(form: LicenceForm, number: &str, name: &str, birth: &str) -> Option<Reason> {
    let birth = Some(birth).filter(|text| !text.is_empty());
    licence_refusal("A1", |record| {
        record.form = form;
        record.owner = owner(number, name, birth);
    })
}

// law: DOC-r2
#[test]
fn the_owner_of_a_licence_on_the_personal_number() {
    use LicenceForm::{Paper, Pet};
    use Reason::{OwnerMismatch, PaperCardNoBirthDate};
    for (what, form, number, name, birth, want) in [
        (
            "other number",
            Pet,
            "074190001235",
            ME,
            "1990-02-03",
            Some(OwnerMismatch),
        ),
        (
            "other name",
            Pet,
            MINE,
            OTHER,
            "1990-02-03",
            Some(OwnerMismatch),
        ),
        (
            "marks count",
            Pet,
            MINE,
            "Nguyen Thi Anh",
            "1990-02-03",
            Some(OwnerMismatch),
        ),
        ("other birth", Pet, MINE, ME, "1991", Some(OwnerMismatch)),
        ("plastic, year only", Pet, MINE, ME, "1990", None),
        ("plastic, no birth", Pet, MINE, ME, "", None),
        ("paper, full birth", Paper, MINE, ME, "1990-02-03", None),
        (
            "paper, year only",
            Paper,
            MINE,
            ME,
            "1990",
            Some(PaperCardNoBirthDate),
        ),
        (
            "paper, no birth",
            Paper,
            MINE,
            ME,
            "",
            Some(PaperCardNoBirthDate),
        ),
    ] {
        assert_eq!(owner_refusal(form, number, name, birth), want, "{what}");
    }
}

// law: DOC-r2, DOC-r3, FMT-ID-7
#[test]
fn the_owner_of_a_licence_on_an_old_number() {
    use LicenceForm::{Paper, Pet};
    use Reason::{OldIdNumber, OwnerMismatch, PaperCardNoBirthDate};
    for (what, form, number, name, birth, want) in [
        ("linked", Pet, LINKED, ME, "1990-02-03", None),
        ("linked, paper", Paper, LINKED, ME, "1990-02-03", None),
        ("linked, no birth", Pet, LINKED, ME, "", Some(OldIdNumber)),
        (
            "linked, paper, no birth",
            Paper,
            LINKED,
            ME,
            "",
            Some(PaperCardNoBirthDate),
        ),
        (
            "linked, other name",
            Pet,
            LINKED,
            OTHER,
            "1990-02-03",
            Some(OwnerMismatch),
        ),
        (
            "linked, other birth",
            Pet,
            LINKED,
            ME,
            "1991-02-03",
            Some(OwnerMismatch),
        ),
        (
            "not linked",
            Pet,
            FOREIGN,
            ME,
            "1990-02-03",
            Some(OldIdNumber),
        ),
        (
            "not linked, paper, no birth",
            Paper,
            FOREIGN,
            ME,
            "",
            Some(OldIdNumber),
        ),
        (
            "another person's",
            Pet,
            FOREIGN,
            OTHER,
            "1990-02-03",
            Some(OwnerMismatch),
        ),
    ] {
        assert_eq!(owner_refusal(form, number, name, birth), want, "{what}");
    }
}

// law: DOC-r3
#[test]
fn an_old_number_that_no_register_links_stays_unmatched() {
    let holder = HolderFacts {
        old_number: None,
        ..holder()
    };
    let claim = LicenceClaim::parse(NUMBER, "A1").unwrap();
    let mut record = licence();
    record.owner = owner("280123456", "Nguyễn Thị Ánh", Some("1990-02-03"));
    let got = check_licence(&holder, &claim, Some(&record), TODAY);
    assert_eq!(refusal(&got), Some(Reason::OldIdNumber));
}

// law: DOC-r3
#[test]
fn a_holder_whose_own_birth_date_is_only_a_year_is_not_asked_for_more() {
    let holder = HolderFacts {
        birth: BirthDate::parse("1990").unwrap(),
        ..holder()
    };
    let claim = LicenceClaim::parse(NUMBER, "A1").unwrap();
    for birth in ["1990", "1990-07-01"] {
        let mut record = licence();
        record.form = LicenceForm::Paper;
        record.owner = owner("074190001234", "Nguyễn Thị Ánh", Some(birth));
        assert_eq!(
            refusal(&check_licence(&holder, &claim, Some(&record), TODAY)),
            None,
            "{birth}"
        );
    }
}

// law: DOC-r2, QR-8, FMT-GP-5
#[test]
fn class_standing_and_term() {
    assert_eq!(
        licence_refusal("B2", |_| {}),
        None,
        "the last day is still good"
    );
    assert_eq!(licence_refusal("C", |_| {}), Some(Reason::ClassMismatch));
    assert_eq!(
        licence_refusal("A", |_| {}),
        Some(Reason::ClassMismatch),
        "not a class of its list"
    );
    let over = |r: &mut LicenceRecord| r.classes = vec![held("old:B2", Some(date(2026, 3, 3)))];
    assert_eq!(licence_refusal("B2", over), Some(Reason::Expired));
    let hold = |r: &mut LicenceRecord| r.state = SourceState::Held(authority());
    assert_eq!(licence_refusal("A1", hold), Some(Reason::Held));
    assert_eq!(licence_refusal("C", hold), Some(Reason::ClassMismatch));
    let revoke = |r: &mut LicenceRecord| r.state = SourceState::Revoked(authority());
    assert_eq!(licence_refusal("A1", revoke), Some(Reason::Revoked));
}

// law: DOC-r2, FMT-GP-1
#[test]
fn what_the_source_does_not_know() {
    for (number, want) in [
        (NUMBER, Reason::NotFound),
        ("AR123456", Reason::PaperNotFound),
    ] {
        let claim = LicenceClaim::parse(number, "A1").unwrap();
        assert_eq!(
            refusal(&check_licence(&holder(), &claim, None, TODAY)),
            Some(want)
        );
    }
    let claim = LicenceClaim::parse("790123456780", "A1").unwrap();
    let got = check_licence(&holder(), &claim, Some(&licence()), TODAY);
    assert_eq!(
        refusal(&got),
        Some(Reason::NotFound),
        "an answer about another licence"
    );
}

fn health() -> HealthRecord {
    HealthRecord {
        code: HealthCode::parse("DN4740123456789").unwrap(),
        owner: own(),
        valid_from: date(2026, 1, 1),
        valid_to: Some(date(2026, 12, 31)),
        facility: "Bệnh viện đa khoa tỉnh Bình Dương".to_owned(),
        state: SourceState::InForce,
    }
}

// law: DOC-BHYT, FMT-BH-2
#[test]
fn health_cards() {
    let check = |code: &str, record: Option<&HealthRecord>, today| {
        refusal(&check_health(
            &holder(),
            &HealthClaim::parse(code).unwrap(),
            record,
            today,
        ))
    };
    for code in ["0123456789", "DN4740123456789", "HX1010123456789"] {
        assert_eq!(check(code, Some(&health()), TODAY), None, "{code}");
    }
    assert_eq!(
        check("0123456780", Some(&health()), TODAY),
        Some(Reason::NotFound)
    );
    assert_eq!(check("0123456789", None, TODAY), Some(Reason::NotFound));
    assert_eq!(
        check("0123456789", Some(&health()), date(2027, 1, 1)),
        Some(Reason::Expired)
    );
    let other = HealthRecord {
        owner: owner("074190001235", "Lê Văn An", None),
        ..health()
    };
    assert_eq!(
        check("0123456789", Some(&other), TODAY),
        Some(Reason::OwnerMismatch)
    );
}

// law: DOC-HC, FMT-HC-1
#[test]
fn passports() {
    let record = PassportRecord {
        number: PassportNumber::parse("B1234567").unwrap(),
        owner: own(),
        issued_on: date(2020, 5, 6),
        expires_on: date(2030, 5, 6),
        issued_by: "Cục Quản lý xuất nhập cảnh".to_owned(),
        state: SourceState::InForce,
    };
    let check = |number: &str, expiry: &str, record: &PassportRecord, today| {
        let claim = PassportClaim::parse(number, expiry).unwrap();
        refusal(&check_passport(&holder(), &claim, Some(record), today))
    };
    assert_eq!(check("b1234567", "06/05/2030", &record, TODAY), None);
    assert_eq!(
        check("B1234567", "2030-06-05", &record, TODAY),
        Some(Reason::ExpiryMismatch)
    );
    assert_eq!(
        check("B7654321", "2030-05-06", &record, TODAY),
        Some(Reason::NotFound)
    );
    assert_eq!(
        check("B1234567", "2030-05-06", &record, date(2030, 5, 7)),
        Some(Reason::Expired)
    );
    let revoked = PassportRecord {
        state: SourceState::Revoked(authority()),
        ..record
    };
    assert_eq!(
        check("B1234567", "2030-05-06", &revoked, TODAY),
        Some(Reason::Revoked)
    );
}

// law: DOC-r2
#[test]
fn every_reason_has_its_own_code_and_a_next_step() {
    let codes: std::collections::BTreeSet<_> = Reason::ALL.iter().map(|r| r.code()).collect();
    assert_eq!(codes.len(), Reason::ALL.len());
    for reason in Reason::ALL {
        assert_eq!(Reason::parse(reason.code()), Some(reason));
        assert!(!reason.next_step().code().is_empty() && !reason.basis().is_empty());
    }
}

proptest! {
    // law: DOC-r1, DOC-r3
    #[test]
    fn nobody_integrates_the_licence_of_another_number(number in "[0-9]{12}", paper: bool, old: bool) {
        prop_assume!(number != "074190001234");
        let text = if old { format!("9{}", &number[..8]) } else { number };
        let got = licence_refusal("A1", |r| {
            r.owner = owner(&text, "Nguyễn Thị Ánh", Some("1990-02-03"));
            r.form = if paper { LicenceForm::Paper } else { LicenceForm::Pet };
        });
        prop_assert_eq!(got, Some(if old { Reason::OldIdNumber } else { Reason::OwnerMismatch }));
    }
}
