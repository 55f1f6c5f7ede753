//! Changing the telephone number, through the pages.

use domain::actor::Role;
use testkit::people::PASSCODE;
use testkit::{Authenticator, TestApp};

use crate::assistance::{answers, open, say};
use crate::holds::{holder, link, staff};
use crate::passkeys;

const NEW: &str = "0987 654 321";

// law: APP-12
#[tokio::test]
async fn a_visitor_changes_the_number_and_activates_again() {
    let test = TestApp::new().await;
    let (an, mut browser) = holder(&test, 1).await;
    let mut desk = staff(&test, Role::Officer, "P074").await;
    let case = open(&mut desk, an.number()).await;
    desk.get(&format!("{case}/phone"))
        .await
        .shows(200, "cần đúng cả hai câu hỏi");
    desk.post(&format!("{case}/phone"), &[("phone", NEW)])
        .await
        .shows(422, "Chưa xác minh đủ");
    desk.post(&format!("{case}/document"), &[])
        .await
        .goes_to(&case);
    let said = answers(&mut desk, &case, &an, true).await;
    say(&mut desk, &case, &said).await;
    desk.get(&case).await.shows(200, &format!("{case}/phone"));
    let page = desk
        .post(&format!("{case}/phone"), &[("phone", "0987")])
        .await;
    page.shows(422, "có 10 chữ số");
    page.shows(422, "value=\"0987\"");
    desk.post(&format!("{case}/phone"), &[("phone", an.phone())])
        .await
        .shows(422, "số đang dùng");
    desk.post(&format!("{case}/phone"), &[("phone", NEW)])
        .await
        .goes_to(&format!("{case}/phone"));
    let code = test.code_for("+84987654321").await;
    let page = desk.get(&format!("{case}/phone")).await;
    page.shows(200, "đọc lại mã");
    assert!(!page.text().contains(&code));
    desk.post(&format!("{case}/phone/code"), &[("code", "")])
        .await
        .shows(422, "mã");
    desk.post(&format!("{case}/phone/code"), &[("code", &code)])
        .await
        .goes_to(&format!("{case}/phone"));
    desk.get(&format!("{case}/phone"))
        .await
        .shows(200, "Đã nhận yêu cầu đổi sang số");
    desk.post(&format!("{case}/end"), &[])
        .await
        .goes_to(&format!("{case}/end"));
    desk.get(&format!("{case}/end"))
        .await
        .shows(200, "Nhận yêu cầu đổi số điện thoại");
    browser
        .get("/personal/phone")
        .await
        .shows(200, "Nếu không phải bạn yêu cầu");
    passkeys::add(&mut browser, "Máy Sen", &mut Authenticator::default()).await;
    carried_out(&test, &mut desk).await;
    assert!(passkeys::tells_of(&test, "+84987654321", "Máy Sen").await);
    browser.get("/personal/phone").await.goes_to("/sign-in");
    activated(&test, an.number()).await;
}

async fn carried_out(test: &TestApp, first: &mut testkit::Client) {
    let queue = first.get("/counter/phone-changes").await;
    queue.shows(200, "074•••••0001");
    let place = link(&queue.text(), "/counter/phone-changes/sub_");
    first
        .post(&place, &[("verdict", "carry-out")])
        .await
        .shows(409, "cán bộ khác phải thực hiện");
    let mut second = staff(test, Role::CallCentre, "TD01").await;
    second.get(&place).await.shows(200, "Số hiện nay");
    second.get(&place).await.shows(200, "Không có thông tin");
    in_own_name(test, &place).await;
    second
        .get(&place)
        .await
        .shows(200, "do chủ tài khoản tự đăng ký");
    second
        .post(&place, &[])
        .await
        .shows(422, "Chọn đổi số hoặc từ chối");
    second
        .post(&place, &[("verdict", "refuse"), ("words", "Nói lại")])
        .await
        .shows(422, "Nói lại");
    second
        .post(&place, &[("verdict", "carry-out")])
        .await
        .goes_to("/counter/phone-changes");
    second.get(&place).await.shows(200, "đã được xử lý");
    second
        .get("/counter/phone-changes")
        .await
        .shows(200, "Không có yêu cầu nào");
    second
        .get("/counter/phone-changes/nonsense")
        .await
        .shows(404, "Không tìm thấy");
}

// law: D69-10.1, R50-2
/// The new number stands in the holder's name with a telecom, as his sign-in there left it.
async fn in_own_name(test: &TestApp, place: &str) {
    use domain::subscriber::State;
    use store::subscriber::{Body, Subscriber, ask, save};
    let subject = place
        .rsplit('/')
        .next()
        .and_then(|name| name.split('.').next());
    let new = Subscriber {
        subject: subject.unwrap().parse().unwrap(),
        id: test.app.id(domain::ids::SubscriberId::from_bytes),
        client: test.app.id(domain::ids::ClientId::from_bytes),
        state: State::Asked,
        asked: test.now(),
        registered: None,
        ended: None,
        body: Body {
            phone: domain::contact::Phone::parse(NEW).unwrap(),
            code: None,
            level: 2,
            signed_in: test.now(),
            legal_basis: String::new(),
        },
        revision: 1,
    };
    let mut tx = test.app.db.begin().await.unwrap();
    ask(&mut tx, &new).await.unwrap();
    let registered = Subscriber {
        state: State::Registered,
        registered: Some(test.now()),
        ..new
    };
    save(&mut tx, &registered).await.unwrap();
    tx.commit(store::Audit::Bookkeeping("test")).await.unwrap();
}

async fn activated(test: &TestApp, number: &str) {
    let mut browser = test.client();
    browser
        .post("/activate", &[("number", number), ("contact", NEW)])
        .await
        .goes_to("/activate/code");
    let code = test.code_for("+84987654321").await;
    browser.post("/activate/code", &[("code", &code)]).await;
    browser
        .post("/activate/passcode", &[("passcode", PASSCODE)])
        .await
        .goes_to("/activate/questions");
    let two = [
        ("question_1", "first-pet"),
        ("answer_1", "Mực"),
        ("question_2", "first-job"),
        ("answer_2", "Bán báo"),
    ];
    let done = browser.post("/activate/questions", &two).await;
    assert!(done.location().starts_with("/activate/done?survey="));
}

// law: APP-12
#[tokio::test]
async fn a_holder_stops_a_change_and_nobody_else_reaches_the_queue() {
    let test = TestApp::new().await;
    let (an, mut browser) = holder(&test, 1).await;
    browser
        .get("/personal/sign-in")
        .await
        .shows(200, "Đổi số tại quầy hoặc tổng đài");
    browser
        .get("/personal/phone")
        .await
        .shows(200, "đến công an xã, phường hoặc gọi tổng đài");
    browser
        .post("/personal/phone/withdraw", &[])
        .await
        .shows(404, "Không tìm thấy");
    let mut desk = staff(&test, Role::Officer, "P074").await;
    let case = open(&mut desk, an.number()).await;
    desk.post(&format!("{case}/document"), &[]).await;
    let said = answers(&mut desk, &case, &an, true).await;
    say(&mut desk, &case, &said).await;
    desk.post(&format!("{case}/phone"), &[("phone", NEW)]).await;
    let code = test.code_for("+84987654321").await;
    desk.post(&format!("{case}/phone/code"), &[("code", &code)])
        .await
        .goes_to(&format!("{case}/phone"));
    browser
        .post("/personal/phone/withdraw", &[])
        .await
        .goes_to("/personal/phone");
    let page = browser.get("/personal/phone").await;
    assert!(!page.text().contains("withdraw"));
    desk.get("/counter/phone-changes")
        .await
        .shows(200, "Không có yêu cầu nào");
    browser
        .get("/counter/phone-changes")
        .await
        .goes_to("/counter/sign-in");
    let mut manager = staff(&test, Role::Manager, "QL01").await;
    manager
        .get("/counter/phone-changes")
        .await
        .shows(403, "không");
}
