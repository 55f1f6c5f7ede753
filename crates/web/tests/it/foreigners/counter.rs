//! Level 2 of foreigners at the immigration counter.

use domain::actor::Role;
use domain::registers::{PortraitSource, UnitKind, UnitLevel, UnitRecord};
use testkit::foreigners::Foreigner;
use testkit::people::Person;
use testkit::units::{load, police};
use testkit::{Client, TestApp, prints};

use super::{DETAILS, activate, number_told, sign_in};
use crate::counter::{complete_with, complete_with_prints, decide};
use crate::holds::staff;
use crate::register::png;

// law: D59-15.2, D59-12.2
#[tokio::test]
async fn a_foreigners_prints_are_those_of_the_immigration_register() {
    let test = TestApp::new().await.with_fingers();
    offices(&test).await;
    let kim = Foreigner::of(8);
    kim.register(&test.app, Some(&png(180, 240))).await;
    let file = kim.record.file.as_str();
    let on_record = prints::of(file, 0);
    prints::register(&test, file, PortraitSource::Immigration, &on_record).await;
    let mut border = staff(&test, Role::Officer, "XC074").await;
    let number = found(&mut border, &kim).await;
    let opened = border
        .post("/counter/proofing", &[("number", &number)])
        .await;
    let case = opened.location().to_owned();
    let taken = prints::of(file, 1);
    let taken: Vec<_> = taken
        .iter()
        .map(|(finger, print)| (finger.as_str(), print.as_slice()))
        .collect();
    let who = (&kim.phone, &DETAILS[..]);
    complete_with_prints(&test, &mut border, &case, who, &taken).await;
    let page = border.get(&format!("{case}/compare")).await;
    page.shows(200, "Máy so vân tay");
    page.shows(200, "267 người lạ");
    border
        .post(&format!("{case}/compare"), &[("verdict", "same")])
        .await
        .goes_to(&case);
    let decide_page = format!("{case}/decide");
    decide(&mut border, &decide_page, &format!("{case}/forward"), &[])
        .await
        .shows(200, "Cuc C06");
    let mut agency = staff(&test, Role::Officer, "C06").await;
    agency.get(&decide_page).await.shows(200, "Máy so vân tay");
    decide(&mut agency, &decide_page, &format!("{case}/approve"), &[])
        .await
        .goes_to(&case);
}

/// Finds a foreigner by his passport; gives the number that the platform gave him.
async fn found(border: &mut Client, kim: &Foreigner) -> String {
    let find = [
        ("nationality", "KOR"),
        ("passport", kim.passport()),
        ("purpose", "proofing"),
    ];
    let found = border.post("/counter/find", &find).await;
    found.shows(200, "KIM MIN JUN");
    found.shows(200, "KOR");
    let page = found.text();
    let at = page.find("name=\"number\" value=\"9").unwrap() + 21;
    page[at..].chars().take(12).collect()
}

async fn offices(test: &TestApp) {
    let border = UnitRecord {
        kind: UnitKind::Immigration,
        ..police("XC074", "Phong QLXNC", UnitLevel::Province, None)
    };
    let agency = police("C06", "Cuc C06", UnitLevel::Ministry, None);
    load(&test.app, &[border, agency]).await;
}

// law: D59-8.2, D59-12.2, D59-15.2, D59-17.2.b, D59-17.2.c, D59-13.6
#[tokio::test]
async fn level_two_at_the_immigration_counter_is_forwarded_and_decided_by_the_agency() {
    let test = TestApp::new().await;
    offices(&test).await;
    let kim = Foreigner::of(8);
    kim.register(&test.app, Some(&png(180, 240))).await;
    let mut border = staff(&test, Role::Officer, "XC074").await;
    let number = found(&mut border, &kim).await;
    let mut police = staff(&test, Role::Officer, "TD01").await;
    police
        .post("/counter/proofing", &[("number", &number)])
        .await
        .shows(409, "quầy quản lý xuất nhập cảnh");
    let an = Person::of(50);
    an.register(&test.app).await;
    border
        .post("/counter/proofing", &[("number", an.number())])
        .await
        .shows(409, "quầy công an");
    let opened = border
        .post("/counter/proofing", &[("number", &number)])
        .await;
    let case = opened.location().to_owned();
    complete_with(&test, &mut border, &case, (&kim.phone, &DETAILS)).await;
    // Three working days: the register has portrait and fingerprints.
    border.get(&case).await.shows(200, "07/03/2024");
    let decide_page = format!("{case}/decide");
    decide(&mut border, &decide_page, &format!("{case}/forward"), &[])
        .await
        .shows(409, "Chưa có kết quả so sánh");
    border
        .post(&format!("{case}/compare"), &[("verdict", "same")])
        .await
        .goes_to(&case);
    decide(&mut border, &decide_page, &format!("{case}/approve"), &[])
        .await
        .shows(409, "chuyển hồ sơ");
    decide(&mut border, &decide_page, &format!("{case}/forward"), &[])
        .await
        .shows(200, "Cuc C06");
    border.get(&case).await.shows(404, "");
    let mut agency = staff(&test, Role::Officer, "C06").await;
    let reference = case.rsplit('/').next().unwrap();
    agency.get("/counter/queue").await.shows(200, reference);
    decide(&mut agency, &decide_page, &format!("{case}/forward"), &[])
        .await
        .shows(409, "không phải chuyển");
    decide(&mut agency, &decide_page, &format!("{case}/approve"), &[])
        .await
        .goes_to(&case);
    test.jobs().await;
    assert_eq!(number_told(&test), number);
    let who = (number.as_str(), kim.phone.as_str());
    let mut browser = test.client();
    activate(&test, &mut browser, who).await;
    sign_in(&test, &mut browser, who).await;
    browser
        .get("/personal")
        .await
        .shows(200, "có giá trị như hộ chiếu");
}
