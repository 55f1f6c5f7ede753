//! What staff do: verifying by hand, calls, bodies' requests.

use axum::http::StatusCode;
use domain::actor::Role;
use testkit::{Client, TestApp};

use super::{hidden, opened};
use crate::assistance::{answers, open, say};
use crate::holds::{holder, staff};

const PDF: &[u8] = b"%PDF-1.7\n%%EOF\n";

fn stated() -> Vec<(&'static str, &'static str)> {
    vec![
        ("name", "Hội Người trồng sen Bình Dương"),
        ("short-name", ""),
        ("foreign-name", ""),
        ("founded-day", "2"),
        ("founded-month", "9"),
        ("founded-year", "2019"),
        ("address", "5 Yersin, Thủ Dầu Một"),
    ]
}

/// A request without a tax code, handed in; gives its address.
async fn handed_in(browser: &mut Client) -> String {
    let form = [("code", ""), ("without-code", "yes")];
    let begun = browser.post("/organisations/new", &form).await;
    let request = begun.location().to_owned();
    let details = format!("{request}/details");
    browser.get(&request).await.goes_to(&details);
    let paper = [("papers", "quyet-dinh.pdf", "application/pdf", PDF)];
    browser
        .post_files(&details, &stated(), &paper)
        .await
        .goes_to(&request);
    browser
        .get(&request)
        .await
        .shows(200, "Kiểm tra trước khi gửi");
    browser.post(&request, &[]).await.goes_to(&request);
    request
}

/// The address of the only request that waits.
async fn waiting(desk: &mut Client) -> String {
    let page = desk.get("/counter/organisations").await;
    page.shows(200, "Hội Người trồng sen");
    let text = page.text();
    let mark = "href=\"/counter/organisations/sub_";
    let (_, rest) = text.split_once(mark).unwrap();
    let id = rest.split('"').next().unwrap();
    format!("/counter/organisations/sub_{id}")
}

// law: D59-16.b, D59-17.3.b, D59-3.5
#[tokio::test]
async fn an_officer_verifies_by_papers_and_a_code_is_set() {
    let test = TestApp::new().await;
    let (_, mut browser) = holder(&test, 1).await;
    let begun = browser
        .post("/organisations/new", &[("without-code", "yes")])
        .await;
    let details = format!("{}/details", begun.location());
    browser.get(&details).await.shows(200, "Ngày thành lập");
    let bad = browser.post_files(&details, &stated(), &[]).await;
    bad.shows(422, "ít nhất một tệp PDF");
    bad.shows(422, "Hội Người trồng sen");
    let picture = [("papers", "a.pdf", "application/pdf", &b"GIF89a"[..])];
    browser
        .post_files(&details, &stated(), &picture)
        .await
        .shows(422, "không phải PDF");
    let request = handed_in(&mut browser).await;
    browser.get(&request).await.shows(200, "25/03/2024 23:59");
    let mut desk = staff(&test, Role::Officer, "CA074").await;
    let one = waiting(&mut desk).await;
    let page = desk.get(&one).await;
    page.shows(200, "5 Yersin");
    let paper = desk.get(&format!("{one}/papers/0")).await;
    assert_eq!(paper.bytes, PDF);
    let seen = hidden(&page.text(), "revision");
    desk.post(&one, &[("revision", &seen)])
        .await
        .shows(422, "Chọn cấp tài khoản");
    let stale = [("revision", "1"), ("verdict", "approve")];
    assert_eq!(desk.post(&one, &stale).await.status, StatusCode::CONFLICT);
    let approve = [("revision", seen.as_str()), ("verdict", "approve")];
    desk.post(&one, &approve)
        .await
        .goes_to("/counter/organisations");
    let page = browser.get("/organisations").await;
    page.shows(200, "Đã cấp tài khoản");
    page.shows(200, ">TC");
    desk.post(&one, &approve).await.shows(409, "đã");
}

// law: D59-16.c
#[tokio::test]
async fn a_refusal_says_why_and_what_next() {
    let test = TestApp::new().await;
    let (person, mut browser) = holder(&test, 1).await;
    let request = handed_in(&mut browser).await;
    let mut desk = staff(&test, Role::Head, "CA074").await;
    let one = waiting(&mut desk).await;
    let seen = hidden(&desk.get(&one).await.text(), "revision");
    let mut form = vec![("revision", seen.as_str()), ("verdict", "refuse")];
    desk.post(&one, &form)
        .await
        .shows(422, "Chọn lý do từ chối");
    form.push(("refusal", "papers-unclear"));
    desk.post(&one, &form).await.shows(422, "Viết nội dung");
    form.push(("words", "Trang 2 bị mờ."));
    desk.post(&one, &form)
        .await
        .goes_to("/counter/organisations");
    let page = browser.get(&request).await;
    for words in [
        "Giấy tờ không đọc được",
        "Trang 2 bị mờ.",
        "Điều 16 Nghị định 59",
        "Hãy quét lại",
    ] {
        page.shows(200, words);
    }
    test.jobs().await;
    let told = test.outbox.all();
    assert!(
        told.iter()
            .any(|m| m.to == person.phone() && m.text.contains("bị từ chối"))
    );
}

// law: D59-4.4
#[tokio::test]
async fn others_of_the_staff_do_not_decide() {
    let test = TestApp::new().await;
    let (_, mut browser) = holder(&test, 1).await;
    handed_in(&mut browser).await;
    let mut officer = staff(&test, Role::Officer, "CA074").await;
    let one = waiting(&mut officer).await;
    for role in [Role::CallCentre, Role::Manager, Role::Auditor] {
        let mut other = staff(&test, role, "C06").await;
        for page in ["/counter/organisations", &one, &format!("{one}/papers/0")] {
            let answer = other.get(page).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{role:?} {page}");
        }
        let form = [("revision", "2"), ("verdict", "approve")];
        let answer = other.post(&one, &form).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{role:?}");
    }
}

// law: D59-19.5.b, D59-19.3.a
#[tokio::test]
async fn the_call_centre_locks_for_the_representative_only() {
    let test = TestApp::new().await;
    let (person, mut browser, code, place) = opened(&test, 1).await;
    let (stranger, _) = holder(&test, 2).await;
    let mut desk = staff(&test, Role::CallCentre, "TD01").await;
    let case = open(&mut desk, stranger.number()).await;
    let said = answers(&mut desk, &case, &stranger, true).await;
    let act = format!("{case}/organisation");
    let form = [("organisation", code.as_str()), ("act", "lock")];
    desk.post(&act, &form).await.shows(422, "Chưa xác minh đủ");
    say(&mut desk, &case, &said).await;
    desk.post(&act, &form)
        .await
        .shows(422, "Không có tổ chức nào");
    desk.post(&format!("{case}/end"), &[]).await;
    let case = open(&mut desk, person.number()).await;
    let said = answers(&mut desk, &case, &person, true).await;
    say(&mut desk, &case, &said).await;
    let act = format!("{case}/organisation");
    desk.post(&act, &[("organisation", &code)])
        .await
        .shows(422, "Chọn một việc");
    desk.post(&act, &[("organisation", "12"), ("act", "lock")])
        .await
        .shows(422, "10, 12 hoặc 13");
    desk.post(&act, &form).await.goes_to(&case);
    let page = browser.get(&place).await;
    page.shows(200, "Qua tổng đài");
    let unlock = [("organisation", code.as_str()), ("act", "unlock")];
    desk.post(&act, &unlock)
        .await
        .shows(422, "Chưa xác minh đủ");
    desk.post(&format!("{case}/send-code"), &[]).await;
    let told = test.code_for(person.phone()).await;
    desk.post(&format!("{case}/code"), &[("code", &told)]).await;
    desk.post(&act, &unlock).await.goes_to(&case);
    browser.get(&place).await.shows(200, "Đang hoạt động");
    let reopen = [("organisation", code.as_str()), ("act", "reopen")];
    desk.post(&act, &reopen)
        .await
        .shows(422, "đã được kích hoạt");
}

// law: D59-19.3.b-c, D59-19.4.b
#[tokio::test]
async fn a_bodys_request_locks_an_organisation() {
    let test = TestApp::new().await;
    crate::cases::units(&test).await;
    let (_, mut browser, code, place) = opened(&test, 1).await;
    let mut officer = staff(&test, Role::Officer, "TD01").await;
    let mistyped = crate::cases::fields("0100109107");
    officer
        .post_files("/counter/cases/new", &crate::cases::refs(&mistyped), &[])
        .await
        .shows(422, "Mã số thuế không đúng");
    let typed = crate::cases::fields(&code);
    let received = officer
        .post_files("/counter/cases/new", &crate::cases::refs(&typed), &[])
        .await;
    let case = received.location().to_owned();
    officer.get(&case).await.shows(200, "Công ty TNHH An Bình");
    let mut head = staff(&test, Role::Head, "TD01").await;
    let seen = hidden(&head.get(&case).await.text(), "revision");
    let approve = [("revision", seen.as_str()), ("verdict", "approve")];
    head.post(&format!("{case}/decide"), &approve)
        .await
        .goes_to(&case);
    let page = browser.get(&place).await;
    page.shows(200, "Điểm b khoản 3 Điều 19");
    page.shows(200, "cơ quan có thẩm quyền");
    browser
        .post(&format!("{place}/delegations"), &[])
        .await
        .shows(422, "đang bị khóa");
}

/// Where the papers of a new representative are kept, as the record of the change names it.
async fn kept(test: &TestApp, home: &str) -> String {
    let subject = home.strip_prefix("/organisations/").unwrap();
    let mut source = test.app.db.read().await.unwrap();
    let until = test.app.clock.now() + jiff::SignedDuration::from_secs(1);
    let id = subject.parse().unwrap();
    let rows = store::audit::by_subject(&mut source, id, until, 50).await;
    let rows = rows.unwrap().into_iter();
    let mut kept = rows.filter_map(|(_, detail)| Some(detail.get("kept")?.as_str()?.to_owned()));
    format!("{subject}.{}", kept.next().unwrap())
}

// law: D59-16.b, D59-13.7, D59-4.4
#[tokio::test]
async fn an_officer_enters_another_representative_where_no_register_names_one() {
    let test = TestApp::new().await;
    let (old, mut before) = holder(&test, 1).await;
    let request = handed_in(&mut before).await;
    let mut desk = staff(&test, Role::Officer, "CA074").await;
    let one = waiting(&mut desk).await;
    let seen = hidden(&desk.get(&one).await.text(), "revision");
    let approve = [("revision", seen.as_str()), ("verdict", "approve")];
    desk.post(&one, &approve)
        .await
        .goes_to("/counter/organisations");
    let text = before.get(&request).await.text();
    let (_, rest) = text.split_once("href=\"/organisations/sub_").unwrap();
    let home = format!("/organisations/sub_{}", rest.split('"').next().unwrap());
    let page = before.get(&home).await.words();
    let code = page
        .split_whitespace()
        .find(|w| w.starts_with("TC"))
        .unwrap();
    let (new, mut after) = holder(&test, 2).await;
    let place = "/counter/organisations/representative";
    let paper = [("papers", "qd.pdf", "application/pdf", PDF)];
    let (_, _, company, _) = opened(&test, 3).await;
    for (code, number, words) in [
        (company.as_str(), new.number(), "có mã số thuế"),
        (code, old.number(), "đang là người đại diện"),
        (code, "074085999999", "Số này không có tài khoản"),
        (code, "12", "12 chữ số"),
    ] {
        let form = [("code", code), ("number", number)];
        let page = desk.post_files(place, &form, &paper).await;
        page.shows(422, words);
        page.shows(422, &format!("value=\"{code}\""));
    }
    let form = [("code", code), ("number", new.number())];
    desk.post_files(place, &form, &[])
        .await
        .shows(422, "ít nhất một tệp PDF");
    for role in [Role::CallCentre, Role::Manager] {
        let mut other = staff(&test, role, "C06").await;
        let answer = other.post_files(place, &form, &paper).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{role:?}");
    }
    before.get(&home).await.shows(200, code);
    desk.post_files(place, &form, &paper)
        .await
        .goes_to("/counter/organisations?replaced=1");
    let kept = format!(
        "/counter/organisations/{}/papers/0",
        kept(&test, &home).await
    );
    let paper = desk.get(&kept).await;
    assert_eq!(paper.status, StatusCode::OK, "the papers can be read again");
    let gone = before.get(&home).await;
    assert_eq!(gone.status, StatusCode::NOT_FOUND);
    after.get(&home).await.shows(200, code);
    test.jobs().await;
    let told = test.outbox.all();
    for (person, words) in [(&old, "đã hết"), (&new, "Bạn được ghi nhận")] {
        let heard = |m: &app::ports::Outgoing| m.to == person.phone() && m.text.contains(words);
        assert!(told.iter().any(heard), "{words}");
    }
}
