//! Terms of use: read, announced, accepted, put off, declined.

use domain::actor::Role;
use jiff::SignedDuration;
use testkit::people::{PASSWORD, Person};
use testkit::{Client, TestApp};

use crate::holds::{holder, staff};

async fn announce(test: &TestApp, version: &str, from: &str) -> Client {
    let mut manager = staff(test, Role::Manager, "QL01").await;
    manager
        .post("/console/terms", &[("version", version), ("from", from)])
        .await
        .goes_to("/console/terms");
    manager
}

/// Signs in; gives where that leads.
async fn sign_in(test: &TestApp, person: &Person, browser: &mut Client) -> String {
    test.advance(SignedDuration::from_mins(2));
    let fields = [("number", person.number()), ("password", PASSWORD)];
    browser
        .post("/sign-in", &fields)
        .await
        .goes_to("/sign-in/code");
    let code = test.code_for(person.phone()).await;
    let done = browser.post("/sign-in/code", &[("code", &code)]).await;
    done.location().to_owned()
}

// law: D59-6.1
#[tokio::test]
async fn a_holder_puts_new_terms_off_until_they_begin_and_accepts_once() {
    let test = TestApp::new().await;
    let (an, mut browser) = holder(&test, 1).await;
    let page = test.client().get("/terms").await;
    page.shows(200, "Phiên bản 2026-01");
    test.client()
        .get("/terms?version=2026-12")
        .await
        .shows(404, "Không tìm thấy");
    announce(&test, "2026-12", "08/03/2024").await;
    test.client()
        .get("/terms?version=2026-12")
        .await
        .shows(200, "Điểm mới");
    // Not interrupted today.
    browser
        .get("/personal/devices")
        .await
        .shows(200, "Thiết bị");
    assert_eq!(sign_in(&test, &an, &mut browser).await, "/terms/accept");
    let page = browser.get("/terms/accept").await;
    page.shows(200, "Để sau, đến 08/03/2024");
    page.shows(200, "Khóa không cần đăng nhập");
    browser
        .get("/personal/devices")
        .await
        .shows(200, "Thiết bị");

    test.advance(SignedDuration::from_hours(24 * 5));
    assert_eq!(sign_in(&test, &an, &mut browser).await, "/terms/accept");
    let page = browser.get("/terms/accept").await;
    assert!(!page.text().contains("Để sau"));
    for path in ["/", "/personal/devices", "/notices", "/wallet"] {
        browser.get(path).await.goes_to("/terms/accept");
    }
    // Locking waits for nothing.
    browser.get("/lock").await.shows(200, "Khóa tài khoản");
    for version in ["2026-01", "nonsense", ""] {
        browser
            .post("/terms/accept", &[("version", version)])
            .await
            .goes_to("/terms/accept");
    }
    for _ in 0..2 {
        browser
            .post("/terms/accept", &[("version", "2026-12")])
            .await
            .goes_to("/");
    }
    browser
        .get("/personal/devices")
        .await
        .shows(200, "Thiết bị");
    browser.get("/terms/accept").await.goes_to("/");
    let log = browser.get("/activity").await.text();
    assert_eq!(log.matches("Đồng ý điều khoản sử dụng").count(), 1);
}

// law: D59-6.1, D59-hold
#[tokio::test]
async fn declining_signs_out_and_locks_nothing() {
    let test = TestApp::new().await;
    let (an, mut browser) = holder(&test, 1).await;
    announce(&test, "2026-12", "05/03/2024").await;
    test.advance(SignedDuration::from_hours(24));
    assert_eq!(sign_in(&test, &an, &mut browser).await, "/terms/accept");
    browser
        .post("/terms/decline", &[])
        .await
        .goes_to("/sign-in?out=1");
    browser.get("/terms/accept").await.goes_to("/sign-in");
    assert_eq!(sign_in(&test, &an, &mut browser).await, "/terms/accept");
    for path in ["/terms/accept", "/terms/decline"] {
        test.client().post(path, &[]).await.goes_to("/sign-in");
    }
}

// law: D59-6.1, D59-4.4
#[tokio::test]
async fn only_a_manager_announces_a_known_version_for_a_day_to_come() {
    let test = TestApp::new().await;
    let mut manager = announce(&test, "2026-12", "08/03/2024").await;
    for (version, from, words) in [
        ("2026-01", "09/03/2024", "chưa công bố"),
        ("2030-01", "09/03/2024", "chưa công bố"),
        ("2026-12", "04/03/2024", "phải sau hôm nay"),
        ("2026-12", "ngày mai", ""),
        ("2026-12", "09/03/2024", "đã được công bố"),
    ] {
        let form = [("version", version), ("from", from)];
        let answer = manager.post("/console/terms", &form).await;
        answer.shows(422, words);
    }
    for role in [Role::Officer, Role::Auditor, Role::CallCentre] {
        let mut other = staff(&test, role, "P074").await;
        other.get("/console/terms").await.shows(403, "");
        let form = [("version", "2026-12"), ("from", "09/03/2024")];
        other.post("/console/terms", &form).await.shows(403, "");
    }
}
