//! Ways in of before: passkeys made on the phone that goes, and what stays when the password changes.

use domain::account::Level;
use jiff::SignedDuration;
use testkit::people::{PASSCODE, PASSWORD, Person};
use testkit::{Authenticator, Client, TestApp};

use crate::documents::scene::both;
use crate::{authenticator, passkeys};

both!(a_new_phone_ends_the_passkeys_of_the_old_one);

const NEW: &str = "sáo sậu sang sông sớm";

async fn person(test: &TestApp) -> (Person, Client) {
    let person = Person::of(1);
    person.register(&test.app).await;
    person.account(&test.app, Level::Two).await;
    let mut browser = test.client();
    person.sign_in(test, &mut browser).await;
    (person, browser)
}

/// Signs in on another phone with the code of the old one.
async fn moves(test: &TestApp, person: &Person, old: &mut Client, keep: bool) -> Client {
    test.advance(SignedDuration::from_mins(2));
    let mut new = test.client();
    person.sign_in_to(test, &mut new, "/sign-in/device").await;
    new.get("/sign-in/device").await.shows(200, "Máy cũ");
    let shown = old.get("/personal/devices").await.text();
    let (_, rest) = shown.split_once("dd-code\">").unwrap();
    let mut form = vec![("code", &rest[..6])];
    if keep {
        form.push(("keep_passkeys", "yes"));
    }
    new.post("/sign-in/device", &form).await.goes_to("/");
    new
}

// law: APP-8
async fn a_new_phone_ends_the_passkeys_of_the_old_one(test: TestApp) {
    let (person, mut old) = person(&test).await;
    let mut device = Authenticator::default();
    passkeys::add(&mut old, "Máy cũ", &mut device).await;
    let mut new = moves(&test, &person, &mut old, true).await;
    new.get("/personal/passkeys").await.shows(200, "Máy cũ");
    let mut kept = test.client();
    passkeys::sign_in(&mut kept, &mut device).await.goes_to("/");
    // That was a phone of its own; what is made on it goes with it.
    let mut other = Authenticator::default();
    passkeys::add(&mut kept, "Máy cũ hai", &mut other).await;
    let mut new = moves(&test, &person, &mut kept, false).await;
    let page = new.get("/personal/passkeys").await;
    page.shows(200, "Máy cũ");
    assert!(!page.text().contains("Máy cũ hai"));
    passkeys::sign_in(&mut test.client(), &mut other)
        .await
        .shows(422, "không đăng nhập được");
    new.get("/activity").await.shows(200, "Xóa khóa truy cập");
}

#[tokio::test]
async fn without_one_device_nothing_goes_when_another_comes() {
    let test = TestApp::new().await.configured(|c| c.one_device = false);
    let (person, mut old) = person(&test).await;
    let mut device = Authenticator::default();
    passkeys::add(&mut old, "Máy cũ", &mut device).await;
    let mut new = test.client();
    person.sign_in(&test, &mut new).await;
    new.get("/personal/passkeys").await.shows(200, "Máy cũ");
}

// law: APP-4
#[tokio::test]
async fn a_changed_password_ends_the_other_ways_or_leaves_them() {
    for end in [true, false] {
        let test = TestApp::new().await;
        let (_, mut browser) = person(&test).await;
        let plain = browser.get("/personal/password").await.text();
        assert!(!plain.contains("end_others"), "there is nothing to ask");
        let mut device = Authenticator::default();
        passkeys::add(&mut browser, "Máy", &mut device).await;
        authenticator::added(&test, &mut browser).await;
        let page = browser.get("/personal/password").await;
        page.shows(200, "Máy, Ứng dụng tạo mã");
        assert!(page.text().contains("value=\"yes\" checked"), "ticked");
        let mut form = vec![
            ("old_password", PASSWORD),
            ("password", NEW),
            ("passcode", PASSCODE),
        ];
        if end {
            form.push(("end_others", "yes"));
        }
        browser
            .post("/personal/password", &form)
            .await
            .goes_to("/sign-in?out=1");
        let mut fresh = test.client();
        let answer = passkeys::sign_in(&mut fresh, &mut device).await;
        if end {
            answer.shows(422, "không đăng nhập được");
        } else {
            answer.goes_to("/");
            fresh
                .get("/personal/password")
                .await
                .shows(200, "Máy, Ứng dụng tạo mã");
        }
    }
}
