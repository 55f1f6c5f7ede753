//! The call centre asks on the phone more than once, or asks somebody who has locked his account.

use domain::actor::Role;
use jiff::SignedDuration;
use testkit::TestApp;

use crate::assistance::open;
use crate::call_on_phone::{PLACE, asked, asks, denies, named, picks, said, told};
use crate::documents::scene::both;
use crate::holds::{holder, staff};

both!(
    an_answer_to_an_old_question_counts_for_nothing,
    a_no_is_about_the_call_whichever_question_is_shown,
    whoever_answers_can_be_asked_again,
    after_a_no_nobody_is_asked_for_six_hours,
    the_operator_sees_when_the_next_question_is_possible,
    a_locked_holder_says_no,
);

const CONFIRMED: &str = "Bạn đã xác nhận";
const NEXT: &str = "Chưa hỏi lại được trên ứng dụng trước 04/03/2024";

async fn an_answer_to_an_old_question_counts_for_nothing(test: TestApp) {
    let (an, mut phone) = holder(&test, 1).await;
    let mut desk = staff(&test, Role::CallCentre, "TD01").await;
    let case = open(&mut desk, an.number()).await;
    let first = asks(&mut desk, &case).await;
    let old = asked(&mut phone).await;
    let number = asks(&mut desk, &case).await;
    // More often than wrong numbers are forgiven.
    for _ in 0..4 {
        picks(&mut phone, &old, &first)
            .await
            .shows(409, "không còn được hỏi");
    }
    assert_eq!(said(&desk.get(&case).await), number, "it waits on");
    let new = asked(&mut phone).await;
    assert_eq!((&new.call, &*new.turn), (&old.call, "1"));
    picks(&mut phone, &new, &number).await.shows(200, CONFIRMED);
    desk.get(&case)
        .await
        .shows(200, "đã xác nhận trên điện thoại");
}

async fn a_no_is_about_the_call_whichever_question_is_shown(test: TestApp) {
    let (an, mut phone) = holder(&test, 1).await;
    let mut desk = staff(&test, Role::CallCentre, "TD01").await;
    let case = open(&mut desk, an.number()).await;
    asks(&mut desk, &case).await;
    let old = asked(&mut phone).await;
    asks(&mut desk, &case).await;
    denies(&mut phone, &old)
        .await
        .shows(200, "Đã báo cho tổng đài");
    desk.get(&case).await.shows(200, "nói không phải mình");
}

/// Three questions in ten minutes are for silence; a right answer takes them back. A no does not: an operator
/// would see by it that somebody answered.
async fn whoever_answers_can_be_asked_again(test: TestApp) {
    let (an, mut phone) = holder(&test, 1).await;
    let mut desk = staff(&test, Role::CallCentre, "TD01").await;
    for _ in 0..2 {
        let case = open(&mut desk, an.number()).await;
        asks(&mut desk, &case).await;
        asks(&mut desk, &case).await;
        let number = asks(&mut desk, &case).await;
        let put = asked(&mut phone).await;
        picks(&mut phone, &put, &number).await.shows(200, CONFIRMED);
    }
    let case = open(&mut desk, an.number()).await;
    asks(&mut desk, &case).await;
    let put = asked(&mut phone).await;
    denies(&mut phone, &put)
        .await
        .shows(200, "Đã báo cho tổng đài");
    // He is not asked after a no, and the operator cannot tell.
    let case = open(&mut desk, an.number()).await;
    for _ in 0..2 {
        asks(&mut desk, &case).await;
    }
    desk.post(&format!("{case}/on-phone"), &[])
        .await
        .shows(422, "thử quá nhiều lần");
}

/// A no outlives its call, and the next operator sees what he sees of somebody who does not answer.
async fn after_a_no_nobody_is_asked_for_six_hours(test: TestApp) {
    let (an, mut phone) = holder(&test, 1).await;
    let mut desk = staff(&test, Role::CallCentre, "TD01").await;
    let case = open(&mut desk, an.number()).await;
    asks(&mut desk, &case).await;
    let before = told(&test).await;
    assert!(before > 0);
    let call = asked(&mut phone).await;
    denies(&mut phone, &call).await.shows(200, "6 giờ");
    let notices = phone.get("/notices").await;
    notices.shows(200, "Để khóa tài khoản, vào trang đầu");
    let case = open(&mut desk, an.number()).await;
    asks(&mut desk, &case).await;
    assert_eq!(told(&test).await, before);
    phone.get(PLACE).await.shows(200, "Tổng đài không chờ");
    test.advance(SignedDuration::from_mins(5));
    desk.get(&case).await.shows(200, "Không có câu trả lời");
    test.advance(SignedDuration::from_mins(356));
    let mut desk = staff(&test, Role::CallCentre, "TD02").await;
    an.sign_in(&test, &mut phone).await;
    let case = open(&mut desk, an.number()).await;
    let number = asks(&mut desk, &case).await;
    assert!(told(&test).await > before);
    let call = asked(&mut phone).await;
    picks(&mut phone, &call, &number)
        .await
        .shows(200, "Bạn đã xác nhận");
}

async fn the_operator_sees_when_the_next_question_is_possible(test: TestApp) {
    let (an, _) = holder(&test, 1).await;
    let mut desk = staff(&test, Role::CallCentre, "TD01").await;
    let mut cases = Vec::new();
    for number in [an.number(), "074190999999"] {
        let case = open(&mut desk, number).await;
        for _ in 0..3 {
            asks(&mut desk, &case).await;
        }
        cases.push(case);
    }
    test.advance(SignedDuration::from_mins(5));
    for case in &cases {
        let page = desk.get(case).await;
        page.shows(200, "Hãy dùng mã gửi đến liên hệ ở dưới");
        page.shows(200, NEXT);
        assert!(!page.text().contains("/on-phone\""), "{}", page.words());
        assert!(page.text().contains("/send-code\""), "{}", page.words());
    }
    test.advance(SignedDuration::from_mins(5));
    for case in &cases {
        let page = desk.get(case).await;
        page.shows(200, "Hỏi lại");
        assert!(page.text().contains("/on-phone\""), "{}", page.words());
        assert!(!page.text().contains(NEXT));
    }
}

// law: D59-19.5.b, D59-19.ui
async fn a_locked_holder_says_no(test: TestApp) {
    let (an, mut phone) = holder(&test, 1).await;
    let mut desk = staff(&test, Role::CallCentre, "TD01").await;
    let case = open(&mut desk, an.number()).await;
    let number = asks(&mut desk, &case).await;
    let locked = phone.post("/lock", &[("reason", "other")]).await;
    assert!(locked.location().starts_with("/locked/receipt/"));
    phone.get(PLACE).await.goes_to("/locked");
    let page = phone.get("/locked").await;
    page.shows(200, "HT-");
    page.shows(200, "chỉ trả lời được “Không phải tôi”");
    let put = named(&page);
    picks(&mut phone, &put, &number).await.goes_to("/locked");
    let done = phone.post("/locked/call", &put.form()).await;
    done.shows(200, "Đã báo cho tổng đài");
    assert!(!phone.get("/locked").await.text().contains("/locked/call"));
    phone
        .post("/locked/call", &put.form())
        .await
        .shows(409, "không còn chờ");
    desk.get(&case).await.shows(200, "nói không phải mình");
}
