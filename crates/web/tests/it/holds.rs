//! Locking, the receipt, the status page and asking to be unlocked, through the pages.

use domain::account::Level;
use domain::actor::{Actor, Role};
use jiff::SignedDuration;
use testkit::people::{PASSCODE, PASSWORD, Person};
use testkit::{Client, STAFF_PASSWORD, TestApp};

use crate::counter::revision;

/// A holder who has signed in.
pub(crate) async fn holder(test: &TestApp, n: u32) -> (Person, Client) {
    let person = Person::of(n);
    person.register(&test.app).await;
    person.account(&test.app, Level::Two).await;
    let mut browser = test.client();
    person.sign_in(test, &mut browser).await;
    (person, browser)
}

/// A member of staff who has signed in.
pub(crate) async fn staff(test: &TestApp, role: Role, unit: &str) -> Client {
    test.staff(role, unit).await;
    let login = format!("{}.{}", role.as_str(), unit.to_lowercase());
    let mut browser = test.client();
    let begin = [("login", login.as_str()), ("password", STAFF_PASSWORD)];
    browser
        .post("/counter/sign-in", &begin)
        .await
        .goes_to("/counter/sign-in/code");
    let code = test.code_for(&format!("{login}@congan.example")).await;
    let done = browser
        .post("/counter/sign-in/code", &[("code", &code)])
        .await;
    assert_eq!(done.status.as_u16(), 303, "{}", done.words());
    browser
}

/// Locks by the page; gives the address of the receipt.
async fn lock(browser: &mut Client) -> String {
    let answer = browser.post("/lock", &[("reason", "lost-device")]).await;
    assert!(
        answer.location().starts_with("/locked/receipt/hld_"),
        "{}",
        answer.words()
    );
    answer.location().to_owned()
}

// law: D59-19.1.a.i, D59-19.5.a, APP-13, D59-19.1.a.v, UX-12, D59-hold
#[tokio::test]
async fn a_holder_locks_at_once_and_gets_a_receipt() {
    let test = TestApp::new().await;
    let (an, mut browser) = holder(&test, 1).await;
    let page = browser.get("/lock").await;
    page.shows(200, "Sẽ dừng ngay");
    for reason in [
        "Mất thiết bị",
        "Hỏng thiết bị",
        "Mất thẻ căn cước gắn chip",
        "Nghi bị lộ thông tin",
        "Lý do khác",
    ] {
        page.shows(200, reason);
    }
    let mut other = browser.clone();
    let place = lock(&mut browser).await;
    other.get("/personal/devices").await.goes_to("/sign-in");
    test.jobs().await;
    let note = browser.get(&format!("{place}/signed")).await;
    note.shows(200, "\"ground\":\"own-request\"");
    let key = browser.get("/receipt-key").await;
    key.shows(200, "dinhdanh.vn/receipt+");
    let receipt = browser.get(&place).await;
    for words in [
        "Tài khoản đã khóa",
        "Mất thiết bị",
        "04/03/2024 09:",
        "Điểm a khoản 1 Điều 19 Nghị định 59/2022/NĐ-CP",
        "KH-",
        "Tin nhắn: đã gửi",
    ] {
        receipt.shows(200, words);
    }
    assert!(!receipt.text().contains(an.number()));
    let told = test.outbox.all();
    assert!(
        told.iter()
            .any(|m| m.to == an.phone() && m.text.contains("bị khóa lúc")),
        "no message"
    );
}

// law: D59-19.1.a.i
#[tokio::test]
async fn a_lock_needs_no_reason_but_no_invented_one() {
    let test = TestApp::new().await;
    let (_, mut browser) = holder(&test, 1).await;
    let answer = browser.post("/lock", &[("reason", "hacked")]).await;
    answer.shows(422, "Chọn một lý do trong danh sách");
    browser
        .get("/personal/devices")
        .await
        .shows(200, "Thiết bị");
    let answer = browser.post("/lock", &[]).await;
    assert!(answer.location().starts_with("/locked/receipt/"));
    browser.get("/lock").await.goes_to("/locked");
    browser
        .post("/lock", &[("reason", "other")])
        .await
        .goes_to("/locked");
}

// law: D59-19.ui, UX-13
#[tokio::test]
async fn a_locked_holder_reaches_the_status_page_and_nothing_else() {
    let test = TestApp::new().await;
    let (an, mut browser) = holder(&test, 1).await;
    lock(&mut browser).await;
    test.advance(SignedDuration::from_mins(2));
    let mut browser = test.client();
    browser
        .post(
            "/sign-in",
            &[("number", an.number()), ("password", PASSWORD)],
        )
        .await
        .goes_to("/sign-in/code");
    let code = test.code_for(an.phone()).await;
    browser
        .post("/sign-in/code", &[("code", &code)])
        .await
        .goes_to("/locked");
    let page = browser.get("/locked").await;
    for words in [
        "Tài khoản đang bị khóa",
        "Chủ tài khoản yêu cầu khóa",
        "Trong ứng dụng",
        "Điều 19",
        "1900 0368",
        "Gửi yêu cầu mở khóa",
    ] {
        page.shows(200, words);
    }
    for path in [
        "/personal/devices",
        "/personal/password",
        "/personal/passcode",
        "/activity",
        "/activity/export",
        "/notices",
    ] {
        browser.get(path).await.goes_to("/locked");
    }
    for path in [
        "/personal/devices/remove",
        "/personal/password",
        "/personal/passcode/send",
        "/notices/read",
        "/lock",
    ] {
        browser.post(path, &[]).await.goes_to("/locked");
    }
    browser
        .post("/locked/sign-out", &[])
        .await
        .goes_to("/sign-in?out=1");
    browser.get("/locked").await.goes_to("/sign-in");
}

#[tokio::test]
async fn somebody_signed_out_is_told_how_to_lock() {
    let test = TestApp::new().await;
    let page = test.client().get("/lock").await;
    page.shows(200, "1900 0368");
    page.shows(200, "href=\"/sign-in\"");
    test.client()
        .post("/lock", &[("reason", "other")])
        .await
        .goes_to("/sign-in");
    for path in [
        "/locked",
        "/locked/unlock",
        "/locked/receipt/hld_00000000000000000000000000000000",
    ] {
        test.client().get(path).await.goes_to("/sign-in");
    }
}

// law: D59-19.ui, D59-4.4
#[tokio::test]
async fn a_receipt_of_somebody_else_does_not_exist() {
    let test = TestApp::new().await;
    let (_, mut an) = holder(&test, 1).await;
    let (_, mut binh) = holder(&test, 2).await;
    let place = lock(&mut an).await;
    binh.get(&place).await.shows(404, "Không tìm thấy");
    binh.get("/locked/receipt/nonsense")
        .await
        .shows(404, "Không tìm thấy");
    binh.get("/locked")
        .await
        .shows(200, "Tài khoản không bị khóa");
}

// law: D59-19.5.a, D59-19.4.a, D59-6.2, UX-13
#[tokio::test]
async fn asking_to_be_unlocked_takes_the_passcode_and_a_decision() {
    let test = TestApp::new().await;
    let (_, mut browser) = holder(&test, 1).await;
    lock(&mut browser).await;
    browser
        .get("/locked/unlock")
        .await
        .shows(200, "Nhập mật mã");
    browser
        .post("/locked/unlock", &[("passcode", "12")])
        .await
        .shows(422, "đúng 6 chữ số");
    for _ in 0..5 {
        let answer = browser
            .post("/locked/unlock", &[("passcode", "111112")])
            .await;
        answer.shows(422, "Mật mã không đúng");
        assert!(!answer.text().contains("111112"));
    }
    browser
        .post("/locked/unlock", &[("passcode", PASSCODE)])
        .await
        .shows(422, "thử quá nhiều lần");
    test.advance(SignedDuration::from_secs(61));
    browser
        .post("/locked/unlock", &[("passcode", PASSCODE)])
        .await
        .goes_to("/locked");
    browser
        .get("/locked")
        .await
        .shows(200, "Đã nhận yêu cầu mở khóa");
    browser.get("/locked/unlock").await.goes_to("/locked");

    let mut officer = staff(&test, Role::Officer, "P074").await;
    let queue = officer.get("/counter/unlock-requests").await;
    queue.shows(200, "074•••••0001");
    let place = link(&queue.text(), "/counter/unlock-requests/sub_");
    officer.get(&place).await.shows(200, "Căn cứ khóa hiện có");
    officer
        .post(&place, &[])
        .await
        .shows(422, "Chọn mở khóa hoặc từ chối");
    officer
        .post(&place, &[("verdict", "refuse"), ("words", "Xin mời đến")])
        .await
        .shows(422, "Chọn lý do từ chối");
    let kept = officer
        .post(
            &place,
            &[("verdict", "refuse"), ("refusal", "proof-unclear")],
        )
        .await;
    kept.shows(422, "Viết nội dung trả lời");
    kept.shows(422, "value=\"proof-unclear\" checked");
    let unseen = [("verdict", "grant"), ("revision", "hld_another")];
    officer
        .post(&place, &unseen)
        .await
        .shows(409, "Hãy xem lại rồi thử lần nữa");
    let revision = revision(&mut officer, &place).await;
    let refuse = [
        ("revision", revision.as_str()),
        ("verdict", "refuse"),
        ("refusal", "proof-unclear"),
        ("words", "Mời bà đến <quầy> số 2"),
    ];
    officer
        .post(&place, &refuse)
        .await
        .goes_to("/counter/unlock-requests");
    officer
        .post(&place, &[("verdict", "grant")])
        .await
        .shows(409, "đã có người xử lý");
    let page = browser.get("/locked").await;
    for words in [
        "Chưa đủ căn cứ",
        "Mời bà đến &lt;quầy&gt; số 2",
        "để xác minh và mở khóa tại chỗ",
        "Khoản 4 Điều 19",
    ] {
        page.shows(200, words);
    }
    test.advance(SignedDuration::from_secs(1));
    browser
        .post("/locked/unlock", &[("passcode", PASSCODE)])
        .await
        .goes_to("/locked");
    let place = link(
        &officer.get("/counter/unlock-requests").await.text(),
        "/counter/unlock-requests/sub_",
    );
    officer
        .post(&place, &[("verdict", "grant"), ("revision", &revision)])
        .await
        .goes_to("/counter/unlock-requests");
    officer
        .get("/counter/unlock-requests")
        .await
        .shows(200, "Không có yêu cầu nào");
    browser.get("/locked").await.goes_to("/sign-in");
    test.jobs().await;
    assert!(
        test.outbox
            .all()
            .iter()
            .any(|m| m.text.contains("được mở khóa lúc"))
    );
}

// law: D69-29, D69-30
#[tokio::test]
async fn under_the_later_decree_the_passcode_opens_at_once() {
    let test = TestApp::new().await;
    // Monday 8 July 2024.
    test.advance(SignedDuration::from_hours(24 * 126));
    let (an, mut browser) = holder(&test, 1).await;
    lock(&mut browser).await;
    let page = browser.get("/locked/unlock").await;
    page.shows(200, "hết ngay");
    assert!(!page.text().contains("Cán bộ xem xét"));
    let wrong = [("passcode", "111112")];
    let answer = browser.post("/locked/unlock", &wrong).await;
    answer.shows(422, "Mật mã không đúng");
    answer.shows(422, "hết ngay");
    let right = [("passcode", PASSCODE)];
    browser
        .post("/locked/unlock", &right)
        .await
        .goes_to("/locked");
    browser.get("/locked").await.goes_to("/sign-in");
    test.advance(SignedDuration::from_mins(2));
    an.sign_in(&test, &mut browser).await;
    browser.get("/personal").await.shows(200, "Nguyễn Thị Ngọc");
    // In an app: locked, and opened again with the session for the status.
    let token = browser.cookie("dd-session").unwrap().to_owned();
    let reason = serde_json::json!({ "reason": "lost-card" });
    let locked = browser
        .json("POST", "/api/v1/lock", Some(&token), &reason)
        .await;
    let status = locked.json()["status_session"].as_str().unwrap().to_owned();
    let passcode = serde_json::json!({ "passcode": PASSCODE });
    let to = "/api/v1/lock/unlock-requests";
    let asked = browser.json("POST", to, Some(&status), &passcode).await;
    assert_eq!(asked.status.as_u16(), 201, "{}", asked.text());
    assert_eq!(asked.json()["waits"], false);
}

/// The first address on a page that begins so.
pub(crate) fn link(page: &str, start: &str) -> String {
    let at = page
        .find(start)
        .unwrap_or_else(|| panic!("no {start} in {page}"));
    page[at..].chars().take_while(|c| *c != '"').collect()
}

// law: D59-19.1.a.iv, D59-19.ui, UX-13, D59-10.x
#[tokio::test]
async fn the_status_page_tells_the_way_out_of_each_hold() {
    use app::holds::{Change, TellEvent, tell_event};
    let test = TestApp::new().await;
    let (an, mut browser) = holder(&test, 1).await;
    lock(&mut browser).await;
    let register = test.cx(Actor::Register("cards"));
    let event = TellEvent {
        event: "CC-1",
        number: an.number(),
        change: Change::CardWithdrawn,
    };
    tell_event(&test.app, &register, &event).await.unwrap();
    browser.get("/locked").await.goes_to("/sign-in");
    test.advance(SignedDuration::from_mins(2));
    browser
        .post(
            "/sign-in",
            &[("number", an.number()), ("password", PASSWORD)],
        )
        .await
        .goes_to("/sign-in/code");
    let code = test.code_for(an.phone()).await;
    browser
        .post("/sign-in/code", &[("code", &code)])
        .await
        .goes_to("/locked");
    let page = browser.get("/locked").await;
    for words in [
        "Thẻ căn cước bị thu hồi",
        "Cơ sở dữ liệu thông báo",
        "khi thông tin thẻ căn cước được cập nhật",
        "Chủ tài khoản yêu cầu khóa",
    ] {
        page.shows(200, words);
    }
    let register = test.cx(Actor::Register("cards"));
    let event = TellEvent {
        event: "CC-2",
        number: an.number(),
        change: Change::CardRestored,
    };
    tell_event(&test.app, &register, &event).await.unwrap();
    let page = browser.get("/locked").await;
    page.shows(200, "Những lần khóa trước");
    page.shows(200, "Chủ tài khoản yêu cầu khóa");
}

// law: D59-4.4
#[tokio::test]
async fn only_staff_who_may_unlock_see_the_queue() {
    let test = TestApp::new().await;
    for (role, status) in [
        (Role::Manager, 403),
        (Role::Auditor, 403),
        (Role::Officer, 200),
        (Role::CallCentre, 200),
    ] {
        let mut browser = staff(&test, role, "P074").await;
        assert_eq!(
            browser
                .get("/counter/unlock-requests")
                .await
                .status
                .as_u16(),
            status,
            "{role:?}"
        );
    }
    let (_, mut citizen) = holder(&test, 1).await;
    citizen
        .get("/counter/unlock-requests")
        .await
        .goes_to("/counter/sign-in");
}
