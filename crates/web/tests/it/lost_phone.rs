//! Another phone without the old one, through the pages.

use domain::account::Level;
use jiff::SignedDuration;
use testkit::people::{PASSCODE, PASSWORD, Person};
use testkit::{Client, TestApp};

const SMALL: usize = 8_000;

async fn holder(test: &TestApp) -> (Person, Client) {
    let an = Person::of(1);
    an.register(&test.app).await;
    an.account(&test.app, Level::Two).await;
    let mut browser = test.client();
    an.sign_in(test, &mut browser).await;
    (an, browser)
}

/// Number, password and code on a phone that is new.
async fn stranded(test: &TestApp, an: &Person, phone: &mut Client) {
    test.advance(SignedDuration::from_mins(2));
    an.sign_in_to(test, phone, "/sign-in/device").await;
}

/// The codes as they are printed.
async fn printed(old: &mut Client) -> Vec<String> {
    let form = [("passcode", PASSCODE)];
    let page = old.post("/personal/lost-phone/codes", &form).await;
    page.shows(200, "Mã khôi phục của bạn");
    assert!(page.text().len() < SMALL, "{}", page.text().len());
    let text = page.text();
    let pieces = text.split("<code>").skip(1);
    pieces.map(|piece| piece[..14].to_owned()).collect()
}

// law: UX-1, UX-2, UX-3
#[tokio::test]
async fn a_lost_phone_is_replaced_with_a_printed_code() {
    let test = TestApp::new().await;
    let (an, mut old) = holder(&test).await;
    old.get("/personal")
        .await
        .shows(200, "href=\"/personal/lost-phone\"");
    old.get("/personal/lost-phone")
        .await
        .shows(200, "Bạn chưa có mã khôi phục");
    let wrong = [("passcode", "111111")];
    old.post("/personal/lost-phone/codes", &wrong)
        .await
        .shows(422, "Mật mã không đúng");
    let codes = printed(&mut old).await;
    assert_eq!(codes.len(), 10);
    old.get("/personal/lost-phone")
        .await
        .shows(200, "Còn 10 mã");

    let mut new = test.client().agent("Mozilla/5.0 (iPhone) Safari/17.0");
    stranded(&test, &an, &mut new).await;
    let page = new.get("/sign-in/device").await;
    page.shows(200, "Tôi không còn điện thoại cũ");
    page.shows(200, "khôi phục cài đặt gốc");
    assert!(page.text().contains("href=\"/lost-phone\""));
    let ways = new.get("/lost-phone").await;
    ways.shows(200, "Mất 24 giờ");
    ways.shows(200, "Sau đó mất 72 giờ");
    ways.shows(200, "Tại quầy");
    assert!(ways.text().len() < SMALL, "{}", ways.text().len());
    assert!(!ways.text().contains("chip"), "not open yet");

    let ask = |code: &str| {
        vec![
            ("number", an.number().to_owned()),
            ("password", PASSWORD.to_owned()),
            ("recovery_code", code.to_owned()),
        ]
    };
    let bad = ask("0000-0000-0000");
    let bad: Vec<_> = bad.iter().map(|(k, v)| (*k, v.as_str())).collect();
    let answer = new.post("/lost-phone/code", &bad).await;
    answer.shows(422, "không khớp nhau");
    answer.shows(422, "0000-0000-0000");
    assert!(!answer.text().contains(PASSWORD));
    let good = ask(&codes[4]);
    let good: Vec<_> = good.iter().map(|(k, v)| (*k, v.as_str())).collect();
    new.post("/lost-phone/code", &good)
        .await
        .goes_to("/lost-phone/asked");
    new.get("/lost-phone/asked").await.shows(200, "Sau 24 giờ");
    test.jobs().await;
    let told = test.outbox.all();
    assert!(
        told.iter()
            .any(|m| m.to == an.phone() && m.text.contains("Safari, iPhone")),
        "the holder is told"
    );
    old.get("/notices")
        .await
        .shows(200, "chuyển tài khoản sang máy khác");
    old.get("/personal/lost-phone").await.shows(200, "Dừng lại");

    stranded(&test, &an, &mut new).await;
    new.get("/sign-in/device")
        .await
        .shows(200, "đăng nhập lại tại đây để hoàn tất");
    new.post("/sign-in/device/finish", &[])
        .await
        .shows(422, "Thời gian chờ chưa hết");
    test.advance(SignedDuration::from_hours(24));
    test.jobs().await;
    let mut thief = test.client();
    stranded(&test, &an, &mut thief).await;
    thief
        .get("/sign-in/device")
        .await
        .shows(200, "từ trình duyệt khác");
    thief
        .post("/sign-in/device/finish", &[])
        .await
        .shows(422, "trình duyệt khác đã yêu cầu");
    stranded(&test, &an, &mut new).await;
    let page = new.get("/sign-in/device").await;
    page.shows(200, "Dùng máy này ngay");
    assert!(page.text().len() < SMALL, "{}", page.text().len());
    new.post("/sign-in/device/finish", &[]).await.goes_to("/");
    new.get("/personal/devices")
        .await
        .shows(200, "Safari, iPhone");
    old.get("/personal/devices").await.goes_to("/sign-in");
    assert!(new.cookie("dd-lost-phone").is_none_or(str::is_empty));
}

// law: UX-1
#[tokio::test]
async fn a_request_that_was_not_the_holders_is_stopped_on_the_old_phone() {
    let test = TestApp::new().await;
    let (an, mut old) = holder(&test).await;
    let codes = printed(&mut old).await;
    let mut thief = test.client();
    thief.get("/lost-phone/asked").await.goes_to("/lost-phone");
    let form = [
        ("number", an.number()),
        ("password", PASSWORD),
        ("recovery_code", codes[0].as_str()),
    ];
    thief
        .post("/lost-phone/code", &form)
        .await
        .goes_to("/lost-phone/asked");
    old.post("/personal/lost-phone/stop", &[])
        .await
        .goes_to("/personal/lost-phone");
    old.get("/personal/lost-phone")
        .await
        .shows(200, "Bạn chưa có mã khôi phục");
    old.post("/personal/lost-phone/stop", &[])
        .await
        .shows(409, "đã kết thúc");
    test.advance(SignedDuration::from_hours(30));
    stranded(&test, &an, &mut thief).await;
    thief
        .post("/sign-in/device/finish", &[])
        .await
        .shows(422, "Yêu cầu này đã kết thúc");
}

#[tokio::test]
async fn the_pages_read_in_english() {
    let test = TestApp::new().await;
    let mut browser = test.client();
    browser.set_cookie("dd-lang", "en");
    for (page, words) in [
        ("/lost-phone", "I do not have the old phone"),
        ("/lost-phone/code", "Use a recovery code"),
    ] {
        let answer = browser.get(page).await;
        answer.shows(200, words);
        assert!(answer.text().len() < SMALL);
    }
}
