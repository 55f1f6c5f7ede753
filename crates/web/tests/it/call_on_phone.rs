//! The call centre asks the holder on his own phone whether it is he who calls.

use domain::actor::Role;
use jiff::SignedDuration;
use testkit::{Answer, Client, TestApp};

use crate::approve::{choices, picks};
use crate::assistance::{answers, open, say};
use crate::documents::scene::both;
use crate::holds::{holder, staff};

both!(a_caller_proves_himself_on_his_phone);

const PLACE: &str = "/approve/call";

async fn asks(desk: &mut Client, case: &str) -> String {
    desk.post(&format!("{case}/on-phone"), &[])
        .await
        .goes_to(case);
    said(&desk.get(case).await)
}

/// The number that the operator says.
#[track_caller]
fn said(page: &Answer) -> String {
    let text = page.text();
    let rest = text.split("dd-code\">").nth(1).expect("a number");
    rest[..2].to_owned()
}

// law: D59-19.5.b, D59-4.4
async fn a_caller_proves_himself_on_his_phone(test: TestApp) {
    let (an, mut phone) = holder(&test, 1).await;
    let mut desk = staff(&test, Role::CallCentre, "TD01").await;
    phone.get(PLACE).await.shows(200, "Tổng đài không chờ");
    let case = open(&mut desk, an.number()).await;
    let number = asks(&mut desk, &case).await;
    test.jobs().await;
    let sent = test.outbox.all();
    let told = sent
        .iter()
        .any(|m| m.text.contains("nói là bạn") && !m.text.contains("http"));
    assert!(told, "a message without a link");
    phone.get("/approve").await.shows(200, PLACE);
    let page = phone.get(PLACE).await;
    for words in ["HT-", "Khóa tài khoản", "đó là lừa đảo"] {
        page.shows(200, words);
    }
    assert!(choices(&page).contains(&number));
    let form = [
        ("decision", "allow"),
        ("number", &*number),
        ("passcode", "000000"),
    ];
    assert_eq!(phone.post(PLACE, &form).await.status, 422);
    picks(&mut phone, PLACE, &number)
        .await
        .shows(200, "Bạn đã xác nhận");
    phone.get(PLACE).await.shows(200, "Tổng đài không chờ");
    let page = desk.get(&case).await;
    page.shows(200, "đã xác nhận trên điện thoại");
    page.shows(200, "Đủ để khóa");
    let right = answers(&mut desk, &case, &an, true).await;
    say(&mut desk, &case, &right).await;
    desk.get(&case).await.shows(200, "Đủ để mở khóa");
    phone
        .get("/activity")
        .await
        .shows(200, "Kiểm tra người liên hệ");
}

#[tokio::test]
async fn a_no_and_a_wrong_number_leave_a_lock_and_nothing_else() {
    let test = TestApp::new().await;
    let mut desk = staff(&test, Role::CallCentre, "TD01").await;
    for (n, decline) in [(1, true), (2, false)] {
        let (person, mut phone) = holder(&test, n).await;
        let case = open(&mut desk, person.number()).await;
        let number = asks(&mut desk, &case).await;
        if decline {
            let no = phone.post(PLACE, &[("decision", "deny")]).await;
            no.shows(200, "Đã báo cho tổng đài");
        } else {
            let all = choices(&phone.get(PLACE).await);
            let wrong = all.into_iter().find(|one| *one != number).unwrap();
            picks(&mut phone, PLACE, &wrong)
                .await
                .shows(409, "coi là không phải bạn");
        }
        picks(&mut phone, PLACE, &number)
            .await
            .shows(409, "không còn chờ");
        desk.get(&case).await.shows(200, "nói không phải mình");
        desk.post(&format!("{case}/on-phone"), &[])
            .await
            .shows(422, "chỉ được khóa tài khoản");
        desk.post(&format!("{case}/send-code"), &[])
            .await
            .goes_to(&case);
        let code = test.code_for(person.phone()).await;
        desk.post(&format!("{case}/code"), &[("code", &code)])
            .await
            .goes_to(&case);
        let right = answers(&mut desk, &case, &person, true).await;
        say(&mut desk, &case, &right).await;
        let page = desk.get(&case).await;
        page.shows(200, "Đủ để khóa");
        desk.post(&format!("{case}/lock"), &[("reason", "lost-device")])
            .await
            .goes_to(&case);
        desk.post(&format!("{case}/unlock"), &[])
            .await
            .shows(422, "Chưa xác minh đủ");
    }
}

#[tokio::test]
async fn silence_a_stranger_and_nobody_look_alike_to_the_operator() {
    let test = TestApp::new().await;
    let (an, mut phone) = holder(&test, 1).await;
    let (_, mut stranger) = holder(&test, 2).await;
    let mut desk = staff(&test, Role::CallCentre, "TD01").await;
    for number in [an.number(), "074190999999"] {
        let case = open(&mut desk, number).await;
        for _ in 0..3 {
            asks(&mut desk, &case).await;
        }
        desk.post(&format!("{case}/on-phone"), &[])
            .await
            .shows(422, "thử quá nhiều lần");
        stranger.get(PLACE).await.shows(200, "Tổng đài không chờ");
        test.advance(SignedDuration::from_mins(5));
        desk.get(&case).await.shows(200, "Không có câu trả lời");
        phone.get(PLACE).await.shows(200, "Tổng đài không chờ");
        test.advance(SignedDuration::from_mins(6));
    }
    // A number at a counter has the card instead.
    let mut counter = staff(&test, Role::Officer, "P074").await;
    let case = open(&mut counter, an.number()).await;
    counter
        .post(&format!("{case}/on-phone"), &[])
        .await
        .shows(422, "chỉ dùng trong cuộc gọi");
}

// law: APP-8
#[tokio::test]
async fn a_computer_that_a_phone_let_in_answers_nothing_and_a_closed_call_asks_nothing() {
    let test = TestApp::new().await;
    let (an, mut phone) = holder(&test, 1).await;
    let mut desk = staff(&test, Role::CallCentre, "TD01").await;
    let case = open(&mut desk, an.number()).await;
    let number = asks(&mut desk, &case).await;
    let mut computer = crate::approve::let_in(&test, &mut phone).await;
    picks(&mut computer, PLACE, &number)
        .await
        .shows(409, "Chỉ điện thoại đã gắn");
    desk.post(&format!("{case}/end"), &[])
        .await
        .goes_to(&format!("{case}/end"));
    phone.get(PLACE).await.shows(200, "Tổng đài không chờ");
    picks(&mut phone, PLACE, &number)
        .await
        .shows(409, "không còn chờ");
}
