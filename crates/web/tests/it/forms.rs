//! Forms on paper: which one belongs to a request, printed blank and filled in.

use axum::http::StatusCode;
use domain::actor::Role;
use domain::registers::{UnitKind, UnitLevel, UnitRecord};
use jiff::SignedDuration;
use testkit::foreigners::Foreigner;
use testkit::people::Person;
use testkit::units::{load, police};
use testkit::{Client, TestApp};

use crate::cases::{fields, refs, units};
use crate::holds::{holder, staff};
use crate::register::png;

/// Past 1 July 2024.
fn under_decree_69(test: &TestApp) {
    test.advance(SignedDuration::from_hours(24 * 121));
}

async fn is_pdf(desk: &mut Client, place: &str) {
    let paper = desk.get(place).await;
    let kind = paper.headers.get("content-type").unwrap();
    assert_eq!(kind, "application/pdf", "{place}");
    assert!(paper.bytes.starts_with(b"%PDF-1.7"), "{place}");
}

// law: D59-TK, D69-F
#[tokio::test]
async fn the_decree_in_force_has_its_forms() {
    let test = TestApp::new().await;
    let mut desk = staff(&test, Role::Officer, "TD01").await;
    desk.get("/counter/forms")
        .await
        .shows(200, "không quy định mẫu đơn");
    let none = desk.get("/counter/forms/TK01").await;
    assert_eq!(none.status, StatusCode::NOT_FOUND);
    under_decree_69(&test);
    let mut desk = staff(&test, Role::Officer, "TD02").await;
    let list = desk.get("/counter/forms").await;
    for form in ["TK01", "TK02", "TK03"] {
        list.shows(200, form);
        for lang in ["vi", "en"] {
            is_pdf(&mut desk, &format!("/counter/forms/{form}?in={lang}")).await;
        }
    }
    let none = desk.get("/counter/forms/TK04").await;
    assert_eq!(none.status, StatusCode::NOT_FOUND);
    let mut nobody = test.client();
    let asked = nobody.get("/counter/forms/TK01").await;
    asked.goes_to("/counter/sign-in");
}

// law: D69-10.2, D59-TK
#[tokio::test]
async fn level_two_at_any_communes_counter_names_its_form() {
    let test = TestApp::new().await;
    // A commune far from home.
    let commune = police("CM096", "Công an xã Đất Mũi", UnitLevel::Commune, None);
    load(&test.app, &[commune]).await;
    let an = Person::of(61);
    an.register(&test.app).await;
    let mut desk = staff(&test, Role::Officer, "CM096").await;
    let number = [("number", an.number())];
    let before = desk.post("/counter/proofing", &number).await;
    let before = before.location().to_owned();
    let page = desk.get(&before).await;
    assert!(!page.text().contains("TK01"), "Decree 59 has no form");
    let none = desk.get(&format!("{before}/form")).await;
    assert_eq!(none.status, StatusCode::NOT_FOUND);
    under_decree_69(&test);
    let binh = Person::of(62);
    binh.register(&test.app).await;
    let commune = police(
        "CM001",
        "Công an phường Trúc Bạch",
        UnitLevel::Commune,
        None,
    );
    load(&test.app, &[commune]).await;
    let mut desk = staff(&test, Role::Officer, "CM001").await;
    let number = [("number", binh.number())];
    let opened = desk.post("/counter/proofing", &number).await;
    let place = opened.location().to_owned();
    desk.get(&place).await.shows(200, "Mẫu TK01");
    is_pdf(&mut desk, &format!("{place}/form")).await;
    let mut other = staff(&test, Role::CallCentre, "TD01").await;
    let refused = other.get(&format!("{place}/form")).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
}

// law: D69-11
#[tokio::test]
async fn a_foreigners_registration_names_its_form() {
    let test = TestApp::new().await;
    under_decree_69(&test);
    let border = UnitRecord {
        kind: UnitKind::Immigration,
        ..police("XC074", "Phòng QLXNC", UnitLevel::Province, None)
    };
    load(&test.app, &[border]).await;
    let kim = Foreigner::of(8);
    kim.register(&test.app, Some(&png(180, 240))).await;
    let mut desk = staff(&test, Role::Officer, "XC074").await;
    let find = [
        ("nationality", "KOR"),
        ("passport", kim.passport()),
        ("purpose", "proofing"),
    ];
    let page = desk.post("/counter/find", &find).await.text();
    let at = page.find("name=\"number\" value=\"9").unwrap() + 21;
    let number: String = page[at..].chars().take(12).collect();
    let opened = desk.post("/counter/proofing", &[("number", &number)]).await;
    let place = opened.location().to_owned();
    desk.get(&place).await.shows(200, "Mẫu TK01");
    is_pdf(&mut desk, &format!("{place}/form?in=en")).await;
}

// law: D59-TK, D69-F
#[tokio::test]
async fn a_request_to_lock_names_its_form() {
    let test = TestApp::new().await;
    units(&test).await;
    let (early, _) = holder(&test, 63).await;
    let mut officer = staff(&test, Role::Officer, "TD01").await;
    let typed = fields(early.number());
    let received = officer
        .post_files("/counter/cases/new", &refs(&typed), &[])
        .await;
    let early = received.location().to_owned();
    under_decree_69(&test);
    let (late, _) = holder(&test, 64).await;
    let mut head = staff(&test, Role::Head, "TD01").await;
    let typed: Vec<_> = fields(late.number())
        .into_iter()
        .map(|(k, v)| match k {
            "letter-date" => (k, "01/07/2024".to_owned()),
            _ => (k, v),
        })
        .collect();
    let received = head
        .post_files("/counter/cases/new", &refs(&typed), &[])
        .await;
    let late = received.location().to_owned();
    head.get(&late).await.shows(200, "Mẫu TK03");
    is_pdf(&mut head, &format!("{late}/form")).await;
    // Judged by the day of its receipt.
    let page = head.get(&early).await;
    page.shows(200, "Cơ quan điều tra tỉnh");
    assert!(!page.text().contains("TK03"));
    let none = head.get(&format!("{early}/form")).await;
    assert_eq!(none.status, StatusCode::NOT_FOUND);
}
