//! The whole way: register, activate, empower, act, lock, ask to unlock.

use jiff::SignedDuration;
use testkit::TestApp;
use testkit::people::PASSCODE;

use super::{hidden, issued, opened, representative};
use crate::holds::holder;

// law: D59-16.a, D59-16.b, D59-16.c, D59-18.1, D59-9, D59-12.3
#[tokio::test]
async fn a_representative_registers_his_company() {
    let test = TestApp::new().await;
    let (person, mut browser, code) = representative(&test, 1).await;
    browser
        .get("/personal")
        .await
        .shows(200, "href=\"/organisations\"");
    browser
        .get("/organisations")
        .await
        .shows(200, "Bạn chưa làm việc thay mặt");
    browser
        .get("/organisations/new")
        .await
        .shows(200, "Mã số thuế");
    let begun = browser.post("/organisations/new", &[("code", &code)]).await;
    let request = begun.location().to_owned();
    let check = browser.get(&request).await;
    for words in [
        "Kiểm tra trước khi gửi",
        "Công ty TNHH An Bình",
        "12 Lê Lợi",
        "01/06/2015",
        &code,
    ] {
        check.shows(200, words);
    }
    assert!(!check.text().contains(person.number()), "the whole number");
    let place = issued(&mut browser, &code).await;
    let home = browser.get(&place).await;
    home.shows(200, "Chờ kích hoạt");
    home.shows(200, "Người đại diện theo pháp luật");
    browser
        .get(&format!("{place}/activate"))
        .await
        .shows(200, "mật mã");
    browser
        .post(&format!("{place}/activate"), &[("passcode", "118205")])
        .await
        .shows(422, "Mật mã không đúng");
    browser
        .post(&format!("{place}/activate"), &[("passcode", PASSCODE)])
        .await
        .goes_to(&place);
    browser.get(&place).await.shows(200, "Đang hoạt động");
    browser
        .post(&format!("{place}/enter"), &[])
        .await
        .goes_to(&place);
    for activity in [format!("{place}/activity"), "/activity".to_owned()] {
        browser
            .get(&activity)
            .await
            .shows(200, "Làm việc thay mặt tổ chức");
    }
}

// law: D59-13.7, D59-19.3.a, D59-19.ui
#[tokio::test]
async fn a_delegate_acts_until_the_power_is_withdrawn() {
    let test = TestApp::new().await;
    let (_, mut giver, _, place) = opened(&test, 1).await;
    let (delegate, mut other) = holder(&test, 2).await;
    let powers = format!("{place}/delegations");
    giver
        .get(&powers)
        .await
        .shows(200, "Người đại diện theo pháp luật");
    let given = [
        ("number", delegate.number()),
        ("power", "represent"),
        ("until-day", "31"),
        ("until-month", "12"),
        ("until-year", "2024"),
        ("passcode", PASSCODE),
    ];
    giver.post(&powers, &given).await.goes_to(&powers);
    assert_eq!(other.get(&place).await.status.as_u16(), 404);
    let page = other.get("/organisations").await;
    page.shows(200, "giao quyền cho bạn");
    let power = hidden(&page.text(), "power");
    let answer = [("power", power.as_str()), ("answer", "accept")];
    other
        .post(&format!("{place}/answer"), &answer)
        .await
        .goes_to("/organisations");
    other
        .get(&place)
        .await
        .shows(200, "Mọi việc, trừ giao quyền");
    other.get(&powers).await.shows(409, "không gồm việc này");
    other
        .post(&format!("{place}/lock"), &[("reason", "hacked")])
        .await
        .shows(422, "Chọn một lý do");
    other
        .get(&format!("{place}/lock"))
        .await
        .shows(200, "Công ty TNHH An Bình");
    other
        .post(&format!("{place}/lock"), &[("reason", "lost-device")])
        .await
        .goes_to(&format!("{place}/lock"));
    let page = other.get(&place).await;
    page.shows(200, "Điểm a khoản 3 Điều 19 Nghị định 59/2022/NĐ-CP");
    assert!(!page.text().contains("/unlock\""), "a delegate may not ask");
    let refused = giver.post(&powers, &given).await;
    refused.shows(422, "đang bị khóa");
    giver
        .get(&place)
        .await
        .shows(200, &format!("{place}/unlock"));
    giver
        .get(&format!("{place}/unlock"))
        .await
        .shows(200, "mật mã");
    giver
        .post(&format!("{place}/unlock"), &[("passcode", PASSCODE)])
        .await
        .goes_to(&place);
    giver
        .get(&place)
        .await
        .shows(200, "Đã nhận yêu cầu mở khóa");
    let withdraw = format!("{powers}/withdraw");
    let taken = [("power", power.as_str())];
    giver.post(&withdraw, &taken).await.goes_to(&powers);
    giver.post(&withdraw, &taken).await.shows(409, "đã hết");
    assert_eq!(other.get(&place).await.status.as_u16(), 404);
    test.advance(SignedDuration::from_mins(2));
}
