//! "This is not me": one press shuts the door, and locking is offered next.

use domain::account::Level;
use testkit::people::{PASSWORD, Person};
use testkit::{Authenticator, TestApp};

use crate::passkeys;

// law: UX-3
#[tokio::test]
async fn a_strange_device_is_seen_by_name_and_date_and_shut_out_with_its_passkeys() {
    let test = TestApp::new().await.configured(|c| c.one_device = false);
    let (an, binh) = (Person::of(1), Person::of(2));
    for person in [&an, &binh] {
        person.register(&test.app).await;
        person.account(&test.app, Level::Two).await;
    }
    let mut officer = test.client().agent("Mozilla/5.0 (iPhone) Safari/17.0");
    an.sign_in(&test, &mut officer).await;
    let mut theirs = Authenticator::default();
    passkeys::add(&mut officer, "Máy lạ", &mut theirs).await;
    test.advance(jiff::SignedDuration::from_secs(61));
    let mut own = test.client();
    an.sign_in(&test, &mut own).await;
    let mut ours = Authenticator::default();
    passkeys::add(&mut own, "Máy tôi", &mut ours).await;

    let page = own.get("/personal/devices").await;
    for words in [
        "Safari, iPhone",
        "04/03/2024",
        "mật khẩu, mã dùng một lần",
        "Không phải tôi",
    ] {
        page.shows(200, words);
    }
    let page = page.text();
    let at = page.find("/personal/devices/not-me").expect("one button");
    let at = at + page[at..].find("value=\"dev_").expect("a device") + 7;
    let device = [("device", &page[at..at + 36])];
    let mut stranger = test.client();
    binh.sign_in(&test, &mut stranger).await;
    let place = "/personal/devices/not-me";
    stranger
        .post(place, &device)
        .await
        .shows(404, "Không tìm thấy");
    own.post(place, &device)
        .await
        .goes_to("/personal/devices?shut=1");
    officer.get("/personal/devices").await.goes_to("/sign-in");
    passkeys::sign_in(&mut test.client(), &mut theirs)
        .await
        .shows(422, "không đăng nhập được");
    passkeys::sign_in(&mut test.client(), &mut ours)
        .await
        .goes_to("/");
    test.jobs().await;
    assert!(test.outbox.all().iter().any(|m| {
        m.text
            .contains("bị đăng xuất và xóa khỏi tài khoản theo yêu cầu của bạn")
    }));
}

// law: UX-3, APP-9
#[tokio::test]
async fn a_device_that_waits_is_turned_away_and_the_account_locked_at_once() {
    let test = TestApp::new().await;
    let an = Person::of(1);
    an.register(&test.app).await;
    an.account(&test.app, Level::Two).await;
    let mut own = test.client();
    an.sign_in(&test, &mut own).await;
    let mut new = test.client();
    let fields = [("number", an.number()), ("password", PASSWORD)];
    new.post("/sign-in", &fields).await.goes_to("/sign-in/code");
    let code = test.code_for(an.phone()).await;
    new.post("/sign-in/code", &[("code", &code)])
        .await
        .goes_to("/sign-in/device");
    let page = own.get("/personal/devices").await.text();
    let at = page.find("dd-code\">").expect("the code shows") + 9;
    own.post("/personal/devices/turn-away", &[])
        .await
        .goes_to("/personal/devices?shut=1");
    new.post("/sign-in/device", &[("code", &page[at..at + 6])])
        .await
        .goes_to("/sign-in");
    let offered = own.get("/personal/devices?shut=1").await;
    offered.shows(200, "Khóa tài khoản ngay");
    assert!(!offered.text().contains("dd-code"), "no code waits");
    let locked = own.post("/lock", &[("reason", "suspected-leak")]).await;
    assert!(
        locked.location().starts_with("/locked/receipt/"),
        "{}",
        locked.words()
    );
}
