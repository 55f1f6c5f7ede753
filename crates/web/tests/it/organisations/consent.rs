//! D69-12, D69-7.3: the pages of the other legal representatives and of somebody empowered.

use axum::http::StatusCode;
use domain::actor::Role;
use domain::organisation::BusinessRecord;
use jiff::SignedDuration;
use testkit::organisations::{company, register};
use testkit::people::Person;
use testkit::{Client, TestApp};

use super::{hidden, opened};
use crate::holds::{holder, staff};

const PDF: &[u8] = b"%PDF-1.7\n%%EOF\n";

/// A company with two legal representatives who have signed in, past 1 July 2024.
async fn two(test: &TestApp) -> ([Client; 2], Person, String) {
    test.advance(SignedDuration::from_hours(24 * 121));
    let (first, one) = holder(test, 1).await;
    let (second, two) = holder(test, 2).await;
    let record = BusinessRecord {
        others: vec![second.record.identity.number.clone()],
        ..company(1, &first)
    };
    register(&test.app, &record).await;
    ([one, two], first, record.code.as_str().to_owned())
}

/// Hands in a request that waits for the other; gives its page and the other's.
async fn asking(one: &mut Client, two: &mut Client, code: &str) -> (String, String) {
    let begun = one.post("/organisations/new", &[("code", code)]).await;
    let request = begun.location().to_owned();
    one.get(&request).await.shows(200, "Nghị định 282/2025");
    one.post(&request, &[]).await.goes_to(&request);
    let page = one.get(&request).await;
    page.shows(200, "Chờ đồng ý");
    page.shows(200, "chưa trả lời");
    let list = two.get("/organisations").await;
    list.shows(200, "cần bạn đồng ý");
    let text = list.text();
    let (_, rest) = text.split_once("href=\"/organisations/consents/").unwrap();
    let place = rest.split('"').next().unwrap();
    (request, format!("/organisations/consents/{place}"))
}

// law: D69-12, D69-7.3
#[tokio::test]
async fn the_other_representative_agrees_in_his_own_account() {
    let test = TestApp::new().await;
    let ([mut one, mut two], _, code) = two(&test).await;
    let (request, consent) = asking(&mut one, &mut two, &code).await;
    two.get(&consent).await.shows(200, "Công ty TNHH An Bình");
    two.post(&consent, &[]).await.shows(422, "Chọn đồng ý");
    let (_, mut stranger) = holder(&test, 3).await;
    for other in [&mut stranger, &mut one] {
        let seen = other.get(&consent).await;
        assert_eq!(seen.status, StatusCode::NOT_FOUND);
        let answered = other.post(&consent, &[("answer", "agree")]).await;
        assert_eq!(answered.status, StatusCode::NOT_FOUND);
    }
    let mut nobody = test.client();
    nobody.get(&consent).await.goes_to("/sign-in");
    nobody.post(&consent, &[]).await.goes_to("/sign-in");
    two.post(&consent, &[("answer", "agree")])
        .await
        .goes_to("/organisations");
    two.post(&consent, &[("answer", "refuse")])
        .await
        .shows(409, "đã được trả lời");
    let page = one.get(&request).await;
    page.shows(200, "Đã cấp tài khoản");
    let text = page.text();
    let (_, rest) = text.split_once("href=\"/organisations/sub_").unwrap();
    let place = format!("/organisations/sub_{}", rest.split('"').next().unwrap());
    let home = one.get(&place).await;
    home.shows(200, "Công ty TNHH An Bình");
    assert!(
        !home.words().contains("Mức tài khoản"),
        "no level under Decree 69"
    );
}

// law: D59-12.3, D69-7.3
#[tokio::test]
async fn decree_59_shows_an_organisations_level() {
    let test = TestApp::new().await;
    let (_, mut browser, _, place) = opened(&test, 1).await;
    browser.get(&place).await.shows(200, "Mức tài khoản");
}

// law: D69-12
#[tokio::test]
async fn a_refusal_ends_the_request() {
    let test = TestApp::new().await;
    let ([mut one, mut two], first, code) = two(&test).await;
    let (request, consent) = asking(&mut one, &mut two, &code).await;
    two.post(&consent, &[("answer", "refuse")])
        .await
        .goes_to("/organisations");
    let page = one.get(&request).await;
    page.shows(200, "không đồng ý");
    page.shows(200, "Điều 12 Nghị định 69");
    test.jobs().await;
    let told = test.outbox.all();
    let refused = |to: &str, text: &str| to == first.phone() && text.contains("bị từ chối");
    assert!(told.iter().any(|m| refused(&m.to, &m.text)));
}

// law: D69-12, D59-TK, D69-F
#[tokio::test]
async fn an_empowered_person_brings_a_mandate_and_an_officer_sees_it() {
    let test = TestApp::new().await;
    let ([mut one, mut two], _, code) = two(&test).await;
    let (_, mut me) = holder(&test, 3).await;
    let form = [("code", code.as_str()), ("empowered", "yes")];
    let begun = me.post("/organisations/new", &form).await;
    let request = begun.location().to_owned();
    let mandate = format!("{request}/mandate");
    me.get(&request).await.goes_to(&mandate);
    let until = [
        ("until-day", "30"),
        ("until-month", "6"),
        ("until-year", "2025"),
    ];
    let bad = me.post_files(&mandate, &until, &[]).await;
    bad.shows(422, "văn bản ủy quyền");
    bad.shows(422, "value=\"2025\"");
    let paper = [("papers", "uy-quyen.pdf", "application/pdf", PDF)];
    me.post_files(&mandate, &until, &paper)
        .await
        .goes_to(&request);
    let seen = one.get(&mandate).await;
    assert_eq!(seen.status, StatusCode::NOT_FOUND);
    me.post(&request, &[]).await.goes_to(&request);
    for other in [&mut one, &mut two] {
        let text = other.get("/organisations").await.text();
        let (_, rest) = text.split_once("href=\"/organisations/consents/").unwrap();
        let place = rest.split('"').next().unwrap();
        let consent = format!("/organisations/consents/{place}");
        other
            .post(&consent, &[("answer", "agree")])
            .await
            .goes_to("/organisations");
    }
    let mut desk = staff(&test, Role::Officer, "CA074").await;
    let text = desk.get("/counter/organisations").await.text();
    let (_, rest) = text.split_once("href=\"/counter/organisations/").unwrap();
    let place = format!("/counter/organisations/{}", rest.split('"').next().unwrap());
    let page = desk.get(&place).await;
    for words in ["Người được ủy quyền", "30/06/2025", "đồng ý", "Mẫu TK02"] {
        page.shows(200, words);
    }
    let form = desk.get(&format!("{place}/form")).await;
    assert!(form.bytes.starts_with(b"%PDF-1.7"));
    let seen = hidden(&page.text(), "revision");
    let approve = [("revision", seen.as_str()), ("verdict", "approve")];
    desk.post(&place, &approve)
        .await
        .goes_to("/counter/organisations");
    me.get(&request).await.shows(200, "Đã cấp tài khoản");
}

// law: D69-12
#[tokio::test]
async fn a_form_on_paper_is_received_at_the_counter_in_place_of_what_waits() {
    let test = TestApp::new().await;
    let ([mut one, mut two], first, code) = two(&test).await;
    let (request, consent) = asking(&mut one, &mut two, &code).await;
    let mut officer = staff(&test, Role::Officer, "CA74").await;
    let page = "/counter/organisations/paper";
    let with = |number: &'static str, code: &str| {
        [("number", number.to_owned()), ("code", code.to_owned())]
    };
    let file = [("papers", "tk02.pdf", "application/pdf", PDF)];
    for (number, tax, files, words) in [
        ("", code.as_str(), &file[..], "Nhập số định danh"),
        ("074190000999", &code, &file, "tài khoản mức"),
        ("", "12", &file, ""),
    ] {
        let form = with(number, tax);
        let form = form.each_ref().map(|(n, v)| (*n, v.as_str()));
        let answer = officer.post_files(page, &form, files).await;
        answer.shows(422, words);
        answer.shows(422, tax);
    }
    let form = [("number", first.number()), ("code", code.as_str())];
    let without = officer.post_files(page, &form, &[]).await;
    without.shows(422, "ít nhất một");
    let done = officer.post_files(page, &form, &file).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.words());
    let shown = officer.get(done.location()).await;
    shown.shows(200, "Công ty TNHH An Bình");
    shown.shows(200, "TK02");
    two.post(&consent, &[("answer", "refuse")])
        .await
        .shows(409, "đã được trả lời");
    one.get(&request).await.shows(200, "hồ sơ");
    officer
        .post_files(page, &form, &file)
        .await
        .shows(422, "đang");
    let revision = hidden(&shown.text(), "revision");
    let decision = [("verdict", "approve"), ("revision", revision.as_str())];
    let decided = officer.post(done.location(), &decision).await;
    assert_eq!(decided.status, StatusCode::SEE_OTHER, "{}", decided.words());
    one.get(&request).await.shows(200, "Đã cấp tài khoản");
    one.post_files(page, &form, &file)
        .await
        .goes_to("/counter/sign-in");
}
