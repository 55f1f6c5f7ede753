//! Ways in of before: passkeys made on the phone that goes, and what stays when the password changes.

use domain::account::Level;
use jiff::SignedDuration;
use testkit::people::{PASSCODE, PASSWORD, Person};
use testkit::{Authenticator, Client, TestApp};

use crate::documents::scene::both;
use crate::{authenticator, passkeys};

both!(a_new_phone_ends_the_passkeys_of_the_old_one);

const NEW: &str = "sáo sậu sang sông sớm";
/// The box of what stays, and one that is ticked.
const BOX: &str = "name=\"keep_others\"";
const TICKED: &str = "value=\"yes\" checked";

async fn person(test: &TestApp) -> (Person, Client) {
    let person = Person::of(1);
    person.register(&test.app).await;
    person.account(&test.app, Level::Two).await;
    let mut browser = test.client();
    person.sign_in(test, &mut browser).await;
    (person, browser)
}

/// Signs in on another phone with the code of the old one, mistyped once.
async fn moves(test: &TestApp, person: &Person, old: &mut Client, keep: bool) -> Client {
    test.advance(SignedDuration::from_mins(2));
    let mut new = test.client();
    person.sign_in_to(test, &mut new, "/sign-in/device").await;
    let page = new.get("/sign-in/device").await;
    page.shows(200, "Khóa truy cập đã tạo trên điện thoại cũ");
    assert!(!page.text().contains(TICKED));
    assert!(
        !page.text().contains("Máy Sen"),
        "nothing proves the old phone"
    );
    let shown = old.get("/personal/devices").await.text();
    let (_, rest) = shown.split_once("dd-code\">").unwrap();
    let right = &rest[..6];
    let wrong = if right == "000000" {
        "111111"
    } else {
        "000000"
    };
    for code in [wrong, right] {
        let mut form = vec![("code", code)];
        if keep {
            form.push(("keep_passkeys", "yes"));
        }
        let answer = new.post("/sign-in/device", &form).await;
        if code == right {
            answer.goes_to("/");
        } else {
            assert_eq!(answer.status.as_u16(), 422, "{}", answer.words());
            assert_eq!(answer.text().contains(TICKED), keep, "as he left it");
        }
    }
    new
}

fn told(test: &TestApp, words: &str) -> bool {
    test.outbox.all().iter().any(|m| m.text.contains(words))
}

// law: APP-8
async fn a_new_phone_ends_the_passkeys_of_the_old_one(test: TestApp) {
    const ENDED: &str = "Các khóa truy cập tạo trên điện thoại cũ đã bị xóa";
    let (person, mut old) = person(&test).await;
    let mut device = Authenticator::default();
    passkeys::add(&mut old, "Máy Sen", &mut device).await;
    let mut new = moves(&test, &person, &mut old, true).await;
    new.get("/personal/passkeys").await.shows(200, "Máy Sen");
    let mut kept = test.client();
    passkeys::sign_in(&mut kept, &mut device).await.goes_to("/");
    test.jobs().await;
    assert!(!told(&test, ENDED), "none did");
    // That was a phone of its own; what is made on it goes with it.
    let mut other = Authenticator::default();
    passkeys::add(&mut kept, "Máy Sen hai", &mut other).await;
    let mut new = moves(&test, &person, &mut kept, false).await;
    let page = new.get("/personal/passkeys").await;
    page.shows(200, "Máy Sen");
    assert!(!page.text().contains("Máy Sen hai"));
    passkeys::sign_in(&mut test.client(), &mut other)
        .await
        .shows(422, "không đăng nhập được");
    test.jobs().await;
    assert!(told(&test, ENDED));
    let log = new.get("/activity/export").await.text();
    let removed: Vec<&str> = log
        .lines()
        .filter(|line| line.contains("Xóa khóa truy cập"))
        .collect();
    assert_eq!(removed.len(), 1, "{log}");
    assert!(removed[0].contains("Bạn"), "his own act: {}", removed[0]);
}

// law: APP-8
#[tokio::test]
async fn the_question_about_passkeys_tells_of_none() {
    let test = TestApp::new().await;
    let (person, mut old) = person(&test).await;
    // Who has no passkeys is asked the same.
    moves(&test, &person, &mut old, false).await;
    test.jobs().await;
    assert!(!told(&test, "khóa truy cập"), "there was nothing to end");
}

// law: APP-4
#[tokio::test]
async fn a_changed_password_ends_the_other_ways_unless_they_are_kept() {
    for keep in [true, false] {
        let test = TestApp::new().await;
        let (_, mut browser) = person(&test).await;
        let mut form = vec![
            ("old_password", "sai rồi nhé bạn"),
            ("password", NEW),
            ("passcode", PASSCODE),
        ];
        let plain = browser.get("/personal/password").await;
        assert_eq!(plain.status, 200, "{}", plain.words());
        assert!(!plain.text().contains(BOX), "there is nothing to keep");
        let mut device = Authenticator::default();
        passkeys::add(&mut browser, "Máy", &mut device).await;
        authenticator::added(&test, &mut browser).await;
        let page = browser.get("/personal/password").await;
        page.shows(200, "Máy, Ứng dụng tạo mã");
        page.shows(200, BOX);
        assert!(!page.text().contains(TICKED), "they end unless he says so");
        if keep {
            form.push(("keep_others", "yes"));
        }
        let wrong = browser.post("/personal/password", &form).await;
        assert_eq!(wrong.status.as_u16(), 422, "{}", wrong.words());
        assert_eq!(wrong.text().contains(TICKED), keep, "as he left it");
        form[0].1 = PASSWORD;
        browser
            .post("/personal/password", &form)
            .await
            .goes_to("/sign-in?out=1");
        test.jobs().await;
        let ended = "Các khóa truy cập và ứng dụng tạo mã đã bị xóa";
        assert_eq!(told(&test, ended), !keep);
        let mut fresh = test.client();
        let answer = passkeys::sign_in(&mut fresh, &mut device).await;
        if keep {
            answer.goes_to("/");
            fresh
                .get("/personal/password")
                .await
                .shows(200, "Máy, Ứng dụng tạo mã");
        } else {
            answer.shows(422, "không đăng nhập được");
        }
    }
}
