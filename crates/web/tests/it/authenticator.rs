//! The authenticator app: proven by a first code, then good for signing in, each code once.

use jiff::SignedDuration;
use testkit::people::{PASSCODE, PASSWORD, Person};
use testkit::{Client, TestApp};

use crate::holds::holder;

const HERE: &str = "/personal/authenticator";
const CONFIRM: &str = "/personal/authenticator/confirm";

fn shown(test: &TestApp, key: &str, steps: i64) -> String {
    testkit::app_code(key, test.now() + SignedDuration::from_secs(30 * steps))
}

async fn begun(browser: &mut Client) -> String {
    browser
        .post(HERE, &[("passcode", PASSCODE)])
        .await
        .goes_to(HERE);
    let page = browser.get(HERE).await.text();
    let key = page.split("secret=").nth(1).expect("the key");
    key.split('&').next().unwrap().to_owned()
}

/// An app that is proven; gives its key.
pub(crate) async fn added(test: &TestApp, browser: &mut Client) -> String {
    let key = begun(browser).await;
    let code = shown(test, &key, 0);
    browser
        .post(CONFIRM, &[("code", &code)])
        .await
        .goes_to(HERE);
    key
}

async fn at_code(person: &Person, browser: &mut Client) {
    let fields = [("number", person.number()), ("password", PASSWORD)];
    let answer = browser.post("/sign-in", &fields).await;
    answer.goes_to("/sign-in/code");
}

// law: D59-24.2
#[tokio::test]
async fn a_code_of_the_app_signs_in_instead_of_the_one_sent() {
    let test = TestApp::new().await;
    let (an, mut browser) = holder(&test, 1).await;
    browser
        .post(HERE, &[("passcode", "135790")])
        .await
        .shows(422, "Mật mã không đúng");
    let key = begun(&mut browser).await;
    assert_eq!(key.len(), 32);

    // Before its first code it opens nothing.
    let mut early = browser.clone();
    at_code(&an, &mut early).await;
    let code = shown(&test, &key, 0);
    early
        .post("/sign-in/app", &[("code", &code)])
        .await
        .shows(422, "Mã không đúng hoặc đã dùng");
    browser
        .post(CONFIRM, &[("code", "12345")])
        .await
        .shows(422, "đúng 6 chữ số");
    browser
        .post(CONFIRM, &[("code", &code)])
        .await
        .goes_to(HERE);
    browser.get(HERE).await.shows(200, "Xóa ứng dụng");
    assert!(!browser.get(HERE).await.text().contains("secret="));
    test.jobs().await;
    let told = |words: &str| test.outbox.all().iter().any(|m| m.text.contains(words));
    assert!(told("thêm ứng dụng tạo mã"));

    // The code that proved it is used up; the next one is good, once, and three steps away is not.
    early
        .post("/sign-in/app", &[("code", &code)])
        .await
        .shows(422, "Mã không đúng hoặc đã dùng");
    let far = shown(&test, &key, 3);
    early
        .post("/sign-in/app", &[("code", &far)])
        .await
        .shows(422, "Mã không đúng hoặc đã dùng");
    test.advance(SignedDuration::from_secs(30));
    let code = shown(&test, &key, 0);
    let mut thief = early.clone();
    early
        .post("/sign-in/app", &[("code", &code)])
        .await
        .goes_to("/");
    early
        .get("/personal/devices")
        .await
        .shows(200, "mật khẩu, ứng dụng tạo mã");
    at_code(&an, &mut thief).await;
    thief
        .post("/sign-in/app", &[("code", &code)])
        .await
        .shows(422, "Mã không đúng hoặc đã dùng");
    early
        .post("/personal/authenticator/remove", &[("passcode", PASSCODE)])
        .await
        .goes_to(HERE);
    test.jobs().await;
    assert!(told("Ứng dụng tạo mã của tài khoản đã được xóa"));
    early.get(HERE).await.shows(200, "Thêm ứng dụng");
}

#[tokio::test]
async fn guessing_is_paused_and_whoever_has_no_app_gets_the_same_answer() {
    let test = TestApp::new().await;
    let (an, mut browser) = holder(&test, 1).await;
    let mut without = browser.clone();
    at_code(&an, &mut without).await;
    without
        .post("/sign-in/app", &[("code", "123456")])
        .await
        .shows(422, "Mã không đúng hoặc đã dùng");
    let key = begun(&mut browser).await;
    let code = shown(&test, &key, 0);
    browser
        .post(CONFIRM, &[("code", &code)])
        .await
        .goes_to(HERE);
    for _ in 0..5 {
        without
            .post("/sign-in/app", &[("code", &code)])
            .await
            .shows(422, "Mã không đúng hoặc đã dùng");
    }
    let next = shown(&test, &key, 1);
    without
        .post("/sign-in/app", &[("code", &next)])
        .await
        .shows(422, "thử quá nhiều lần");
    test.client().get("/sign-in/app").await.goes_to("/sign-in");
}

#[tokio::test]
async fn it_may_be_begun_anew_and_the_old_key_is_worth_nothing() {
    let test = TestApp::new().await;
    let (_, mut browser) = holder(&test, 1).await;
    let old = begun(&mut browser).await;
    let page = browser.get(HERE).await;
    page.shows(200, "<svg role=\"img\"");
    // With the drawing in it: no second request carries the secret.
    assert!(page.text().len() < 10_000, "{}", page.text().len());
    page.shows(200, "href=\"/personal/authenticator?anew=1\"");
    let anew = browser.get("/personal/authenticator?anew=1").await;
    anew.shows(200, "name=\"passcode\"");
    assert!(!anew.text().contains(&old));
    browser
        .post(HERE, &[("passcode", "135790")])
        .await
        .shows(422, "Mật mã không đúng");
    browser.get(HERE).await.shows(200, &old);
    // The one wrong passcode above and four more.
    for _ in 0..4 {
        browser.post(HERE, &[("passcode", "135790")]).await;
    }
    let waits = browser.post(HERE, &[("passcode", PASSCODE)]).await;
    waits.shows(422, "thử quá nhiều lần");
    waits.shows(422, "name=\"passcode\"");
    assert!(!waits.text().contains(&old), "nothing that looks new");
    assert!(!waits.text().contains("<svg role=\"img\""));
    test.advance(SignedDuration::from_secs(61));
    let new = begun(&mut browser).await;
    assert_ne!(new, old);
    let code = shown(&test, &old, 0);
    browser
        .post(CONFIRM, &[("code", &code)])
        .await
        .shows(422, "Mã không đúng hoặc đã dùng");
    let code = shown(&test, &new, 0);
    browser
        .post(CONFIRM, &[("code", &code)])
        .await
        .goes_to(HERE);
}
